#include "graph/store/writer.h"

#include <fmt/format.h>
#include <rocksdb/write_batch.h>

#include <algorithm>
#include <set>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "graph/hash.h"
#include "graph/store/parts.h"
#include "graph/store/top.h"
#include "graph/store/validate.h"

namespace entente::store {
namespace {

/// How many nodes and edges the writer remembers, so that the much-named ones are not read again for each batch: some
/// ten megabytes.
constexpr std::size_t kRememberedNodes = 1u << 15;
constexpr std::size_t kRememberedEdges = 1u << 16;

rocksdb::Slice slice(std::string_view bytes) { return {bytes.data(), bytes.size()}; }

Status collision(std::string_view what, std::string_view one, std::string_view other) {
  return {StatusCode::invalid_input, fmt::format("{} '{}': has the same 64-bit key as '{}'; change one of the two ids", what, one, other)};
}

/// A change of a count, modulo 2^64, so that taking out is adding.
std::uint64_t less(std::uint64_t n) { return ~n + 1; }
bool is_negative(std::uint64_t change) { return change >> 63 != 0; }

}  // namespace

/// One batch on its way into the store: what it changes, gathered by row, then written at once.
class BatchPlan {
 public:
  explicit BatchPlan(Writer& writer) : writer_(writer) {}

  /// REQUIRES: called once for each document.
  Status take(const Mutation& mutation);
  /// Computes the changed rows and writes them. The Writer remembers them only if that succeeds.
  Result<ApplySummary> commit();

 private:
  struct EdgeChange {
    EdgeTally tally;     // of the batch; of all claims where rewritten
    std::set<Day> days;  // whose rows change
    bool rewritten = false;
    EdgeState after;
  };
  struct NodeChange {
    NodeRecord added, removed;  // an empty id for nothing
  };

  Status put(Key64 key, const Contribution& contribution);
  Status remove(Key64 key, const Ledger& ledger);
  Status add(const Contribution& contribution);
  Status add_mention(NodeRecord& record, const Node& node, std::optional<Day> date, std::uint64_t change);
  void add_claim(const ClaimKey& key, const Claim& claim, const Ledger& ledger);
  Result<std::optional<Ledger>> ledger(Key64 document, std::string_view id) const;

  Status add_remaining_claims(const EdgeKey& edge, EdgeChange& change);
  Status find_dates(Key64 node, NodeRecord& record) const;
  Status write_edge(const EdgeKey& edge, EdgeChange& change);
  void write_sums(const EdgeKey& edge, const EdgeChange& change);
  Status write_dates();
  Status write_node(Key64 node, NodeChange& change);
  Result<NodeRecord> rewritten(Key64 node, const NodeChange& change) const;
  void write_names(Key64 node, const NodeRecord& before, const NodeRecord& after);
  Status write_degree(Key64 node, const Degrees& change);
  Status write_count(Family family, std::string_view key, std::uint64_t change);
  Status write_all();
  void remember();

  void put_row(Family family, std::string_view key, const std::string& value) {
    keep(batch_.Put(writer_.database_.family(family), slice(key), slice(value)));
  }
  void delete_row(Family family, std::string_view key) { keep(batch_.Delete(writer_.database_.family(family), slice(key))); }
  void merge_row(Family family, std::string_view key, const std::string& value) {
    keep(batch_.Merge(writer_.database_.family(family), slice(key), slice(value)));
  }
  /// An aggregate that is new as a whole is put; one that is added to what is stored is an operand.
  void sum_row(Family family, std::string_view key, const std::string& value, bool whole) {
    whole ? put_row(family, key, value) : merge_row(family, key, value);
  }
  void keep(const rocksdb::Status& status) {
    if (failed_.ok()) failed_ = status;
  }

  void count(CounterKind kind, TypeId type, std::uint64_t change, Day day = 0) { counters_[{kind, type, day}] += change; }
  void count_claim(const EdgeKey& edge, const ClaimHead& head, std::uint64_t change);
  void count_edge(const EdgeKey& edge, EdgeState before, EdgeState after);
  Degree& degree(Key64 node, TypeId type, Direction direction) { return degrees_[node][{type, direction}]; }

