#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <functional>

#include "graph/query/plan/compiler.h"
#include "graph/text/near.h"

namespace entente::query {
namespace {

void for_each_in(const PatternPart& part, const std::function<void(const Expr&)>& visit) {
  for (const NodePattern& node : part.nodes)
    for (const ExprPtr* inside : {&node.properties, &node.where})
      if (*inside) visit(**inside);
  for (const RelationshipPattern& relationship : part.relationships)
    for (const ExprPtr* inside : {&relationship.properties, &relationship.where})
      if (*inside) visit(**inside);
}

void for_each_in(const Query& query, const std::function<void(const Expr&)>& visit) {
  const auto visit_if = [&](const ExprPtr& expression) {
    if (expression) visit(*expression);
  };
  for (const SingleQuery& part : query.parts)
    for (const Clause& clause : part.clauses) {
      if (const auto* match = std::get_if<Match>(&clause.what)) {
        for (const PatternPart& pattern : match->patterns) for_each_in(pattern, visit);
        visit_if(match->where);
      } else if (const auto* unwind = std::get_if<Unwind>(&clause.what)) {
        visit_if(unwind->list);
      } else {
        const auto& projection = std::get<Projection>(clause.what);
        for (const ProjectionItem& item : projection.items) visit_if(item.expression);
        for (const SortItem& item : projection.order) visit_if(item.expression);
        for (const ExprPtr* inside : {&projection.skip, &projection.limit, &projection.where}) visit_if(*inside);
      }
    }
}

void collect_names(const PatternPart& part, std::set<std::string>& names) {
  names.insert(part.variable);
  for (const NodePattern& node : part.nodes) names.insert(node.variable);
  for (const RelationshipPattern& relationship : part.relationships) names.insert(relationship.variable);
}

bool same_labels(const LabelExpr& a, const LabelExpr& b) {
  return a.kind == b.kind && a.name == b.name && std::equal(a.children.begin(), a.children.end(), b.children.begin(), b.children.end(), same_labels);
}

}  // namespace

void for_each_child(const Expr& expression, const std::function<void(const Expr&)>& visit) {
  for (const ExprPtr& argument : expression.args)
    if (argument) visit(*argument);
  if (expression.pattern) for_each_in(*expression.pattern, visit);
  if (expression.query) for_each_in(*expression.query, visit);
}

bool has_aggregate(const Expr& expression) {
  if (expression.kind == Expr::Kind::count_all || (expression.kind == Expr::Kind::function && is_aggregate(expression.name))) return true;
  if (expression.kind == Expr::Kind::subquery) return false;
  bool found = false;
  for_each_child(expression, [&](const Expr& child) { found = found || has_aggregate(child); });
  return found;
}

bool has_query(const Expr& expression) {
  if (expression.pattern || expression.query) return true;
  return std::any_of(expression.args.begin(), expression.args.end(), [](const ExprPtr& argument) { return argument && has_query(*argument); });
}

bool same_words(const Expr& a, const Expr& b) {
  if (a.pattern || b.pattern || a.query || b.query) return &a == &b;
  const auto same_arguments = [](const ExprPtr& x, const ExprPtr& y) { return x && y ? same_words(*x, *y) : !x && !y; };
  return a.kind == b.kind && a.name == b.name && a.element == b.element && a.op == b.op && a.ops == b.ops && a.keys == b.keys &&
         a.distinct == b.distinct && a.quantifier == b.quantifier && a.value.type() == b.value.type() && same(a.value, b.value) &&
         a.labels.has_value() == b.labels.has_value() && (!a.labels || same_labels(*a.labels, *b.labels)) &&
         std::equal(a.args.begin(), a.args.end(), b.args.begin(), b.args.end(), same_arguments);
}

void collect_names(const Expr& expression, std::set<std::string>& names) {
  if (expression.kind == Expr::Kind::variable) names.insert(expression.name);
  if (expression.pattern) collect_names(*expression.pattern, names);
  if (expression.query)
    for (const SingleQuery& part : expression.query->parts)
      for (const Clause& clause : part.clauses)
        if (const auto* match = std::get_if<Match>(&clause.what))
          for (const PatternPart& pattern : match->patterns) collect_names(pattern, names);
  for_each_child(expression, [&](const Expr& child) { collect_names(child, names); });
}

std::set<std::pair<std::string, std::string>> named_properties(const Expr& expression) {
  std::set<std::pair<std::string, std::string>> named;
  const std::function<void(const Expr&)> collect = [&](const Expr& one) {
    if (one.kind == Expr::Kind::property && one.args[0]->kind == Expr::Kind::variable) named.emplace(one.args[0]->name, one.name);
    for_each_child(one, collect);
  };
  collect(expression);
  return named;
}

void split_conjunction(const Expr& expression, std::vector<const Expr*>& parts) {
  if (expression.kind != Expr::Kind::operation || expression.op != Operator::and_) return parts.push_back(&expression);
  for (const ExprPtr& argument : expression.args) split_conjunction(*argument, parts);
}

std::string to_string(const LabelExpr& labels) {
  const auto join = [&](std::string_view between) {
    std::string text;
    for (const LabelExpr& child : labels.children) {
      const bool nested = child.kind == LabelExpr::Kind::all_of || child.kind == LabelExpr::Kind::any_of;
      text += (text.empty() ? "" : std::string(between)) + (nested ? "(" + to_string(child) + ")" : to_string(child));
    }
    return text;
  };
  switch (labels.kind) {
    case LabelExpr::Kind::name: return labels.name;
    case LabelExpr::Kind::wildcard: return "%";
    case LabelExpr::Kind::all_of: return join("&");
    case LabelExpr::Kind::any_of: return join("|");
    case LabelExpr::Kind::none_of: return "!" + join("|");
  }
  return {};
}

std::string_view name_of(Operator op) {
  switch (op) {
    case Operator::or_: return "OR";
    case Operator::xor_: return "XOR";
    case Operator::and_: return "AND";
    case Operator::not_: return "NOT";
    case Operator::equal: return "=";
    case Operator::not_equal: return "<>";
    case Operator::less: return "<";
    case Operator::less_equal: return "<=";
    case Operator::greater: return ">";
    case Operator::greater_equal: return ">=";
    case Operator::add:
    case Operator::plus: return "+";
    case Operator::subtract:
    case Operator::minus: return "-";
    case Operator::multiply: return "*";
    case Operator::divide: return "/";
    case Operator::modulo: return "%";
    case Operator::power: return "^";
    case Operator::in: return "IN";
    case Operator::starts_with: return "STARTS WITH";
    case Operator::ends_with: return "ENDS WITH";
    case Operator::contains: return "CONTAINS";
    case Operator::matches: return "=~";
    case Operator::is_null: return "IS NULL";
    case Operator::is_not_null: return "IS NOT NULL";
  }
  return {};
}

std::string nearest(std::string_view word, const std::vector<std::string>& names) {
  const auto same_letter = [](unsigned char a, unsigned char b) { return std::tolower(a) == std::tolower(b); };
  for (const std::string& name : names)
    if (name != word && std::equal(name.begin(), name.end(), word.begin(), word.end(), same_letter)) return name;
  return std::string(near_word(word, std::vector<std::string_view>(names.begin(), names.end())));
}

}  // namespace entente::query
