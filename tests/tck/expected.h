#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "graph/query/graph.h"
#include "graph/query/value.h"

/// The values in the tables of the TCK, and whether what a query gave is what they say.

namespace entente::tck {

/// null, true, 1, 1.0, NaN, 'text', [1, 2], {a: 1}, (:Label {a: 1}), [:TYPE {a: 1}], <(:A)-[:T]->(:B)<-[:U]-(:C)>
struct Expected {
  enum class Kind { null, boolean, number_integer, number_float, string, list, map, node, relationship, path } kind = Kind::null;
  bool boolean = false;
  std::int64_t number_integer = 0;
  double number_float = 0;
  std::string text = {};                         ///< of a string; of a relationship: its type
  std::vector<Expected> items = {};              ///< of a list; of a path: nodes and relationships in turn
  std::map<std::string, Expected> entries = {};  ///< of a map; of a node or relationship: its properties
  std::set<std::string> labels = {};             ///< of a node
  bool backwards = false;                        ///< a relationship of a path that is walked against its direction
};

/// Errors: one line.
tl::expected<Expected, std::string> parse_expected(std::string_view text);

/// What a parameter is given as. Errors: nodes, relationships and paths cannot be parameters.
tl::expected<query::Value, std::string> to_value(const Expected& expected);

enum class ListOrder { kept, ignored };

/// An integer is never a float; floats may differ in the last digits; temporal values and durations are expected as the string of their ISO form.
bool matches(const query::Graph& graph, const Expected& expected, const query::Value& actual, ListOrder order);

}  // namespace entente::tck
