#pragma once

#include <atomic>
#include <cstddef>
#include <vector>

#include "graph/algorithm/edge_filter.h"
#include "graph/store/store.h"

namespace entente {

/// An edge by keys, with its ends as they are stored.
struct KeyedEdge {
  Key64 source = 0, target = 0;
  TypeId type = 0;
  EdgeAggregate aggregate;
};

struct Strongest {
  std::vector<KeyedEdge> strongest;  ///< those with the most claims that count, then with the most reports; the most first
  std::vector<KeyedEdge> newest;     ///< those of the latest last day, then with the most claims; without those that have no day
};

/// The first `limit` edges in either order; what is equal comes in order of keys. Reads every edge once and holds twice as many as it gives. `stop`
/// ends it soon after it is set, from any thread. Errors: those of reading the snapshot; Unsupported where it was stopped.
Result<Strongest> strongest_edges(const Snapshot& snapshot, const EdgeFilter& filter, std::size_t limit, const std::atomic<bool>* stop = nullptr);

}  // namespace entente
