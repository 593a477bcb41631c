#include "graph/query/function/text_match.h"

#include <fmt/format.h>
#include <unicode/regex.h>
#include <unicode/unistr.h>

namespace entente::query {
namespace {

/// A pattern that goes back and forth too long is given up.
constexpr std::int32_t kSteps = 2000;

Value matches(Run& run, const std::string& text, const std::string& pattern, Position at) {
  UErrorCode status = U_ZERO_ERROR;
  icu::RegexMatcher matcher(icu::UnicodeString::fromUTF8(pattern), 0, status);
  if (U_FAILURE(status)) return run.fail(ErrorType::argument, "InvalidArgumentValue", fmt::format("'{}' is no regular expression", pattern), at);
  matcher.setTimeLimit(kSteps, status);
  const icu::UnicodeString subject = icu::UnicodeString::fromUTF8(text);
  matcher.reset(subject);
  const bool found = matcher.matches(status) != 0;
  if (U_FAILURE(status)) return run.fail(ErrorType::limit, "RegularExpression", fmt::format("'{}' takes too long to match", pattern), at);
  return found;
}

}  // namespace

Value match_text(Run& run, Operator op, const Value& text, const Value& pattern, Position at) {
  const auto *whole = text.get<std::string>(), *part = pattern.get<std::string>();
  if (whole == nullptr || part == nullptr) return {};
  switch (op) {
    case Operator::starts_with: return whole->starts_with(*part);
    case Operator::ends_with: return whole->ends_with(*part);
    case Operator::contains: return whole->find(*part) != std::string::npos;
    default: return matches(run, *whole, *part, at);
  }
}

}  // namespace entente::query
