#include <algorithm>
#include <cctype>

#include "graph/query/plan/compiler.h"

/// Questions that a graph has counted the answer of.

namespace entente::query {
namespace {

using Kind = Expr::Kind;

bool is_called(const Expr& expression, std::string_view name) {
  const auto same_letter = [](unsigned char a, unsigned char b) { return std::tolower(a) == b; };
  return expression.kind == Kind::function && std::equal(expression.name.begin(), expression.name.end(), name.begin(), name.end(), same_letter);
}

bool is_variable(const Expr& expression, const std::string& name) {
  return !name.empty() && expression.kind == Kind::variable && expression.name == name;
}

/// What a projection uses of (left)-[relationship]-(right).
class Uses {
 public:
  Uses(const NodePattern& left, const RelationshipPattern& relationship, const NodePattern& right)
      : left_(left.variable), relationship_(relationship.variable), right_(right.variable) {}

  void look_at(const Expr& expression) {
    if (expression.kind == Kind::count_all) {
      counts_ = true;
    } else if (is_called(expression, "count") && expression.args.size() == 1) {
      const Expr& argument = *expression.args[0];
      counts_ = true;
      if (expression.distinct || !(is_variable(argument, left_) || is_variable(argument, relationship_) || is_variable(argument, right_)))
        more_ = true;
    } else if (is_called(expression, "type") && expression.args.size() == 1 && is_variable(*expression.args[0], relationship_)) {
      type_ = true;
    } else if (has_query(expression) || (expression.kind == Kind::function && is_aggregate(expression.name))) {
      more_ = true;
    } else {
      if (is_variable(expression, relationship_)) more_ = true;
      of_left_ = of_left_ || is_variable(expression, left_);
      of_right_ = of_right_ || is_variable(expression, right_);
      for_each_child(expression, [this](const Expr& child) { look_at(child); });
    }
  }

  /// Whether no more is used than counts, and either types or one of the nodes.
  bool are_counts() const { return counts_ && !more_ && type_ + of_left_ + of_right_ <= 1; }
  bool of_left() const { return of_left_; }
  bool of_right() const { return of_right_; }

 private:
  const std::string &left_, &relationship_, &right_;
  bool counts_ = false, type_ = false, of_left_ = false, of_right_ = false, more_ = false;
};

bool says_nothing(const NodePattern& node) { return !node.labels && !node.properties && !node.where; }

/// Whether the first rows by order are those with the highest counts, and rows are of one node each.
bool is_top(const Projection& projection, const std::string& node, const Graph& graph) {
  if (projection.order.empty() || !projection.limit || !projection.order[0].descending || projection.where) return false;
  const auto is_count = [](const Expr& one) { return one.kind == Kind::count_all || is_called(one, "count"); };
  const Expr& first = *projection.order[0].expression;
  const bool by_count = is_count(first) || std::any_of(projection.items.begin(), projection.items.end(), [&](const ProjectionItem& item) {
                          return is_variable(first, item.name) && is_count(*item.expression);
                        });
  return by_count && std::any_of(projection.items.begin(), projection.items.end(), [&](const ProjectionItem& item) {
           const Expr& one = *item.expression;
           return is_variable(one, node) || (one.kind == Kind::property && is_variable(*one.args[0], node) && graph.is_unique(one.name));
         });
}

}  // namespace

bool Compiler::count_matches(const Match& match, const Projection& projection, Scope& scope, Pipeline& pipeline) {
  if (!graph_.can_count() || match.optional || match.where || match.patterns.size() != 1 || projection.star || projection.distinct) return false;
  const PatternPart& part = match.patterns[0];
  if (!part.variable.empty() || part.relationships.size() != 1 || part.selector != PatternPart::Selector::all) return false;
  const NodePattern &left = part.nodes[0], &right = part.nodes[1];
  const RelationshipPattern& relationship = part.relationships[0];
  if (relationship.variable_length || relationship.properties || relationship.where) return false;
  if (!left.variable.empty() && (left.variable == right.variable || left.variable == relationship.variable)) return false;
  if (!right.variable.empty() && right.variable == relationship.variable) return false;

  Uses uses(left, relationship, right);
  for (const ProjectionItem& item : projection.items) uses.look_at(*item.expression);
  for (const SortItem& item : projection.order) uses.look_at(*item.expression);
  if (projection.where) uses.look_at(*projection.where);
  if (!uses.are_counts()) return false;

  const RelationshipTest test = relationship_test(relationship, !uses.of_right());
  if (test.rest) return false;
  const std::size_t count = new_slot();
  const auto declare = [&](const std::string& name, Static type) {
    const std::size_t slot = new_slot();
    if (!name.empty()) scope[name] = {slot, type, false};
    return slot;
  };
  if (!uses.of_left() && !uses.of_right()) {
    if (!says_nothing(left) || !says_nothing(right)) return false;
    declare(left.variable, Static::node);
    declare(right.variable, Static::node);
    pipeline.make<CountTypes>("count relationships by type", CountTypes::Options{declare(relationship.variable, Static::relationship), count, test});
    multiplicity_ = count;
    return true;
  }

  const NodePattern &node = uses.of_left() ? left : right, &other = uses.of_left() ? right : left;
  if (!says_nothing(other) || node.properties || node.where || (node.labels && node.labels->kind != LabelExpr::Kind::name)) return false;
  const auto label = node.labels ? graph_.label(node.labels->name) : std::nullopt;
  if (node.labels && !label) return false;
  CountOfNodes::Options options{declare(node.variable, Static::node), count, label, test, {}};
  declare(other.variable, Static::node);
  declare(relationship.variable, Static::relationship);
  if (!label && is_top(projection, node.variable, graph_))
    options.top = rows_to_keep(this->count(projection.skip.get(), "SKIP"), this->count(projection.limit.get(), "LIMIT"));
  pipeline.make<CountOfNodes>("count relationships of (" + node.variable + (label ? ":" + node.labels->name : "") + ")", std::move(options));
  multiplicity_ = count;
  return true;
}

}  // namespace entente::query
