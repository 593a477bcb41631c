#include <cmath>
#include <numbers>

#include "graph/query/function/round.h"
#include "graph/query/function/table.h"

/// Functions of numbers.

namespace entente::query {
namespace {

/// A function of floats, which gives a float.
template <Name kName, auto kFunction>
Result<Value> real(const FunctionContext&, Arguments arguments) {
  if (!arguments[0].is_number()) return wrong_type(std::string(kName) + "() takes a number", arguments[0]);
  return Value(static_cast<double>(kFunction(arguments[0].number())));
}

Result<Value> absolute(const FunctionContext&, Arguments arguments) {
  if (const auto* whole = arguments[0].get<std::int64_t>()) {
    if (*whole == std::numeric_limits<std::int64_t>::min()) return integer_overflow("abs() of the least integer is beyond 64 bits");
    return Value(*whole < 0 ? -*whole : *whole);
  }
  if (const auto* number = arguments[0].get<double>()) return Value(std::abs(*number));
  return wrong_type("abs() takes a number", arguments[0]);
}

Result<Value> sign(const FunctionContext&, Arguments arguments) {
  if (!arguments[0].is_number()) return wrong_type("sign() takes a number", arguments[0]);
  const double number = arguments[0].number();
  return Value(number > 0 ? 1 : (number < 0 ? -1 : 0));
}

Result<Value> is_nan(const FunctionContext&, Arguments arguments) {
  if (!arguments[0].is_number()) return wrong_type("isNaN() takes a number", arguments[0]);
  return Value(std::isnan(arguments[0].number()));
}

Result<Value> atan2(const FunctionContext&, Arguments arguments) {
  for (const Value& argument : arguments)
    if (!argument.is_number()) return wrong_type("atan2() takes two numbers", argument);
  return Value(std::atan2(arguments[0].number(), arguments[1].number()));
}

Result<Value> round(const FunctionContext&, Arguments arguments) {
  if (!arguments[0].is_number()) return wrong_type("round() takes a number", arguments[0]);
  const double number = arguments[0].number();
  if (arguments.size() == 1) return Value(round_half_up(number));
  const auto* places = arguments[1].get<std::int64_t>();
  if (places == nullptr) return wrong_type("round() takes an integer for the digits after the point", arguments[1]);
  if (*places < 0) return out_of_range("round() takes no negative number of digits after the point");
  if (arguments.size() == 2) return Value(*places == 0 ? round_half_up(number) : round_decimal(number, *places, Rounding::half_up));
  const auto* name = arguments[2].get<std::string>();
  if (name == nullptr) return wrong_type("round() takes the name of a mode", arguments[2]);
  if (const auto mode = rounding_named(*name)) return Value(round_decimal(number, *places, *mode));
  return failure(Error{ErrorType::argument,
                       true,
                       "InvalidArgumentValue",
                       "round() has the modes UP, DOWN, CEILING, FLOOR, HALF_UP, HALF_DOWN and HALF_EVEN, not '" + *name + "'",
                       {}});
}

Result<Value> rand(const FunctionContext& context, Arguments) { return Value(context.random()); }
Result<Value> e(const FunctionContext&, Arguments) { return Value(std::numbers::e); }
Result<Value> pi(const FunctionContext&, Arguments) { return Value(std::numbers::pi); }

using std::numbers::pi_v;
constexpr auto kCeil = [](double x) { return std::ceil(x); };
constexpr auto kFloor = [](double x) { return std::floor(x); };
constexpr auto kSqrt = [](double x) { return std::sqrt(x); };
constexpr auto kExp = [](double x) { return std::exp(x); };
constexpr auto kLog = [](double x) { return std::log(x); };
constexpr auto kLog10 = [](double x) { return std::log10(x); };
constexpr auto kSin = [](double x) { return std::sin(x); };
constexpr auto kCos = [](double x) { return std::cos(x); };
constexpr auto kTan = [](double x) { return std::tan(x); };
constexpr auto kCot = [](double x) { return 1 / std::tan(x); };
constexpr auto kAsin = [](double x) { return std::asin(x); };
constexpr auto kAcos = [](double x) { return std::acos(x); };
constexpr auto kAtan = [](double x) { return std::atan(x); };
constexpr auto kHaversin = [](double x) { return (1 - std::cos(x)) / 2; };
constexpr auto kDegrees = [](double x) { return x * 180 / pi_v<double>; };
constexpr auto kRadians = [](double x) { return x * pi_v<double> / 180; };

}  // namespace

std::vector<Function> maths_functions() {
  return {
      {"abs", 1, 1, or_null<absolute>, "abs(number): without its sign"},
      {"sign", 1, 1, or_null<sign>, "sign(number): -1, 0 or 1"},
      {"isnan", 1, 1, or_null<is_nan>, "isNaN(number): whether it is not a number, as 0.0 / 0.0"},
      {"ceil", 1, 1, or_null<real<"ceil", kCeil>>, "ceil(number): the least whole float that is not below it"},
      {"floor", 1, 1, or_null<real<"floor", kFloor>>, "floor(number): the greatest whole float that is not above it"},
      {"round", 1, 3, or_null<round>, "round(number[, digits[, mode]]): to so many digits after the point, halves up; modes as in 'HALF_EVEN'"},
      {"rand", 0, 0, rand, "rand(): a random float, 0 <= x < 1"},
      {"e", 0, 0, e, "e(): the base of natural logarithms"},
      {"pi", 0, 0, pi, "pi(): the circumference of a circle of diameter 1"},
      {"sqrt", 1, 1, or_null<real<"sqrt", kSqrt>>, "sqrt(number): its square root"},
      {"exp", 1, 1, or_null<real<"exp", kExp>>, "exp(number): e to its power"},
      {"log", 1, 1, or_null<real<"log", kLog>>, "log(number): its natural logarithm"},
      {"log10", 1, 1, or_null<real<"log10", kLog10>>, "log10(number): its logarithm to base 10"},
      {"sin", 1, 1, or_null<real<"sin", kSin>>, "sin(radians): the sine"},
      {"cos", 1, 1, or_null<real<"cos", kCos>>, "cos(radians): the cosine"},
      {"tan", 1, 1, or_null<real<"tan", kTan>>, "tan(radians): the tangent"},
      {"cot", 1, 1, or_null<real<"cot", kCot>>, "cot(radians): the cotangent"},
      {"asin", 1, 1, or_null<real<"asin", kAsin>>, "asin(number): the angle of that sine, in radians"},
      {"acos", 1, 1, or_null<real<"acos", kAcos>>, "acos(number): the angle of that cosine, in radians"},
      {"atan", 1, 1, or_null<real<"atan", kAtan>>, "atan(number): the angle of that tangent, in radians"},
      {"atan2", 2, 2, or_null<atan2>, "atan2(y, x): the angle of the point (x, y), in radians"},
      {"haversin", 1, 1, or_null<real<"haversin", kHaversin>>, "haversin(radians): half the versine"},
      {"degrees", 1, 1, or_null<real<"degrees", kDegrees>>, "degrees(radians): the angle in degrees"},
      {"radians", 1, 1, or_null<real<"radians", kRadians>>, "radians(degrees): the angle in radians"},
  };
}

}  // namespace entente::query
