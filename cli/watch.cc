#include <fmt/format.h>
#include <sys/stat.h>

#include <csignal>
#include <iostream>
#include <sstream>
#include <thread>

#include "cli/graph_ingest.h"
#include "cli/watch_state.h"
#include "ingest/read/open.h"

namespace entente::cli {
namespace {

constexpr std::size_t kMostSeen = 5000;                    // items of a feed: more than any holds
constexpr std::int64_t kFolderSeconds = 5;                 // between two looks at a folder
constexpr std::int64_t kQuietNanoseconds = 2'000'000'000;  // a file that changed within is perhaps still being written

std::sig_atomic_t volatile stopped = 0;

struct Flags {
  ArticleFlags articles;
  std::string state;
  std::uint32_t minutes = 15;
  bool once = false, follow = false;
};

/// Says nothing: what a folder holds besides articles is told once, not at every look.
class Silence final : public WarningSink {
 public:
  void warn(std::string_view, std::string_view) override {}
};

std::optional<WatchState::File> mark_of(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
  return WatchState::File{static_cast<std::uint64_t>(status.st_size), status.st_mtim.tv_sec * std::int64_t{1'000'000'000} + status.st_mtim.tv_nsec};
}

class Watch {
 public:
  Watch(const Context& context, const Flags& flags, const Extractor& extractor, std::filesystem::path state_file, WatchState state)
      : context_(context), flags_(flags), extractor_(extractor), state_file_(std::move(state_file)), state_(std::move(state)) {}

  int run() {
    bool failed = false;
    do {
      for (const std::string& input : flags_.articles.inputs) {
        if (stopped) break;
        const Status status = is_url(input) ? look_at_feed(input) : look_at_folder(input);
        if (!status.ok()) {
          complain(status);
          failed = true;
          if (status.code() != StatusCode::not_found && !is_url(input)) return kError;  // the graph, not a source
        }
      }
      first_ = false;
      if (!flags_.once) wait();
    } while (!flags_.once && !stopped);
    return any_failed_ || (failed && flags_.once) ? kPartly : kDone;
  }

 private:
  Status look_at_feed(const std::string& url) {
    WatchState::Feed& feed = state_.feeds[url];
    if (now() < feed.next) return Status::success();
    const auto fetched = fetcher_.get(url, feed.validators);
    const std::int64_t interval = std::int64_t{flags_.minutes} * 60;
    feed.next = now() + interval;
    if (!fetched) return fetched.error();
    if (fetched->again_after) feed.next = now() + std::max<std::int64_t>(interval, fetched->again_after->count());
    if (!fetched->unchanged) {
      std::istringstream in(fetched->body);
      const ReadOptions options;
      auto reader = open_reader(in, {url, {}}, nullptr, options, warnings_);
      if (!reader) return reader.error();
      std::vector<std::string> followed;
      const ArticleStream stream = {[&] { return flags_.follow ? next_page(**reader, feed, followed) : next_item(**reader); }};
      if (Status status = ingest(url, stream); !status.ok()) return status;
      for (std::string& id : followed) feed.seen.push_back(std::move(id));
      while (feed.seen.size() > kMostSeen) feed.seen.pop_front();
      if (!stopped) feed.validators = fetched->validators;
    }
    return state_.save(state_file_);
  }

  static Result<std::optional<Article>> next_item(ArticleReader& reader) {
    if (stopped) return std::nullopt;
    return reader.next();
  }

  /// The page of the next item that was not seen before, or the item where its page cannot be had.
  Result<std::optional<Article>> next_page(ArticleReader& reader, const WatchState::Feed& feed, std::vector<std::string>& followed) {
    for (;;) {
      auto item = next_item(reader);
      if (!item || !*item) return item;
      Article& article = **item;
      const std::string id = article.url.empty() ? article.id : article.url;
      if (std::ranges::find(feed.seen, id) != feed.seen.end()) continue;
      followed.push_back(id);
      if (!is_url(article.url)) return item;
      if (!fetcher_.allowed_by_robots(article.url)) {
        warnings_.warn(article.url, "its host does not want programs to fetch it; the feed's own text is read");
        return item;
      }
      auto page = read_page(article.url);
      if (!page) {
        warnings_.warn(article.url, fmt::format("{}; the feed's own text is read", page.error().message()));
        return item;
      }
      if (page->text.size() > article.text.size()) article.text = std::move(page->text);
      if (article.date.empty()) article.date = page->date;
      article.attributes.erase("summary_only");
      return item;
    }
  }

  Result<Article> read_page(const std::string& url) {
    const auto fetched = fetcher_.get(url);
    if (!fetched) return failure(fetched.error());
    std::istringstream in(fetched->body);
    const ReadOptions options;
    auto reader = open_reader(in, {url, url}, nullptr, options, warnings_);
    if (!reader) return failure(reader.error());
    auto article = (*reader)->next();
    if (!article) return failure(article.error());
    if (!*article) return failure(StatusCode::invalid_input, "the page holds no article");
    return std::move(**article);
  }

  Status look_at_folder(const std::string& folder) {
    const std::vector<std::string> arguments = {folder};
    auto inputs = expand_inputs(arguments, nullptr, first_ ? static_cast<WarningSink&>(warnings_) : silence_);
    if (!inputs) return inputs.error();
    std::map<std::string, WatchState::File> marks;
    std::erase_if(*inputs, [&](const Input& input) {
      const auto mark = mark_of(input.path);
      if (!mark || now() * 1'000'000'000 - mark->changed < kQuietNanoseconds) return true;
      const auto known = state_.files.find(input.path);
      if (known != state_.files.end() && known->second == *mark) return true;
      marks[input.path] = *mark;
      return false;
    });
    if (inputs->empty()) return Status::success();
    NamedArticles articles(flags_.articles, std::move(*inputs), warnings_);
    const ArticleStream stream = {[&]() -> Result<std::optional<Article>> {
      if (stopped) return std::nullopt;
      return articles.source().next();
    }};
    if (Status status = ingest(folder, stream); !status.ok()) return status;
    if (stopped) return Status::success();  // some files were not read to their end
    for (const auto& [path, mark] : marks) state_.files[path] = mark;
    return state_.save(state_file_);
  }

  /// The graph is open to write only while articles go in, so that other commands may write to it between.
  Status ingest(std::string_view from, const ArticleStream& stream) {
    StoreOptions options;
    options.create = true;
    const auto store = Store::open(context_.graph_folder(), extractor_.ontology(), options);
    if (!store) return store.error();
    GraphIngest ingest(extractor_, **store, GraphWriter::Way::grouped, false);
    const auto count = ingest.run(context_, flags_.articles, stream, warnings_);
    if (!count) return count.error();
    if (Status status = ingest.finish(); !status.ok()) return status;
    any_failed_ = any_failed_ || ingest.failed() > 0;
    if (count->read > 0) fmt::print(stderr, "{}: {}\n", from, ingest.summary());
    return Status::success();
  }

  /// Until the next source may be looked at.
  void wait() const {
    std::int64_t until = now() + std::int64_t{flags_.minutes} * 60;
    for (const std::string& input : flags_.articles.inputs) {
      const auto feed = state_.feeds.find(input);
      until = std::min(until, is_url(input) ? (feed == state_.feeds.end() ? until : feed->second.next) : now() + kFolderSeconds);
    }
    while (!stopped && now() < until) std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }

  const Context& context_;
  const Flags& flags_;
  const Extractor& extractor_;
  std::filesystem::path state_file_;
  WatchState state_;
  Fetcher fetcher_;
  ConsoleWarnings warnings_;
  Silence silence_;
  bool first_ = true, any_failed_ = false;
};

int run(const Context& context, const Flags& flags) {
  if (!flags.once) {  // what was read so far is kept
    std::signal(SIGINT, [](int) { stopped = 1; });
    std::signal(SIGTERM, [](int) { stopped = 1; });
  }
  const auto data = context.data_folder();
  if (!data) return complain(data.error());
  const auto extractor = flags.articles.extractor(*data);
  if (!extractor) return complain(extractor.error());
  std::filesystem::path file = flags.state;
  if (file.empty()) {
    file = context.graph_folder();
    file += ".watch.json";
  }
  auto state = WatchState::load(file);
  if (!state) return complain(state.error());
  return Watch(context, flags, **extractor, std::move(file), std::move(*state)).run();
}

}  // namespace

std::function<int()> define_watch(CLI::App& app, const Context& context) {
  auto flags = std::make_shared<Flags>();
  app.add_option("sources", flags->articles.inputs, "Addresses of feeds, and folders")->required()->type_name("FEED|DIR");
  app.add_option("--interval", flags->minutes,
                 "Minutes between two looks at a feed; longer where its server asks for it. Folders are looked at every 5 seconds")
      ->check(CLI::Range(1, 10'080))
      ->capture_default_str();
  app.add_flag("--once", flags->once, "Look at each source that is due, once, and end");
  app.add_flag("--follow", flags->follow, "Fetch the page of each new item, where the host's robots.txt lets programs do so");
  app.add_option("--state", flags->state, "File that keeps what was dealt with; else beside the graph, with .watch.json after its name")
      ->type_name("FILE");
  flags->articles.define_reading(app);
  return [&context, flags] { return run(context, *flags); };
}

}  // namespace entente::cli
