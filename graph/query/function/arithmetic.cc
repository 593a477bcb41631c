#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "graph/query/plan/compiler.h"
#include "graph/query/temporal/temporal.h"

namespace entente::query {
namespace {

tl::unexpected<Error> overflow(Operator op) {
  return failure(
      {ErrorType::arithmetic, true, "IntegerOverflow", fmt::format("the result of '{}' does not fit an integer of 64 bits", name_of(op)), {}});
}

tl::unexpected<Error> wrong_types(Operator op, const Value& a, const Value& b) {
  return failure({ErrorType::type,
                  true,
                  "InvalidArgumentType",
                  fmt::format("'{}' does not go between {} and {}", name_of(op), name_of(a.type()), name_of(b.type())),
                  {}});
}

Result<Value> integers(Operator op, std::int64_t a, std::int64_t b) {
  std::int64_t result = 0;
  switch (op) {
    case Operator::add: return __builtin_add_overflow(a, b, &result) ? Result<Value>(overflow(op)) : Value(result);
    case Operator::subtract: return __builtin_sub_overflow(a, b, &result) ? Result<Value>(overflow(op)) : Value(result);
    case Operator::multiply: return __builtin_mul_overflow(a, b, &result) ? Result<Value>(overflow(op)) : Value(result);
    default: break;
  }
  if (b == 0) return failure({ErrorType::arithmetic, true, "DivisionByZero", "an integer is divided by zero", {}});
  if (b == -1 && op == Operator::divide) return __builtin_sub_overflow(std::int64_t{0}, a, &result) ? Result<Value>(overflow(op)) : Value(result);
  if (b == -1) return Value(std::int64_t{0});
  return Value(op == Operator::divide ? a / b : a % b);
}

Value floats(Operator op, double a, double b) {
  switch (op) {
    case Operator::add: return a + b;
    case Operator::subtract: return a - b;
    case Operator::multiply: return a * b;
    case Operator::divide: return a / b;
    case Operator::modulo: return std::fmod(a, b);
    default: return std::pow(a, b);
  }
}

/// What adding to itself again and again may come to.
constexpr std::size_t kLongestText = std::size_t{64} << 20;
constexpr std::size_t kLongestList = 10'000'000;

tl::unexpected<Error> too_long() {
  return failure({ErrorType::limit, true, "Memory", "the text is longer than 64 MB, or the list than 10,000,000 elements", {}});
}

/// Lists and strings; none where it is for neither.
std::optional<Result<Value>> joined(const Value& a, const Value& b) {
  const List *left = a.get<List>(), *right = b.get<List>();
  if (left != nullptr || right != nullptr) {
    if ((left != nullptr ? left->size() : 1) + (right != nullptr ? right->size() : 1) > kLongestList) return Result<Value>(too_long());
    List list = left != nullptr ? *left : List{a};
    if (right != nullptr)
      list.insert(list.end(), right->begin(), right->end());
    else
      list.push_back(b);
    return Result<Value>(std::move(list));
  }
  const auto text = [](const Value& value) -> std::optional<std::string> {
    if (const auto* string = value.get<std::string>()) return *string;
    if (const auto* integer = value.get<std::int64_t>()) return std::to_string(*integer);
    if (const auto* number = value.get<double>()) return float_text(*number);
    return std::nullopt;
  };
  if (a.get<std::string>() == nullptr && b.get<std::string>() == nullptr) return std::nullopt;
  const auto first = text(a), second = text(b);
  if (!first || !second) return std::nullopt;
  if (first->size() + second->size() > kLongestText) return Result<Value>(too_long());
  return Result<Value>(*first + *second);
}

std::optional<Result<Value>> temporal(Operator op, const Value& a, const Value& b) {
  switch (op) {
    case Operator::add: return add_temporal(a, b);
    case Operator::subtract: return subtract_temporal(a, b);
    case Operator::multiply: return multiply_temporal(a, b);
    case Operator::divide: return divide_temporal(a, b);
    default: return std::nullopt;
  }
}

}  // namespace

Result<Value> arithmetic(Operator op, const Value& a, const Value& b) {
  if (op == Operator::add && (a.get<List>() != nullptr || b.get<List>() != nullptr) && !(a.is_null() || b.is_null())) return *joined(a, b);
  if (a.is_null() || b.is_null()) return Value();
  if (a.is_number() && b.is_number()) {
    const auto *x = a.get<std::int64_t>(), *y = b.get<std::int64_t>();
    return x != nullptr && y != nullptr && op != Operator::power ? integers(op, *x, *y) : floats(op, a.number(), b.number());
  }
  if (op == Operator::add)
    if (auto value = joined(a, b)) return std::move(*value);
  if (is_temporal(a) || is_temporal(b))
    if (auto value = temporal(op, a, b)) return std::move(*value);
  return wrong_types(op, a, b);
}

}  // namespace entente::query
