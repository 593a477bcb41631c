#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "graph/query/plan/compiler.h"

/// Calls of functions and aggregates.

namespace entente::query {
namespace {

using Kind = Expr::Kind;

/// What the first argument of a function must be, where a query can be refused for it before it runs.
const std::map<std::string, std::vector<Static>, std::less<>>& first_arguments() {
  static const std::map<std::string, std::vector<Static>, std::less<>> table = {
      {"length", {Static::path}},
      {"nodes", {Static::path}},
      {"relationships", {Static::path}},
      {"type", {Static::relationship}},
      {"startnode", {Static::relationship}},
      {"endnode", {Static::relationship}},
      {"labels", {Static::node}},
      {"size", {Static::list, Static::string}},
      {"properties", {Static::node, Static::relationship, Static::map}},
      {"keys", {Static::node, Static::relationship, Static::map}},
      {"head", {Static::list}},
      {"last", {Static::list}},
      {"tail", {Static::list}},
  };
  return table;
}

Static result_of(std::string_view name) {
  for (const std::string_view one : {"date", "time", "datetime", "localtime", "localdatetime", "duration"})
    if (name == one || (name.size() > one.size() && name.starts_with(one) && name[one.size()] == '.')) return Static::temporal;
  for (const std::string_view one : {"keys", "labels", "nodes", "relationships", "range", "tail", "split"})
    if (name == one) return Static::list;
  for (const std::string_view one : {"startnode", "endnode"})
    if (name == one) return Static::node;
  for (const std::string_view one : {"size", "length", "id", "sign"})
    if (name == one) return Static::integer;
  for (const std::string_view one : {"type", "toupper", "tolower", "substring", "trim", "replace", "left", "right", "tostring"})
    if (name == one) return Static::string;
  return name == "properties" ? Static::map : Static::any;
}

std::string lower(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(),
                 [](unsigned char c) { return c < 0x80 ? static_cast<char>(std::tolower(c)) : static_cast<char>(c); });
  return result;
}

/// "1 argument", "2 to 3 arguments", "1 argument or more".
std::string count_arguments(std::size_t least, std::size_t most) {
  const bool endless = most == std::numeric_limits<std::size_t>::max();
  const std::string range = least == most || endless ? std::to_string(least) : fmt::format("{} to {}", least, most);
  return fmt::format("{} argument{}{}", range, range == "1" ? "" : "s", endless ? " or more" : "");
}

std::vector<std::string> function_names() {
  std::vector<std::string> names;
  for (const Function& one : functions()) names.emplace_back(one.name);
  for (const std::string_view one : aggregate_names()) names.emplace_back(one);
  return names;
}

}  // namespace

Compiled Compiler::function(const Expr& expression, const Context& context) {
  if (is_aggregate(expression.name)) return aggregate(expression, context);
  const std::string name = lower(expression.name);
  const Position at = expression.at;
  if (name == "exists" && expression.args.size() == 1) {
    if (expression.args[0]->kind == Kind::pattern) {
      Context inside = context;
      inside.predicate = true;
      return pattern(*expression.args[0], inside);
    }
    if (expression.args[0]->kind == Kind::property || expression.args[0]->kind == Kind::index) {
      Compiled of = this->expression(*expression.args[0], context.values());
      return {[of = std::move(of.evaluate)](Run& run, Row& row) { return Value(!of(run, row).is_null()); }, Static::boolean};
    }
  }
  const Function* function = find_function(name);
  if (function == nullptr) {
    const std::string near = nearest(name, function_names());
    return fail(at, "UnknownFunction",
                fmt::format("there is no function '{}'{}", expression.name, near.empty() ? "" : fmt::format("; did you mean '{}'?", near)));
  }
  if (expression.distinct)
    return fail(at, "InvalidAggregation", fmt::format("DISTINCT goes with functions that sum up, and '{}' does not", expression.name));
  if (expression.args.size() < function->least || expression.args.size() > function->most)
    return fail(at, "InvalidNumberOfArguments",
                fmt::format("'{}' takes {}, not {}", expression.name, count_arguments(function->least, function->most), expression.args.size()));
  auto arguments = expressions(expression.args, context.values());
  if (!ok()) return {};
  if (const auto wanted = first_arguments().find(name); wanted != first_arguments().end()) {
    const Static given = arguments[0].type;
    if (given != Static::any && given != Static::null && std::find(wanted->second.begin(), wanted->second.end(), given) == wanted->second.end())
      return fail(at, "InvalidArgumentType", fmt::format("'{}' does not take {}", expression.name, name_of(given)));
  }
  return {[function, arguments = std::move(arguments), at](Run& run, Row& row) -> Value {
            List values;
            values.reserve(arguments.size());
            for (const Compiled& argument : arguments) values.push_back(argument.evaluate(run, row));
            if (!run.ok()) return {};
            auto result = function->call(run.functions(), values);
            if (!result) {
              result.error().at = at;
              return run.fail(std::move(result.error()));
            }
            run.tick(work_of(*result) + (values.empty() ? 0 : work_of(values[0])));
            return std::move(*result);
          },
          result_of(name)};
}

Compiled Compiler::aggregate(const Expr& expression, const Context& context) {
  const bool all = expression.kind == Kind::count_all;
  if (context.inside_aggregate) return fail(expression.at, "NestedAggregation", "an aggregate cannot be aggregated; do it in a WITH before");
  const auto misplaced = [&] {
    return fail(expression.at, "InvalidAggregation",
                "aggregates stand in WITH and RETURN, and after ORDER BY those that are returned; aggregate in a WITH before");
  };
  if (context.grouping == nullptr) return misplaced();
  if (!all && expression.args.size() != aggregate_arity(expression.name))
    return fail(expression.at, "InvalidNumberOfArguments",
                fmt::format("'{}' takes {}, not {}", expression.name,
                            count_arguments(aggregate_arity(expression.name), aggregate_arity(expression.name)), expression.args.size()));
  if (multiplicity_) {  // count_matches() lets counts only come here
    const std::size_t slot = new_slot();
    context.grouping->items->push_back({"sum", false, {[count = *multiplicity_](Run&, Row& row) { return row[count]; }}, slot, expression.at});
    return {[slot](Run&, Row& row) { return row[slot]; }, Static::integer};
  }
  AggregateStep::Item item{all ? std::string() : lower(expression.name), expression.distinct, {}, new_slot(), expression.at};
  for (const ExprPtr& argument : expression.args) {
    if (argument->kind == Kind::function && lower(argument->name) == "rand")
      return fail(argument->at, "NonConstantExpression", "what is random cannot be aggregated; draw it in a WITH before");
    item.arguments.push_back(this->expression(*argument, {context.scope, context.grouping, false, true}).evaluate);
  }
  if (context.grouping->items == nullptr) return misplaced();
  const std::size_t slot = item.slot;
  context.grouping->items->push_back(std::move(item));
  return {[slot](Run&, Row& row) { return row[slot]; }, lower(expression.name) == "collect"        ? Static::list
                                                        : all || lower(expression.name) == "count" ? Static::integer
                                                                                                   : Static::any};
}

}  // namespace entente::query
