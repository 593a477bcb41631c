#include <fmt/format.h>

#include "graph/query/plan/compiler.h"

/// Expressions that look for patterns or ask a whole query: each has a pipeline of its own, that is run for each row.

namespace entente::query {
namespace {

/// The pipelines of a subquery, each with its end.
using SubqueryParts = std::vector<std::pair<std::shared_ptr<Pipeline>, Deliver*>>;

/// Runs the parts of a subquery for a row. Stops when `take` says so.
bool run_parts(Run& run, Row& row, const SubqueryParts& parts, const Deliver::Take& take) {
  const std::size_t held = run.held();
  for (const auto& [pipeline, end] : parts) {
    bool more = true;
    end->to([&](Run& inner, Row& found) { return more = take(inner, found); });
    pipeline->begin(run);
    pipeline->push(run, row);
    if (more && run.ok()) pipeline->finish(run, row);  // where a LIMIT stopped the push, what was gathered is still to come
    if (!more || !run.ok()) break;
  }
  run.release(run.held() - held);  // the steps begin anew with the next row
  return run.ok();
}

/// Whether there is a row.
Compiled exists(SubqueryParts parts) {
  return {[parts = std::move(parts)](Run& run, Row& row) -> Value {
            bool found = false;
            run_parts(run, row, parts, [&](Run&, Row&) {
              found = true;
              return false;
            });
            return found;
          },
          Static::boolean};
}

}  // namespace

Compiled Compiler::pattern(const Expr& expression, const Context& context) {
  const bool shortest = expression.pattern->selector != PatternPart::Selector::all;
  if (!context.predicate && !shortest)
    return fail(expression.at, "UnexpectedSyntax", "a pattern is a condition only; count with COUNT { … }, gather with [ … | … ]");
  Scope scope = context.scope;
  auto pipeline = std::make_shared<Pipeline>();
  const PatternPart& part = *expression.pattern;
  const std::string path = part.variable.empty() && shortest ? " path" : part.variable;  // no name that a query can write
  patterns({&part}, nullptr, scope, *pipeline, shortest, path);
  auto& end = pipeline->make<Deliver>("found");
  limit_steps(*pipeline, expression.at);
  if (!ok()) return {};
  if (!shortest) return exists({{pipeline, &end}});
  const std::size_t slot = scope.at(path).slot;
  const bool all = part.selector == PatternPart::Selector::all_shortest;
  return {[parts = std::vector{std::pair{pipeline, &end}}, slot, all, at = expression.at](Run& run, Row& row) -> Value {
            List paths;
            std::size_t bytes = 0;
            run_parts(run, row, parts, [&](Run& inner, Row& found) {
              paths.push_back(found[slot]);
              return inner.fits(paths.back(), at, bytes) && all;
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
  limit_steps(*pipeline, expression.at);
  if (!ok()) return {};
  Compiled map = this->expression(*expression.args[1], {scope, nullptr, false, context.inside_aggregate});
  auto& end = pipeline->make<Deliver>("found");
  return {[parts = std::vector{std::pair{pipeline, &end}}, map = std::move(map.evaluate), at = expression.at](Run& run, Row& row) -> Value {
            List list;
            std::size_t bytes = 0;
            run_parts(run, row, parts, [&](Run& inner, Row& found) {
              list.push_back(map(inner, found));
              return inner.fits(list.back(), at, bytes);
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
  SubqueryParts parts;
  std::vector<std::vector<std::size_t>> slots;
  for (Plan::Part& part : compiled) {
    auto pipeline = std::make_shared<Pipeline>(std::move(part.pipeline));
    auto& end = pipeline->make<Deliver>("found");
    parts.emplace_back(std::move(pipeline), &end);
    slots.push_back(std::move(part.slots));
  }
  switch (expression.subquery) {
    case Expr::Subquery::exists: return exists(std::move(parts));
    case Expr::Subquery::count:
      return {[parts = std::move(parts)](Run& run, Row& row) -> Value {
                std::int64_t count = 0;
                run_parts(run, row, parts, [&](Run&, Row&) { return ++count > 0; });
                return count;
              },
              Static::integer};
    case Expr::Subquery::collect: break;
  }
  return {[parts = std::move(parts), slots = std::move(slots), at = expression.at](Run& run, Row& row) -> Value {
            List list;
            std::size_t bytes = 0;
            for (std::size_t i = 0; i < parts.size(); ++i)
              run_parts(run, row, {parts[i]}, [&](Run& inner, Row& found) {
                list.push_back(found[slots[i][0]]);
                return inner.fits(list.back(), at, bytes);
              });
            return list;
          },
          Static::list};
}

}  // namespace entente::query
