#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "cli/print.h"
#include "graph/query/graph.h"
#include "graph/query/value.h"

namespace entente::cli {

/// A value of a query as JSON. Nodes and relationships become objects: {"id", "labels", "properties"}, {"type", "source", "target", "properties"},
/// paths {"nodes", "relationships"}; dates and durations texts; integers beyond 2^53 and floats that JSON cannot say too.
/// Errors: those of reading the graph.
Result<nlohmann::ordered_json> to_json(const query::Graph& graph, const query::Value& value);

/// The same as one cell: numbers, texts and nothing; a node is its id. Else relationships are [:SUPPORTS], nodes (Russia), paths
/// (Russia)-[:SUPPORTS]->(Syria), without their properties; lists and maps of such are likewise short, the rest is as openCypher writes it.
Result<Table::Cell> to_cell(const query::Graph& graph, const query::Value& value);

/// The property `id` of a node, else its number. Errors: those of reading the graph.
Result<std::string> id_of(const query::Graph& graph, query::Node node);
/// What a node is called: its name or title, else its id. Errors: those of reading the graph.
Result<std::string> display_name(const query::Graph& graph, query::Node node);
/// Whether readers that have doubles only, as those of JSON, read the integer as it is.
bool is_exact(std::int64_t number);

/// The value of a parameter as it is given on a command line: JSON where it is that, else the text itself.
query::Value parameter_value(std::string_view text);

}  // namespace entente::cli
