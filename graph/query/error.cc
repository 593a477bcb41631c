#include "graph/query/error.h"

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

}  // namespace entente::query
