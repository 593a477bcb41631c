#include <fmt/format.h>

#include <algorithm>

#include "graph/query/function/text_match.h"
#include "graph/query/plan/compiler.h"

/// Expressions as functions of a row.

namespace entente::query {
namespace {

using Kind = Expr::Kind;

Static static_of(const Value& value) {
  switch (value.type()) {
    case ValueType::null: return Static::null;
    case ValueType::boolean: return Static::boolean;
    case ValueType::number_integer: return Static::integer;
    case ValueType::number_float: return Static::floating;
    case ValueType::string: return Static::string;
    case ValueType::list: return Static::list;
    case ValueType::map: return Static::map;
    default: return Static::any;
  }
}

Compiled constant(Value value) {
  const Static type = static_of(value);
  return {[value = std::move(value)](Run&, Row&) { return value; }, type};
}

/// The property of whatever has properties.
Value property_of(Run& run, const Value& of, const std::string& name, Position at) {
  if (const auto* node = of.get<Node>()) return run.take(run.graph().property(*node, name));
  if (const auto* relationship = of.get<Relationship>()) return run.take(run.graph().property(*relationship, name));
  if (const auto* map = of.get<Map>()) {
    const auto found = map->find(name);
    return found == map->end() ? Value() : found->second;
  }
  if (of.is_null()) return {};
  if (is_temporal(of)) {
    if (auto part = temporal_property(of, name)) return std::move(*part);
    return run.fail(ErrorType::type, "InvalidArgumentValue", fmt::format("{} has no part '{}'", query::name_of(of.type()), name), at);
  }
  return run.fail(ErrorType::type, "InvalidArgumentType", fmt::format("{} has no properties", query::name_of(of.type())), at);
}

/// true, false or null; anything else fails.
std::optional<bool> truth(Run& run, const Value& value, Position at) {
  if (const bool* known = value.get<bool>()) return *known;
  if (!value.is_null())
    run.fail(ErrorType::type, "InvalidArgumentType", fmt::format("{} is neither true nor false", query::name_of(value.type())), at);
  return std::nullopt;
}

Value to_value(std::optional<bool> truth) { return truth ? Value(*truth) : Value(); }

std::optional<bool> holds(Operator op, const Value& a, const Value& b) {
  if (op == Operator::equal) return equal(a, b);
  if (op == Operator::not_equal) {
    const auto is = equal(a, b);
    return is ? std::optional(!*is) : std::nullopt;
  }
  const auto by = compare(a, b);
  if (!by) return std::nullopt;
  if (*by == 2) return false;
  switch (op) {
    case Operator::less: return *by < 0;
    case Operator::less_equal: return *by <= 0;
    case Operator::greater: return *by > 0;
    default: return *by >= 0;
  }
}

std::optional<bool> is_in(const Value& wanted, const List& list) {
  std::optional<bool> found = false;
  for (const Value& element : list) {
    const auto is = equal(element, wanted);
    if (is.value_or(false)) return true;
    if (!is) found.reset();
  }
  return found;
}

}  // namespace

std::string_view name_of(Static type) {
  switch (type) {
    case Static::any: return "a value";
    case Static::null: return "null";
    case Static::boolean: return "a boolean";
    case Static::integer: return "an integer";
    case Static::floating: return "a float";
    case Static::string: return "a string";
    case Static::list: return "a list";
    case Static::map: return "a map";
    case Static::node: return "a node";
    case Static::relationship: return "a relationship";
    case Static::path: return "a path";
    case Static::temporal: return "a temporal value";
  }
  return "a value";
}

bool may_be(Static type, std::initializer_list<Static> wanted) {
  return type == Static::any || type == Static::null || std::find(wanted.begin(), wanted.end(), type) != wanted.end();
}

Compiled Compiler::fail(Position at, std::string detail, std::string message, ErrorType type) {
  if (!error_) error_ = Error{type, false, std::move(detail), one_line(std::move(message)), at};
  return {[](Run&, Row&) { return Value(); }, Static::any};
}

Compiled Compiler::expression(const Expr& expression, const Context& context) {
  if (context.grouping != nullptr && !context.inside_aggregate) {
    for (const auto& [key, variable] : context.grouping->keys)
      if (same_words(*key, expression)) return {[slot = variable.slot](Run&, Row& row) { return row[slot]; }, variable.type, variable.element};
    for (const Expr* key : context.grouping->ambiguous)
      if (same_words(*key, expression))
        return fail(expression.at, "AmbiguousAggregationExpression",
                    "what is grouped by is used beside an aggregate; give it a name in a WITH before");
  }
  const Position at = expression.at;
  switch (expression.kind) {
    case Kind::literal: return constant(expression.value);
    case Kind::parameter:
      return {[name = expression.name, at](Run& run, Row&) -> Value {
        const auto found = run.parameters().find(name);
        if (found != run.parameters().end()) return found->second;
        return run.fail(ErrorType::parameter_missing, "MissingParameter", fmt::format("${} is not given; give it with --param {}=…", name, name), at);
      }};
    case Kind::variable: return variable(expression, context);
    case Kind::property: return property(expression, context);
    case Kind::list: return list(expression, context);
    case Kind::map: return map(expression, context);
    case Kind::index: return index(expression, context);
    case Kind::slice: return slice(expression, context);
    case Kind::operation: return operation(expression, context);
    case Kind::comparison: return comparison(expression, context);
    case Kind::has_labels: return has_labels(expression, context);
    case Kind::function: return function(expression, context);
    case Kind::count_all: return aggregate(expression, context);
    case Kind::case_: return case_of(expression, context);
    case Kind::list_comprehension: return list_comprehension(expression, context);
    case Kind::quantifier: return quantifier(expression, context);
    case Kind::reduce: return reduce(expression, context);
    case Kind::pattern: return pattern(expression, context);
    case Kind::pattern_comprehension: return pattern_comprehension(expression, context);
    case Kind::subquery: return subquery(expression, context);
  }
  return {};
}

Compiled Compiler::condition(const Expr& expression, const Scope& scope, const Grouping* grouping) {
  Compiled compiled = this->expression(expression, {scope, grouping, true, false});
  if (!may_be(compiled.type, {Static::boolean}))
    return fail(expression.at, "InvalidArgumentType", fmt::format("a condition is true or false, not {}", name_of(compiled.type)));
  return {[evaluate = std::move(compiled.evaluate), at = expression.at](Run& run, Row& row) { return to_value(truth(run, evaluate(run, row), at)); },
          Static::boolean};
}

std::vector<Compiled> Compiler::expressions(const std::vector<ExprPtr>& expressions, const Context& context) {
  std::vector<Compiled> compiled;
  for (const ExprPtr& one : expressions) compiled.push_back(one ? expression(*one, context) : Compiled());
  return compiled;
}

Compiled Compiler::variable(const Expr& expression, const Context& context) {
  const auto found = context.scope.find(expression.name);
  if (found == context.scope.end()) {
    std::vector<std::string> names;
    for (const auto& [name, variable] : context.scope) names.push_back(name);
    const std::string near = nearest(expression.name, names);
    return fail(expression.at, "UndefinedVariable",
                fmt::format("variable '{}' is not defined{}", expression.name, near.empty() ? "" : fmt::format("; did you mean '{}'?", near)));
  }
  if (context.grouping != nullptr && !context.inside_aggregate && !found->second.local)
    return fail(expression.at, "AmbiguousAggregationExpression",
                fmt::format("'{}' is neither aggregated nor grouped by; return it alone too, or aggregate it", expression.name));
  return {[slot = found->second.slot](Run&, Row& row) { return row[slot]; }, found->second.type, found->second.element};
}

Compiled Compiler::property(const Expr& expression, const Context& context) {
  Compiled of = this->expression(*expression.args[0], context.values());
  if (!may_be(of.type, {Static::node, Static::relationship, Static::map, Static::temporal}))
    return fail(expression.at, "InvalidArgumentType", fmt::format("{} has no properties", name_of(of.type)),
                of.type == Static::path ? ErrorType::syntax : ErrorType::type);
  return {[of = std::move(of.evaluate), name = expression.name, at = expression.at](Run& run, Row& row) {
    return property_of(run, of(run, row), name, at);
  }};
}

Compiled Compiler::list(const Expr& expression, const Context& context) {
  auto elements = expressions(expression.args, context.values());
  const auto differs = [&](const Compiled& element) { return element.type != elements.front().type; };
  const Static element = elements.empty() || std::any_of(elements.begin(), elements.end(), differs) ? Static::any : elements.front().type;
  return {[elements = std::move(elements), at = expression.at](Run& run, Row& row) {
            List list;
            list.reserve(elements.size());
            std::size_t bytes = 0;
            for (const Compiled& one : elements) {
              list.push_back(one.evaluate(run, row));
              if (!run.fits(list.back(), at, bytes)) return Value();
            }
            return Value(std::move(list));
          },
          Static::list, element};
}

Compiled Compiler::map(const Expr& expression, const Context& context) {
  return {[keys = expression.keys, values = expressions(expression.args, context.values()), at = expression.at](Run& run, Row& row) {
            Map map;
            std::size_t bytes = 0;
            for (std::size_t i = 0; i < keys.size(); ++i) {
              const auto made = map.insert_or_assign(keys[i], values[i].evaluate(run, row)).first;
              if (!run.fits(made->second, at, bytes)) return Value();
            }
            return Value(std::move(map));
          },
          Static::map};
}

Compiled Compiler::index(const Expr& expression, const Context& context) {
  auto parts = expressions(expression.args, context.values());
  if (ok() && !may_be(parts[0].type, {Static::list, Static::map, Static::node, Static::relationship}))
    return fail(expression.at, "InvalidArgumentType", fmt::format("{} has no elements", name_of(parts[0].type)), ErrorType::type);
  return {[parts = std::move(parts), at = expression.at](Run& run, Row& row) -> Value {
    const Value of = parts[0].evaluate(run, row), by = parts[1].evaluate(run, row);
    if (!run.ok() || of.is_null() || by.is_null()) return {};
    const auto wrong = [&](std::string_view wanted) {
      return run.fail(ErrorType::type, "InvalidArgumentType",
                      fmt::format("an element of {} is asked for by {}, not by {}", query::name_of(of.type()), wanted, query::name_of(by.type())),
                      at);
    };
    if (const List* list = of.get<List>()) {
      const auto* number = by.get<std::int64_t>();
      if (number == nullptr) return wrong("an integer");
      const auto size = static_cast<std::int64_t>(list->size());
      const std::int64_t place = *number < 0 ? *number + size : *number;
      return place < 0 || place >= size ? Value() : (*list)[static_cast<std::size_t>(place)];
    }
    const auto* name = by.get<std::string>();
    if (of.get<Map>() == nullptr && of.get<Node>() == nullptr && of.get<Relationship>() == nullptr)
      return run.fail(ErrorType::type, "InvalidArgumentType", fmt::format("{} has no elements", query::name_of(of.type())), at);
    if (name == nullptr) {
      run.fail(ErrorType::type, of.get<Map>() != nullptr ? "MapElementAccessByNonString" : "InvalidArgumentType",
               fmt::format("a property is asked for by a string, not by {}", query::name_of(by.type())), at);
      return {};
    }
    return property_of(run, of, *name, at);
  }};
}

Compiled Compiler::slice(const Expr& expression, const Context& context) {
  auto parts = expressions(expression.args, context.values());
  return {[parts = std::move(parts), at = expression.at](Run& run, Row& row) -> Value {
            const Value of = parts[0].evaluate(run, row);
            std::int64_t bounds[2] = {0, std::numeric_limits<std::int64_t>::max()};
            bool unknown = of.is_null();
            for (std::size_t i = 0; i < 2; ++i) {
              if (!parts[i + 1].evaluate) continue;
              const Value bound = parts[i + 1].evaluate(run, row);
              unknown = unknown || bound.is_null();
              if (const auto* number = bound.get<std::int64_t>())
                bounds[i] = *number;
              else if (!bound.is_null())
                return run.fail(ErrorType::type, "InvalidArgumentType", "the bounds of a slice are integers", at);
            }
            if (unknown || !run.ok()) return {};
            const List* list = of.get<List>();
            if (list == nullptr)
              return run.fail(ErrorType::type, "InvalidArgumentType", fmt::format("{} has no slices", query::name_of(of.type())), at);
            const auto size = static_cast<std::int64_t>(list->size());
            for (std::int64_t& bound : bounds) bound = std::clamp<std::int64_t>(bound < 0 ? bound + size : bound, 0, size);
            if (bounds[0] >= bounds[1]) return List();
            run.tick(static_cast<std::uint64_t>(bounds[1] - bounds[0]) / 16);
            return List(list->begin() + bounds[0], list->begin() + bounds[1]);
          },
          Static::list};
}

Compiled Compiler::operation(const Expr& expression, const Context& context) {
  const Operator op = expression.op;
  const Position at = expression.at;
  if (op == Operator::and_ || op == Operator::or_ || op == Operator::xor_ || op == Operator::not_) return logic(expression, context);
  auto parts = expressions(expression.args, context.values());
  if (!ok()) return {};
  switch (op) {
    case Operator::is_null:
    case Operator::is_not_null:
      return {[of = std::move(parts[0].evaluate), wanted = op == Operator::is_null](Run& run, Row& row) {
                return Value(of(run, row).is_null() == wanted);
              },
              Static::boolean};
    case Operator::in:
      if (!may_be(parts[1].type, {Static::list}))
        return fail(at, "InvalidArgumentType", fmt::format("IN looks into a list, not into {}", name_of(parts[1].type)));
      return {[parts = std::move(parts), at](Run& run, Row& row) -> Value {
                const Value wanted = parts[0].evaluate(run, row), in = parts[1].evaluate(run, row);
                if (in.is_null() || !run.ok()) return {};
                run.tick(work_of(in));
                if (const List* list = in.get<List>()) return to_value(is_in(wanted, *list));
                return run.fail(ErrorType::type, "InvalidArgumentType", fmt::format("IN looks into a list, not into {}", query::name_of(in.type())),
                                at);
              },
              Static::boolean};
    case Operator::starts_with:
    case Operator::ends_with:
    case Operator::contains:
    case Operator::matches:
      return {[parts = std::move(parts), op, at](Run& run, Row& row) {
                return match_text(run, op, parts[0].evaluate(run, row), parts[1].evaluate(run, row), at);
              },
              Static::boolean};
    case Operator::minus:
    case Operator::plus:
      if (!may_be(parts[0].type, {Static::integer, Static::floating, Static::temporal}))
        return fail(at, "InvalidArgumentType", fmt::format("'{}' goes before a number, not before {}", query::name_of(op), name_of(parts[0].type)));
      return {[of = std::move(parts[0].evaluate), op, at](Run& run, Row& row) -> Value {
                const Value value = of(run, row);
                const bool duration = value.get<Duration>() != nullptr;
                if (!run.ok() || value.is_null()) return value;
                if (!value.is_number() && !duration)
                  return run.fail(ErrorType::type, "InvalidArgumentType",
                                  fmt::format("'{}' goes before a number, not before {}", query::name_of(op), query::name_of(value.type())), at);
                if (op == Operator::plus) return value;
                if (const double* number = value.get<double>()) return -*number;
                auto result = duration ? arithmetic(Operator::multiply, value, Value(-1)) : arithmetic(Operator::subtract, Value(0), value);
                if (result) return std::move(*result);
                result.error().at = at;
                return run.fail(std::move(result.error()));
              },
              parts[0].type};
    default: break;
  }
  const auto number = [](Static type) { return type == Static::integer || type == Static::floating; };
  const Static a = parts[0].type, b = parts[1].type;
  Static type = Static::any;
  if (number(a) && number(b)) type = a == Static::floating || b == Static::floating || op == Operator::power ? Static::floating : Static::integer;
  if (op == Operator::add && (a == Static::list || b == Static::list)) type = Static::list;
  if (op != Operator::add)
    for (const Static one : {a, b})
      if (!may_be(one, {Static::integer, Static::floating, Static::temporal}))
        return fail(at, "InvalidArgumentType", fmt::format("'{}' does not go with {}", query::name_of(op), name_of(one)));
  return {[parts = std::move(parts), op, at](Run& run, Row& row) -> Value {
            const Value left = parts[0].evaluate(run, row), right = parts[1].evaluate(run, row);
            if (!run.ok()) return {};
            auto result = arithmetic(op, left, right);
            if (!result) {
              result.error().at = at;
              return run.fail(std::move(result.error()));
            }
            std::size_t bytes = 0;
            if (op == Operator::add && !(run.fits(*result, at, bytes) && run.tick(work_of(*result)))) return {};
            return std::move(*result);
          },
          type};
}

Compiled Compiler::logic(const Expr& expression, const Context& context) {
  Context inside = context;
  inside.predicate = true;
  auto parts = expressions(expression.args, inside);
  for (std::size_t i = 0; i < parts.size() && ok(); ++i)
    if (!may_be(parts[i].type, {Static::boolean}))
      return fail(expression.args[i]->at, "InvalidArgumentType",
                  fmt::format("{} takes true or false, not {}", query::name_of(expression.op), name_of(parts[i].type)));
  return {[parts = std::move(parts), op = expression.op, at = expression.at](Run& run, Row& row) -> Value {
            std::optional<bool> result = truth(run, parts[0].evaluate(run, row), at);
            if (op == Operator::not_) return result ? Value(!*result) : Value();
            for (std::size_t i = 1; i < parts.size() && run.ok(); ++i) {
              if (op != Operator::xor_ && result && *result == (op == Operator::or_)) return *result;  // nothing changes it
              const auto other = truth(run, parts[i].evaluate(run, row), at);
              if (op == Operator::xor_)
                result = result && other ? std::optional(*result != *other) : std::nullopt;
              else if (other && *other == (op == Operator::or_))
                result = other;
              else if (!other)
                result.reset();
            }
            return to_value(result);
          },
          Static::boolean};
}

Compiled Compiler::comparison(const Expr& expression, const Context& context) {
  auto parts = expressions(expression.args, context.values());
  if (expression.ops.size() == 1)
    return {[parts = std::move(parts), op = expression.ops[0]](Run& run, Row& row) {
              const Value a = parts[0].evaluate(run, row);
              return to_value(holds(op, a, parts[1].evaluate(run, row)));
            },
            Static::boolean};
  return {[parts = std::move(parts), ops = expression.ops](Run& run, Row& row) {
            std::optional<bool> result = true;
            Value left = parts[0].evaluate(run, row);
            for (std::size_t i = 0; i < ops.size(); ++i) {
              Value right = parts[i + 1].evaluate(run, row);
              const auto one = holds(ops[i], left, right);
              if (one && !*one) return Value(false);
              if (!one) result.reset();
              left = std::move(right);
            }
            return to_value(result);
          },
          Static::boolean};
}

Compiled Compiler::has_labels(const Expr& expression, const Context& context) {
  Compiled of = this->expression(*expression.args[0], context.values());
  if (!may_be(of.type, {Static::node, Static::relationship}))
    return fail(expression.at, "InvalidArgumentType", fmt::format("{} has no labels", name_of(of.type)));
  const Static type = of.type;
  return {[of = std::move(of.evaluate), node_test = label_test(*expression.labels, false, type == Static::node),
           type_test = label_test(*expression.labels, true, type == Static::relationship), at = expression.at](Run& run, Row& row) -> Value {
            const Value value = of(run, row);
            if (const auto* node = value.get<Node>()) return node_test.holds(run, *node);
            if (const auto* relationship = value.get<Relationship>()) return type_test.holds(run.graph().type_of(*relationship));
            if (value.is_null()) return {};
            return run.fail(ErrorType::type, "InvalidArgumentType", fmt::format("{} has no labels", query::name_of(value.type())), at);
          },
          Static::boolean};
}

Compiled Compiler::case_of(const Expr& expression, const Context& context) {
  auto parts = expressions(expression.args, context.values());
  return {[parts = std::move(parts)](Run& run, Row& row) -> Value {
    const bool simple = static_cast<bool>(parts[0].evaluate);
    const Value operand = simple ? parts[0].evaluate(run, row) : Value(true);
    for (std::size_t i = 1; i + 2 < parts.size() && run.ok(); i += 2) {
      const Value when = parts[i].evaluate(run, row);
      if (equal(operand, when).value_or(false)) return parts[i + 1].evaluate(run, row);
    }
    return parts.back().evaluate && run.ok() ? parts.back().evaluate(run, row) : Value();
  }};
}

namespace {

/// The elements of what a comprehension goes through; nullptr for null.
const List* elements_of(Run& run, const Value& value, Position at) {
  const List* list = value.get<List>();
  if (list == nullptr && !value.is_null())
    run.fail(ErrorType::type, "InvalidArgumentType", fmt::format("{} is not a list", query::name_of(value.type())), at);
  return list;
}

}  // namespace

/// The scope inside a comprehension or its like, with one variable more.
namespace {

Scope with_local(Scope scope, const std::string& name, std::size_t slot, Static type = Static::any) {
  scope[name] = {slot, type, true};
  return scope;
}

/// What is computed for each element is not computed for a group of rows: nothing is aggregated in it.
std::optional<Grouping> without_aggregates(const Grouping* grouping) {
  if (grouping == nullptr) return std::nullopt;
  Grouping inside = *grouping;
  inside.items = nullptr;
  return inside;
}

}  // namespace

Compiled Compiler::list_comprehension(const Expr& expression, const Context& context) {
  Compiled list = this->expression(*expression.args[0], context.values());
  if (!may_be(list.type, {Static::list})) return fail(expression.at, "InvalidArgumentType", fmt::format("{} is not a list", name_of(list.type)));
  const std::size_t slot = new_slot();
  const Scope inside = with_local(context.scope, expression.name, slot, list.element);
  const auto grouping = without_aggregates(context.grouping);
  const auto compile = [&](const ExprPtr& part, bool predicate) {
    return part ? this->expression(*part, {inside, grouping ? &*grouping : nullptr, predicate, context.inside_aggregate}) : Compiled();
  };
  Compiled where = compile(expression.args[1], true), map = compile(expression.args[2], false);
  return {[list = std::move(list.evaluate), where = std::move(where.evaluate), map = std::move(map.evaluate), slot, at = expression.at](
              Run& run, Row& row) -> Value {
            const Value from = list(run, row);
            const List* elements = elements_of(run, from, at);
            if (elements == nullptr) return {};
            List result;
            std::size_t bytes = 0;
            for (const Value& element : *elements) {
              row[slot] = element;
              const bool wanted = !where || truth(run, where(run, row), at).value_or(false);
              if (!run.ok() || !run.tick()) return {};
              if (!wanted) continue;
              result.push_back(map ? map(run, row) : element);
              if (!run.fits(result.back(), at, bytes)) return {};
            }
            return result;
          },
          Static::list};
}

Compiled Compiler::quantifier(const Expr& expression, const Context& context) {
  Compiled list = this->expression(*expression.args[0], context.values());
  if (!may_be(list.type, {Static::list})) return fail(expression.at, "InvalidArgumentType", fmt::format("{} is not a list", name_of(list.type)));
  const std::size_t slot = new_slot();
  const Scope inside = with_local(context.scope, expression.name, slot, list.element);
  const auto grouping = without_aggregates(context.grouping);
  Compiled where = this->expression(*expression.args[1], {inside, grouping ? &*grouping : nullptr, true, context.inside_aggregate});
  if (!may_be(where.type, {Static::boolean}))
    return fail(expression.args[1]->at, "InvalidArgumentType", fmt::format("a condition is true or false, not {}", name_of(where.type)));
  return {[list = std::move(list.evaluate), where = std::move(where.evaluate), slot, kind = expression.quantifier, at = expression.at](
              Run& run, Row& row) -> Value {
            const Value from = list(run, row);
            const List* elements = elements_of(run, from, at);
            if (elements == nullptr) return {};
            std::size_t yes = 0, no = 0, unknown = 0;
            for (const Value& element : *elements) {
              row[slot] = element;
              const auto is = truth(run, where(run, row), at);
              if (!run.ok() || !run.tick()) return {};
              ++(!is ? unknown : *is ? yes : no);
            }
            switch (kind) {
              case Expr::Quantifier::all: return no > 0 ? Value(false) : unknown > 0 ? Value() : Value(true);
              case Expr::Quantifier::any: return yes > 0 ? Value(true) : unknown > 0 ? Value() : Value(false);
              case Expr::Quantifier::none: return yes > 0 ? Value(false) : unknown > 0 ? Value() : Value(true);
              case Expr::Quantifier::single: return yes > 1 ? Value(false) : unknown > 0 ? Value() : Value(yes == 1);
            }
            return {};
          },
          Static::boolean};
}

Compiled Compiler::reduce(const Expr& expression, const Context& context) {
  Compiled start = this->expression(*expression.args[0], context.values()), list = this->expression(*expression.args[1], context.values());
  const std::size_t sum = new_slot(), element = new_slot();
  const Scope inside = with_local(with_local(context.scope, expression.name, sum), expression.element, element);
  const auto grouping = without_aggregates(context.grouping);
  Compiled next = this->expression(*expression.args[2], {inside, grouping ? &*grouping : nullptr, false, context.inside_aggregate});
  return {[start = std::move(start.evaluate), list = std::move(list.evaluate), next = std::move(next.evaluate), sum, element, at = expression.at](
              Run& run, Row& row) -> Value {
    Value result = start(run, row);
    const Value from = list(run, row);
    const List* elements = elements_of(run, from, at);
    if (elements == nullptr) return {};
    for (const Value& one : *elements) {
      row[sum] = std::move(result);
      row[element] = one;
      result = next(run, row);
      if (!run.ok() || !run.tick()) return {};
    }
    return result;
  }};
}

}  // namespace entente::query
