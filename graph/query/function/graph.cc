#include <array>

#include "graph/hash.h"
#include "graph/query/function/table.h"

/// Functions of nodes, relationships and paths.

namespace entente::query {
namespace {

Result<Value> id(const FunctionContext&, Arguments arguments) {
  if (const auto* node = arguments[0].get<Node>()) return Value(static_cast<std::int64_t>(node->key));
  if (const auto* relationship = arguments[0].get<Relationship>()) {
    const std::array<std::uint64_t, 3> parts = {relationship->source, relationship->target, relationship->key};  // which together are its own alone
    return Value(static_cast<std::int64_t>(hash64({reinterpret_cast<const char*>(parts.data()), sizeof parts})));
  }
  return wrong_type("id() takes a node or a relationship", arguments[0]);
}

Result<Value> element_id(const FunctionContext&, Arguments arguments) {
  if (const auto* node = arguments[0].get<Node>()) return Value(std::to_string(node->key));
  if (const auto* relationship = arguments[0].get<Relationship>())
    return Value(std::to_string(relationship->source) + ':' + std::to_string(relationship->target) + ':' + std::to_string(relationship->key));
  return wrong_type("elementId() takes a node or a relationship", arguments[0]);
}

Result<Value> type(const FunctionContext& context, Arguments arguments) {
  if (const auto* relationship = arguments[0].get<Relationship>()) return Value(context.graph.type_name(context.graph.type_of(*relationship)));
  return wrong_value("type() takes a relationship", arguments[0]);
}

Result<Value> start_node(const FunctionContext&, Arguments arguments) {
  if (const auto* relationship = arguments[0].get<Relationship>()) return Value(relationship->from());
  return wrong_type("startNode() takes a relationship", arguments[0]);
}

Result<Value> end_node(const FunctionContext&, Arguments arguments) {
  if (const auto* relationship = arguments[0].get<Relationship>()) return Value(relationship->to());
  return wrong_type("endNode() takes a relationship", arguments[0]);
}

Result<Value> claims(const FunctionContext& context, Arguments arguments) {
  const auto* relationship = arguments[0].get<Relationship>();
  if (relationship == nullptr) return wrong_type("claims() takes a relationship", arguments[0]);
  auto list = context.graph.claims(*relationship);
  return list ? Result<Value>(*std::move(list)) : unreadable(list.error());
}

Result<Value> labels(const FunctionContext& context, Arguments arguments) {
  const auto* node = arguments[0].get<Node>();
  if (node == nullptr) return wrong_value("labels() takes a node", arguments[0]);
  const auto names = context.graph.labels(*node);
  if (!names) return unreadable(names.error());
  return Value(List(names->begin(), names->end()));
}

Result<Map> properties_of(const FunctionContext& context, const Value& value, std::string_view takes) {
  if (const auto* map = value.get<Map>()) return *map;
  if (const auto* node = value.get<Node>()) {
    auto properties = context.graph.properties(*node);
    return properties ? Result<Map>(*std::move(properties)) : unreadable(properties.error());
  }
  if (const auto* relationship = value.get<Relationship>()) {
    auto properties = context.graph.properties(*relationship);
    return properties ? Result<Map>(*std::move(properties)) : unreadable(properties.error());
  }
  return wrong_type(takes, value);
}

Result<Value> properties(const FunctionContext& context, Arguments arguments) {
  if (arguments[0].get<Map>() != nullptr) return arguments[0];
  auto map = properties_of(context, arguments[0], "properties() takes a node, a relationship or a map");
  if (!map) return failure(map.error());
  return Value(*std::move(map));
}

Result<Value> keys(const FunctionContext& context, Arguments arguments) {
  const auto map = properties_of(context, arguments[0], "keys() takes a node, a relationship or a map");
  if (!map) return failure(map.error());
  List names;
  names.reserve(map->size());
  for (const auto& [key, value] : *map) names.emplace_back(key);
  return Value(std::move(names));
}

Result<Value> length(const FunctionContext&, Arguments arguments) {
  if (const auto* path = arguments[0].get<Path>()) return Value(static_cast<std::int64_t>(path->relationships.size()));
  return wrong_type("length() takes a path (size() takes strings and lists)", arguments[0]);
}

Result<Value> nodes(const FunctionContext&, Arguments arguments) {
  if (const auto* path = arguments[0].get<Path>()) return Value(List(path->nodes.begin(), path->nodes.end()));
  return wrong_type("nodes() takes a path", arguments[0]);
}

Result<Value> relationships(const FunctionContext&, Arguments arguments) {
  if (const auto* path = arguments[0].get<Path>()) return Value(List(path->relationships.begin(), path->relationships.end()));
  return wrong_type("relationships() takes a path", arguments[0]);
}

}  // namespace

std::vector<Function> graph_functions() {
  return {
      {"id", 1, 1, or_null<id>, "id(node or relationship): its number in the graph"},
      {"elementid", 1, 1, or_null<element_id>, "elementId(node or relationship): a text that no other node or relationship has"},
      {"type", 1, 1, or_null<type>, "type(relationship): the name of its type"},
      {"startnode", 1, 1, or_null<start_node>, "startNode(relationship): the node that it leaves"},
      {"endnode", 1, 1, or_null<end_node>, "endNode(relationship): the node that it enters"},
      {"claims", 1, 1, or_null<claims>, "claims(relationship): what it rests on, a map for each claim"},
      {"labels", 1, 1, or_null<labels>, "labels(node): the names of its labels"},
      {"properties", 1, 1, or_null<properties>, "properties(node, relationship or map): its properties as a map"},
      {"keys", 1, 1, or_null<keys>, "keys(node, relationship or map): the names of its properties"},
      {"length", 1, 1, or_null<length>, "length(path): how many relationships it has"},
      {"nodes", 1, 1, or_null<nodes>, "nodes(path): its nodes, from its start"},
      {"relationships", 1, 1, or_null<relationships>, "relationships(path): its relationships, from its start"},
  };
}

}  // namespace entente::query
