#include <fmt/format.h>

#include "cli/articles.h"
#include "cli/extraction_json.h"
#include "cli/print.h"

namespace entente::cli {
namespace {

std::string name_of(const Contribution& contribution, const std::string& id) {
  for (const auto& node : contribution.nodes)
    if (node.id == id) return node.name;
  return id;
}

// One line a claim, for a person's eyes: "Prabowo Subianto  condemns  Israel   negated, planned   said by …".
std::string table_lines(const Ontology& ontology, const Contribution& contribution) {
  std::string out = fmt::format("{}\n", contribution.document.title.empty() ? contribution.document.id : contribution.document.title);
  for (const auto& claim : contribution.claims) {
    out += fmt::format("  {}  {}  {}", name_of(contribution, claim.source), ontology.relation_type(claim.type)->name,
                       name_of(contribution, claim.target));
    if (claim.polarity == Polarity::negated) out += "  negated";
    if (claim.modality != Modality::actual) out += fmt::format("  {}", to_string(claim.modality));
    if (claim.date) out += fmt::format("  {}", format_day(claim.date->day));
    if (!claim.place.empty()) out += fmt::format("  at {}", name_of(contribution, claim.place));
    for (const auto& a : claim.attribution) out += fmt::format("  said by {}", a.node.empty() ? a.text : name_of(contribution, a.node));
    out += fmt::format("  {:.2f}\n", claim.evidence.confidence);
  }
  return out;
}

// For whoever writes rules: what was found in each sentence, what fired and what did not.
std::string explanation_text(const std::vector<SentenceExplanation>& sentences) {
  std::string out;
  for (const auto& s : sentences) {
    out += fmt::format("{}\n", s.text);
    for (const auto& m : s.mentions) out += fmt::format("  mention   {}  =  {}  ({}, {})\n", m.text, m.id, m.type, m.form);
    for (std::size_t w = 0; w < s.words.size(); ++w)
      out +=
          fmt::format("  word      {:>3}  {:<20} {:<6} {:<10} {:>3}\n", w + 1, s.words[w].text, s.words[w].tag, s.words[w].relation, s.words[w].head);
    for (const auto& f : s.frames)
      out += fmt::format("  {}  {}  {}  '{}'  source: {}  target: {}\n", f.fired ? "fired   " : "not     ", f.rule, f.type, f.trigger,
                         f.source.empty() ? "-" : f.source, f.target.empty() ? "-" : f.target);
    out += s.reason.empty() ? fmt::format("  claims    {}\n", s.claims) : fmt::format("  claims    0: {}\n", s.reason);
    out += '\n';
  }
  return out;
}

// extract --explain: the same articles, explained.
int explain_articles(const Context& context, const ArticleFlags& flags, const Extractor& extractor) {
  Output out;
  auto one = flags;
  one.jobs = 1;  // the worker prints
  const auto count = for_each_named_article(context, one, extractor,
                                            {.read = [&](const Article& article, Extractor::Worker& worker) -> Result<Extraction> {
                                               const auto explained = worker.explain(article);
                                               if (!explained) return failure(explained.error());
                                               out << explanation_text(*explained);
                                               return Extraction{};
                                             },
                                             .take = [&](const Article&, Result<Extraction>&) { return static_cast<bool>(out); },
                                             .end_of_batch = [&] { return static_cast<bool>(out.flush()); }});
  if (!count) return complain(count.error());
  return out.finish(count->failed != 0 ? kPartly : kDone);
}

}  // namespace

std::function<int()> define_extract(CLI::App& app, const Context& context) {
  auto flags = std::make_shared<ArticleFlags>();
  auto format = std::make_shared<std::string>("table");
  auto min_confidence = std::make_shared<float>(0.0F);
  flags->define(app);
  auto* format_option = app.add_option("--format", *format, "Form of output; jsonl reads JSON Lines from standard input unless --from says otherwise")
                            ->check(CLI::IsMember({"table", "jsonl"}));
  auto* least_option = app.add_option("--min-confidence", *min_confidence, "Leave out claims that are less certain")->check(CLI::Range(0.0, 1.0));
  auto explain = std::make_shared<bool>(false);
  app.add_flag("--explain", *explain, "Print why: mentions, tree, and each frame that fired or did not, sentence by sentence")
      ->excludes(format_option)
      ->excludes(least_option);
  return [&context, flags, format, min_confidence, explain] {
    const auto data = context.data_folder();
    if (!data) return complain(data.error());
    const auto extractor = flags->extractor(*data);
    if (!extractor) return complain(extractor.error());
    if (*explain) return explain_articles(context, *flags, **extractor);
    const bool jsonl = *format == "jsonl";
    if (jsonl && flags->inputs.empty() && flags->from == "auto") flags->from = "jsonl";
    Output out;
    const auto print = [&](const Article&, Result<Extraction>& outcome) {
      std::erase_if(outcome->contribution.claims, [&](const Claim& c) { return c.evidence.confidence < *min_confidence; });
      out << (jsonl ? extraction_json((*extractor)->ontology(), *outcome) + "\n" : table_lines((*extractor)->ontology(), outcome->contribution));
      return static_cast<bool>(out);
    };
    const auto count = for_each_named_article(context, *flags, **extractor,
                                              {.read = [](const Article& article, Extractor::Worker& worker) { return worker.extract(article); },
                                               .take = print,
                                               .end_of_batch = [&] { return static_cast<bool>(out.flush()); }});
    if (!count) return complain(count.error());
    return out.finish(count->failed != 0 ? kPartly : kDone);
  };
}

}  // namespace entente::cli
