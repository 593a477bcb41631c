#include <fmt/format.h>

#include <algorithm>

#include "graph/query/compiler.h"

/// Clauses as steps.

namespace entente::query {
namespace {

constexpr std::string_view kRemedy = "; give it with AS another name";

bool is_variable(const Expr& expression) { return expression.kind == Expr::Kind::variable; }

Expr named(const std::string& name) {
  Expr variable;
  variable.kind = Expr::Kind::variable;
  variable.name = name;
  return variable;
}

/// What may be grouped by and used beside an aggregate: a variable, a property, an aggregate itself.
bool is_simple(const Expr& expression) {
  if (expression.kind == Expr::Kind::property) return is_simple(*expression.args[0]);
  return is_variable(expression) || expression.kind == Expr::Kind::count_all ||
         (expression.kind == Expr::Kind::function && is_aggregate(expression.name));
}

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
    for (const auto& [name, variable] : scope) starred.push_back(named(name));
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
  if (aggregates) {
    grouping.items = &sums;
    const auto complex = std::stable_partition(grouping.keys.begin(), grouping.keys.end(), [](const auto& key) { return is_simple(*key.first); });
    for (auto key = complex; key != grouping.keys.end(); ++key) grouping.ambiguous.push_back(key->first);
    grouping.keys.erase(complex, grouping.keys.end());
  }
  for (const auto& [expression, name] : items) {
    if (!has_aggregate(*expression)) continue;
    const Compiled compiled = this->expression(*expression, {scope, &grouping, false, false});
    if (!ok()) return;
    const Variable made{new_slot(), compiled.type, false};
    second.emplace_back(made.slot, compiled.evaluate);
    after[name] = made;
  }

  // What sorting and WHERE see: columns, by name or in the words that made them, and, where rows were not grouped, what the columns are made from.
  const bool only_columns = aggregates || projection.distinct;
  Scope visible = only_columns ? Scope() : scope;
  for (const auto& [name, variable] : after) visible[name] = variable;
  std::vector<Expr> names;
  names.reserve(items.size());
  Grouping of_columns;
  for (const auto& [expression, name] : items) {
    names.push_back(named(name));
    of_columns.keys.emplace_back(&names.back(), after.at(name));
  }
  for (const auto& [expression, name] : items) {
    if (is_simple(*expression) || !aggregates)
      of_columns.keys.emplace_back(expression, after.at(name));
    else
      of_columns.ambiguous.push_back(expression);
  }
  const Grouping* seen = only_columns ? &of_columns : nullptr;
  std::vector<Compute::Item> sort_values;
  std::vector<SortStep::Key> sort_keys;
  for (const SortItem& item : projection.order) {
    const auto column = std::find_if(items.begin(), items.end(), [&](const auto& one) { return same_words(*one.first, *item.expression); });
    if (column != items.end() && !visible.contains(item.expression->name)) {
      sort_keys.push_back({after.at(column->second).slot, item.descending});
      continue;
    }
    Compiled compiled = this->expression(*item.expression, {visible, seen, false, false});
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
  scope = std::move(after);
  if (projection.where) {
    if (has_aggregate(*projection.where)) {
      fail(projection.where->at, "InvalidAggregation", "WHERE does not aggregate; give the aggregate a name in WITH");
      return;
    }
    const bool rows_stand = projection.order.empty();  // sorted ones have their columns only
    pipeline.make<Filter>("filter", condition(*projection.where, rows_stand ? visible : scope, seen).evaluate);
  }
}

}  // namespace entente::query
