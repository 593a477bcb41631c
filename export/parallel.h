#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <utility>
#include <vector>

#include "export/selection.h"

namespace entente {

/// Makes one edge from one node to another of all that join them, a source at a time: memory is that of one node's edges.
class ParallelEdges {
 public:
  /// REQUIRES: the ontology outlives it.
  ParallelEdges(const Ontology& ontology, const std::array<bool, kClaimStatusCount>& statuses) : ontology_(ontology), statuses_(statuses) {}

  /// Whether what was added leaves another node than `edge`.
  bool ends_before(const StoredEdge& edge) const { return !by_target_.empty() && by_target_.begin()->second.first.source != edge.source; }
  /// REQUIRES: !ends_before(edge).
  void add(const StoredEdge& edge);
  /// Gives what was added, in order of the keys of targets, and forgets it. False where the visitor wants no more.
  bool give(const std::function<bool(const StoredEdge&, const SummedTypes*)>& visit);

 private:
  const Ontology& ontology_;
  std::array<bool, kClaimStatusCount> statuses_;
  std::map<Key64, std::pair<StoredEdge, SummedTypes>> by_target_;
};

/// The relation of such an edge. Its quad is of the side, cooperation, conflict or structure, that has most claims, and of that side again the one
/// that has more; of equal ones conflict goes before cooperation, that before structure, and what is material before what is said.
RelationType summed_relation(const SummedTypes& types, const Ontology& ontology);

}  // namespace entente
