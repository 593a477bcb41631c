#include <fmt/format.h>

#include <algorithm>

#include "graph/query/plan/compiler.h"

/// Clauses as steps.

namespace entente::query {
namespace {

/// Whether an expression can be computed without a row.
bool is_constant(const Expr& expression) {
  std::set<std::string> names;
  collect_names(expression, names);
  return names.empty() && !expression.pattern && !expression.query;
}

}  // namespace

Result<Plan> Compiler::compile(const Query& query) {
  Plan plan;
  plan.parts = this->query(query, {}, plan.columns);
  if (error_) return failure(std::move(*error_));
  plan.distinct = std::find(query.union_all.begin(), query.union_all.end(), false) != query.union_all.end();
  plan.slots = slots_;
  plan.notices = std::move(notices_);
  return plan;
}

Compiler::Parts Compiler::query(const Query& query, const Scope& scope, std::vector<std::string>& columns) {
  Parts parts;
  for (std::size_t i = 0; i < query.parts.size(); ++i) {
    std::vector<std::string> names;
    parts.push_back(single_query(query.parts[i], scope, names));
    if (i == 0) columns = names;
    if (ok() && names != columns)
      fail(query.union_at[i - 1], "DifferentColumnsInUnion", "the parts of a UNION return columns of the same names in the same order");
  }
  return parts;
}

Plan::Part Compiler::single_query(const SingleQuery& query, Scope scope, std::vector<std::string>& columns) {
  Plan::Part part;
  for (std::size_t i = 0; ok() && i < query.clauses.size(); ++i) {
    const Clause& clause = query.clauses[i];
    if (const auto* match = std::get_if<Match>(&clause.what)) {
      const auto* next = i + 1 < query.clauses.size() ? std::get_if<Projection>(&query.clauses[i + 1].what) : nullptr;
      if (i > 0 || next == nullptr || !scope.empty() || !count_matches(*match, *next, scope, part.pipeline))
        this->match(*match, scope, part.pipeline);
    } else if (const auto* unwind = std::get_if<Unwind>(&clause.what)) {
      this->unwind(*unwind, scope, part.pipeline);
    } else {
      const auto& projection = std::get<Projection>(clause.what);
      auto made = project(projection, clause.at, scope, part.pipeline);
      multiplicity_.reset();
      if (!projection.is_return) continue;
      for (auto& [name, slot] : made) {
        columns.push_back(std::move(name));
        part.slots.push_back(slot);
      }
    }
  }
  // A pipeline has at least one step.
  if (part.pipeline.empty()) part.pipeline.make<Compute>("one row", std::vector<Compute::Item>());
  limit_steps(part.pipeline, query.clauses.front().at);
  return part;
}

void Compiler::limit_steps(const Pipeline& pipeline, Position at) {
  for (const auto& step : pipeline.steps()) steps_ += 1 + step->inner().size();
  if (steps_ > kMostSteps) fail(at, "Limit", fmt::format("the query takes more than {} steps; split it up", kMostSteps), ErrorType::limit);
}

void Compiler::unwind(const Unwind& unwind, Scope& scope, Pipeline& pipeline) {
  Compiled list = expression(*unwind.list, {scope, nullptr, false, false});
  if (scope.contains(unwind.variable))
    fail(unwind.list->at, "VariableAlreadyBound", fmt::format("'{}' is defined already; give it another name", unwind.variable));
  const std::size_t slot = new_slot();
  pipeline.make<UnwindStep>("unwind as " + unwind.variable, std::move(list.evaluate), slot);
  scope[unwind.variable] = {slot, Static::any, false};
}

/// The number after SKIP or LIMIT.
Evaluate Compiler::count(const Expr* expression, std::string_view clause) {
  if (expression == nullptr) return {};
  const Position at = expression->at;
  if (!is_constant(*expression)) {
    fail(at, "NonConstantExpression", fmt::format("{} takes a number that is the same for all rows", clause));
    return {};
  }
  const Compiled compiled = this->expression(*expression, {Scope(), nullptr, false, false});
  const auto check = [clause = std::string(clause), at](const Value& value) -> std::optional<Error> {
    const auto* number = value.get<std::int64_t>();
    if (number == nullptr) return Error{ErrorType::syntax, false, "InvalidArgumentType", fmt::format("{} takes an integer", clause), at};
    if (*number < 0)
      return Error{ErrorType::syntax, false, "NegativeIntegerArgument", fmt::format("{} takes an integer that is not negative", clause), at};
    return std::nullopt;
  };
  const auto is_literal = [](const Expr& one) {
    return one.kind == Expr::Kind::literal || (one.kind == Expr::Kind::operation && one.args.size() == 1 && one.args[0]->kind == Expr::Kind::literal);
  };
  if (ok() && is_literal(*expression)) {
    RunOptions options;
    Run run(graph_, options);
    Row none;
    const Value value = compiled.evaluate(run, none);
    if (run.error()) {
      fail(at, run.error()->detail, run.error()->message, run.error()->type);
    } else if (const auto wrong = check(value)) {
      fail(at, wrong->detail, wrong->message);
    }
  }
  return [evaluate = compiled.evaluate, check, slots = slots_](Run& run, Row&) -> Value {
    Row scratch(slots);  // what comprehensions write into
    const Value value = evaluate(run, scratch);
    if (!run.ok()) return Value(0);
    if (auto wrong = check(value)) {
      run.fail(std::move(*wrong));
      return Value(0);
    }
    return value;
  };
}

}  // namespace entente::query
