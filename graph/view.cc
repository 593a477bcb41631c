#include "graph/view.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace entente {
namespace {

/// An edge between rows of the sorted vertices.
struct Link {
  std::size_t source = 0;
  TypeId type = 0;
  std::size_t target = 0;
  EdgeAggregate aggregate;
};

bool shows(const StoredEdge& edge, const ViewOptions& options) {
  const auto& types = options.relation_types;
  if (!types.empty() && std::find(types.begin(), types.end(), edge.type) == types.end()) return false;
  bool counted = false;
  for (std::size_t status = 0; status < kClaimStatusCount; ++status)
    counted = counted || (options.statuses[status] && edge.aggregate.count[status] > 0);
  return counted && edge.aggregate.confidence >= options.min_confidence;
}

/// Where `id` stands among `vertices`; their number where it does not. REQUIRES: sorted by id.
std::size_t position(const std::vector<ViewVertex>& vertices, std::string_view id) {
  const auto at =
      std::lower_bound(vertices.begin(), vertices.end(), id, [](const ViewVertex& vertex, std::string_view sought) { return vertex.id < sought; });
  return at != vertices.end() && at->id == id ? static_cast<std::size_t>(at - vertices.begin()) : vertices.size();
}

Result<std::vector<ViewVertex>> read_vertices(const Snapshot& snapshot) {
  std::vector<ViewVertex> vertices;
  const Status status = snapshot.for_each_node([&](const StoredNode& stored) {
    vertices.push_back({stored.node.id, stored.node.type, stored.node.name, stored.node.country});
    return true;
  });
  if (!status.ok()) return failure(status);
  std::sort(vertices.begin(), vertices.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
  return vertices;
}

Result<std::vector<Link>> read_links(const Snapshot& snapshot, const ViewOptions& options, const std::vector<ViewVertex>& vertices) {
  std::vector<Link> links;
  const Status status = snapshot.for_each_edge([&](const StoredEdge& edge) {
    if (shows(edge, options)) links.push_back({position(vertices, edge.source), edge.type, position(vertices, edge.target), edge.aggregate});
    return true;
  });
  if (!status.ok()) return failure(status);
  std::sort(links.begin(), links.end(),
            [](const Link& a, const Link& b) { return std::tie(a.source, a.type, a.target) < std::tie(b.source, b.type, b.target); });
  return links;
}

/// Takes out the vertices that no link touches; the order of the others stays.
void drop_isolated(std::vector<ViewVertex>& vertices, std::vector<Link>& links) {
  std::vector<bool> touched(vertices.size());
  for (const Link& link : links) touched[link.source] = touched[link.target] = true;
  std::vector<std::size_t> moved(vertices.size());
  std::vector<ViewVertex> kept;
  for (std::size_t i = 0; i < vertices.size(); ++i) {
    moved[i] = kept.size();
    if (touched[i]) kept.push_back(std::move(vertices[i]));
  }
  for (Link& link : links) {
    link.source = moved[link.source];
    link.target = moved[link.target];
  }
  vertices = std::move(kept);
}

}  // namespace

Result<GraphView> GraphView::build(const Snapshot& snapshot, const ViewOptions& options) {
  auto vertices = read_vertices(snapshot);
  if (!vertices) return failure(vertices.error());
  auto links = read_links(snapshot, options, *vertices);
  if (!links) return failure(links.error());
  if (!options.isolated_nodes) drop_isolated(*vertices, *links);

  Graph graph(vertices->size());
  for (std::size_t i = 0; i < vertices->size(); ++i) graph[i] = std::move((*vertices)[i]);
  for (const Link& link : *links) boost::add_edge(link.source, link.target, ViewEdge{link.type, link.aggregate, false}, graph);
  return GraphView(std::move(graph));
}

std::optional<GraphView::Vertex> GraphView::vertex(std::string_view id) const {
  const auto [first, last] = boost::vertices(graph_);
  const auto at = std::lower_bound(first, last, id, [&](Vertex vertex, std::string_view sought) { return graph_[vertex].id < sought; });
  if (at == last || graph_[*at].id != id) return std::nullopt;
  return *at;
}

}  // namespace entente
