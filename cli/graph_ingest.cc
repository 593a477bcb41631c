#include "cli/graph_ingest.h"

#include <fmt/format.h>

namespace entente::cli {
namespace {

/// What the graph holds already is marked by a contribution of only an id.
Extraction held(std::string id) {
  Extraction marked;
  marked.contribution.document.id = std::move(id);
  return marked;
}
bool is_held(const Extraction& extraction) {
  return extraction.contribution.document.content_hash == 0 && extraction.contribution.document.text.empty();
}

}  // namespace

Result<Extraction> GraphIngest::read(const Article& article, Extractor::Worker& worker) const {
  if (const auto known = worker.identify(article))
    if (const auto same = store_.holds(known->first, known->second); same && *same) return held(known->first);
  return worker.extract(article);
}

void GraphIngest::take(Extraction& outcome) {
  if (is_held(outcome)) {
    writer_.keep(outcome.contribution.document.id);
    ++unchanged_;
  } else {
    writer_.add(std::move(outcome.contribution));
  }
}

Result<RunCount> GraphIngest::run(const Context& context, const ArticleFlags& flags, const ArticleStream& articles, WarningSink& warnings) {
  Status status;
  const auto count = for_each_article(context, flags, extractor_, articles, warnings,
                                      {.read = [&](const Article& article, Extractor::Worker& worker) { return read(article, worker); },
                                       .take =
                                           [&](const Article&, Result<Extraction>& outcome) {
                                             take(*outcome);
                                             return true;
                                           },
                                       .end_of_batch =
                                           [&] {
                                             status = writer_.end_batch();
                                             if (status.ok() && writer_.settled() && on_settled) on_settled();
                                             return status.ok();
                                           },
                                       .failed = on_failed});
  failed_ += count.failed;
  if (!status.ok()) return failure(std::move(status));
  return count;
}

std::string GraphIngest::summary() const {
  const ApplySummary& total = writer_.total();
  return fmt::format("{} new, {} replaced, {} unchanged, {} failed", total.added, total.replaced, total.unchanged + unchanged_, failed());
}

}  // namespace entente::cli
