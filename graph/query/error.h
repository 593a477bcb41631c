#pragma once

#include <cstddef>
#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace entente::query {

/// A place in the text of a query; both count from 1, columns in code points. line 0: no place.
struct Position {
  std::size_t line = 0, column = 0;
  friend bool operator==(const Position&, const Position&) = default;
};

/// What openCypher calls the types of errors.
enum class ErrorType {
  syntax,             ///< SyntaxError: the text, or what it means, is wrong
  type,               ///< TypeError: a value of a type that the operation does not take
  argument,           ///< ArgumentError: a value of the right type that the operation does not take
  arithmetic,         ///< ArithmeticError: division by zero, overflow
  entity_not_found,   ///< EntityNotFound
  parameter_missing,  ///< ParameterMissing
  read_only,          ///< a clause that writes: the graph is changed by ingest, retract and judgements only
  limit,              ///< a limit of memory, depth or time was reached, or the query was stopped
  storage,            ///< the graph cannot be read
};

/// Why a query cannot be answered.
struct Error {
  ErrorType type = ErrorType::syntax;
  bool runtime = false;  ///< found while the query ran, not before
  std::string detail;    ///< openCypher's name for it, as UndefinedVariable
  std::string message;   ///< one line: what, and what to do
  Position at;
};

/// "SyntaxError" and so on.
std::string name_of(ErrorType type);
/// "line 1, column 8: …", or the message alone where there is no place.
std::string to_string(const Error& error);
/// A message with what a query or its data brought into it: control characters become spaces, and it is cut where it is very long.
std::string one_line(std::string message);

template <class T>
using Result = tl::expected<T, Error>;

/// Makes the failed side of a Result.
inline tl::unexpected<Error> failure(Error error) { return tl::unexpected<Error>(std::move(error)); }
inline tl::unexpected<Error> syntax_error(Position at, std::string detail, std::string message) {
  return failure(Error{ErrorType::syntax, false, std::move(detail), std::move(message), at});
}

}  // namespace entente::query
