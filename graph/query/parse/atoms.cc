#include <algorithm>
#include <array>

#include "graph/query/parse/reader.h"

/// What operators join: literals, names, calls, lists, maps, and what stands in brackets.

namespace entente::query {
namespace {

/// Words that mean something of their own where an expression begins.
const std::vector<std::string_view> kKeywords = {
    "AND",    "AS",     "ASC",  "ASCENDING", "BY",     "CALL",  "CONTAINS", "CREATE", "DELETE", "DESC",   "DESCENDING", "DETACH", "DISTINCT",
    "ELSE",   "END",    "ENDS", "IN",        "IS",     "LIMIT", "MATCH",    "MERGE",  "NOT",    "OFFSET", "OPTIONAL",   "OR",     "ORDER",
    "REMOVE", "RETURN", "SET",  "SKIP",      "STARTS", "THEN",  "UNION",    "UNWIND", "WHEN",   "WHERE",  "WITH",       "XOR"};

/// What can follow a variable, but not a keyword that begins something.
constexpr std::array<std::string_view, 23> kAfterVariable = {
    ".", ",", ")", "]", "}", "|", ":", ";", "=", "<>", "<", "<=", ">", ">=", "+", "-", "*", "/", "%", "^", "=~", "..", "&"};
const std::vector<std::string_view> kWordsAfterVariable = {"AS",   "AND",   "OR",  "XOR",  "IS",        "IN",         "STARTS", "ENDS",    "CONTAINS",
                                                           "SKIP", "LIMIT", "ASC", "DESC", "ASCENDING", "DESCENDING", "WHERE",  "RETURN",  "UNION",
                                                           "THEN", "ELSE",  "END", "WHEN", "ORDER",     "MATCH",      "UNWIND", "OPTIONAL"};

using Quantifier = Expr::Quantifier;
using Subquery = Expr::Subquery;
constexpr std::array<std::pair<std::string_view, Quantifier>, 4> kQuantifiers = {
    {{"ALL", Quantifier::all}, {"ANY", Quantifier::any}, {"NONE", Quantifier::none}, {"SINGLE", Quantifier::single}}};
constexpr std::array<std::pair<std::string_view, Subquery>, 3> kSubqueries = {
    {{"EXISTS", Subquery::exists}, {"COUNT", Subquery::count}, {"COLLECT", Subquery::collect}}};

}  // namespace

ExprPtr Parser::atom() {
  const Position at = token().at;
  ExprPtr expression = make_expression(Expr::Kind::literal, at);
  switch (token().kind) {
    case Token::Kind::integer:
    case Token::Kind::floating: return number(false);
    case Token::Kind::string: expression->value = Value(token().text); break;
    case Token::Kind::parameter:
      expression->kind = Expr::Kind::parameter;
      expression->name = token().text;
      break;
    case Token::Kind::word:
    case Token::Kind::quoted: return word_atom();
    case Token::Kind::symbol:
      if (sees("(")) return is_pattern(at_) ? pattern_predicate() : parenthesised();
      if (sees("[")) return list();
      if (sees("{")) return map();
      [[fallthrough]];
    default: unexpected("an expression");
  }
  advance();
  return expression;
}

/// The sign belongs to the number: 2^63 fits only with a minus.
ExprPtr Parser::number(bool negative) {
  constexpr std::uint64_t kMagnitude = std::uint64_t{1} << 63;
  ExprPtr literal = make_expression(Expr::Kind::literal, token().at);
  if (token().kind == Token::Kind::floating) {
    literal->value = Value(negative ? -token().floating : token().floating);
  } else if (token().integer == kMagnitude && !negative) {
    fail_syntax(token().at, "IntegerOverflow", std::string(token().raw) + " does not fit into 64 bits; write it as a float, with .0 at its end");
  } else {
    const std::uint64_t bits = negative ? ~token().integer + 1 : token().integer;
    literal->value = Value(static_cast<std::int64_t>(bits));
  }
  advance();
  return literal;
}

ExprPtr Parser::word_atom() {
  ExprPtr expression = make_expression(Expr::Kind::literal, token().at);
  if (accept_word("TRUE")) {
    expression->value = Value(true);
    return expression;
  }
  if (accept_word("FALSE")) {
    expression->value = Value(false);
    return expression;
  }
  if (accept_word("NULL")) return expression;
  if (sees_word("CASE")) return case_of();
  for (const auto& [keyword, kind] : kSubqueries)
    if (sees_word(keyword) && is_symbol(at_ + 1, "{")) return subquery(kind);
  for (const auto& [keyword, kind] : kQuantifiers)
    if (sees_word(keyword) && is_symbol(at_ + 1, "(")) return quantified(kind);
  if (sees_word("REDUCE") && is_symbol(at_ + 1, "(") && is_name(at_ + 2) && is_symbol(at_ + 3, "=")) return reduce();
  if (sees_shortest_function()) return pattern_predicate();
  if (is_keyword_here()) {
    unexpected("an expression");
    return expression;
  }
  if (const std::size_t arguments = after_function_name(); arguments != 0) return function(arguments);
  expression->kind = Expr::Kind::variable;
  expression->name = expect_name("a variable");
  return expression;
}

/// Whether the word that is next cannot be a variable where it stands.
bool Parser::is_keyword_here() const {
  if (!sees_any(kKeywords)) return false;
  const Token& after = token(at_ + 1);
  if (after.kind == Token::Kind::symbol) return std::find(kAfterVariable.begin(), kAfterVariable.end(), after.raw) == kAfterVariable.end();
  return after.kind != Token::Kind::end &&
         std::none_of(kWordsAfterVariable.begin(), kWordsAfterVariable.end(), [&](std::string_view word) { return is_word(at_ + 1, word); });
}

/// Which token opens the arguments, where a function is called; 0 where none is.
std::size_t Parser::after_function_name() const {
  std::size_t index = at_ + 1;
  while (is_symbol(index, ".") && is_name(index + 1)) index += 2;
  return is_symbol(index, "(") ? index : 0;
}

ExprPtr Parser::function(std::size_t arguments) {
  ExprPtr call = make_expression(Expr::Kind::function, token().at);
  for (; at_ < arguments; advance()) call->name += token().kind == Token::Kind::symbol ? "." : token().text;
  const bool is_count = is_word(at_ - 1, "COUNT") && call->name.size() == token(at_ - 1).raw.size();
  const bool is_exists = is_word(at_ - 1, "EXISTS") && call->name.size() == token(at_ - 1).raw.size();
  accept("(");
  if (is_count && accept("*")) {
    call->kind = Expr::Kind::count_all;
    expect(")");
    return call;
  }
  call->distinct = accept_word("DISTINCT");
  bool more = call->distinct || !sees(")");
  while (more) {
    call->args.push_back(is_exists ? expression() : value());
    more = accept(",");
  }
  expect(")");
  return call;
}

ExprPtr Parser::parenthesised() {
  accept("(");
  ExprPtr inside = expression();
  expect(")");
  return inside;
}

ExprPtr Parser::pattern_predicate() {
  ExprPtr predicate = make_expression(Expr::Kind::pattern, token().at);
  predicate->pattern = std::make_unique<PatternPart>();
  predicate->pattern->at = token().at;
  if (sees_shortest_function()) {
    shortest_function(*predicate->pattern);
  } else {
    chain(*predicate->pattern);
  }
  return predicate;
}

// Lists.

ExprPtr Parser::list() {
  if (sees_list_comprehension()) return list_comprehension();
  const bool named = is_name(at_ + 1) && is_symbol(at_ + 2, "=");
  if (is_pattern(at_ + (named ? 3 : 1))) return pattern_comprehension();
  ExprPtr list = make_expression(Expr::Kind::list, token().at);
  accept("[");
  bool more = !sees("]");
  while (more) {
    list->args.push_back(value());
    more = accept(",");
  }
  expect("]", "\",\" or \"]\"");
  return list;
}

/// `[x IN xs]` is one, `[x IN xs, true]` a list.
bool Parser::sees_list_comprehension() const {
  if (!is_name(at_ + 1) || !is_word(at_ + 2, "IN")) return false;
  const std::size_t last = token().partner;
  for (std::size_t i = at_ + 3; i < last; ++i) {
    if (is_symbol(i, ",")) return false;
    i = std::max(i, token(i).partner);  // steps over brackets inside
  }
  return true;
}

ExprPtr Parser::list_comprehension() {
  ExprPtr comprehension = make_expression(Expr::Kind::list_comprehension, token().at);
  accept("[");
  comprehension->name = expect_name("a variable");
  expect_word("IN");
  comprehension->args.push_back(value(true));
  comprehension->args.push_back(accept_word("WHERE") ? expression(true) : nullptr);
  comprehension->args.push_back(accept("|") ? value() : nullptr);
  expect("]", "WHERE, \"|\" or \"]\"");
  return comprehension;
}

ExprPtr Parser::pattern_comprehension() {
  ExprPtr comprehension = make_expression(Expr::Kind::pattern_comprehension, token().at);
  accept("[");
  comprehension->pattern = std::make_unique<PatternPart>();
  PatternPart& pattern = *comprehension->pattern;
  pattern.at = token().at;
  if (is_name(at_)) {
    pattern.variable = expect_name("a variable");
    accept("=");
  }
  chain(pattern);
  comprehension->args.push_back(accept_word("WHERE") ? expression(true) : nullptr);
  expect("|", "WHERE or \"|\" after the pattern of a list");
  comprehension->args.push_back(value());
  expect("]");
  return comprehension;
}

ExprPtr Parser::map() {
  ExprPtr map = make_expression(Expr::Kind::map, token().at);
  accept("{");
  bool more = !sees("}");
  while (more) {
    if (!is_name(at_) && token().kind == Token::Kind::invalid && token().detail == "InvalidNumberLiteral")
      fail_syntax(token().at, "UnexpectedSyntax", "a key begins with a letter, or stands in backticks");
    map->keys.push_back(expect_name("a key, as in {key: value}"));
    expect(":");
    map->args.push_back(value());
    more = accept(",");
  }
  expect("}", "\",\" or \"}\"");
  return map;
}

// What begins with a word.

ExprPtr Parser::case_of() {
  ExprPtr choice = make_expression(Expr::Kind::case_, token().at);
  accept_word("CASE");
  const bool simple = !sees_word("WHEN");
  choice->args.push_back(simple ? value() : nullptr);
  expect_word("WHEN");
  do {
    choice->args.push_back(simple ? value() : expression());
    expect_word("THEN");
    choice->args.push_back(value());
  } while (accept_word("WHEN"));
  choice->args.push_back(accept_word("ELSE") ? value() : nullptr);
  expect_word("END");
  return choice;
}

/// all(x IN list WHERE …) and so on.
ExprPtr Parser::quantified(Expr::Quantifier quantifier) {
  ExprPtr expression = make_expression(Expr::Kind::quantifier, token().at);
  expression->quantifier = quantifier;
  advance();
  accept("(");
  expression->name = expect_name("variable IN list WHERE …");
  expect_word("IN");
  expression->args.push_back(value());
  expect_word("WHERE");
  expression->args.push_back(this->expression());
  expect(")");
  return expression;
}

/// reduce(sum = 0, x IN list | sum + x).
ExprPtr Parser::reduce() {
  ExprPtr expression = make_expression(Expr::Kind::reduce, token().at);
  advance();
  accept("(");
  expression->name = expect_name("a variable");
  accept("=");
  expression->args.push_back(value());
  expect(",");
  expression->element = expect_name("a variable");
  expect_word("IN");
  expression->args.push_back(value(true));
  expect("|");
  expression->args.push_back(value());
  expect(")");
  return expression;
}

/// EXISTS { … } and so on, of a whole query or of a pattern.
ExprPtr Parser::subquery(Expr::Subquery kind) {
  ExprPtr expression = make_expression(Expr::Kind::subquery, token().at);
  expression->subquery = kind;
  expression->query = std::make_unique<Query>();
  advance();
  accept("{");
  const bool selected = is_word(at_ + 1, "SHORTEST") && (sees_word("ANY") || sees_word("ALL"));
  const bool bare = sees("(") || selected || sees_shortest_function() || (is_name(at_) && is_symbol(at_ + 1, "="));
  if (bare && kind != Expr::Subquery::collect) {
    const Position at = token().at;
    SingleQuery part;
    part.clauses.push_back({at, match(false)});
    expression->query->parts.push_back(std::move(part));
  } else {
    *expression->query = query(kind == Expr::Subquery::collect ? Place::collect : Place::exists_or_count);
  }
  expect("}", "\"}\" of the subquery");
  return expression;
}

}  // namespace entente::query
