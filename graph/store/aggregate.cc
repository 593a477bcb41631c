#include "graph/store/aggregate.h"

#include <algorithm>
#include <functional>
#include <tuple>

namespace entente::store {
namespace {

template <class Counts>
void add_counts(Counts& sum, const Counts& part) {
  for (const auto& [value, count] : part) sum[value] += count;
}

template <class Counts>
bool subtract_counts(Counts& sum, const Counts& part) {
  for (const auto& [value, count] : part) {
    const auto entry = sum.find(value);
    if (entry == sum.end() || entry->second < count) return false;
    if ((entry->second -= count) == 0) sum.erase(entry);
  }
  return true;
}

/// The most frequent value; `before(a, b)` decides between equally frequent ones. REQUIRES: !values.empty().
template <class Counts, class Before>
const typename Counts::key_type& most_frequent(const Counts& values, Before before) {
  const auto best = std::min_element(values.begin(), values.end(), [&](const auto& a, const auto& b) {
    return a.second != b.second ? a.second > b.second : before(a.first, b.first);
  });
  return best->first;
}

bool longer_first(const std::string& a, const std::string& b) { return a.size() != b.size() ? a.size() > b.size() : a < b; }

}  // namespace

void add(EdgeAggregate& sum, const EdgeAggregate& part) {
  for (std::size_t status = 0; status < kClaimStatusCount; ++status) sum.count[status] += part.count[status];
  sum.articles += part.articles;
  sum.reports += part.reports;
  if (part.first != 0) sum.first = sum.first == 0 ? part.first : std::min(sum.first, part.first);
  if (part.last != 0) sum.last = sum.last == 0 ? part.last : std::max(sum.last, part.last);
  sum.confidence = std::max(sum.confidence, part.confidence);
}

EdgeAggregate sum_of(const ClaimHead& claim) {
  EdgeAggregate sum;
  sum.count[static_cast<std::size_t>(claim.status)] = 1;
  if (claim.status == ClaimStatus::actual) {
    sum.articles = sum.reports = 1;
    sum.first = sum.last = claim.day;
    sum.confidence = claim.confidence;
  }
  return sum;
}

void EdgeTally::Sum::add(Key64 document, std::optional<Key64> group, const ClaimHead& claim) {
  EdgeAggregate part = sum_of(claim);
  if (claim.status == ClaimStatus::actual) {
    const bool new_article = last_article != document;
    bool new_report = new_article;
    if (group && new_article) new_report = insert(*group);
    part.articles = new_article ? 1 : 0;
    part.reports = new_report ? 1 : 0;
    last_article = document;
  }
  store::add(aggregate, part);
}

/// Whether it was not there.
bool EdgeTally::Sum::insert(Key64 group) {
  const auto at = std::lower_bound(groups.begin(), groups.end(), group);
  if (at != groups.end() && *at == group) return false;
  groups.insert(at, group);
  return true;
}

void EdgeTally::count_already(Key64 group, Day day) {
  total_.insert(group);
  counted_[day].push_back(group);
}

void EdgeTally::add(Key64 document, std::optional<Key64> group, const ClaimHead& claim) {
  total_.add(document, group, claim);
  const auto [sum, fresh] = days_.try_emplace(claim.day);
  if (const auto counted = counted_.find(claim.day); fresh && counted != counted_.end())
    for (const Key64 known : counted->second) sum->second.insert(known);
  sum->second.add(document, group, claim);
}

void EdgeTally::clear() {
  total_ = {};
  days_.clear();
  counted_.clear();
}

const EdgeAggregate* EdgeTally::on(Day day) const {
  const auto found = days_.find(day);
  return found == days_.end() ? nullptr : &found->second.aggregate;
}

void EdgeTally::for_each_day(const std::function<void(Day, const EdgeAggregate&)>& visit) const {
  for (const auto& [day, sum] : days_) visit(day, sum.aggregate);
}

NodeRecord NodeRecord::of(const Node& node, std::optional<Day> date) {
  NodeRecord record;
  record.id = node.id;
  record.types[node.type] = 1;
  record.documents = 1;
  if (date) record.dates.emplace(*date, *date);
  if (!node.name.empty()) record.display_names[node.name] = 1;
  if (!node.country.empty()) record.countries[node.country] = 1;
  for (const NodeName& name : node.names) ++record.names[{name.language, name.text}];
  for (const auto& attribute : node.attributes) record.attributes[attribute] = 1;
  if (node.latitude) record.positions[{*node.latitude + 0.0, *node.longitude + 0.0}] = 1;  // of two zeroes the positive one
  if (!node.wikidata.empty()) record.wikidata[node.wikidata] = 1;
  return record;
}

void NodeRecord::add(const NodeRecord& part) {
  if (id.empty()) id = part.id;
  add_counts(types, part.types);
  documents += part.documents;
  if (part.dates && dates)
    dates = {std::min(dates->first, part.dates->first), std::max(dates->second, part.dates->second)};
  else if (part.dates)
    dates = part.dates;
  add_counts(display_names, part.display_names);
  add_counts(countries, part.countries);
  add_counts(names, part.names);
  add_counts(attributes, part.attributes);
  add_counts(positions, part.positions);
  add_counts(wikidata, part.wikidata);
}

void NodeRecord::multiply(std::uint32_t times) {
  documents *= times;
  const auto all = [&](auto& values) {
    for (auto& [value, count] : values) count *= times;
  };
  all(types);
  all(display_names);
  all(countries);
  all(names);
  all(attributes);
  all(positions);
  all(wikidata);
}

bool NodeRecord::subtract(const NodeRecord& part) {
  if (documents < part.documents) return false;
  documents -= part.documents;
  return subtract_counts(types, part.types) && subtract_counts(display_names, part.display_names) && subtract_counts(countries, part.countries) &&
         subtract_counts(names, part.names) && subtract_counts(attributes, part.attributes) && subtract_counts(positions, part.positions) &&
         subtract_counts(wikidata, part.wikidata);
}

void add(Degree& sum, const Degree& part) {
  sum.edges += part.edges;
  sum.shown += part.shown;
  sum.claims += part.claims;
}

void add(Degrees& sum, const Degrees& part) {
  for (const auto& [key, degree] : part) add(sum[key], degree);
}

TypeChoice::TypeChoice(const Ontology& ontology) {
  if (const NodeType* official = ontology.node_type("Official")) official_ = official->number;
  if (const NodeType* person = ontology.node_type("Person")) person_ = person->number;
}

TypeId TypeChoice::of(const TypeCounts& types) const {
  const TypeId best = most_frequent(types, std::less<>());
  return best == person_ && types.contains(official_) ? official_ : best;
}

StoredNode summarise(const NodeRecord& record, const TypeChoice& choice) {
  StoredNode stored;
  stored.documents = record.documents;
  if (record.dates) {
    stored.first = record.dates->first;
    stored.last = record.dates->second;
  }

  std::vector<std::pair<const std::pair<std::string, std::string>*, std::uint32_t>> names;
  for (const auto& [name, count] : record.names) names.emplace_back(&name, count);
  std::stable_sort(names.begin(), names.end(), [](const auto& a, const auto& b) { return a.second > b.second; });

  Node& node = stored.node;
  node.id = record.id;
  node.type = choice.of(record.types);
  for (const auto& [name, count] : names) node.names.push_back({name->second, name->first});
  if (!record.display_names.empty())
    node.name = most_frequent(record.display_names, longer_first);
  else
    node.name = node.names.empty() ? node.id : node.names.front().text;
  if (!record.countries.empty()) node.country = most_frequent(record.countries, std::less<>());
  if (!record.wikidata.empty()) node.wikidata = record.wikidata.begin()->first;
  if (!record.positions.empty()) std::tie(node.latitude, node.longitude) = record.positions.begin()->first;
  for (const auto& [attribute, count] : record.attributes) node.attributes.insert(attribute);  // of each the smallest value, which comes first
  return stored;
}

}  // namespace entente::store
