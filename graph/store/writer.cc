#include "graph/store/writer.h"

#include <fmt/format.h>
#include <rocksdb/write_batch.h>

#include <set>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "graph/hash.h"
#include "graph/store/fold.h"
#include "graph/store/validate.h"

namespace entente::store {
namespace {

/// How many nodes and edges the writer remembers, so that the much-named ones are not read again for each batch: some
/// ten megabytes.
constexpr std::size_t kRememberedNodes = 1u << 15;
constexpr std::size_t kRememberedEdges = 1u << 16;

rocksdb::Slice slice(std::string_view bytes) { return {bytes.data(), bytes.size()}; }

/// Every form under which a reader may look for the node.
std::set<std::string> folded_names(const NodeRecord& record) {
  std::set<std::string> folded;
  for (const auto& [name, count] : record.names) folded.insert(fold_name(name.second));
  for (const auto& [name, count] : record.display_names) folded.insert(fold_name(name));
  folded.erase("");
  return folded;
}

Status collision(std::string_view what, std::string_view one, std::string_view other) {
  return {StatusCode::invalid_input, fmt::format("{} '{}': has the same 64-bit key as '{}'; change one of the two ids", what, one, other)};
}

}  // namespace

/// One batch on its way into the store: what it changes, gathered by row, then written at once.
class BatchPlan {
 public:
  explicit BatchPlan(Writer& writer) : writer_(writer), counters_(writer.counters_) {}

  /// REQUIRES: called once for each document.
  Status take(const Mutation& mutation);
  /// Computes the changed rows and writes them. The Writer remembers them only if that succeeds.
  Result<ApplySummary> commit();

 private:
  struct EdgeChange {
    EdgeTally tally;     // of the batch; of all claims where rewritten
    std::set<Day> days;  // whose rows change
    bool rewritten = false;
  };
  struct NodeChange {
    NodeRecord record;  // of the batch; of all mentions where rewritten
    std::set<std::string> lost_names;
    bool rewritten = false;
  };

  Status put(Key64 key, const Contribution& contribution);
  void remove(Key64 key, const Ledger& ledger);
  Status add(Key64 key, const Contribution& contribution);
  Status add_mention(Key64 document, const Node& node, std::optional<Day> date);
  void add_claim(const ClaimKey& key, const Claim& claim, Day day);
  Result<std::optional<Ledger>> ledger(Key64 document, std::string_view id) const;

  Status add_remaining_claims(const EdgeKey& edge, EdgeChange& change) const;
  Status add_remaining_mentions(Key64 node, NodeChange& change) const;
  Status write_edge(const EdgeKey& edge, EdgeChange& change);
  Status write_node(Key64 node, NodeChange& change);
  void write_names(Key64 node, const NodeChange& change);
  void write_counters();
  Status write_all();
  void remember();

  void put_row(Family family, const std::string& key, const std::string& value) {
    keep(batch_.Put(writer_.database_.family(family), slice(key), slice(value)));
  }
  void delete_row(Family family, const std::string& key) { keep(batch_.Delete(writer_.database_.family(family), slice(key))); }
  /// An aggregate that is new as a whole is put; one that is added to what is stored is an operand.
  void sum_row(Family family, const std::string& key, const std::string& value, bool whole) {
    if (whole)
      put_row(family, key, value);
    else
      keep(batch_.Merge(writer_.database_.family(family), slice(key), slice(value)));
  }
  void keep(const rocksdb::Status& status) {
    if (failed_.ok()) failed_ = status;
  }

  void count(CounterKind kind, TypeId type, std::int64_t change) {
    counters_[{kind, type}] += static_cast<std::uint64_t>(change);  // modulo 2^64, so that a negative change subtracts
  }

