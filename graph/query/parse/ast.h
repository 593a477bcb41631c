#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "graph/query/error.h"
#include "graph/query/value.h"

/// What a query says, as the parser hands it on: nothing in it is resolved yet.

namespace entente::query {

struct Expr;
struct Query;
using ExprPtr = std::unique_ptr<Expr>;  // nullptr: not given

/// `A|B`, `A&B` (also `A:B`), `!A`, `%`, with parentheses: of the labels of a node, or of the type of a relationship.
struct LabelExpr {
  enum class Kind { name, wildcard, all_of, any_of, none_of } kind = Kind::name;  ///< none_of has one child
  std::string name;
  std::vector<LabelExpr> children;
  Position at;
};

struct NodePattern {
  std::string variable;  ///< empty for none
  std::optional<LabelExpr> labels;
  ExprPtr properties;  ///< a map or a parameter
  ExprPtr where;       ///< inside the parentheses
  Position at;
};

struct RelationshipPattern {
  enum class Direction { out, in, both } direction = Direction::both;
  std::string variable;
  std::optional<LabelExpr> types;
  ExprPtr properties;
  ExprPtr where;
  bool variable_length = false;      ///< then min and max, else exactly one
  std::optional<std::uint64_t> min;  ///< 1 where not given
  std::optional<std::uint64_t> max;  ///< without end where not given
  Position at;
};

/// A chain of nodes and relationships: one node more than relationships.
struct PatternPart {
  enum class Selector { all, any_shortest, all_shortest } selector = Selector::all;
  std::string variable;  ///< of the path
  std::vector<NodePattern> nodes;
  std::vector<RelationshipPattern> relationships;
  Position at;
};

enum class Operator {
  or_,
  xor_,
  and_,
  not_,  // not_: one argument
  equal,
  not_equal,
  less,
  less_equal,
  greater,
  greater_equal,
  add,
  subtract,
  multiply,
  divide,
  modulo,
  power,
  minus,
  plus,  // one argument
  in,
  starts_with,
  ends_with,
  contains,
  matches,  // matches: =~
  is_null,
  is_not_null,  // one argument
};

struct Expr {
  enum class Kind {
    literal,                ///< value
    parameter,              ///< name, without the $
    variable,               ///< name
    property,               ///< args[0].name
    list,                   ///< args
    map,                    ///< keys, args: as many of both
    index,                  ///< args[0][args[1]]
    slice,                  ///< args[0][args[1]..args[2]]; either bound may be nullptr
    operation,              ///< op, args
    comparison,             ///< args[0] ops[0] args[1] ops[1] args[2] …: each pair must hold; one operator is the usual case
    has_labels,             ///< args[0]:labels
    function,               ///< name as written, dots included; args; distinct
    count_all,              ///< count(*)
    case_,                  ///< args[0] operand or nullptr, then WHEN and THEN in turn, last ELSE or nullptr
    list_comprehension,     ///< [name IN args[0] WHERE args[1] | args[2]]; the last two may be nullptr
    quantifier,             ///< quantifier(name IN args[0] WHERE args[1])
    reduce,                 ///< reduce(name = args[0], element IN args[1] | args[2])
    pattern,                ///< pattern, as a predicate (or inside size())
    pattern_comprehension,  ///< [pattern WHERE args[0] | args[1]]; args[0] may be nullptr
    subquery,               ///< EXISTS, COUNT or COLLECT { query }
  } kind = Kind::literal;

  Position at;
  std::string name;
  std::string element;  ///< of reduce: the variable of the list
  Value value;
  Operator op = Operator::add;
  std::vector<Operator> ops;
  std::vector<ExprPtr> args;
  std::vector<std::string> keys;
  bool distinct = false;
  enum class Quantifier { all, any, none, single } quantifier = Quantifier::all;
  enum class Subquery { exists, count, collect } subquery = Subquery::exists;
  std::optional<LabelExpr> labels;
  std::unique_ptr<PatternPart> pattern;
  std::unique_ptr<Query> query;  ///< of subquery; `{ pattern WHERE … }` is a query of one MATCH without RETURN
};

struct Match {
  bool optional = false;
  std::vector<PatternPart> patterns;
  ExprPtr where;
};

struct Unwind {
  ExprPtr list;
  std::string variable;
};

struct ProjectionItem {
  ExprPtr expression;
  std::string name;  ///< the alias, else the text of the expression as it was written
  bool aliased = false;
  Position at;
};

struct SortItem {
  ExprPtr expression;
  bool descending = false;
};

/// WITH or RETURN.
struct Projection {
  bool is_return = false;
  bool distinct = false;
  bool star = false;  ///< `*`, all variables in scope in order of their names, before `items`
  std::vector<ProjectionItem> items;
  std::vector<SortItem> order;
  ExprPtr skip, limit;
  ExprPtr where;  ///< of WITH
};

struct Clause {
  Position at;
  std::variant<Match, Unwind, Projection> what;
};

struct SingleQuery {
  std::vector<Clause> clauses;
};

/// Parts joined by UNION.
struct Query {
  std::vector<SingleQuery> parts;
  std::vector<bool> union_all;  ///< between parts i and i + 1
  std::vector<Position> union_at;
};

struct Statement {
  enum class Mode { run, explain, profile } mode = Mode::run;
  Query query;
};

}  // namespace entente::query
