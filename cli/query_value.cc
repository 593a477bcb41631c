#include "cli/query_value.h"

#include <cmath>
#include <cstdint>
#include <nlohmann/json.hpp>

#include "graph/query/function/functions.h"
#include "graph/query/temporal/temporal.h"

namespace entente::cli {
namespace {

using Json = nlohmann::ordered_json;
using query::Value;

/// Beyond it not every integer is a double, and readers of JSON have doubles.
constexpr std::int64_t kExact = std::int64_t{1} << 53;

Result<std::string> id_of(const query::Graph& graph, query::Node node) {
  const auto id = graph.property(node, "id");
  if (!id) return failure(id.error());
  const auto* text = id->get<std::string>();
  return text == nullptr ? std::to_string(node.key) : *text;
}

Result<Json> map_json(const query::Graph& graph, const query::Map& map) {
  Json json = Json::object();
  for (const auto& [key, value] : map) {
    auto one = to_json(graph, value);
    if (!one) return one;
    json[key] = std::move(*one);
  }
  return json;
}

Result<Json> node_json(const query::Graph& graph, query::Node node) {
  const auto id = id_of(graph, node);
  const auto labels = graph.labels(node);
  const auto properties = graph.properties(node);
  if (!id) return failure(id.error());
  if (!labels) return failure(labels.error());
  if (!properties) return failure(properties.error());
  auto map = map_json(graph, *properties);
  if (!map) return map;
  return Json{{"id", *id}, {"labels", *labels}, {"properties", std::move(*map)}};
}

Result<Json> relationship_json(const query::Graph& graph, const query::Relationship& relationship) {
  const auto source = id_of(graph, relationship.from()), target = id_of(graph, relationship.to());
  const auto properties = graph.properties(relationship);
  for (const auto* id : {&source, &target})
    if (!*id) return failure(id->error());
  if (!properties) return failure(properties.error());
  auto map = map_json(graph, *properties);
  if (!map) return map;
  return Json{{"type", graph.type_name(graph.type_of(relationship))}, {"source", *source}, {"target", *target}, {"properties", std::move(*map)}};
}

template <class Things, class ToJson>
Result<Json> list_json(const Things& things, const ToJson& to) {
  Json json = Json::array();
  for (const auto& thing : things) {
    auto one = to(thing);
    if (!one) return one;
    json.push_back(std::move(*one));
  }
  return json;
}

}  // namespace

Result<Json> to_json(const query::Graph& graph, const Value& value) {
  if (value.is_null()) return nullptr;
  if (const auto* is = value.get<bool>()) return *is;
  if (const auto* number = value.get<std::int64_t>()) return *number > -kExact && *number < kExact ? Json(*number) : Json(std::to_string(*number));
  if (const auto* number = value.get<double>()) return std::isfinite(*number) ? Json(*number) : Json(query::float_text(*number));
  if (const auto* text = value.get<std::string>()) return *text;
  if (const auto* map = value.get<query::Map>()) return map_json(graph, *map);
  if (const auto* node = value.get<query::Node>()) return node_json(graph, *node);
  if (const auto* relationship = value.get<query::Relationship>()) return relationship_json(graph, *relationship);
  if (const auto* list = value.get<query::List>()) return list_json(*list, [&](const Value& one) { return to_json(graph, one); });
  if (const auto* path = value.get<query::Path>()) {
    auto nodes = list_json(path->nodes, [&](query::Node node) { return node_json(graph, node); });
    auto relationships = list_json(path->relationships, [&](const query::Relationship& one) { return relationship_json(graph, one); });
    if (!nodes) return nodes;
    if (!relationships) return relationships;
    return Json{{"nodes", std::move(*nodes)}, {"relationships", std::move(*relationships)}};
  }
  const auto text = query::to_text(graph, value, false);
  return text ? Result<Json>(*text) : failure(text.error());
}

Result<Table::Cell> to_cell(const query::Graph& graph, const Value& value) {
  if (const auto* node = value.get<query::Node>()) {
    auto id = id_of(graph, *node);
    return id ? Result<Json>(std::move(*id)) : failure(id.error());
  }
  if (value.is_null() || value.get<bool>() != nullptr || value.is_number() || value.get<std::string>() != nullptr) return to_json(graph, value);
  const auto text = query::to_text(graph, value, false);
  return text ? Result<Json>(*text) : failure(text.error());
}

namespace {

Value from_json(const Json& json) {
  switch (json.type()) {
    case Json::value_t::boolean: return json.get<bool>();
    case Json::value_t::number_integer:
    case Json::value_t::number_unsigned: return json.get<std::int64_t>();
    case Json::value_t::number_float: return json.get<double>();
    case Json::value_t::string: return json.get<std::string>();
    case Json::value_t::array: {
      query::List list;
      for (const Json& one : json) list.push_back(from_json(one));
      return list;
    }
    case Json::value_t::object: {
      query::Map map;
      for (const auto& [key, one] : json.items()) map.emplace(key, from_json(one));
      return map;
    }
    default: return {};
  }
}

}  // namespace

Value parameter_value(std::string_view text) {
  const Json json = Json::parse(text, nullptr, false);
  return json.is_discarded() ? Value(text) : from_json(json);
}

}  // namespace entente::cli
