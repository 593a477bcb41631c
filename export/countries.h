#pragma once

#include <cstdint>
#include <vector>

#include "export/exporter.h"
#include "graph/ontology.h"
#include "graph/status.h"
#include "graph/store/store.h"

namespace entente {

/// What countries do to each other, made of what their people, bodies and places do as country_rollup() defines it, but read edge by edge, so that
/// the graph it is made of is not held. Nodes are states in order of keys: the state's own node, where the graph has it, else one that is named as
/// the whole graph names it, or by its code; the id is "state:XXX". A country is there while one of its nodes is. Edges are in key order.
class CountryGraph {
 public:
  /// Of the nodes and claimed edges that `options` export, before `top`, `min_count` and `sum_parallel`, which are about countries then. Memory: 16
  /// bytes a node, and the edges between countries. Errors: those of reading the snapshot.
  static Result<CountryGraph> make(const Snapshot& snapshot, const Ontology& ontology, const ExportOptions& options);

  const std::vector<StoredNode>& nodes() const { return nodes_; }
  const std::vector<StoredEdge>& edges() const { return edges_; }

  std::uint64_t nodes_without_country() const { return nodes_without_country_; }  ///< left out,
  std::uint64_t edges_without_country() const { return edges_without_country_; }  ///< with the edges that have such an end
  std::uint64_t edges_within() const { return edges_within_; }                    ///< with both ends in one country, left out

 private:
  std::vector<StoredNode> nodes_;
  std::vector<StoredEdge> edges_;
  std::uint64_t nodes_without_country_ = 0, edges_without_country_ = 0, edges_within_ = 0;
};

}  // namespace entente
