#include "graph/store/snapshot.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <map>
#include <set>
#include <tuple>

#include "graph/hash.h"
#include "graph/store/codec.h"
#include "graph/store/entering.h"
#include "graph/store/fold.h"
#include "graph/store/groups.h"
#include "graph/store/hops.h"
#include "graph/store/parts.h"
#include "graph/store/period.h"
#include "graph/store/recent.h"
#include "graph/store/said.h"
#include "graph/store/top.h"

namespace entente {

using store::EdgeKey;
using store::Family;

namespace {

/// How many ids a scan remembers: a scan meets the same ends again and again, and reading a node costs more than the edge.
constexpr std::size_t kRememberedIds = 1u << 14;

tl::unexpected<Status> outside(std::string_view what, std::string_view id) {
  return failure(StatusCode::not_found, fmt::format("{} '{}': is not in the period asked for; ask for a longer one", what, id));
}

tl::unexpected<Status> missing(std::string_view what, std::string_view id) {
  return failure(StatusCode::not_found, fmt::format("{} '{}': is not in the graph; check its id", what, id));
}

/// The string ids behind the keys that one scan meets.
class Ids {
 public:
  Ids(const store::Reader& reader, const Identity& identity) : reader_(reader), identity_(identity), known_(kRememberedIds) {}

  Result<std::string> of(Key64 node) {
    if (const Cluster* cluster = identity_.cluster(node)) return cluster->id;
    if (const std::string* id = known_.find(node)) return *id;
    const auto key = store::id_key(node);
    const auto bytes = reader_.get(Family::node, key);
    if (!bytes) return failure(bytes.error());
    store::NodeHead head;
    if (!*bytes || !store::decode_front(**bytes, head)) return failure(reader_.database().malformed(Family::node, key));
    known_.put(node, head.id);
    return head.id;
  }

  Result<StoredEdge> edge(const EdgeKey& key, const EdgeAggregate& aggregate) {
    auto source = of(key.source);
    if (!source) return failure(source.error());
    auto target = of(key.target);
    if (!target) return failure(target.error());
    return StoredEdge{std::move(*source), key.type, std::move(*target), aggregate};
  }

 private:
  store::Reader reader_;
  const Identity& identity_;
  store::Recent<Key64, std::string> known_;
};

/// What ledgers say of the documents whose claims one scan meets.
class Documents {
 public:
  explicit Documents(const store::Reader& reader) : reader_(reader), known_(kRememberedIds) {}

  /// Valid until the next call.
  Result<const store::LedgerHead*> of(Key64 document) {
    if (const auto* head = known_.find(document)) return head;
    const auto key = store::id_key(document);
    const auto bytes = reader_.get(Family::by_document, key);
    if (!bytes) return failure(bytes.error());
    store::LedgerHead head;
    if (!*bytes || !store::decode_front(**bytes, head)) return failure(reader_.database().malformed(Family::by_document, key));
    known_.put(document, std::move(head));
    return known_.find(document);
  }

