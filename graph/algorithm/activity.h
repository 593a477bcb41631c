#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <vector>

#include "graph/algorithm/edge_filter.h"
#include "graph/ontology.h"
#include "graph/store/store.h"

namespace entente {

/// Claims of one day that count, by whether their relation is for, against, or neither.
struct ActivityDay {
  Day day = 0;
  std::uint64_t cooperation = 0, conflict = 0, structural = 0;
};

struct Activity {
  std::vector<ActivityDay> days;  ///< in order; without those that have no claim
  std::uint64_t undated = 0;      ///< claims that count and have no day
};

/// Whose claims count: all, those of one node, or those between two nodes, whichever way they lead.
struct ActivityOf {
  std::optional<Key64> node = {}, other = {};  ///< `other` only beside `node`
};

/// What is claimed to have happened, day by day. Reads the days of the node's edges, or of all. `stop` ends it soon after it is set, from any thread.
/// Errors: those of reading the snapshot; Unsupported where it was stopped.
Result<Activity> activity(const Snapshot& snapshot, const Ontology& ontology, const EdgeFilter& filter, const ActivityOf& of,
                          const std::atomic<bool>* stop = nullptr);

}  // namespace entente
