#pragma once

#include "graph/query/parse/ast.h"
#include "graph/query/run/run.h"

namespace entente::query {

/// STARTS WITH, ENDS WITH, CONTAINS and =~ (a regular expression of ICU that the whole text must match): null where one is no string.
Value match_text(Run& run, Operator op, const Value& text, const Value& pattern, Position at);

}  // namespace entente::query
