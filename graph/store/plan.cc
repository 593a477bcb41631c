#include "graph/store/plan.h"

#include <fmt/format.h>

#include "graph/hash.h"
#include "graph/identity/claim_name.h"
#include "graph/store/judgements.h"
#include "graph/store/parts.h"
#include "graph/store/said.h"

namespace entente::store {
namespace {

constexpr std::size_t kRememberedLedgers = 2048;

/// The keys of the ids for which another id stands by `after` than by `before`.
std::set<Key64> changed_ids(const Identity& before, const Identity& after) {
  std::set<Key64> changed;
  for (const Identity* identity : {&before, &after})
    for (const Cluster& cluster : identity->clusters())
      for (const std::string& id : cluster.ids)
        if (const Key64 key = hash64(id); before.canonical(key) != after.canonical(key)) changed.insert(key);
  return changed;
}

}  // namespace

Status collision(std::string_view what, std::string_view one, std::string_view other) {
  return {StatusCode::invalid_input, fmt::format("{} '{}': has the same 64-bit key as '{}'; change one of the two ids", what, one, other)};
}

Result<std::optional<Ledger>> BatchPlan::ledger(Key64 document) const { return read_ledger(writer_.reader_, document); }

Result<std::optional<Ledger>> BatchPlan::ledger(Key64 document, std::string_view id) const {
  auto stored = ledger(document);
  if (stored && *stored && (*stored)->id != id) return failure(collision("document", id, (*stored)->id));
  return stored;
}

Status BatchPlan::take(const Mutation& mutation) {
  if (const auto* contribution = std::get_if<Contribution>(&mutation)) return put(hash64(contribution->document.id), *contribution);
  const std::string& id = std::get<Retraction>(mutation).document;
  const Key64 key = hash64(id);
  const auto old = ledger(key, id);
  if (!old) return old.error();
  ++(*old ? summary_.retracted : summary_.missing);
  return *old ? remove(key, **old, false) : Status::success();
}

Status BatchPlan::put(Key64 key, const Contribution& contribution) {
  const auto old = ledger(key, contribution.document.id);
  if (!old) return old.error();
  if (*old && (*old)->content_hash == contribution.document.content_hash) {
    ++summary_.unchanged;
    return Status::success();
  }
  bool same_text = false;  // then it repeats what it did before
  if (*old) {
    const auto same = holds_text(key, contribution.document);
    if (!same) return same.error();
    same_text = *same;
    if (Status status = remove(key, **old, same_text); !status.ok()) return status;
  }
  ++(*old ? summary_.replaced : summary_.added);
  return add(contribution, same_text);
}

/// Whether an article is stored with this text and day.
Result<bool> BatchPlan::holds_text(Key64 key, const DocumentRecord& document) const {
  const auto stored = read_document(writer_.reader_, key);
  if (!stored) return failure(stored.error());
  return stored->text == document.text && stored->date == document.date;
}

Status BatchPlan::remove(Key64 key, const Ledger& ledger, bool same_text) {
  removed_.insert(key);
  if (!same_text)
    if (Status status = groups_.remove(key); !status.ok()) return status;
  delete_row(Family::document, id_key(key));
  delete_row(Family::by_document, id_key(key));
  count(CounterKind::documents, 0, less(1));
  for (const Node& node : ledger.nodes)
    if (Status status = add_mention(nodes_[hash64(node.id)].removed, node, ledger.date, less(1)); !status.ok()) return status;
  for (std::uint32_t number = 0; number < ledger.claims.size(); ++number) {
    const auto rejected = is_rejected(key, number);
    if (!rejected) return rejected.error();
    if (*rejected) {
      delete_row(Family::rejected, rejected_key(key, number));
      continue;
    }
    const EdgeKey edge = place_of(ledger, number, *writer_.identity_, writer_.ontology_).edge;
    delete_row(Family::claim, claim_key({edge, key, number}));
    edges_[edge].rewritten = true;
  }
  return Status::success();
}

Status BatchPlan::add(const Contribution& contribution, bool same_text) {
  const Parts parts = take_apart(contribution, writer_.ontology_);
  const std::optional<Day> date = contribution.document.date;
  for (const Node& node : contribution.nodes)
    if (Status status = add_mention(nodes_[hash64(node.id)].added, node, date, 1); !status.ok()) return status;
  const bool judged = writer_.identity_->judges_claims_of(parts.document);
  for (std::uint32_t number = 0; number < parts.claims.size(); ++number) {
    const Claim& claim = *parts.claims[number];
    if (judged && writer_.identity_->rejects(parts.ledger.id, claim_name(claim, contribution.document, writer_.ontology_))) {
      put_row(Family::rejected, rejected_key(parts.document, number), encode(claim, parts.ledger.date, parts.ledger.extractor));
      continue;
    }
    const Place place = place_of(parts.ledger, number, *writer_.identity_, writer_.ontology_);
    put_row(Family::claim, claim_key({place.edge, parts.document, number}),
            encode(place.turned ? turned(claim) : claim, parts.ledger.date, parts.ledger.extractor));
    add_claim(place.edge, parts.document, head_of(claim, parts.ledger.date));
  }
  if (!same_text) groups_.add(parts.document, contribution.document);
  put_row(Family::document, id_key(parts.document), encode(contribution.document));
  put_row(Family::by_document, id_key(parts.document), encode(parts.ledger));
  count(CounterKind::documents, 0, 1);
  return Status::success();
}

Result<bool> BatchPlan::is_rejected(Key64 document, std::uint32_t number) const {
  if (!writer_.identity_->judges_claims_of(document)) return false;
  const auto row = writer_.reader_.get(Family::rejected, rejected_key(document, number));
  if (!row) return failure(row.error());
  return row->has_value();
}

Status BatchPlan::add_mention(NodeRecord& record, const Node& node, std::optional<Day> date, std::uint64_t change) {
  if (!record.id.empty() && record.id != node.id) return collision("node", node.id, record.id);
  NodeRecord said = NodeRecord::of(node, date);
  if (record.id.empty())
    record = std::move(said);
  else
    record.add(said);
  if (date) node_days_[{hash64(node.id), *date}] += change;
  return Status::success();
}

void BatchPlan::add_claim(const EdgeKey& edge, Key64 document, const ClaimHead& head) {
  EdgeChange& change = edges_[edge];
  change.said.push_back({document, head});
  change.days.insert(head.day);
  count_claim(edge, head, 1);
}

Result<std::uint64_t> BatchPlan::judge(const std::vector<Judgement>& rows, std::uint64_t version, const Identity& after) {
  for (const Judgement& judgement : rows) put_row(Family::judgement, id_key(judgement.number), encode(judgement));
  put_row(Family::meta, kJudgedMark, encode_counter(version));

  const Identity& before = *writer_.identity_;
  std::set<Key64> left, standing;  // that stood for an id before, or stand for it now
  for (const Key64 id : changed_ids(before, after)) {
    left.insert(before.canonical(id));
    standing.insert({before.canonical(id), after.canonical(id)});
  }
  std::set<EdgeKey> edges;
  for (const Key64 node : left) {
    auto more = edges_of(node);
    if (!more) return failure(more.error());
    edges.merge(*more);
  }
  std::uint64_t moved = 0;
  Recent<Key64, Ledger> ledgers(kRememberedLedgers);
  for (const EdgeKey& edge : edges) {
    const auto of_edge = move_claims(edge, after, ledgers);
    if (!of_edge) return of_edge;
    moved += *of_edge;
  }
  if (Status status = count_clusters(standing, after); !status.ok()) return failure(std::move(status));
  if (!is_of_claim(rows.front().verdict)) return moved;
  for (const Key64 document : after.articles_with_judged_claims())
    if (Status status = judge_claims(document, after); !status.ok()) return failure(std::move(status));
  return moved;
}

/// Takes claims of a document out of what counts, or puts them back, as `after` has it.
Status BatchPlan::judge_claims(Key64 document, const Identity& after) {
  const auto said = ledger(document);
  if (!said) return said.error();
  if (!*said) return Status::success();
  const auto article = read_document(writer_.reader_, document);
  if (!article) return article.error();
  for (std::uint32_t number = 0; number < (*said)->claims.size(); ++number) {
    const auto stored = read_claim(writer_.reader_, after, writer_.ontology_, document, **said, number);
    if (!stored) return stored.error();
    if (stored->rejected == after.rejects((*said)->id, claim_name(stored->claim, *article, writer_.ontology_))) continue;
    const auto counted = claim_key({stored->place.edge, document, number}), left_out = rejected_key(document, number);
    edges_[stored->place.edge].rewritten = true;
    if (stored->rejected) {
      delete_row(Family::rejected, left_out);
      put_row(Family::claim, counted, encode(stored->place.turned ? turned(stored->claim) : stored->claim, (*said)->date, (*said)->extractor));
      add_claim(stored->place.edge, document, stored->head);
    } else {
      moved_.insert(counted.str());
      delete_row(Family::claim, counted);
      put_row(Family::rejected, left_out, encode(stored->claim, (*said)->date, (*said)->extractor));
    }
  }
  return Status::success();
}

/// All that leave and enter a node.
Result<std::set<EdgeKey>> BatchPlan::edges_of(Key64 node) const {
  std::set<EdgeKey> edges;
  for (const Family family : {Family::out_day, Family::in_day}) {
    const Status status = writer_.reader_.scan(family, edge_prefix(node), [&](std::string_view key, std::string_view) -> Result<bool> {
      const auto row = parse_newest_key(key);
      if (!row) return failure(writer_.database_.malformed(family, key));
      edges.insert(is_reversed(family) ? row->edge.reversed() : row->edge);
      return true;
    });
    if (!status.ok()) return failure(status);
  }
  return edges;
}

/// Puts the claims of a stored edge where their ends are by `after`. Returns how many moved.
Result<std::uint64_t> BatchPlan::move_claims(const EdgeKey& edge, const Identity& after, Recent<Key64, Ledger>& ledgers) {
  std::uint64_t moved = 0;
  const Status status = writer_.reader_.scan(Family::claim, edge_key(edge), [&](std::string_view key, std::string_view value) -> Result<bool> {
    const auto row = parse_claim_key(key);
    if (!row) return failure(writer_.database_.malformed(Family::claim, key));
    if (ledgers.find(row->document) == nullptr) {
      auto read = ledger(row->document);
      if (!read) return failure(read.error());
      if (!*read) return failure(writer_.database_.malformed(Family::claim, key));
      ledgers.put(row->document, std::move(**read));
    }
    const Ledger& said = *ledgers.find(row->document);
    Claim claim;
    ClaimHead head;
    if (row->number >= said.claims.size() || !decode_front(value, head) || !decode(value, said.extractor, claim))
      return failure(writer_.database_.malformed(Family::claim, key));
    const Place from = place_of(said, row->number, *writer_.identity_, writer_.ontology_);
    const Place to = place_of(said, row->number, after, writer_.ontology_);
    if (from.edge == to.edge && from.turned == to.turned) return true;
    if (from.turned != to.turned) claim = turned(std::move(claim));
    moved_.insert(std::string(key));
    delete_row(Family::claim, key);
    put_row(Family::claim, claim_key({to.edge, row->document, row->number}), encode(claim, said.date, said.extractor));
    for (const EdgeKey& changed : {from.edge, to.edge}) edges_[changed].rewritten = true;
    add_claim(to.edge, row->document, head);
    ++moved;
    return true;
  });
  if (!status.ok()) return failure(status);
  return moved;
}

/// Counts the nodes by type anew, as far as `standing` stand for other ids by `after`.
Status BatchPlan::count_clusters(const std::set<Key64>& standing, const Identity& after) {
  for (const Key64 node : standing)
    for (const auto& [identity, change] : {std::pair<const Identity*, std::uint64_t>{writer_.identity_.get(), less(1)}, {&after, 1}}) {
      const auto type = type_of(identity->ids_behind(node), false);
      if (!type) return type.error();
      if (*type) count(CounterKind::nodes, **type, change);
    }
  return Status::success();
}

}  // namespace entente::store
