#include "cli/articles.h"

#include <fmt/format.h>

#include <atomic>
#include <iostream>
#include <thread>

#include "cli/progress.h"
#include "ingest/read/table/columns.h"

namespace entente::cli {
namespace {

constexpr std::size_t kBatch = 256;             // articles: enough to keep the threads busy, a few megabytes at most news lengths
constexpr std::size_t kBatchBytes = 16u << 20;  // and no more text than this, so that memory does not depend on article length

struct Item {
  Article article;
  Result<Extraction> outcome = Extraction{};
  bool was_read = true;  // else the outcome says what was wrong
};

// Fills `batch`. What cannot be read keeps its place, so that failures are reported in input order; false at the end of input.
bool fill(const ArticleStream& articles, const ArticleFlags& flags, std::vector<Item>& batch) {
  batch.clear();
  std::size_t bytes = 0;
  while (batch.size() < kBatch && bytes < kBatchBytes) {
    auto next = articles.next();
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

// Reads the articles of `batch`, each by one of `workers`.
void read(std::vector<Item>& batch, std::vector<Extractor::Worker>& workers, const ArticleWork& work) {
  std::atomic<std::size_t> next = 0;
  const auto run = [&](Extractor::Worker& worker) {
    for (std::size_t i; (i = next.fetch_add(1)) < batch.size();)
      if (batch[i].was_read) batch[i].outcome = work.read(batch[i].article, worker);
  };
  std::vector<std::jthread> threads;
  for (std::size_t i = 1; i < workers.size() && i < batch.size(); ++i) threads.emplace_back(run, std::ref(workers[i]));
  run(workers.front());
}

// Hands `item` on, or says why not; false where the run has to end.
bool take(const Context& context, const ArticleFlags& flags, WarningSink& warnings, const ArticleWork& work, Item& item, RunCount& count) {
  ++count.read;
  if (!item.outcome) {
    ++count.failed;
    complain(item.outcome.error());
    if (work.failed) work.failed(item.was_read ? &item.article : nullptr, item.outcome.error());
    return !flags.strict;  // what came before it is kept
  }
  if (!item.outcome->passed_over.empty()) {
    ++count.passed_over[item.outcome->passed_over];
    return true;
  }
  if (!context.quiet)
    for (const auto& note : item.outcome->warnings) warnings.warn(item.article.origin, note);
  return work.take(item.article, item.outcome);
}

Download download_by(Fetcher& fetcher) {
  return [&fetcher](const std::string& url) -> Result<std::string> {
    auto fetched = fetcher.get(url);
    if (!fetched) return failure(fetched.error());
    return std::move(fetched->body);
  };
}

std::string names_of_formats() {
  std::string names;
  for (const auto& format : input_formats()) names.append(names.empty() ? "" : ", ").append(format.name);
  return names;
}

ReadOptions read_options(const ArticleFlags& flags) {
  ReadOptions options;
  // Checked when they were given.
  for (const auto& mapping : flags.columns) static_cast<void>(table::parse_columns(mapping, options.columns));
  return options;
}

}  // namespace

void ConsoleWarnings::warn(std::string_view where, std::string_view what) {
  const std::scoped_lock lock(mutex_);
  fmt::print(stderr, "entente: warning: {}: {}\n", where, what);
}

void ArticleFlags::define(CLI::App& app) {
  app.add_option("inputs", inputs, "Files, folders, patterns or addresses; '-' or none reads standard input")->type_name("FILE");
  app.add_option("--from", from, fmt::format("Format of input: auto, {}", names_of_formats()))->type_name("FORMAT");
  app.add_option("--columns", columns, "Of CSV: which columns are what, as text=body,title=headline,date=published:%d/%m/%Y; else by their names")
      ->type_name("FIELD=COLUMN,...")
      ->allow_extra_args(false)
      ->check([](const std::string& mapping) {
        std::map<std::string, std::string, std::less<>> read;
        return table::parse_columns(mapping, read).message();
      });
  define_reading(app);
}

void ArticleFlags::define_reading(CLI::App& app) {
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

Result<std::vector<Input>> ArticleFlags::expand(WarningSink& warnings) const {
  const auto format = find_input_format(from);
  if (!format) return failure(format.error());
  return expand_inputs(inputs.empty() ? std::vector<std::string>{"-"} : inputs, *format, warnings);
}

NamedArticles::NamedArticles(const ArticleFlags& flags, std::vector<Input> inputs, WarningSink& warnings)
    : fetcher_(std::ranges::any_of(inputs, [](const Input& input) { return is_url(input.path); }) ? std::make_unique<Fetcher>() : nullptr),
      source_(std::move(inputs), std::cin, warnings, read_options(flags), fetcher_ ? download_by(*fetcher_) : Download{}) {}

std::optional<double> NamedArticles::share() const {
  const auto bytes = source_.bytes();
  if (!bytes || *bytes == 0) return std::nullopt;
  return std::min(1.0, static_cast<double>(source_.bytes_done()) / static_cast<double>(*bytes));
}

RunCount for_each_article(const Context& context, const ArticleFlags& flags, const Extractor& extractor, const ArticleStream& articles,
                          WarningSink& warnings, const ArticleWork& work) {
  const unsigned jobs = std::max(1u, flags.jobs != 0 ? flags.jobs : std::thread::hardware_concurrency());
  std::vector<Extractor::Worker> workers;
  for (unsigned i = 0; i < jobs; ++i) workers.emplace_back(extractor);

  RunCount count;
  {
    Progress progress(context.quiet);
    std::vector<Item> batch;
    for (bool more = true; more;) {
      more = fill(articles, flags, batch);
      read(batch, workers, work);
      for (Item& item : batch)
        if (!take(context, flags, warnings, work, item, count)) {
          more = false;
          break;
        }
      if (!work.end_of_batch()) more = false;
      progress.show(count.read, count.failed, articles.share ? articles.share() : std::nullopt);
    }
  }
  for (const auto& [why, events] : count.passed_over) fmt::print(stderr, "entente: {} events passed over: {}\n", events, why);
  return count;
}

Result<RunCount> for_each_named_article(const Context& context, const ArticleFlags& flags, const Extractor& extractor, const ArticleWork& work) {
  ConsoleWarnings warnings;
  auto inputs = flags.expand(warnings);
  if (!inputs) return failure(inputs.error());
  NamedArticles articles(flags, std::move(*inputs), warnings);
  const ArticleStream stream = {[&] { return articles.source().next(); }, [&] { return articles.share(); }};
  return for_each_article(context, flags, extractor, stream, warnings, work);
}

}  // namespace entente::cli
