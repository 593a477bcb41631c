#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "graph/algorithm/strongest.h"

namespace entente {

struct EdgeChange {
  KeyedEdge edge;                       ///< as it is in the period that has it, in the later one where both have it
  std::uint64_t before = 0, after = 0;  ///< claims that count
};

struct EdgeChanges {
  /// Those with the most claims first, of `changed` those whose numbers differ most; then in order of keys. At most `limit` of each.
  std::vector<EdgeChange> gained, lost, changed;
  std::uint64_t all_gained = 0, all_lost = 0, all_changed = 0;  ///< how many there are
};

/// Which edges one of two snapshots of a graph has and the other has not, and which have other numbers of claims: those of during(P1) and during(P2).
/// Reads the edges of both, and holds 24 bytes for each of the first, which has at most `most_edges` that count. `stop` ends it soon after it is set,
/// from any thread. Errors: those of reading the snapshots; InvalidInput for a larger one; Unsupported where it was stopped.
Result<EdgeChanges> edge_changes(const Snapshot& before, const Snapshot& after, const EdgeFilter& filter, std::size_t limit,
                                 std::size_t most_edges = std::size_t{2'000'000}, const std::atomic<bool>* stop = nullptr);

}  // namespace entente
