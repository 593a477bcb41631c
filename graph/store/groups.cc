#include "graph/store/groups.h"

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <set>

#include "graph/store/codec.h"
#include "graph/store/said.h"

namespace entente::store {

std::pair<Day, Day> copy_days(Day day) {
  if (day == 0) return {0, 0};
  return {day - kCopyDays, day + kCopyDays};
}

bool linked(const Print& a, const Print& b) {
  if ((a.day == 0) != (b.day == 0) || std::abs(a.day - b.day) > kCopyDays) return false;
  std::vector<std::uint32_t> common;
  std::ranges::set_intersection(a.shingles.sample(), b.shingles.sample(), std::back_inserter(common));
  return common.size() >= Shingles::kCommonKeys && near_copies(a.shingles, b.shingles);
}

Result<std::shared_ptr<const Print>> Prints::of(const Reader& reader, Key64 document) {
  if (const auto* known = known_.find(document)) return *known;
  const auto record = read_document(reader, document);
  if (!record) return failure(record.error());
  auto print = std::make_shared<const Print>(Print::of(*record));
  known_.put(document, print);
  return print;
}

Status Regrouping::remove(Key64 document) {
  const auto print = prints_.of(reader_, document);
  if (!print) return print.error();
  for (const std::uint32_t shingle : (*print)->shingles.sample()) seen_gone_.push_back({shingle, (*print)->day, document});
  const auto group = stored_group(document);
  if (!group) return group.error();
  prints_.forget(document);
  removed_.insert(document);
  group_before_[document] = *group;
  return Status::success();
}

void Regrouping::add(Key64 document, const DocumentRecord& record) {
  const auto print = std::make_shared<const Print>(Print::of(record));
  new_prints_[document] = print;
  for (const std::uint32_t shingle : print->shingles.sample()) {
    seen_new_.push_back({shingle, print->day, document});
    new_by_shingle_[shingle].push_back(document);
  }
  known_.try_emplace(document, std::nullopt);  // what was removed is known
  if (!print->shingles.sample().empty()) added_.push_back(document);
}

Status Regrouping::finish() {
  if (Status status = loosen(); !status.ok()) return status;
  for (const Key64 document : added_) by_document_[document] = new_unit(document, false, std::nullopt);
  for (const Key64 document : added_)
    if (Status status = link(document, false); !status.ok()) return status;
  for (const Key64 document : loose_)
    if (Status status = link(document, true); !status.ok()) return status;
  const std::vector<Component> all = components();
  std::map<Key64, std::size_t> pieces;  // of each group that was taken apart
  for (const Component& component : all) {
    std::set<Key64> groups;
    for (const Unit* unit : component)
      if (unit->group && !by_group_.contains(*unit->group)) groups.insert(*unit->group);
    for (const Key64 group : groups) ++pieces[group];
  }
  std::set<Key64> torn;
  for (const auto& [group, count] : pieces)
    if (count > 1) torn.insert(group);
  for (const auto& [document, group] : group_before_)
    if (group) changes_[document] = {group, std::nullopt};
  for (const Component& component : all) {
    name(component);
    find_reread(component, torn);
  }
  return Status::success();
}

Result<std::shared_ptr<const Print>> Regrouping::print_of(Key64 document) {
  if (const auto fresh = new_prints_.find(document); fresh != new_prints_.end()) return fresh->second;
  return prints_.of(reader_, document);
}

/// Takes apart the groups of which an article goes: what is left has to be linked anew.
Status Regrouping::loosen() {
  std::set<Key64> groups;
  for (const auto& [document, group] : group_before_)
    if (group) groups.insert(*group);
  for (const Key64 group : groups) {
    const auto documents = stored_documents(group);
    if (!documents) return documents.error();
    for (const Key64 document : *documents) {
      if (removed_.contains(document)) continue;
      by_document_[document] = new_unit(document, true, group);
      loose_.push_back(document);
    }
  }
  return Status::success();
}

/// Joins `document` to the articles that it is linked with. The links of what is loose to what is not are known: there are none.
Status Regrouping::link(Key64 document, bool only_loose) {
  const auto print = print_of(document);
  if (!print) return print.error();
  const auto others = candidates(document, **print);
  if (!others) return others.error();
  for (const Key64 other : *others) {
    const auto known = by_document_.find(other);
    if (only_loose && known == by_document_.end()) continue;
    if (known != by_document_.end() && root(known->second) == root(by_document_.at(document))) continue;
    const auto other_print = print_of(other);
    if (!other_print) return other_print.error();
    if (!linked(**print, **other_print)) continue;
    const auto unit = unit_of(other);
    if (!unit) return unit.error();
    join(by_document_.at(document), *unit);
  }
  return Status::success();
}

/// The articles that share enough keys of their samples with `document`, in order of key.
Result<std::vector<Key64>> Regrouping::candidates(Key64 document, const Print& print) const {
  std::vector<Key64> found;
  const auto [first, last] = copy_days(print.day);
  for (const std::uint32_t shingle : print.shingles.sample()) {
    const Status status = reader_.scan_range(Family::seen, seen_from(shingle, first), seen_from(shingle, last + 1),
                                             [&](std::string_view key, std::string_view) -> Result<bool> {
                                               const auto row = parse_seen_key(key);
                                               if (!row) return failure(reader_.database().malformed(Family::seen, key));
                                               if (!removed_.contains(row->document)) found.push_back(row->document);
                                               return true;
                                             });
    if (!status.ok()) return failure(status);
    if (const auto others = new_by_shingle_.find(shingle); others != new_by_shingle_.end())
      found.insert(found.end(), others->second.begin(), others->second.end());
  }
  std::sort(found.begin(), found.end());
  std::vector<Key64> often;
  for (auto one = found.begin(); one != found.end();) {
    const auto next = std::upper_bound(one, found.end(), *one);
    if (*one != document && static_cast<std::size_t>(next - one) >= Shingles::kCommonKeys) often.push_back(*one);
    one = next;
  }
  return often;
}

std::size_t Regrouping::root(std::size_t unit) {
  while (units_[unit].parent != unit) unit = units_[unit].parent = units_[units_[unit].parent].parent;
  return unit;
}

void Regrouping::join(std::size_t a, std::size_t b) { units_[root(b)].parent = root(a); }

std::size_t Regrouping::new_unit(Key64 document, bool stored, std::optional<Key64> group) {
  units_.push_back({{document}, units_.size(), stored, group});
  return units_.size() - 1;
}

/// The unit of an article that comes or is stored.
Result<std::size_t> Regrouping::unit_of(Key64 document) {
  if (const auto known = by_document_.find(document); known != by_document_.end()) return known->second;
  const auto group = stored_group(document);
  if (!group) return failure(group.error());
  if (!*group) return by_document_[document] = new_unit(document, true, std::nullopt);
  if (const auto known = by_group_.find(**group); known != by_group_.end()) return known->second;
  auto documents = stored_documents(**group);
  if (!documents) return failure(documents.error());
  const std::size_t unit = new_unit(document, true, *group);
  units_[unit].documents = std::move(*documents);
  return by_group_[**group] = unit;
}

std::vector<Regrouping::Component> Regrouping::components() {
  std::map<std::size_t, Component> by_root;
  for (std::size_t unit = 0; unit < units_.size(); ++unit) by_root[root(unit)].push_back(&units_[unit]);
  std::vector<Component> all;
  for (auto& [key, component] : by_root) all.push_back(std::move(component));
  return all;
}

/// Gives the articles of a component their group.
void Regrouping::name(const Component& component) {
  std::optional<Key64> after;
  std::size_t size = 0;
  for (const Unit* unit : component)
    for (const Key64 document : unit->documents) {
      after = std::min(after.value_or(document), document);
      ++size;
    }
  if (size < 2) after.reset();
  const bool fresh = std::ranges::any_of(component, [](const Unit* unit) { return !unit->stored; });
  for (const Unit* unit : component)
    for (const Key64 document : unit->documents) {
      const auto removed = group_before_.find(document);
      const std::optional<Key64> before = removed != group_before_.end() ? removed->second : unit->group;
      if (before != after)
        changes_[document] = {before, after};
      else
        changes_.erase(document);
      if (fresh && after && unit->stored) stored_members_[*after].push_back(document);
    }
  if (fresh && after) stored_members_.try_emplace(*after);
}

/// The stored articles of a component that were not one report with the largest part of it before, and all those of groups that are torn.
void Regrouping::find_reread(const Component& component, const std::set<Key64>& torn) {
  std::map<std::pair<bool, Key64>, std::vector<Key64>> before;  // what was one report, by its group or else its only article
  for (const Unit* unit : component) {
    if (!unit->stored) continue;
    auto& report = before[unit->group ? std::pair(true, *unit->group) : std::pair(false, unit->documents.front())];
    report.insert(report.end(), unit->documents.begin(), unit->documents.end());
  }
  const auto largest = std::ranges::max_element(before, {}, [](const auto& report) { return report.second.size(); });
  for (auto report = before.begin(); report != before.end(); ++report)
    if (report != largest || (report->first.first && torn.contains(report->first.second)))
      reread_.insert(reread_.end(), report->second.begin(), report->second.end());
}

Result<std::vector<Key64>> Regrouping::stored_members(Key64 group) const {
  const auto known = stored_members_.find(group);
  return known == stored_members_.end() ? stored_documents(group) : known->second;
}

Result<std::optional<Key64>> Regrouping::group(Key64 document) {
  if (const auto change = changes_.find(document); change != changes_.end()) return change->second.after;
  return stored_group(document);
}

Result<std::optional<Key64>> Regrouping::stored_group(Key64 document) {
  if (const auto known = known_.find(document); known != known_.end()) return known->second;
  const auto group = group_of(reader_, document);
  if (group) known_.emplace(document, *group);
  return group;
}

Result<std::vector<Key64>> Regrouping::stored_documents(Key64 group) const {
  std::vector<Key64> documents;
  const Status status = reader_.scan(Family::report, report_prefix(group), [&](std::string_view key, std::string_view) -> Result<bool> {
    const auto row = parse_member_key(key);
    if (!row) return failure(reader_.database().malformed(Family::report, key));
    documents.push_back(row->second);
    return true;
  });
  if (!status.ok()) return failure(status);
  return documents;
}

Result<std::optional<Key64>> group_of(const Reader& reader, Key64 document) {
  const auto key = report_key(document);
  const auto bytes = reader.get(Family::report, key);
  if (!bytes) return failure(bytes.error());
  if (!*bytes) return std::nullopt;
  Key64 group = 0;
  if (!decode_group(**bytes, group)) return failure(reader.database().malformed(Family::report, key));
  return group;
}

GroupDerivation::GroupDerivation(const Reader& reader, const std::filesystem::path& scratch, std::size_t memory)
    : reader_(reader), seen_(scratch, "seen", 0, memory) {}

Status GroupDerivation::add(Key64 document, const DocumentRecord& record) {
  const Print print = Print::of(record);
  for (const std::uint32_t shingle : print.shingles.sample())
    if (Status status = seen_.add(seen_key({shingle, print.day, document}), {}); !status.ok()) return status;
  return Status::success();
}

Key64 GroupDerivation::root(Key64 document) {
  auto parent = parents_.find(document);
  if (parent == parents_.end()) return document;
  while (parent->second != parent->first) {
    const auto above = parents_.find(parent->second);
    parent->second = above->second;
    parent = above;
  }
  return parent->first;
}

Status GroupDerivation::compare(Key64 a, Key64 b) {
  if (root(a) == root(b)) return Status::success();
  const auto print = prints_.of(reader_, a), other = prints_.of(reader_, b);
  if (!print) return print.error();
  if (!other) return other.error();
  if (!linked(**print, **other)) return Status::success();
  for (const Key64 document : {a, b}) parents_.try_emplace(document, document);
  const auto [first, second] = std::minmax({root(a), root(b)});
  parents_[second] = first;
  return Status::success();
}

Status GroupDerivation::finish(const RowVisit& visit) {
  std::vector<SeenKey> window;  // of the shingle that is coming, with whom a copy may be
  const Status status = seen_.drain([&](std::string_view key, std::string_view value) -> Status {
    if (Status visited = visit(Family::seen, key, value); !visited.ok()) return visited;
    const auto row = parse_seen_key(key);
    if (!row) return {StatusCode::io, "a scratch file was changed while it was in use; try again"};
    if (!window.empty() && window.front().shingle != row->shingle) window.clear();
    const Day first = row->day - kCopyDays;  // also of day 0, before days to come
    window.erase(window.begin(), std::find_if(window.begin(), window.end(), [&](const SeenKey& one) { return one.day >= first; }));
    for (const SeenKey& one : window)
      if (Status compared = compare(one.document, row->document); !compared.ok()) return compared;
    window.push_back(*row);
    return Status::success();
  });
  if (!status.ok()) return status;
  std::vector<Key64> documents;
  for (const auto& [document, parent] : parents_) documents.push_back(document);
  for (const Key64 document : documents) groups_[document] = root(document);
  std::set<std::pair<Key64, Key64>> members;
  for (const auto& [document, group] : groups_) members.emplace(group, document);
  for (const auto& [document, group] : groups_)
    if (Status visited = visit(Family::report, report_key(document), encode_group(group)); !visited.ok()) return visited;
  for (const auto& [group, document] : members)
    if (Status visited = visit(Family::report, report_key(group, document), {}); !visited.ok()) return visited;
  return Status::success();
}

std::optional<Key64> GroupDerivation::group(Key64 document) const {
  const auto found = groups_.find(document);
  return found == groups_.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace entente::store
