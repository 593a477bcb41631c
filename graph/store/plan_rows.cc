#include <rocksdb/write_batch.h>

#include <algorithm>
#include <limits>

#include "graph/store/judgements.h"
#include "graph/store/parts.h"
#include "graph/store/plan.h"
#include "graph/store/top.h"

/// The rows that a BatchPlan writes, once it knows all that the batch changes.

namespace entente::store {
namespace {

rocksdb::Slice slice(std::string_view bytes) { return {bytes.data(), bytes.size()}; }

bool is_negative(std::uint64_t change) { return change >> 63 != 0; }

}  // namespace

void BatchPlan::put_row(Family family, std::string_view key, const std::string& value) {
  keep(batch_.Put(writer_.database_.family(family), slice(key), slice(value)));
}
void BatchPlan::delete_row(Family family, std::string_view key) { keep(batch_.Delete(writer_.database_.family(family), slice(key))); }
void BatchPlan::merge_row(Family family, std::string_view key, const std::string& value) {
  keep(batch_.Merge(writer_.database_.family(family), slice(key), slice(value)));
}
void BatchPlan::sum_row(Family family, std::string_view key, const std::string& value, bool whole) {
  whole ? put_row(family, key, value) : merge_row(family, key, value);
}
void BatchPlan::keep(const rocksdb::Status& status) {
  if (failed_.ok()) failed_ = status;
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
  // One at a time, as the ends may be one node, whose degrees move when one is added.
  for (const auto& [node, direction] : {std::pair{edge.source, Direction::out}, {edge.target, Direction::in}}) {
    Degree& end = degree(node, edge.type, direction);
    end.edges += edges;
    end.shown += shown;
  }
}

Status BatchPlan::add_remaining_claims(const EdgeKey& edge, EdgeChange& change) {
  return writer_.reader_.scan(Family::claim, edge_key(edge), [&](std::string_view key, std::string_view value) -> Result<bool> {
    const auto parsed = parse_claim_key(key);
    ClaimHead head;
    if (!parsed || !decode_front(value, head)) return failure(writer_.database_.malformed(Family::claim, key));
    if (removed_.contains(parsed->document) || moved_.contains(std::string(key))) {
      change.days.insert(head.day);
      count_claim(edge, head, less(1));
    } else {
      if (change.regrouped) change.days.insert(head.day);
      change.said.push_back({parsed->document, head});
    }
    return true;
  });
}

/// Sums up what is said. Of an edge that is added to, report groups that it has already do not count again.
Result<EdgeTally> BatchPlan::tally(const EdgeKey& edge, EdgeChange& change) {
  EdgeTally tally;
  std::stable_sort(change.said.begin(), change.said.end(), [](const Said& a, const Said& b) { return a.document < b.document; });
  const bool alone = change.rewritten && (change.said.empty() || change.said.front().document == change.said.back().document);
  std::vector<std::optional<Key64>> groups(change.said.size());
  std::set<Key64> counted;
  for (std::size_t i = 0; i < groups.size() && !alone; ++i) {
    const auto group = groups_.group(change.said[i].document);
    if (!group) return failure(group.error());
    groups[i] = *group;
    if (change.rewritten || !*group || !counted.insert(**group).second) continue;
    if (Status status = count_stored_reports(edge, **group, tally); !status.ok()) return failure(std::move(status));
  }
  for (std::size_t i = 0; i < groups.size(); ++i) tally.add(change.said[i].document, groups[i], change.said[i].head);
  change.said.clear();
  change.said.shrink_to_fit();
  return tally;
}

Status BatchPlan::count_stored_reports(const EdgeKey& edge, Key64 group, EdgeTally& tally) const {
  const auto members = groups_.stored_members(group);
  if (!members) return members.error();
  for (const Key64 document : *members) {
    const Status status =
        writer_.reader_.scan(Family::claim, claim_prefix(edge, document), [&](std::string_view key, std::string_view value) -> Result<bool> {
          ClaimHead head;
          if (!decode_front(value, head)) return failure(writer_.database_.malformed(Family::claim, key));
          if (head.status == ClaimStatus::actual) tally.count_already(group, head.day);
          return true;
        });
    if (!status.ok()) return status;
  }
  return Status::success();
}

Status BatchPlan::write_edge(const EdgeKey& edge, EdgeChange& change) {
  const auto before = writer_.state(edge);
  if (!before) return before.error();
  if (change.rewritten)
    if (Status status = add_remaining_claims(edge, change); !status.ok()) return status;
  const auto tally = this->tally(edge, change);
  if (!tally) return tally.error();
  const bool shown = tally->total().actual() > 0;
  change.after = change.rewritten ? EdgeState{!tally->empty(), shown} : EdgeState{true, before->shown || shown};
  count_edge(edge, *before, change.after);
  write_sums(edge, change, *tally);
  return Status::success();
}

void BatchPlan::write_sums(const EdgeKey& edge, const EdgeChange& change, const EdgeTally& tally) {
  if (change.after.exists)
    sum_row(Family::out, edge_key(edge), encode(tally.total()), change.rewritten);
  else
    delete_row(Family::out, edge_key(edge));
  for (const Day day : change.days) {
    const EdgeAggregate* sum = tally.on(day);
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
  if (const std::string* other = writer_.identity_->other_id(node, id)) return collision("node", id, *other);

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
  heads_[node] = std::move(head);
  return Status::success();
}

/// The type of the node that stands for `nodes`, which is that of the first of them that is there, as it is stored or as it is after the batch; none
/// where none is.
Result<std::optional<TypeId>> BatchPlan::type_of(const std::vector<Key64>& nodes, bool after) {
  for (const Key64 node : nodes) {
    const auto changed = heads_.find(node);
    const auto head = after && changed != heads_.end() ? Result<std::optional<NodeHead>>(changed->second) : writer_.head(node);
    if (!head) return failure(head.error());
    if (*head) return writer_.choice_.of((*head)->types);
  }
  return std::nullopt;
}

/// Counts the nodes by type, of several ids that are one thing as one.
Status BatchPlan::count_nodes() {
  std::set<Key64> standing;
  for (const auto& [node, head] : heads_) standing.insert(writer_.identity_->canonical(node));
  for (const Key64 node : standing)
    for (const bool after : {false, true}) {
      const auto type = type_of(writer_.identity_->ids_behind(node), after);
      if (!type) return type.error();
      if (*type) count(CounterKind::nodes, **type, after ? 1 : less(1));
    }
  return Status::success();
}

/// The documents of groups that changed, and what they are found by; their edges are summed anew where need be.
Status BatchPlan::regroup() {
  if (Status status = groups_.finish(); !status.ok()) return status;
  for (const SeenKey& key : groups_.seen_gone()) delete_row(Family::seen, seen_key(key));
  for (const SeenKey& key : groups_.seen_new()) put_row(Family::seen, seen_key(key), {});
  for (const auto& [document, change] : groups_.changes()) {
    if (change.before) delete_row(Family::report, report_key(*change.before, document));
    if (change.after) {
      put_row(Family::report, report_key(document), encode_group(*change.after));
      put_row(Family::report, report_key(*change.after, document), {});
    } else {
      delete_row(Family::report, report_key(document));
    }
  }
  for (const Key64 document : groups_.reread()) {
    const auto stored = ledger(document);
    if (!stored) return stored.error();
    if (!*stored) return writer_.database_.malformed(Family::report, report_key(document));
    for (std::uint32_t number = 0; number < (*stored)->claims.size(); ++number) {
      EdgeChange& change = edges_[place_of(**stored, number, *writer_.identity_, writer_.ontology_).edge];
      change.rewritten = change.regrouped = true;
    }
  }
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
  for (auto entry = degrees.begin(); entry != degrees.end();) entry = entry->second == Degree() ? degrees.erase(entry) : std::next(entry);
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

Status BatchPlan::write_all(bool sync) {
  if (Status status = regroup(); !status.ok()) return status;
  for (auto& [edge, change] : edges_)
    if (Status status = write_edge(edge, change); !status.ok()) return status;
  if (Status status = write_dates(); !status.ok()) return status;
  for (auto& [node, change] : nodes_)
    if (Status status = write_node(node, change); !status.ok()) return status;
  if (Status status = count_nodes(); !status.ok()) return status;
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
  options.sync = sync;
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
  for (const auto& [node, head] : heads_) {
    if (head)
      writer_.remember(node, *head);
    else
      writer_.heads_.erase(node);
  }
}

Result<ApplySummary> BatchPlan::commit(bool sync) {
  if (Status status = write_all(sync); !status.ok()) return failure(std::move(status));
  remember();
  return summary_;
}

}  // namespace entente::store
