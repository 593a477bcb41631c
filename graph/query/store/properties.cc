#include "graph/query/store/properties.h"

#include <array>
#include <cmath>
#include <utility>

namespace entente::query {

Value optional_day(std::optional<Day> day) { return day ? Value(Date{*day}) : Value(); }
Value optional_text(const std::string& text) { return text.empty() ? Value() : Value(text); }
/// A store keeps four decimals of a confidence.
double decimal(float confidence) { return std::round(static_cast<double>(confidence) * 1e4) / 1e4; }

namespace {

/// Properties of things of one kind, by name.
template <class Thing>
struct Property {
  std::string_view name;
  Value (*of)(const Thing&);
};

/// All ids that stand for it.
Value ids_of(const StoredNode& stored) {
  if (stored.ids.empty()) return List{Value(stored.node.id)};
  return List(stored.ids.begin(), stored.ids.end());
}

Value names_of(const StoredNode& stored) {
  List names;
  for (const NodeName& name : stored.node.names) names.emplace_back(name.text);
  return names;
}

constexpr std::array kNodeProperties = {
    Property<StoredNode>{"id", [](const StoredNode& n) { return Value(n.node.id); }},
    Property<StoredNode>{"ids", ids_of},
    Property<StoredNode>{"name", [](const StoredNode& n) { return optional_text(n.node.name); }},
    Property<StoredNode>{"names", names_of},
    Property<StoredNode>{"country", [](const StoredNode& n) { return optional_text(n.node.country); }},
    Property<StoredNode>{"wikidata", [](const StoredNode& n) { return optional_text(n.node.wikidata); }},
    Property<StoredNode>{"latitude", [](const StoredNode& n) { return n.node.latitude ? Value(*n.node.latitude) : Value(); }},
    Property<StoredNode>{"longitude", [](const StoredNode& n) { return n.node.longitude ? Value(*n.node.longitude) : Value(); }},
    Property<StoredNode>{"articles", [](const StoredNode& n) { return Value(static_cast<std::int64_t>(n.documents)); }},
    Property<StoredNode>{"first", [](const StoredNode& n) { return optional_day(n.first); }},
    Property<StoredNode>{"last", [](const StoredNode& n) { return optional_day(n.last); }},
};

constexpr std::array kDocumentProperties = {
    Property<DocumentRecord>{"id", [](const DocumentRecord& d) { return Value(d.id); }},
    Property<DocumentRecord>{"title", [](const DocumentRecord& d) { return optional_text(d.title); }},
    Property<DocumentRecord>{"text", [](const DocumentRecord& d) { return Value(d.text); }},
    Property<DocumentRecord>{"language", [](const DocumentRecord& d) { return optional_text(d.language); }},
    Property<DocumentRecord>{"date", [](const DocumentRecord& d) { return optional_day(d.date); }},
    Property<DocumentRecord>{"outlet", [](const DocumentRecord& d) { return optional_text(d.source); }},
    Property<DocumentRecord>{"url", [](const DocumentRecord& d) { return optional_text(d.url); }},
};

template <ClaimStatus kStatus>
Value count_of(const EdgeAggregate& edge) {
  return static_cast<std::int64_t>(edge.count[static_cast<std::size_t>(kStatus)]);
}
Value day_of(Day day) { return day == 0 ? Value() : Value(Date{day}); }

constexpr std::array kEdgeProperties = {
    Property<EdgeAggregate>{"count", count_of<ClaimStatus::actual>},
    Property<EdgeAggregate>{"planned", count_of<ClaimStatus::planned>},
    Property<EdgeAggregate>{"possible", count_of<ClaimStatus::possible>},
    Property<EdgeAggregate>{"demanded", count_of<ClaimStatus::demanded>},
    Property<EdgeAggregate>{"negated", count_of<ClaimStatus::negated>},
    Property<EdgeAggregate>{"articles", [](const EdgeAggregate& e) { return Value(static_cast<std::int64_t>(e.articles)); }},
    Property<EdgeAggregate>{"reports", [](const EdgeAggregate& e) { return Value(static_cast<std::int64_t>(e.reports)); }},
    Property<EdgeAggregate>{"first", [](const EdgeAggregate& e) { return day_of(e.first); }},
    Property<EdgeAggregate>{"last", [](const EdgeAggregate& e) { return day_of(e.last); }},
    Property<EdgeAggregate>{"confidence", [](const EdgeAggregate& e) { return e.actual() > 0 ? Value(decimal(e.confidence)) : Value(); }},
};

constexpr std::array kTypeProperties = {
    Property<RelationType>{"family", [](const RelationType& t) { return optional_text(t.family); }},
    Property<RelationType>{"quad", [](const RelationType& t) { return Value(static_cast<std::int64_t>(t.quad)); }},
};

constexpr std::array kReferenceProperties = {
    Property<ReferenceEdge>{"reference", [](const ReferenceEdge&) { return Value(true); }},
    Property<ReferenceEdge>{"since", [](const ReferenceEdge& e) { return e.since ? Value(std::int64_t{*e.since}) : Value(); }},
    Property<ReferenceEdge>{"until", [](const ReferenceEdge& e) { return e.until ? Value(std::int64_t{*e.until}) : Value(); }},
    Property<ReferenceEdge>{"office", [](const ReferenceEdge& e) { return optional_text(e.office); }},
};

template <class Thing, std::size_t kSize>
std::optional<Value> property_of(const std::array<Property<Thing>, kSize>& properties, const Thing& thing, std::string_view name) {
  for (const Property<Thing>& property : properties)
    if (property.name == name) return property.of(thing);
  return std::nullopt;
}

template <class Thing, std::size_t kSize>
Map properties_of(const std::array<Property<Thing>, kSize>& properties, const Thing& thing) {
  Map map;
  for (const Property<Thing>& property : properties)
    if (Value value = property.of(thing); !value.is_null()) map.emplace(property.name, std::move(value));
  return map;
}

/// With the attributes that no property has the name of.
Map with_attributes(Map map, const std::map<std::string, std::string>& attributes) {
  for (const auto& [key, value] : attributes) map.try_emplace(key, value);
  return map;
}

Value attribute(const std::map<std::string, std::string>& attributes, std::string_view name) {
  const auto found = attributes.find(std::string(name));
  return found == attributes.end() ? Value() : Value(found->second);
}

}  // namespace

Value property(const StoredNode& node, std::string_view name) {
  if (auto value = property_of(kNodeProperties, node, name)) return std::move(*value);
  return attribute(node.node.attributes, name);
}

Value property(const DocumentRecord& document, std::string_view name) {
  if (auto value = property_of(kDocumentProperties, document, name)) return std::move(*value);
  return attribute(document.attributes, name);
}

Value property(const EdgeAggregate& edge, const RelationType& type, std::string_view name) {
  if (auto value = property_of(kEdgeProperties, edge, name)) return std::move(*value);
  if (auto value = property_of(kTypeProperties, type, name)) return std::move(*value);
  return name == "reference" ? Value(false) : Value();
}

Value property(const ReferenceEdge& edge, const RelationType& type, std::string_view name) {
  if (auto value = property_of(kReferenceProperties, edge, name)) return std::move(*value);
  return property_of(kTypeProperties, type, name).value_or(Value());
}

Map properties(const StoredNode& node) { return with_attributes(properties_of(kNodeProperties, node), node.node.attributes); }

Map properties(const DocumentRecord& document) { return with_attributes(properties_of(kDocumentProperties, document), document.attributes); }

Map properties(const EdgeAggregate& edge, const RelationType& type) {
  Map map = properties_of(kEdgeProperties, edge);
  map.merge(properties_of(kTypeProperties, type));
  return map;
}

Map properties(const ReferenceEdge& edge, const RelationType& type) {
  Map map = properties_of(kReferenceProperties, edge);
  map.merge(properties_of(kTypeProperties, type));
  return map;
}

}  // namespace entente::query
