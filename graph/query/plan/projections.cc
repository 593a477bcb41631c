#include <fmt/format.h>

#include <algorithm>

#include "graph/query/plan/compiler.h"

/// WITH and RETURN as steps.

namespace entente::query {
namespace {

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

}  // namespace

Evaluate rows_to_keep(const Evaluate& skip, const Evaluate& limit) {
  if (!limit) return {};
  return [skip, limit](Run& run, Row& row) -> Value {
    const Value most = limit(run, row), skipped = skip ? skip(run, row) : Value(0);
    std::int64_t sum = 0;
    return __builtin_add_overflow(*most.get<std::int64_t>(), *skipped.get<std::int64_t>(), &sum) ? most : Value(sum);
  };
}

/// One WITH or RETURN on its way to steps.
class ProjectionPlan {
 public:
  ProjectionPlan(Compiler& compiler, const Projection& projection, const Scope& before)
      : compiler_(compiler), projection_(projection), before_(before) {}

  // In this order; each may fail.
  void gather_items(Position at);
  void compile_items();
  void compile_order();
  void emit(Pipeline& pipeline);

  /// The columns, in order, with their slots.
  std::vector<std::pair<std::string, std::size_t>> columns() const;
  Scope& after() { return after_; }

 private:
  struct Item {
    const Expr* expression = nullptr;
    std::string name;
    bool aggregates = false;
  };

  void compile_key(const Item& item);
  void compile_sum(const Item& item);
  void look_at_columns();
  void emit_sort(Pipeline& pipeline, const Evaluate& skip, const Evaluate& limit);
  void emit_where(Pipeline& pipeline);

