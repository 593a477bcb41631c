#include <fmt/format.h>

#include <cstdio>

#include "cli/articles.h"

namespace entente::cli {
namespace {

/// Collects what a batch of articles brings and puts it into the graph at once.
class GraphWriter {
 public:
  explicit GraphWriter(Store& store) : store_(store) {}

  void add(Contribution contribution) { batch_.mutations.emplace_back(std::move(contribution)); }

  /// Forgets what the batch has of article `id`: a later one of that id is what the graph holds already.
  void drop(const std::string& id) {
    std::erase_if(batch_.mutations, [&](const Mutation& m) { return std::get<Contribution>(m).document.id == id; });
  }

  /// Applies what was collected. Where the graph refuses the batch, its articles go in one by one, so that one bad article costs no other.
  Status flush(std::uint64_t& failed) {
    if (batch_.mutations.empty()) return Status::success();
    auto applied = store_.apply(batch_);
    if (applied) {
      count(*applied);
    } else if (applied.error().code() != StatusCode::invalid_input) {
      return applied.error();
    } else {
      for (auto& mutation : batch_.mutations) {
        auto one = store_.apply({{mutation}});
        if (one) {
          count(*one);
        } else if (one.error().code() == StatusCode::invalid_input) {
          ++failed;
          complain(one.error());
        } else {
          return one.error();
        }
      }
    }
    batch_.mutations.clear();
    return Status::success();
  }

  ApplySummary total;

 private:
  void count(const ApplySummary& s) {
    total.added += s.added;
    total.replaced += s.replaced;
    total.unchanged += s.unchanged;
  }

  Store& store_;
  MutationBatch batch_;
};

}  // namespace

std::function<int()> define_ingest(CLI::App& app, const Context& context) {
  auto flags = std::make_shared<ArticleFlags>();
  auto sync = std::make_shared<std::string>("group");
  flags->define(app);
  app.add_option("--sync", *sync, "When an article is safe on disk: after its group, after each write, or when the system pleases")
      ->check(CLI::IsMember({"group", "always", "off"}));
  return [&context, flags, sync] {
    const auto data = context.data_folder();
    if (!data) return complain(data.error());
    const auto extractor = flags->extractor(*data);
    if (!extractor) return complain(extractor.error());
    StoreOptions options;
    options.create = true;
    options.sync = *sync == "off" ? SyncMode::off : *sync == "always" ? SyncMode::always : SyncMode::group;
    const auto store = Store::open(context.graph_folder(), (*extractor)->ontology(), options);
    if (!store) return complain(store.error());

    GraphWriter writer(**store);
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
            writer.drop(outcome->contribution.document.id);
            ++unchanged;
          } else {
            writer.add(std::move(outcome->contribution));
          }
          return true;
        },
        [&] {
          status = writer.flush(refused);
          return status.ok();
        });
    if (!count) return complain(count.error());
    if (!status.ok()) return complain(status);
    const auto failed = count->failed + refused;
    fmt::print(stderr, "{} new, {} replaced, {} unchanged, {} failed\n", writer.total.added, writer.total.replaced,
               writer.total.unchanged + unchanged, failed);
    return failed != 0 ? kPartly : kDone;
  };
}

}  // namespace entente::cli
