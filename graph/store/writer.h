#pragma once

#include <cstdint>
#include <map>

#include "graph/mutation.h"
#include "graph/ontology.h"
#include "graph/store/aggregate.h"
#include "graph/store/codec.h"
#include "graph/store/database.h"
#include "graph/store/groups.h"
#include "graph/store/judgements.h"
#include "graph/store/recent.h"
#include "graph/store/store.h"

namespace entente::store {

/// Whether an edge is there, and whether it has an actual claim.
struct EdgeState {
  bool exists = false, shown = false;
};

/// The front of a node's stored record; none where there is no such node. Errors: Corruption, Io.
Result<std::optional<NodeHead>> node_head(const Reader& reader, Key64 node);
/// As it is stored. Errors: Corruption, Io.
Result<EdgeState> edge_state(const Reader& reader, const EdgeKey& edge);

/// Turns mutation batches into write batches. One at a time: the caller serialises apply().
///
/// What a batch adds goes in as merge operands, unread but for the claims of articles that it repeats. Where a batch takes something out there is no
/// inverse operand: counts are read, lessened and put; the aggregate of an edge is computed again from the claims that stay and those that come. All
/// goes into one write batch, one operation a row, so that a reader sees all of it or nothing.
class Writer {
 public:
  /// REQUIRES: database, ontology and identities outlive the Writer.
  Writer(const Database& database, const Ontology& ontology, Identities& identities, bool sync);

  /// As Store::apply(); on disk when it returns if `sync`, else as the Writer was told.
  Result<ApplySummary> apply(const MutationBatch& batch, bool sync = false);
  /// As Store::judge().
  Result<JudgementSummary> judge(const std::vector<Judgement>& judgements, const std::vector<std::pair<std::uint64_t, Revocation>>& revocations);
  /// Forgets what it remembers of stored rows. To be called when something else wrote.
  void forget();
  /// To be called before something else adds table files, which are on disk at once: unmarks the lists of highest degrees, and puts on disk
  /// what the files build on.
  Status make_way();
  /// To be called when they were renewed.
  void top_lists_renewed() { top_marked_ = true; }

 private:
  friend class BatchPlan;

  // What is stored, remembered.
  Result<std::optional<NodeHead>> head(Key64 node);
  void remember(Key64 node, const NodeHead& head) { heads_.put(node, encode_front(head)); }
  Result<EdgeState> state(const EdgeKey& edge);

  Result<ApplySummary> apply_valid(const std::vector<const Mutation*>& mutations, bool sync);
  Status check(const Judgement& judgement, const Identity& identity);
  Status check_claim(const Judgement& judgement);

  const Database& database_;
  const Ontology& ontology_;
  Reader reader_;
  Identities& identities_;
  std::shared_ptr<const Identity> identity_;  // while a batch is written
  TypeChoice choice_;
  bool sync_;
  bool top_marked_ = true;            // whether the lists of highest degrees may be marked as right
  Recent<Key64, std::string> heads_;  // encoded, as there are many
  Recent<EdgeKey, EdgeState> edges_;
  Prints prints_;
};

}  // namespace entente::store
