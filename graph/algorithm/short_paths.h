#pragma once

#include <atomic>
#include <cstddef>
#include <optional>

#include "graph/algorithm/edge_filter.h"
#include "graph/view.h"

namespace entente {

struct ShortPathsOptions {
  unsigned most_edges = 6;                  ///< of a path
  std::size_t most_read = 3'000'000;        ///< edges that the search may read
  const std::atomic<bool>* stop = nullptr;  ///< ends it soon after it is set, from any thread
};

/// The part of a snapshot that the paths of fewest edges between two nodes lie in, whichever way edges lead: all of it that paths() needs to put them
/// in order, without the rest of the graph in memory. None where no path is short enough. It is searched for from both ends at once, from the side
/// that has fewer nodes to go on from. Errors: NotFound (a node); InvalidInput where more than `most_read` edges would have to be read; those of
/// reading the snapshot; Unsupported where it was stopped. REQUIRES: the nodes are two.
Result<std::optional<GraphView>> short_paths_view(const Snapshot& snapshot, const EdgeFilter& filter, Key64 from, Key64 to,
                                                  const ShortPathsOptions& options = {});

}  // namespace entente
