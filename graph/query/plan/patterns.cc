#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "graph/query/plan/pattern_plan.h"

/// What a MATCH says: the nodes and relationships to find, and what must hold of them.

namespace entente::query {
namespace {

constexpr std::uint64_t kNoEnd = std::numeric_limits<std::uint64_t>::max();

}  // namespace

Side side_of(RelationshipPattern::Direction direction, bool from_left) {
  if (direction == RelationshipPattern::Direction::both) return Side::both;
  return (direction == RelationshipPattern::Direction::out) == from_left ? Side::out : Side::in;
}

void Compiler::note_unknown(const LabelExpr& label, bool of_relationship) {
  constexpr std::size_t most = 20;  // nobody reads more
  if (notices_.size() >= most) return;
  const std::string near = nearest(label.name, of_relationship ? graph_.relationship_type_names() : graph_.label_names());
  std::string notice =
      one_line(fmt::format("line {}, column {}: no {} has the {} '{}'{}", label.at.line, label.at.column, of_relationship ? "relationship" : "node",
                           of_relationship ? "type" : "label", label.name, near.empty() ? "" : fmt::format("; did you mean '{}'?", near)));
  if (std::find(notices_.begin(), notices_.end(), notice) == notices_.end()) notices_.push_back(std::move(notice));
}

LabelTest Compiler::label_test(const LabelExpr& labels, bool of_relationship, bool notes) {
  LabelTest test{labels.kind, {}, {}};
  if (labels.kind == LabelExpr::Kind::name) {
    test.number = of_relationship ? graph_.relationship_type(labels.name) : graph_.label(labels.name);
    if (!test.number && notes) note_unknown(labels, of_relationship);
  }
  for (const LabelExpr& child : labels.children) test.children.push_back(label_test(child, of_relationship, notes));
  return test;
}

RelationshipTest Compiler::relationship_test(const RelationshipPattern& pattern, bool from_left) {
  RelationshipTest test;
  test.side = side_of(pattern.direction, from_left);
  if (!pattern.types || pattern.types->kind == LabelExpr::Kind::wildcard) return test;
  LabelTest types = label_test(*pattern.types, true);
  const auto is_name = [](const LabelTest& one) { return one.kind == LabelExpr::Kind::name; };
  if (!is_name(types) && !(types.kind == LabelExpr::Kind::any_of && std::all_of(types.children.begin(), types.children.end(), is_name))) {
    test.rest = std::move(types);
    return test;
  }
  for (const LabelTest& one : is_name(types) ? std::vector{types} : types.children)
    if (one.number && std::find(test.types.begin(), test.types.end(), *one.number) == test.types.end()) test.types.push_back(*one.number);
  test.impossible = test.types.empty();
  return test;
}

std::size_t PatternPlan::introduce(const std::string& name, Static type, Position at) {
  const std::size_t slot = compiler_.new_slot();
  if (name.empty()) return slot;
  if (!introduces_)
    compiler_.fail(at, "UndefinedVariable", fmt::format("variable '{}' is not defined; a pattern that is a condition brings none", name));
  scope_[name] = {slot, type, false};
  return slot;
}

std::size_t PatternPlan::declare_node(const NodePattern& pattern) {
  const auto known = pattern.variable.empty() ? scope_.end() : scope_.find(pattern.variable);
  std::size_t slot = 0;
  if (known != scope_.end()) {
    if (known->second.type != Static::node && known->second.type != Static::any && known->second.type != Static::null)
      compiler_.fail(pattern.at, "VariableTypeConflict", fmt::format("'{}' is no node", pattern.variable));
    slot = known->second.slot;
  } else {
    slot = introduce(pattern.variable, Static::node, pattern.at);
  }
  auto node = std::find_if(nodes_.begin(), nodes_.end(), [&](const NodePlan& one) { return one.slot == slot; });
  if (node == nodes_.end()) node = nodes_.insert(nodes_.end(), {slot, pattern.variable, {}, {}});
  if (pattern.labels) node->labels.push_back(&*pattern.labels);
  node->patterns.push_back(&pattern);
  return static_cast<std::size_t>(node - nodes_.begin());
}

void PatternPlan::declare_hop(const RelationshipPattern& pattern, const PatternPart& part, std::size_t left, std::size_t right) {
  HopPlan hop;
  hop.pattern = &pattern;
  hop.left = left;
  hop.right = right;
  hop.selector = part.selector;
  hop.least = pattern.variable_length ? pattern.min.value_or(1) : 1;
  hop.most = pattern.variable_length ? pattern.max.value_or(kNoEnd) : 1;
  const bool far = pattern.variable_length || hop.is_shortest();
  const Static type = pattern.variable_length ? Static::list : Static::relationship;
  const auto known = pattern.variable.empty() ? scope_.end() : scope_.find(pattern.variable);
  if (known != scope_.end()) {
    if (own_relationships_.contains(pattern.variable))
      compiler_.fail(pattern.at, "RelationshipUniquenessViolation",
                     fmt::format("'{}' stands for one relationship and cannot be met twice", pattern.variable));
    if (known->second.type != type && known->second.type != Static::any && known->second.type != Static::null)
      compiler_.fail(pattern.at, "VariableTypeConflict",
                     fmt::format("'{}' is no {}", pattern.variable, far ? "list of relationships" : "relationship"));
    hop.slot = known->second.slot;
  } else {
    hop.slot = introduce(pattern.variable, type, pattern.at);
  }
  if (!pattern.variable.empty()) own_relationships_.insert(pattern.variable);
  if (far) hop.each = compiler_.new_slot();
  hops_.push_back(std::move(hop));
}

void PatternPlan::declare(const PatternPart& part, const std::string& name) {
  PathPlan path;
  std::size_t left = declare_node(part.nodes[0]);
  path.first = nodes_[left].slot;
  const std::size_t first_hop = hops_.size();
  for (std::size_t i = 0; i < part.relationships.size(); ++i) {
    const std::size_t right = declare_node(part.nodes[i + 1]);
    path.hops.push_back(hops_.size());
    path.nodes.push_back(nodes_[right].slot);
    declare_hop(part.relationships[i], part, left, right);
    left = right;
  }
  const bool shortest = part.selector != PatternPart::Selector::all;
  if (shortest && part.relationships.size() != 1)
    compiler_.fail(part.at, "UnexpectedSyntax", "a shortest path goes between two nodes over one relationship pattern, as (a)-[:T*]-(b)");
  if (name.empty()) return;
  if (scope_.contains(name))
    compiler_.fail(part.at, "VariableAlreadyBound", fmt::format("'{}' is defined already; give the path another name", name));
  path.slot = introduce(name, Static::path, part.at);
  if (shortest && first_hop < hops_.size())
    hops_[first_hop].path = path.slot;
  else
    paths_.push_back(std::move(path));
}

std::set<std::size_t> PatternPlan::slots_of(const Expr& expression) const {
  std::set<std::string> names;
  collect_names(expression, names);
  std::set<std::size_t> slots;
  for (const std::string& name : names)
    if (const auto known = scope_.find(name); known != scope_.end()) slots.insert(known->second.slot);
  return slots;
}

void PatternPlan::constrain_properties(const Expr* properties, std::size_t slot, bool node) {
  if (properties == nullptr || properties->kind != Expr::Kind::map) return;
  for (std::size_t i = 0; i < properties->keys.size(); ++i) {
    const Expr& value = *properties->args[i];
    Compiled wanted = compiler_.expression(value, {scope_, nullptr, false, false});
    Condition condition{[slot, key = properties->keys[i], evaluate = wanted.evaluate](Run& run, Row& row) {
                          Value of;
                          if (const auto* one = row[slot].get<Node>())
                            of = run.take(run.graph().property(*one, key));
                          else if (const auto* other = row[slot].get<Relationship>())
                            of = run.take(run.graph().property(*other, key));
                          return Value(equal(of, evaluate(run, row)).value_or(false));
                        },
                        slots_of(value), properties->keys[i] + " = …", false};
    if (node && graph_.can_seek(properties->keys[i])) seeks_.push_back({slot, properties->keys[i], wanted.evaluate, condition.slots});
    condition.slots.insert(slot);
    conditions_.push_back(std::move(condition));
  }
}

/// What each relationship of a variable length must be.
void PatternPlan::constrain_far(HopPlan& hop) {
  const Expr* properties = hop.pattern->properties.get();
  if (properties == nullptr || properties->kind != Expr::Kind::map) return;
  std::vector<std::pair<std::string, Evaluate>> wanted;
  for (std::size_t i = 0; i < properties->keys.size(); ++i)
    wanted.emplace_back(properties->keys[i], compiler_.expression(*properties->args[i], {scope_, nullptr, false, false}).evaluate);
  hop.condition = [each = hop.each, wanted = std::move(wanted)](Run& run, Row& row) {
    for (const auto& [key, value] : wanted)
      if (!equal(run.take(run.graph().property(*row[each].get<Relationship>(), key)), value(run, row)).value_or(false)) return Value(false);
    return Value(true);
  };
}

void PatternPlan::add_condition(const Expr& expression) {
  Condition condition;
  condition.holds = compiler_.condition(expression, scope_).evaluate;
  condition.slots = slots_of(expression);
  condition.text = "condition";
  conditions_.push_back(std::move(condition));
  add_seek(expression);
  add_minimum(expression);
  reveal(expression);
}

/// `r.property >= value`: a graph may have a short way to such relationships.
void PatternPlan::add_minimum(const Expr& expression) {
  if (expression.kind != Expr::Kind::comparison || expression.ops.size() != 1) return;
  const Operator op = expression.ops[0];
  const bool turned = op == Operator::less || op == Operator::less_equal;
  if (!turned && op != Operator::greater && op != Operator::greater_equal) return;
  const Expr &of = *expression.args[turned ? 1 : 0], &value = *expression.args[turned ? 0 : 1];
  if (of.kind != Expr::Kind::property || of.args[0]->kind != Expr::Kind::variable || has_query(value)) return;
  const auto known = scope_.find(of.args[0]->name);
  if (known == scope_.end()) return;
  const std::size_t slot = known->second.slot;
  if (std::any_of(hops_.begin(), hops_.end(), [&](const HopPlan& hop) { return hop.slot == slot && hop.each == 0; }))
    minima_.push_back({slot, of.name, compiler_.expression(value, {scope_, nullptr, false, false}).evaluate, slots_of(value)});
}

/// Finds out which properties of relationships a condition names.
void PatternPlan::reveal(const Expr& condition) {
  for (const auto& [name, property] : named_properties(condition)) {
    const auto known = scope_.find(name);
    if (known == scope_.end()) continue;
    for (HopPlan& hop : hops_)
      if (hop.slot == known->second.slot) hop.revealed |= graph_.reveals(property);
  }
}

/// `n.property = value` is a place to begin.
void PatternPlan::add_seek(const Expr& expression) {
  if (expression.kind != Expr::Kind::comparison || expression.ops.size() != 1 || expression.ops[0] != Operator::equal) return;
  for (const std::size_t side : {std::size_t{0}, std::size_t{1}}) {
    const Expr &of = *expression.args[side], &value = *expression.args[1 - side];
    if (of.kind != Expr::Kind::property || of.args[0]->kind != Expr::Kind::variable || !graph_.can_seek(of.name)) continue;
    if (has_query(value)) continue;  // it would be compiled once more, and so would those inside it, again and again
    const auto known = scope_.find(of.args[0]->name);
    if (known != scope_.end())
      seeks_.push_back({known->second.slot, of.name, compiler_.expression(value, {scope_, nullptr, false, false}).evaluate, slots_of(value)});
  }
}

void PatternPlan::constrain(const Expr* where) {
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    const auto patterns = nodes_[i].patterns;
    for (const NodePattern* pattern : patterns) {
      constrain_properties(pattern->properties.get(), nodes_[i].slot, true);
      if (pattern->where) add_condition(*pattern->where);
    }
  }
  for (HopPlan& hop : hops_) {
    if (const Expr* properties = hop.pattern->properties.get())
      for (const std::string& key : properties->keys) hop.revealed |= graph_.reveals(key);
    if (hop.each != 0)
      constrain_far(hop);
    else
      constrain_properties(hop.pattern->properties.get(), hop.slot, false);
    if (hop.pattern->where) add_condition(*hop.pattern->where);
  }
  std::vector<const Expr*> parts;
  if (where != nullptr) split_conjunction(*where, parts);
  for (const Expr* part : parts) add_condition(*part);
}

