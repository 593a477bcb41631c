#include "cli/articles.h"

#include <fmt/format.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <iostream>
#include <mutex>
#include <thread>

#include "ingest/read/inputs.h"

namespace entente::cli {
namespace {

constexpr std::size_t kBatch = 256;             // articles: enough to keep the threads busy, a few megabytes at most news lengths
constexpr std::size_t kBatchBytes = 16u << 20;  // and no more text than this, so that memory does not depend on article length

/// Warnings go to standard error at once; the lock keeps lines whole.
class ConsoleWarnings final : public WarningSink {
 public:
  void warn(std::string_view where, std::string_view what) override {
    const std::scoped_lock lock(mutex_);
    fmt::print(stderr, "entente: warning: {}: {}\n", where, what);
  }

 private:
  std::mutex mutex_;
};

/// A line on standard error now and then: often on a terminal, every few seconds elsewhere.
class Progress {
 public:
  explicit Progress(bool quiet) : quiet_(quiet), terminal_(isatty(STDERR_FILENO) == 1), start_(Clock::now()), shown_(start_) {}

  void show(const RunCount& count) {
    const auto now = Clock::now();
    if (quiet_ || now - shown_ < (terminal_ ? std::chrono::milliseconds(200) : std::chrono::milliseconds(5000))) return;
    shown_ = now;
    const double seconds = std::chrono::duration<double>(now - start_).count();
    fmt::print(stderr, "{}{} articles, {:.0f}/s, {} failed{}", terminal_ ? "\r" : "", count.read, static_cast<double>(count.read) / seconds,
               count.failed, terminal_ ? "\x1b[K" : "\n");
    drawn_ = true;
  }
  void end() const {
    if (drawn_ && terminal_) fmt::print(stderr, "\r\x1b[K");
  }

 private:
  using Clock = std::chrono::steady_clock;
  bool quiet_, terminal_, drawn_ = false;
  Clock::time_point start_, shown_;
};

struct Item {
  Article article;
  Result<Extraction> outcome = Extraction{};
  bool was_read = true;  // else the outcome says what was wrong
};

// Fills `batch` from `source`. What cannot be read keeps its place, so that failures are reported in input order; false at the end of input.
bool fill(ArticleSource& source, const ArticleFlags& flags, std::vector<Item>& batch) {
  batch.clear();
  std::size_t bytes = 0;
  while (batch.size() < kBatch && bytes < kBatchBytes) {
    auto next = source.next();
    if (!next) {
      batch.push_back({{}, failure(next.error()), false});
      if (flags.strict) return false;
      continue;
    }
    if (!*next) return false;
    bytes += (*next)->text.size();
    if (!flags.language.empty()) (*next)->language = flags.language;
    batch.push_back({std::move(**next), Extraction{}, true});
  }
  return true;
}

}  // namespace

void ArticleFlags::define(CLI::App& app) {
  app.add_option("inputs", inputs, "Files, folders or patterns; '-' or none reads standard input")->type_name("FILE");
  app.add_option("--from", from, "Format of input: auto, text, json, jsonl")->type_name("FORMAT");
  app.add_option("--lang", language, "Language of all articles (ISO 639-1); else each one's own, else by detection")->type_name("CODE");
  app.add_option("--gazetteer", gazetteers, "Names of your own, as 'entente learn' writes them; may be given again")
      ->type_name("FILE")
      ->allow_extra_args(false);
  app.add_option("--jobs", jobs, "Threads; 0: one for each core")->check(CLI::Range(0, 1024))->type_name("N");
  app.add_flag("--strict", strict, "End at the first article that fails");
}

Result<std::unique_ptr<Extractor>> ArticleFlags::extractor(const std::filesystem::path& data) const {
  const std::vector<std::filesystem::path> own(gazetteers.begin(), gazetteers.end());
  return Extractor::load(data, own);
}

Result<RunCount> for_each_article(const Context& context, const ArticleFlags& flags, const Extractor& extractor,
                                  const std::function<Result<Extraction>(const Article&, Extractor::Worker&)>& work,
                                  const std::function<bool(const Article&, Result<Extraction>&)>& take, const std::function<bool()>& end_of_batch) {
  ConsoleWarnings warnings;
  const auto from = find_input_format(flags.from);
  if (!from) return failure(from.error());
  const auto arguments = flags.inputs.empty() ? std::vector<std::string>{"-"} : flags.inputs;
  auto inputs = expand_inputs(arguments, *from, warnings);
  if (!inputs) return failure(inputs.error());
  ArticleSource source(std::move(*inputs), std::cin, warnings);

  const unsigned jobs = std::max(1u, flags.jobs != 0 ? flags.jobs : std::thread::hardware_concurrency());
  std::vector<Extractor::Worker> workers;
  for (unsigned i = 0; i < jobs; ++i) workers.emplace_back(extractor);

  RunCount count;
  Progress progress(context.quiet);
  std::vector<Item> batch;
  for (bool more = true; more;) {
    more = fill(source, flags, batch);
    std::atomic<std::size_t> next = 0;
    const auto run = [&](Extractor::Worker& worker) {
      for (std::size_t i; (i = next.fetch_add(1)) < batch.size();)
        if (batch[i].was_read) batch[i].outcome = work(batch[i].article, worker);
    };
    {
      std::vector<std::jthread> threads;
      for (std::size_t i = 1; i < workers.size() && i < batch.size(); ++i) threads.emplace_back(run, std::ref(workers[i]));
      run(workers.front());
    }
    for (auto& item : batch) {
      ++count.read;
      if (!item.outcome) {
        ++count.failed;
        complain(item.outcome.error());
        if (!flags.strict) continue;
        more = false;  // what came before it is kept
        break;
      }
      if (!context.quiet)
        for (const auto& note : item.outcome->warnings) warnings.warn(item.article.origin, note);
      if (!take(item.article, item.outcome)) {
        more = false;
        break;
      }
    }
    if (!end_of_batch()) more = false;
    progress.show(count);
  }
  progress.end();
  return count;
}

}  // namespace entente::cli
