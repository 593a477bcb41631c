#pragma once

#include <string_view>

#include "graph/query/error.h"
#include "graph/query/parse/ast.h"

namespace entente::query {

/// Parses one statement (a ';' may end it). UTF-8. Errors: SyntaxError with place, what was expected and a near word; ReadOnly for a clause that
/// writes; Limit where it is nested deeper than 200 levels.
/// Keywords are found in any case; any word may be a variable, a label or a key where no keyword can stand; comments are // and /* */.
/// Grammar: openCypher 9, and of GQL ANY SHORTEST and ALL SHORTEST before a pattern, `|` `&` `!` `%` of labels and types, `{1,3}` `{,3}` `+` `*`
/// after a relationship, OFFSET for SKIP.
Result<Statement> parse(std::string_view text);

/// As parse(), of one expression and nothing else.
Result<ExprPtr> parse_expression(std::string_view text);

/// Patterns as after MATCH, and nothing else.
Result<std::vector<PatternPart>> parse_patterns(std::string_view text);

}  // namespace entente::query
