#include <fmt/format.h>

#include <cstdio>

#include "cli/articles.h"
#include "export/text.h"

namespace entente::cli {
namespace {

/// Puts what articles bring into the graph, a group of them at a time: each group is on disk when it is acknowledged.
class GraphWriter {
 public:
  /// How articles go in: those of a batch together, each by itself, or many as sorted files once there are many.
  enum class Way { grouped, single, bulk };

  GraphWriter(Store& store, Way way, bool list) : store_(store), way_(way), list_(list) {}

  void add(Contribution contribution) { batch_.mutations.emplace_back(std::move(contribution)); }

  /// Article `id` has come again as the graph holds it: what is pending of it is forgotten.
  void keep(const std::string& id) {
    std::erase_if(batch_.mutations, [&](const Mutation& m) { return std::get<Contribution>(m).document.id == id; });
    std::erase(loading_, id);
    if (load_) load_->forget(id);
    acknowledge(id);
  }

  /// To be called after each batch: takes what was collected on its way.
  Status end_batch(std::uint64_t& failed) {
    if (way_ == Way::single) return apply_singly(failed);
    if (way_ == Way::grouped || applied_ < kFew) return apply_together(failed);
    if (!load_) {
      auto load = store_.load(kLoadMemory);
      if (!load) return load.error();
      load_ = std::move(*load);
    }
    for (const Mutation& mutation : batch_.mutations) {
      const auto& contribution = std::get<Contribution>(mutation);
      const Status status = load_->add(contribution);
      if (status.code() == StatusCode::invalid_input) {
        ++failed;
        complain(status);
      } else if (!status.ok()) {
        return status;
      } else if (list_) {
        loading_.push_back(contribution.document.id);
      }
    }
    batch_.mutations.clear();
    return load_->size() < kMany && load_->waiting() < kWaiting ? Status::success() : end_load();
  }

  /// To be called after the last batch.
  Status finish() {
    if (load_)
      if (Status status = end_load(); !status.ok()) return status;
    load_.reset();
    return store_.flush();
  }

  ApplySummary total;

 private:
  static constexpr std::uint64_t kFew = 4096;    // articles: below, files of their own would only be small ones to be compacted later
  static constexpr std::uint64_t kMany = 16384;  // articles in one load: some 60 MB of files, a minute or less of extraction to lose
  static constexpr std::size_t kLoadMemory = std::size_t{64} << 20;  // enough for most of a load; the rest waits in files
  static constexpr std::uint64_t kWaiting = 1024;                    // of those that a load cannot take; some 20 MB

  Status apply_together(std::uint64_t& failed) {
    if (batch_.mutations.empty()) return Status::success();
    auto applied = store_.apply(batch_);
    // Where the graph refuses the batch, its articles go in one by one, so that one bad article costs no other.
    if (!applied && applied.error().code() == StatusCode::invalid_input) return apply_singly(failed);
    if (!applied) return applied.error();
    count(*applied);
    applied_ += batch_.mutations.size();
    for (const Mutation& mutation : batch_.mutations) acknowledge(std::get<Contribution>(mutation).document.id);
    batch_.mutations.clear();
    return Status::success();
  }

  Status apply_singly(std::uint64_t& failed) {
    for (const Mutation& mutation : batch_.mutations) {
      const auto one = store_.apply({{mutation}});
      if (one) {
        count(*one);
        acknowledge(std::get<Contribution>(mutation).document.id);
      } else if (one.error().code() == StatusCode::invalid_input) {
        ++failed;
        complain(one.error());
      } else {
        return one.error();
      }
    }
    applied_ += batch_.mutations.size();
    batch_.mutations.clear();
    return Status::success();
  }

  Status end_load() {
    const auto summary = load_->finish();
    // Two ids that share a key are found only when all are together, too late to leave out one article.
    if (!summary && summary.error().code() == StatusCode::invalid_input)
      return {StatusCode::invalid_input,
              fmt::format("{}; or read them in with --bulk off, which leaves out only that article", summary.error().message())};
    if (!summary) return summary.error();
    count(*summary);
    for (const std::string& id : loading_) acknowledge(id);
    loading_.clear();
    return Status::success();
  }

  void count(const ApplySummary& s) {
    total.added += s.added;
    total.replaced += s.replaced;
    total.unchanged += s.unchanged;
  }

  void acknowledge(const std::string& id) const {
    if (!list_) return;
    fmt::print("{}\n", clean_id(id));
    std::fflush(stdout);  // whoever reads it relies on it
  }

  Store& store_;
  Way way_;
  bool list_;
  MutationBatch batch_;
  std::uint64_t applied_ = 0;
  std::unique_ptr<Load> load_;
  std::vector<std::string> loading_;
};

}  // namespace

std::function<int()> define_ingest(CLI::App& app, const Context& context) {
  auto flags = std::make_shared<ArticleFlags>();
  auto sync = std::make_shared<std::string>("group");
  flags->define(app);
  auto bulk = std::make_shared<std::string>("auto");
  auto list = std::make_shared<bool>(false);
  app.add_option("--sync", *sync, "When articles are safe on disk: a group of them together, each by itself, or when the system pleases")
      ->check(CLI::IsMember({"group", "always", "off"}))
      ->capture_default_str();
  app.add_option("--bulk", *bulk, "Write many articles as sorted files: once a few thousand are in (auto), or never")
      ->check(CLI::IsMember({"auto", "off"}))
      ->capture_default_str();
  app.add_flag("--list", *list, "Print the id of each article once the graph has it, as safe as --sync says");
  return [&context, flags, sync, bulk, list] {
    const auto data = context.data_folder();
    if (!data) return complain(data.error());
    const auto extractor = flags->extractor(*data);
    if (!extractor) return complain(extractor.error());
    StoreOptions options;
    options.create = true;
    options.sync = *sync == "off" ? SyncMode::off : *sync == "always" ? SyncMode::always : SyncMode::group;
    const auto store = Store::open(context.graph_folder(), (*extractor)->ontology(), options);
    if (!store) return complain(store.error());

    using Way = GraphWriter::Way;
    GraphWriter writer(**store, *sync == "always" ? Way::single : *bulk == "auto" ? Way::bulk : Way::grouped, *list);
    Status status;
    std::uint64_t refused = 0, unchanged = 0;
    const auto is_held = [](const Extraction& e) { return e.contribution.document.content_hash == 0 && e.contribution.document.text.empty(); };
    const auto count = for_each_article(
        context, *flags, **extractor,
        [&](const Article& article, Extractor::Worker& worker) -> Result<Extraction> {
          // What the graph holds already need not be read again: a contribution of only an id marks it.
          if (const auto known = worker.identify(article))
            if (const auto held = (*store)->holds(known->first, known->second); held && *held) {
              Extraction marked;
              marked.contribution.document.id = known->first;
              return marked;
            }
          return worker.extract(article);
        },
        [&](const Article&, Result<Extraction>& outcome) {
          if (is_held(*outcome)) {
            writer.keep(outcome->contribution.document.id);
            ++unchanged;
          } else {
            writer.add(std::move(outcome->contribution));
          }
          return true;
        },
        [&] {
          status = writer.end_batch(refused);
          return status.ok();
        });
    if (!count) return complain(count.error());
    if (status.ok()) status = writer.finish();
    if (!status.ok()) return complain(status);
    const auto failed = count->failed + refused;
    fmt::print(stderr, "{} new, {} replaced, {} unchanged, {} failed\n", writer.total.added, writer.total.replaced,
               writer.total.unchanged + unchanged, failed);
    return failed != 0 ? kPartly : kDone;
  };
}

}  // namespace entente::cli
