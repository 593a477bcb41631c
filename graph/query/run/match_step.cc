#include "graph/query/run/match_step.h"

#include <algorithm>
#include <functional>
#include <unordered_map>

namespace entente::query {
namespace {

Side reversed(Side side) { return side == Side::both ? side : side == Side::out ? Side::in : Side::out; }

/// Whether `relationship` is, or is in, one of `slots`.
bool is_used(const Row& row, const std::vector<std::size_t>& slots, const Relationship& relationship) {
  for (const std::size_t slot : slots) {
    if (const auto* one = row[slot].get<Relationship>(); one != nullptr && *one == relationship) return true;
    if (const auto* list = row[slot].get<List>())
      for (const Value& one : *list)
        if (const auto* other = one.get<Relationship>(); other != nullptr && *other == relationship) return true;
  }
  return false;
}

bool passes(const Run& run, const RelationshipTest& test, const Relationship& relationship) {
  return !test.rest || test.rest->holds(run.graph().type_of(relationship));
}

Wanted wanted_by(Run& run, Row& row, const RelationshipTest& test, const std::vector<std::pair<std::string, Evaluate>>& at_least) {
  Wanted wanted{{}, test.revealed};
  for (const auto& [property, least] : at_least) wanted.at_least.emplace_back(property, least(run, row));
  return wanted;
}

}  // namespace

bool LabelTest::holds(Run& run, Node node) const {
  const auto child = [&](const LabelTest& test) { return test.holds(run, node); };
  switch (kind) {
    case LabelExpr::Kind::name: return number && run.take(run.graph().has_label(node, *number));
    case LabelExpr::Kind::wildcard: return !run.take(run.graph().labels(node)).empty();
    case LabelExpr::Kind::all_of: return std::all_of(children.begin(), children.end(), child);
    case LabelExpr::Kind::any_of: return std::any_of(children.begin(), children.end(), child);
    case LabelExpr::Kind::none_of: return std::none_of(children.begin(), children.end(), child);
  }
  return false;
}

bool LabelTest::holds(std::uint32_t type) const {
  const auto child = [&](const LabelTest& test) { return test.holds(type); };
  switch (kind) {
    case LabelExpr::Kind::name: return number && *number == type;
    case LabelExpr::Kind::wildcard: return true;
    case LabelExpr::Kind::all_of: return std::all_of(children.begin(), children.end(), child);
    case LabelExpr::Kind::any_of: return std::any_of(children.begin(), children.end(), child);
    case LabelExpr::Kind::none_of: return std::none_of(children.begin(), children.end(), child);
  }
  return false;
}

bool ScanNodes::push(Run& run, Row& row) {
  bool more = true;
  run.check(run.graph().nodes(label_, [&](Node node) {
    row[slot_] = node;
    return more = give(run, row);
  }));
  return more && run.ok();
}

bool SeekNodes::push(Run& run, Row& row) {
  const Value wanted = value_(run, row);
  if (!run.ok()) return false;
  if (wanted.is_null()) return true;
  bool more = true;
  const auto visit = [&](Node node) {
    row[slot_] = node;
    return more = give(run, row);
  };
  const auto sought = run.graph().seek(property_, wanted, visit);
  if (!sought) return run.check(sought.error());
  if (!*sought)
    run.check(run.graph().nodes(std::nullopt, [&](Node node) {
      const auto holds = equal(run.take(run.graph().property(node, property_)), wanted);
      return run.ok() && (holds.value_or(false) ? visit(node) : run.tick());
    }));
  return more && run.ok();
}

bool Expand::push(Run& run, Row& row) {
  const Node* from = row[options_.from].get<Node>();
  const Node* known = options_.into ? row[options_.to].get<Node>() : nullptr;
  if (from == nullptr || options_.test.impossible || (options_.into && known == nullptr)) return true;
  const std::optional<Node> target = known != nullptr ? std::optional(*known) : std::nullopt;
  const Node start = *from;
  const Wanted wanted = wanted_by(run, row, options_.test, options_.at_least);
  bool more = true;
  run.check(run.graph().expand(options_.walk, start, options_.test.side, options_.test.types, wanted, [&](const Relationship& one, Node other) {
    if ((target && *target != other) || !passes(run, options_.test, one) || is_used(row, options_.others, one)) return run.tick();
    row[options_.relationship] = one;
    if (!target) row[options_.to] = other;
    return more = give(run, row);
  }));
  return more && run.ok();
}

bool ScanRelationships::push(Run& run, Row& row) {
  if (options_.test.impossible) return true;
  const Wanted wanted = wanted_by(run, row, options_.test, options_.at_least);
  bool more = true;
  run.check(run.graph().matches(options_.test.side, options_.test.types, wanted, [&](const Relationship& one, Node left, Node right) {
    if ((options_.left == options_.right && left != right) || !passes(run, options_.test, one) || is_used(row, options_.others, one))
      return run.tick();
    row[options_.relationship] = one;
    row[options_.left] = left;
    row[options_.right] = right;
    return more = give(run, row);
  }));
  return more && run.ok();
}

bool CountTypes::push(Run& run, Row& row) {
  if (options_.test.impossible) return true;
  bool more = true;
  run.check(run.graph().count_types(options_.test.side, options_.test.types, [&](const Relationship& one, std::uint64_t count) {
    row[options_.relationship] = one;
    row[options_.count] = static_cast<std::int64_t>(count);
    return more = give(run, row);
  }));
  return more && run.ok();
}

bool CountOfNodes::push(Run& run, Row& row) {
  if (options_.test.impossible) return true;
  bool more = true;
  const auto visit = [&](Node node, std::uint64_t count) {
    row[options_.node] = node;
    row[options_.count] = static_cast<std::int64_t>(count);
    return more = give(run, row);
  };
  if (options_.top) {
    const Value top = options_.top(run, row);
    const auto* least = top.get<std::int64_t>();
    if (!run.ok() || least == nullptr) return false;
    if (run.take(run.graph().count_top_nodes(options_.test.side, options_.test.types, static_cast<std::size_t>(*least), visit)) || !run.ok())
      return more && run.ok();
  }
  run.check(run.graph().count_nodes(options_.label, options_.test.side, options_.test.types, visit));
  return more && run.ok();
}

bool ExpandFar::push(Run& run, Row& row) {
  const Node* from = row[options_.hop.from].get<Node>();
  const Node* known = options_.hop.into ? row[options_.hop.to].get<Node>() : nullptr;
  if (from == nullptr || (options_.hop.into && known == nullptr)) return true;
  target_ = known != nullptr ? std::optional(*known) : std::nullopt;
  List relationships;
  const Value list = row[options_.hop.relationship];
  if (options_.known_list && list.get<List>() == nullptr) return true;
  const bool more = walk(run, row, *from, relationships);
  row[options_.hop.relationship] = list;
  return more;
}

bool ExpandFar::arrive(Run& run, Row& row, Node at, const List& relationships) {
  if (target_ && *target_ != at) return run.tick();
  List list = relationships;
  if (options_.backwards) std::reverse(list.begin(), list.end());
  if (options_.known_list) {
    if (!same(row[options_.hop.relationship], Value(std::move(list)))) return run.tick();
  } else {
    row[options_.hop.relationship] = std::move(list);
  }
  if (!target_) row[options_.hop.to] = at;
  return give(run, row);
}

bool ExpandFar::walk(Run& run, Row& row, Node at, List& relationships) {
  constexpr std::size_t deepest = 2000;  // the walk calls itself
  if (relationships.size() >= options_.least && !arrive(run, row, at, relationships)) return false;
  if (relationships.size() >= options_.most || options_.hop.test.impossible) return true;
  if (relationships.size() >= deepest) {
    run.fail(ErrorType::limit, "Depth", "the pattern walks more than 2000 relationships; give the number of hops a bound", {});
    return false;
  }
  std::vector<std::pair<Relationship, Node>> next;  // asked for at once: the walk asks again before it is through them
  const Expand::Options& hop = options_.hop;
  run.check(run.graph().expand(hop.walk, at, hop.test.side, hop.test.types, {{}, hop.test.revealed}, [&](const Relationship& one, Node other) {
    if (passes(run, hop.test, one)) next.emplace_back(one, other);
    return run.tick();
  }));
  for (const auto& [relationship, other] : next) {
    if (!run.ok()) return false;
    const auto taken = [&r = relationship](const Value& value) { return *value.get<Relationship>() == r; };
    if (std::any_of(relationships.begin(), relationships.end(), taken) || is_used(row, options_.hop.others, relationship)) continue;
    if (options_.condition) {
      row[options_.each] = relationship;
      const Value holds = options_.condition(run, row);
      if (holds.get<bool>() == nullptr || !*holds.get<bool>()) continue;
    }
    relationships.emplace_back(relationship);
    const bool more = walk(run, row, other, relationships);
    relationships.pop_back();
    if (!more) return false;
  }
  return run.ok();
}

bool RelationshipEnds::push(Run& run, Row& row) {
  const Relationship* known = row[options_.relationship].get<Relationship>();
  if (known == nullptr || options_.test.impossible) return true;
  const Relationship relationship = *known;
  if (!options_.test.types.empty() &&
      std::find(options_.test.types.begin(), options_.test.types.end(), run.graph().type_of(relationship)) == options_.test.types.end())
    return true;
  if (!passes(run, options_.test, relationship) || is_used(row, options_.others, relationship)) return true;
  for (const Side side : {Side::out, Side::in}) {
    if (options_.test.side != Side::both && options_.test.side != side) continue;
    if (side == Side::in && options_.test.side == Side::both && relationship.source == relationship.target) continue;
    const Node left = side == Side::out ? relationship.from() : relationship.to(),
               right = side == Side::out ? relationship.to() : relationship.from();
    const auto fits = [&row](std::size_t slot, bool is_known, Node node) {
      const Node* there = row[slot].get<Node>();
      return !is_known || (there != nullptr && *there == node);
    };
    if (!fits(options_.left, options_.left_known, left) || !fits(options_.right, options_.right_known, right)) continue;
    const bool one_node_twice = options_.left == options_.right;
    if (one_node_twice && left != right) continue;
    if (!options_.left_known) row[options_.left] = left;
    if (!options_.right_known) row[options_.right] = right;
    if (!give(run, row)) return false;
  }
  return true;
}

Value make_path(const Row& row, std::size_t first, const std::vector<std::pair<std::size_t, std::size_t>>& hops) {
  const Node* start = row[first].get<Node>();
  if (start == nullptr) return {};
  Path path{{*start}, {}};
  const auto go = [&path](const Relationship& relationship) {
    const Node at = path.nodes.back();
    path.relationships.push_back(relationship);
    path.nodes.push_back(relationship.from() == at ? relationship.to() : relationship.from());
  };
  for (const auto& [relationship, node] : hops) {
    if (const auto* one = row[relationship].get<Relationship>())
      go(*one);
    else if (const auto* list = row[relationship].get<List>())
      for (const Value& value : *list) go(*value.get<Relationship>());
    else
      return {};
    if (row[node].is_null()) return {};
  }
  return path;
}

namespace {

/// One end of a search from both ends: how far each node is, and by which relationships it was reached at that distance.
struct Reach {
  std::size_t walk = 0;
  Side side = Side::out;
  std::unordered_map<std::uint64_t, std::uint64_t> distance = {};
  std::unordered_map<std::uint64_t, std::vector<Relationship>> reached_by = {};
  std::vector<Node> front = {};
  std::uint64_t depth = 0;
};

/// Visits all shortest ways from a node that was reached back to where the search began. False: `visit` wanted no more. Ways may be too long for
/// functions that call themselves.
bool each_way(const Reach& reach, Node from, Node end, const std::function<bool(const std::vector<Relationship>&)>& visit) {
  std::vector<Relationship> way;
  std::vector<std::pair<Node, std::size_t>> stack = {{from, 0}};  // a node on the way, and which of its relationships is next
  while (!stack.empty()) {
    auto& [at, next] = stack.back();
    if (at == end && !visit(way)) return false;
    const auto found = reach.reached_by.find(at.key);
    if (at == end || found == reach.reached_by.end() || next == found->second.size()) {
      stack.pop_back();
      if (!way.empty()) way.pop_back();
      continue;
    }
    const Relationship& hop = found->second[next++];
    way.push_back(hop);
    stack.emplace_back(hop.from() == at ? hop.to() : hop.from(), 0);
  }
  return true;
}

}  // namespace

bool ShortestPaths::push(Run& run, Row& row) {
  const Node* first = row[options_.from].get<Node>();
  const Node* last = row[options_.to].get<Node>();
  if (first == nullptr || last == nullptr) return true;
  const Node from = *first, to = *last;
  const auto give_path = [&](std::vector<Relationship> hops) {
    Path path{{from}, std::move(hops)};
    List list;
    for (const Relationship& hop : path.relationships) {
      path.nodes.push_back(hop.from() == path.nodes.back() ? hop.to() : hop.from());
      list.emplace_back(hop);
    }
    if (options_.relationship) row[*options_.relationship] = list.front();
    if (options_.relationships) row[*options_.relationships] = std::move(list);
    if (options_.path) row[*options_.path] = std::move(path);
    return give(run, row);
  };
  if (from == to) return options_.least == 0 ? give_path({}) : true;
  if (options_.test.impossible) return true;

  const Wanted wanted{{}, options_.test.revealed};
  Reach sides[] = {{options_.walk_out, options_.test.side}, {options_.walk_in, reversed(options_.test.side)}};
  sides[0].front = {from};
  sides[1].front = {to};
  sides[0].distance[from.key] = sides[1].distance[to.key] = 0;
  std::vector<Node> meeting;  // where shortest paths cross from one half into the other
  std::uint64_t length = options_.most + 1 == 0 ? options_.most : options_.most + 1;
  while (meeting.empty() && !sides[0].front.empty() && !sides[1].front.empty() && sides[0].depth + sides[1].depth < options_.most) {
    Reach& side = sides[0].front.size() <= sides[1].front.size() ? sides[0] : sides[1];
    const Reach& other = &side == &sides[0] ? sides[1] : sides[0];
    std::vector<Node> next;
    for (const Node node : side.front)
      run.check(run.graph().expand(side.walk, node, side.side, options_.test.types, wanted, [&](const Relationship& relationship, Node end) {
        if (!run.tick()) return false;
        if (!passes(run, options_.test, relationship)) return true;
        if (options_.condition) {
          row[options_.each] = relationship;
          const Value holds = options_.condition(run, row);
          if (holds.get<bool>() == nullptr || !*holds.get<bool>()) return run.ok();
        }
        const auto [known, fresh] = side.distance.emplace(end.key, side.depth + 1);
        if (known->second != side.depth + 1) return true;
        side.reached_by[end.key].push_back(relationship);
        if (!fresh) return true;
        next.push_back(end);
        if (const auto met = other.distance.find(end.key); met != other.distance.end()) {
          const std::uint64_t through = side.depth + 1 + met->second;
          if (through < length) meeting.clear();
          if (through <= length) meeting.push_back(end);
          length = std::min(length, through);
        }
        return true;
      }));
    if (!run.ok()) return false;
    ++side.depth;
    std::sort(next.begin(), next.end());
    side.front = std::move(next);
  }
  if (meeting.empty() || length < options_.least) return true;
  std::sort(meeting.begin(), meeting.end());

  // From each meeting node back to the one end, and for each such way on to the other.
  std::vector<Relationship> hops;
  bool more = true;
  for (const Node met : meeting) {
    const bool all = each_way(sides[0], met, from, [&](const std::vector<Relationship>& back) {
      return each_way(sides[1], met, to, [&](const std::vector<Relationship>& on) {
        hops.assign(back.rbegin(), back.rend());
        hops.insert(hops.end(), on.begin(), on.end());
        more = give_path(hops);
        return more && options_.all;
      });
    });
    if (!all) break;
  }
  return more && run.ok();
}

}  // namespace entente::query
