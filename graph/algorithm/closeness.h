#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <vector>

#include "graph/algorithm/links.h"
#include "graph/algorithm/pivots.h"

namespace entente {

struct ClosenessOptions {
  /// Which paths to a vertex count: forward for those along edges, backward for those against them, both for any.
  LinkOptions links = {};
  /// The vertices that distances are measured from; none for all, which is exact and takes a search of the whole graph for each. See random_pivots().
  std::optional<std::vector<std::uint32_t>> pivots = std::nullopt;
  unsigned threads = 0;                     ///< 0: as many as the machine has. The result does not depend on it
  const std::atomic<bool>* stop = nullptr;  ///< ends the work soon after it is set, from any thread
};

struct Closeness {
  /// By vertex: 1 / (mean distance from those that reach it), times the share of the other vertices that do (Wasserman and Faust 1994, "Social
  /// network analysis"); in [0, 1]; 0 where none does.
  std::vector<double> closeness;
  /// By vertex: sum of 1 / distance over all that reach it (Marchiori and Latora 2000, "Harmony in the small-world").
  std::vector<double> harmonic;
};

/// How near each vertex is to the others, in edges, parallel or not. With pivots, means and shares are those of the pivots other than the vertex, and
/// sums are scaled from them to all others (Eppstein and Wang 2004, "Fast approximation of centrality"). Searches run 64 at a time (Then and others
/// 2014, "The more the merrier: efficient multi-source graph traversal"). Holds 4 bytes a link, and 20 a vertex and 52 more for each thread, besides
/// the view. Errors: those of searched_from(); Unsupported where it was stopped.
Result<Closeness> closeness(const GraphView::Graph& graph, const ClosenessOptions& options = {});

}  // namespace entente
