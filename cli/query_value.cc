#include "cli/query_value.h"

#include <cmath>
#include <cstdint>
#include <limits>
#include <nlohmann/json.hpp>

#include "graph/query/function/functions.h"
#include "graph/query/temporal/temporal.h"

namespace entente::cli {
namespace {

using Json = nlohmann::ordered_json;
using query::Value;

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

/// Writes values at the end of a text, nodes by their names; the first read that fails ends it.
class ShortWriter {
 public:
  explicit ShortWriter(const query::Graph& graph) : graph_(graph) {}

  Result<std::string> write(const Value& value) && {
    put(value);
    if (!status_.ok()) return failure(status_);
    return std::move(text_);
  }

 private:
  void put(const Value& value) {
    if (!status_.ok()) return;
    if (const auto* node = value.get<query::Node>()) return put(*node);
    if (const auto* relationship = value.get<query::Relationship>()) return put(*relationship);
    if (const auto* path = value.get<query::Path>()) return put(*path);
    if (const auto* list = value.get<query::List>()) return put_between('[', *list, ']', [&](const Value& one) { put(one); });
    if (const auto* map = value.get<query::Map>())
      return put_between('{', *map, '}', [&](const auto& entry) {
        text_ += key_text(entry.first) + ": ";
        put(entry.second);
      });
    take(query::to_text(graph_, value, true));
  }

  void put(query::Node node) {
    text_ += '(';
    take(display_name(graph_, node));
    text_ += ')';
  }

  void put(const query::Relationship& relationship) { text_ += "[:" + graph_.type_name(graph_.type_of(relationship)) + ']'; }

  void put(const query::Path& path) {
    put(path.nodes.front());
    for (std::size_t i = 0; i < path.relationships.size(); ++i) {
      const bool forward = path.relationships[i].from() == path.nodes[i];
      text_ += forward ? "-" : "<-";
      put(path.relationships[i]);
      text_ += forward ? "->" : "-";
      put(path.nodes[i + 1]);
    }
  }

  template <class Things, class Put>
  void put_between(char opening, const Things& things, char closing, const Put& put_one) {
    text_ += opening;
    bool first = true;
    for (const auto& thing : things) {
      if (!first) text_ += ", ";
      first = false;
      put_one(thing);
    }
    text_ += closing;
  }

  /// In backticks where it is no word.
  static std::string key_text(std::string_view key) {
    constexpr std::string_view kPlain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789";
    if (!key.empty() && key.find_first_not_of(kPlain) == std::string_view::npos) return std::string(key);
    std::string quoted = "`";
    for (const char c : key) quoted += c == '`' ? std::string("``") : std::string(1, c);
    return quoted + '`';
  }

  void take(const Result<std::string>& part) {
    if (part)
      text_ += *part;
    else
      status_ = part.error();
  }

  const query::Graph& graph_;
  std::string text_;
  Status status_;
};

}  // namespace

bool is_exact(std::int64_t number) {
  constexpr std::int64_t kExact = std::int64_t{1} << 53;
  return number > -kExact && number < kExact;
}

Result<std::string> id_of(const query::Graph& graph, query::Node node) {
  const auto id = graph.property(node, "id");
  if (!id) return failure(id.error());
  const auto* text = id->get<std::string>();
  return text == nullptr ? std::to_string(node.key) : *text;
}

Result<std::string> display_name(const query::Graph& graph, query::Node node) {
  for (const std::string_view property : {"name", "title"}) {
    const auto name = graph.property(node, property);
    if (!name) return failure(name.error());
    if (const auto* text = name->get<std::string>(); text != nullptr && !text->empty()) return *text;
  }
  return id_of(graph, node);
}

Result<Json> to_json(const query::Graph& graph, const Value& value) {
  if (value.is_null()) return nullptr;
  if (const auto* is = value.get<bool>()) return *is;
  if (const auto* number = value.get<std::int64_t>()) return is_exact(*number) ? Json(*number) : Json(std::to_string(*number));
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
  const bool composed = value.get<query::List>() != nullptr || value.get<query::Map>() != nullptr || value.get<query::Path>() != nullptr ||
                        value.get<query::Relationship>() != nullptr;
  const auto text = composed ? ShortWriter(graph).write(value) : query::to_text(graph, value, false);
  return text ? Result<Json>(*text) : failure(text.error());
}

namespace {

Value from_json(const Json& json) {
  switch (json.type()) {
    case Json::value_t::boolean: return json.get<bool>();
    case Json::value_t::number_integer: return json.get<std::int64_t>();
    case Json::value_t::number_unsigned:
      if (json.get<std::uint64_t>() > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) return json.get<double>();
      return json.get<std::int64_t>();
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
