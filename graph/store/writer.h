#pragma once

#include <cstdint>
#include <map>

#include "graph/mutation.h"
#include "graph/ontology.h"
#include "graph/store/aggregate.h"
#include "graph/store/codec.h"
#include "graph/store/database.h"
#include "graph/store/recent.h"
#include "graph/store/store.h"

namespace entente::store {

using Counters = std::map<CounterKey, std::uint64_t>;  ///< none of them zero

/// Turns mutation batches into write batches. One at a time: the caller serialises apply().
///
/// What a batch adds to an edge or a node goes in as a merge operand, unread. Where a batch takes something out there is no inverse
/// operand: the row is computed again from the claims (mentions) that stay and those that come, and put whole. Both go into one
/// write batch, one operation a row, so that a reader sees all of it or nothing.
class Writer {
 public:
  /// REQUIRES: database and ontology outlive the Writer.
  Writer(const Database& database, const Ontology& ontology, bool sync);

  /// Reads the counters. Call once, before apply().
  Status load();
  /// As Store::apply().
  Result<ApplySummary> apply(const MutationBatch& batch);

 private:
  friend class BatchPlan;

  /// The front of a node's stored record; none where there is no such node.
  Result<std::optional<NodeHead>> head(Key64 node);
  /// Whether any claim of `edge` is stored.
  Result<bool> has_edge(const EdgeKey& edge);

  const Database& database_;
  const Ontology& ontology_;
  Reader reader_;
  TypeChoice choice_;
  bool sync_;
  Counters counters_;  // the only writer knows them, so they are put whole and need no merge operator
  Recent<Key64, NodeHead> heads_;
  Recent<EdgeKey, bool> edges_;
};

/// The counters as `reader` sees them.
Result<Counters> read_counters(const Reader& reader);

}  // namespace entente::store
