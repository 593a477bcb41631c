#include "graph/view.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "graph/hash.h"

namespace entente {
namespace {

/// Whether `type` is among those asked for.
bool among(const std::vector<TypeId>& types, TypeId type) { return types.empty() || std::find(types.begin(), types.end(), type) != types.end(); }

bool shows(const Neighbour& edge, const ViewOptions& options) {
  if (!among(options.relation_types, edge.type)) return false;
  bool counted = false;
  for (std::size_t status = 0; status < kClaimStatusCount; ++status)
    counted = counted || (options.statuses[status] && edge.aggregate.count[status] > 0);
  return counted && edge.aggregate.confidence >= options.min_confidence;
}

Result<std::vector<ViewVertex>> read_vertices(const Snapshot& snapshot, const ViewOptions& options) {
  std::vector<ViewVertex> vertices;
  const Status status = snapshot.for_each_node([&](const StoredNode& stored) {
    if (among(options.node_types, stored.node.type)) vertices.push_back({stored.node.id, stored.node.type, stored.node.name, stored.node.country});
    return true;
  });
  if (!status.ok()) return failure(status);
  return vertices;
}

Result<std::vector<ViewLink>> read_links(const Snapshot& snapshot, const ViewOptions& options, const std::vector<ViewVertex>& vertices) {
  std::unordered_map<Key64, std::uint32_t> places;
  places.reserve(vertices.size());
  for (std::size_t i = 0; i < vertices.size(); ++i) places.emplace(hash64(vertices[i].id), static_cast<std::uint32_t>(i));
  std::vector<ViewLink> links;
  const Status status = snapshot.for_each_edge_key([&](Key64 source, const Neighbour& edge) {
    if (!shows(edge, options)) return true;
    const auto from = places.find(source), to = places.find(edge.node);
    if (from != places.end() && to != places.end()) links.push_back({from->second, to->second, {edge.type, edge.aggregate}});
    return true;
  });
  if (!status.ok()) return failure(status);
  return links;
}

/// Keeps of the vertices those in `order`, in that order.
void arrange(std::vector<ViewVertex>& vertices, std::vector<ViewLink>& links, const std::vector<std::uint32_t>& order) {
  std::vector<std::uint32_t> places(vertices.size());
  std::vector<ViewVertex> arranged;
  arranged.reserve(order.size());
  for (const std::uint32_t old : order) {
    places[old] = static_cast<std::uint32_t>(arranged.size());
    arranged.push_back(std::move(vertices[old]));
  }
  for (ViewLink& link : links) {
    link.source = places[link.source];
    link.target = places[link.target];
  }
  vertices = std::move(arranged);
}

/// Takes out the vertices that no link touches; the order of the others stays.
void drop_isolated(std::vector<ViewVertex>& vertices, std::vector<ViewLink>& links) {
  std::vector<bool> touched(vertices.size());
  for (const ViewLink& link : links) touched[link.source] = touched[link.target] = true;
  std::vector<std::uint32_t> kept;
  for (std::uint32_t i = 0; i < vertices.size(); ++i)
    if (touched[i]) kept.push_back(i);
  arrange(vertices, links, kept);
}

}  // namespace

Result<GraphView> GraphView::build(const Snapshot& snapshot, const ViewOptions& options) {
  auto vertices = read_vertices(snapshot, options);
  if (!vertices) return failure(vertices.error());
  auto links = read_links(snapshot, options, *vertices);
  if (!links) return failure(links.error());
  constexpr std::size_t most = std::numeric_limits<std::uint32_t>::max();
  if (vertices->size() >= most || links->size() >= most)
    return failure(StatusCode::invalid_input, "the graph has too many nodes or edges to be analysed as a whole; restrict it by type or period");
  if (!options.isolated_nodes) drop_isolated(*vertices, *links);
  return make(std::move(*vertices), std::move(*links));
}

GraphView GraphView::make(std::vector<ViewVertex> vertices, std::vector<ViewLink> links) {
  std::vector<std::uint32_t> order(vertices.size());
  std::iota(order.begin(), order.end(), 0u);
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) { return vertices[a].id < vertices[b].id; });
  arrange(vertices, links, order);
  std::sort(links.begin(), links.end(), [](const ViewLink& a, const ViewLink& b) {
    return std::tie(a.source, a.edge.type, a.target) < std::tie(b.source, b.edge.type, b.target);
  });
  std::vector<std::pair<std::uint32_t, std::uint32_t>> ends;
  std::vector<ViewEdge> edges;
  ends.reserve(links.size());
  edges.reserve(links.size());
  for (const ViewLink& link : links) {
    ends.emplace_back(link.source, link.target);
    edges.push_back(link.edge);
  }
  links = {};
  Graph graph(boost::edges_are_unsorted_multi_pass, ends.begin(), ends.end(), edges.begin(), static_cast<std::uint32_t>(vertices.size()));
  for (std::uint32_t i = 0; i < vertices.size(); ++i) graph[i] = std::move(vertices[i]);
  return GraphView(std::move(graph));
}

std::optional<GraphView::Vertex> GraphView::vertex(std::string_view id) const {
  const auto [first, last] = boost::vertices(graph_);
  const auto at = std::lower_bound(first, last, id, [&](Vertex vertex, std::string_view sought) { return graph_[vertex].id < sought; });
  if (at == last || graph_[*at].id != id) return std::nullopt;
  return *at;
}

}  // namespace entente
