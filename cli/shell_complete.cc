#include "cli/shell_complete.h"

#include <algorithm>
#include <array>

#include "graph/query/function/functions.h"
#include "graph/query/parse/lexer.h"

namespace entente::cli {
namespace {

using query::Token;
using Tokens = std::vector<Token>;

constexpr std::array<std::string_view, 49> kKeywords = {"ALL",     "AND",      "ANY",     "AS",     "ASC",      "BY",           "CASE",
                                                        "COLLECT", "CONTAINS", "COUNT",   "DESC",   "DISTINCT", "ELSE",         "END",
                                                        "ENDS",    "EXISTS",   "EXPLAIN", "false",  "IN",       "IS",           "LIMIT",
                                                        "MATCH",   "NONE",     "NOT",     "null",   "OFFSET",   "OPTIONAL",     "OR",
                                                        "ORDER",   "PROFILE",  "reduce",  "RETURN", "SHORTEST", "shortestPath", "allShortestPaths",
                                                        "SINGLE",  "SKIP",     "STARTS",  "THEN",   "true",     "UNION",        "UNWIND",
                                                        "WHEN",    "WHERE",    "WITH",    "XOR",    "NULLS",    "FIRST",        "LAST"};

/// Properties that docs/query.md lists, of nodes, documents, relationships and claims, and parts of dates and durations.
constexpr std::array kProperties = {"articles",  "background", "confidence", "count",    "country",  "date",       "days",     "demanded", "document",
                                    "family",    "first",      "id",         "ids",      "in_title", "instrument", "kind",     "language", "last",
                                    "latitude",  "longitude",  "name",       "names",    "negated",  "outlet",     "place",    "planned",  "possible",
                                    "published", "quad",       "recipient",  "reports",  "rule",     "said_by",    "sentence", "status",   "text",
                                    "title",     "trigger",    "url",        "wikidata", "year",     "month",      "day",      "week",     "quarter",
                                    "dayOfWeek", "months",     "seconds",    "node",     "office",   "reference",  "since",    "until"};

bool is_symbol(const Token& token, std::string_view symbol) { return token.kind == Token::Kind::symbol && token.raw == symbol; }

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool begins_with(std::string_view word, std::string_view begun) {
  return word.size() >= begun.size() && std::equal(begun.begin(), begun.end(), word.begin(), [](char a, char b) { return lower(a) == lower(b); });
}

bool is_keyword(std::string_view word) {
  return std::ranges::any_of(kKeywords, [&](std::string_view keyword) { return keyword.size() == word.size() && begins_with(keyword, word); });
}

/// The innermost bracket that is open after `tokens`: "(", "[" or "{"; empty for none.
std::string_view open_bracket(std::span<const Token> tokens) {
  std::vector<std::string_view> open;
  for (const Token& token : tokens) {
    if (is_symbol(token, "(") || is_symbol(token, "[") || is_symbol(token, "{")) open.push_back(token.raw);
    if ((is_symbol(token, ")") || is_symbol(token, "]") || is_symbol(token, "}")) && !open.empty()) open.pop_back();
  }
  return open.empty() ? std::string_view() : open.back();
}

/// Whether a label or a type is to come: after a colon, and what joins others to the first.
bool wants_label(std::span<const Token> tokens) {
  for (bool word_may_stand = false; !tokens.empty(); tokens = tokens.first(tokens.size() - 1)) {
    const Token& last = tokens.back();
    if (is_symbol(last, ":")) return true;
    if (is_symbol(last, "|") || is_symbol(last, "&") || is_symbol(last, "!"))
      word_may_stand = true;
    else if (last.kind == Token::Kind::word && word_may_stand)
      word_may_stand = false;
    else
      return false;
  }
  return false;
}

std::vector<std::string> function_names() {
  std::vector<std::string> names;
  for (const query::Function& function : query::functions()) names.emplace_back(function.help.substr(0, function.help.find('(') + 1));
  for (const std::string_view name : query::aggregate_names()) names.push_back(std::string(name) + '(');
  return names;
}

/// Names that the statement has already: words that are nothing else.
void add_variables(std::span<const Token> tokens, std::vector<std::string>& words) {
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const bool stands_alone = i == 0 || !(is_symbol(tokens[i - 1], ":") || is_symbol(tokens[i - 1], ".") || is_symbol(tokens[i - 1], "|"));
    const bool is_called = i + 1 < tokens.size() && (is_symbol(tokens[i + 1], "(") || is_symbol(tokens[i + 1], ":"));
    const bool is_key = is_called && open_bracket(tokens.first(i)) == "{";
    if (tokens[i].kind == Token::Kind::word && stands_alone && !is_key && !is_keyword(tokens[i].raw)) words.emplace_back(tokens[i].raw);
  }
}

/// What can stand after `tokens`.
enum class Slot { anything, label, type, label_or_type, property };

Slot slot_after(std::span<const Token> tokens) {
  if (tokens.empty()) return Slot::anything;
  if (is_symbol(tokens.back(), ".")) return Slot::property;
  const std::string_view bracket = open_bracket(tokens);
  if (bracket == "{") {
    // After a word it opens a subquery, as in EXISTS {, except that (n {name: 1}) has the name of a variable there.
    const bool subquery = tokens.size() > 1 && is_keyword(tokens[tokens.size() - 2].raw);
    return is_symbol(tokens.back(), ",") || (is_symbol(tokens.back(), "{") && !subquery) ? Slot::property : Slot::anything;
  }
  if (!wants_label(tokens)) return Slot::anything;
  return bracket == "(" ? Slot::label : bracket == "[" ? Slot::type : Slot::label_or_type;
}

std::vector<std::string> words_for(Slot slot, std::span<const Token> tokens, const query::Graph& graph) {
  std::vector<std::string> words;
  if (slot == Slot::label || slot == Slot::label_or_type) words = graph.label_names();
  if (slot == Slot::type || slot == Slot::label_or_type) std::ranges::copy(graph.relationship_type_names(), std::back_inserter(words));
  if (slot == Slot::property) words.assign(kProperties.begin(), kProperties.end());
  if (slot != Slot::anything) return words;
  words.assign(kKeywords.begin(), kKeywords.end());
  std::ranges::copy(function_names(), std::back_inserter(words));
  add_variables(tokens, words);
  return words;
}

/// The functions whose name goes on after a point, as date.truncate.
std::vector<std::string> functions_of(std::string_view space) {
  std::vector<std::string> names;
  for (std::string& name : function_names())
    if (begins_with(name, std::string(space) + '.')) names.push_back(name.substr(space.size() + 1));
  return names;
}

}  // namespace

