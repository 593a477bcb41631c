#include "graph/query/value_json.h"

#include <cmath>
#include <cstdint>
#include <limits>
#include <nlohmann/json.hpp>

#include "graph/query/function/functions.h"

namespace entente::query {
namespace {

using Json = nlohmann::ordered_json;

entente::Result<Json> map_json(const Graph& graph, const Map& map) {
  Json json = Json::object();
  for (const auto& [key, value] : map) {
    auto one = to_json(graph, value);
    if (!one) return one;
    json[key] = std::move(*one);
  }
  return json;
}

entente::Result<Json> node_json(const Graph& graph, Node node) {
  const auto id = id_of(graph, node);
  const auto labels = graph.labels(node);
  const auto properties = graph.properties(node);
  if (!id) return entente::failure(id.error());
  if (!labels) return entente::failure(labels.error());
  if (!properties) return entente::failure(properties.error());
  auto map = map_json(graph, *properties);
  if (!map) return map;
  return Json{{"id", *id}, {"labels", *labels}, {"properties", std::move(*map)}};
}

entente::Result<Json> relationship_json(const Graph& graph, const Relationship& relationship) {
  const auto source = id_of(graph, relationship.from()), target = id_of(graph, relationship.to());
  const auto properties = graph.properties(relationship);
  for (const auto* id : {&source, &target})
    if (!*id) return entente::failure(id->error());
  if (!properties) return entente::failure(properties.error());
  auto map = map_json(graph, *properties);
  if (!map) return map;
  return Json{{"type", graph.type_name(graph.type_of(relationship))}, {"source", *source}, {"target", *target}, {"properties", std::move(*map)}};
}

template <class Things, class ToJson>
entente::Result<Json> list_json(const Things& things, const ToJson& to) {
  Json json = Json::array();
  for (const auto& thing : things) {
    auto one = to(thing);
    if (!one) return one;
    json.push_back(std::move(*one));
  }
  return json;
}

}  // namespace

bool is_exact(std::int64_t number) {
  constexpr std::int64_t kExact = std::int64_t{1} << 53;
  return number > -kExact && number < kExact;
}

entente::Result<std::string> id_of(const Graph& graph, Node node) {
  const auto id = graph.property(node, "id");
  if (!id) return entente::failure(id.error());
  const auto* text = id->get<std::string>();
  return text == nullptr ? std::to_string(node.key) : *text;
}

entente::Result<Json> to_json(const Graph& graph, const Value& value) {
  if (value.is_null()) return nullptr;
  if (const auto* is = value.get<bool>()) return *is;
  if (const auto* number = value.get<std::int64_t>()) return is_exact(*number) ? Json(*number) : Json(std::to_string(*number));
  if (const auto* number = value.get<double>()) return std::isfinite(*number) ? Json(*number) : Json(float_text(*number));
  if (const auto* text = value.get<std::string>()) return *text;
  if (const auto* map = value.get<Map>()) return map_json(graph, *map);
  if (const auto* node = value.get<Node>()) return node_json(graph, *node);
  if (const auto* relationship = value.get<Relationship>()) return relationship_json(graph, *relationship);
  if (const auto* list = value.get<List>()) return list_json(*list, [&](const Value& one) { return to_json(graph, one); });
  if (const auto* path = value.get<Path>()) {
    auto nodes = list_json(path->nodes, [&](Node node) { return node_json(graph, node); });
    auto relationships = list_json(path->relationships, [&](const Relationship& one) { return relationship_json(graph, one); });
    if (!nodes) return nodes;
    if (!relationships) return relationships;
    return Json{{"nodes", std::move(*nodes)}, {"relationships", std::move(*relationships)}};
  }
  const auto text = to_text(graph, value, false);
  return text ? entente::Result<Json>(*text) : entente::failure(text.error());
}

void for_each_element(const Value& value, const std::function<void(Node)>& node, const std::function<void(const Relationship&)>& relationship) {
  if (const auto* one = value.get<Node>()) node(*one);
  if (const auto* one = value.get<Relationship>()) relationship(*one);
  if (const auto* path = value.get<Path>()) {
    for (const Node one : path->nodes) node(one);
    for (const Relationship& one : path->relationships) relationship(one);
  }
  if (const auto* list = value.get<List>())
    for (const Value& one : *list) for_each_element(one, node, relationship);
  if (const auto* map = value.get<Map>())
    for (const auto& [key, one] : *map) for_each_element(one, node, relationship);
}

Value value_from_json(const Json& json) {
  switch (json.type()) {
    case Json::value_t::boolean: return json.get<bool>();
    case Json::value_t::number_integer: return json.get<std::int64_t>();
    case Json::value_t::number_unsigned:
      if (json.get<std::uint64_t>() > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) return json.get<double>();
      return json.get<std::int64_t>();
    case Json::value_t::number_float: return json.get<double>();
    case Json::value_t::string: return json.get<std::string>();
    case Json::value_t::array: {
      List list;
      for (const Json& one : json) list.push_back(value_from_json(one));
      return list;
    }
    case Json::value_t::object: {
      Map map;
      for (const auto& [key, one] : json.items()) map.emplace(key, value_from_json(one));
      return map;
    }
    default: return {};
  }
}

Value parameter_value(std::string_view text) {
  const Json json = Json::parse(text, nullptr, false);
  return json.is_discarded() ? Value(text) : value_from_json(json);
}

}  // namespace entente::query
