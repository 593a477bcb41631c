#include "graph/store/load.h"

#include <fmt/format.h>

#include <thread>
#include <tuple>

#include "graph/store/parts.h"
#include "graph/store/validate.h"

namespace entente::store {
namespace {

Status changed() { return {StatusCode::io, "a scratch file was changed while it was in use; try again"}; }

std::uint64_t seen_on(std::uint32_t shingle, Day day) { return std::uint64_t{shingle} << 32 | static_cast<std::uint32_t>(day); }

/// Locks a mutex that others hold for less time than it takes to be woken up.
std::unique_lock<std::mutex> soon(std::mutex& mutex) {
  constexpr int tries = 1000;
  std::unique_lock lock(mutex, std::try_to_lock);
  for (int i = 0; i < tries && !lock; ++i) std::ignore = lock.try_lock();
  if (!lock) lock.lock();
  return lock;
}

RowKind kind_of(Family family) {
  switch (family) {
    case Family::out:
    case Family::out_day:
    case Family::in_day:
    case Family::node:
    case Family::node_day:
    case Family::degree: return RowKind::merge;
    default: return RowKind::put;
  }
}

}  // namespace

BulkLoad::BulkLoad(const Database& database, const Ontology& ontology, std::shared_ptr<const Identity> identity, std::size_t memory)
    : database_(database),
      ontology_(ontology),
      identity_(std::move(identity)),
      reader_(database),
      tables_(database, database.directory() / kLoading),
      memory_(memory) {}

Status BulkLoad::prepare() {
  if (Status status = tables_.prepare(); !status.ok()) return status;
  const auto documents = reader_.get(Family::counter, counter_key({CounterKind::documents, 0, 0}));
  if (!documents) return documents.error();
  empty_ = !*documents;
  const auto head_before = [this](Key64 node) { return node_head(reader_, node); };
  const auto state_before = [this](const EdgeKey& edge) { return edge_state(reader_, edge); };
  // While articles come: their texts, ledgers, claims and mentions. Afterwards most of these are on disk and edges are derived.
  const std::size_t share = memory_ / kShards / 4;
  const auto& scratch = tables_.directory();
  seen_rows_ = std::make_unique<RowSorter>(scratch, "seen", 0, share / 4);
  for (std::size_t i = 0; i < kShards; ++i) {
    Shard& shard = shards_[i];
    shard.texts = std::make_unique<RowSorter>(scratch, fmt::format("document-{}", i), 0, share);
    shard.ledgers = std::make_unique<RowSorter>(scratch, fmt::format("by_document-{}", i), 0, share);
    shard.claims = std::make_unique<RowSorter>(scratch, fmt::format("claim-{}", i), kPartitionBytes, share);
    shard.nodes =
        std::make_unique<NodeDerivation>(scratch, i, share, TypeChoice(ontology_), identity_, empty_ ? NodeDerivation::HeadBefore() : head_before);
    shard.edges = std::make_unique<EdgeDerivation>(scratch, i, 3 * share, empty_ ? EdgeDerivation::StateBefore() : state_before, nullptr);
  }
  return Status::success();
}

/// The rows that an article brings, but for those that are derived later.
struct BulkLoad::Rows {
  struct Claim {
    std::size_t shard = 0;
    KeyBytes key;
    std::string value;
  };
  std::string text, ledger;
  std::vector<std::pair<std::size_t, NodeDerivation::Mention>> mentions;  // with the shard
  std::vector<Claim> claims;
};

Result<bool> BulkLoad::add(const Contribution& contribution) {
  if (Status status = validate(contribution, ontology_); !status.ok()) return failure(std::move(status));
  const Parts parts = take_apart(contribution, ontology_);
  if (!empty_) {
    const auto known = reader_.get(Family::by_document, id_key(parts.document));
    if (!known) return failure(known.error());
    if (*known) return false;
  }
  const Print print = Print::of(contribution.document);
  const Rows rows = rows_of(contribution, parts);
  const auto lock = soon(adding_);
  const auto refused = refuses(parts.document, print);
  if (!refused) return failure(refused.error());
  if (*refused) return false;
  if (Status status = take(parts.document, print, rows); !status.ok()) return failure(std::move(status));
  return true;
}

BulkLoad::Rows BulkLoad::rows_of(const Contribution& contribution, const Parts& parts) const {
  Rows rows{encode(contribution.document), encode(parts.ledger), {}, {}};
  rows.mentions.reserve(parts.ledger.nodes.size());
  rows.claims.reserve(parts.claims.size());
  for (const Node& node : parts.ledger.nodes) {
    const Key64 key = hash64(node.id);
    rows.mentions.emplace_back(shard_of(key), NodeDerivation::mention(key, node, contribution.document.date));
  }
  for (std::uint32_t number = 0; number < parts.claims.size(); ++number) {
    const auto [edge, is_turned] = place_of(parts.ledger, number, *identity_, ontology_);
    const Claim& claim = *parts.claims[number];
    rows.claims.push_back({shard_of(edge.source), claim_key({edge, parts.document, number}),
                           encode(is_turned ? turned(claim) : claim, parts.ledger.date, parts.ledger.extractor)});
  }
  return rows;
}

/// Whether the writer has to have an article that is not in the store.
Result<bool> BulkLoad::refuses(Key64 document, const Print& print) {
  if (documents_.contains(document) || refused_.contains(document)) return true;
  const auto repeats = may_repeat(print);
  if (!repeats) return repeats;
  if (!*repeats && !identity_->judges_claims_of(document)) return false;
  refused_.insert(document);  // and what comes under its id later, so that it comes later
  return true;
}

Status BulkLoad::take(Key64 document, const Print& print, const Rows& rows) {
  documents_.insert(document);
  const auto key = id_key(document);
  Shard& shard = shards_[shard_of(document)];
  Status status = shard.texts->add(key, rows.text);
  if (status.ok()) status = shard.ledgers->add(key, rows.ledger);
  for (const std::uint32_t shingle : print.shingles.sample()) {
    seen_.insert(seen_on(shingle, print.day));
    if (status.ok()) status = seen_rows_->add(seen_key({shingle, print.day, document}), {});
  }
  for (const auto& [to, mention] : rows.mentions)
    if (status.ok()) status = shards_[to].nodes->add(mention);
  for (const Rows::Claim& claim : rows.claims)
    if (status.ok()) status = shards_[claim.shard].claims->add(claim.key, claim.value);
  return status;
}

/// Whether so many shingles of the article by which copies are found came out at the time, in articles of the store or the load, that one of them may
/// be linked with it.
Result<bool> BulkLoad::may_repeat(const Print& print) const {
  const auto [first, last] = copy_days(print.day);
  std::size_t common = 0;
  for (const std::uint32_t shingle : print.shingles.sample()) {
    bool found = false;
    for (Day day = first; day <= last; ++day) found = found || seen_.contains(seen_on(shingle, day));
    if (!found && !empty_) {
      const Status status = reader_.scan_range(Family::seen, seen_from(shingle, first), seen_from(shingle, last + 1),
                                               [&](std::string_view, std::string_view) -> Result<bool> {
                                                 found = true;
                                                 return false;
                                               });
      if (!status.ok()) return failure(status);
    }
    common += found ? 1 : 0;
  }
  return common >= Shingles::kCommonKeys;
}

RowVisit BulkLoad::into_tables(std::size_t shard) {
  return [this, shard](Family family, std::string_view key, std::string_view value) {
    return tables_.add(family, shard, key, value, empty_ ? RowKind::put : kind_of(family));
  };
}

/// What follows from documents, nodes and sources of edges of the shard.
Status BulkLoad::write_sources(std::size_t shard) {
  Shard& from = shards_[shard];
  const RowVisit visit = into_tables(shard);
  Status status = from.claims->drain([&](std::string_view key, std::string_view value) -> Status {
    const auto claim = parse_claim_key(key);
    ClaimHead head;
    if (!claim || !decode_front(value, head)) return changed();
    if (Status added = visit(Family::claim, key, value); !added.ok()) return added;
    return from.edges->add(*claim, head, visit);
  });
  if (status.ok()) status = from.edges->finish(visit);
  for (const auto& [family, rows] : {std::pair{Family::document, from.texts.get()}, {Family::by_document, from.ledgers.get()}})
    if (status.ok()) status = rows->drain([&, to = family](std::string_view key, std::string_view value) { return visit(to, key, value); });
  return status.ok() ? from.nodes->drain(visit) : status;
}

/// What needs the sources of all shards: their targets, and what is in no order of nodes.
Status BulkLoad::write_rest(std::size_t thread) {
  const EdgeDerivation::All edges = all_edges();
  Status status;
  if (thread == 0) {
    for (std::size_t shard = 0; shard < kShards; ++shard)
      if (status.ok()) status = EdgeDerivation::drain_in(edges, shard, into_tables(shard));
    return status.ok() ? EdgeDerivation::drain_degrees(edges, into_tables(0)) : status;
  }
  const RowVisit visit = into_tables(0);
  status = EdgeDerivation::drain_dates(edges, visit);
  if (status.ok()) status = NodeDerivation::drain_names(all_nodes(), visit);
  if (!status.ok()) return status;
  return seen_rows_->drain([&](std::string_view key, std::string_view value) { return visit(Family::seen, key, value); });
}

EdgeDerivation::All BulkLoad::all_edges() const {
  EdgeDerivation::All all;
  for (const Shard& shard : shards_) all.push_back(shard.edges.get());
  return all;
}

std::vector<NodeDerivation*> BulkLoad::all_nodes() const {
  std::vector<NodeDerivation*> all;
  for (const Shard& shard : shards_) all.push_back(shard.nodes.get());
  return all;
}

/// Counters may get smaller too, where articles give known nodes another type; so they are read.
Status BulkLoad::write_counters() {
  Counters changes = EdgeDerivation::counters(all_edges());
  changes[{CounterKind::documents, 0, 0}] = documents_.size();
  const auto node_counters = NodeDerivation::counters(all_nodes());
  if (!node_counters) return node_counters.error();
  for (const auto& [key, change] : *node_counters) changes[key] += change;
  for (const auto& [counter, change] : changes) {
    const auto key = counter_key(counter);
    std::uint64_t value = 0;
    const auto bytes = empty_ ? Result<std::optional<std::string>>(std::nullopt) : reader_.get(Family::counter, key);
    if (!bytes) return bytes.error();
    if (*bytes && !decode_counter(**bytes, value)) return database_.malformed(Family::counter, key);
    value += change;
    if (value == 0 && !*bytes) continue;
    if (Status status = tables_.add(Family::counter, 0, key, encode_counter(value), value == 0 ? RowKind::remove : RowKind::put); !status.ok())
      return status;
  }
  return Status::success();
}

Status BulkLoad::finish() {
  for (Status (BulkLoad::*step)(std::size_t) : {&BulkLoad::write_sources, &BulkLoad::write_rest}) {
    std::array<Status, kShards> outcomes;
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < kShards; ++i) threads.emplace_back([&, i] { outcomes[i] = (this->*step)(i); });
    for (std::thread& thread : threads) thread.join();
    for (Status& outcome : outcomes)
      if (!outcome.ok()) return std::move(outcome);
  }
  if (Status status = write_counters(); !status.ok()) return status;
  return tables_.ingest();
}

}  // namespace entente::store
