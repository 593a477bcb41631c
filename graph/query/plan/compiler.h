#pragma once

#include <cstddef>
#include <functional>
#include <initializer_list>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "graph/query/parse/ast.h"
#include "graph/query/run/match_step.h"
#include "graph/query/run/step.h"

namespace entente::query {

/// What is known of a value before a query runs.
enum class Static { any, null, boolean, integer, floating, string, list, map, node, relationship, path, temporal };

/// "a list" and so on, for messages.
std::string_view name_of(Static type);
/// Whether it may turn out to be one of `wanted`, null aside.
bool may_be(Static type, std::initializer_list<Static> wanted);

struct Variable {
  std::size_t slot = 0;
  Static type = Static::any;
  bool local = false;            ///< of a comprehension and its like: known inside it only
  Static element = Static::any;  ///< of a list, what all its elements are
};
using Scope = std::map<std::string, Variable>;

/// An expression that can be computed.
struct Compiled {
  Evaluate evaluate;
  Static type = Static::any;
  Static element = Static::any;  ///< of a list, what all its elements are
};

/// Where an expression may look once rows are grouped: at what they are grouped by, and inside aggregates at everything.
struct Grouping {
  std::vector<std::pair<const Expr*, Variable>> keys;
  std::vector<const Expr*> ambiguous = {};            ///< grouped by too, but not to be used beside an aggregate: name them in a WITH before
  std::vector<AggregateStep::Item>* items = nullptr;  ///< gets the aggregates that are met; none may be met where it is nullptr
};

/// A query as steps. Where a statement has several parts, they run one after the other.
struct Plan {
  struct Part {
    Pipeline pipeline;
    std::vector<std::size_t> slots;  ///< of the columns
  };
  std::vector<Part> parts;
  std::vector<std::string> columns;
  bool distinct = false;             ///< UNION
  std::vector<std::string> notices;  ///< what is allowed, but hardly meant
  std::size_t slots = 0;             ///< how long a row is
};

/// Turns what a statement says into steps for one graph: finds out what names stand for, refuses what cannot be, orders the search for patterns.
/// The first failure stays, as in Run; what is returned after it is of no use.
class Compiler {
 public:
  explicit Compiler(const Graph& graph) : graph_(graph) {}

  Result<Plan> compile(const Query& query);

 private:
  using Parts = std::vector<Plan::Part>;

  // Clauses: clauses.cc.
  Parts query(const Query& query, const Scope& scope, std::vector<std::string>& columns);
  Plan::Part single_query(const SingleQuery& query, Scope scope, std::vector<std::string>& columns);
  void unwind(const Unwind& unwind, Scope& scope, Pipeline& pipeline);
  /// Returns the columns, each with its slot. projections.cc.
  friend class ProjectionPlan;
  std::vector<std::pair<std::string, std::size_t>> project(const Projection& projection, Position at, Scope& scope, Pipeline& pipeline);
  Evaluate count(const Expr* expression, std::string_view clause);

  /// Whether a MATCH and what is returned of it can be answered by what the graph counts anyway; if so, steps that give rows that each stand for so
  /// many matches. counts.cc.
  bool count_matches(const Match& match, const Projection& projection, Scope& scope, Pipeline& pipeline);

  // Patterns: patterns.cc, pattern_plan.h.
  friend class PatternPlan;
  void match(const Match& match, Scope& scope, Pipeline& pipeline);
  /// Steps that find `parts`, and the variables that they add. `introduces`: whether names that are not in scope are new ones. `path` names the path
  /// of a part that has no name for it.
  void patterns(const std::vector<const PatternPart*>& parts, const Expr* where, Scope& scope, Pipeline& pipeline, bool introduces,
                const std::string& path = {});
  /// `notes`: whether to say so where the graph knows no such label.
  LabelTest label_test(const LabelExpr& labels, bool of_relationship, bool notes = true);
  RelationshipTest relationship_test(const RelationshipPattern& pattern, bool from_left);
  /// Says once that the graph knows no such label or type.
  void note_unknown(const LabelExpr& label, bool of_relationship);

