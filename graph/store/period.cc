#include "graph/store/period.h"

#include <algorithm>
#include <limits>
#include <string>
#include <unordered_map>

#include "graph/store/codec.h"
#include "graph/store/day_ends.h"

namespace entente::store {
namespace {

/// Edges whose days are remembered: those with many days come again on most of them.
constexpr std::size_t kKnownDays = 256;

constexpr Day kNewestDay = std::numeric_limits<Day>::max();

EdgeKey as_stored(Family family, const EdgeKey& edge) { return is_reversed(family) ? edge.reversed() : edge; }

std::vector<std::pair<TypeId, std::uint64_t>> list_of(const std::map<TypeId, std::uint64_t>& counts) { return {counts.begin(), counts.end()}; }

/// Adds up the remaining claims of one edge. Groups are looked up only where there is more than one article.
class EdgeSum {
 public:
  explicit EdgeSum(const Reader& reader) : reader_(reader) {}

  /// REQUIRES: the claims of one document come one after another.
  Status add(Key64 document, const ClaimHead& claim) {
    const bool only_article = tally_.empty() && (first_.empty() || document == document_);
    if (only_article) {
      document_ = document;
      first_.push_back(claim);
      return Status::success();
    }
    if (tally_.empty())
      if (Status status = turn_to(document_); !status.ok()) return status;
    count_first();
    if (Status status = turn_to(document); !status.ok()) return status;
    tally_.add(document, group_, claim);
    return Status::success();
  }

  bool empty() const { return tally_.empty() && first_.empty(); }

  const EdgeTally& finish() {
    count_first();
    return tally_;
  }

  void clear() {
    tally_.clear();
    first_.clear();
    group_.reset();
    looked_up_.reset();
  }

 private:
  void count_first() {
    for (const ClaimHead& claim : first_) tally_.add(document_, group_, claim);
    first_.clear();
  }
  Status turn_to(Key64 document) {
    if (looked_up_ == document) return Status::success();
    const auto group = group_of(reader_, document);
    if (!group) return group.error();
    group_ = *group;
    looked_up_ = document;
    return Status::success();
  }

