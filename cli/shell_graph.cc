#include "cli/shell_graph.h"

#include <utility>

namespace entente::cli {

Status ShellGraph::refresh() {
  if (!ontology_) {
    auto ontology = context_.ontology();
    if (!ontology) return ontology.error();
    ontology_ = std::move(*ontology);
  }
  StoreOptions options;
  options.read_only = true;
  const auto store = Store::open(context_.graph_folder(), *ontology_, options);
  if (!store) return store.error();
  const Snapshot whole = (*store)->snapshot();  // keeps the files open when the store is gone
  if (Status status = make_graph(whole, part_); !status.ok()) return status;
  whole_ = whole;
  return Status::success();
}

Status ShellGraph::restrict_to(const ShellPart& part) {
  if (whole_)
    if (Status status = make_graph(*whole_, part); !status.ok()) return status;
  part_ = part;
  return Status::success();
}

Status ShellGraph::make_graph(const Snapshot& whole, const ShellPart& part) {
  const auto period = part.period.period();
  if (!period) return period.error();
  Snapshot snapshot = whole;
  if (period->known_by) snapshot = snapshot.as_of(*period->known_by);
  if (period->days) snapshot = snapshot.during(period->days->first, period->days->second);
  auto graph = query::StoreGraph::make(
      *ontology_, snapshot,
      {.include_unsure = part.unsure, .reference = [this] { return context_.reference_facts(*ontology_); }, .include_reference = part.reference});
  if (!graph) return graph.error();
  graph_ = std::move(*graph);
  asked_ = snapshot;
  return Status::success();
}

std::vector<std::string> ShellGraph::names_that_begin(std::string_view begun) const {
  constexpr std::size_t most = 100;  // nobody reads more
  std::vector<std::string> names;
  (void)asked_->for_each_named(begun, [&](Key64 node) {
    if (const auto stored = asked_->node(node)) names.push_back(stored->node.name);
    return names.size() < most;
  });
  return names;
}

}  // namespace entente::cli
