#include "graph/store/derivation.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "graph/store/parts.h"

namespace entente::store {
namespace {

Status changed() { return {StatusCode::io, "a scratch file was changed while it was in use; try again"}; }

/// What one edge adds to the degrees of its ends, where a day of it is sorted: on one of its days, 0 on the others.
void write_part(Encoder& out, const Degree& degree) { out.varint(degree.claims << 2 | degree.shown << 1 | degree.edges); }
Degree read_part(Decoder& in) {
  const std::uint64_t part = in.varint();
  return {part & 1, part >> 1 & 1, part >> 2};
}

/// The degrees of nodes that come one after the other, each perhaps in several parts.
class DegreeSums {
 public:
  /// `end` takes the whole of a node.
  using End = std::function<Status(std::string_view node, const Degrees& degrees)>;
  explicit DegreeSums(End end) : end_(std::move(end)) {}

  /// Begins the node if it is another one than before.
  Result<Degrees*> of(std::string_view node) {
    if (node != node_) {
      if (Status status = finish(); !status.ok()) return failure(std::move(status));
      node_ = node;
    }
    return &degrees_;
  }
  Status finish() {
    Status status = degrees_.empty() ? Status::success() : end_(node_, degrees_);
    degrees_.clear();
    return status;
  }

 private:
  End end_;
  std::string node_;
  Degrees degrees_;
};

}  // namespace

Status DayGroup::add(const EdgeKey& edge, Day day, const EdgeAggregate& sum) {
  constexpr std::size_t kHeld = 1u << 18;  // some 20 MB; few nodes have more edges of a type
  rows_.push_back({{edge, day}, sum});
  if (rows_.size() < kHeld) return Status::success();
  if (!many_) many_ = std::make_unique<RowSorter>(scratch_, name_, kPartitionBytes, std::size_t{32} << 20);
  for (const Row& row : rows_)
    if (Status status = many_->add(newest_key(row.key), encode_day_sum(row.sum)); !status.ok()) return status;
  rows_.clear();
  return Status::success();
}

Status DayGroup::visit_row(const DayKey& key, const EdgeAggregate& sum, const RowVisit& visit,
                           const std::function<Status(Day, std::uint64_t)>& end_day) {
  if (day_ && *day_ != key.day) {
    if (Status status = end_day(*day_, claims_); !status.ok()) return status;
    claims_ = 0;
  }
  day_ = key.day;
  claims_ += sum.actual();
  return visit(Family::out_day, newest_key(key), encode_day_sum(sum));
}

Status DayGroup::drain(const RowVisit& visit, const std::function<Status(Day, std::uint64_t)>& end_day) {
  Status status;
  if (many_) {
    for (const Row& row : rows_)
      if (status.ok()) status = many_->add(newest_key(row.key), encode_day_sum(row.sum));
    if (status.ok())
      status = many_->drain([&](std::string_view bytes, std::string_view value) {
        const auto key = parse_newest_key(bytes);
        EdgeAggregate sum;
        if (!key || !decode_day_sum(value, sum)) return changed();
        return visit_row(*key, sum, visit, end_day);
      });
    many_.reset();
  } else {
    std::sort(rows_.begin(), rows_.end(),
              [](const Row& a, const Row& b) { return a.key.day != b.key.day ? a.key.day > b.key.day : a.key.edge.target < b.key.edge.target; });
    for (const Row& row : rows_)
      if (status.ok()) status = visit_row(row.key, row.sum, visit, end_day);
  }
  rows_.clear();
  if (status.ok() && day_) status = end_day(*day_, claims_);
  day_.reset();
  claims_ = 0;
  return status;
}

EdgeDerivation::EdgeDerivation(const std::filesystem::path& scratch, std::size_t shard, std::size_t memory, StateBefore before, GroupOf group)
    : before_(std::move(before)),
      group_(std::move(group)),
      dates_(scratch, fmt::format("by_date-{}", shard), kPartitionBytes, memory / 4),
      out_degree_(scratch, fmt::format("degree-{}", shard), 0, memory / 8),
      out_days_(scratch, fmt::format("out_day-{}", shard)) {
  for (std::size_t to = 0; to < kShards; ++to) {
    in_[to] = std::make_unique<RowSorter>(scratch, fmt::format("in_day-{}-{}", shard, to), kPartitionBytes, memory / 2 / kShards);
    in_degree_[to] = std::make_unique<RowSorter>(scratch, fmt::format("degree-{}-{}", shard, to), 0, memory / 8 / kShards);
  }
}

Status EdgeDerivation::add(const ClaimKey& key, const ClaimHead& claim, const RowVisit& visit) {
  if (edge_ != key.edge) {
    Status status = end_edge(visit);
    const bool new_source = edge_ && edge_->source != key.edge.source;
    if (status.ok() && edge_ && (new_source || edge_->type != key.edge.type)) status = end_type(visit);
    if (status.ok() && new_source) status = end_source();
    if (!status.ok()) return status;
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
  return Status::success();
}

Status EdgeDerivation::end_edge(const RowVisit& visit) {
  if (!edge_ || claims_ == 0) return Status::success();
  const EdgeKey edge = *edge_;
  const EdgeAggregate sum = claims_ == 1 ? sum_of(first_) : tally_.total();
  const auto before = before_ ? before_(edge) : Result<EdgeState>(EdgeState{});
  if (!before) return before.error();
  Degree degree{before->exists ? 0u : 1u, !before->shown && sum.actual() > 0 ? 1u : 0u, claims_};
  store::add(types_[edge.type], degree);
  store::add(out_degrees_[{edge.type, Direction::out}], degree);

  Status status = visit(Family::out, edge_key(edge), encode(sum));
  const auto add_day = [&](Day day, const EdgeAggregate& of_day) {
    if (status.ok()) status = out_days_.add(edge, day, of_day);
    std::string entering;
    Encoder out(entering);
    write_part(out, std::exchange(degree, {}));
    if (status.ok()) status = in_[shard_of(edge.target)]->add(newest_key({edge.reversed(), day}), entering + encode_day_sum(of_day));
  };
  if (claims_ == 1) {
    add_day(first_.day, sum);
  } else {
    tally_.for_each_day(add_day);
    tally_.clear();
  }
  claims_ = 0;
  return status;
}

Status EdgeDerivation::end_type(const RowVisit& visit) {
  const EdgeKey edge = *edge_;
  return out_days_.drain(visit, [&](Day day, std::uint64_t claims) {
    return dates_.add(date_key({day, edge.type, edge.source}), encode_counter(claims));
  });
}

Status EdgeDerivation::end_source() {
  const Degrees degrees = std::move(out_degrees_);
  out_degrees_.clear();
  return degrees.empty() ? Status::success() : out_degree_.add(id_key(edge_->source), encode(degrees));
}

Status EdgeDerivation::finish(const RowVisit& visit) {
  if (!edge_) return Status::success();
  Status status = end_edge(visit);
  if (status.ok()) status = end_type(visit);
  if (status.ok()) status = end_source();
  return status;
}

Status EdgeDerivation::drain_in(const All& all, std::size_t shard, const RowVisit& visit) {
  std::vector<RowSorter*> sorters;
  for (EdgeDerivation* one : all) sorters.push_back(one->in_[shard].get());
  RowSorter& degrees = *all.front()->in_degree_[shard];
  DegreeSums sums([&](std::string_view node, const Degrees& of_node) { return degrees.add(node, encode(of_node)); });
  const Status status = RowSorter::drain(sorters, [&](std::string_view key, std::string_view value) {
    const auto row = parse_newest_key(key);
    Decoder in(value);
    const Degree part = read_part(in);
    if (!row || !in.ok()) return changed();
    if (part != Degree()) {
      const auto of_node = sums.of(id_key(row->edge.source));
      if (!of_node) return of_node.error();
      store::add((**of_node)[{row->edge.type, Direction::in}], part);
    }
    return visit(Family::in_day, key, in.rest());
  });
  return status.ok() ? sums.finish() : status;
}

Status EdgeDerivation::drain_dates(const All& all, const RowVisit& visit) {
  std::vector<RowSorter*> sorters;
  for (EdgeDerivation* one : all) sorters.push_back(&one->dates_);
  Counters& daily = all.front()->daily_claims_;
  CounterKey counter{CounterKind::daily_claims, 0, 0};
  std::uint64_t claims = 0;
  const auto end_day = [&] {
    if (claims > 0) daily[counter] += claims;
    claims = 0;
  };
  const Status status = RowSorter::drain(sorters, [&](std::string_view key, std::string_view value) {
    const auto date = parse_date_key(key);
    std::uint64_t of_source = 0;
    if (!date || !decode_counter(value, of_source)) return changed();
    if (counter.day != date->day || counter.type != date->type) {
      end_day();
      counter = {CounterKind::daily_claims, date->type, date->day};
    }
    claims += of_source;
    return visit(Family::by_date, key, {});
  });
  end_day();
  return status;
}

Status EdgeDerivation::drain_degrees(const All& all, const RowVisit& visit) {
  std::vector<RowSorter*> sorters;
  for (EdgeDerivation* one : all) sorters.push_back(&one->out_degree_);
  for (const auto& entering : all.front()->in_degree_) sorters.push_back(entering.get());
  DegreeSums sums([&](std::string_view node, const Degrees& degrees) { return visit(Family::degree, node, encode(degrees)); });
  const Status status = RowSorter::drain(sorters, [&](std::string_view key, std::string_view value) {
    Degrees part;
    if (!decode(value, part)) return changed();
    const auto of_node = sums.of(key);
    if (!of_node) return of_node.error();
    store::add(**of_node, part);
    return Status::success();
  });
  return status.ok() ? sums.finish() : status;
}

Counters EdgeDerivation::counters(const All& all) {
  Counters counters = all.front()->daily_claims_;
  for (const EdgeDerivation* one : all)
    for (const auto& [type, degree] : one->types_)
      for (const auto& [kind, value] :
           {std::pair{CounterKind::edges, degree.edges}, {CounterKind::shown_edges, degree.shown}, {CounterKind::claims, degree.claims}})
        if (value > 0) counters[CounterKey{kind, type, 0}] += value;
  return counters;
}

NodeDerivation::NodeDerivation(const std::filesystem::path& scratch, std::size_t shard, std::size_t memory, const TypeChoice& choice,
                               std::shared_ptr<const Identity> identity, HeadBefore before)
    : choice_(choice),
      identity_(std::move(identity)),
      before_(std::move(before)),
      mentions_(scratch, fmt::format("mention-{}", shard), 0, memory * 3 / 4),
      names_(scratch, fmt::format("name-{}", shard), 0, memory / 4) {}

NodeDerivation::Mention NodeDerivation::mention(Key64 key, const Node& node, std::optional<Day> date) {
  Mention mention{id_key(key), encode_mention(node, date)};
  mention.key.be64(hash64(mention.value));  // so that the same mentions of a node come together
  return mention;
}

/// Adds the mentions that were the same.
Status NodeDerivation::end_mention() {
  if (times_ == 0) return Status::success();
  Node node;
  std::optional<Day> date;
  if (!decode_mention(mention_, node, date)) return changed();
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
  TypeCounts types = record_.types;
  if (*before) {
    if ((*before)->id != record_.id)
      return {StatusCode::invalid_input,
              fmt::format("node '{}': has the same 64-bit key as '{}'; change one of the two ids", record_.id, (*before)->id)};
    for (const auto& [type, documents] : (*before)->types) types[type] += documents;
  }
  if (const std::string* other = identity_->other_id(node_, record_.id))
    return {StatusCode::invalid_input, fmt::format("node '{}': has the same 64-bit key as '{}'; change one of the two ids", record_.id, *other)};
  if (identity_->cluster(node_) != nullptr) {
    types_[node_] = record_.types;
  } else {
    if (*before) --counters_[{CounterKind::nodes, choice_.of((*before)->types), 0}];
    ++counters_[{CounterKind::nodes, choice_.of(types), 0}];
  }
  Status status = visit(Family::node, id_key(node_), encode(record_));
  for (const std::string& name : folded_names(record_))
    if (status.ok()) status = names_.add(name_key(name, node_), {});
  for (const auto& [day, documents] : node_days_)
    if (status.ok()) status = visit(Family::node_day, node_day_key(node_, day), encode_counter(documents));
  record_ = {};
  node_days_.clear();
  return status;
}

Status NodeDerivation::drain(const RowVisit& visit) {
  const Status status = mentions_.drain([&](std::string_view key, std::string_view mention) {
    const Key64 node = *parse_id_key(key.substr(0, sizeof(Key64)));
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
  return status.ok() ? end_node(visit) : status;
}

Result<Counters> NodeDerivation::counters(const std::vector<NodeDerivation*>& all) {
  Counters counters;
  std::map<Key64, const TypeCounts*> added;
  std::set<const Cluster*> clusters;
  const NodeDerivation& any = *all.front();
  for (const NodeDerivation* one : all) {
    for (const auto& [key, value] : one->counters_) counters[key] += value;
    for (const auto& [node, types] : one->types_) {
      added[node] = &types;
      clusters.insert(any.identity_->cluster(node));
    }
  }
  // Of each the type is that of the first of its ids that is there.
  for (const Cluster* cluster : clusters) {
    std::optional<TypeId> before, after;
    for (const std::string& id : cluster->ids) {
      const auto head = any.before_ ? any.before_(hash64(id)) : Result<std::optional<NodeHead>>(std::nullopt);
      if (!head) return failure(head.error());
      TypeCounts types = *head ? (*head)->types : TypeCounts();
      if (*head && !before) before = any.choice_.of(types);
      if (const auto more = added.find(hash64(id)); more != added.end())
        for (const auto& [type, documents] : *more->second) types[type] += documents;
      if (!types.empty() && !after) after = any.choice_.of(types);
    }
    if (before) --counters[{CounterKind::nodes, *before, 0}];
    ++counters[{CounterKind::nodes, *after, 0}];
  }
  return counters;
}

Status NodeDerivation::drain_names(const std::vector<NodeDerivation*>& all, const RowVisit& visit) {
  std::vector<RowSorter*> sorters;
  for (NodeDerivation* one : all) sorters.push_back(&one->names_);
  return RowSorter::drain(sorters, [&](std::string_view key, std::string_view value) { return visit(Family::name, key, value); });
}

}  // namespace entente::store
