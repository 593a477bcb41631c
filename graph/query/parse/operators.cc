#include <algorithm>
#include <array>

#include "graph/query/parse/reader.h"

/// Operators, from those that bind least: OR, XOR, AND, NOT, comparisons, predicates as IN, + and -, * / and %, ^, signs, and what is put after.

namespace entente::query {
namespace {

struct Sign {
  std::string_view symbol;
  Operator op;
};

constexpr std::array<Sign, 3> kLogic = {{{"OR", Operator::or_}, {"XOR", Operator::xor_}, {"AND", Operator::and_}}};

constexpr std::array<Sign, 6> kComparisons = {{{"=", Operator::equal},
                                               {"<>", Operator::not_equal},
                                               {"<", Operator::less},
                                               {"<=", Operator::less_equal},
                                               {">", Operator::greater},
                                               {">=", Operator::greater_equal}}};

constexpr std::size_t kArithmeticLevels = 3;
constexpr std::array<std::array<Sign, 3>, kArithmeticLevels> kArithmetic = {{
    {{{"+", Operator::add}, {"-", Operator::subtract}, {}}},
    {{{"*", Operator::multiply}, {"/", Operator::divide}, {"%", Operator::modulo}}},
    {{{"^", Operator::power}, {}, {}}},
}};

ExprPtr make_operation(Operator op, Position at, ExprPtr left, ExprPtr right = nullptr) {
  ExprPtr expression = make_expression(Expr::Kind::operation, at);
  expression->op = op;
  expression->args.push_back(std::move(left));
  if (right) expression->args.push_back(std::move(right));
  return expression;
}

/// Joins operands [begin, end) of an operator that may be read from either side: a tree that is low however many there are.
ExprPtr balanced(Operator op, std::vector<ExprPtr>& operands, const std::vector<Position>& at, std::size_t begin, std::size_t end) {
  if (end - begin == 1) return std::move(operands[begin]);
  const std::size_t middle = begin + (end - begin + 1) / 2;
  ExprPtr left = balanced(op, operands, at, begin, middle);
  return make_operation(op, at[middle - 1], std::move(left), balanced(op, operands, at, middle, end));
}

}  // namespace

ExprPtr Parser::expression(bool bar_ends) {
  const Nested nested(*this);
  const bool around = std::exchange(bar_ends_, bar_ends);
  ExprPtr expression = logic(0);
  bar_ends_ = around;
  return expression;
}

ExprPtr Parser::as_value(ExprPtr expression) {
  if (expression->kind == Expr::Kind::pattern && expression->pattern->selector == PatternPart::Selector::all)
    fail_syntax(expression->at, "UnexpectedSyntax", "a pattern is no value, it can stand after WHERE; write EXISTS, COUNT or COLLECT { … } here");
  return expression;
}

/// OR, XOR, AND: associative in the logic of three values too.
ExprPtr Parser::logic(std::size_t level) {
  if (level == kLogic.size()) return negation();
  Height height(*this);
  ExprPtr first = logic(level + 1);
  if (!sees_word(kLogic[level].symbol)) {
    asked_.push_back(kLogic[level].symbol);
    return first;
  }
  std::vector<ExprPtr> operands;
  std::vector<Position> at;
  operands.push_back(std::move(first));
  for (Position operator_at = token().at; accept_word(kLogic[level].symbol); operator_at = token().at) {
    at.push_back(operator_at);
    operands.push_back(logic(level + 1));
  }
  for (std::size_t count = operands.size(); count > 1; count = (count + 1) / 2) height.grow();
  return balanced(kLogic[level].op, operands, at, 0, operands.size());
}

ExprPtr Parser::negation() {
  Height height(*this);
  std::vector<Position> nots;
  for (Position at = token().at; accept_word("NOT"); at = token().at) nots.push_back(at);
  ExprPtr expression = comparison();
  for (; !nots.empty() && ok(); nots.pop_back()) {
    height.grow();
    expression = make_operation(Operator::not_, nots.back(), std::move(expression));
  }
  return expression;
}

std::optional<Operator> Parser::accept_comparison() {
  for (const Sign& comparison : kComparisons)
    if (accept(comparison.symbol)) return comparison.op;
  return std::nullopt;
}

ExprPtr Parser::comparison() {
  Height height(*this);
  ExprPtr first = predicate();
  Position at = token().at;
  std::optional<Operator> op = accept_comparison();
  if (!op) return first;
  height.grow();
  ExprPtr comparison = make_expression(Expr::Kind::comparison, at);
  comparison->args.push_back(as_value(std::move(first)));
  for (; op; op = accept_comparison()) {
    comparison->ops.push_back(*op);
    comparison->args.push_back(as_value(predicate()));
  }
  return comparison;
}

/// What is said of strings, lists and null.
ExprPtr Parser::predicate() {
  Height height(*this);
  ExprPtr left = arithmetic(0);
  while (ok()) {
    const Position at = token().at;
    Operator op = Operator::in;
    if (accept_word("IS")) {
      op = accept_word("NOT") ? Operator::is_not_null : Operator::is_null;
      expect_word("NULL");
    } else if (accept_word("STARTS")) {
      expect_word("WITH");
      op = Operator::starts_with;
    } else if (accept_word("ENDS")) {
      expect_word("WITH");
      op = Operator::ends_with;
    } else if (accept_word("CONTAINS")) {
      op = Operator::contains;
    } else if (accept("=~")) {
      op = Operator::matches;
    } else if (!accept_word("IN")) {
      break;
    }
    const bool takes_one = op == Operator::is_null || op == Operator::is_not_null;
    left = make_operation(op, at, as_value(std::move(left)), takes_one ? nullptr : as_value(arithmetic(0)));
    height.grow();
  }
  return left;
}

ExprPtr Parser::arithmetic(std::size_t level) {
  if (level == kArithmeticLevels) return sign();
  Height height(*this);
  ExprPtr left = arithmetic(level + 1);
  while (ok()) {
    const auto& signs = kArithmetic[level];
    const auto* found = std::find_if(signs.begin(), signs.end(), [&](const Sign& sign) { return !sign.symbol.empty() && sees(sign.symbol); });
    if (found == signs.end()) break;
    const Position at = token().at;
    advance();
    left = make_operation(found->op, at, as_value(std::move(left)), as_value(arithmetic(level + 1)));
    height.grow();
  }
  return left;
}

ExprPtr Parser::sign() {
  Height height(*this);
  std::vector<Sign> signs;
  std::vector<Position> at;
  for (; sees("+") || sees("-"); advance()) {
    signs.push_back({token().raw, sees("-") ? Operator::minus : Operator::plus});
    at.push_back(token().at);
  }
  const bool is_number = token().kind == Token::Kind::integer || token().kind == Token::Kind::floating;
  ExprPtr expression;
  if (is_number && !signs.empty() && signs.back().op == Operator::minus) {
    expression = number(true);
    expression->at = at.back();
    signs.pop_back();
    at.pop_back();
  } else {
    expression = atom();
  }
  expression = postfix(std::move(expression), height);
  for (; !signs.empty() && ok(); signs.pop_back(), at.pop_back()) {
    height.grow();
    expression = make_operation(signs.back().op, at.back(), as_value(std::move(expression)));
  }
  return expression;
}

ExprPtr Parser::postfix(ExprPtr base, Height& height) {
  height.grow();
  while (ok()) {
    const Position at = token().at;
    if (accept(".")) {
      ExprPtr property = make_expression(Expr::Kind::property, at);
      property->args.push_back(as_value(std::move(base)));
      property->name = expect_name("the name of a property");
      base = std::move(property);
    } else if (sees("[")) {
      base = index_or_slice(as_value(std::move(base)));
    } else {
      break;
    }
    height.grow();
  }
  if (!sees(":")) return base;
  ExprPtr labelled = make_expression(Expr::Kind::has_labels, token().at);
  accept(":");
  labelled->args.push_back(as_value(std::move(base)));
  labelled->labels = label_expression(!bar_ends_);
  height.grow();
  return labelled;
}

ExprPtr Parser::index_or_slice(ExprPtr base) {
  const Position at = token().at;
  accept("[");
  ExprPtr first = sees("..") ? nullptr : value();
  const bool slice = accept("..");
  ExprPtr last = slice && !sees("]") ? value() : nullptr;
  expect("]");
  ExprPtr expression = make_expression(slice ? Expr::Kind::slice : Expr::Kind::index, at);
  expression->args.push_back(std::move(base));
  expression->args.push_back(std::move(first));
  if (slice) expression->args.push_back(std::move(last));
  return expression;
}

}  // namespace entente::query