  Writer& writer_;
  ApplySummary summary_;
  rocksdb::WriteBatch batch_;
  rocksdb::Status failed_;
  std::unordered_set<Key64> removed_;  // documents whose stored claims go
  std::map<EdgeKey, EdgeChange> edges_;
  std::map<DateKey, bool> dates_;  // whether the batch itself leaves something
  std::set<DayKey> gone_days_;
  std::map<Key64, NodeChange> nodes_;
  // Changes of counts, as less() makes them.
  std::map<std::pair<Key64, Day>, std::uint64_t> node_days_;
  std::map<Key64, Degrees> degrees_;
  std::map<CounterKey, std::uint64_t> counters_;
  std::map<Key64, std::optional<NodeHead>> heads_;  // as they are after the batch
};

Result<std::optional<Ledger>> BatchPlan::ledger(Key64 document, std::string_view id) const {
  const auto key = id_key(document);
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
  ++(*old ? summary_.retracted : summary_.missing);
  return *old ? remove(key, **old) : Status::success();
}

Status BatchPlan::put(Key64 key, const Contribution& contribution) {
  const auto old = ledger(key, contribution.document.id);
  if (!old) return old.error();
  if (*old && (*old)->content_hash == contribution.document.content_hash) {
    ++summary_.unchanged;
    return Status::success();
  }
  if (*old)
    if (Status status = remove(key, **old); !status.ok()) return status;
  ++(*old ? summary_.replaced : summary_.added);
  return add(contribution);
}

Status BatchPlan::remove(Key64 key, const Ledger& ledger) {
  removed_.insert(key);
  delete_row(Family::document, id_key(key));
  delete_row(Family::by_document, id_key(key));
  count(CounterKind::documents, 0, less(1));
  for (const Node& node : ledger.nodes)
    if (Status status = add_mention(nodes_[hash64(node.id)].removed, node, ledger.date, less(1)); !status.ok()) return status;
  for (std::uint32_t number = 0; number < ledger.claims.size(); ++number) {
    const EdgeKey edge = ledger.edge(number);
    delete_row(Family::claim, claim_key({edge, key, number}));
    edges_[edge].rewritten = true;
  }
  return Status::success();
}

Status BatchPlan::add(const Contribution& contribution) {
  const Parts parts = take_apart(contribution, writer_.ontology_);
  const std::optional<Day> date = contribution.document.date;
  for (const Node& node : contribution.nodes)
    if (Status status = add_mention(nodes_[hash64(node.id)].added, node, date, 1); !status.ok()) return status;
  for (std::uint32_t number = 0; const Claim& claim : parts.claims) {
    add_claim({parts.ledger.edge(number), parts.document, number}, claim, parts.ledger);
    ++number;
  }
  put_row(Family::document, id_key(parts.document), encode(contribution.document));
  put_row(Family::by_document, id_key(parts.document), encode(parts.ledger));
  count(CounterKind::documents, 0, 1);
  return Status::success();
}

Status BatchPlan::add_mention(NodeRecord& record, const Node& node, std::optional<Day> date, std::uint64_t change) {
  if (!record.id.empty() && record.id != node.id) return collision("node", node.id, record.id);
  record.add(NodeRecord::of(node, date));
  if (date) node_days_[{hash64(node.id), *date}] += change;
  return Status::success();
}

void BatchPlan::add_claim(const ClaimKey& key, const Claim& claim, const Ledger& ledger) {
  const ClaimHead head = head_of(claim, ledger.date);
  EdgeChange& change = edges_[key.edge];
  change.tally.add(key.document, std::nullopt, head);
  change.days.insert(head.day);
  put_row(Family::claim, claim_key(key), encode(claim, ledger.date, ledger.extractor));
  count_claim(key.edge, head, 1);
}

void BatchPlan::count_claim(const EdgeKey& edge, const ClaimHead& head, std::uint64_t change) {
  count(CounterKind::claims, edge.type, change);
  if (head.status == ClaimStatus::actual) count(CounterKind::daily_claims, edge.type, change, head.day);
  degree(edge.source, edge.type, Direction::out).claims += change;
  degree(edge.target, edge.type, Direction::in).claims += change;
}

void BatchPlan::count_edge(const EdgeKey& edge, EdgeState before, EdgeState after) {
  const auto change = [](bool was, bool is) { return was == is ? 0 : is ? 1 : less(1); };
  const std::uint64_t edges = change(before.exists, after.exists), shown = change(before.shown, after.shown);
  count(CounterKind::edges, edge.type, edges);
  count(CounterKind::shown_edges, edge.type, shown);
  for (Degree* end : {&degree(edge.source, edge.type, Direction::out), &degree(edge.target, edge.type, Direction::in)}) {
    end->edges += edges;
    end->shown += shown;
  }
}

Status BatchPlan::add_remaining_claims(const EdgeKey& edge, EdgeChange& change) {
  return writer_.reader_.scan(Family::claim, edge_key(edge), [&](std::string_view key, std::string_view value) -> Result<bool> {
    const auto parsed = parse_claim_key(key);
    ClaimHead head;
    if (!parsed || !decode_front(value, head)) return failure(writer_.database_.malformed(Family::claim, key));
    if (removed_.contains(parsed->document)) {
      change.days.insert(head.day);
      count_claim(edge, head, less(1));
    } else {
      change.tally.add(parsed->document, std::nullopt, head);
    }
    return true;
  });
}

Status BatchPlan::write_edge(const EdgeKey& edge, EdgeChange& change) {
  const auto before = writer_.state(edge);
  if (!before) return before.error();
  if (change.rewritten)
    if (Status status = add_remaining_claims(edge, change); !status.ok()) return status;
  const bool shown = change.tally.total().actual() > 0;
  change.after = change.rewritten ? EdgeState{!change.tally.empty(), shown} : EdgeState{true, before->shown || shown};
  count_edge(edge, *before, change.after);
  write_sums(edge, change);
  return Status::success();
}

void BatchPlan::write_sums(const EdgeKey& edge, const EdgeChange& change) {
  const std::string total = encode(change.tally.total());
  const auto out = edge_key(edge), in = edge_key(edge.reversed());
  for (const auto& [family, key] : {std::pair{Family::out, &out}, {Family::in, &in}}) {
    if (change.after.exists)
      sum_row(family, *key, total, change.rewritten);
    else
      delete_row(family, *key);
  }
  for (const Day day : change.days) {
    const EdgeAggregate* sum = change.tally.on(day);
    const std::string value = sum == nullptr ? std::string() : encode_day_sum(*sum);
    const auto out_day = newest_key({edge, day}), in_day = newest_key({edge.reversed(), day});
    for (const auto& [family, key] : {std::pair{Family::out_day, &out_day}, {Family::in_day, &in_day}}) {
      if (sum != nullptr)
        sum_row(family, *key, value, change.rewritten);
      else
        delete_row(family, *key);
    }
    if (sum == nullptr) gone_days_.insert({edge, day});
    bool& kept = dates_[{day, edge.type, edge.source}];
    kept = kept || sum != nullptr;
  }
}

Status BatchPlan::write_dates() {
  for (const auto& [date, kept] : dates_) {
    bool there = kept;
    // Of the edges that share the row only some may have lost the day.
    const Status status =
        there ? Status::success()
              : writer_.reader_.scan(Family::out_day, newest_prefix(date), [&](std::string_view key, std::string_view) -> Result<bool> {
                  const auto row = parse_newest_key(key);
                  if (!row) return failure(writer_.database_.malformed(Family::out_day, key));
                  there = !gone_days_.contains(*row);
                  return !there;
                });
    if (!status.ok()) return status;
    if (there)
      put_row(Family::by_date, date_key(date), {});
    else
      delete_row(Family::by_date, date_key(date));
  }
  return Status::success();
}

/// The first and the last day of those that are left to the node, as nothing but its days can tell.
Status BatchPlan::find_dates(Key64 node, NodeRecord& record) const {
  record.dates.reset();
  const auto extend = [&](Day day) {
    if (!record.dates) record.dates.emplace(day, day);
    record.dates = {std::min(record.dates->first, day), std::max(record.dates->second, day)};
  };
  for (auto day = node_days_.lower_bound({node, std::numeric_limits<Day>::min()}); day != node_days_.end() && day->first.first == node; ++day)
    if (day->second != 0 && !is_negative(day->second)) extend(day->first.second);
  return writer_.reader_.scan(Family::node_day, id_key(node), [&](std::string_view key, std::string_view value) -> Result<bool> {
    const auto parsed = parse_node_day_key(key);
    std::uint64_t documents = 0;
    if (!parsed || !decode_counter(value, documents)) return failure(writer_.database_.malformed(Family::node_day, key));
    if (const auto change = node_days_.find(*parsed); change != node_days_.end()) documents += change->second;
    if (documents > 0) extend(parsed->second);
    return true;
  });
}

/// The whole record of a node of which something goes; documents are 0 where nothing is left.
Result<NodeRecord> BatchPlan::rewritten(Key64 node, const NodeChange& change) const {
  const auto key = id_key(node);
  const auto bytes = writer_.reader_.get(Family::node, key);
  if (!bytes) return failure(bytes.error());
  NodeRecord record;
  if (!*bytes || !decode(**bytes, record)) return failure(writer_.database_.malformed(Family::node, key));
  const auto stored = record.dates;
  record.add(change.added);
  if (!record.subtract(change.removed)) return failure(writer_.database_.malformed(Family::node, key));
  const auto& gone = change.removed.dates;
  if (gone && stored && (gone->first == stored->first || gone->second == stored->second))
    if (Status status = find_dates(node, record); !status.ok()) return failure(std::move(status));
  return record;
}

Status BatchPlan::write_node(Key64 node, NodeChange& change) {
  const auto old = writer_.head(node);
  if (!old) return old.error();
  const std::string& id = change.added.id.empty() ? change.removed.id : change.added.id;
  for (const std::string* known : {&std::as_const(change.removed.id), *old ? &(*old)->id : &id})
    if (!known->empty() && *known != id) return collision("node", id, *known);

  std::optional<NodeHead> head;
  if (change.removed.id.empty()) {
    merge_row(Family::node, id_key(node), encode(change.added));
    write_names(node, {}, change.added);
    head = NodeHead{id, change.added.types};
    if (*old)
      for (const auto& [type, documents] : (*old)->types) head->types[type] += documents;
  } else {
    const auto record = rewritten(node, change);
    if (!record) return record.error();
    if (record->documents > 0) {
      put_row(Family::node, id_key(node), encode(*record));
      head = NodeHead{id, record->types};
    } else {
      delete_row(Family::node, id_key(node));
    }
    write_names(node, change.removed, *record);
  }
  if (*old) count(CounterKind::nodes, writer_.choice_.of((*old)->types), less(1));
  if (head) count(CounterKind::nodes, writer_.choice_.of(head->types), 1);
  heads_[node] = std::move(head);
  return Status::success();
}

/// `before` are the names that may go.
void BatchPlan::write_names(Key64 node, const NodeRecord& before, const NodeRecord& after) {
  const std::set<std::string> names = folded_names(after);
  for (const std::string& name : names) put_row(Family::name, name_key(name, node), {});
  for (const std::string& name : folded_names(before))
    if (!names.contains(name)) delete_row(Family::name, name_key(name, node));
}

Status BatchPlan::write_degree(Key64 node, const Degrees& change) {
  Degrees kept;
  bool less_than_before = false;
  for (const auto& [key, degree] : change) {
    if (degree == Degree()) continue;
    kept.emplace(key, degree);
    less_than_before = less_than_before || is_negative(degree.edges) || is_negative(degree.shown) || is_negative(degree.claims);
  }
  if (kept.empty()) return Status::success();
  const auto key = id_key(node);
  if (!less_than_before) {
    merge_row(Family::degree, key, encode(kept));
    return Status::success();
  }
  const auto bytes = writer_.reader_.get(Family::degree, key);
  if (!bytes) return bytes.error();
  Degrees degrees;
  if (!*bytes || !decode(**bytes, degrees)) return writer_.database_.malformed(Family::degree, key);
  store::add(degrees, kept);
  std::erase_if(degrees, [](const auto& entry) { return entry.second == Degree(); });
  if (degrees.empty())
    delete_row(Family::degree, key);
  else
    put_row(Family::degree, key, encode(degrees));
  return Status::success();
}

/// REQUIRES: counts of `family` are merged by addition.
Status BatchPlan::write_count(Family family, std::string_view key, std::uint64_t change) {
  if (change == 0) return Status::success();
  if (!is_negative(change)) {
    merge_row(family, key, encode_counter(change));
    return Status::success();
  }
  const auto bytes = writer_.reader_.get(family, key);
  if (!bytes) return bytes.error();
  std::uint64_t value = 0;
  if (!*bytes || !decode_counter(**bytes, value) || value < less(change)) return writer_.database_.malformed(family, key);
  value += change;
  if (value == 0)
    delete_row(family, key);
  else
    put_row(family, key, encode_counter(value));
  return Status::success();
}

Status BatchPlan::write_all() {
  for (auto& [edge, change] : edges_)
    if (Status status = write_edge(edge, change); !status.ok()) return status;
  if (Status status = write_dates(); !status.ok()) return status;
  for (auto& [node, change] : nodes_)
    if (Status status = write_node(node, change); !status.ok()) return status;
  for (const auto& [key, change] : node_days_)
    if (Status status = write_count(Family::node_day, node_day_key(key.first, key.second), change); !status.ok()) return status;
  for (const auto& [node, change] : degrees_)
    if (Status status = write_degree(node, change); !status.ok()) return status;
  for (const auto& [key, change] : counters_)
    if (Status status = write_count(Family::counter, counter_key(key), change); !status.ok()) return status;
  if (!failed_.ok()) return writer_.database_.status(failed_);
  if (batch_.Count() == 0) return Status::success();
  if (writer_.top_marked_) delete_row(Family::meta, std::string(kTopMark));
  rocksdb::WriteOptions options;
  options.sync = writer_.sync_;
  return writer_.database_.status(writer_.database_.db().Write(options, &batch_));
}

void BatchPlan::remember() {
  if (batch_.Count() > 0) writer_.top_marked_ = false;
  for (const auto& [edge, change] : edges_) {
    if (change.after.exists)
      writer_.edges_.put(edge, change.after);
    else
      writer_.edges_.erase(edge);
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

Status Writer::make_way() {
  rocksdb::WriteOptions options;
  options.sync = true;  // of this write and of all before it; unlike DB::SyncWAL() it is refused, and not an abort, after one that failed
  const auto status = database_.db().Delete(options, database_.family(Family::meta), slice(kTopMark));
  if (status.ok()) top_marked_ = false;
  return database_.status(status);
}

void Writer::forget() {
  top_marked_ = true;
  heads_ = Recent<Key64, NodeHead>(kRememberedNodes);
  edges_ = Recent<EdgeKey, EdgeState>(kRememberedEdges);
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
  const auto head = node_head(reader_, node);
  if (head && *head) heads_.put(node, **head);
  return head;
}

Result<EdgeState> Writer::state(const EdgeKey& edge) {
  if (const EdgeState* known = edges_.find(edge)) return *known;
  const auto state = edge_state(reader_, edge);
  if (state && state->exists) edges_.put(edge, *state);
  return state;
}

Result<std::optional<NodeHead>> node_head(const Reader& reader, Key64 node) {
  const auto key = id_key(node);
  const auto bytes = reader.get(Family::node, key);
  if (!bytes) return failure(bytes.error());
  if (!*bytes) return std::nullopt;
  NodeHead head;
  if (!decode_front(**bytes, head)) return failure(reader.database().malformed(Family::node, key));
  return head;
}

Result<EdgeState> edge_state(const Reader& reader, const EdgeKey& edge) {
  const auto key = edge_key(edge);
  const auto bytes = reader.get(Family::out, key);
  if (!bytes) return failure(bytes.error());
  if (!*bytes) return EdgeState{};
  EdgeAggregate aggregate;
  if (!decode(**bytes, aggregate)) return failure(reader.database().malformed(Family::out, key));
  return EdgeState{true, aggregate.actual() > 0};
}

}  // namespace entente::store