 private:
  store::Reader reader_;
  store::Recent<Key64, store::LedgerHead> known_;
};

using VisitEdge = std::function<bool(const StoredEdge&)>;
using VisitDay = std::function<bool(const StoredDay&)>;

Status visit_edges(const store::Reader& reader, const Identity& identity, std::string_view prefix, const VisitEdge& visit) {
  Ids ids(reader, identity);
  return reader.scan(Family::out, prefix, [&](std::string_view key, std::string_view value) -> Result<bool> {
    const auto row = store::parse_edge_key(key);
    EdgeAggregate aggregate;
    if (!row || !store::decode(value, aggregate)) return failure(reader.database().malformed(Family::out, key));
    const auto edge = ids.edge(*row, aggregate);
    if (!edge) return failure(edge.error());
    return visit(*edge);
  });
}

Result<bool> visit_day(const store::Reader& reader, Ids& ids, const VisitDay& visit, const EdgeKey& key, Day day, Family family, std::string_view row,
                       std::string_view value) {
  EdgeAggregate aggregate;
  if (!store::decode_day_sum(value, aggregate)) return failure(reader.database().malformed(family, row));
  if (aggregate.actual() > 0) aggregate.first = aggregate.last = day;
  auto edge = ids.edge(key, aggregate);
  if (!edge) return failure(edge.error());
  return visit({day, std::move(*edge)});
}

Status visit_days(const store::Reader& reader, const Identity& identity, Family family, Key64 node, TypeId type, Day since, Day until,
                  const VisitDay& visit) {
  const auto [from, to] = store::newest_range(node, type, since, until);
  Ids ids(reader, identity);
  return reader.scan_range(family, from, to, [&](std::string_view key, std::string_view value) -> Result<bool> {
    const auto row = store::parse_newest_key(key);
    if (!row) return failure(reader.database().malformed(family, key));
    return visit_day(reader, ids, visit, is_reversed(family) ? row->edge.reversed() : row->edge, row->day, family, key, value);
  });
}

store::KeyBytes edge_prefix(Key64 node, std::optional<TypeId> type) { return type ? store::edge_prefix(node, *type) : store::edge_prefix(node); }

/// The claim with the ids that stand for those that it names.
void follow(const Identity& identity, Claim& claim) {
  if (identity.trivial()) return;
  const auto one = [&](std::string& id) {
    if (const Cluster* cluster = id.empty() ? nullptr : identity.cluster(hash64(id))) id = cluster->id;
  };
  one(claim.place);
  one(claim.recipient);
  for (Attribution& link : claim.attribution) one(link.node);
}

/// Visits what a period leaves by keys as `visit` wants it, with ids.
store::PeriodReader::VisitEdge with_ids(Ids& ids, Direction direction, const VisitEdge& visit) {
  return [&ids, direction, &visit](const EdgeKey& key, const EdgeAggregate& aggregate) -> Result<bool> {
    const auto edge = ids.edge(direction == Direction::in ? key.reversed() : key, aggregate);
    if (!edge) return failure(edge.error());
    return visit(*edge);
  };
}

store::PeriodReader::VisitDay with_ids(Ids& ids, Direction direction, const VisitDay& visit) {
  return [&ids, direction, &visit](const store::DayKey& key, EdgeAggregate aggregate) -> Result<bool> {
    if (aggregate.actual() > 0) aggregate.first = aggregate.last = key.day;
    auto edge = ids.edge(direction == Direction::in ? key.edge.reversed() : key.edge, aggregate);
    if (!edge) return failure(edge.error());
    return visit({key.day, std::move(*edge)});
  };
}

}  // namespace

Snapshot::Impl::Impl(std::shared_ptr<const store::Database> database, std::shared_ptr<const Ontology> ontology,
                     std::shared_ptr<store::Identities> identities)
    : database_(std::move(database)),
      ontology_(std::move(ontology)),
      identities_(std::move(identities)),
      snapshot_(database_->db().GetSnapshot()),
      reader_(*database_, snapshot_),
      choice_(*ontology_) {}

Snapshot::Impl::~Impl() { database_->db().ReleaseSnapshot(snapshot_); }

const Result<std::shared_ptr<const Identity>>& Snapshot::Impl::identity() const {
  std::call_once(asked_, [this] {
    const auto version = identities_->at(reader_);
    identity_ = version ? Result<std::shared_ptr<const Identity>>(version->identity) : failure(version.error());
  });
  return identity_;
}

EdgeKey Snapshot::Impl::edge_key(const Identity& identity, std::string_view& source, TypeId type, std::string_view& target) const {
  EdgeKey key{hash64(source), type, hash64(target)};
  if (const Cluster* cluster = identity.cluster(key.source)) source = cluster->id;
  if (const Cluster* cluster = identity.cluster(key.target)) target = cluster->id;
  const RelationType* relation = ontology_->relation_type(type);
  if (relation != nullptr && relation->symmetric && target < source) std::swap(source, target);
  return {hash64(source), type, hash64(target)};
}

template <class Value>
Result<std::optional<Value>> Snapshot::Impl::row(Family family, std::string_view key) const {
  const auto bytes = reader_.get(family, key);
  if (!bytes) return failure(bytes.error());
  if (!*bytes) return std::nullopt;
  Value value;
  if (!store::decode(**bytes, value)) return failure(database_->malformed(family, key));
  return value;
}

namespace {

/// What articles say of the node that stands for `ids`: the first of them that is named gives what a node has but one of; the others add to what
/// it has several of, and what it lacks. None where none of them is named.
Result<std::optional<StoredNode>> read_node(const Snapshot::Impl& impl, const std::vector<Key64>& ids, const Cluster* cluster) {
  store::NodeRecord sum;
  std::optional<StoredNode> first;
  for (const Key64 id : ids) {
    auto record = impl.row<store::NodeRecord>(Family::node, store::id_key(id));
    if (!record) return failure(record.error());
    if (!*record) continue;
    if (!first) first = summarise(**record, impl.choice());
    if (cluster == nullptr) break;
    (*record)->id = cluster->id;
    sum.add(**record);
  }
  if (!first || cluster == nullptr) return first;
  StoredNode all = summarise(sum, impl.choice());
  Node& node = first->node;
  node.id = cluster->id;
  node.names = std::move(all.node.names);
  node.attributes.merge(all.node.attributes);
  if (node.country.empty()) node.country = all.node.country;
  if (node.wikidata.empty()) node.wikidata = all.node.wikidata;
  if (!node.latitude) std::tie(node.latitude, node.longitude) = std::tie(all.node.latitude, all.node.longitude);
  return StoredNode{std::move(node), all.documents, all.first, all.last, cluster->ids};
}

}  // namespace

Snapshot Snapshot::as_of(Day day) const { return {impl_, store::both(period_, {.known_by = day, .days = {}})}; }

Snapshot Snapshot::during(Day since, Day until) const { return {impl_, store::both(period_, {.known_by = {}, .days = std::pair{since, until}})}; }

Result<StoredNode> Snapshot::node(std::string_view id) const {
  const auto& identity = impl_->identity();
  if (!identity) return failure(identity.error());
  const Cluster* cluster = (*identity)->cluster(hash64(id));
  const auto ids = (*identity)->ids_behind((*identity)->canonical(hash64(id)));
  auto node = read_node(*impl_, ids, cluster);
  if (!node) return failure(node.error());
  if (!*node || (cluster == nullptr && (*node)->node.id != id)) return missing("node", id);
  if (period_.restricts()) {
    const auto there = store::PeriodReader(impl_->reader(), period_).restrict(ids, **node);
    if (!there) return failure(there.error());
    if (!*there) return outside("node", id);
  }
  return std::move(**node);
}

Result<StoredNode> Snapshot::node(Key64 key) const {
  const auto id = this->id(key);
  return id ? node(*id) : failure(id.error());
}

Status Snapshot::for_each_node(const std::function<bool(const StoredNode&)>& visit) const {
  if (period_.days) return for_each_end(visit);
  if (period_.known_by) return for_each_known(visit);
  const auto& identity = impl_->identity();
  if (!identity) return identity.error();
  std::set<const Cluster*> visited;  // at the first of its ids that is there
  return impl_->reader().scan(Family::node, {}, [&](std::string_view key, std::string_view value) -> Result<bool> {
    const auto id = store::parse_id_key(key);
    const Cluster* cluster = id ? (*identity)->cluster(*id) : nullptr;
    if (cluster != nullptr) {
      if (!visited.insert(cluster).second) return true;
      const auto node = read_node(*impl_, (*identity)->ids_behind((*identity)->canonical(*id)), cluster);
      if (!node) return failure(node.error());
      return visit(**node);
    }
    store::NodeRecord record;
    if (!store::decode(value, record)) return failure(impl_->database().malformed(Family::node, key));
    return visit(summarise(record, impl_->choice()));
  });
}

Status Snapshot::for_each_node_key(const std::function<bool(Key64, TypeId)>& visit) const {
  const auto& identity = impl_->identity();
  if (!identity) return identity.error();
  const auto give = [&](const StoredNode& stored) { return visit(hash64(stored.node.id), stored.node.type); };
  if (period_.restricts()) return for_each_node(give);
  std::set<const Cluster*> visited;
  return impl_->reader().scan(Family::node, {}, [&](std::string_view key, std::string_view value) -> Result<bool> {
    const auto id = store::parse_id_key(key);
    store::NodeHead head;
    if (!id || !store::decode_front(value, head)) return failure(impl_->database().malformed(Family::node, key));
    const Cluster* cluster = (*identity)->cluster(*id);
    if (cluster == nullptr) return visit(*id, impl_->choice().of(head.types));
    if (!visited.insert(cluster).second) return true;
    const auto node = read_node(*impl_, (*identity)->ids_behind((*identity)->canonical(*id)), cluster);
    return node ? Result<bool>(give(**node)) : failure(node.error());
  });
}

Status Snapshot::for_each_known(const std::function<bool(const StoredNode&)>& visit) const {
  const auto& identity = impl_->identity();
  if (!identity) return identity.error();
  const store::Database& database = impl_->database();
  const store::PeriodReader reader(impl_->reader(), period_);
  store::Cursor rows(impl_->reader(), Family::node);  // goes in step: both families are in order of nodes
  std::set<const Cluster*> visited;
  return reader.mentions([&](Key64 id, const store::Mentions& mentions) -> Result<bool> {
    if (const Cluster* cluster = (*identity)->cluster(id)) {
      if (!visited.insert(cluster).second) return true;
      const auto ids = (*identity)->ids_behind((*identity)->canonical(id));
      auto node = read_node(*impl_, ids, cluster);
      if (!node) return failure(node.error());
      if (!*node) return failure(database.malformed(Family::node, store::id_key(id)));
      if (const auto counted = reader.recount(ids, **node); !counted) return counted;
      return visit(**node);
    }
    const auto key = store::id_key(id);
    while (rows.valid() && rows.key() < std::string_view(key)) rows.next();
    if (Status status = rows.status(); !status.ok()) return failure(std::move(status));
    store::NodeRecord record;
    if (!rows.valid() || rows.key() != std::string_view(key) || !store::decode(rows.value(), record))
      return failure(database.malformed(Family::node, key));
    StoredNode stored = summarise(record, impl_->choice());
    mentions.put_into(stored);
    return visit(stored);
  });
}

Status Snapshot::for_each_end(const std::function<bool(const StoredNode&)>& visit) const {
  const auto& identity = impl_->identity();
  if (!identity) return identity.error();
  const store::PeriodReader reader(impl_->reader(), period_);
  const auto ends = reader.ends();
  if (!ends) return ends.error();
  for (const Key64 key : ends->nodes()) {
    const auto ids = (*identity)->ids_behind(key);
    auto node = read_node(*impl_, ids, (*identity)->cluster(key));
    if (!node) return node.error();
    if (!*node) return impl_->database().malformed(Family::node, store::id_key(key));
    if (const auto counted = reader.recount(ids, **node); !counted) return counted.error();
    if (!visit(**node)) break;
  }
  return Status::success();
}

Result<std::vector<std::string>> Snapshot::find(std::string_view name) const {
  const auto& identity = impl_->identity();
  if (!identity) return failure(identity.error());
  std::vector<std::string> found;
  if (const auto exact = node(name))
    found.push_back(exact->node.id);
  else if (exact.error().code() != StatusCode::not_found)
    return failure(exact.error());

  Ids ids(impl_->reader(), **identity);
  const Status status = named(store::name_prefix(store::fold_name(name)), [&](Key64 node) -> Result<bool> {
    auto id = ids.of(node);
    if (!id) return failure(id.error());
    found.push_back(std::move(*id));
    return true;
  });
  if (!status.ok()) return failure(status);
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

Status Snapshot::for_each_named(std::string_view beginning, const std::function<bool(Key64)>& visit) const {
  const auto& identity = impl_->identity();
  if (!identity) return identity.error();
  return named(store::fold_name(beginning), [&](Key64 node) -> Result<bool> { return visit((*identity)->canonical(node)); });
}

/// The nodes with the names whose keys begin with `prefix`, as far as the period has them.
Status Snapshot::named(std::string_view prefix, const std::function<Result<bool>(Key64)>& visit) const {
  const auto& identity = impl_->identity();
  if (!identity) return identity.error();
  return impl_->reader().scan(Family::name, prefix, [&](std::string_view key, std::string_view) -> Result<bool> {
    const auto node = store::parse_name_key(key);
    if (!node) return failure(impl_->database().malformed(Family::name, key));
    if (period_.restricts()) {
      StoredNode stored;
      const auto there = store::PeriodReader(impl_->reader(), period_).restrict((*identity)->ids_behind((*identity)->canonical(*node)), stored);
      if (!there || !*there) return there ? Result<bool>(true) : there;
    }
    return visit(*node);
  });
}

Status Snapshot::out(std::string_view node, std::optional<TypeId> type, const VisitEdge& visit) const {
  return edges(Direction::out, node, type, visit);
}

Status Snapshot::in(std::string_view node, std::optional<TypeId> type, const VisitEdge& visit) const {
  return edges(Direction::in, node, type, visit);
}

Status Snapshot::edges(Direction direction, std::string_view node, std::optional<TypeId> type, const VisitEdge& visit) const {
  const auto& identity = impl_->identity();
  if (!identity) return identity.error();
  const Key64 key = (*identity)->canonical(hash64(node));
  if (period_.restricts()) {
    Ids ids(impl_->reader(), **identity);
    return store::PeriodReader(impl_->reader(), period_).edges(direction, key, type, with_ids(ids, direction, visit));
  }
  if (direction == Direction::out) return visit_edges(impl_->reader(), **identity, edge_prefix(key, type), visit);
  Ids ids(impl_->reader(), **identity);
  return store::EnteringEdges(impl_->reader()).from(key, type, with_ids(ids, direction, visit));
}

Status Snapshot::neighbours(Key64 node, Direction direction, std::optional<TypeId> type, const std::function<bool(const Neighbour&)>& visit) const {
  return Hops(*this, direction).from(node, type, visit);
}

Status Snapshot::neighbour_days(Key64 node, Direction direction, TypeId type, Day since, Day until,
                                const std::function<bool(const NeighbourDay&)>& visit) const {
  const auto& identity = impl_->identity();
  if (!identity) return identity.error();
  const Family family = direction == Direction::out ? Family::out_day : Family::in_day;
  const auto [from, to] = store::newest_range((*identity)->canonical(node), type, since, until);
  NeighbourDay found;
  found.neighbour.type = type;
  if (period_.restricts())
    return store::PeriodReader(impl_->reader(), period_)
        .days(direction, (*identity)->canonical(node), type, since, until,
              [&](const store::DayKey& key, const EdgeAggregate& aggregate) -> Result<bool> {
                found = {key.day, {type, key.edge.target, aggregate}};
                return visit(found);
              });
  return impl_->reader().scan_range(family, from, to, [&](std::string_view key, std::string_view value) -> Result<bool> {
    const auto row = store::parse_newest_key(key);
    found.neighbour.aggregate = {};
    if (!row || !store::decode_day_sum(value, found.neighbour.aggregate)) return failure(impl_->database().malformed(family, key));
    found.day = row->day;
    found.neighbour.node = row->edge.target;
    return visit(found);
  });
}

Result<std::string> Snapshot::id(Key64 node) const {
  const auto& identity = impl_->identity();
  if (!identity) return failure(identity.error());
  if (const Cluster* cluster = (*identity)->cluster(node)) return cluster->id;
  const auto bytes = impl_->reader().get(Family::node, store::id_key(node));
  if (!bytes) return failure(bytes.error());
  if (!*bytes) return missing("node", fmt::format("{:016x}", node));
  store::NodeHead head;
  if (!store::decode_front(**bytes, head)) return failure(impl_->database().malformed(Family::node, store::id_key(node)));
  return std::move(head.id);
}

Status Snapshot::confidences(Key64 source, TypeId type, Key64 target, Day day, const std::function<void(float)>& visit) const {
  const auto& identity = impl_->identity();
  if (!identity) return identity.error();
  const auto prefix = store::edge_key({(*identity)->canonical(source), type, (*identity)->canonical(target)});
  return impl_->reader().scan(Family::claim, prefix, [&](std::string_view key, std::string_view value) -> Result<bool> {
    store::ClaimHead head;
    if (!store::decode_front(value, head)) return failure(impl_->database().malformed(Family::claim, key));
    if (head.status == ClaimStatus::actual && head.day == day && store::admits(period_, head)) visit(head.confidence);
    return true;
  });
}

Status Snapshot::for_each_edge(const VisitEdge& visit) const {
  const auto& identity = impl_->identity();
  if (!identity) return identity.error();
  if (period_.restricts()) {
    Ids ids(impl_->reader(), **identity);
    return store::PeriodReader(impl_->reader(), period_).all_edges(with_ids(ids, Direction::out, visit));
  }
  return visit_edges(impl_->reader(), **identity, {}, visit);
}

Status Snapshot::for_each_edge_key(const std::function<bool(Key64, const Neighbour&)>& visit) const {
  const auto give = [&](const EdgeKey& key, const EdgeAggregate& aggregate) -> Result<bool> {
    return visit(key.source, {key.type, key.target, aggregate});
  };
  if (period_.restricts()) return store::PeriodReader(impl_->reader(), period_).all_edges(give);
  return impl_->reader().scan(Family::out, {}, [&](std::string_view key, std::string_view value) -> Result<bool> {
    const auto row = store::parse_edge_key(key);
    EdgeAggregate aggregate;
    if (!row || !store::decode(value, aggregate)) return failure(impl_->database().malformed(Family::out, key));
    return give(*row, aggregate);
  });
}

Status Snapshot::for_each_edge_day(const std::function<bool(Key64, const NeighbourDay&)>& visit) const {
  constexpr Day kFirst = std::numeric_limits<Day>::min(), kLast = std::numeric_limits<Day>::max();
  if (period_.restricts())
    return store::PeriodReader(impl_->reader(), period_)
        .all_days(kFirst, kLast, [&](const store::DayKey& key, const EdgeAggregate& aggregate) -> Result<bool> {
          return visit(key.edge.source, {key.day, {key.edge.type, key.edge.target, aggregate}});
        });
  NeighbourDay found;
  return impl_->reader().scan(Family::out_day, {}, [&](std::string_view key, std::string_view value) -> Result<bool> {
    const auto row = store::parse_newest_key(key);
    found.neighbour.aggregate = {};
    if (!row || !store::decode_day_sum(value, found.neighbour.aggregate)) return failure(impl_->database().malformed(Family::out_day, key));
    found.day = row->day;
    found.neighbour.type = row->edge.type;
    found.neighbour.node = row->edge.target;
    return visit(row->edge.source, found);
  });
}

namespace {

Status no_degrees() { return {StatusCode::unsupported, "how many edges a node has in a part of the graph is not stored; read its edges"}; }

void list_degrees(const store::Degrees& degrees, std::vector<NodeDegree>& list) {
  list.clear();
  for (const auto& [of, degree] : degrees) list.push_back({of.first, of.second, degree.edges, degree.shown});
}

}  // namespace

Result<std::vector<NodeDegree>> Snapshot::degrees(Key64 node) const {
  if (period_.restricts()) return failure(no_degrees());
  const auto& identity = impl_->identity();
  if (!identity) return failure(identity.error());
  const auto degrees = impl_->row<store::Degrees>(Family::degree, store::id_key((*identity)->canonical(node)));
  if (!degrees) return failure(degrees.error());
  std::vector<NodeDegree> list;
  if (*degrees) list_degrees(**degrees, list);
  return list;
}

Status Snapshot::for_each_degree(const std::function<bool(Key64, const std::vector<NodeDegree>&)>& visit) const {
  if (period_.restricts()) return no_degrees();
  std::vector<NodeDegree> list;
  return impl_->reader().scan(Family::degree, {}, [&](std::string_view key, std::string_view value) -> Result<bool> {
    const auto node = store::parse_id_key(key);
    store::Degrees degrees;
    if (!node || !store::decode(value, degrees)) return failure(impl_->database().malformed(Family::degree, key));
    list_degrees(degrees, list);
    return visit(*node, list);
  });
}

Result<StoredEdge> Snapshot::edge(std::string_view source, TypeId type, std::string_view target) const {
  const auto& identity = impl_->identity();
  if (!identity) return failure(identity.error());
  const EdgeKey key = impl_->edge_key(**identity, source, type, target);
  const auto aggregate = edge(key.source, type, key.target);
  if (!aggregate && aggregate.error().code() == StatusCode::not_found) {
    const std::string name = fmt::format("{} -{}-> {}", source, type, target);
    const auto there = impl_->row<EdgeAggregate>(Family::out, store::edge_key(key));
    return there && *there ? outside("edge", name) : missing("edge", name);
  }
  if (!aggregate) return failure(aggregate.error());
  return StoredEdge{std::string(source), type, std::string(target), *aggregate};
}

Result<EdgeAggregate> Snapshot::edge(Key64 source, TypeId type, Key64 target) const {
  const EdgeKey key{source, type, target};
  const auto name = [&] { return fmt::format("{:016x} -{}-> {:016x}", source, type, target); };
  auto aggregate = impl_->row<EdgeAggregate>(Family::out, store::edge_key(key));
  if (!aggregate) return failure(aggregate.error());
  if (!*aggregate) return missing("edge", name());
  if (!period_.restricts()) return **aggregate;
  const auto remaining = store::PeriodReader(impl_->reader(), period_).edge(key);
  if (!remaining) return failure(remaining.error());
  if (!*remaining) return outside("edge", name());
  return **remaining;
}

Status Snapshot::claims(std::string_view source, TypeId type, std::string_view target,
                        const std::function<bool(const Claim&, std::uint32_t)>& visit) const {
  const auto& identity = impl_->identity();
  if (!identity) return identity.error();
  const auto prefix = store::edge_key(impl_->edge_key(**identity, source, type, target));
  Documents documents(impl_->reader());
  return impl_->reader().scan(Family::claim, prefix, [&](std::string_view key, std::string_view value) -> Result<bool> {
    const auto row = store::parse_claim_key(key);
    if (!row) return failure(impl_->database().malformed(Family::claim, key));
    if (period_.restricts()) {
      store::ClaimHead head;
      if (!store::decode_front(value, head)) return failure(impl_->database().malformed(Family::claim, key));
      if (!store::admits(period_, head)) return true;
    }
    const auto document = documents.of(row->document);
    if (!document) return failure(document.error());
    Claim claim;
    if (!store::decode(value, (*document)->extractor, claim)) return failure(impl_->database().malformed(Family::claim, key));
    claim.evidence.document = (*document)->id;
    claim.source = source;
    claim.type = type;
    claim.target = target;
    follow(**identity, claim);
    return visit(claim, row->number);
  });
}

Status Snapshot::out_days(std::string_view node, TypeId type, Day since, Day until, const VisitDay& visit) const {
  return days(Direction::out, node, type, since, until, visit);
}

Status Snapshot::in_days(std::string_view node, TypeId type, Day since, Day until, const VisitDay& visit) const {
  return days(Direction::in, node, type, since, until, visit);
}

Status Snapshot::days(Direction direction, std::string_view node, TypeId type, Day since, Day until, const VisitDay& visit) const {
  const auto& identity = impl_->identity();
  if (!identity) return identity.error();
  const Key64 key = (*identity)->canonical(hash64(node));
  if (period_.restricts()) {
    Ids ids(impl_->reader(), **identity);
    return store::PeriodReader(impl_->reader(), period_).days(direction, key, type, since, until, with_ids(ids, direction, visit));
  }
  return visit_days(impl_->reader(), **identity, direction == Direction::out ? Family::out_day : Family::in_day, key, type, since, until, visit);
}

Status Snapshot::for_each_day(Day since, Day until, const VisitDay& visit) const {
  const auto& identity = impl_->identity();
  if (!identity) return identity.error();
  const store::Reader& reader = impl_->reader();
  if (period_.restricts()) {
    Ids ids(reader, **identity);
    return store::PeriodReader(reader, period_).all_days(since, until, with_ids(ids, Direction::out, visit));
  }
  const std::string to = until == std::numeric_limits<Day>::max() ? std::string() : store::date_from(until + 1).str();
  Ids ids(reader, **identity);
  bool more = true;
  return reader.scan_range(Family::by_date, store::date_from(since), to, [&](std::string_view key, std::string_view) -> Result<bool> {
    const auto date = store::parse_date_key(key);
    if (!date) return failure(reader.database().malformed(Family::by_date, key));
    const Status status =
        reader.scan(Family::out_day, store::newest_prefix(*date), [&](std::string_view day_key, std::string_view value) -> Result<bool> {
          const auto row = store::parse_newest_key(day_key);
          if (!row) return failure(reader.database().malformed(Family::out_day, day_key));
          const auto shown = visit_day(reader, ids, visit, row->edge, row->day, Family::out_day, day_key, value);
          more = shown.value_or(false);
          return shown;
        });
    if (!status.ok()) return failure(status);
    return more;
  });
}

Result<std::vector<std::string>> Snapshot::report(std::string_view id) const {
  const Key64 key = hash64(id);
  Documents documents(impl_->reader());
  if (const auto held = document(id); !held) return failure(held.error());
  const auto group = store::group_of(impl_->reader(), key);
  if (!group) return failure(group.error());
  if (!*group) return std::vector<std::string>{std::string(id)};
  std::vector<std::string> report;
  const Status status =
      impl_->reader().scan(Family::report, store::report_prefix(**group), [&](std::string_view row, std::string_view) -> Result<bool> {
        const auto member = store::parse_member_key(row);
        if (!member) return failure(impl_->database().malformed(Family::report, row));
        const auto head = documents.of(member->second);
        if (!head) return failure(head.error());
        if (store::knows(period_, (*head)->date)) report.push_back((*head)->id);
        return true;
      });
  if (!status.ok()) return failure(status);
  std::sort(report.begin(), report.end());
  return report;
}

Result<DocumentRecord> Snapshot::document(std::string_view id) const {
  auto record = impl_->row<DocumentRecord>(Family::document, store::id_key(hash64(id)));
  if (!record) return failure(record.error());
  if (!*record || (*record)->id != id) return missing("document", id);
  if (!store::knows(period_, (*record)->date))
    return failure(StatusCode::not_found, fmt::format("document '{}': was not known on {}; it is of {}", id, format_day(*period_.known_by),
                                                      (*record)->date ? format_day(*(*record)->date) : "no known day"));
  return std::move(**record);
}

Status Snapshot::for_each_document(const std::function<bool(const DocumentRecord&)>& visit) const {
  return impl_->reader().scan(Family::document, {}, [&](std::string_view key, std::string_view value) -> Result<bool> {
    DocumentRecord record;
    if (!store::decode(value, record)) return failure(impl_->database().malformed(Family::document, key));
    return !store::knows(period_, record.date) || visit(record);
  });
}

Result<Contribution> Snapshot::contribution(std::string_view id) const {
  const auto& identity = impl_->identity();
  if (!identity) return failure(identity.error());
  auto record = document(id);
  if (!record) return failure(record.error());
  const Key64 document_key = hash64(id);
  const auto ledger_key = store::id_key(document_key);
  auto ledger = impl_->row<store::Ledger>(Family::by_document, ledger_key);
  if (!ledger) return failure(ledger.error());
  if (!*ledger) return failure(impl_->database().malformed(Family::document, ledger_key));

  Contribution contribution{std::move(*record), {}, {}};
  for (std::uint32_t number = 0; number < (*ledger)->claims.size(); ++number) {
    auto said = store::read_claim(impl_->reader(), **identity, impl_->ontology(), document_key, **ledger, number);
    if (!said) return failure(said.error());
    contribution.claims.push_back(std::move(said->claim));
  }
  contribution.nodes = std::move((*ledger)->nodes);
  return contribution;
}

/// The counters of `kind` by type.
Result<std::vector<std::pair<TypeId, std::uint64_t>>> Snapshot::Impl::counters(store::CounterKind kind) const {
  std::vector<std::pair<TypeId, std::uint64_t>> counts;
  const std::string prefix(1, static_cast<char>(kind));
  const Status status = reader_.scan(Family::counter, prefix, [&](std::string_view key, std::string_view value) -> Result<bool> {
    const auto row = store::parse_counter_key(key);
    std::uint64_t count = 0;
    if (!row || !store::decode_counter(value, count)) return failure(database_->malformed(Family::counter, key));
    counts.emplace_back(row->type, count);
    return true;
  });
  if (!status.ok()) return failure(status);
  return counts;
}

Result<std::shared_ptr<const Identity>> Snapshot::identity() const { return impl_->identity(); }

Result<StoreStats> Snapshot::recount(std::uint64_t all_documents) const {
  const store::PeriodReader reader(impl_->reader(), period_);
  StoreStats stats;
  const auto documents = period_.known_by ? reader.documents() : Result<std::uint64_t>(all_documents);
  if (!documents) return failure(documents.error());
  stats.documents = *documents;
  std::map<TypeId, std::uint64_t> nodes;
  Status status = for_each_node([&](const StoredNode& node) {
    ++nodes[node.node.type];
    ++stats.nodes;
    return true;
  });
  if (status.ok()) status = reader.count_edges(stats);
  if (!status.ok()) return failure(status);
  stats.nodes_by_type.assign(nodes.begin(), nodes.end());
  stats.bytes_on_disk = impl_->database().bytes_on_disk();
  stats.bytes_by_family = impl_->database().bytes_by_family();
  return stats;
}

Result<StoreStats> Snapshot::stats() const {
  using store::CounterKind;
  StoreStats stats;
  const auto documents = impl_->counters(CounterKind::documents);
  if (!documents) return failure(documents.error());
  if (!documents->empty()) stats.documents = documents->front().second;
  if (period_.restricts()) return recount(stats.documents);
  for (const auto& [kind, by_type, total] : {std::tuple{CounterKind::nodes, &stats.nodes_by_type, &stats.nodes},
                                             {CounterKind::edges, &stats.edges_by_type, &stats.edges},
                                             {CounterKind::shown_edges, &stats.shown_edges_by_type, &stats.shown_edges},
                                             {CounterKind::claims, &stats.claims_by_type, &stats.claims}}) {
    auto counts = impl_->counters(kind);
    if (!counts) return failure(counts.error());
    for (const auto& [type, count] : *counts) *total += count;
    *by_type = std::move(*counts);
  }
  stats.bytes_on_disk = impl_->database().bytes_on_disk();
  stats.bytes_by_family = impl_->database().bytes_by_family();
  return stats;
}

Result<std::vector<std::pair<Key64, std::uint64_t>>> Snapshot::top_keys(Direction direction, std::optional<TypeId> type, std::size_t limit) const {
  return period_.restricts() ? store::PeriodReader(impl_->reader(), period_).top(direction, type, limit)
                             : store::read_top(impl_->reader(), direction, type.value_or(0), limit);
}

Result<std::vector<std::pair<std::string, std::uint64_t>>> Snapshot::top(Direction direction, std::optional<TypeId> type, std::size_t limit) const {
  const auto& identity = impl_->identity();
  if (!identity) return failure(identity.error());
  const auto list = top_keys(direction, type, limit);
  if (!list) return failure(list.error());
  Ids ids(impl_->reader(), **identity);
  std::vector<std::pair<std::string, std::uint64_t>> top;
  for (const auto& [node, shown] : *list) {
    auto id = ids.of(node);
    if (!id) return failure(id.error());
    top.emplace_back(std::move(*id), shown);
  }
  return top;
}

}  // namespace entente
