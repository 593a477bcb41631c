#include <fmt/format.h>

#include "graph/query/compiler.h"

/// Expressions that look for patterns or ask a whole query: each has a pipeline of its own, that is run for each row.

namespace entente::query {
namespace {

/// Runs the parts of a subquery for a row. Stops when `take` says so.
bool run_parts(Run& run, Row& row, const std::vector<std::pair<std::shared_ptr<Pipeline>, Deliver*>>& parts, const Deliver::Take& take) {
  for (const auto& [pipeline, end] : parts) {
    bool more = true;
    end->to([&](Run& inner, Row& found) { return more = take(inner, found); });
    pipeline->begin(run);
    pipeline->push(run, row);
    if (more && run.ok()) pipeline->finish(run, row);  // where a LIMIT stopped the push, what was gathered is still to come
    if (!more || !run.ok()) break;
  }
  return run.ok();
}

}  // namespace

Compiled Compiler::pattern(const Expr& expression, const Context& context) {
  const bool shortest = expression.pattern->selector != PatternPart::Selector::all;
  if (!context.predicate && !shortest)
    return fail(expression.at, "UnexpectedSyntax", "a pattern is a condition only; count with COUNT { … }, gather with [ … | … ]");
  Scope scope = context.scope;
  auto pipeline = std::make_shared<Pipeline>();
  PatternPart& part = *expression.pattern;
  const bool named = !part.variable.empty();
  if (shortest && !named) part.variable = " path";  // no name that a query can write
  patterns({&part}, nullptr, scope, *pipeline, shortest);
  if (shortest && !named) part.variable.clear();
  auto& end = pipeline->make<Deliver>("found");
  if (!ok()) return {};
  if (!shortest)
    return {[parts = std::vector{std::pair{pipeline, &end}}](Run& run, Row& row) -> Value {
              bool found = false;
              run_parts(run, row, parts, [&](Run&, Row&) {
                found = true;
                return false;
              });
              return found;
            },
            Static::boolean};
  const std::size_t slot = scope.at(named ? part.variable : " path").slot;
  const bool all = part.selector == PatternPart::Selector::all_shortest;
  return {[parts = std::vector{std::pair{pipeline, &end}}, slot, all](Run& run, Row& row) -> Value {
            List paths;
            run_parts(run, row, parts, [&](Run&, Row& found) {
              paths.push_back(found[slot]);
              return all;
            });
            if (all) return paths;
            return paths.empty() ? Value() : paths.front();
          },
          all ? Static::list : Static::path};
}

Compiled Compiler::pattern_comprehension(const Expr& expression, const Context& context) {
  Scope scope = context.scope;
  auto pipeline = std::make_shared<Pipeline>();
  if (context.grouping != nullptr && !context.inside_aggregate) {
    // Of what is grouped by only what is named in the pattern can be looked at.
    for (auto& [name, variable] : scope)
      for (const auto& [key, grouped] : context.grouping->keys)
        if (key->kind == Expr::Kind::variable && key->name == name) variable = grouped;
  }
  patterns({expression.pattern.get()}, expression.args[0].get(), scope, *pipeline, true);
  if (!ok()) return {};
  Compiled map = this->expression(*expression.args[1], {scope, nullptr, false, context.inside_aggregate});
  auto& end = pipeline->make<Deliver>("found");
  return {[parts = std::vector{std::pair{pipeline, &end}}, map = std::move(map.evaluate)](Run& run, Row& row) -> Value {
            List list;
            run_parts(run, row, parts, [&](Run& inner, Row& found) {
              list.push_back(map(inner, found));
              return inner.ok();
            });
            return list;
          },
          Static::list};
}

Compiled Compiler::subquery(const Expr& expression, const Context& context) {
  std::vector<std::string> columns;
  Parts compiled = query(*expression.query, context.scope, columns);
  if (!ok()) return {};
  if (expression.subquery == Expr::Subquery::collect && columns.size() != 1)
    return fail(expression.at, "InvalidArgumentType", "COLLECT { … } returns one column");
  std::vector<std::pair<std::shared_ptr<Pipeline>, Deliver*>> parts;
  std::vector<std::vector<std::size_t>> slots;
  for (Plan::Part& part : compiled) {
    auto pipeline = std::make_shared<Pipeline>(std::move(part.pipeline));
    auto& end = pipeline->make<Deliver>("found");
    parts.emplace_back(std::move(pipeline), &end);
    slots.push_back(std::move(part.slots));
  }
  switch (expression.subquery) {
    case Expr::Subquery::exists:
      return {[parts = std::move(parts)](Run& run, Row& row) -> Value {
                bool found = false;
                run_parts(run, row, parts, [&](Run&, Row&) {
                  found = true;
                  return false;
                });
                return found;
              },
              Static::boolean};
    case Expr::Subquery::count:
      return {[parts = std::move(parts)](Run& run, Row& row) -> Value {
                std::int64_t count = 0;
                run_parts(run, row, parts, [&](Run&, Row&) { return ++count > 0; });
                return count;
              },
              Static::integer};
    case Expr::Subquery::collect: break;
  }
  return {[parts = std::move(parts), slots = std::move(slots)](Run& run, Row& row) -> Value {
            List list;
            for (std::size_t i = 0; i < parts.size(); ++i)
              run_parts(run, row, {parts[i]}, [&](Run& inner, Row& found) {
                list.push_back(found[slots[i][0]]);
                return inner.hold(sizeof(Value));
              });
            return list;
          },
          Static::list};
}

}  // namespace entente::query
