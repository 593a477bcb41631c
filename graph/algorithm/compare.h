#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "graph/algorithm/pairs.h"
#include "graph/view.h"

namespace entente {

/// What two nodes had with each other in one period.
struct PeriodSum {
  double weight = 0;         ///< summed event weight: below 0 conflict, above 0 cooperation
  std::uint64_t claims = 0;  ///< actual ones
};

/// Two nodes between which something changed, by their ids and names; a < b.
struct PairChange {
  std::string a, b, name_a, name_b;
  PeriodSum before, after;
  double growth = 0;  ///< claims after, less claims before times length_ratio
};

/// A node that only one of the periods has.
struct NodeChange {
  std::string id, name;
  TypeId type = 0;
  std::uint64_t claims = 0;     ///< actual ones that have it as an end, in the period that has it
  std::uint32_t relations = 0;  ///< nodes that it has to do with there
};

struct CompareOptions {
  std::uint64_t min_claims = 1;  ///< a pair (a node) is looked at if one of the periods has as many actual claims of it; at least 1
  double threshold = 0;          ///< a weight that is not farther from 0 is neutral and turns nothing; at least 0
  double length_ratio = 1;       ///< how long the second period is by the first, so that growth is not a matter of length; above 0
  std::size_t limit = 50;        ///< of each list; the counts are of all
};

/// A list cut to the limit, and how long it was.
template <class Change>
struct Changes {
  std::vector<Change> top;
  std::uint64_t count = 0;
};

/// What changed from one period to another. A pair is in one of the lists at most.
struct Comparison {
  Changes<PairChange> turned;         ///< from cooperation to conflict or back: both weights beyond the threshold, on different sides; by how much
  Changes<PairChange> fresh;          ///< no claim before, some after: most claims first
  Changes<PairChange> gone;           ///< the other way round
  Changes<PairChange> grown, shrunk;  ///< claims in both, and more (fewer) after: by growth
  Changes<NodeChange> fresh_nodes;    ///< nodes with claims only after: most claims first
  Changes<NodeChange> gone_nodes;     ///< only before
};

/// Compares two views of one graph, those of snapshot.during(P1) and snapshot.during(P2), built with the same options. Nodes are told by id, pairs
/// are of both directions and all types; what is equal in order comes in order of ids. Edges without actual claims do not
/// count, and relations of a node with itself neither. `weight` is
/// event_weight(). Holds two lists of pair_sums(). For one thread; any number may do it on the same views. REQUIRES: options as they say.
Comparison compare_periods(const GraphView& before, const GraphView& after, const EdgeWeight& weight, const CompareOptions& options = {});

}  // namespace entente