  Compiler& compiler_;
  const Projection& projection_;
  const Scope& before_;
  std::vector<Expr> starred_;
  std::vector<Item> items_;
  bool aggregates_ = false;
  Scope after_;
  // Of rows: what is computed before they are grouped, what they are grouped by, what is summed up, what is computed from that.
  std::vector<Compute::Item> keys_to_compute_, of_sums_;
  std::vector<std::size_t> keys_;
  std::vector<AggregateStep::Item> sums_;
  Grouping grouping_;
  // What sorting and WHERE see: columns, by name or in the words that made them, and, where rows were not grouped, what columns are made from.
  Scope visible_;
  std::vector<Expr> names_;
  Grouping of_columns_;
  std::vector<Compute::Item> sort_values_;
  std::vector<SortStep::Key> sort_keys_;
};

/// `*` first, then the items.
void ProjectionPlan::gather_items(Position at) {
  if (projection_.star && before_.empty() && projection_.is_return) {
    compiler_.fail(at, "NoVariablesInScope", "RETURN * needs a variable; none is defined");
    return;
  }
  if (projection_.star)
    for (const auto& [name, variable] : before_) starred_.push_back(named(name));
  std::set<std::string> names;
  for (const Expr& expression : starred_) {
    items_.push_back({&expression, expression.name, false});
    names.insert(expression.name);
  }
  for (const ProjectionItem& item : projection_.items) {
    if (!names.insert(item.name).second)
      compiler_.fail(item.at, "ColumnNameConflict", fmt::format("there are two columns '{}'; give one of them another name with AS", item.name));
    items_.push_back({item.expression.get(), item.name, has_aggregate(*item.expression)});
  }
  aggregates_ = std::any_of(items_.begin(), items_.end(), [](const Item& item) { return item.aggregates; });
}

void ProjectionPlan::compile_key(const Item& item) {
  const Compiled compiled = compiler_.expression(*item.expression, {before_, nullptr, false, false});
  if (!compiler_.ok()) return;
  Variable made{0, compiled.type, false, compiled.element};
  if (is_variable(*item.expression)) {
    made.slot = before_.at(item.expression->name).slot;
  } else {
    made.slot = compiler_.new_slot();
    keys_to_compute_.emplace_back(made.slot, compiled.evaluate);
  }
  keys_.push_back(made.slot);
  after_[item.name] = made;
  if (is_simple(*item.expression))
    grouping_.keys.emplace_back(item.expression, made);
  else
    grouping_.ambiguous.push_back(item.expression);
}

void ProjectionPlan::compile_sum(const Item& item) {
  const Compiled compiled = compiler_.expression(*item.expression, {before_, &grouping_, false, false});
  if (!compiler_.ok()) return;
  const Variable made{compiler_.new_slot(), compiled.type, false, compiled.element};
  of_sums_.emplace_back(made.slot, compiled.evaluate);
  after_[item.name] = made;
}

void ProjectionPlan::compile_items() {
  grouping_.items = &sums_;
  for (const Item& item : items_)
    if (!item.aggregates) compile_key(item);
  for (const Item& item : items_)
    if (item.aggregates) compile_sum(item);
  if (compiler_.ok()) look_at_columns();
}

void ProjectionPlan::look_at_columns() {
  if (!aggregates_ && !projection_.distinct) visible_ = before_;
  for (const auto& [name, variable] : after_) visible_[name] = variable;
  names_.reserve(items_.size());
  for (const Item& item : items_) {
    names_.push_back(named(item.name));
    of_columns_.keys.emplace_back(&names_.back(), after_.at(item.name));
  }
  for (const Item& item : items_) {
    if (is_simple(*item.expression) || !aggregates_)
      of_columns_.keys.emplace_back(item.expression, after_.at(item.name));
    else
      of_columns_.ambiguous.push_back(item.expression);
  }
}

void ProjectionPlan::compile_order() {
  const Grouping* seen = aggregates_ || projection_.distinct ? &of_columns_ : nullptr;
  for (const SortItem& item : projection_.order) {
    const auto column = std::find_if(items_.begin(), items_.end(), [&](const Item& one) { return same_words(*one.expression, *item.expression); });
    if (column != items_.end() && !visible_.contains(item.expression->name)) {
      sort_keys_.push_back({after_.at(column->name).slot, item.descending});
      continue;
    }
    Compiled compiled = compiler_.expression(*item.expression, {visible_, seen, false, false});
    if (!compiler_.ok()) return;
    sort_keys_.push_back({compiler_.new_slot(), item.descending});
    sort_values_.emplace_back(sort_keys_.back().slot, std::move(compiled.evaluate));
  }
}

std::vector<std::pair<std::string, std::size_t>> ProjectionPlan::columns() const {
  std::vector<std::pair<std::string, std::size_t>> columns;
  for (const Item& item : items_) columns.emplace_back(item.name, after_.at(item.name).slot);
  return columns;
}

void ProjectionPlan::emit(Pipeline& pipeline) {
  if (!keys_to_compute_.empty()) pipeline.make<Compute>(projection_.is_return ? "return" : "with", std::move(keys_to_compute_));
  if (aggregates_) pipeline.make<AggregateStep>("aggregate", std::move(keys_), std::move(sums_));
  if (!of_sums_.empty()) pipeline.make<Compute>("of aggregates", std::move(of_sums_));
  std::vector<std::size_t> slots;
  for (const auto& [name, slot] : columns()) slots.push_back(slot);
  if (projection_.distinct) pipeline.make<DistinctStep>("distinct", std::move(slots));
  Evaluate skip = compiler_.count(projection_.skip.get(), "SKIP"), limit = compiler_.count(projection_.limit.get(), "LIMIT");
  if (!sort_keys_.empty()) emit_sort(pipeline, skip, limit);
  if (skip || limit) pipeline.make<SliceStep>("skip and limit", std::move(skip), std::move(limit));
  if (projection_.where) emit_where(pipeline);
}

void ProjectionPlan::emit_sort(Pipeline& pipeline, const Evaluate& skip, const Evaluate& limit) {
  std::vector<std::size_t> slots;
  for (const auto& [name, slot] : columns()) slots.push_back(slot);
  if (!sort_values_.empty()) pipeline.make<Compute>("sort keys", std::move(sort_values_));
  pipeline.make<SortStep>("sort", std::move(sort_keys_), std::move(slots), rows_to_keep(skip, limit));
}

void ProjectionPlan::emit_where(Pipeline& pipeline) {
  if (has_aggregate(*projection_.where)) {
    compiler_.fail(projection_.where->at, "InvalidAggregation", "WHERE does not aggregate; give the aggregate a name in WITH");
    return;
  }
  const Grouping* seen = aggregates_ || projection_.distinct ? &of_columns_ : nullptr;
  const bool rows_stand = projection_.order.empty();  // sorted ones have their columns only
  pipeline.make<Filter>("filter", compiler_.condition(*projection_.where, rows_stand ? visible_ : after_, seen).evaluate);
}

std::vector<std::pair<std::string, std::size_t>> Compiler::project(const Projection& projection, Position at, Scope& scope, Pipeline& pipeline) {
  ProjectionPlan plan(*this, projection, scope);
  plan.gather_items(at);
  if (ok()) plan.compile_items();
  if (ok()) plan.compile_order();
  if (!ok()) return {};
  plan.emit(pipeline);
  auto columns = plan.columns();
  scope = std::move(plan.after());
  return columns;
}

}  // namespace entente::query