  // Expressions: expressions.cc, and those with a pattern or a query inside subqueries.cc. `predicate`: only true or not matters.
  struct Context {
    const Scope& scope;
    const Grouping* grouping = nullptr;
    bool predicate = false;
    bool inside_aggregate = false;
    Context values() const { return {scope, grouping, false, inside_aggregate}; }
  };
  Compiled expression(const Expr& expression, const Context& context);
  Compiled condition(const Expr& expression, const Scope& scope, const Grouping* grouping = nullptr);
  std::vector<Compiled> expressions(const std::vector<ExprPtr>& expressions, const Context& context);
  Compiled variable(const Expr& expression, const Context& context);
  Compiled property(const Expr& expression, const Context& context);
  Compiled list(const Expr& expression, const Context& context);
  Compiled map(const Expr& expression, const Context& context);
  Compiled index(const Expr& expression, const Context& context);
  Compiled slice(const Expr& expression, const Context& context);
  Compiled operation(const Expr& expression, const Context& context);
  Compiled logic(const Expr& expression, const Context& context);
  Compiled comparison(const Expr& expression, const Context& context);
  Compiled has_labels(const Expr& expression, const Context& context);
  Compiled function(const Expr& expression, const Context& context);
  Compiled aggregate(const Expr& expression, const Context& context);
  Compiled case_of(const Expr& expression, const Context& context);
  Compiled list_comprehension(const Expr& expression, const Context& context);
  Compiled quantifier(const Expr& expression, const Context& context);
  Compiled reduce(const Expr& expression, const Context& context);
  Compiled pattern(const Expr& expression, const Context& context);
  Compiled pattern_comprehension(const Expr& expression, const Context& context);
  Compiled subquery(const Expr& expression, const Context& context);

  Compiled fail(Position at, std::string detail, std::string message, ErrorType type = ErrorType::syntax);
  bool ok() const { return !error_; }
  /// Refuses a query of so many steps that a row going through them would run out of stack.
  static constexpr std::size_t kMostSteps = 2000;
  void limit_steps(const Pipeline& pipeline, Position at);
  std::size_t new_slot() { return slots_++; }
  std::size_t new_walk() { return walks_++; }

  const Graph& graph_;
  std::optional<Error> error_;
  std::size_t slots_ = 0, walks_ = 0, steps_ = 0;
  std::vector<std::string> notices_;
  std::optional<std::size_t> multiplicity_;  // slot of how many matches a row stands for, while what follows count_matches() is planned
};

// Of what the parser made: ast.cc.

/// Whether an aggregate function is in it, aside from those of subqueries.
bool has_aggregate(const Expr& expression);
/// Whether a pattern or a subquery is in it.
bool has_query(const Expr& expression);
/// Whether two expressions say the same in the same words.
bool same_words(const Expr& a, const Expr& b);
/// All names that it uses, whatever they stand for.
void collect_names(const Expr& expression, std::set<std::string>& names);
/// The properties of variables that it names: (variable, property).
std::set<std::pair<std::string, std::string>> named_properties(const Expr& expression);
/// Visits the expressions directly inside, those of patterns and subqueries too.
void for_each_child(const Expr& expression, const std::function<void(const Expr&)>& visit);
/// `a AND b AND c` as its parts.
void split_conjunction(const Expr& expression, std::vector<const Expr*>& parts);
/// "(a:Person)-[r:KNOWS]->(b)", for plans.
std::string to_string(const LabelExpr& labels);

/// How many rows a sort must keep for SKIP and LIMIT; none where there is no LIMIT: all.
Evaluate rows_to_keep(const Evaluate& skip, const Evaluate& limit);

/// a + b and so on, as openCypher has them; the error is without place.
Result<Value> arithmetic(Operator op, const Value& a, const Value& b);
std::string_view name_of(Operator op);

/// The nearest of `names` to `word`, for "did you mean"; empty where none is near.
std::string nearest(std::string_view word, const std::vector<std::string>& names);

}  // namespace entente::query
