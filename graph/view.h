#pragma once

#include <array>
#include <boost/graph/adjacency_list.hpp>
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
  bool reference = false;  ///< from the gazetteer, not claimed by an article; build() makes none of these
};

/// An immutable picture of a Snapshot as a Boost.Graph graph, held in memory: for layout and algorithms, not for export.
/// Vertices are in order of id, edges in order of (source id, type, target id), so that the same graph gives the same
/// view whatever the order in which it was built. A symmetric edge is there once, from the smaller id to the larger.
class GraphView {
 public:
  using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::bidirectionalS, ViewVertex, ViewEdge>;
  using Vertex = boost::graph_traits<Graph>::vertex_descriptor;
  using Edge = boost::graph_traits<Graph>::edge_descriptor;

  /// Errors: those of reading the snapshot.
  static Result<GraphView> build(const Snapshot& snapshot, const ViewOptions& options);

  const Graph& graph() const { return graph_; }
  /// The vertex of `id`; none where the view does not show it.
  std::optional<Vertex> vertex(std::string_view id) const;

 private:
  explicit GraphView(Graph graph) : graph_(std::move(graph)) {}

  Graph graph_;
};

}  // namespace entente
