#pragma once

/// What a Period leaves of a graph. Counts are made anew from the claims that remain; only where no day of knowledge is asked for, an edge of
/// which one day remains needs none, because the sum of that day is its aggregate.

#include <functional>
#include <map>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "graph/node_set.h"
#include "graph/store/aggregate.h"
#include "graph/store/database.h"
#include "graph/store/groups.h"
#include "graph/store/recent.h"
#include "graph/store/store.h"
#include "graph/store/top.h"

namespace entente::store {

/// What both admit.
Period both(const Period& a, const Period& b);

/// Whether a document that was published on that day is known.
bool knows(const Period& period, std::optional<Day> published);
bool admits(const Period& period, const ClaimHead& claim);

/// The dated articles that name a node.
struct Mentions {
  std::uint32_t documents = 0;
  Day first = 0, last = 0;

  void add(Day day, std::uint64_t more);
  /// Makes them all the articles that `node` has.
  void put_into(StoredNode& node) const;
};

/// Reads of the graph that `period` leaves. Orders are those of the families that hold the whole graph.
class PeriodReader {
 public:
  /// Visitors go on, stop or fail.
  using VisitEdge = std::function<Result<bool>(const EdgeKey&, const EdgeAggregate&)>;
  using VisitDay = std::function<Result<bool>(const DayKey&, const EdgeAggregate&)>;

  /// The edges of a period with fewer rows of by_date than this are gathered from them, in 16 MB; of a longer one the whole graph is read in order.
  static constexpr std::size_t kGathered = std::size_t{1} << 20;

  /// REQUIRES: period.restricts().
  PeriodReader(const Reader& reader, const Period& period, std::size_t gathered = kGathered)
      : reader_(reader), period_(period), gathered_(gathered) {}

  /// The edges that leave (enter) `node`; a key is visited as from `node`, so that of an entering edge is reversed.
  Status edges(Direction direction, Key64 node, std::optional<TypeId> type, const VisitEdge& visit) const;
  Status all_edges(const VisitEdge& visit) const;
  /// None where no claim of it remains.
  Result<std::optional<EdgeAggregate>> edge(const EdgeKey& edge) const;

  /// The days of edges, with keys as in edges(). `first` and `last` of an aggregate are left out, as in a stored day-sum.
  Status days(Direction direction, Key64 node, TypeId type, Day since, Day until, const VisitDay& visit) const;
  Status all_days(Day since, Day until, const VisitDay& visit) const;

  /// Makes `stored`, which in the whole graph is the node that stands for `ids`, the first of them, what it is in the period; false where it is
  /// not there.
  Result<bool> restrict(const std::vector<Key64>& ids, StoredNode& stored) const;
  /// The nodes at the ends of remaining edges.
  Result<NodeSet> ends() const;
  /// What restrict() does for one of them: the articles that name it, and their days, are counted anew where the period says by when they must
  /// be known. False where there are none.
  Result<bool> recount(const std::vector<Key64>& ids, StoredNode& stored) const;

  /// Every id that is named by then, in order of key. REQUIRES: the period says by when articles must be known.
  Status mentions(const std::function<Result<bool>(Key64, const Mentions&)>& visit) const;

  /// How many documents are known.
  Result<std::uint64_t> documents() const;
  /// Fills in edges, shown edges and claims, in all and by type.
  Status count_edges(StoreStats& stats) const;
  /// The nodes with the most shown edges of `type` (any, where there is none).
  Result<TopList> top(Direction direction, std::optional<TypeId> type, std::size_t limit) const;

 private:
  using Group = std::pair<Key64, TypeId>;  // a node and a type: of one come the days of its edges together
  using DaySums = std::map<Day, EdgeAggregate>;
  using KnownDays = Recent<EdgeKey, DaySums>;

  // Those below that return Result<bool> say whether to go on.
  Result<bool> edges_by_claims(std::string_view prefix, const VisitEdge& visit) const;
  Result<bool> edges_by_days(Family family, std::string_view begin, std::string_view end, const VisitEdge& visit) const;
  Result<bool> edges_by_days(Family family, const Group& group, const VisitEdge& visit) const;

  bool has_day(Day day) const;
  Result<std::vector<TypeId>> types_of(Key64 node, Direction direction) const;
  Result<std::optional<std::vector<Group>>> groups() const;
  Result<bool> is_end(Key64 node) const;
  Result<bool> touches(Family family, const Group& group) const;
  Result<bool> has_claim(const EdgeKey& edge) const;
  Status for_each_claim(std::string_view prefix, const std::function<Result<bool>(const ClaimKey&, const ClaimHead&)>& visit) const;

  /// Rows of node_day from those of one node or of all, as far as they are known.
  Status node_days(std::string_view prefix, const std::function<Result<bool>(Key64, Day, std::uint64_t)>& visit) const;

  Result<bool> visit_day(KnownDays& known, Family family, std::string_view key, std::string_view value, const VisitDay& visit) const;
  Result<DaySums> day_sums(const EdgeKey& edge) const;

  Reader reader_;
  Period period_;
  std::size_t gathered_;
};

}  // namespace entente::store
