#include "graph/query/script.h"

#include <algorithm>

namespace entente::query {
namespace {

constexpr std::string_view kParameter = ":param";
constexpr std::string_view kSpace = " \t\r\n";

std::string_view trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(kSpace);
  return begin == std::string_view::npos ? std::string_view() : text.substr(begin, text.find_last_not_of(kSpace) - begin + 1);
}

/// Where what begins at `at` and ends with `end` is over; the end of the text where it does not end.
std::size_t after(std::string_view text, std::size_t at, std::string_view end) {
  const auto found = text.find(end, at);
  return found == std::string_view::npos ? text.size() : found + end.size();
}

/// Where the comment at `at` is over; `at` itself where there is none.
std::size_t after_comment(std::string_view text, std::size_t at) {
  if (text.substr(at).starts_with("//")) return after(text, at, "\n");
  return text.substr(at).starts_with("/*") ? after(text, at + 2, "*/") : at;
}

std::size_t after_string(std::string_view text, std::size_t at) {
  const char quote = text[at];
  for (++at; at < text.size(); ++at) {
    if (text[at] == '\\' && quote != '`')
      ++at;
    else if (text[at] == quote)
      return at + 1;
  }
  return text.size();
}

/// Where the statement at `at` ends, its semicolon included.
std::size_t after_statement(std::string_view text, std::size_t at) {
  while (at < text.size()) {
    if (const std::size_t end = after_comment(text, at); end != at)
      at = end;
    else if (text[at] == '\'' || text[at] == '"' || text[at] == '`')
      at = after_string(text, at);
    else if (text[at++] == ';')
      break;
  }
  return at;
}

/// Where something is said again, after `at`.
std::size_t after_nothing(std::string_view text, std::size_t at) {
  for (std::size_t before = text.size() + 1; before != at;) {
    before = at;
    at = std::min(text.find_first_not_of(" \t\r\n;", at), text.size());
    at = after_comment(text, at);
  }
  return at;
}

/// Of a line ":param name value", also as ":param name => value;".
ScriptPart parameter(std::string_view line, std::size_t number) {
  std::string_view words = trimmed(line.substr(kParameter.size()));
  if (words.ends_with(';')) words = trimmed(words.substr(0, words.size() - 1));
  const auto end = std::min(words.find_first_of(" \t"), words.size());
  std::string_view value = trimmed(words.substr(end));
  if (value.starts_with("=>")) value = trimmed(value.substr(2));
  return {{}, std::string(words.substr(0, end)), std::string(value), number};
}

}  // namespace

std::vector<ScriptPart> split_script(std::string_view text) {
  std::vector<ScriptPart> parts;
  std::size_t line = 1, counted = 0;
  for (std::size_t at = after_nothing(text, 0); at < text.size(); at = after_nothing(text, at)) {
    line += static_cast<std::size_t>(
        std::count(text.begin() + static_cast<std::ptrdiff_t>(counted), text.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
    counted = at;
    const bool is_parameter = text.substr(at).starts_with(kParameter);
    const std::size_t end = is_parameter ? after(text, at, "\n") : after_statement(text, at);
    const std::string_view part = text.substr(at, end - at);
    parts.push_back(is_parameter ? parameter(trimmed(part), line) : ScriptPart{part, {}, {}, line});
    at = end;
  }
  return parts;
}

}  // namespace entente::query
