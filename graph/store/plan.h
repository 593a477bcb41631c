#pragma once

#include <rocksdb/write_batch.h>

#include <boost/container/flat_set.hpp>
#include <boost/container/small_vector.hpp>
#include <cstdint>
#include <functional>
#include <map>
#include <memory_resource>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include "graph/mutation.h"
#include "graph/store/aggregate.h"
#include "graph/store/codec.h"
#include "graph/store/groups.h"
#include "graph/store/keys.h"
#include "graph/store/recent.h"
#include "graph/store/writer.h"

namespace entente::store {

/// Two ids of nodes, or of documents, that cannot be told apart by their keys.
Status collision(std::string_view what, std::string_view one, std::string_view other);

/// A change of a count, modulo 2^64, so that taking out is adding.
constexpr std::uint64_t less(std::uint64_t n) { return ~n + 1; }

/// One batch on its way into the store: what it changes, gathered by row, then written at once. Either of mutations or of judgements.
/// plan.cc gathers, plan_rows.cc computes the rows.
class BatchPlan {
 public:
  /// REQUIRES: the Writer outlives it.
  explicit BatchPlan(Writer& writer) : writer_(writer), groups_(writer.reader_, writer.prints_) {}

  /// REQUIRES: called once for each document.
  Status take(const Mutation& mutation);
  /// Puts `rows` and their new version, the claims of all nodes for which another id stands by `after` than before to where they belong, and
  /// claims that are rejected aside. Returns how many claims moved between nodes. REQUIRES: there are `rows`, of nodes or of claims.
  Result<std::uint64_t> judge(const std::vector<Judgement>& rows, std::uint64_t version, const Identity& after);
  /// Computes the changed rows and writes them. The Writer remembers them only if that succeeds.
  Result<ApplySummary> commit(bool sync);

 private:
  struct Said {
    Key64 document = 0;
    ClaimHead head;
  };
  struct EdgeChange {
    using Days = boost::container::flat_set<Day, std::less<>, boost::container::small_vector<Day, 2>>;
    boost::container::small_vector<Said, 1> said;  // of the batch; of all claims where rewritten
    Days days;                                     // whose rows change
    bool rewritten = false;
    bool regrouped = false;  // rewritten on all days, because other articles than before are one report
    EdgeState after;
  };
  struct NodeChange {
    NodeRecord added, removed;  // an empty id for nothing
  };

  // What changes.
  Status put(Key64 key, const Contribution& contribution);
  Result<bool> holds_text(Key64 key, const DocumentRecord& document) const;
  Status remove(Key64 key, const Ledger& ledger, bool same_text);
  Status add(const Contribution& contribution, bool same_text);
  Result<bool> is_rejected(Key64 document, std::uint32_t number) const;
  Status judge_claims(Key64 document, const Identity& after);
  Status add_mention(NodeRecord& record, const Node& node, std::optional<Day> date, std::uint64_t change);
  void add_claim(const EdgeKey& edge, Key64 document, const ClaimHead& head);
  Result<std::optional<Ledger>> ledger(Key64 document) const;
  Result<std::optional<Ledger>> ledger(Key64 document, std::string_view id) const;
  Result<std::set<EdgeKey>> edges_of(Key64 node) const;
  Result<std::uint64_t> move_claims(const EdgeKey& edge, const Identity& after, Recent<Key64, Ledger>& ledgers);
  Status count_clusters(const std::set<Key64>& standing, const Identity& after);

  // The rows that follow from it.
  Status regroup();
  Status add_remaining_claims(const EdgeKey& edge, EdgeChange& change);
  Result<EdgeTally> tally(const EdgeKey& edge, EdgeChange& change);
  Status count_stored_reports(const EdgeKey& edge, Key64 group, EdgeTally& tally) const;
  Status find_dates(Key64 node, NodeRecord& record) const;
  Status write_edge(const EdgeKey& edge, EdgeChange& change);
  void write_sums(const EdgeKey& edge, const EdgeChange& change, const EdgeTally& tally);
  Status write_dates();
  Status write_node(Key64 node, NodeChange& change);
  Result<NodeRecord> rewritten(Key64 node, const NodeChange& change) const;
  void write_names(Key64 node, const NodeRecord& before, const NodeRecord& after);
  Status count_nodes();
  Result<std::optional<TypeId>> type_of(const std::vector<Key64>& nodes, bool after);
  Status write_degree(Key64 node, const Degrees& change);
  Status write_count(Family family, std::string_view key, std::uint64_t change);
  Status write_all(bool sync);
  void remember();

  void put_row(Family family, std::string_view key, const std::string& value);
  void delete_row(Family family, std::string_view key);
  void merge_row(Family family, std::string_view key, const std::string& value);
  /// An aggregate that is new as a whole is put; one that is added to what is stored is an operand.
  void sum_row(Family family, std::string_view key, const std::string& value, bool whole);

  void keep(const rocksdb::Status& status);

  void count(CounterKind kind, TypeId type, std::uint64_t change, Day day = 0) { counters_[{kind, type, day}] += change; }
  void count_claim(const EdgeKey& edge, const ClaimHead& head, std::uint64_t change);
  void count_edge(const EdgeKey& edge, EdgeState before, EdgeState after);
  /// Valid until the next call.
  Degree& degree(Key64 node, TypeId type, Direction direction) { return degrees_[node][{type, direction}]; }

  Writer& writer_;
  ApplySummary summary_;
  rocksdb::WriteBatch batch_;
  rocksdb::Status failed_;
  Regrouping groups_;
  std::unordered_set<Key64> removed_;          // documents whose stored claims go
  std::unordered_set<std::string> moved_;      // keys of claims that go to another edge
  std::pmr::monotonic_buffer_resource arena_;  // of the maps, which only grow and go all at once
  std::pmr::map<EdgeKey, EdgeChange> edges_{&arena_};
  std::pmr::map<DateKey, bool> dates_{&arena_};  // whether the batch itself leaves something
  std::set<DayKey> gone_days_;
  std::pmr::map<Key64, NodeChange> nodes_{&arena_};
  // Changes of counts, modulo 2^64, so that taking out is adding.
  std::pmr::map<std::pair<Key64, Day>, std::uint64_t> node_days_{&arena_};
  std::pmr::map<Key64, Degrees> degrees_{&arena_};
  std::pmr::map<CounterKey, std::uint64_t> counters_{&arena_};
  std::pmr::map<Key64, std::optional<NodeHead>> heads_{&arena_};  // as they are after the batch
};

}  // namespace entente::store
