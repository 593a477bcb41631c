#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "export/exporter.h"
#include "graph/node_set.h"

namespace entente {

/// An edge as it is exported: what articles claim, or what the gazetteer knows.
struct ExportEdge {
  const StoredEdge* claimed = nullptr;  ///< exactly one of the two is set
  const ReferenceEdge* reference = nullptr;
  const RelationType* relation = nullptr;  ///< never null
  std::size_t number = 0;                  ///< from 0, in order of export
  std::size_t parallel = 0;                ///< from 0, among the reference edges of the same source, type and target

  const std::string& source() const { return claimed != nullptr ? claimed->source : reference->source; }
  const std::string& target() const { return claimed != nullptr ? claimed->target : reference->target; }
};

/// What of a snapshot an export shows: knows which nodes and edges, holds neither.
class Selection {
 public:
  /// Reads the edges once, twice where `options.top` is set. `ontology`, and what `options` points to, must outlive it.
  static Result<Selection> make(const Snapshot& snapshot, const Ontology& ontology, const ExportOptions& options);

  const Snapshot& snapshot() const { return snapshot_; }
  const Ontology& ontology() const { return *ontology_; }
  const ExportOptions& options() const { return options_; }

  std::size_t edge_count() const { return edge_count_; }  ///< without reference edges

  /// Visitors return false to stop early. Every edge's ends are among the nodes.
  Status for_each_node(const std::function<bool(const StoredNode&)>& visit) const;
  Status for_each_edge(const std::function<bool(const ExportEdge&)>& visit) const;

 private:
  Selection(const Snapshot& snapshot, const Ontology& ontology, const ExportOptions& options)
      : snapshot_(snapshot), ontology_(&ontology), options_(options) {}

  Status choose_nodes();
  Status choose_reference();
  bool shows(const StoredEdge& edge) const;
  bool shows(const StoredNode& node) const;

  Snapshot snapshot_;
  const Ontology* ontology_;
  ExportOptions options_;
  bool restricted_ = false;  ///< to top_
  NodeSet top_, touched_;
  std::size_t edge_count_ = 0;
  std::vector<ReferenceEdge> reference_;
};

/// The number of claims of the edge that have a status of `statuses`.
std::uint64_t shown_claims(const EdgeAggregate& aggregate, const std::array<bool, kClaimStatusCount>& statuses);

/// How an edge stands: actual if it has an actual claim, else the status that most of its claims have.
ClaimStatus strongest_status(const EdgeAggregate& aggregate);

}  // namespace entente
