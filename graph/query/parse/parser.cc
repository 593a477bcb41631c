#include "graph/query/parse/parser.h"

#include <fmt/format.h>

#include "graph/query/parse/reader.h"
#include "graph/text/near.h"

namespace entente::query {
namespace {

constexpr std::size_t kDeepest = 200;  // levels of brackets
constexpr std::size_t kHighest = 400;  // levels of a tree: of brackets, and of operators that stand in a row

char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

/// REQUIRES: `keyword` is in upper case.
bool same_word(std::string_view word, std::string_view keyword) {
  return std::equal(word.begin(), word.end(), keyword.begin(), keyword.end(), [](char a, char b) { return upper(a) == b; });
}

std::string describe(const Token& token) {
  switch (token.kind) {
    case Token::Kind::end: return "the end";
    case Token::Kind::string: return "a string";
    case Token::Kind::integer:
    case Token::Kind::floating: return "a number";
    default: return token.raw.size() > 60 ? "a long name" : fmt::format("\"{}\"", token.raw);
  }
}

}  // namespace

ExprPtr make_expression(Expr::Kind kind, Position at) {
  auto expression = std::make_unique<Expr>();
  expression->kind = kind;
  expression->at = at;
  return expression;
}

Parser::Nested::Nested(Parser& parser) : parser_(parser) {
  if (++parser_.nesting_ > kDeepest)
    parser_.fail(ErrorType::limit, parser_.token().at, "Limit", fmt::format("the query is nested deeper than {} levels", kDeepest));
}

void Parser::Height::grow() {
  if (++parser_.height_ > kHighest)
    parser_.fail(ErrorType::limit, parser_.token().at, "Limit",
                 fmt::format("more than {} levels of operators stand on each other; split the expression up, with WITH or a list", kHighest));
}

bool Parser::is_symbol(std::size_t index, std::string_view symbol) const {
  return token(index).kind == Token::Kind::symbol && token(index).raw == symbol;
}

bool Parser::is_word(std::size_t index, std::string_view keyword) const {
  return token(index).kind == Token::Kind::word && same_word(token(index).raw, keyword);
}

bool Parser::is_name(std::size_t index) const { return token(index).kind == Token::Kind::word || token(index).kind == Token::Kind::quoted; }

bool Parser::sees_any(const std::vector<std::string_view>& keywords) const {
  return std::any_of(keywords.begin(), keywords.end(), [&](std::string_view keyword) { return sees_word(keyword); });
}

void Parser::advance() {
  if (at_end()) return;
  ++at_;
  asked_before_.swap(asked_);
  asked_.clear();
}

bool Parser::accept(std::string_view symbol) {
  if (!sees(symbol)) return false;
  advance();
  return true;
}

bool Parser::accept_word(std::string_view keyword) {
  if (!sees_word(keyword)) {
    asked_.push_back(keyword);
    return false;
  }
  advance();
  return true;
}

void Parser::expect(std::string_view symbol, std::string_view wanted) {
  if (!accept(symbol)) unexpected(wanted.empty() ? fmt::format("\"{}\"", symbol) : std::string(wanted));
}

void Parser::expect_word(std::string_view keyword) {
  if (!accept_word(keyword)) unexpected(keyword);
}

std::string Parser::expect_name(std::string_view wanted) {
  if (!is_name(at_)) {
    unexpected(wanted);
    return {};
  }
  std::string name = token().text;
  advance();
  return name;
}

void Parser::fail(ErrorType type, Position at, std::string detail, std::string message) {
  if (ok()) error_ = Error{type, false, std::move(detail), one_line(std::move(message)), at};
  at_ = tokens_.size() - 1;
}

void Parser::unexpected(std::string_view wanted) {
  if (!ok()) return;
  if (token().kind == Token::Kind::invalid) return fail_syntax(token().at, std::string(token().detail), token().text);
  fail_syntax(token().at, "UnexpectedSyntax", fmt::format("expected {}, found {}{}", wanted, describe(token()), hint()));
}

/// What may have been meant, as the end of a message.
std::string Parser::hint() const {
  if (sees("=") && at_ > 0 && is_symbol(at_ - 1, "=")) return "; equality is one =";
  if (sees("!") && is_symbol(at_ + 1, "=")) return "; \"not equal\" is <>";
  if (token().kind == Token::Kind::word && !sees_word("END"))  // ENDS is no slip of END
    if (const auto keyword = near_word(token().raw, asked_); !keyword.empty()) return fmt::format("; did you mean {}?", keyword);
  if (at_ > 0 && token(at_ - 1).kind == Token::Kind::word)
    if (const auto keyword = near_word(token(at_ - 1).raw, asked_before_); !keyword.empty())
      return fmt::format("; did you mean {} where \"{}\" stands?", keyword, token(at_ - 1).raw);
  return {};
}

template <class T>
Result<T> Parser::finish(T what) {
  if (ok() && !at_end()) unexpected("the end");
  if (!ok()) return failure(std::move(*error_));
  return what;
}

Result<Statement> Parser::statement() {
  Statement statement;
  if (accept_word("EXPLAIN")) {
    statement.mode = Statement::Mode::explain;
  } else if (accept_word("PROFILE")) {
    statement.mode = Statement::Mode::profile;
  }
  statement.query = query(Place::statement);
  if (accept(";") && !at_end()) unexpected("the end after \";\": statements are run one at a time");
  return finish(std::move(statement));
}

Result<ExprPtr> Parser::only_expression() { return finish(expression()); }

Result<std::vector<PatternPart>> Parser::only_patterns() { return finish(patterns()); }

Result<Statement> parse(std::string_view text) { return Parser(text).statement(); }

Result<ExprPtr> parse_expression(std::string_view text) { return Parser(text).only_expression(); }

Result<std::vector<PatternPart>> parse_patterns(std::string_view text) { return Parser(text).only_patterns(); }

}  // namespace entente::query
