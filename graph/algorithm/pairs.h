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
  double weight = 0;               ///< of all edges together
  std::uint64_t claims = 0;        ///< actual ones
  std::uint32_t edges = 0;
};

/// Every two nodes that an edge of `view` joins, in order of (a, b). A relation of a node with itself is in no pair.
/// Holds what it returns and 8 bytes an edge besides.
std::vector<PairSum> pair_sums(const GraphView& view, const EdgeWeight& weight);

}  // namespace entente
