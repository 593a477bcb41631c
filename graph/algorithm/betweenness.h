#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <vector>

#include "graph/algorithm/links.h"
#include "graph/algorithm/pivots.h"

namespace entente {

struct BetweennessOptions {
  /// With `follow` both, a pair of vertices counts once, else once each way. Parallel edges are paths of their own unless `simple` is set.
  LinkOptions links = {};
  /// The vertices whose shortest paths count; none for all, which is exact and takes a search of the whole graph for each. See random_pivots().
  std::optional<std::vector<std::uint32_t>> pivots = std::nullopt;
  bool normalized = false;                  ///< by the number of pairs of other vertices: a share, in [0, 1] if exact
  unsigned threads = 0;                     ///< 0: as many as the machine has. The result does not depend on it
  const std::atomic<bool>* stop = nullptr;  ///< ends the work soon after it is set, from any thread
};

/// By vertex: over all pairs of other vertices, which share of the shortest paths from one to the other leads through it, added up (Brandes 2001, "A
/// faster algorithm for betweenness centrality"). With pivots only paths that begin at them count, and sums are scaled to all vertices (Brandes and
/// Pich 2007, "Centrality estimation in large networks"). Holds 4 bytes a link, and 8 a vertex and 28 more for each thread, besides the view. Errors:
/// those of searched_from(); Unsupported where it was stopped.
Result<std::vector<double>> betweenness(const GraphView::Graph& graph, const BetweennessOptions& options = {});

}  // namespace entente