Completion complete_word(std::string_view begun, std::vector<std::string> words) {
  std::erase_if(words, [&](const std::string& word) { return !begins_with(word, begun); });
  std::ranges::sort(words);
  words.erase(std::unique(words.begin(), words.end()), words.end());
  return {begun.size(), std::move(words)};
}

namespace {

/// The names that a text which is not closed yet may become, with the quote that closes it.
Completion complete_text(std::string_view begun, char quote, const NamesThatBegin& names) {
  if (begun.empty()) return {};
  std::vector<std::string> words;
  for (const std::string& name : names(begun)) {
    std::string word;
    for (const char c : name) {
      if (c == quote || c == '\\') word += '\\';
      word += c;
    }
    words.push_back(word + quote);
  }
  return complete_word(begun, std::move(words));
}

}  // namespace

Completion complete_statement(std::string_view before, const query::Graph& graph, const query::Map& parameters, const NamesThatBegin& names) {
  // A letter more, so that there is a word in any case, and what is no word at the cursor shows.
  const std::string text = std::string(before) + 'x';
  const Tokens all = query::lex(text);
  if (all.size() < 2 || all[all.size() - 2].end != text.size()) return {};
  const Token& last = all[all.size() - 2];
  const std::span<const Token> tokens = std::span(all).first(all.size() - 2);
  if (last.kind == Token::Kind::parameter) {
    std::vector<std::string> given;
    for (const auto& [name, value] : parameters) given.push_back(name);
    return complete_word(before.substr(last.begin + 1), std::move(given));
  }
  if (last.kind == Token::Kind::invalid && (text[last.begin] == '\'' || text[last.begin] == '"'))
    return complete_text(before.substr(last.begin + 1), text[last.begin], names);
  if (last.kind != Token::Kind::word) return {};
  const Slot slot = slot_after(tokens);
  const std::string_view begun = before.substr(last.begin);
  if (begun.empty() && slot == Slot::anything) return {0, {}, true};
  std::vector<std::string> words = words_for(slot, tokens, graph);
  if (slot == Slot::property && tokens.size() > 1) std::ranges::move(functions_of(tokens[tokens.size() - 2].raw), std::back_inserter(words));
  Completion completion = complete_word(begun, std::move(words));
  if (completion.words.size() == 1 && slot == Slot::anything && is_keyword(completion.words.front())) completion.words.front() += ' ';
  return completion;
}

}  // namespace entente::cli