void Compiler::patterns(const std::vector<const PatternPart*>& parts, const Expr* where, Scope& scope, Pipeline& pipeline, bool introduces,
                        const std::string& path) {
  std::size_t nodes = 0;
  for (const PatternPart* part : parts) nodes += part->nodes.size();
  if (nodes > kMostSteps) {  // before their order is looked for, which takes a while for so many
    fail(parts.front()->at, "Limit", fmt::format("the pattern has more than {} nodes; split it up", kMostSteps), ErrorType::limit);
    return;
  }
  PatternPlan plan(*this, scope, pipeline, introduces);
  for (const PatternPart* part : parts) plan.declare(*part, part->variable.empty() ? path : part->variable);
  if (!ok()) return;
  plan.constrain(where);
  plan.emit();
}

void Compiler::match(const Match& match, Scope& scope, Pipeline& pipeline) {
  std::vector<const PatternPart*> parts;
  for (const PatternPart& part : match.patterns) parts.push_back(&part);
  if (!match.optional) return patterns(parts, match.where.get(), scope, pipeline, true);
  const Scope before = scope;
  Pipeline inside;
  patterns(parts, match.where.get(), scope, inside, true);
  std::vector<std::size_t> added;
  for (const auto& [name, variable] : scope)
    if (!before.contains(name)) added.push_back(variable.slot);
  pipeline.make<OptionalStep>("optional", std::move(inside), std::move(added));
}

}  // namespace entente::query
