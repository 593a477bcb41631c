#include "export/explorer_json.h"

#include <algorithm>

#include "export/json.h"
#include "export/text.h"

namespace entente {
namespace {

using Json = nlohmann::ordered_json;

Json relation_json(std::string_view source, const RelationType& type, std::string_view target) {
  return {{"source", source},           {"type", type.name}, {"target", target}, {"family", type.family}, {"quad", static_cast<int>(type.quad)},
          {"symmetric", type.symmetric}};
}

Json day_or_null(Day day) { return day == 0 ? Json() : Json(format_day(day)); }
template <class Number>
Json number_or_null(const std::optional<Number>& number) {
  return number ? Json(*number) : Json();
}

using Counts = std::vector<std::pair<TypeId, std::uint64_t>>;

std::uint64_t count_of(const Counts& counts, TypeId type) {
  const auto found = std::ranges::find(counts, type, &Counts::value_type::first);
  return found == counts.end() ? 0 : found->second;
}

/// The most frequent first.
void sort_by_count(Json& list) {
  std::stable_sort(list.begin(), list.end(),
                   [](const Json& a, const Json& b) { return a["count"].get<std::uint64_t>() > b["count"].get<std::uint64_t>(); });
}

Json node_types(const Ontology& ontology, const StoreStats& stats) {
  Json types = Json::array();
  for (const NodeType& type : ontology.node_types())
    if (const auto count = count_of(stats.nodes_by_type, type.number); count > 0)
      types.push_back({{"name", type.name}, {"count", count}, {"supertypes", type.supertypes}});
  sort_by_count(types);
  return types;
}

/// With the number of edges of any status.
Json relation_types(const Ontology& ontology, const StoreStats& stats) {
  Json types = Json::array();
  for (const RelationType& type : ontology.relation_types())
    if (const auto count = count_of(stats.edges_by_type, type.number); count > 0)
      types.push_back(
          {{"name", type.name}, {"count", count}, {"family", type.family}, {"quad", static_cast<int>(type.quad)}, {"symmetric", type.symmetric}});
  sort_by_count(types);
  return types;
}

}  // namespace

Json node_summary(const StoredNode& stored, const Ontology& ontology) {
  const Node& node = stored.node;
  const NodeType* type = ontology.node_type(node.type);
  return {{"id", node.id},
          {"name", node.name},
          {"type", type == nullptr ? std::string() : type->name},
          {"supertypes", type == nullptr ? Json::array() : Json(type->supertypes)},
          {"country", or_null(node.country)},
          {"documents", stored.documents},
          {"lat", number_or_null(node.latitude)},
          {"lon", number_or_null(node.longitude)}};
}

Json node_detail(const StoredNode& stored, const Ontology& ontology, std::uint64_t degree) {
  const Node& node = stored.node;
  Json json = node_summary(stored, ontology);
  Json names = Json::array(), same_as = Json::array(), attributes = Json::object();
  for (const NodeName& name : node.names) names.push_back({{"text", name.text}, {"language", or_null(name.language)}});
  for (const std::string& other : stored.ids)
    if (other != node.id) same_as.push_back(other);
  for (const auto& [key, value] : node.attributes) attributes[key] = value;
  json["degree"] = degree;
  json["names"] = std::move(names);
  json["same_as"] = std::move(same_as);
  json["wikidata"] = or_null(node.wikidata);
  json["first_seen"] = or_null(stored.first);
  json["last_seen"] = or_null(stored.last);
  json["attributes"] = std::move(attributes);
  return json;
}

Json edge_json(std::string_view source, const RelationType& type, std::string_view target, const EdgeAggregate& aggregate, ClaimStatus status) {
  Json json = relation_json(source, type, target);
  json["origin"] = "claim";
  json["status"] = to_string(status);
  json["claims"] = counts_to_json(aggregate);
  json["articles"] = aggregate.articles;
  json["reports"] = aggregate.reports;
  json["first"] = day_or_null(aggregate.first);
  json["last"] = day_or_null(aggregate.last);
  json["confidence"] = aggregate.actual() == 0 ? Json() : Json(shortest(aggregate.confidence));
  return json;
}

Json edge_json(const ReferenceEdge& edge, const RelationType& type) {
  Json json = relation_json(edge.source, type, edge.target);
  json["origin"] = "reference";
  json["status"] = nullptr;
  json["claims"] = counts_to_json({});
  json["articles"] = 0;
  json["reports"] = 0;
  json["first"] = nullptr;
  json["last"] = nullptr;
  json["confidence"] = nullptr;
  json["since"] = number_or_null(edge.since);
  json["until"] = number_or_null(edge.until);
  json["office"] = or_null(edge.office);
  return json;
}

Json article_json(const DocumentRecord& document) {
  return {{"id", document.id},
          {"title", or_null(document.title)},
          {"text", document.text},
          {"language", or_null(document.language)},
          {"published", or_null(document.date)},
          {"outlet", or_null(document.source)},
          {"url", or_null(document.url)}};
}

Json info_json(const GraphInfo& info, const StoreStats& stats, const Ontology& ontology) {
  return {{"version", info.version},
          {"write", info.write},
          {"graph", info.name},
          {"documents", stats.documents},
          {"nodes", stats.nodes},
          {"edges", stats.edges},
          {"shown_edges", stats.shown_edges},
          {"claims", stats.claims},
          {"node_types", node_types(ontology, stats)},
          {"relation_types", relation_types(ontology, stats)},
          {"first", info.days ? Json(format_day(info.days->first)) : Json()},
          {"last", info.days ? Json(format_day(info.days->second)) : Json()}};
}

}  // namespace entente
