#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "cli/command.h"
#include "ingest/fetch/fetcher.h"
#include "ingest/pipeline.h"
#include "ingest/read/inputs.h"

namespace entente::cli {

/// Warnings go to standard error at once; whole lines, from any thread.
class ConsoleWarnings final : public WarningSink {
 public:
  void warn(std::string_view where, std::string_view what) override;

 private:
  std::mutex mutex_;
};

/// The flags that every command which reads articles has.
struct ArticleFlags {
  std::vector<std::string> inputs;
  std::string from = "auto";
  std::vector<std::string> columns;  ///< of tables, as ReadOptions::columns, each "field=column,field=column..."
  std::string language;
  std::vector<std::string> gazetteers;
  unsigned jobs = 0;  ///< 0: one for each core
  bool strict = false;

  /// Adds all of them.
  void define(CLI::App& app);
  /// Adds all but the inputs and their format.
  void define_reading(CLI::App& app);
  /// What reads the articles: packaged data and the gazetteers that were given.
  Result<std::unique_ptr<Extractor>> extractor(const std::filesystem::path& data) const;
  /// The inputs that were named, standard input where there were none. Errors: InvalidInput, NotFound.
  Result<std::vector<Input>> expand(WarningSink& warnings) const;
};

/// The articles of files, standard input and addresses. Nothing is fetched unless an address is among `inputs`.
class NamedArticles {
 public:
  /// `warnings` must outlive it.
  NamedArticles(const ArticleFlags& flags, std::vector<Input> inputs, WarningSink& warnings);

  ArticleSource& source() { return source_; }
  /// The part of them that is read by now, in [0, 1]; none where nobody knows.
  std::optional<double> share() const;

 private:
  std::unique_ptr<Fetcher> fetcher_;
  ArticleSource source_;
};

/// What a run over articles came to.
struct RunCount {
  std::uint64_t read = 0, failed = 0;
  std::map<std::string, std::uint64_t> passed_over;  ///< events that bring nothing, by why
};

/// What is done with articles.
struct ArticleWork {
  /// On --jobs threads.
  std::function<Result<Extraction>(const Article&, Extractor::Worker&)> read;
  /// On the calling thread, in input order, so that output does not depend on the number of jobs. False ends the run early (a closed pipe).
  std::function<bool(const Article&, Result<Extraction>&)> take;
  /// After each batch. False ends the run early.
  std::function<bool()> end_of_batch;
  /// Likewise in input order: of an article that failed, null where it could not even be read. May be empty.
  std::function<void(const Article*, const Status&)> failed = {};
};

/// Where articles come from.
struct ArticleStream {
  std::function<Result<std::optional<Article>>()> next;
  std::function<std::optional<double>()> share = {};  ///< as NamedArticles::share(); may be empty
};

/// Reads every article of `articles` and hands batches of them on in input order. Failed articles are reported on standard error with their place and
/// counted; with --strict the first one ends the run. Memory holds one batch. Shows progress, and says in the end what was passed over.
RunCount for_each_article(const Context& context, const ArticleFlags& flags, const Extractor& extractor, const ArticleStream& articles,
                          WarningSink& warnings, const ArticleWork& work);

/// The same for the inputs that `flags` name. Errors: InvalidInput, NotFound.
Result<RunCount> for_each_named_article(const Context& context, const ArticleFlags& flags, const Extractor& extractor, const ArticleWork& work);

}  // namespace entente::cli
