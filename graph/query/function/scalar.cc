#include <array>

#include "graph/query/function/table.h"

/// Functions of any value.

namespace entente::query {
namespace {

Result<Value> coalesce(const FunctionContext&, Arguments arguments) {
  const auto found = std::ranges::find_if_not(arguments, &Value::is_null);
  return found == arguments.end() ? Value() : *found;
}

Result<Value> exists(const FunctionContext&, Arguments arguments) { return Value(!arguments[0].is_null()); }

Result<Value> null_if(const FunctionContext&, Arguments arguments) { return equal(arguments[0], arguments[1]) == true ? Value() : arguments[0]; }

/// none where the value has no size.
std::optional<std::int64_t> size_of(const Value& value) {
  if (const auto* text = value.get<std::string>()) return count_code_points(*text);
  if (const auto* list = value.get<List>()) return static_cast<std::int64_t>(list->size());
  return std::nullopt;
}

Result<Value> size(const FunctionContext&, Arguments arguments) {
  if (const auto size = size_of(arguments[0])) return Value(*size);
  return wrong_type("size() takes a string or a list", arguments[0]);
}

Result<Value> char_length(const FunctionContext&, Arguments arguments) {
  if (const auto* text = arguments[0].get<std::string>()) return Value(count_code_points(*text));
  return wrong_type("char_length() takes a string", arguments[0]);
}

Result<Value> is_empty(const FunctionContext&, Arguments arguments) {
  const Value& value = arguments[0];
  if (const auto* text = value.get<std::string>()) return Value(text->empty());
  if (const auto* list = value.get<List>()) return Value(list->empty());
  if (const auto* map = value.get<Map>()) return Value(map->empty());
  return wrong_type("isEmpty() takes a string, a list or a map", value);
}

Result<Value> timestamp(const FunctionContext& context, Arguments) { return Value(context.now.seconds * 1000 + context.now.nanoseconds / 1000000); }

std::string describe(const Value& value);

/// The types of the elements, each once, in a fixed order.
std::string describe_elements(const List& list) {
  constexpr std::array kOrder = {ValueType::null,           ValueType::boolean,  ValueType::string,     ValueType::number_integer,
                                 ValueType::number_float,   ValueType::date,     ValueType::local_time, ValueType::time,
                                 ValueType::local_datetime, ValueType::datetime, ValueType::duration,   ValueType::node,
                                 ValueType::relationship,   ValueType::map,      ValueType::list,       ValueType::path};
  std::vector<std::pair<std::ptrdiff_t, std::string>> types;
  const bool nullable = std::ranges::any_of(list, &Value::is_null);
  for (const Value& element : list) {
    if (element.is_null()) continue;
    std::string type = describe(element);
    if (!nullable) type += " NOT NULL";
    types.emplace_back(std::ranges::find(kOrder, element.type()) - kOrder.begin(), std::move(type));
  }
  std::ranges::sort(types);
  types.erase(std::unique(types.begin(), types.end()), types.end());
  if (types.empty()) return nullable ? "NULL" : "NOTHING";
  std::string out = types[0].second;
  for (std::size_t i = 1; i < types.size(); ++i) out += " | " + types[i].second;
  return out;
}

std::string describe(const Value& value) {
  if (const auto* list = value.get<List>()) return "LIST<" + describe_elements(*list) + ">";
  return std::string(name_of(value.type()));
}

Result<Value> value_type(const FunctionContext&, Arguments arguments) {
  const Value& value = arguments[0];
  return Value(value.is_null() ? describe(value) : describe(value) + " NOT NULL");
}

}  // namespace

std::vector<Function> scalar_functions() {
  return {
      {"coalesce", 1, kAnyNumber, coalesce, "coalesce(value, ...): the first that is not null"},
      {"exists", 1, 1, exists, "exists(value): whether it is not null"},
      {"nullif", 2, 2, null_if, "nullIf(a, b): null where a = b, else a"},
      {"size", 1, 1, or_null<size>, "size(text or list): how many code points or elements it has"},
      {"char_length", 1, 1, or_null<char_length>, "char_length(text): how many code points it has"},
      {"character_length", 1, 1, or_null<char_length>, "character_length(text): how many code points it has"},
      {"isempty", 1, 1, or_null<is_empty>, "isEmpty(text, list or map): whether nothing is in it"},
      {"timestamp", 0, 0, timestamp, "timestamp(): milliseconds since 1970-01-01T00:00Z when the query began"},
      {"valuetype", 1, 1, value_type, "valueType(value): the name of its type, as 'INTEGER NOT NULL'"},
  };
}

}  // namespace entente::query
