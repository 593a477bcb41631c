#include <fmt/format.h>

#include <algorithm>

#include "graph/query/plan/pattern_plan.h"

/// In which order the nodes and relationships of a MATCH are found.

namespace entente::query {
namespace {

bool is_disjoint(const RelationshipTest& a, const RelationshipTest& b) {
  return !a.types.empty() && !b.types.empty() && std::none_of(a.types.begin(), a.types.end(), [&](std::uint32_t type) {
    return std::find(b.types.begin(), b.types.end(), type) != b.types.end();
  });
}

}  // namespace

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

}  // namespace entente::query
