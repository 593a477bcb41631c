#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "cli/print.h"
#include "graph/query/graph.h"
#include "graph/query/value.h"
#include "graph/query/value_json.h"

namespace entente::cli {

using query::for_each_element;
using query::id_of;
using query::is_exact;
using query::parameter_value;
using query::to_json;

/// A value of a query as one cell: numbers, texts and nothing; a node is its id. Else relationships are [:SUPPORTS], nodes (Russia), paths
/// (Russia)-[:SUPPORTS]->(Syria), without their properties; lists and maps of such are likewise short, the rest is as openCypher writes it.
Result<Table::Cell> to_cell(const query::Graph& graph, const query::Value& value);

/// What a node is called: its name or title, else its id. Errors: those of reading the graph.
Result<std::string> display_name(const query::Graph& graph, query::Node node);

}  // namespace entente::cli
