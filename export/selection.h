#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include "export/exporter.h"
#include "export/node_ids.h"
#include "graph/node_set.h"

namespace entente {

/// What an edge is made of that has the claims of all types between two nodes.
struct SummedTypes {
  std::uint64_t cooperation = 0, conflict = 0;          ///< actual claims of either kind; all others are structural
  std::vector<std::pair<TypeId, std::uint64_t>> types;  ///< with the claims that are shown, the most first, then by number
};

/// An edge as it is exported: what articles claim, or what the gazetteer knows. Good during the visit.
struct ExportEdge {
  const StoredEdge* claimed = nullptr;  ///< exactly one of the two is set
  const ReferenceEdge* reference = nullptr;
  /// Never null. Where types are summed it is none of the ontology: "related", not symmetric, without a family, with the quad that most claims have.
  const RelationType* relation = nullptr;
  const SummedTypes* summed = nullptr;  ///< where types are summed, of claimed edges
  std::size_t number = 0;               ///< from 0, in order of export
  std::size_t parallel = 0;             ///< from 0, among the reference edges of the same source, type and target

  const std::string& source() const { return claimed != nullptr ? claimed->source : reference->source; }
  const std::string& target() const { return claimed != nullptr ? claimed->target : reference->target; }
};

/// What of a snapshot an export shows: knows which nodes and edges, holds neither, but for a source's edges at a time where types are summed.
class Selection {
 public:
  /// Reads the edges once, twice where `options.top` is set. `ontology`, and what `options` points to, must outlive it. Errors: those of reading the
  /// snapshot; Unsupported for evidence of countries.
  static Result<Selection> make(const Snapshot& snapshot, const Ontology& ontology, const ExportOptions& options);

  const Snapshot& snapshot() const { return snapshot_; }
  const Ontology& ontology() const { return *ontology_; }
  const ExportOptions& options() const { return options_; }

  std::size_t edge_count() const { return edge_count_; }  ///< without reference edges

  /// Visitors return false to stop early. Every edge's ends are among the nodes.
  Status for_each_node(const std::function<bool(const StoredNode&)>& visit) const;
  Status for_each_edge(const std::function<bool(const ExportEdge&)>& visit) const;
  /// The claims behind a claimed edge whose status is exported; all of them, where an edge that was picked has none of those.
  Status for_each_claim(const ExportEdge& edge, const std::function<bool(const Claim&)>& visit) const;

 private:
  using VisitEdge = std::function<bool(const StoredEdge&, const SummedTypes*)>;

  Selection(const Snapshot& snapshot, const Ontology& ontology, const ExportOptions& options)
      : snapshot_(snapshot), ontology_(&ontology), options_(options) {}

  Status read_ids();
  Status choose_top();
  Status choose_nodes();
  Status choose_reference();

  // From the source to what is shown: edges as the snapshot, the picked graph or that of countries has them; those that their type, claims and
  // certainty let through; with their types summed; those with claims enough, between nodes of the top.
  Status for_each_read_edge(const std::function<bool(const StoredEdge&)>& visit) const;
  Status for_each_picked_edge(const std::function<bool(const StoredEdge&)>& visit) const;
  Status for_each_summed_edge(const VisitEdge& visit) const;
  /// What is shown, by keys: to count, without the ids where they take time.
  Status for_each_shown_key(const std::function<void(Key64 source, Key64 target, const EdgeAggregate&)>& visit) const;

  bool lets_through(TypeId type, const EdgeAggregate& aggregate) const;
  bool lets_through(TypeId type) const;
  bool shows(Key64 source, Key64 target, const EdgeAggregate& aggregate) const;
  bool shows(const ReferenceEdge& edge) const;
  bool shows(Key64 node) const;

  Snapshot snapshot_;
  const Ontology* ontology_;
  ExportOptions options_;
  bool restricted_ = false;  ///< to top_
  NodeSet top_, touched_;
  NodeIds ids_;  ///< of all nodes, where all edges are read; else none
  std::size_t edge_count_ = 0;
  std::vector<ReferenceEdge> reference_;
};

/// The number of claims of the edge that have a status of `statuses`.
std::uint64_t shown_claims(const EdgeAggregate& aggregate, const std::array<bool, kClaimStatusCount>& statuses);

/// How an edge stands: actual if it has an actual claim, else the status that most of its claims have.
ClaimStatus strongest_status(const EdgeAggregate& aggregate);

}  // namespace entente
