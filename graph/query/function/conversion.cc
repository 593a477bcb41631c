#include <charconv>
#include <cmath>

#include "graph/query/function/table.h"

/// toInteger(), toFloat(), toBoolean(), toString(), and of each the form that is null where it would fail, and the form for lists.

namespace entente::query {
namespace {

using Conversion = Result<Value> (*)(const FunctionContext&, const Value&);

std::string_view without_spaces(std::string_view text) {
  constexpr std::string_view kSpaces = " \t\n\r";
  const std::size_t first = text.find_first_not_of(kSpaces);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpaces) + 1 - first);
}

/// from_chars() takes no plus.
std::string_view without_plus(std::string_view text) { return text.size() > 1 && text[0] == '+' && text[1] != '-' ? text.substr(1) : text; }

/// none where it is no number that a float can hold.
std::optional<double> parse_float(std::string_view text) {
  text = without_plus(without_spaces(text));
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  if (!std::isfinite(value) && text != "NaN" && text != "Infinity" && text != "-Infinity") return std::nullopt;  // "inf", "nan(1)"
  return value;
}

Result<Value> truncate(double value) {
  if (std::isnan(value)) return Value();
  const double whole = std::trunc(value);
  if (whole >= -9223372036854775808.0 && whole < 9223372036854775808.0) return Value(static_cast<std::int64_t>(whole));
  return integer_overflow("toInteger() of " + float_text(value) + " is beyond 64 bits");
}

Result<Value> parse_integer(std::string_view text) {
  const std::string_view digits = without_plus(without_spaces(text));
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (end == digits.data() + digits.size() && error == std::errc()) return Value(value);
  if (end == digits.data() + digits.size() && error == std::errc::result_out_of_range)
    return integer_overflow("toInteger() of '" + std::string(digits) + "' is beyond 64 bits");
  const auto real = parse_float(text);
  return real ? truncate(*real) : Value();
}

Result<Value> to_integer(const FunctionContext&, const Value& value) {
  if (value.is_null() || value.get<std::int64_t>() != nullptr) return value;
  if (const auto* real = value.get<double>()) return truncate(*real);
  if (const auto* text = value.get<std::string>()) return parse_integer(*text);
  return wrong_value("toInteger() takes a number or a string", value);
}

Result<Value> to_float(const FunctionContext&, const Value& value) {
  if (value.is_null()) return value;
  if (value.is_number()) return Value(value.number());
  if (const auto* text = value.get<std::string>()) {
    const auto real = parse_float(*text);
    return real ? Value(*real) : Value();
  }
  return wrong_value("toFloat() takes a number or a string", value);
}

Result<Value> to_boolean(const FunctionContext&, const Value& value) {
  if (value.is_null() || value.get<bool>() != nullptr) return value;
  if (const auto* text = value.get<std::string>()) {
    const std::string word = ascii_lower(without_spaces(*text));
    if (word == "true") return Value(true);
    if (word == "false") return Value(false);
    return Value();
  }
  return wrong_value("toBoolean() takes a boolean or a string", value);
}

Result<Value> to_string_value(const FunctionContext& context, const Value& value) {
  if (value.is_null() || value.get<std::string>() != nullptr) return value;
  if (!value.is_number() && value.get<bool>() == nullptr && !is_temporal(value))
    return wrong_value("toString() takes a string, a number, a boolean or a temporal value", value);
  auto text = to_text(context.graph, value, false);
  if (!text) return unreadable(text.error());
  return Value(*std::move(text));
}

template <Conversion kConvert>
Result<Value> convert(const FunctionContext& context, Arguments arguments) {
  return kConvert(context, arguments[0]);
}

template <Conversion kConvert>
Result<Value> convert_or_null(const FunctionContext& context, Arguments arguments) {
  auto converted = kConvert(context, arguments[0]);
  return converted ? std::move(converted) : Value();
}

/// Element by element; null stands for those that cannot be converted.
template <Name kName, Conversion kConvert>
Result<Value> convert_list(const FunctionContext& context, Arguments arguments) {
  const auto* list = arguments[0].get<List>();
  if (list == nullptr) return wrong_type(std::string(kName) + "() takes a list", arguments[0]);
  List converted;
  converted.reserve(list->size());
  for (const Value& element : *list) converted.push_back(kConvert(context, element).value_or(Value()));
  return Value(std::move(converted));
}

}  // namespace

std::vector<Function> conversion_functions() {
  return {
      {"tointeger", 1, 1, convert<to_integer>, "toInteger(number or text): towards zero; null for a text that is no number"},
      {"tofloat", 1, 1, convert<to_float>, "toFloat(number or text): null for a text that is no number"},
      {"toboolean", 1, 1, convert<to_boolean>, "toBoolean(boolean or text): null for a text that is neither 'true' nor 'false'"},
      {"tostring", 1, 1, convert<to_string_value>, "toString(text, number, boolean or temporal value): its text"},
      {"tointegerornull", 1, 1, convert_or_null<to_integer>, "toIntegerOrNull(value): as toInteger(), null for all that it does not take"},
      {"tofloatornull", 1, 1, convert_or_null<to_float>, "toFloatOrNull(value): as toFloat(), null for all that it does not take"},
      {"tobooleanornull", 1, 1, convert_or_null<to_boolean>, "toBooleanOrNull(value): as toBoolean(), null for all that it does not take"},
      {"tostringornull", 1, 1, convert_or_null<to_string_value>, "toStringOrNull(value): as toString(), null for all that it does not take"},
      {"tointegerlist", 1, 1, or_null<convert_list<"toIntegerList", to_integer>>, "toIntegerList(list): toIntegerOrNull() of every element"},
      {"tofloatlist", 1, 1, or_null<convert_list<"toFloatList", to_float>>, "toFloatList(list): toFloatOrNull() of every element"},
      {"tobooleanlist", 1, 1, or_null<convert_list<"toBooleanList", to_boolean>>, "toBooleanList(list): toBooleanOrNull() of every element"},
      {"tostringlist", 1, 1, or_null<convert_list<"toStringList", to_string_value>>, "toStringList(list): toStringOrNull() of every element"},
  };
}

}  // namespace entente::query
