#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "graph/algorithm/edge_filter.h"
#include "graph/store/store.h"

namespace entente {

/// The nodes with the most edges that count, and how many there are at all.
struct Busiest {
  std::vector<std::pair<Key64, std::uint64_t>> nodes;  ///< with the number of edges, the most first, of equal ones the smaller key first
  std::uint64_t all_nodes = 0, all_edges = 0;          ///< nodes with an edge that counts, and these edges
};

/// Edges that leave and that enter a node count together, those with itself twice. `nodes` has at most `limit` of them. Of a whole graph of which
/// only actual claims count it reads the degrees of all nodes, else all edges. `stop` ends it soon after it is set, from any thread. Errors: those of
/// reading the snapshot; Unsupported where it was stopped.
Result<Busiest> busiest_nodes(const Snapshot& snapshot, const EdgeFilter& filter, std::size_t limit, const std::atomic<bool>* stop = nullptr);

}  // namespace entente
