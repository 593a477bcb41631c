#include <fmt/format.h>

#include <algorithm>

#include "graph/query/compiler.h"

/// Clauses as steps.

namespace entente::query {
namespace {

constexpr std::string_view kRemedy = "; give it with AS another name";

bool is_variable(const Expr& expression) { return expression.kind == Expr::Kind::variable; }

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
  for (const Clause& clause : query.clauses) {
    if (!ok()) break;
    if (const auto* match = std::get_if<Match>(&clause.what)) {
      this->match(*match, scope, part.pipeline);
    } else if (const auto* unwind = std::get_if<Unwind>(&clause.what)) {
      this->unwind(*unwind, scope, part.pipeline);
    } else {
      const auto& projection = std::get<Projection>(clause.what);
      std::vector<std::pair<std::string, std::size_t>> made;
      project(projection, clause.at, scope, part.pipeline, made);
      if (!projection.is_return) continue;
      for (auto& [name, slot] : made) {
        columns.push_back(std::move(name));
        part.slots.push_back(slot);
      }
    }
  }
  // A pipeline has at least one step.
  if (part.pipeline.empty()) part.pipeline.make<Compute>("one row", std::vector<Compute::Item>());
  return part;
}

void Compiler::unwind(const Unwind& unwind, Scope& scope, Pipeline& pipeline) {
  Compiled list = expression(*unwind.list, {scope, nullptr, false, false});
  if (scope.contains(unwind.variable))
    fail(unwind.list->at, "VariableAlreadyBound", fmt::format("'{}' is defined already{}", unwind.variable, kRemedy));
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
    if (const auto wrong = check(compiled.evaluate(run, none))) fail(at, wrong->detail, wrong->message);
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

namespace {

/// A WITH or RETURN on its way to steps.
struct Columns {
  std::vector<std::string> names;
  std::vector<Variable> variables;
};

}  // namespace

void Compiler::project(const Projection& projection, Position at, Scope& scope, Pipeline& pipeline,
                       std::vector<std::pair<std::string, std::size_t>>& columns) {
  const std::string clause = projection.is_return ? "RETURN" : "WITH";
  // What is asked for: `*` first, then the items.
  std::vector<Expr> starred;
  if (projection.star) {
    if (scope.empty() && projection.is_return) {
      fail(at, "NoVariablesInScope", "RETURN * needs a variable; none is defined");
      return;
    }
    for (const auto& [name, variable] : scope) {
      Expr& expression = starred.emplace_back();
      expression.kind = Expr::Kind::variable;
      expression.name = name;
    }
  }
  std::vector<std::pair<const Expr*, std::string>> items;
  for (const Expr& expression : starred) items.emplace_back(&expression, expression.name);
  for (const ProjectionItem& item : projection.items) {
    const bool twice = std::any_of(items.begin(), items.end(), [&](const auto& other) { return other.second == item.name; });
    if (twice) fail(item.at, "ColumnNameConflict", fmt::format("there are two columns '{}'{}", item.name, kRemedy));
    items.emplace_back(item.expression.get(), item.name);
  }
  const bool aggregates = std::any_of(items.begin(), items.end(), [](const auto& item) { return has_aggregate(*item.first); });

  // Values that are grouped by, or all.
  Scope after;
  Grouping grouping;
  std::vector<Compute::Item> first, second;
  std::vector<AggregateStep::Item> sums;
  std::vector<std::size_t> keys;
  for (const auto& [expression, name] : items) {
    if (has_aggregate(*expression)) continue;
    const Compiled compiled = this->expression(*expression, {scope, nullptr, false, false});
    if (!ok()) return;
    Variable made{0, compiled.type, false};
    if (is_variable(*expression)) {
      made.slot = scope.at(expression->name).slot;
    } else {
      made.slot = new_slot();
      first.emplace_back(made.slot, compiled.evaluate);
    }
    keys.push_back(made.slot);
    after[name] = made;
    grouping.keys.emplace_back(expression, made);
  }
  if (aggregates) grouping.items = &sums;
  for (const auto& [expression, name] : items) {
    if (!has_aggregate(*expression)) continue;
    const Compiled compiled = this->expression(*expression, {scope, &grouping, false, false});
    if (!ok()) return;
    const Variable made{new_slot(), compiled.type, false};
    second.emplace_back(made.slot, compiled.evaluate);
    after[name] = made;
  }

  // What is sorted by: names of columns first, what columns say in the same words, else, where rows are still there, anything.
  const bool only_columns = aggregates || projection.distinct;
  Scope sort_scope = only_columns ? Scope() : scope;
  for (const auto& [name, variable] : after) sort_scope[name] = variable;
  Grouping sort_grouping;
  for (const auto& [expression, name] : items) sort_grouping.keys.emplace_back(expression, after.at(name));
  std::vector<Expr> names;
  names.reserve(items.size());
  for (const auto& [expression, name] : items) {
    Expr& column = names.emplace_back();
    column.kind = Expr::Kind::variable;
    column.name = name;
    sort_grouping.keys.insert(sort_grouping.keys.begin(), {&column, after.at(name)});
  }
  if (aggregates) sort_grouping.items = &sums;
  std::vector<Compute::Item> sort_values;
  std::vector<SortStep::Key> sort_keys;
  for (const SortItem& item : projection.order) {
    if (!aggregates && has_aggregate(*item.expression)) {
      fail(item.expression->at, "InvalidAggregation", fmt::format("{} sorts by an aggregate, but returns none", clause));
      return;
    }
    const Scope& visible = aggregates ? scope : sort_scope;
    Compiled compiled;
    if (only_columns) {
      Scope known = visible;
      for (const auto& [name, variable] : after) known[name] = variable;
      compiled = this->expression(*item.expression, {known, aggregates ? &sort_grouping : nullptr, false, false});
      if (!aggregates && !ok()) {
        // With DISTINCT the words of a column do as well as its name.
        error_.reset();
        compiled = this->expression(*item.expression, {scope, &sort_grouping, false, false});
        if (!ok()) error_->detail = "UndefinedVariable";
      }
    } else {
      compiled = this->expression(*item.expression, {sort_scope, nullptr, false, false});
    }
    if (!ok()) return;
    const std::size_t slot = new_slot();
    sort_values.emplace_back(slot, std::move(compiled.evaluate));
    sort_keys.push_back({slot, item.descending});
  }

  std::vector<std::size_t> slots;
  for (const auto& [expression, name] : items) {
    columns.emplace_back(name, after.at(name).slot);
    slots.push_back(after.at(name).slot);
  }
  if (!first.empty()) pipeline.make<Compute>(clause == "WITH" ? "with" : "return", std::move(first));
  if (aggregates) pipeline.make<AggregateStep>("aggregate", std::move(keys), std::move(sums));
  if (!second.empty()) pipeline.make<Compute>("of aggregates", std::move(second));
  if (projection.distinct) pipeline.make<DistinctStep>("distinct", slots);
  Evaluate skip = count(projection.skip.get(), "SKIP"), limit = count(projection.limit.get(), "LIMIT");
  if (!sort_keys.empty()) {
    pipeline.make<Compute>("sort keys", std::move(sort_values));
    Evaluate keep;
    if (limit)
      keep = [skip, limit](Run& run, Row& row) -> Value {
        const Value most = limit(run, row), first_skipped = skip ? skip(run, row) : Value(0);
        std::int64_t sum = 0;
        if (__builtin_add_overflow(*most.get<std::int64_t>(), *first_skipped.get<std::int64_t>(), &sum)) return most;
        return sum;
      };
    pipeline.make<SortStep>("sort", std::move(sort_keys), slots, std::move(keep));
  }
  if (skip || limit) pipeline.make<SliceStep>("skip and limit", std::move(skip), std::move(limit));
  const Scope before = std::move(scope);
  scope = std::move(after);
  if (projection.where) {
    if (has_aggregate(*projection.where)) {
      fail(projection.where->at, "InvalidAggregation", "WHERE does not aggregate; give the aggregate a name in WITH");
      return;
    }
    // A condition sees the columns, and, where rows are still what they were, what they were made from.
    Scope visible = aggregates || projection.distinct ? Scope() : before;
    for (const auto& [name, variable] : scope) visible[name] = variable;
    const bool rows_stand = projection.order.empty() && !skip && !limit;
    pipeline.make<Filter>("filter", condition(*projection.where, rows_stand ? visible : scope).evaluate);
  }
}

}  // namespace entente::query
