#include "cli/query_value.h"

#include <nlohmann/json.hpp>

#include "graph/query/function/functions.h"

namespace entente::cli {
namespace {

using Json = nlohmann::ordered_json;
using query::Value;

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

Result<std::string> display_name(const query::Graph& graph, query::Node node) {
  for (const std::string_view property : {"name", "title"}) {
    const auto name = graph.property(node, property);
    if (!name) return failure(name.error());
    if (const auto* text = name->get<std::string>(); text != nullptr && !text->empty()) return *text;
  }
  return id_of(graph, node);
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

}  // namespace entente::cli
