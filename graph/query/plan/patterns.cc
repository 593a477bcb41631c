#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "graph/query/plan/compiler.h"

/// In which order the nodes and relationships of a MATCH are found.

namespace entente::query {
namespace {

constexpr std::uint64_t kNoEnd = std::numeric_limits<std::uint64_t>::max();

Side side_of(RelationshipPattern::Direction direction, bool from_left) {
  if (direction == RelationshipPattern::Direction::both) return Side::both;
  return (direction == RelationshipPattern::Direction::out) == from_left ? Side::out : Side::in;
}

bool is_disjoint(const RelationshipTest& a, const RelationshipTest& b) {
  return !a.types.empty() && !b.types.empty() && std::none_of(a.types.begin(), a.types.end(), [&](std::uint32_t type) {
    return std::find(b.types.begin(), b.types.end(), type) != b.types.end();
  });
}

}  // namespace

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

/// One MATCH on its way to steps: what is to be found, and what is found so far.
class PatternPlan {
 public:
  PatternPlan(Compiler& compiler, Scope& scope, Pipeline& pipeline, bool introduces)
      : compiler_(compiler), graph_(compiler.graph_), scope_(scope), pipeline_(pipeline), introduces_(introduces) {
    for (const auto& [name, variable] : scope) bound_.insert(variable.slot);
  }

  /// Finds out what the parts name. To be called for all parts before constrain().
  void declare(const PatternPart& part, const std::string& path);
  /// What must hold.
  void constrain(const Expr* where);
  void emit();

 private:
  struct NodePlan {
    std::size_t slot = 0;
    std::string name;  // for plans
    std::vector<const LabelExpr*> labels;
    std::vector<const NodePattern*> patterns;
  };
  struct HopPlan {
    const RelationshipPattern* pattern = nullptr;
    std::size_t left = 0, right = 0;  // numbers of nodes
    std::size_t slot = 0, each = 0;
    std::optional<std::size_t> path;  // of a shortest path
    PatternPart::Selector selector = PatternPart::Selector::all;
    std::uint64_t least = 1, most = 1;
    Evaluate condition;          // of each relationship of a variable length
    std::uint32_t revealed = 0;  // as in Wanted
    bool placed = false;
    bool is_far() const { return pattern->variable_length; }
    bool is_shortest() const { return selector != PatternPart::Selector::all; }
  };
  struct PathPlan {
    std::size_t slot = 0, first = 0;
    std::vector<std::size_t> hops, nodes;  // numbers of hops; slots of nodes
    bool placed = false;
  };
  struct Condition {
    Evaluate holds;
    std::set<std::size_t> slots;
    std::string text;
    bool placed = false;
  };
  struct Seek {
    std::size_t node = 0;  // its slot
    std::string property;
    Evaluate value;
    std::set<std::size_t> slots;  // that the value needs
  };

  struct Minimum {
    std::size_t relationship = 0;  // its slot
    std::string property;
    Evaluate least;
    std::set<std::size_t> slots;  // that the value needs
  };

  std::size_t declare_node(const NodePattern& pattern);
  void declare_hop(const RelationshipPattern& pattern, const PatternPart& part, std::size_t left, std::size_t right);
  std::size_t introduce(const std::string& name, Static type, Position at);
  std::set<std::size_t> slots_of(const Expr& expression) const;
  void constrain_properties(const Expr* properties, std::size_t slot, bool node);
  void constrain_far(HopPlan& hop);
  void add_condition(const Expr& expression);
  void add_seek(const Expr& expression);
  void add_minimum(const Expr& expression);
  void reveal(const Expr& condition);

  bool is_bound(std::size_t slot) const { return bound_.contains(slot); }
  bool can_begin_at(const Seek& seek, const NodePlan& node) const;
  double cost_of_start(const NodePlan& node) const;
  double fan_out(const HopPlan& hop) const;
  HopPlan* cheapest_hop();
  void begin_somewhere();
  void begin_at(NodePlan& node);
  bool begin_with_all(const NodePlan& node);
  RelationshipTest test_of(const HopPlan& hop, bool from_left) const;
  std::vector<std::pair<std::string, Evaluate>> at_least(const HopPlan& hop) const;
  void go(HopPlan& hop);
  void go_shortest(HopPlan& hop);
  std::vector<std::size_t> others(const HopPlan& hop) const;
  void found(std::initializer_list<std::size_t> slots);
  void check_labels(std::size_t slot);
  void place_conditions();
  void place_paths();
  std::string describe(const HopPlan& hop, bool from_left) const;

