#pragma once

#include <functional>
#include <string>
#include <vector>

#include "cli/command.h"
#include "ingest/pipeline.h"

namespace entente::cli {

/// The flags that every command which reads articles has.
struct ArticleFlags {
  std::vector<std::string> inputs;
  std::string from = "auto";
  std::string language;
  std::vector<std::string> gazetteers;
  unsigned jobs = 0;  ///< 0: one for each core
  bool strict = false;

  void define(CLI::App& app);
  /// What reads the articles: packaged data and the gazetteers that were given.
  Result<std::unique_ptr<Extractor>> extractor(const std::filesystem::path& data) const;
};

/// What a run over articles came to.
struct RunCount {
  std::uint64_t read = 0, failed = 0;
};

/// Reads every article that `flags` names and hands batches of them on in input order. `work(article, worker)` runs on --jobs threads;
/// `take(article, outcome)` on the calling thread, in input order, so that output does not depend on the number of jobs. Failed articles are reported
/// on standard error with their place and counted; with --strict the first one ends the run. `end_of_batch` runs after each batch. Memory holds one
/// batch. take() and end_of_batch() return false to end the run early (a closed pipe).
Result<RunCount> for_each_article(const Context& context, const ArticleFlags& flags, const Extractor& extractor,
                                  const std::function<Result<Extraction>(const Article&, Extractor::Worker&)>& work,
                                  const std::function<bool(const Article&, Result<Extraction>&)>& take, const std::function<bool()>& end_of_batch);

}  // namespace entente::cli
