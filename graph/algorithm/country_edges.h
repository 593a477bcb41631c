#pragma once

#include <atomic>
#include <cstdint>
#include <vector>

#include "graph/algorithm/census.h"
#include "graph/algorithm/edge_filter.h"
#include "graph/ontology.h"

namespace entente {

/// All that nodes of one country claim to have done, by relations of one type, to those of another.
struct CountryEdge {
  Census::Country source = 0, target = 0;
  TypeId type = 0;
  EdgeAggregate aggregate;  ///< claims add up, articles and reports too: an article that speaks of several nodes of a country counts several times
};

struct CountryEdges {
  std::vector<CountryEdge> edges;     ///< in order of source, type and target
  std::uint64_t without_country = 0;  ///< edges that count and have an end that belongs to no country
  std::uint64_t within = 0;           ///< edges that count and have both ends in one country; they are in no CountryEdge
};

/// What countries do to each other: as country_rollup(), but of a snapshot, without holding its edges. Symmetric relations lead from the country
/// whose code is smaller. Reads every edge. `stop` ends it soon after it is set, from any thread. Errors: those of reading the snapshot; Unsupported
/// where it was stopped.
Result<CountryEdges> country_edges(const Snapshot& snapshot, const Census& census, const Ontology& ontology, const EdgeFilter& filter,
                                   const std::atomic<bool>* stop = nullptr);

}  // namespace entente
