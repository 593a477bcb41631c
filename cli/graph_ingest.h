#pragma once

#include <functional>
#include <string>

#include "cli/articles.h"
#include "cli/graph_writer.h"

namespace entente::cli {

/// Reads articles into a graph: what it holds already is not read again.
class GraphIngest {
 public:
  /// `extractor` and `store` must outlive it.
  GraphIngest(const Extractor& extractor, Store& store, GraphWriter::Way way, bool list)
      : extractor_(extractor), store_(store), writer_(store, way, list) {}

  std::function<void()> on_settled;                              ///< all that came by now is in the graph; may be empty
  std::function<void(const Article*, const Status&)> on_failed;  ///< as ArticleWork::failed

  /// May be called again with more. Errors: those of Store::apply() and Load.
  Result<RunCount> run(const Context& context, const ArticleFlags& flags, const ArticleStream& articles, WarningSink& warnings);
  /// To be called in the end.
  Status finish() { return writer_.finish(); }

  std::uint64_t failed() const { return failed_ + writer_.refused(); }
  /// "3 new, 0 replaced, 1 unchanged, 0 failed", of all runs.
  std::string summary() const;

 private:
  Result<Extraction> read(const Article& article, Extractor::Worker& worker) const;
  void take(Extraction& outcome);

  const Extractor& extractor_;
  Store& store_;
  GraphWriter writer_;
  std::uint64_t failed_ = 0, unchanged_ = 0;
};

}  // namespace entente::cli
