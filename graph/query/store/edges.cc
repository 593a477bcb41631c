#include "graph/query/store/edges.h"

#include <algorithm>
#include <limits>
#include <set>
#include <utility>

#include "graph/query/store/properties.h"

namespace entente::query {
namespace {

/// A node with more edges than this has those of its last days looked for by day, as long as these are few rows.
constexpr std::size_t kManyEdges = 512, kFewDays = 1024;
/// How long the lists of highest degrees are that a store keeps.
constexpr std::size_t kTopNodes = 1000;

Day as_day(std::int64_t days) {
  return static_cast<Day>(std::clamp<std::int64_t>(days, std::numeric_limits<Day>::min(), std::numeric_limits<Day>::max()));
}

bool asks_for(const Edges::Types& types, TypeId type) { return types.empty() || std::find(types.begin(), types.end(), type) != types.end(); }

std::uint64_t count_of(const NodeDegree& degree, bool unsure) { return unsure ? degree.edges : degree.shown; }

}  // namespace

Least Least::of(const Wanted& wanted, bool unsure) {
  Least least{{}, 0, unsure};
  for (const auto& [property, value] : wanted.at_least) {
    const auto* day = value.get<Date>();
    const auto* number = value.get<double>();
    if (property == "last" && day != nullptr) least.last = std::max(least.last.value_or(std::numeric_limits<Day>::min()), as_day(day->days));
    if (property == "confidence" && number != nullptr) least.confidence = std::max(least.confidence, *number);
  }
  return least;
}

/// Edges without an actual claim have neither a last day nor a confidence, and so no least one.
bool Least::has(const EdgeAggregate& edge) const {
  if (edge.actual() == 0) return unsure && !last && confidence <= 0;
  return (!last || (edge.last != 0 && edge.last >= *last)) && (confidence <= 0 || decimal(edge.confidence) >= confidence);
}

Edges::Edges(const Ontology& ontology, Snapshot snapshot, const StoreStats& stats) : ontology_(ontology), snapshot_(std::move(snapshot)) {
  for (const auto& [type, count] : stats.edges_by_type) has_symmetric_ = has_symmetric_ || is_symmetric(type);
}

/// The walk of a step of a plan, out of nodes or into them.
Hops& Edges::hops(std::size_t walk, Direction direction) {
  if (walks_.size() <= walk) walks_.resize(walk + 1);
  auto& hops = walks_[walk][direction == Direction::out ? 0 : 1];
  if (!hops) hops = std::make_unique<Hops>(snapshot_, direction);
  return *hops;
}

/// The edges of the last days, in order of the other ends. False where they are too many to look for them so.
entente::Result<bool> Edges::latest(Key64 node, Direction direction, TypeId type, const Least& least, std::vector<Neighbour>& found) const {
  std::set<Key64> ends;
  std::size_t rows = 0;
  const Status status = snapshot_.neighbour_days(node, direction, type, *least.last, std::numeric_limits<Day>::max(), [&](const NeighbourDay& day) {
    if (day.neighbour.aggregate.actual() > 0) ends.insert(day.neighbour.node);
    return ++rows <= kFewDays;
  });
  if (!status.ok()) return entente::failure(status);
  if (rows > kFewDays) return false;
  for (const Key64 end : ends) {
    const bool out = direction == Direction::out;
    const auto edge = snapshot_.edge(out ? node : end, type, out ? end : node);
    if (!edge) return entente::failure(edge.error());
    if (least.has(*edge)) found.push_back({type, end, *edge});
  }
  return true;
}

/// All edges of a node are next to each other, so that reading them is fast, unless there are very many and few of them late enough.
Status Edges::one_way(std::size_t walk, Key64 node, Direction direction, std::optional<TypeId> type, const Least& least,
                      const std::function<bool(const Neighbour&)>& visit) {
  if (!least.last || *least.last <= 0 || !type || snapshot_.period().restricts())
    return hops(walk, direction).from(node, type, [&](const Neighbour& one) { return !least.has(one.aggregate) || visit(one); });
  std::vector<Neighbour> found;
  std::size_t seen = 0;
  Status status = hops(walk, direction).from(node, type, [&](const Neighbour& one) {
    if (least.has(one.aggregate)) found.push_back(one);
    return ++seen <= kManyEdges;
  });
  if (status.ok() && seen > kManyEdges) {
    found.clear();
    const auto few = latest(node, direction, *type, least, found);
    if (!few) return few.error();
    if (!*few) return hops(walk, direction).from(node, type, [&](const Neighbour& one) { return !least.has(one.aggregate) || visit(one); });
  }
  for (std::size_t i = 0; status.ok() && i < found.size(); ++i)
    if (!visit(found[i])) break;
  return status;
}

Status Edges::of_type(std::size_t walk, Key64 node, Side side, std::optional<TypeId> type, const Least& least, const Visit& visit, bool& more) {
  const bool both = side == Side::both || (type && is_symmetric(*type));
  for (const Direction direction : {Direction::out, Direction::in}) {
    const bool forward = direction == Direction::out;
    const bool asked = both || (side == Side::out) == forward;
    // Without a type symmetric ones may lie on the other side too.
    if (!asked && (type || !has_symmetric_)) continue;
    const Status status = one_way(walk, node, direction, type, least, [&](const Neighbour& n) {
      const bool symmetric = is_symmetric(n.type);
      if (!asked && !symmetric) return true;
      if (!forward && n.node == node && (both || symmetric)) return true;  // a loop was met on the way out
      const Relationship relationship = forward ? Relationship{node, n.node, n.type} : Relationship{n.node, node, n.type};
      return more = visit(relationship, {n.node}, n.aggregate);
    });
    if (!status.ok() || !more) return status;
  }
  return Status::success();
}

Status Edges::from(std::size_t walk, Key64 node, Side side, const Types& types, const Least& least, const Visit& visit) {
  bool more = true;
  if (types.empty()) return of_type(walk, node, side, std::nullopt, least, visit, more);
  for (const std::uint32_t type : types) {
    const Status status = of_type(walk, node, side, static_cast<TypeId>(type), least, visit, more);
    if (!status.ok() || !more) return status;
  }
  return Status::success();
}

Status Edges::matches(Side side, const Types& types, const Least& least, const VisitMatch& visit) {
  return snapshot_.for_each_edge_key([&](Key64 source, const Neighbour& edge) {
    if (!asks_for(types, edge.type) || !least.has(edge.aggregate)) return true;
    const Relationship relationship{source, edge.node, edge.type};
    const Node from{source}, to{edge.node};
    const bool two_way = is_two_way(side, edge.type) && source != edge.node;
    if ((two_way || side != Side::in) && !visit(relationship, from, to, edge.aggregate)) return false;
    return (!two_way && side != Side::in) || visit(relationship, to, from, edge.aggregate);
  });
}

entente::Result<std::uint64_t> Edges::loop(Key64 node, TypeId type, bool unsure) const {
  const auto edge = snapshot_.edge(node, type, node);
  if (edge) return unsure || edge->actual() > 0 ? 1 : 0;
  if (edge.error().code() == StatusCode::not_found) return std::uint64_t{0};
  return entente::failure(edge.error());
}

/// REQUIRES: the snapshot is of the whole graph.
entente::Result<std::map<TypeId, std::uint64_t>> Edges::loops(bool unsure) {
  auto& known = loops_[unsure ? 1 : 0];
  if (known) return *known;
  std::map<TypeId, std::uint64_t> loops;
  Status failed;
  const Status status = snapshot_.for_each_degree([&](Key64 node, const std::vector<NodeDegree>& degrees) {
    for (std::size_t i = 1; i < degrees.size(); ++i) {  // both directions of a type stand next to each other
      if (degrees[i].type != degrees[i - 1].type) continue;
      const auto one = loop(node, degrees[i].type, unsure);
      if (!one) {
        failed = one.error();
        return false;
      }
      loops[degrees[i].type] += *one;
    }
    return true;
  });
  if (!status.ok() || !failed.ok()) return entente::failure(status.ok() ? failed : status);
  known = loops;
  return loops;
}

Status Edges::count_types(Side side, const Types& types, bool unsure, const Graph::VisitTypeCount& visit) {
  const auto stats = snapshot_.stats();
  if (!stats) return stats.error();
  std::map<TypeId, std::uint64_t> once;
  const auto& counts = unsure ? stats->edges_by_type : stats->shown_edges_by_type;
  if (std::any_of(counts.begin(), counts.end(), [&](const auto& count) { return asks_for(types, count.first) && is_two_way(side, count.first); })) {
    auto found = loops(unsure);
    if (!found) return found.error();
    once = std::move(*found);
  }
  for (const auto& [type, count] : counts) {
    if (!asks_for(types, type) || count == 0) continue;
    if (!visit({0, 0, type}, is_two_way(side, type) ? 2 * count - once[type] : count)) break;
  }
  return Status::success();
}

entente::Result<std::uint64_t> Edges::matches_of(Key64 node, const std::vector<NodeDegree>& degrees, Side side, const Types& types,
                                                 bool unsure) const {
  std::uint64_t count = 0;
  for (std::size_t i = 0; i < degrees.size(); ++i) {
    const NodeDegree& degree = degrees[i];
    if (!asks_for(types, degree.type)) continue;
    const bool two_way = is_two_way(side, degree.type);
    if (!two_way && (side == Side::out) != (degree.direction == Direction::out)) continue;
    count += count_of(degree, unsure);
    if (!two_way || i == 0 || degrees[i - 1].type != degree.type) continue;
    const auto one = loop(node, degree.type, unsure);
    if (!one) return one;
    count -= *one;
  }
  return count;
}

Status Edges::count_nodes(Side side, const Types& types, bool unsure, const Graph::VisitCount& visit) {
  Status failed;
  const Status status = snapshot_.for_each_degree([&](Key64 node, const std::vector<NodeDegree>& degrees) {
    const auto count = matches_of(node, degrees, side, types, unsure);
    if (!count) {
      failed = count.error();
      return false;
    }
    return *count == 0 || visit({node}, *count);
  });
  return status.ok() ? failed : status;
}

entente::Result<bool> Edges::count_top_nodes(Side side, const Types& types, std::size_t least, const Graph::VisitCount& visit) const {
  if (types.size() > 1 || least > kTopNodes) return false;
  const auto stats = snapshot_.stats();
  if (!stats) return entente::failure(stats.error());
  for (const auto& [type, count] : stats->edges_by_type)
    if (asks_for(types, type) && count > 0 && is_two_way(side, type)) return false;
  const auto list = snapshot_.top_keys(side == Side::out ? Direction::out : Direction::in,
                                       types.empty() ? std::nullopt : std::optional(static_cast<TypeId>(types[0])), kTopNodes);
  if (!list) return entente::failure(list.error());
  if (least == 0) return true;
  const std::uint64_t fewest = list->size() < least ? 0 : (*list)[least - 1].second;
  if (list->size() == kTopNodes && list->back().second == fewest) return false;  // others have as many
  for (const auto& [node, count] : *list)
    if (count < fewest || !visit({node}, count)) break;
  return true;
}

}  // namespace entente::query
