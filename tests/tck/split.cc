#include "tests/tck/split.h"

#include <algorithm>
#include <cctype>
#include <optional>

namespace entente::tck {
namespace {

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || static_cast<unsigned char>(c) >= 0x80; }

/// Behind the string, quoted name or comment that begins at `at`; `at` itself where none does.
std::size_t behind_quoted(std::string_view text, std::size_t at) {
  const auto behind = [&](std::string_view end, std::size_t from) {
    const std::size_t found = text.find(end, from);
    return found == std::string_view::npos ? text.size() : found + end.size();
  };
  const std::string_view rest = text.substr(at);
  if (rest.starts_with("//")) return behind("\n", at);
  if (rest.starts_with("/*")) return behind("*/", at + 2);
  if (rest.starts_with('`')) return behind("`", at + 1);
  if (!rest.starts_with('\'') && !rest.starts_with('"')) return at;
  std::size_t end = at + 1;
  while (end < text.size() && text[end] != text[at]) end += text[end] == '\\' ? 2 : 1;
  return std::min(end + 1, text.size());
}

/// A word or a ';' outside of brackets and quotes.
struct Mark {
  std::size_t begin = 0, end = 0;
  std::string word;  // in upper case
};

std::vector<Mark> marks(std::string_view text) {
  std::vector<Mark> result;
  int depth = 0;
  for (std::size_t at = 0; at < text.size();) {
    if (const std::size_t behind = behind_quoted(text, at); behind != at) {
      at = behind;
      continue;
    }
    const std::size_t begin = at;
    while (at < text.size() && is_word(text[at])) ++at;
    if (at == begin) {
      const char c = text[at++];
      if (c == '(' || c == '[' || c == '{') ++depth;
      if (c == ')' || c == ']' || c == '}') --depth;
      if (c == ';') result.push_back({begin, at, ";"});
      continue;
    }
    // Behind these comes a name, whatever it looks like.
    if (depth > 0 || (begin > 0 && std::string_view(".:$").find(text[begin - 1]) != std::string_view::npos)) continue;
    Mark mark{begin, at, std::string(text.substr(begin, at - begin))};
    std::transform(mark.word.begin(), mark.word.end(), mark.word.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    result.push_back(std::move(mark));
  }
  return result;
}

std::optional<ClauseText::Kind> kind_of(std::string_view word) {
  if (word == "CREATE") return ClauseText::Kind::create;
  if (word == "DELETE" || word == "DETACH") return ClauseText::Kind::erase;
  if (word == "MERGE" || word == "SET" || word == "REMOVE" || word == "FOREACH") return ClauseText::Kind::other_writing;
  if (word == "MATCH" || word == "OPTIONAL" || word == "UNWIND" || word == "WITH" || word == "RETURN") return ClauseText::Kind::reading;
  return std::nullopt;
}

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == std::string_view::npos; }

}  // namespace

std::vector<std::vector<ClauseText>> split_statements(std::string_view text) {
  std::vector<std::vector<ClauseText>> statements(1);
  ClauseText clause;
  std::size_t begin = 0;
  const auto close = [&](std::size_t end) {
    clause.text = text.substr(begin, end - begin);
    if (!is_blank(clause.text)) statements.back().push_back(clause);
  };
  for (const Mark& mark : marks(text)) {
    if (mark.word == ";") {
      close(mark.begin);
      statements.emplace_back();
      clause = {};
      begin = mark.end;
      continue;
    }
    const auto kind = kind_of(mark.word);
    // Reading goes on over many clauses.
    if (!kind || (*kind == ClauseText::Kind::reading && clause.kind == ClauseText::Kind::reading)) continue;
    close(mark.begin);
    clause.kind = *kind;
    const bool with_word = *kind == ClauseText::Kind::reading || *kind == ClauseText::Kind::other_writing;
    begin = with_word ? mark.begin : mark.end;
  }
  close(text.size());
  std::erase_if(statements, [](const auto& statement) { return statement.empty(); });
  return statements;
}

std::string_view bracketed_at(std::string_view text, query::Position at) {
  std::size_t begin = 0;
  for (std::size_t line = 1; line < at.line; ++line) begin = std::min(text.find('\n', begin), text.size() - 1) + 1;
  for (std::size_t column = 1; column < at.column && begin < text.size(); ++column) {
    ++begin;
    while (begin < text.size() && (static_cast<unsigned char>(text[begin]) & 0xC0U) == 0x80U) ++begin;  // the rest of a code point
  }
  int depth = 0;
  for (std::size_t end = begin; end < text.size();) {
    if (const std::size_t behind = behind_quoted(text, end); behind != end) {
      end = behind;
      continue;
    }
    const char c = text[end++];
    if (c == '(' || c == '[' || c == '{') ++depth;
    if (c == ')' || c == ']' || c == '}') --depth;
    if (depth == 0) return end - begin > 1 ? text.substr(begin, end - begin) : std::string_view();
  }
  return {};
}

std::vector<std::string> names_in_list(std::string_view text) {
  std::vector<std::string> names;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    while (at < text.size() && is_word(text[at])) ++at;
    if (at > begin) names.emplace_back(text.substr(begin, at - begin));
    if (at == begin) ++at;
  }
  return names;
}

}  // namespace entente::tck