  Reader reader_;
  EdgeTally tally_;
  std::vector<ClaimHead> first_;  // of the first article, until there is another
  Key64 document_ = 0;            // that they are of
  std::optional<Key64> group_, looked_up_;
};

}  // namespace

Period both(const Period& a, const Period& b) {
  Period period = a;
  if (b.known_by) period.known_by = std::min(*b.known_by, a.known_by.value_or(kNewestDay));
  if (b.days && a.days)
    period.days = {std::max(a.days->first, b.days->first), std::min(a.days->second, b.days->second)};
  else if (b.days)
    period.days = b.days;
  return period;
}

bool knows(const Period& period, std::optional<Day> published) { return !period.known_by || (published && *published <= *period.known_by); }

bool admits(const Period& period, const ClaimHead& claim) {
  if (!knows(period, claim.published)) return false;
  return !period.days || (claim.day != 0 && period.days->first <= claim.day && claim.day <= period.days->second);
}

bool PeriodReader::has_day(Day day) const { return !period_.days || (day != 0 && period_.days->first <= day && day <= period_.days->second); }

Status PeriodReader::for_each_claim(std::string_view prefix, const std::function<Result<bool>(const ClaimKey&, const ClaimHead&)>& visit) const {
  return reader_.scan(Family::claim, prefix, [&](std::string_view key, std::string_view value) -> Result<bool> {
    const auto row = parse_claim_key(key);
    ClaimHead head;
    if (!row || !decode_front(value, head)) return failure(reader_.database().malformed(Family::claim, key));
    if (!admits(period_, head)) return true;
    return visit(*row, head);
  });
}

Result<bool> PeriodReader::has_claim(const EdgeKey& edge) const {
  bool found = false;
  const Status status = for_each_claim(edge_key(edge), [&](const ClaimKey&, const ClaimHead&) -> Result<bool> {
    found = true;
    return false;
  });
  if (!status.ok()) return failure(status);
  return found;
}

Result<std::optional<EdgeAggregate>> PeriodReader::edge(const EdgeKey& edge) const {
  EdgeSum sum(reader_);
  const Status status = for_each_claim(edge_key(edge), [&](const ClaimKey& key, const ClaimHead& claim) -> Result<bool> {
    if (Status added = sum.add(key.document, claim); !added.ok()) return failure(std::move(added));
    return true;
  });
  if (!status.ok()) return failure(status);
  if (sum.empty()) return std::nullopt;
  return sum.finish().total();
}

Result<bool> PeriodReader::edges_by_claims(std::string_view prefix, const VisitEdge& visit) const {
  EdgeSum sum(reader_);
  EdgeKey edge;
  const auto end_edge = [&]() -> Result<bool> {
    if (sum.empty()) return true;
    auto more = visit(edge, sum.finish().total());
    sum.clear();
    return more;
  };
  bool more = true;
  const Status status = for_each_claim(prefix, [&](const ClaimKey& key, const ClaimHead& claim) -> Result<bool> {
    if (key.edge != edge) {
      const auto ended = end_edge();
      if (!ended) return ended;
      if (!(more = *ended)) return false;
      edge = key.edge;
    }
    if (Status added = sum.add(key.document, claim); !added.ok()) return failure(std::move(added));
    return true;
  });
  if (!status.ok()) return failure(status);
  return more ? end_edge() : Result<bool>(false);
}

Result<bool> PeriodReader::edges_by_days(Family family, std::string_view begin, std::string_view end, const VisitEdge& visit) const {
  DayEnds ends;  // of one group
  Group group;
  const auto end_group = [&]() -> Result<bool> {
    return ends.drain([&](Key64 other, const EdgeAggregate* of_one_day) -> Result<bool> {
      const EdgeKey key{group.first, group.second, other};
      if (of_one_day != nullptr && !period_.known_by) return visit(key, *of_one_day);
      const auto counted = edge(as_stored(family, key));
      if (!counted) return failure(counted.error());
      return *counted ? visit(key, **counted) : true;
    });
  };
  bool more = true;
  const Status status = reader_.scan_range(family, begin, end, [&](std::string_view key, std::string_view value) -> Result<bool> {
    const auto row = parse_newest_key(key);
    EdgeAggregate sum;
    if (!row || !decode_day_sum(value, sum)) return failure(reader_.database().malformed(family, key));
    if (!has_day(row->day)) return true;
    if (const Group next{row->edge.source, row->edge.type}; next != group) {
      const auto ended = end_group();
      if (!ended) return ended;
      if (!(more = *ended)) return false;
      group = next;
    }
    ends.add(row->edge.target, row->day, sum);
    return true;
  });
  if (!status.ok()) return failure(status);
  return more ? end_group() : Result<bool>(false);
}

Result<bool> PeriodReader::edges_by_days(Family family, const Group& group, const VisitEdge& visit) const {
  const auto [begin, end] = newest_range(group.first, group.second, period_.days->first, period_.days->second);
  return edges_by_days(family, begin, end, visit);
}

Result<std::vector<TypeId>> PeriodReader::types_of(Key64 node, Direction direction) const {
  const auto key = id_key(node);
  const auto bytes = reader_.get(Family::degree, key);
  if (!bytes) return failure(bytes.error());
  Degrees degrees;
  if (*bytes && !decode(**bytes, degrees)) return failure(reader_.database().malformed(Family::degree, key));
  std::vector<TypeId> types;
  for (const auto& [of, degree] : degrees)
    if (of.second == direction) types.push_back(of.first);
  return types;
}

Status PeriodReader::edges(Direction direction, Key64 node, std::optional<TypeId> type, const VisitEdge& visit) const {
  if (!period_.days) {
    const std::string prefix = (type ? edge_prefix(node, *type) : edge_prefix(node)).str();
    const auto done =
        direction == Direction::out ? edges_by_claims(prefix, visit) : edges_by_days(Family::in_day, prefix, after_prefix(prefix), visit);
    return done ? Status::success() : done.error();
  }
  const auto types = type ? std::vector<TypeId>{*type} : types_of(node, direction);
  if (!types) return types.error();
  for (const TypeId one : *types) {
    const auto more = edges_by_days(direction == Direction::out ? Family::out_day : Family::in_day, Group{node, one}, visit);
    if (!more) return more.error();
    if (!*more) break;
  }
  return Status::success();
}

/// The groups that have days in the period, in order; none where they are too many to gather.
Result<std::optional<std::vector<PeriodReader::Group>>> PeriodReader::groups() const {
  const auto [first, last] = *period_.days;
  std::vector<Group> groups;
  if (first > last) return groups;
  const std::string end = last == kNewestDay ? std::string() : date_from(last + 1).str();
  const Status status = reader_.scan_range(Family::by_date, date_from(first), end, [&](std::string_view key, std::string_view) -> Result<bool> {
    const auto row = parse_date_key(key);
    if (!row) return failure(reader_.database().malformed(Family::by_date, key));
    if (row->day != 0) groups.emplace_back(row->source, row->type);
    return groups.size() < gathered_;
  });
  if (!status.ok()) return failure(status);
  if (groups.size() == gathered_) return std::nullopt;
  std::ranges::sort(groups);
  groups.erase(std::unique(groups.begin(), groups.end()), groups.end());
  return groups;
}

Status PeriodReader::all_edges(const VisitEdge& visit) const {
  std::optional<std::vector<Group>> few;
  if (period_.days) {
    auto found = groups();
    if (!found) return found.error();
    few = std::move(*found);
  }
  Result<bool> more = true;
  if (few) {
    for (std::size_t i = 0; more && *more && i < few->size(); ++i) more = edges_by_days(Family::out_day, (*few)[i], visit);
  } else {
    more = period_.known_by ? edges_by_claims({}, visit) : edges_by_days(Family::out_day, {}, {}, visit);
  }
  return more ? Status::success() : more.error();
}

Result<PeriodReader::DaySums> PeriodReader::day_sums(const EdgeKey& edge) const {
  EdgeSum sum(reader_);
  const Status status = for_each_claim(edge_key(edge), [&](const ClaimKey& key, const ClaimHead& claim) -> Result<bool> {
    if (Status added = sum.add(key.document, claim); !added.ok()) return failure(std::move(added));
    return true;
  });
  if (!status.ok()) return failure(status);
  DaySums sums;
  sum.finish().for_each_day([&](Day day, const EdgeAggregate& aggregate) {
    EdgeAggregate& kept = sums[day] = aggregate;
    kept.first = kept.last = 0;
  });
  return sums;
}

Result<bool> PeriodReader::visit_day(KnownDays& known, Family family, std::string_view key, std::string_view value, const VisitDay& visit) const {
  const auto row = parse_newest_key(key);
  EdgeAggregate sum;
  if (!row || !decode_day_sum(value, sum)) return failure(reader_.database().malformed(family, key));
  if (!has_day(row->day)) return true;
  if (!period_.known_by) return visit(*row, sum);
  const EdgeKey edge = as_stored(family, row->edge);
  const DaySums* sums = known.find(edge);
  if (sums == nullptr) {
    auto counted = day_sums(edge);
    if (!counted) return failure(counted.error());
    known.put(edge, std::move(*counted));
    sums = known.find(edge);
  }
  const auto remaining = sums->find(row->day);
  if (remaining == sums->end()) return true;
  return visit(*row, remaining->second);
}

Status PeriodReader::days(Direction direction, Key64 node, TypeId type, Day since, Day until, const VisitDay& visit) const {
  if (period_.days) {
    since = std::max(since, period_.days->first);
    until = std::min(until, period_.days->second);
  }
  if (since > until) return Status::success();
  const Family family = direction == Direction::out ? Family::out_day : Family::in_day;
  const auto [begin, end] = newest_range(node, type, since, until);
  KnownDays known(kKnownDays);
  return reader_.scan_range(family, begin, end,
                            [&](std::string_view key, std::string_view value) { return visit_day(known, family, key, value, visit); });
}

Status PeriodReader::all_days(Day since, Day until, const VisitDay& visit) const {
  if (period_.days) {
    since = std::max(since, period_.days->first);
    until = std::min(until, period_.days->second);
  }
  if (since > until) return Status::success();
  const std::string end = until == kNewestDay ? std::string() : date_from(until + 1).str();
  KnownDays known(kKnownDays);
  return reader_.scan_range(Family::by_date, date_from(since), end, [&](std::string_view key, std::string_view) -> Result<bool> {
    const auto date = parse_date_key(key);
    if (!date) return failure(reader_.database().malformed(Family::by_date, key));
    bool more = true;
    const Status status = reader_.scan(Family::out_day, newest_prefix(*date), [&](std::string_view row, std::string_view value) {
      auto visited = visit_day(known, Family::out_day, row, value, visit);
      more = visited.value_or(false);
      return visited;
    });
    if (!status.ok()) return failure(status);
    return more;
  });
}

/// Whether an edge of `group` remains.
Result<bool> PeriodReader::touches(Family family, const Group& group) const {
  const auto [begin, end] = newest_range(group.first, group.second, period_.days->first, period_.days->second);
  bool found = false;
  const Status status = reader_.scan_range(family, begin, end, [&](std::string_view key, std::string_view) -> Result<bool> {
    const auto row = parse_newest_key(key);
    if (!row) return failure(reader_.database().malformed(family, key));
    if (!has_day(row->day)) return true;
    const auto remains = period_.known_by ? has_claim(as_stored(family, row->edge)) : Result<bool>(true);
    if (!remains) return remains;
    found = *remains;
    return !found;
  });
  if (!status.ok()) return failure(status);
  return found;
}

Result<bool> PeriodReader::restrict(const std::vector<Key64>& ids, StoredNode& stored) const {
  const auto there = period_.days ? is_end(ids.front()) : Result<bool>(true);
  return there && *there ? recount(ids, stored) : there;
}

Result<bool> PeriodReader::is_end(Key64 node) const {
  for (const auto& [direction, family] : {std::pair{Direction::out, Family::out_day}, {Direction::in, Family::in_day}}) {
    const auto types = types_of(node, direction);
    if (!types) return failure(types.error());
    for (const TypeId type : *types) {
      const auto there = touches(family, {node, type});
      if (!there || *there) return there;
    }
  }
  return false;
}

Result<NodeSet> PeriodReader::ends() const {
  NodeSet nodes;
  const Status status = all_edges([&](const EdgeKey& edge, const EdgeAggregate&) -> Result<bool> {
    nodes.add(edge.source);
    nodes.add(edge.target);
    return true;
  });
  if (!status.ok()) return failure(status);
  nodes.finish();
  return nodes;
}

void Mentions::add(Day day, std::uint64_t more) {
  first = documents == 0 ? day : std::min(first, day);
  last = documents == 0 ? day : std::max(last, day);
  documents += static_cast<std::uint32_t>(more);
}

void Mentions::put_into(StoredNode& node) const {
  node.documents = documents;
  node.first = first;
  node.last = last;
}

Status PeriodReader::node_days(std::string_view prefix, const std::function<Result<bool>(Key64, Day, std::uint64_t)>& visit) const {
  return reader_.scan(Family::node_day, prefix, [&](std::string_view key, std::string_view value) -> Result<bool> {
    const auto row = parse_node_day_key(key);
    std::uint64_t documents = 0;
    if (!row || !decode_counter(value, documents)) return failure(reader_.database().malformed(Family::node_day, key));
    if (!knows(period_, row->second)) return true;
    return visit(row->first, row->second, documents);
  });
}

Result<bool> PeriodReader::recount(const std::vector<Key64>& ids, StoredNode& stored) const {
  if (!period_.known_by) return true;
  Mentions counted;
  for (const Key64 id : ids) {
    const Status status = node_days(id_key(id), [&](Key64, Day day, std::uint64_t documents) -> Result<bool> {
      counted.add(day, documents);
      return true;
    });
    if (!status.ok()) return failure(status);
  }
  counted.put_into(stored);
  return counted.documents > 0;
}

Status PeriodReader::mentions(const std::function<Result<bool>(Key64, const Mentions&)>& visit) const {
  Key64 node = 0;
  Mentions counted;
  bool more = true;
  const auto end_node = [&]() -> Result<bool> {
    if (counted.documents == 0) return true;
    return visit(node, std::exchange(counted, {}));
  };
  const Status status = node_days({}, [&](Key64 next, Day day, std::uint64_t documents) -> Result<bool> {
    if (next != node) {
      const auto ended = end_node();
      if (!ended) return ended;
      if (!(more = *ended)) return false;
      node = next;
    }
    counted.add(day, documents);
    return true;
  });
  if (!status.ok() || !more) return status;
  const auto ended = end_node();
  return ended ? Status::success() : ended.error();
}

Result<std::uint64_t> PeriodReader::documents() const {
  std::uint64_t count = 0;
  const Status status = reader_.scan(Family::by_document, {}, [&](std::string_view key, std::string_view value) -> Result<bool> {
    LedgerHead head;
    if (!decode_front(value, head)) return failure(reader_.database().malformed(Family::by_document, key));
    if (knows(period_, head.date)) ++count;
    return true;
  });
  if (!status.ok()) return failure(status);
  return count;
}

Status PeriodReader::count_edges(StoreStats& stats) const {
  std::map<TypeId, std::uint64_t> edges, shown, claims;
  const Status status = all_edges([&](const EdgeKey& edge, const EdgeAggregate& aggregate) -> Result<bool> {
    ++edges[edge.type];
    if (aggregate.actual() > 0) ++shown[edge.type];
    for (const std::uint32_t count : aggregate.count) claims[edge.type] += count;
    return true;
  });
  if (!status.ok()) return status;
  for (const auto& [counts, by_type, total] : {std::tuple{&edges, &stats.edges_by_type, &stats.edges},
                                               {&shown, &stats.shown_edges_by_type, &stats.shown_edges},
                                               {&claims, &stats.claims_by_type, &stats.claims}}) {
    *by_type = list_of(*counts);
    for (const auto& [type, count] : *counts) *total += count;
  }
  return status;
}

Result<TopList> PeriodReader::top(Direction direction, std::optional<TypeId> type, std::size_t limit) const {
  std::unordered_map<Key64, std::uint64_t> shown;
  const Status status = all_edges([&](const EdgeKey& edge, const EdgeAggregate& aggregate) -> Result<bool> {
    if (aggregate.actual() > 0 && edge.type == type.value_or(edge.type)) ++shown[direction == Direction::out ? edge.source : edge.target];
    return true;
  });
  if (!status.ok()) return failure(status);
  Ranking ranking(limit);
  for (const auto& [node, edges] : shown) ranking.offer(node, edges);
  return ranking.finish();
}

}  // namespace entente::store
