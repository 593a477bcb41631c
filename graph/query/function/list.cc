#include "graph/query/function/table.h"

/// Functions of lists.

namespace entente::query {
namespace {

constexpr std::uint64_t kLongestRange = 10'000'000;

Result<Value> head(const FunctionContext&, Arguments arguments) {
  const auto* list = arguments[0].get<List>();
  if (list == nullptr) return wrong_type("head() takes a list", arguments[0]);
  return list->empty() ? Value() : list->front();
}

Result<Value> last(const FunctionContext&, Arguments arguments) {
  const auto* list = arguments[0].get<List>();
  if (list == nullptr) return wrong_type("last() takes a list", arguments[0]);
  return list->empty() ? Value() : list->back();
}

Result<Value> tail(const FunctionContext&, Arguments arguments) {
  const auto* list = arguments[0].get<List>();
  if (list == nullptr) return wrong_type("tail() takes a list", arguments[0]);
  return Value(list->empty() ? List() : List(list->begin() + 1, list->end()));
}

Result<Value> reverse(const FunctionContext&, Arguments arguments) {
  if (const auto* list = arguments[0].get<List>()) return Value(List(list->rbegin(), list->rend()));
  if (const auto* text = arguments[0].get<std::string>()) return Value(reverse_code_points(*text));
  return wrong_type("reverse() takes a list or a string", arguments[0]);
}

/// How many integers there are from start to end. In unsigned numbers, because the distance may not fit into a signed one.
Result<std::uint64_t> count_range(std::int64_t start, std::int64_t end, std::int64_t step, std::size_t memory) {
  if (step > 0 ? start > end : start < end) return 0;
  const std::uint64_t from = static_cast<std::uint64_t>(step > 0 ? start : end);
  const std::uint64_t to = static_cast<std::uint64_t>(step > 0 ? end : start);
  const std::uint64_t stride = step > 0 ? static_cast<std::uint64_t>(step) : 0 - static_cast<std::uint64_t>(step);
  const std::uint64_t steps = (to - from) / stride;
  const std::uint64_t most = std::min<std::uint64_t>(kLongestRange, memory / sizeof(Value));
  if (steps < most) return steps + 1;
  return failure(Error{ErrorType::limit,
                       true,
                       "Limit",
                       "range() makes lists of at most " + std::to_string(most) + " elements; ask for a shorter one or a longer step",
                       {}});
}

Result<Value> range(const FunctionContext& context, Arguments arguments) {
  for (const Value& argument : arguments) {
    if (argument.get<std::int64_t>() != nullptr) continue;
    return failure(
        Error{ErrorType::argument, true, "InvalidArgumentType", "range() takes integers, not " + std::string(name_of(argument.type())), {}});
  }
  const std::int64_t start = *arguments[0].get<std::int64_t>();
  const std::int64_t step = arguments.size() > 2 ? *arguments[2].get<std::int64_t>() : 1;
  if (step == 0) return out_of_range("the step of range() must not be 0");
  const auto count = count_range(start, *arguments[1].get<std::int64_t>(), step, context.memory);
  if (!count) return failure(count.error());
  List list;
  list.reserve(*count);
  for (std::uint64_t i = 0; i < *count; ++i)  // unsigned, because i * step may not fit though the sum does
    list.emplace_back(static_cast<std::int64_t>(static_cast<std::uint64_t>(start) + i * static_cast<std::uint64_t>(step)));
  return Value(std::move(list));
}

}  // namespace

std::vector<Function> list_functions() {
  return {
      {"head", 1, 1, or_null<head>, "head(list): its first element, null if it is empty"},
      {"last", 1, 1, or_null<last>, "last(list): its last element, null if it is empty"},
      {"tail", 1, 1, or_null<tail>, "tail(list): all but its first element"},
      {"reverse", 1, 1, or_null<reverse>, "reverse(list or text): from its end to its start"},
      {"range", 2, 3, or_null<range>, "range(start, end[, step]): the integers from start to end, both included"},
  };
}

}  // namespace entente::query
