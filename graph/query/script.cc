#include "graph/query/script.h"

#include <algorithm>

#include "graph/query/lexer.h"

namespace entente::query {
namespace {

constexpr std::string_view kParameter = ":param";
constexpr std::string_view kSpace = " \t\r\n";

std::string_view trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(kSpace);
  return begin == std::string_view::npos ? std::string_view() : text.substr(begin, text.find_last_not_of(kSpace) - begin + 1);
}

/// Whether there is more than comments and the semicolon.
bool says_something(std::string_view text) {
  const auto tokens = lex(text);
  return tokens.front().kind != Token::Kind::end && tokens.front().raw != ";";
}

/// Where the statement at the beginning of `text` ends, its semicolon included.
std::size_t end_of_statement(std::string_view text) {
  for (const Token& token : lex(text))
    if (token.kind == Token::Kind::symbol && token.raw == ";") return token.end;
  return text.size();
}

}  // namespace

std::vector<ScriptPart> split_script(std::string_view text) {
  std::vector<ScriptPart> parts;
  std::size_t at = 0;
  while (at < text.size()) {
    at = text.find_first_not_of(kSpace, at);
    if (at == std::string_view::npos) break;
    const std::size_t line = 1 + static_cast<std::size_t>(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
    const std::string_view rest = text.substr(at);
    if (rest.starts_with(kParameter)) {
      const std::string_view words = trimmed(rest.substr(kParameter.size(), rest.find('\n') - kParameter.size()));
      const auto end = std::min(words.find_first_of(" \t"), words.size());
      parts.push_back({{}, std::string(words.substr(0, end)), std::string(trimmed(words.substr(end))), line});
      at += std::min(rest.find('\n'), rest.size());
      continue;
    }
    const std::size_t length = end_of_statement(rest);
    if (says_something(rest.substr(0, length))) parts.push_back({rest.substr(0, length), {}, {}, line});
    at += length;
  }
  return parts;
}

}  // namespace entente::query
