#include "graph/query/error.h"

#include <algorithm>

namespace entente::query {

std::string name_of(ErrorType type) {
  switch (type) {
    case ErrorType::syntax: return "SyntaxError";
    case ErrorType::type: return "TypeError";
    case ErrorType::argument: return "ArgumentError";
    case ErrorType::arithmetic: return "ArithmeticError";
    case ErrorType::entity_not_found: return "EntityNotFound";
    case ErrorType::parameter_missing: return "ParameterMissing";
    case ErrorType::read_only: return "ReadOnly";
    case ErrorType::limit: return "Limit";
    case ErrorType::storage: return "Storage";
  }
  return "Error";
}

std::string to_string(const Error& error) {
  if (error.at.line == 0) return error.message;
  return "line " + std::to_string(error.at.line) + ", column " + std::to_string(error.at.column) + ": " + error.message;
}

std::string one_line(std::string message) {
  constexpr std::size_t longest = 400;
  if (message.size() > longest) {
    std::size_t end = longest;
    while (end > 0 && (static_cast<unsigned char>(message[end]) & 0xC0) == 0x80) --end;  // not inside a code point
    message.resize(end);
    message += "…";
  }
  std::replace_if(
      message.begin(), message.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }, ' ');
  return message;
}

}  // namespace entente::query
