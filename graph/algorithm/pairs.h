#pragma once

#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

#include "graph/algorithm/timeline.h"
#include "graph/view.h"

namespace entente {

/// What an edge counts in an analysis. Ready-made ones are below.
using EdgeWeight = std::function<double(const ViewEdge&)>;

/// How many actual claims it has.
EdgeWeight claims_weight();

/// How cooperative (positive) or hostile it is: the weight of its type times its actual claims. Relations that are no events weigh nothing, but for
/// those that `others` gives a weight a claim, as one may to allied_with or at_war_with.
EdgeWeight event_weight(const EventWeights& weights, std::vector<std::pair<TypeId, double>> others = {});

/// All that two nodes have with each other, in either direction.
struct PairSum {
  GraphView::Vertex a = 0, b = 0;  ///< a < b
  double weight = 0;               ///< of all edges together; 0 where it is within 1e-9 of it, so that rounding makes no friends or enemies
  std::uint64_t claims = 0;        ///< actual ones
  std::uint32_t edges = 0;
};

/// Every two nodes that an edge of `view` joins, in order of (a, b). A relation of a node with itself is in no pair. Holds what it returns, 32 bytes
/// a pair.
std::vector<PairSum> pair_sums(const GraphView& view, const EdgeWeight& weight);

/// Calls `visit(edge, other end)` for each edge that has `vertex` as an end: those that leave it, then those that enter it, but for those that did
/// both.
template <class Visit>
void for_each_edge_of(const GraphView::Graph& graph, GraphView::Vertex vertex, const Visit& visit) {
  for (auto [edge, end] = boost::out_edges(vertex, graph); edge != end; ++edge) visit(*edge, target(*edge, graph));
  for (auto [edge, end] = boost::in_edges(vertex, graph); edge != end; ++edge)
    if (const GraphView::Vertex from = source(*edge, graph); from != vertex) visit(*edge, from);
}

}  // namespace entente
