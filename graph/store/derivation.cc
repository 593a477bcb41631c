#include "graph/store/derivation.h"

#include <fmt/format.h>

#include "graph/store/parts.h"

namespace entente::store {
namespace {

constexpr std::size_t kPartitionBytes = 2;  // the same in all keys of edges

}  // namespace

EdgeDerivation::EdgeDerivation(const std::filesystem::path& scratch, std::size_t memory, StateBefore before, GroupOf group)
    : before_(std::move(before)), group_(std::move(group)) {
  for (const Family family : kFamilies)
    sorters_.emplace(family, std::make_unique<RowSorter>(scratch, std::string(name_of(family)), family == Family::degree ? 0 : kPartitionBytes,
                                                         memory / std::size(kFamilies)));
}

Status EdgeDerivation::add(const ClaimKey& key, const ClaimHead& claim, const RowVisit& visit) {
  if (edge_ != key.edge) {
    if (Status status = end_edge(visit); !status.ok()) return status;
    if (edge_ && edge_->source != key.edge.source)
      if (Status status = end_source(); !status.ok()) return status;
    edge_ = key.edge;
  }
  const auto group = group_ ? group_(key.document) : Result<std::optional<Key64>>(std::nullopt);
  if (!group) return group.error();
  if (claims_ == 0) {
    first_key_ = key;
    first_ = claim;
    first_group_ = *group;
  } else {
    if (claims_ == 1) tally_.add(first_key_.document, first_group_, first_);
    tally_.add(key.document, *group, claim);
  }
  ++claims_;
  if (claim.status == ClaimStatus::actual) ++daily_claims_[std::uint64_t{key.edge.type} << 32 | static_cast<std::uint32_t>(claim.day)];
  return Status::success();
}

Status EdgeDerivation::put_day(const EdgeKey& edge, Day day, const EdgeAggregate& sum) {
  const std::string value = encode_day_sum(sum);
  Status status = sorter(Family::out_day).add(newest_key({edge, day}), value);
  if (status.ok()) status = sorter(Family::in_day).add(newest_key({edge.reversed(), day}), value);
  if (status.ok()) status = sorter(Family::by_date).add(date_key({day, edge.source, edge.type}), {});
  return status;
}

Status EdgeDerivation::end_edge(const RowVisit& visit) {
  if (!edge_ || claims_ == 0) return Status::success();
  const EdgeKey edge = *edge_;
  const EdgeAggregate sum = claims_ == 1 ? sum_of(first_) : tally_.total();
  const auto before = before_ ? before_(edge) : Result<EdgeState>(EdgeState{});
  if (!before) return before.error();
  const Degree degree{before->exists ? 0u : 1u, !before->shown && sum.actual() > 0 ? 1u : 0u, claims_};
  store::add(types_[edge.type], degree);
  store::add(out_degrees_[{edge.type, Direction::out}], degree);

  const std::string total = encode(sum);
  Status status = visit(Family::out, edge_key(edge), total);
  if (status.ok()) status = sorter(Family::in).add(edge_key(edge.reversed()), total);
  if (status.ok()) status = sorter(Family::degree).add(id_key(edge.target), encode(Degrees{{{edge.type, Direction::in}, degree}}));
  if (claims_ == 1) {
    if (status.ok()) status = put_day(edge, first_.day, sum);
  } else {
    tally_.for_each_day([&](Day day, const EdgeAggregate& of_day) {
      if (status.ok()) status = put_day(edge, day, of_day);
    });
    tally_.clear();
  }
  claims_ = 0;
  return status;
}

Counters EdgeDerivation::counters() const {
  Counters counters;
  for (const auto& [type, degree] : types_)
    for (const auto& [kind, value] :
         {std::pair{CounterKind::edges, degree.edges}, {CounterKind::shown_edges, degree.shown}, {CounterKind::claims, degree.claims}})
      if (value > 0) counters.emplace(CounterKey{kind, type, 0}, value);
  for (const auto& [key, claims] : daily_claims_)
    counters.emplace(CounterKey{CounterKind::daily_claims, static_cast<TypeId>(key >> 32), static_cast<Day>(static_cast<std::uint32_t>(key))},
                     claims);
  return counters;
}

Status EdgeDerivation::end_source() {
  const Degrees degrees = std::move(out_degrees_);
  out_degrees_.clear();
  return degrees.empty() ? Status::success() : sorter(Family::degree).add(id_key(edge_->source), encode(degrees));
}

Status EdgeDerivation::finish(const RowVisit& visit) {
  if (Status status = end_edge(visit); !status.ok()) return status;
  return edge_ ? end_source() : Status::success();
}

Status EdgeDerivation::drain(Family family, const RowVisit& visit) {
  if (family == Family::by_date) {
    std::string last;  // one row for all edges of a source, type and day
    return sorter(family).drain([&](std::string_view key, std::string_view value) {
      if (key == last) return Status::success();
      last = key;
      return visit(family, key, value);
    });
  }
  if (family != Family::degree) return sorter(family).drain([&](std::string_view key, std::string_view value) { return visit(family, key, value); });
  std::string node;
  Degrees degrees;
  const auto end = [&] { return degrees.empty() ? Status::success() : visit(family, node, encode(degrees)); };
  const Status status = sorter(family).drain([&](std::string_view key, std::string_view value) {
    if (key != node) {
      if (Status ended = end(); !ended.ok()) return ended;
      node = key;
      degrees.clear();
    }
    Degrees part;
    if (!decode(value, part)) return Status(StatusCode::io, "a scratch file was changed while it was in use; try again");
    store::add(degrees, part);
    return Status::success();
  });
  return status.ok() ? end() : status;
}

NodeDerivation::NodeDerivation(const std::filesystem::path& scratch, std::size_t memory, const TypeChoice& choice, HeadBefore before)
    : choice_(choice),
      before_(std::move(before)),
      mentions_(scratch, "mention", 0, memory / 2),
      names_(scratch, "name", 0, memory / 4),
      days_(scratch, "node_day", 0, memory / 4) {}

Status NodeDerivation::add(const Ledger& ledger) {
  ++counters_[{CounterKind::documents, 0, 0}];
  for (const Node& node : ledger.nodes)
    if (Status status = mentions_.add(id_key(hash64(node.id)), encode_mention(node, ledger.date)); !status.ok()) return status;
  return Status::success();
}

/// Adds the mentions that were the same.
Status NodeDerivation::end_mention() {
  if (times_ == 0) return Status::success();
  Node node;
  std::optional<Day> date;
  if (!decode_mention(mention_, node, date)) return {StatusCode::io, "a scratch file was changed while it was in use; try again"};
  if (!record_.id.empty() && record_.id != node.id)
    return {StatusCode::invalid_input, fmt::format("node '{}': has the same 64-bit key as '{}'; change one of the two ids", node.id, record_.id)};
  NodeRecord part = NodeRecord::of(node, date);
  part.multiply(times_);
  record_.add(part);
  if (date) node_days_[*date] += times_;
  times_ = 0;
  return Status::success();
}

Status NodeDerivation::end_node(const RowVisit& visit) {
  if (Status status = end_mention(); !status.ok()) return status;
  if (record_.id.empty()) return Status::success();
  const auto before = before_ ? before_(node_) : Result<std::optional<NodeHead>>(std::nullopt);
  if (!before) return before.error();
  Multiset<TypeId> types = record_.types;
  if (*before) {
    if ((*before)->id != record_.id)
      return {StatusCode::invalid_input,
              fmt::format("node '{}': has the same 64-bit key as '{}'; change one of the two ids", record_.id, (*before)->id)};
    --counters_[{CounterKind::nodes, choice_.of((*before)->types), 0}];
    for (const auto& [type, documents] : (*before)->types) types[type] += documents;
  }
  ++counters_[{CounterKind::nodes, choice_.of(types), 0}];
  Status status = visit(Family::node, id_key(node_), encode(record_));
  for (const std::string& name : folded_names(record_))
    if (status.ok()) status = names_.add(name_key(name, node_), {});
  for (const auto& [day, documents] : node_days_)
    if (status.ok()) status = days_.add(node_day_key(node_, day), encode_counter(documents));
  record_ = {};
  node_days_.clear();
  return status;
}

Status NodeDerivation::drain(const RowVisit& visit) {
  Status status = mentions_.drain([&](std::string_view key, std::string_view mention) {
    const Key64 node = *parse_id_key(key);
    if (node != node_) {
      if (Status ended = end_node(visit); !ended.ok()) return ended;
      node_ = node;
    } else if (mention != mention_) {
      if (Status ended = end_mention(); !ended.ok()) return ended;
    }
    mention_ = mention;
    ++times_;
    return Status::success();
  });
  if (status.ok()) status = end_node(visit);
  if (status.ok()) status = names_.drain([&](std::string_view key, std::string_view value) { return visit(Family::name, key, value); });
  if (status.ok()) status = days_.drain([&](std::string_view key, std::string_view value) { return visit(Family::node_day, key, value); });
  return status;
}

}  // namespace entente::store
