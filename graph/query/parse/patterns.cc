#include <fmt/format.h>

#include "graph/query/parse/reader.h"

/// Patterns: chains of nodes and relationships.

namespace entente::query {

std::vector<PatternPart> Parser::patterns() {
  std::vector<PatternPart> parts;
  do {
    parts.push_back(pattern_part());
  } while (accept(","));
  return parts;
}

PatternPart Parser::pattern_part() {
  PatternPart part;
  part.at = token().at;
  const bool selected = selector(part);
  if (is_name(at_) && is_symbol(at_ + 1, "=")) {
    part.variable = expect_name("a variable");
    advance();
    if (!selected) selector(part);
  }
  if (sees_shortest_function()) {
    shortest_function(part);
  } else {
    pattern_element(part);
  }
  return part;
}

/// ANY SHORTEST and ALL SHORTEST.
bool Parser::selector(PatternPart& part) {
  if (!is_word(at_ + 1, "SHORTEST") || !(sees_word("ANY") || sees_word("ALL"))) return false;
  part.selector = sees_word("ANY") ? PatternPart::Selector::any_shortest : PatternPart::Selector::all_shortest;
  advance();
  advance();
  return true;
}

bool Parser::sees_shortest_function() const { return is_symbol(at_ + 1, "(") && (sees_word("SHORTESTPATH") || sees_word("ALLSHORTESTPATHS")); }

void Parser::shortest_function(PatternPart& part) {
  part.selector = sees_word("SHORTESTPATH") ? PatternPart::Selector::any_shortest : PatternPart::Selector::all_shortest;
  advance();
  expect("(");
  pattern_element(part);
  expect(")");
}

void Parser::pattern_element(PatternPart& part) {
  if (!sees("(")) return unexpected("a pattern, as (n) or (n)-[r]->(m)");
  if (!is_symbol(at_ + 1, "(")) return chain(part);
  const Nested nested(*this);
  accept("(");
  pattern_element(part);
  expect(")");
}

void Parser::chain(PatternPart& part) {
  part.nodes.push_back(node());
  while (sees_relationship()) {
    part.relationships.push_back(relationship());
    part.nodes.push_back(node());
  }
}

NodePattern Parser::node() {
  NodePattern node;
  node.at = token().at;
  expect("(", "a node in parentheses, as (n)");
  node.variable = variable_of_pattern();
  if (accept(":")) node.labels = label_expression(true);
  node.properties = properties();
  if (accept_word("WHERE")) node.where = expression();
  expect(")", "a label, properties or \")\" in the pattern of a node");
  return node;
}

/// The variable of a node or a relationship; empty where none is given.
std::string Parser::variable_of_pattern() {
  const auto ends_variable = [&](std::size_t index) {
    return token(index).kind == Token::Kind::parameter || is_word(index, "WHERE") || is_symbol(index, ")") || is_symbol(index, "]") ||
           is_symbol(index, ":") || is_symbol(index, "{") || is_symbol(index, "*") || is_symbol(index, "..");
  };
  if (!is_name(at_) || (sees_word("WHERE") && !ends_variable(at_ + 1))) return {};
  return expect_name("a variable");
}

ExprPtr Parser::properties() {
  if (token().kind == Token::Kind::parameter)
    fail_syntax(token().at, "InvalidParameterUse",
                fmt::format("a parameter cannot stand for all properties in a pattern; write {{name: ${}.name}}", token().text));
  return sees("{") ? map() : nullptr;
}

// Relationships.

bool Parser::is_arrow_end(std::size_t index, std::string_view symbol) const {
  const Token& t = token(index);
  return t.raw == symbol && (t.kind == Token::Kind::symbol || t.kind == Token::Kind::invalid);
}

bool Parser::is_dash(std::size_t index) const { return is_arrow_end(index, "-"); }

bool Parser::sees_relationship() const { return is_dash(at_) || (is_arrow_end(at_, "<") && is_dash(at_ + 1)); }

void Parser::accept_dash() {
  if (is_dash(at_)) return advance();
  unexpected("\"-\" of a relationship");
}

bool Parser::accept_arrow_end(std::string_view symbol) {
  if (!is_arrow_end(at_, symbol)) return false;
  advance();
  return true;
}

RelationshipPattern Parser::relationship() {
  RelationshipPattern relationship;
  relationship.at = token().at;
  const bool left = accept_arrow_end("<");
  accept_dash();
  if (accept("[")) {
    relationship_inside(relationship);
    expect("]", "a type, a length, properties or \"]\" in the pattern of a relationship");
  }
  accept_dash();
  const bool right = accept_arrow_end(">");
  using Direction = RelationshipPattern::Direction;
  relationship.direction = left == right ? Direction::both : right ? Direction::out : Direction::in;
  quantifier(relationship);
  return relationship;
}

void Parser::relationship_inside(RelationshipPattern& relationship) {
  relationship.variable = variable_of_pattern();
  if (accept(":")) relationship.types = label_expression(true, true);
  range(relationship);
  relationship.properties = properties();
  if (accept_word("WHERE")) relationship.where = expression();
}

/// `*`, `*2`, `*1..3` and so on.
void Parser::range(RelationshipPattern& relationship) {
  const auto is_number = [&] { return token().kind == Token::Kind::integer || token().kind == Token::Kind::floating; };
  if (sees("..") || is_number()) return fail_syntax(token().at, "InvalidRelationshipPattern", "a length begins with *, as in *1..3");
  if (!accept("*")) return;
  if (token().kind == Token::Kind::parameter)
    return fail_syntax(token().at, "InvalidParameterUse", "the length of a path is written as a number, a parameter cannot stand for it");
  relationship.variable_length = true;
  if (is_number() || sees("-")) relationship.max = relationship.min = bound();
  if (!accept("..")) return;
  relationship.max.reset();
  if (is_number() || sees("-")) relationship.max = bound();
}

/// `{1,3}`, `+` and so on, after a relationship.
void Parser::quantifier(RelationshipPattern& relationship) {
  if (!sees("{") && !sees("+") && !sees("*")) return;
  if (relationship.variable_length) return fail_syntax(token().at, "InvalidRelationshipPattern", "the length is given twice");
  relationship.variable_length = true;
  if (accept("+")) {
    relationship.min = 1;
  } else if (accept("*")) {
    relationship.min = 0;
  } else {
    accept("{");
    relationship.min = sees(",") ? 0 : bound();
    if (!accept(",")) {
      relationship.max = relationship.min;
    } else if (!sees("}")) {
      relationship.max = bound();
    }
    expect("}");
  }
}

std::uint64_t Parser::bound() {
  const std::uint64_t value = token().integer;
  if (token().kind == Token::Kind::integer) {
    advance();
  } else if (token().kind == Token::Kind::invalid) {
    unexpected("a number");
  } else {
    fail_syntax(token().at, "InvalidRelationshipPattern", "the length of a path is a whole number, 0 or more");
  }
  return value;
}

// Labels.

LabelExpr Parser::label_expression(bool bars, bool of_relationship) {
  const Nested nested(*this);
  LabelExpr first = label_conjunction();
  if (!bars || !sees("|")) return first;
  LabelExpr any;
  any.kind = LabelExpr::Kind::any_of;
  any.at = first.at;
  any.children.push_back(std::move(first));
  while (accept("|")) {
    if (of_relationship) accept(":");  // as it was written once
    any.children.push_back(label_conjunction());
  }
  return any;
}

LabelExpr Parser::label_conjunction() {
  LabelExpr first = label();
  if (!sees("&") && !sees(":")) return first;
  LabelExpr all;
  all.kind = LabelExpr::Kind::all_of;
  all.at = first.at;
  all.children.push_back(std::move(first));
  while (accept("&") || accept(":")) all.children.push_back(label());
  return all;
}

LabelExpr Parser::label() {
  LabelExpr label;
  label.at = token().at;
  if (accept("!")) {
    const Nested nested(*this);
    label.kind = LabelExpr::Kind::none_of;
    label.children.push_back(this->label());
  } else if (accept("%")) {
    label.kind = LabelExpr::Kind::wildcard;
  } else if (accept("(")) {
    label = label_expression(true);
    expect(")");
  } else {
    label.name = expect_name("the name of a label or a type");
  }
  return label;
}

// Whether a pattern comes next. A few tokens decide, brackets are stepped over: this takes the same time however long the pattern is.

/// An expression in parentheses that could as well be a node is taken for one.
std::size_t Parser::after_node(std::size_t index) const {
  const std::size_t last = token(index).partner;
  if (!is_symbol(index, "(") || last == 0) return 0;
  const std::size_t inside = is_name(index + 1) ? index + 2 : index + 1;
  const bool named = inside == index + 2;
  const bool fits = inside == last || is_symbol(inside, ":") || is_symbol(inside, "{") ||
                    (named && (token(inside).kind == Token::Kind::parameter || is_word(inside, "WHERE")));
  return fits ? last + 1 : 0;
}

std::size_t Parser::after_relationship(std::size_t index) const {
  if (is_arrow_end(index, "<")) ++index;
  if (!is_dash(index++)) return 0;
  if (is_symbol(index, "[")) {
    const std::size_t last = token(index).partner;
    const std::size_t inside = is_name(index + 1) ? index + 2 : index + 1;
    const bool fits = inside == last || is_symbol(inside, ":") || is_symbol(inside, "{") || is_symbol(inside, "*") || is_symbol(inside, "..") ||
                      (inside == index + 2 && (token(inside).kind == Token::Kind::parameter || is_word(inside, "WHERE")));
    if (last == 0 || !fits) return 0;
    index = last + 1;
  }
  if (!is_dash(index++)) return 0;
  if (is_arrow_end(index, ">")) ++index;
  if (is_symbol(index, "+") || is_symbol(index, "*")) return index + 1;
  if (is_symbol(index, "{")) return token(index).partner == 0 ? 0 : token(index).partner + 1;
  return index;
}

bool Parser::is_pattern(std::size_t index) const {
  const std::size_t relationship = after_node(index);
  if (relationship == 0) return false;
  const std::size_t node = after_relationship(relationship);
  return node != 0 && after_node(node) != 0;
}

}  // namespace entente::query
