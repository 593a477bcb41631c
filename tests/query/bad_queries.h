#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "graph/query/error.h"

/// Queries that cannot be answered, and what the engine must say of them.

namespace entente::query::test {

struct BadQuery {
  std::string text;
  ErrorType type = ErrorType::syntax;
  std::string_view detail;
};

// bad_syntax.cc
const std::vector<BadQuery>& bad_grammar();
const std::vector<BadQuery>& bad_tokens();
const std::vector<BadQuery>& writing();
// bad_meaning.cc
const std::vector<BadQuery>& bad_names();
const std::vector<BadQuery>& bad_aggregates();
const std::vector<BadQuery>& bad_shortest_paths();
// bad_values.cc
const std::vector<BadQuery>& bad_types();
const std::vector<BadQuery>& bad_arguments();

}  // namespace entente::query::test
