#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string_view>

#include "cli/print.h"
#include "graph/query/graph.h"
#include "graph/query/value.h"

namespace entente::cli {

/// A value of a query as JSON. Nodes and relationships become objects: {"id", "labels", "properties"}, {"type", "source", "target", "properties"},
/// paths {"nodes", "relationships"}; dates and durations texts; integers beyond 2^53 and floats that JSON cannot say too.
/// Errors: those of reading the graph.
Result<nlohmann::ordered_json> to_json(const query::Graph& graph, const query::Value& value);

/// The same as one cell: numbers, texts and nothing; a node is its id; lists and the rest are written as openCypher writes them.
Result<Table::Cell> to_cell(const query::Graph& graph, const query::Value& value);

/// The value of a parameter as it is given on a command line: JSON where it is that, else the text itself.
query::Value parameter_value(std::string_view text);

}  // namespace entente::cli
