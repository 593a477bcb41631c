#pragma once

#include <array>
#include <boost/graph/compressed_sparse_row_graph.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "graph/model.h"
#include "graph/status.h"
#include "graph/store/store.h"

namespace entente {

/// Which part of a snapshot a view shows.
struct ViewOptions {
  /// An edge is shown if it has a claim of any status that is set here, by ClaimStatus.
  std::array<bool, kClaimStatusCount> statuses = {true, false, false, false, false};
  std::vector<TypeId> relation_types = {};  ///< empty for all
  std::vector<TypeId> node_types = {};      ///< empty for all; an edge is shown if both its ends are
  float min_confidence = 0;                 ///< of the best actual claim: above 0, edges without actual claims are left out
  bool isolated_nodes = true;               ///< also the nodes that no shown edge touches
};

struct ViewVertex {
  std::string id;
  TypeId type = 0;
  std::string name, country;
};

struct ViewEdge {
  TypeId type = 0;
  EdgeAggregate aggregate;
};

/// An edge between two vertices, by their places in a list.
struct ViewLink {
  std::uint32_t source = 0, target = 0;
  ViewEdge edge;
};

/// An immutable picture of a Snapshot as a Boost.Graph graph, held in memory: for layout and algorithms, not for export.
/// Vertices are in order of id, edges in order of (source id, type, target id), so that the same graph gives the same
/// view whatever the order in which it was built. A symmetric edge is there once, from the smaller id to the larger. Any thread may read it.
class GraphView {
 public:
  using Graph = boost::compressed_sparse_row_graph<boost::bidirectionalS, ViewVertex, ViewEdge, boost::no_property, std::uint32_t, std::uint32_t>;
  using Vertex = boost::graph_traits<Graph>::vertex_descriptor;
  using Edge = boost::graph_traits<Graph>::edge_descriptor;

  /// Errors: those of reading the snapshot; InvalidInput where it has 2^32 nodes or edges.
  static Result<GraphView> build(const Snapshot& snapshot, const ViewOptions& options);
  /// Of vertices, each with an id of its own, and edges between them, in any order: for graphs that are made from others. REQUIRES: links name places
  /// of `vertices`.
  static GraphView make(std::vector<ViewVertex> vertices, std::vector<ViewLink> links);

  const Graph& graph() const { return graph_; }
  /// The vertex of `id`; none where the view does not show it.
  std::optional<Vertex> vertex(std::string_view id) const;

 private:
  explicit GraphView(Graph graph) : graph_(std::move(graph)) {}

  Graph graph_;
};

}  // namespace entente
