#pragma once

#include <cstdint>
#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "graph/query/graph.h"
#include "graph/query/value.h"

namespace entente::query {

/// A value of a query as JSON. Nodes and relationships become objects: {"id", "labels", "properties"}, {"type", "source", "target", "properties"},
/// paths {"nodes", "relationships"}; dates and durations texts; integers beyond 2^53 and floats that JSON cannot say too.
/// Errors: those of reading the graph.
entente::Result<nlohmann::ordered_json> to_json(const Graph& graph, const Value& value);

/// The value that JSON says: texts, numbers, truth values, null, lists and maps. REQUIRES: it is not nested deeper than a stack holds.
Value value_from_json(const nlohmann::ordered_json& json);

/// The value of a parameter as it is given on a command line: JSON where it is that, else the text itself.
Value parameter_value(std::string_view text);

/// The property `id` of a node, else its number. Errors: those of reading the graph.
entente::Result<std::string> id_of(const Graph& graph, Node node);
/// Whether readers that have doubles only, as those of JSON, read the integer as it is.
bool is_exact(std::int64_t number);

/// Calls `node` and `relationship` for those in a value, be they within lists, maps or paths; of a path its nodes first.
void for_each_element(const Value& value, const std::function<void(Node)>& node, const std::function<void(const Relationship&)>& relationship);

}  // namespace entente::query