  Writer& writer_;
  ApplySummary summary_;
  rocksdb::WriteBatch batch_;
  rocksdb::Status failed_;
  std::unordered_set<Key64> removed_;  // documents whose stored claims and mentions go
  std::map<EdgeKey, EdgeChange> edges_;
  std::map<Key64, NodeChange> nodes_;
  Counters counters_;
  std::map<Key64, std::optional<NodeHead>> heads_;  // as they are after the batch
};

Result<std::optional<Ledger>> BatchPlan::ledger(Key64 document, std::string_view id) const {
  const std::string key = id_key(document);
  const auto bytes = writer_.reader_.get(Family::by_document, key);
  if (!bytes) return failure(bytes.error());
  if (!*bytes) return std::nullopt;
  Ledger ledger;
  if (!decode(**bytes, ledger)) return failure(writer_.database_.malformed(Family::by_document, key));
  if (ledger.id != id) return failure(collision("document", id, ledger.id));
  return ledger;
}

Status BatchPlan::take(const Mutation& mutation) {
  if (const auto* contribution = std::get_if<Contribution>(&mutation)) return put(hash64(contribution->document.id), *contribution);
  const std::string& id = std::get<Retraction>(mutation).document;
  const Key64 key = hash64(id);
  const auto old = ledger(key, id);
  if (!old) return old.error();
  if (*old) remove(key, **old);
  ++(*old ? summary_.retracted : summary_.missing);
  return Status::success();
}

Status BatchPlan::put(Key64 key, const Contribution& contribution) {
  const auto old = ledger(key, contribution.document.id);
  if (!old) return old.error();
  if (*old && (*old)->content_hash == contribution.document.content_hash) {
    ++summary_.unchanged;
    return Status::success();
  }
  if (*old) remove(key, **old);
  ++(*old ? summary_.replaced : summary_.added);
  return add(key, contribution);
}

void BatchPlan::remove(Key64 key, const Ledger& ledger) {
  removed_.insert(key);
  delete_row(Family::document, id_key(key));
  delete_row(Family::by_document, id_key(key));
  delete_row(Family::seen, pair_key(ledger.content_hash, key));
  count(CounterKind::documents, 0, -1);
  for (const Key64 node : ledger.nodes) {
    delete_row(Family::mention, pair_key(node, key));
    nodes_[node].rewritten = true;
  }
  for (std::uint32_t number = 0; const EdgeKey& edge : ledger.claims) {
    delete_row(Family::claim, claim_key({edge, key, number++}));
    count(CounterKind::claims, edge.type, -1);
    edges_[edge].rewritten = true;
  }
}

Status BatchPlan::add(Key64 key, const Contribution& contribution) {
  const DocumentRecord& document = contribution.document;
  Ledger ledger{document.id, document.content_hash, {}, {}};
  for (const Node& node : contribution.nodes) {
    if (Status status = add_mention(key, node, document.date); !status.ok()) return status;
    ledger.nodes.push_back(hash64(node.id));
  }
  for (const Claim& claim : contribution.claims) {
    const Claim stored = normalised(claim, writer_.ontology_);
    const EdgeKey edge{hash64(stored.source), stored.type, hash64(stored.target)};
    add_claim({edge, key, static_cast<std::uint32_t>(ledger.claims.size())}, stored, effective_day(stored, document));
    ledger.claims.push_back(edge);
  }
  put_row(Family::document, id_key(key), encode(document));
  put_row(Family::by_document, id_key(key), encode(ledger));
  put_row(Family::seen, pair_key(document.content_hash, key), {});
  count(CounterKind::documents, 0, 1);
  return Status::success();
}

Status BatchPlan::add_mention(Key64 document, const Node& node, std::optional<Day> date) {
  const Key64 key = hash64(node.id);
  NodeRecord& record = nodes_[key].record;
  if (!record.id.empty() && record.id != node.id) return collision("node", node.id, record.id);
  record.add(NodeRecord::of(node, date));
  put_row(Family::mention, pair_key(key, document), encode(Mention{date, node}));
  return Status::success();
}

void BatchPlan::add_claim(const ClaimKey& key, const Claim& claim, Day day) {
  EdgeChange& change = edges_[key.edge];
  change.tally.add(key.document, {status_of(claim), day, claim.evidence.confidence});
  change.days.insert(day);
  put_row(Family::claim, claim_key(key), encode(claim, day));
  count(CounterKind::claims, key.edge.type, 1);
}

Status BatchPlan::add_remaining_claims(const EdgeKey& edge, EdgeChange& change) const {
  return writer_.reader_.scan(Family::claim, edge_key(edge), [&](std::string_view key, std::string_view value) -> Result<bool> {
    const auto parsed = parse_claim_key(key);
    ClaimHead head;
    if (!parsed || !decode_front(value, head)) return failure(writer_.database_.malformed(Family::claim, key));
    if (removed_.contains(parsed->document))
      change.days.insert(head.day);
    else
      change.tally.add(parsed->document, head);
    return true;
  });
}

Status BatchPlan::add_remaining_mentions(Key64 node, NodeChange& change) const {
  return writer_.reader_.scan(Family::mention, id_key(node), [&](std::string_view key, std::string_view value) -> Result<bool> {
    const auto parsed = parse_pair_key(key);
    Mention mention;
    if (!parsed || !decode(value, mention)) return failure(writer_.database_.malformed(Family::mention, key));
    const NodeRecord record = NodeRecord::of(mention.node, mention.date);
    if (removed_.contains((*parsed)[1]))
      change.lost_names.merge(folded_names(record));
    else if (!change.record.id.empty() && change.record.id != record.id)
      return failure(collision("node", change.record.id, record.id));
    else
      change.record.add(record);
    return true;
  });
}

Status BatchPlan::write_edge(const EdgeKey& edge, EdgeChange& change) {
  if (change.rewritten)
    if (Status status = add_remaining_claims(edge, change); !status.ok()) return status;
  const auto existed = change.rewritten ? Result<bool>(true) : writer_.has_edge(edge);
  if (!existed) return existed.error();

  const bool exists = !change.tally.empty();
  count(CounterKind::edges, edge.type, static_cast<int>(exists) - static_cast<int>(*existed));
  const std::string out = edge_key(edge), in = edge_key(edge.reversed());
  for (const auto& [family, key] : {std::pair{Family::out, &out}, {Family::in, &in}}) {
    if (exists)
      sum_row(family, *key, encode(change.tally.total()), change.rewritten);
    else
      delete_row(family, *key);
  }
  for (const Day day : change.days) {
    const EdgeAggregate* sum = change.tally.on(day);
    const std::string date = date_key({edge, day});
    const std::string out_day = newest_key({edge, day}), in_day = newest_key({edge.reversed(), day});
    for (const auto& [family, key] : {std::pair{Family::out_day, &out_day}, {Family::in_day, &in_day}}) {
      if (sum != nullptr)
        sum_row(family, *key, encode_day_sum(*sum), change.rewritten);
      else
        delete_row(family, *key);
    }
    if (sum != nullptr)
      put_row(Family::by_date, date, {});
    else
      delete_row(Family::by_date, date);
  }
  return Status::success();
}

Status BatchPlan::write_node(Key64 node, NodeChange& change) {
  if (change.rewritten)
    if (Status status = add_remaining_mentions(node, change); !status.ok()) return status;
  const auto old = writer_.head(node);
  if (!old) return old.error();
  const NodeRecord& record = change.record;
  if (*old && !record.id.empty() && (*old)->id != record.id) return collision("node", record.id, (*old)->id);

  std::optional<NodeHead> head;
  if (record.documents == 0) {
    delete_row(Family::node, id_key(node));
  } else {
    sum_row(Family::node, id_key(node), encode(record), change.rewritten);
    head = NodeHead{record.id, record.types};
    if (*old && !change.rewritten)
      for (const auto& [type, count] : (*old)->types) head->types[type] += count;
  }
  write_names(node, change);
  if (*old) count(CounterKind::nodes, writer_.choice_.of((*old)->types), -1);
  if (head) count(CounterKind::nodes, writer_.choice_.of(head->types), 1);
  heads_[node] = std::move(head);
  return Status::success();
}

void BatchPlan::write_names(Key64 node, const NodeChange& change) {
  const std::set<std::string> names = folded_names(change.record);
  for (const std::string& name : names) put_row(Family::name, name_key(name, node), {});
  for (const std::string& name : change.lost_names)
    if (!names.contains(name)) delete_row(Family::name, name_key(name, node));
}

void BatchPlan::write_counters() {
  for (const auto& [key, value] : counters_) {
    const auto old = writer_.counters_.find(key);
    if (old != writer_.counters_.end() && old->second == value) continue;
    if (value == 0)
      delete_row(Family::counter, counter_key(key));
    else
      put_row(Family::counter, counter_key(key), encode_counter(value));
  }
  std::erase_if(counters_, [](const auto& counter) { return counter.second == 0; });
}

Status BatchPlan::write_all() {
  for (auto& [edge, change] : edges_)
    if (Status status = write_edge(edge, change); !status.ok()) return status;
  for (auto& [node, change] : nodes_)
    if (Status status = write_node(node, change); !status.ok()) return status;
  write_counters();
  if (!failed_.ok()) return writer_.database_.status(failed_);
  if (batch_.Count() == 0) return Status::success();
  rocksdb::WriteOptions options;
  options.sync = writer_.sync_;
  return writer_.database_.status(writer_.database_.db().Write(options, &batch_));
}

void BatchPlan::remember() {
  writer_.counters_ = std::move(counters_);
  for (const auto& [edge, change] : edges_) {
    if (change.tally.empty())
      writer_.edges_.erase(edge);
    else
      writer_.edges_.put(edge, true);
  }
  for (auto& [node, head] : heads_) {
    if (head)
      writer_.heads_.put(node, std::move(*head));
    else
      writer_.heads_.erase(node);
  }
}

Result<ApplySummary> BatchPlan::commit() {
  if (Status status = write_all(); !status.ok()) return failure(std::move(status));
  remember();
  return summary_;
}

Writer::Writer(const Database& database, const Ontology& ontology, bool sync)
    : database_(database),
      ontology_(ontology),
      reader_(database),
      choice_(ontology),
      sync_(sync),
      heads_(kRememberedNodes),
      edges_(kRememberedEdges) {}

Status Writer::load() {
  auto counters = read_counters(reader_);
  if (!counters) return counters.error();
  counters_ = std::move(*counters);
  return Status::success();
}

Result<ApplySummary> Writer::apply(const MutationBatch& batch) {
  // The last word about a document is the only one that leaves a trace, so the others need no more than to be valid.
  std::unordered_map<Key64, const Mutation*> last;
  const auto id_of = [](const Mutation& mutation) -> const std::string& {
    if (const auto* contribution = std::get_if<Contribution>(&mutation)) return contribution->document.id;
    return std::get<Retraction>(mutation).document;
  };
  for (const Mutation& mutation : batch.mutations) {
    if (const auto* contribution = std::get_if<Contribution>(&mutation))
      if (Status status = validate(*contribution, ontology_); !status.ok()) return failure(std::move(status));
    const auto [entry, fresh] = last.try_emplace(hash64(id_of(mutation)), &mutation);
    if (!fresh && id_of(*entry->second) != id_of(mutation)) return failure(collision("document", id_of(mutation), id_of(*entry->second)));
    entry->second = &mutation;
  }
  BatchPlan plan(*this);
  for (const Mutation& mutation : batch.mutations)
    if (last.at(hash64(id_of(mutation))) == &mutation)
      if (Status status = plan.take(mutation); !status.ok()) return failure(std::move(status));
  return plan.commit();
}

Result<std::optional<NodeHead>> Writer::head(Key64 node) {
  if (const NodeHead* known = heads_.find(node)) return *known;
  const std::string key = id_key(node);
  const auto bytes = reader_.get(Family::node, key);
  if (!bytes) return failure(bytes.error());
  if (!*bytes) return std::nullopt;
  NodeHead head;
  if (!decode_front(**bytes, head)) return failure(database_.malformed(Family::node, key));
  heads_.put(node, head);
  return head;
}

Result<bool> Writer::has_edge(const EdgeKey& edge) {
  if (edges_.find(edge) != nullptr) return true;
  const auto bytes = reader_.get(Family::out, edge_key(edge));
  if (!bytes) return failure(bytes.error());
  if (*bytes) edges_.put(edge, true);
  return bytes->has_value();
}

Result<Counters> read_counters(const Reader& reader) {
  Counters counters;
  const Status status = reader.scan(Family::counter, {}, [&](std::string_view key, std::string_view value) -> Result<bool> {
    const auto parsed = parse_counter_key(key);
    std::uint64_t number = 0;
    if (!parsed || !decode_counter(value, number)) return failure(reader.database().malformed(Family::counter, key));
    counters.emplace(*parsed, number);
    return true;
  });
  if (!status.ok()) return failure(status);
  return counters;
}

}  // namespace entente::store
