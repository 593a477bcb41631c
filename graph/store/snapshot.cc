#include "graph/store/snapshot.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <map>

#include "graph/hash.h"
#include "graph/store/codec.h"
#include "graph/store/fold.h"
#include "graph/store/recent.h"
#include "graph/store/writer.h"

namespace entente {

using store::EdgeKey;
using store::Family;
using store::Key64;

namespace {

/// How many ids a scan remembers: a scan meets the same ends again and again, and reading a node costs more than the edge.
constexpr std::size_t kRememberedIds = 1u << 14;

tl::unexpected<Status> missing(std::string_view what, std::string_view id) {
  return failure(StatusCode::not_found, fmt::format("{} '{}': is not in the graph; check its id", what, id));
}

/// The string ids behind the keys that one scan meets.
class Ids {
 public:
  explicit Ids(const store::Reader& reader) : reader_(reader), known_(kRememberedIds) {}

  Result<std::string> of(Key64 node) {
    if (const std::string* id = known_.find(node)) return *id;
    const std::string key = store::id_key(node);
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
  store::Recent<Key64, std::string> known_;
};

/// Whether rows of `family` have the ends of an edge the other way round.
bool is_reversed(Family family) { return family == Family::in || family == Family::in_day; }

using VisitEdge = std::function<bool(const StoredEdge&)>;
using VisitDay = std::function<bool(const StoredDay&)>;

Status visit_edges(const store::Reader& reader, Family family, std::string_view prefix, const VisitEdge& visit) {
  Ids ids(reader);
  return reader.scan(family, prefix, [&](std::string_view key, std::string_view value) -> Result<bool> {
    const auto row = store::parse_edge_key(key);
    EdgeAggregate aggregate;
    if (!row || !store::decode(value, aggregate)) return failure(reader.database().malformed(family, key));
    const auto edge = ids.edge(is_reversed(family) ? row->reversed() : *row, aggregate);
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

Status visit_days(const store::Reader& reader, Family family, std::string_view node, TypeId type, Day since, Day until, const VisitDay& visit) {
  const Key64 end = hash64(node);
  const std::string from = store::newest_from(end, type, until);
  const std::string to =
      since == std::numeric_limits<Day>::min() ? store::after_prefix(store::edge_prefix(end, type)) : store::newest_from(end, type, since - 1);
  Ids ids(reader);
  return reader.scan_range(family, from, to, [&](std::string_view key, std::string_view value) -> Result<bool> {
    const auto row = store::parse_newest_key(key);
    if (!row) return failure(reader.database().malformed(family, key));
    return visit_day(reader, ids, visit, is_reversed(family) ? row->edge.reversed() : row->edge, row->day, family, key, value);
  });
}

std::string edge_prefix(std::string_view node, std::optional<TypeId> type) {
  return type ? store::edge_prefix(hash64(node), *type) : store::edge_prefix(hash64(node));
}

}  // namespace

Snapshot::Impl::Impl(std::shared_ptr<const store::Database> database, std::shared_ptr<const Ontology> ontology)
    : database_(std::move(database)),
      ontology_(std::move(ontology)),
      snapshot_(database_->db().GetSnapshot()),
      reader_(*database_, snapshot_),
      choice_(*ontology_) {}

Snapshot::Impl::~Impl() { database_->db().ReleaseSnapshot(snapshot_); }

EdgeKey Snapshot::Impl::edge_key(std::string_view& source, TypeId type, std::string_view& target) const {
  const RelationType* relation = ontology_->relation_type(type);
  if (relation != nullptr && relation->symmetric && target < source) std::swap(source, target);
  return {hash64(source), type, hash64(target)};
}

template <class Value>
Result<std::optional<Value>> Snapshot::Impl::row(Family family, const std::string& key) const {
  const auto bytes = reader_.get(family, key);
  if (!bytes) return failure(bytes.error());
  if (!*bytes) return std::nullopt;
  Value value;
  if (!store::decode(**bytes, value)) return failure(database_->malformed(family, key));
  return value;
}

Result<StoredNode> Snapshot::node(std::string_view id) const {
  const auto record = impl_->row<store::NodeRecord>(Family::node, store::id_key(hash64(id)));
  if (!record) return failure(record.error());
  if (!*record || (*record)->id != id) return missing("node", id);
  return summarise(**record, impl_->choice());
}

Status Snapshot::for_each_node(const std::function<bool(const StoredNode&)>& visit) const {
  return impl_->reader().scan(Family::node, {}, [&](std::string_view key, std::string_view value) -> Result<bool> {
    store::NodeRecord record;
    if (!store::decode(value, record)) return failure(impl_->database().malformed(Family::node, key));
    return visit(summarise(record, impl_->choice()));
  });
}

Result<std::vector<std::string>> Snapshot::find(std::string_view name) const {
  std::vector<std::string> found;
  if (const auto exact = node(name))
    found.push_back(exact->node.id);
  else if (exact.error().code() != StatusCode::not_found)
    return failure(exact.error());

  const std::string folded = store::fold_name(name);
  Ids ids(impl_->reader());
  const Status status = impl_->reader().scan(Family::name, store::name_prefix(folded), [&](std::string_view key, std::string_view) -> Result<bool> {
    const auto node = store::parse_name_key(key);
    if (!node) return failure(impl_->database().malformed(Family::name, key));
    auto id = ids.of(*node);
    if (!id) return failure(id.error());
    found.push_back(std::move(*id));
    return true;
  });
  if (!status.ok()) return failure(status);
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

Status Snapshot::out(std::string_view node, std::optional<TypeId> type, const VisitEdge& visit) const {
  return visit_edges(impl_->reader(), Family::out, edge_prefix(node, type), visit);
}

Status Snapshot::in(std::string_view node, std::optional<TypeId> type, const VisitEdge& visit) const {
  return visit_edges(impl_->reader(), Family::in, edge_prefix(node, type), visit);
}

Status Snapshot::for_each_edge(const VisitEdge& visit) const { return visit_edges(impl_->reader(), Family::out, {}, visit); }

Result<StoredEdge> Snapshot::edge(std::string_view source, TypeId type, std::string_view target) const {
  const EdgeKey key = impl_->edge_key(source, type, target);
  const auto aggregate = impl_->row<EdgeAggregate>(Family::out, store::edge_key(key));
  if (!aggregate) return failure(aggregate.error());
  if (!*aggregate) return missing("edge", fmt::format("{} -{}-> {}", source, type, target));
  return StoredEdge{std::string(source), type, std::string(target), **aggregate};
}

Status Snapshot::claims(std::string_view source, TypeId type, std::string_view target, const std::function<bool(const Claim&)>& visit) const {
  const std::string prefix = store::edge_key(impl_->edge_key(source, type, target));
  return impl_->reader().scan(Family::claim, prefix, [&](std::string_view key, std::string_view value) -> Result<bool> {
    Claim claim;
    if (!store::decode(value, claim)) return failure(impl_->database().malformed(Family::claim, key));
    claim.source = source;
    claim.type = type;
    claim.target = target;
    return visit(claim);
  });
}

Status Snapshot::out_days(std::string_view node, TypeId type, Day since, Day until, const VisitDay& visit) const {
  return visit_days(impl_->reader(), Family::out_day, node, type, since, until, visit);
}

Status Snapshot::in_days(std::string_view node, TypeId type, Day since, Day until, const VisitDay& visit) const {
  return visit_days(impl_->reader(), Family::in_day, node, type, since, until, visit);
}

Status Snapshot::for_each_day(Day since, Day until, const VisitDay& visit) const {
  const store::Reader& reader = impl_->reader();
  const std::string to = until == std::numeric_limits<Day>::max() ? std::string() : store::date_from(until + 1);
  Ids ids(reader);
  return reader.scan_range(Family::by_date, store::date_from(since), to, [&](std::string_view key, std::string_view) -> Result<bool> {
    const auto row = store::parse_date_key(key);
    if (!row) return failure(reader.database().malformed(Family::by_date, key));
    const std::string day_row = store::newest_key(*row);
    const auto value = reader.get(Family::out_day, day_row);
    if (!value) return failure(value.error());
    if (!*value) return failure(reader.database().malformed(Family::by_date, key));
    return visit_day(reader, ids, visit, row->edge, row->day, Family::out_day, day_row, **value);
  });
}

Result<DocumentRecord> Snapshot::document(std::string_view id) const {
  auto record = impl_->row<DocumentRecord>(Family::document, store::id_key(hash64(id)));
  if (!record) return failure(record.error());
  if (!*record || (*record)->id != id) return missing("document", id);
  return std::move(**record);
}

Status Snapshot::for_each_document(const std::function<bool(const DocumentRecord&)>& visit) const {
  return impl_->reader().scan(Family::document, {}, [&](std::string_view key, std::string_view value) -> Result<bool> {
    DocumentRecord record;
    if (!store::decode(value, record)) return failure(impl_->database().malformed(Family::document, key));
    return visit(record);
  });
}

Result<Contribution> Snapshot::contribution(std::string_view id) const {
  auto record = document(id);
  if (!record) return failure(record.error());
  const Key64 document_key = hash64(id);
  const std::string ledger_key = store::id_key(document_key);
  const auto ledger = impl_->row<store::Ledger>(Family::by_document, ledger_key);
  if (!ledger) return failure(ledger.error());
  if (!*ledger) return failure(impl_->database().malformed(Family::document, ledger_key));

  Contribution contribution{std::move(*record), {}, {}};
  std::map<Key64, std::string> ids;
  for (const Key64 node : (*ledger)->nodes) {
    const std::string key = store::pair_key(node, document_key);
    auto mention = impl_->row<store::Mention>(Family::mention, key);
    if (!mention) return failure(mention.error());
    if (!*mention) return failure(impl_->database().malformed(Family::by_document, ledger_key));
    ids.emplace(node, (*mention)->node.id);
    contribution.nodes.push_back(std::move((*mention)->node));
  }
  for (std::uint32_t number = 0; const EdgeKey& edge : (*ledger)->claims) {
    auto claim = impl_->row<Claim>(Family::claim, store::claim_key({edge, document_key, number++}));
    if (!claim) return failure(claim.error());
    const auto source = ids.find(edge.source), target = ids.find(edge.target);
    if (!*claim || source == ids.end() || target == ids.end()) return failure(impl_->database().malformed(Family::by_document, ledger_key));
    (*claim)->source = source->second;
    (*claim)->type = edge.type;
    (*claim)->target = target->second;
    contribution.claims.push_back(std::move(**claim));
  }
  return contribution;
}

Result<StoreStats> Snapshot::stats() const {
  const auto counters = store::read_counters(impl_->reader());
  if (!counters) return failure(counters.error());
  StoreStats stats;
  const auto add = [](std::uint64_t& total, auto& by_type, TypeId type, std::uint64_t value) {
    total += value;
    by_type.emplace_back(type, value);
  };
  for (const auto& [key, value] : *counters) {
    switch (key.kind) {
      case store::CounterKind::documents: stats.documents = value; break;
      case store::CounterKind::nodes: add(stats.nodes, stats.nodes_by_type, key.type, value); break;
      case store::CounterKind::edges: add(stats.edges, stats.edges_by_type, key.type, value); break;
      case store::CounterKind::claims: add(stats.claims, stats.claims_by_type, key.type, value); break;
    }
  }
  stats.bytes_on_disk = impl_->database().bytes_on_disk();
  return stats;
}

}  // namespace entente
