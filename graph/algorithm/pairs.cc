#include "graph/algorithm/pairs.h"

#include <algorithm>
#include <cmath>

namespace entente {

EdgeWeight claims_weight() {
  return [](const ViewEdge& edge) { return static_cast<double>(edge.aggregate.actual()); };
}

EdgeWeight event_weight(const EventWeights& weights, std::vector<std::pair<TypeId, double>> others) {
  return [weights, others = std::move(others)](const ViewEdge& edge) {
    const auto other = std::find_if(others.begin(), others.end(), [&](const auto& one) { return one.first == edge.type; });
    const double weight = other != others.end() ? other->second : weights.of(edge.type);
    return weight * static_cast<double>(edge.aggregate.actual());
  };
}

std::vector<PairSum> pair_sums(const GraphView& view, const EdgeWeight& weight) {
  const auto& graph = view.graph();
  std::vector<PairSum> pairs, of_one;
  pairs.reserve(num_edges(graph));
  for (GraphView::Vertex a = 0; a < num_vertices(graph); ++a) {
    of_one.clear();
    for_each_edge_of(graph, a, [&](GraphView::Edge edge, GraphView::Vertex b) {
      if (b > a) of_one.push_back({a, b, weight(graph[edge]), graph[edge].aggregate.actual(), 1});
    });
    std::stable_sort(of_one.begin(), of_one.end(), [](const PairSum& x, const PairSum& y) { return x.b < y.b; });
    for (const PairSum& part : of_one) {
      if (pairs.empty() || pairs.back().a != a || pairs.back().b != part.b) {
        pairs.push_back(part);
        continue;
      }
      PairSum& sum = pairs.back();
      sum.weight += part.weight;
      sum.claims += part.claims;
      ++sum.edges;
    }
  }
  constexpr double rounding = 1e-9;
  for (PairSum& sum : pairs)
    if (std::abs(sum.weight) < rounding) sum.weight = 0;
  return pairs;
}

}  // namespace entente
