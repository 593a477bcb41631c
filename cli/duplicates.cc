#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "cli/print.h"
#include "export/text.h"
#include "graph/identity/candidates.h"
#include "graph/identity/suggest.h"
#include "graph/reference.h"

namespace entente::cli {
namespace {

struct Options {
  double min_score = 0.6;
  std::size_t limit = 50;
  std::optional<double> accept;
  Form form = Form::table;
};

/// The pairs that nobody has judged yet, best first.
Result<std::vector<IdentitySuggestion>> suggestions(const Context& context, const Ontology& ontology, const Snapshot& snapshot, double min_score) {
  const auto folder = context.data_folder();
  if (!folder) return failure(folder.error());
  const auto facts = context.reference_facts(ontology);
  if (!facts) return failure(facts.error());
  const auto words = NameWords::load(*folder / "identity");
  if (!words) return failure(words.error());
  const auto identity = snapshot.identity();
  if (!identity) return failure(identity.error());
  const auto candidates = identity_candidates(snapshot, ontology, &*facts);
  if (!candidates) return failure(candidates.error());

  // What was judged of any of their ids was judged of the nodes that stand for them now.
  const auto standing = [&](const std::string& id) { return (*identity)->canonical(hash64(id)); };
  std::set<std::pair<Key64, Key64>> judged;
  for (std::size_t i = 0; i < (*identity)->judgements().size(); ++i) {
    const Judgement& judgement = (*identity)->judgements()[i];
    const Standing state = (*identity)->standings()[i];
    // A machine's that was taken back is not made again.
    if (state == Standing::effective || (state == Standing::revoked && judgement.machine))
      judged.insert(std::minmax({standing(judgement.a), standing(judgement.b)}));
  }
  auto pairs = suggest_duplicates(*candidates, *words, types_of_one_thing(ontology), min_score);
  std::erase_if(pairs, [&](const IdentitySuggestion& pair) { return judged.contains(std::minmax({standing(pair.a), standing(pair.b)})); });
  return pairs;
}

/// Makes `pairs` one, in the name of the program. The more articles name a node the rather its id stays in sight.
int accept(const Context& context, Store& store, const std::vector<IdentitySuggestion>& pairs) {
  const Snapshot snapshot = store.snapshot();
  const std::int64_t time = now();
  std::vector<Judgement> judgements;
  for (const IdentitySuggestion& pair : pairs) {
    const auto a = snapshot.node(pair.a), b = snapshot.node(pair.b);
    if (!a) return complain(a.error());
    if (!b) return complain(b.error());
    Judgement judgement;
    judgement.a = a->documents >= b->documents ? pair.a : pair.b;
    judgement.b = a->documents >= b->documents ? pair.b : pair.a;
    judgement.machine = true;
    judgement.author = "entente " ENTENTE_VERSION;
    judgement.reason = fmt::format("{}", fmt::join(pair.reasons, "; "));
    judgement.time = time;
    judgement.score = static_cast<float>(pair.score);
    judgements.push_back(std::move(judgement));
  }
  if (judgements.empty()) return kDone;
  const auto summary = store.judge(judgements);
  if (!summary) return complain(summary.error());
  if (const Status status = store.flush(); !status.ok()) return complain(status);
  if (!context.quiet)
    fmt::print(stderr, "{} {} made, numbers {} to {}; 'entente judgements' lists them, 'entente undo' takes them back\n", judgements.size(),
               judgements.size() == 1 ? "judgement was" : "judgements were", summary->numbers.front(), summary->numbers.back());
  return kDone;
}

int print(const Snapshot& snapshot, const std::vector<IdentitySuggestion>& pairs, const Options& options, const Context& context) {
  const auto name_of = [&](const std::string& id) {
    const auto node = snapshot.node(id);
    return node ? one_line(node->node.name) : std::string();
  };
  const std::size_t shown = options.limit == 0 ? pairs.size() : std::min(options.limit, pairs.size());
  Table table({"score", "a", "name_a", "b", "name_b", "reasons"});
  for (std::size_t i = 0; i < shown; ++i)
    table.add({std::stod(fmt::format("{:.2f}", pairs[i].score)), clean_id(pairs[i].a), name_of(pairs[i].a), clean_id(pairs[i].b), name_of(pairs[i].b),
               one_line(fmt::format("{}", fmt::join(pairs[i].reasons, "; ")))});
  Output out;
  table.print(out, options.form, context.use_color());
  if (shown < pairs.size() && !context.quiet) fmt::print(stderr, "{} more; --limit 0 shows all\n", pairs.size() - shown);
  return out.finish(pairs.empty() ? kPartly : kDone);
}

int duplicates(const Context& context, const Ontology& ontology, Store& store, const Options& options) {
  const auto pairs = suggestions(context, ontology, store.snapshot(), options.accept.value_or(options.min_score));
  if (!pairs) return complain(pairs.error());
  return options.accept ? accept(context, store, *pairs) : print(store.snapshot(), *pairs, options, context);
}

}  // namespace

std::function<int()> define_duplicates(CLI::App& app, const Context& context) {
  auto options = std::make_shared<Options>();
  app.add_option("--min", options->min_score, "Least score, from 0 to 1, of what is suggested")->check(CLI::Range(0.0, 1.0))->capture_default_str();
  app.add_option("--limit", options->limit, "Pairs, the best first; 0 for all")->capture_default_str();
  app.add_option("--accept", options->accept, "Print nothing: make one what has this score or more, as judgements of the program that can be undone")
      ->check(CLI::Range(0.0, 1.0))
      ->type_name("SCORE");
  const auto form = add_format(app);
  return [&context, options, form] {
    options->form = *form;
    return with_graph(context, options->accept ? Access::write : Access::read,
                      [&](const Ontology& ontology, Store& store) { return duplicates(context, ontology, store, *options); });
  };
}

}  // namespace entente::cli
