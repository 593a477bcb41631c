#pragma once

#include <cstdint>
#include <vector>

#include "graph/algorithm/links.h"

namespace entente {

/// The core number of each vertex: the largest k for which it is part of a subgraph in which every vertex has at least k edges (Batagelj and
/// Zaversnik 2003, "An O(m) algorithm for cores decomposition of networks"). Directions do not count, loops do not count, parallel edges count, each
/// for itself: two vertices with three edges between them are in a 3-core. With `merge_parallel` a pair of vertices counts once, in whichever
/// directions its edges go, so that k is a number of neighbours.
std::vector<std::uint32_t> core_numbers(const GraphView::Graph& graph, bool merge_parallel = false);

}  // namespace entente
