#include "graph/store/writer.h"

#include <fmt/format.h>
#include <rocksdb/perf_level.h>

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "graph/hash.h"
#include "graph/identity/claim_name.h"
#include "graph/store/plan.h"
#include "graph/store/said.h"
#include "graph/store/top.h"
#include "graph/store/validate.h"

namespace entente::store {
namespace {

/// How many nodes and edges the writer remembers, up to twice as many, so that the much-named ones are not read again for each batch: a node takes
/// some hundred bytes, an edge 30.
constexpr std::size_t kRememberedNodes = 1u << 19;
constexpr std::size_t kRememberedEdges = 1u << 16;

}  // namespace

Writer::Writer(const Database& database, const Ontology& ontology, Identities& identities, bool sync)
    : database_(database),
      ontology_(ontology),
      reader_(database),
      identities_(identities),
      choice_(ontology),
      sync_(sync),
      heads_(kRememberedNodes),
      edges_(kRememberedEdges) {}

Status Writer::make_way() {
  rocksdb::WriteOptions options;
  options.sync = true;  // of this write and of all before it; unlike DB::SyncWAL() it is refused, and not an abort, after one that failed
  const auto status = database_.db().Delete(options, database_.family(Family::meta), {kTopMark.data(), kTopMark.size()});
  if (status.ok()) top_marked_ = false;
  return database_.status(status);
}

void Writer::forget() {
  top_marked_ = true;
  heads_ = Recent<Key64, std::string>(kRememberedNodes);
  edges_ = Recent<EdgeKey, EdgeState>(kRememberedEdges);
}

Result<ApplySummary> Writer::apply(const MutationBatch& batch, bool sync) {
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
  std::vector<const Mutation*> mutations;
  for (const Mutation& mutation : batch.mutations)
    if (last.at(hash64(id_of(mutation))) == &mutation) mutations.push_back(&mutation);
  return apply_valid(mutations, sync);
}

Result<ApplySummary> Writer::apply_valid(const std::vector<const Mutation*>& mutations, bool sync) {
  const auto version = identities_.at(reader_);
  if (!version) return failure(version.error());
  identity_ = version->identity;
  rocksdb::SetPerfLevel(rocksdb::PerfLevel::kDisable);  // of this thread: nobody reads RocksDB's counters, and each row pays for them
  BatchPlan plan(*this);
  for (const Mutation* mutation : mutations)
    if (Status status = plan.take(*mutation); !status.ok()) return failure(std::move(status));
  return plan.commit(sync || sync_);
}

/// Whether a judgement can be made.
Status Writer::check(const Judgement& judgement, const Identity& identity) {
  const auto refuse = [&](std::string_view what) -> Status {
    return {StatusCode::invalid_input, fmt::format("judgement of '{}' and '{}': {}", judgement.a, judgement.b, what)};
  };
  if (judgement.a == judgement.b) return refuse("is about one id; name two");
  if (judgement.author.empty()) return refuse("has no author; say who judges");
  if (!(judgement.score >= 0 && judgement.score <= 1)) return refuse("has a score out of range; give 0 to 1");
  if (is_of_claim(judgement.verdict)) return check_claim(judgement);
  for (const std::string* id : {&judgement.a, &judgement.b}) {
    const auto head = this->head(hash64(*id));
    if (!head) return head.error();
    const bool judged = std::any_of(identity.judgements().begin(), identity.judgements().end(),
                                    [&](const Judgement& other) { return other.a == *id || other.b == *id; });
    if (*head ? (*head)->id != *id : !judged) return {StatusCode::not_found, fmt::format("node '{}': is not in the graph; check its id", *id)};
  }
  return Status::success();
}

/// Whether the article that a judgement names has the claim that it names.
Status Writer::check_claim(const Judgement& judgement) {
  const Key64 key = hash64(judgement.a);
  const auto ledger = read_ledger(reader_, key);
  if (!ledger) return ledger.error();
  if (!*ledger || (*ledger)->id != judgement.a)
    return {StatusCode::not_found, fmt::format("article '{}': is not in the graph; check its id", judgement.a)};
  const auto article = read_document(reader_, key);
  if (!article) return article.error();
  for (std::uint32_t number = 0; number < (*ledger)->claims.size(); ++number) {
    const auto said = read_claim(reader_, *identity_, ontology_, key, **ledger, number);
    if (!said) return said.error();
    if (claim_name(said->claim, *article, ontology_) == judgement.b) return Status::success();
  }
  return {StatusCode::not_found, fmt::format("article '{}': has no claim '{}'", judgement.a, judgement.b)};
}

Result<JudgementSummary> Writer::judge(const std::vector<Judgement>& judgements,
                                       const std::vector<std::pair<std::uint64_t, Revocation>>& revocations) {
  const auto version = identities_.at(reader_);
  if (!version) return failure(version.error());
  identity_ = version->identity;
  std::vector<Judgement> all = identity_->judgements(), rows;
  for (const auto& [number, revocation] : revocations) {
    const auto judged = std::find_if(all.begin(), all.end(), [n = number](const Judgement& one) { return one.number == n; });
    if (judged == all.end())
      return failure(StatusCode::not_found, fmt::format("judgement {}: there is none; 'entente judgements' lists them", number));
    if (judged->revoked) return failure(StatusCode::invalid_input, fmt::format("judgement {}: was undone already", number));
    judged->revoked = revocation;
    rows.push_back(*judged);
  }
  JudgementSummary summary;
  for (Judgement judgement : judgements) {
    if (Status status = check(judgement, *identity_); !status.ok()) return failure(std::move(status));
    judgement.number = all.empty() ? 1 : all.back().number + 1;
    judgement.revoked.reset();
    summary.numbers.push_back(judgement.number);
    rows.push_back(judgement);
    all.push_back(std::move(judgement));
  }
  if (rows.empty()) return summary;
  for (const Judgement& row : rows)
    if (is_of_claim(row.verdict) != is_of_claim(rows.front().verdict))
      return failure(StatusCode::invalid_input, "judgements of nodes and of claims: cannot be made or undone at once; do it one after the other");

  const Identity after(std::move(all));
  BatchPlan plan(*this);
  const auto moved = plan.judge(rows, version->number + 1, after);
  if (!moved) return failure(moved.error());
  if (const auto written = plan.commit(sync_); !written) return failure(written.error());
  summary.claims_moved = *moved;
  return summary;
}

Result<std::optional<NodeHead>> Writer::head(Key64 node) {
  if (const std::string* known = heads_.find(node)) {
    NodeHead head;
    decode_front(*known, head);
    return head;
  }
  const auto head = node_head(reader_, node);
  if (head && *head) remember(node, **head);
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
