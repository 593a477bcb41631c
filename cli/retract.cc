#include <fmt/format.h>

#include <algorithm>

#include "cli/print.h"
#include "cli/resolve.h"
#include "export/text.h"

namespace entente::cli {
namespace {

/// What an article brought, said before it goes. Errors: NotFound with near ids, those of reading the snapshot.
Result<std::string> describe(const Snapshot& snapshot, const std::string& id) {
  const auto brought = snapshot.contribution(id);
  if (brought)
    return fmt::format("{}{}: named {} nodes, made {} claims", clean_id(id),
                       brought->document.title.empty() ? "" : fmt::format(" ({})", one_line(brought->document.title)), brought->nodes.size(),
                       brought->claims.size());
  if (brought.error().code() != StatusCode::not_found) return failure(brought.error());
  Suggestions near(id);
  const Status status = snapshot.for_each_document([&](const DocumentRecord& document) {
    near.offer(document.id, fmt::format("'{}'", clean_id(document.id)));
    return true;
  });
  if (!status.ok()) return failure(status);
  return failure(StatusCode::not_found,
                 fmt::format("'{}': the graph holds no such article{}", one_line(id), near.sentence("; its id is as 'entente why' prints it")));
}

int retract(const Context& context, Store& store, std::vector<std::string> ids) {
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  const Snapshot before = store.snapshot();
  int code = kDone;
  MutationBatch batch;
  std::vector<std::string> lines;
  for (const std::string& id : ids) {
    auto line = describe(before, id);
    if (!line && line.error().code() != StatusCode::not_found) return complain(line.error());
    if (!line) {
      code = complain(line.error(), kPartly);
      continue;
    }
    lines.push_back(std::move(*line));
    batch.mutations.emplace_back(Retraction{id});
  }
  if (lines.empty()) return code;
  const auto held = before.stats();
  if (!held) return complain(held.error());
  const auto summary = store.apply(batch);
  if (!summary) return complain(summary.error());
  if (const Status status = store.flush(); !status.ok()) return complain(status);
  const auto left = store.snapshot().stats();
  if (!left) return complain(left.error());

  Output out;
  for (const std::string& line : lines) out << "retracted " << line << '\n';
  if (!context.quiet)
    fmt::print(stderr, "{} nodes, {} edges and {} claims are gone; {} articles, {} nodes, {} edges and {} claims are left.\n",
               held->nodes - left->nodes, held->edges - left->edges, held->claims - left->claims, left->documents, left->nodes, left->edges,
               left->claims);
  return out.finish(code);
}

}  // namespace

std::function<int()> define_retract(CLI::App& app, const Context& context) {
  auto ids = std::make_shared<std::vector<std::string>>();
  app.add_option("documents", *ids, "Ids of articles: what was given as id, else the URL or the path")->required()->type_name("DOCUMENT");
  return [&context, ids] { return with_graph(context, Access::write, [&](const Ontology&, Store& store) { return retract(context, store, *ids); }); };
}

}  // namespace entente::cli
