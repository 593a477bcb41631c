#include "graph/algorithm/balance.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>

#include "cli/analyze.h"
#include "export/text.h"

namespace entente::cli {
namespace {

using Json = nlohmann::ordered_json;

Json degree_of(const Balance& found) { return found.degree ? Json(six_digits(*found.degree)) : Json(); }

/// The sentences of the example triads.
std::vector<std::string> sentences(const GraphView& view, const OutOfLine& one) {
  std::vector<std::string> texts;
  for (const Triad& triad : one.examples) texts.push_back(one_line(sentence_of(view, triad)));
  return texts;
}

Table summary(const Balance& found) {
  Table table({"what", "count"});
  table.add({"pairs of friends", found.friendly});
  table.add({"pairs in conflict", found.conflicting});
  table.add({"neutral pairs", found.neutral});
  table.add({"triads of friends, balanced", found.triads.all_friends});
  table.add({"two friends with one enemy, balanced", found.triads.one_bond});
  table.add({"two friends of one in conflict, not balanced", found.triads.one_enmity});
  table.add({"three in conflict with each other, not balanced", found.triads.all_enemies});
  table.add({"degree of balance", degree_of(found)});
  return table;
}

Table pairs_table(const GraphView& view, const Balance& found) {
  Table table({"a", "name_a", "b", "name_b", "weight", "claims", "balanced", "unbalanced", "example"});
  for (const OutOfLine& one : found.out_of_line) {
    const ViewVertex &a = view.graph()[one.pair.a], &b = view.graph()[one.pair.b];
    const auto texts = sentences(view, one);
    table.add({clean_id(a.id), one_line(a.name), clean_id(b.id), one_line(b.name), six_digits(one.pair.weight), one.pair.claims, one.pair.balanced,
               one.pair.unbalanced, texts.empty() ? Json() : Json(texts.front())});
  }
  return table;
}

Json to_json(const GraphView& view, const Balance& found) {
  Json pairs = Json::array();
  for (const OutOfLine& one : found.out_of_line) {
    const ViewVertex &a = view.graph()[one.pair.a], &b = view.graph()[one.pair.b];
    pairs.push_back({{"a", clean_id(a.id)},
                     {"name_a", one_line(a.name)},
                     {"b", clean_id(b.id)},
                     {"name_b", one_line(b.name)},
                     {"weight", six_digits(one.pair.weight)},
                     {"claims", one.pair.claims},
                     {"balanced", one.pair.balanced},
                     {"unbalanced", one.pair.unbalanced},
                     {"examples", sentences(view, one)}});
  }
  const TriadCensus& triads = found.triads;
  return {
      {"degree", degree_of(found)},
      {"pairs", {{"friendly", found.friendly}, {"conflicting", found.conflicting}, {"neutral", found.neutral}}},
      {"triads",
       {{"all_friends", triads.all_friends}, {"one_bond", triads.one_bond}, {"one_enmity", triads.one_enmity}, {"all_enemies", triads.all_enemies}}},
      {"out_of_line", std::move(pairs)}};
}

int run(const Context& context, const AnalysisFlags& flags, double threshold) {
  return with_picture(context, flags, [&](const Ontology& ontology, const Snapshot&, const Picture& picture) {
    const auto weights = load_event_weights(context, ontology);
    if (!weights) return complain(weights.error());
    BalanceOptions options;
    options.threshold = threshold;
    options.limit = *flags.limit == 0 ? std::numeric_limits<std::size_t>::max() : *flags.limit;
    const Balance found = balance(picture.view(), event_weight(*weights), options);
    const auto out_of_line = static_cast<std::size_t>(std::ranges::count_if(found.pairs, [](const SignedPair& pair) { return pair.unbalanced > 0; }));
    note(context, "balance", picture,
         fmt::format("{} triads, {} pairs out of line{}", found.triads.total(), out_of_line, cut_text(out_of_line, *flags.limit)));
    Output out;
    if (*flags.form == Form::json) {
      out << dump(to_json(picture.view(), found), true) << '\n';
      return out.finish(kDone);
    }
    if (*flags.form == Form::table) {
      summary(found).print(out, Form::table, context.use_color());
      out << '\n';
    }
    pairs_table(picture.view(), found).print(out, *flags.form, context.use_color());
    return out.finish(kDone);
  });
}

}  // namespace

std::function<int()> define_balance(CLI::App& app, const Context& context) {
  const auto threshold = std::make_shared<double>(0);
  app.add_option("--threshold", *threshold, "Pairs whose weight is not farther from 0 are neutral and do not count")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  const auto flags = add_analysis_flags(app, "Pairs out of line");
  return [&context, flags, threshold] { return run(context, flags, *threshold); };
}

}  // namespace entente::cli
