#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "graph/query/error.h"
#include "graph/query/function/functions.h"
#include "graph/query/value.h"
#include "graph/status.h"

/// What the files of functions share: their rows, by subject, and the errors of functions. For functions*.cc and aggregates.cc only.

namespace entente::query {

std::vector<Function> scalar_functions();
std::vector<Function> conversion_functions();
std::vector<Function> graph_functions();
std::vector<Function> list_functions();
std::vector<Function> maths_functions();
std::vector<Function> string_functions();
std::vector<Function> temporal_functions();

/// Of Function::most: as many as one likes.
constexpr std::size_t kAnyNumber = std::numeric_limits<std::size_t>::max();

using Arguments = std::span<const Value>;

/// A function that is null where any argument is.
template <Result<Value> (*Call)(const FunctionContext&, Arguments)>
Result<Value> or_null(const FunctionContext& context, Arguments arguments) {
  if (std::ranges::any_of(arguments, &Value::is_null)) return Value();
  return Call(context, arguments);
}

/// A name as a template argument, so that a plain function pointer knows which function it stands for.
template <std::size_t Size>
struct Name {
  constexpr Name(const char (&text)[Size]) { std::copy_n(text, Size, letters.begin()); }
  constexpr operator std::string_view() const { return {letters.data(), Size - 1}; }
  std::array<char, Size> letters{};
};

/// How many code points there are in UTF-8.
std::int64_t count_code_points(std::string_view text);
/// UTF-8 from its end to its start.
std::string reverse_code_points(std::string_view text);
/// Names of functions are ASCII.
std::string ascii_lower(std::string_view text);

/// TypeError InvalidArgumentType: `takes` is like "size() takes a string or a list".
inline tl::unexpected<Error> wrong_type(std::string_view takes, const Value& given) {
  return failure(Error{ErrorType::type, true, "InvalidArgumentType", std::string(takes) + ", not " + std::string(name_of(given.type())), {}});
}

/// TypeError InvalidArgumentValue: as openCypher names it where the type of an argument is only known at runtime.
inline tl::unexpected<Error> wrong_value(std::string_view takes, const Value& given) {
  return failure(Error{ErrorType::type, true, "InvalidArgumentValue", std::string(takes) + ", not " + std::string(name_of(given.type())), {}});
}

inline tl::unexpected<Error> out_of_range(std::string message) {
  return failure(Error{ErrorType::argument, true, "NumberOutOfRange", std::move(message), {}});
}

inline tl::unexpected<Error> integer_overflow(std::string message) {
  return failure(Error{ErrorType::arithmetic, true, "IntegerOverflow", std::move(message), {}});
}

/// The graph cannot be read.
inline tl::unexpected<Error> unreadable(const Status& status) { return failure(Error{ErrorType::storage, true, "Storage", status.message(), {}}); }

}  // namespace entente::query