  Compiler& compiler_;
  const Graph& graph_;
  Scope& scope_;
  Pipeline& pipeline_;
  bool introduces_;
  std::set<std::size_t> bound_;
  std::vector<NodePlan> nodes_;
  std::vector<HopPlan> hops_;
  std::vector<PathPlan> paths_;
  std::vector<Condition> conditions_;
  std::vector<Seek> seeks_;
  std::vector<Minimum> minima_;
  std::set<std::string> own_relationships_;
};

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

bool PatternPlan::can_begin_at(const Seek& seek, const NodePlan& node) const {
  return seek.node == node.slot && std::all_of(seek.slots.begin(), seek.slots.end(), [&](std::size_t slot) { return is_bound(slot); });
}

double PatternPlan::cost_of_start(const NodePlan& node) const {
  if (std::any_of(seeks_.begin(), seeks_.end(), [&](const Seek& seek) { return can_begin_at(seek, node); })) return 1;
  double cost = graph_.estimate_nodes(std::nullopt);
  for (const LabelExpr* labels : node.labels)
    if (labels->kind == LabelExpr::Kind::name) {
      const auto label = graph_.label(labels->name);
      cost = std::min(cost, label ? graph_.estimate_nodes(label) : 0);
    }
  return cost;
}

double PatternPlan::fan_out(const HopPlan& hop) const {
  const double one =
      graph_.estimate_relationships(compiler_.relationship_test(*hop.pattern, true).types) / std::max(1.0, graph_.estimate_nodes(std::nullopt));
  return hop.is_far() ? 1e6 + one : one;
}

PatternPlan::HopPlan* PatternPlan::cheapest_hop() {
  HopPlan* best = nullptr;
  double least = 0;
  for (HopPlan& hop : hops_) {
    if (hop.placed) continue;
    const bool left = is_bound(nodes_[hop.left].slot), right = is_bound(nodes_[hop.right].slot);
    const bool itself = !hop.is_far() && !hop.is_shortest() && is_bound(hop.slot);
    if (hop.is_shortest() ? !(left && right) : !(left || right || itself)) continue;
    const double cost = itself ? -1 : left && right && !hop.is_far() ? 0 : fan_out(hop);
    if (best == nullptr || cost < least) {
      best = &hop;
      least = cost;
    }
  }
  return best;
}

void PatternPlan::begin_somewhere() {
  NodePlan* best = nullptr;
  for (NodePlan& node : nodes_)
    if (!is_bound(node.slot) && (best == nullptr || cost_of_start(node) < cost_of_start(*best))) best = &node;
  if (!begin_with_all(*best)) begin_at(*best);
}

/// Where a pattern would begin with very many nodes, all relationships are read in their order instead: much faster than those of each node.
bool PatternPlan::begin_with_all(const NodePlan& node) {
  constexpr double faster = 10;
  if (!graph_.can_list_matches() || cost_of_start(node) * faster < graph_.estimate_relationships({})) return false;
  if (std::any_of(seeks_.begin(), seeks_.end(), [&](const Seek& seek) { return can_begin_at(seek, node); })) return false;
  const auto here = [&](const HopPlan& hop) {
    const bool touches = &nodes_[hop.left] == &node || &nodes_[hop.right] == &node;
    return touches && !hop.placed && !hop.is_far() && !hop.is_shortest() && !is_bound(hop.slot) && !is_bound(nodes_[hop.left].slot) &&
           !is_bound(nodes_[hop.right].slot);
  };
  const auto hop = std::find_if(hops_.begin(), hops_.end(), here);
  if (hop == hops_.end()) return false;
  hop->placed = true;
  const std::size_t left = nodes_[hop->left].slot, right = nodes_[hop->right].slot;
  pipeline_.make<ScanRelationships>("scan relationships " + describe(*hop, true),
                                    ScanRelationships::Options{left, hop->slot, right, test_of(*hop, true), at_least(*hop), others(*hop)});
  found({hop->slot, left, right});
  return true;
}

RelationshipTest PatternPlan::test_of(const HopPlan& hop, bool from_left) const {
  RelationshipTest test = compiler_.relationship_test(*hop.pattern, from_left);
  test.revealed = hop.revealed;
  return test;
}

std::vector<std::pair<std::string, Evaluate>> PatternPlan::at_least(const HopPlan& hop) const {
  std::vector<std::pair<std::string, Evaluate>> result;
  for (const Minimum& minimum : minima_)
    if (minimum.relationship == hop.slot && std::all_of(minimum.slots.begin(), minimum.slots.end(), [&](std::size_t slot) { return is_bound(slot); }))
      result.emplace_back(minimum.property, minimum.least);
  return result;
}

void PatternPlan::begin_at(NodePlan& node) {
  const auto seek = std::find_if(seeks_.begin(), seeks_.end(), [&](const Seek& one) { return can_begin_at(one, node); });
  if (seek != seeks_.end()) {
    pipeline_.make<SeekNodes>(fmt::format("seek ({}) by {}", node.name, seek->property), seek->property, seek->value, node.slot);
    return found({node.slot});
  }
  std::optional<std::uint32_t> best;
  std::string name;
  for (const LabelExpr* labels : node.labels)
    if (labels->kind == LabelExpr::Kind::name)
      if (const auto label = graph_.label(labels->name); label && (!best || graph_.estimate_nodes(label) < graph_.estimate_nodes(best))) {
        best = label;
        name = labels->name;
      }
  pipeline_.make<ScanNodes>(best ? fmt::format("scan ({}:{})", node.name, name) : fmt::format("scan all nodes ({})", node.name), best, node.slot);
  found({node.slot});
}

std::vector<std::size_t> PatternPlan::others(const HopPlan& hop) const {
  std::vector<std::size_t> slots;
  const RelationshipTest test = compiler_.relationship_test(*hop.pattern, true);
  for (const HopPlan& other : hops_)
    if (other.placed && &other != &hop && !is_disjoint(test, compiler_.relationship_test(*other.pattern, true))) slots.push_back(other.slot);
  return slots;
}

std::string PatternPlan::describe(const HopPlan& hop, bool from_left) const {
  const std::string types = hop.pattern->types ? ":" + to_string(*hop.pattern->types) : "";
  const std::string length = hop.is_far() ? "*" : "";
  const Side side = side_of(hop.pattern->direction, from_left);
  return fmt::format("({}){}[{}{}{}]{}({})", nodes_[from_left ? hop.left : hop.right].name, side == Side::in ? "<-" : "-", hop.pattern->variable,
                     types, length, side == Side::out ? "->" : "-", nodes_[from_left ? hop.right : hop.left].name);
}

void PatternPlan::go_shortest(HopPlan& hop) {
  ShortestPaths::Options options;
  options.walk_out = compiler_.new_walk();
  options.walk_in = compiler_.new_walk();
  options.from = nodes_[hop.left].slot;
  options.to = nodes_[hop.right].slot;
  (hop.pattern->variable_length ? options.relationships : options.relationship) = hop.slot;
  options.path = hop.path;
  options.test = test_of(hop, true);
  options.least = hop.least;
  options.most = hop.most;
  options.all = hop.selector == PatternPart::Selector::all_shortest;
  options.each = hop.each;
  options.condition = hop.condition;
  pipeline_.make<ShortestPaths>((options.all ? "all shortest paths " : "shortest path ") + describe(hop, true), std::move(options));
  found({hop.slot});
  if (hop.path) found({*hop.path});
}

void PatternPlan::go(HopPlan& hop) {
  hop.placed = true;
  if (hop.is_shortest()) return go_shortest(hop);
  const std::size_t left = nodes_[hop.left].slot, right = nodes_[hop.right].slot;
  if (!hop.is_far() && is_bound(hop.slot)) {
    RelationshipEnds::Options options{hop.slot,   left, right, is_bound(left), is_bound(right), compiler_.relationship_test(*hop.pattern, true),
                                      others(hop)};
    pipeline_.make<RelationshipEnds>("ends of " + describe(hop, true), std::move(options));
    return found({hop.slot, left, right});
  }
  const bool from_left = is_bound(left);
  Expand::Options options;
  options.walk = compiler_.new_walk();
  options.from = from_left ? left : right;
  options.to = from_left ? right : left;
  options.relationship = hop.slot;
  options.test = test_of(hop, from_left);
  options.at_least = at_least(hop);
  options.into = is_bound(options.to) || left == right;
  options.others = others(hop);
  const std::size_t to = options.to;
  if (hop.is_far()) {
    ExpandFar::Options far{std::move(options), hop.least, hop.most, !from_left, is_bound(hop.slot), hop.each, hop.condition};
    pipeline_.make<ExpandFar>("walk " + describe(hop, from_left), std::move(far));
  } else {
    const std::string what = options.into ? "expand into " : "expand ";
    pipeline_.make<Expand>(what + describe(hop, from_left), std::move(options));
  }
  found({hop.slot, to});
}

void PatternPlan::found(std::initializer_list<std::size_t> slots) {
  for (const std::size_t slot : slots)
    if (bound_.insert(slot).second) check_labels(slot);
  place_paths();
  place_conditions();
}

void PatternPlan::check_labels(std::size_t slot) {
  const auto node = std::find_if(nodes_.begin(), nodes_.end(), [&](const NodePlan& one) { return one.slot == slot; });
  if (node == nodes_.end()) return;
  for (const LabelExpr* labels : node->labels)
    pipeline_.make<Filter>(fmt::format("filter ({}:{})", node->name, to_string(*labels)),
                           [slot, test = compiler_.label_test(*labels, false)](Run& run, Row& row) {
                             const Node* one = row[slot].get<Node>();
                             return Value(one != nullptr && test.holds(run, *one));
                           });
}

void PatternPlan::place_conditions() {
  for (Condition& condition : conditions_) {
    if (condition.placed || !std::all_of(condition.slots.begin(), condition.slots.end(), [&](std::size_t slot) { return is_bound(slot); })) continue;
    condition.placed = true;
    pipeline_.make<Filter>("filter " + condition.text, condition.holds);
  }
}

void PatternPlan::place_paths() {
  for (PathPlan& path : paths_) {
    const auto placed = [&](std::size_t number) { return hops_[number].placed; };
    if (path.placed || !is_bound(path.first) || !std::all_of(path.hops.begin(), path.hops.end(), placed)) continue;
    path.placed = true;
    std::vector<std::pair<std::size_t, std::size_t>> hops;
    for (std::size_t i = 0; i < path.hops.size(); ++i) hops.emplace_back(hops_[path.hops[i]].slot, path.nodes[i]);
    pipeline_.make<Compute>("path", std::vector<Compute::Item>{{path.slot, [first = path.first, hops = std::move(hops)](Run&, Row& row) {
                                                                  return make_path(row, first, hops);
                                                                }}});
    bound_.insert(path.slot);
  }
}

void PatternPlan::emit() {
  if (!compiler_.ok()) return;
  // What is known from before must be what the pattern says of it.
  for (const NodePlan& node : nodes_) {
    if (!is_bound(node.slot)) continue;
    check_labels(node.slot);
    pipeline_.make<Filter>(fmt::format("filter ({}) is there", node.name), [slot = node.slot, at = node.patterns[0]->at](Run& run, Row& row) {
      if (row[slot].get<Node>() == nullptr && !row[slot].is_null())
        run.fail(ErrorType::type, "InvalidArgumentType", fmt::format("{} stands where a node must", query::name_of(row[slot].type())), at);
      return Value(row[slot].get<Node>() != nullptr);
    });
  }
  place_paths();
  place_conditions();
  for (;;) {
    if (HopPlan* hop = cheapest_hop())
      go(*hop);
    else if (std::any_of(nodes_.begin(), nodes_.end(), [&](const NodePlan& node) { return !is_bound(node.slot); }))
      begin_somewhere();
    else
      break;
  }
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
