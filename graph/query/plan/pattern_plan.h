#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "graph/query/plan/compiler.h"

namespace entente::query {

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

/// `direction` of a relationship pattern as seen from its left or its right node.
Side side_of(RelationshipPattern::Direction direction, bool from_left);

}  // namespace entente::query
