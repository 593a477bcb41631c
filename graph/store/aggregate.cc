#include "graph/store/aggregate.h"

#include <algorithm>
#include <functional>
#include <vector>

namespace entente::store {
namespace {

template <class Value>
void add_counts(Multiset<Value>& sum, const Multiset<Value>& part) {
  for (const auto& [value, count] : part) sum[value] += count;
}

/// The most frequent value; `before(a, b)` decides between equally frequent ones. REQUIRES: !values.empty().
template <class Value, class Before>
const Value& most_frequent(const Multiset<Value>& values, Before before) {
  const auto best = std::min_element(values.begin(), values.end(), [&](const auto& a, const auto& b) {
    return a.second != b.second ? a.second > b.second : before(a.first, b.first);
  });
  return best->first;
}

bool longer_first(const std::string& a, const std::string& b) { return a.size() != b.size() ? a.size() > b.size() : a < b; }

}  // namespace

void add(EdgeAggregate& sum, const EdgeAggregate& part) {
  for (std::size_t status = 0; status < kClaimStatusCount; ++status) sum.count[status] += part.count[status];
  sum.reports += part.reports;
  if (part.first != 0) sum.first = sum.first == 0 ? part.first : std::min(sum.first, part.first);
  if (part.last != 0) sum.last = sum.last == 0 ? part.last : std::max(sum.last, part.last);
  sum.confidence = std::max(sum.confidence, part.confidence);
}

void EdgeTally::Sum::add(Key64 document, const ClaimHead& claim) {
  EdgeAggregate part;
  part.count[static_cast<std::size_t>(claim.status)] = 1;
  if (claim.status == ClaimStatus::actual) {
    part.reports = last_report == document ? 0 : 1;
    part.first = part.last = claim.day;
    part.confidence = claim.confidence;
    last_report = document;
  }
  store::add(aggregate, part);
}

void EdgeTally::add(Key64 document, const ClaimHead& claim) {
  total_.add(document, claim);
  days_[claim.day].add(document, claim);
}

const EdgeAggregate* EdgeTally::on(Day day) const {
  const auto found = days_.find(day);
  return found == days_.end() ? nullptr : &found->second.aggregate;
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
  record.attributes = node.attributes;
  if (node.latitude) record.position.emplace(*node.latitude + 0.0, *node.longitude + 0.0);  // of two zeroes the positive one
  record.wikidata = node.wikidata;
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
  for (const auto& [key, value] : part.attributes) {
    const auto [entry, fresh] = attributes.emplace(key, value);
    if (!fresh) entry->second = std::min(entry->second, value);
  }
  if (part.position) position = position ? std::min(*position, *part.position) : *part.position;
  if (!part.wikidata.empty()) wikidata = wikidata.empty() ? part.wikidata : std::min(wikidata, part.wikidata);
}

TypeChoice::TypeChoice(const Ontology& ontology) {
  if (const NodeType* official = ontology.node_type("Official")) official_ = official->number;
  if (const NodeType* person = ontology.node_type("Person")) person_ = person->number;
}

TypeId TypeChoice::of(const Multiset<TypeId>& types) const {
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
  node.wikidata = record.wikidata;
  if (record.position) {
    node.latitude = record.position->first;
    node.longitude = record.position->second;
  }
  node.attributes = record.attributes;
  return stored;
}

}  // namespace entente::store
