#include "graph/store/load.h"

#include <fmt/format.h>

#include <thread>

#include "graph/store/parts.h"
#include "graph/store/validate.h"

namespace entente::store {
namespace {

constexpr std::size_t kPartitionBytes = 2;

Status changed() { return {StatusCode::io, "a scratch file was changed while it was in use; try again"}; }

RowKind kind_of(Family family) {
  switch (family) {
    case Family::out:
    case Family::in:
    case Family::out_day:
    case Family::in_day:
    case Family::node:
    case Family::node_day:
    case Family::degree: return RowKind::merge;
    default: return RowKind::put;
  }
}

}  // namespace

BulkLoad::BulkLoad(const Database& database, const Ontology& ontology, std::size_t memory)
    : database_(database), ontology_(ontology), reader_(database), tables_(database, database.directory() / "loading"), memory_(memory) {}

Status BulkLoad::prepare() {
  if (Status status = tables_.prepare(); !status.ok()) return status;
  const auto documents = reader_.get(Family::counter, counter_key({CounterKind::documents, 0, 0}));
  if (!documents) return documents.error();
  empty_ = !*documents;
  // While articles come: their texts, ledgers, claims and mentions. Afterwards the first three are on disk and edges are derived.
  const std::size_t share = memory_ / 4;
  const auto& scratch = tables_.directory();
  texts_ = std::make_unique<RowSorter>(scratch, "document", 0, share);
  ledgers_ = std::make_unique<RowSorter>(scratch, "by_document", 0, share);
  claims_ = std::make_unique<RowSorter>(scratch, "claim", kPartitionBytes, share);
  const auto head_before = [this](Key64 node) -> Result<std::optional<NodeHead>> {
    const auto key = id_key(node);
    const auto bytes = reader_.get(Family::node, key);
    if (!bytes) return failure(bytes.error());
    if (!*bytes) return std::nullopt;
    NodeHead head;
    if (!decode_front(**bytes, head)) return failure(database_.malformed(Family::node, key));
    return head;
  };
  const auto state_before = [this](const EdgeKey& edge) -> Result<EdgeState> { return edge_state(reader_, edge); };
  nodes_ = std::make_unique<NodeDerivation>(scratch, share, TypeChoice(ontology_), empty_ ? NodeDerivation::HeadBefore() : head_before);
  edges_ = std::make_unique<EdgeDerivation>(scratch, memory_ - share, empty_ ? EdgeDerivation::StateBefore() : state_before, nullptr);
  return Status::success();
}

Result<bool> BulkLoad::add(const Contribution& contribution) {
  if (Status status = validate(contribution, ontology_); !status.ok()) return failure(std::move(status));
  const Parts parts = take_apart(contribution, ontology_);
  if (documents_.contains(parts.document)) return false;
  if (!empty_) {
    const auto known = reader_.get(Family::by_document, id_key(parts.document));
    if (!known) return failure(known.error());
    if (*known) return false;
  }
  documents_.emplace(parts.document, contribution.document.content_hash);
  const auto key = id_key(parts.document);
  Status status = texts_->add(key, encode(contribution.document));
  if (status.ok()) status = ledgers_->add(key, encode(parts.ledger));
  if (status.ok()) status = nodes_->add(parts.ledger);
  for (std::uint32_t number = 0; const Claim& claim : parts.claims) {
    if (status.ok()) status = claims_->add(claim_key({parts.ledger.edge(number), parts.document, number}), encode(claim, contribution.document.date));
    ++number;
  }
  if (!status.ok()) return failure(std::move(status));
  return true;
}

Status BulkLoad::add_row(Family family, std::string_view key, std::string_view value) {
  return tables_.add(family, key, value, empty_ ? RowKind::put : kind_of(family));
}

Status BulkLoad::write_documents() {
  for (const auto& [family, rows] : {std::pair{Family::document, texts_.get()}, {Family::by_document, ledgers_.get()}}) {
    const Status status = rows->drain([&](std::string_view key, std::string_view value) { return add_row(family, key, value); });
    if (!status.ok()) return status;
  }
  return nodes_->drain([this](Family family, std::string_view key, std::string_view value) { return add_row(family, key, value); });
}

Status BulkLoad::write_claims() {
  const auto visit = [this](Family family, std::string_view key, std::string_view value) { return add_row(family, key, value); };
  const Status status = claims_->drain([&](std::string_view key, std::string_view value) -> Status {
    const auto claim = parse_claim_key(key);
    ClaimHead head;
    if (!claim || !decode_front(value, head)) return changed();
    if (Status added = add_row(Family::claim, key, value); !added.ok()) return added;
    return edges_->add(*claim, head, visit);
  });
  return status.ok() ? edges_->finish(visit) : status;
}

Status BulkLoad::write_edges(const std::vector<Family>& families) {
  for (const Family family : families) {
    const Status status = edges_->drain(family, [this](Family to, std::string_view key, std::string_view value) { return add_row(to, key, value); });
    if (!status.ok()) return status;
  }
  return Status::success();
}

/// Counters may get smaller too, where articles give known nodes another type; so they are read.
Status BulkLoad::write_counters() {
  Counters changes = nodes_->counters();
  for (const auto& [key, change] : edges_->counters()) changes[key] += change;
  for (const auto& [counter, change] : changes) {
    const auto key = counter_key(counter);
    std::uint64_t value = 0;
    const auto bytes = reader_.get(Family::counter, key);
    if (!bytes) return bytes.error();
    if (*bytes && !decode_counter(**bytes, value)) return database_.malformed(Family::counter, key);
    value += change;
    if (value == 0 && !*bytes) continue;
    if (Status status = tables_.add(Family::counter, key, encode_counter(value), value == 0 ? RowKind::remove : RowKind::put); !status.ok())
      return status;
  }
  return Status::success();
}

Status BulkLoad::finish() {
  // Two threads, because the work falls into two halves that do not meet: claims make edges, ledgers make nodes. What is left is shared
  // out so that both take about as long.
  Status documents, edges;
  std::thread other([&] { documents = write_documents(); });
  edges = write_claims();
  other.join();
  if (edges.ok() && documents.ok()) {
    other = std::thread([&] { documents = write_edges({Family::out_day, Family::by_date}); });
    edges = write_edges({Family::in, Family::in_day, Family::degree});
    other.join();
  }
  for (const Status& status : {documents, edges})
    if (!status.ok()) return status;
  if (Status status = write_counters(); !status.ok()) return status;
  return tables_.ingest();
}

}  // namespace entente::store
