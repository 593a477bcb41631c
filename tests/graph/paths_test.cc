#include "graph/algorithm/paths.h"

#include <algorithm>
#include <set>

#include "tests/catch.h"
#include "tests/graph/drawn_graph.h"

namespace entente::test {
namespace {

using Words = std::vector<std::string>;

std::vector<Path> paths_of(const GraphView& view, const std::string& from, const std::string& to, const PathOptions& options) {
  return paths(view, ontology(), view.vertex(from).value(), view.vertex(to).value(), options);
}

/// "a b c" of each path.
Words routes(const GraphView& view, const std::vector<Path>& found) {
  Words routes;
  for (const Path& path : found) {
    std::string& route = routes.emplace_back(path.steps.empty() ? "" : id_of(view, path.steps.front().from));
    for (const PathStep& step : path.steps) route += " " + id_of(view, step.to);
  }
  return routes;
}

TEST_CASE("paths between two nodes") {
  constexpr PathAim few = PathAim::fewest_edges, cheap = PathAim::cheapest;
  struct Row {
    const char* what;
    std::string graph;
    PathOptions options;
    Words routes;  // from a to d
  };
  const std::string long_and_strong = "a aids b 4; b aids c 4; c aids d 4; a aids x; x aids d";
  const std::vector<Row> table = {
      {"none", "a; d", {}, {}},
      {"one edge", "a aids d", {}, {"a d"}},
      {"direction does not matter", "d aids b; a attacks b", {}, {"a b d"}},
      {"unless it is asked for", "d aids b; a attacks b", {.directed = true}, {}},
      {"directed", "a aids b; b aids d; d aids a", {.directed = true}, {"a b d"}},
      {"symmetric relations lead both ways", "b meets d; a meets b; c meets d", {.directed = true}, {"a b d"}},
      {"fewest edges", long_and_strong, {.aim = few}, {"a x d"}},
      {"cheapest by claims", long_and_strong, {.aim = cheap}, {"a b c d"}},
      {"both", long_and_strong, {.aim = few, .count = 5}, {"a x d", "a b c d"}},
      {"both, cheapest first", long_and_strong, {.aim = cheap, .count = 5}, {"a b c d", "a x d"}},
      {"of as many edges the cheapest", "a aids b; b aids d 9; a aids c 2; c aids d 2", {.aim = few, .count = 2}, {"a c d", "a b d"}},
      {"of one cost the fewest edges", "a aids b 4; b aids c 4; c aids d 2; a aids d", {.aim = cheap, .count = 2}, {"a d", "a b c d"}},
      {"equal ones in order", "a aids c; c aids d; a aids b; b aids d", {.count = 2}, {"a b d", "a c d"}},
      {"no node twice", "a aids b; b aids a; b aids c; c aids b; b aids d; d aids d; a fights a", {.count = 20}, {"a b d"}},
      {"a hand of ways", "a aids b; a aids c; b aids c; b aids d; c aids d", {.count = 20}, {"a b d", "a c d", "a b c d", "a c b d"}},
      {"parallel edges are one way", "a aids d; a attacks d; d aids a", {.count = 5}, {"a d"}},
      {"costs that forbid", "a attacks d; a aids b; b aids d", {.cost = event_weight(event_weights())}, {"a b d"}},
      {"no claims, no way", "a aids d 0; a aids b; b aids d", {}, {"a b d"}},
      {"none asked for", "a aids d", {.count = 0}, {}},
  };
  for (const auto& [what, text, options, expected] : table) {
    CAPTURE(what);
    const GraphView view = drawn(text);
    CHECK(routes(view, paths_of(view, "a", "d", options)) == expected);
  }
}

TEST_CASE("a step has all its edges, the cheapest first") {
  const GraphView view = drawn("a aids b 2; b attacks a 5; a meets b; a member_of b 0; b aids c 4");
  const auto types = [&](const PathStep& step) {
    Words names;
    for (const GraphView::Edge& edge : step.edges) names.push_back(ontology().relation_type(view.graph()[edge].type)->name);
    return names;
  };
  const auto found = paths_of(view, "a", "c", {});
  REQUIRE(found.size() == 1);
  REQUIRE(found[0].steps.size() == 2);
  CHECK(types(found[0].steps[0]) == Words{"attacks", "aids", "meets"});
  CHECK(types(found[0].steps[1]) == Words{"aids"});
  CHECK(found[0].cost == Approx(1. / 5 + 1. / 4));
  const auto directed = paths_of(view, "a", "c", {.directed = true});
  REQUIRE(directed.size() == 1);
  CHECK(types(directed[0].steps[0]) == Words{"aids", "meets"});
  CHECK(directed[0].cost == Approx(1. / 2 + 1. / 4));
}

TEST_CASE("costs that are ready-made") {
  ViewEdge edge;
  edge.aggregate.count[0] = 4;
  edge.aggregate.confidence = 0.75f;
  CHECK(cost_by_claims()(edge) == 0.25);
  CHECK(cost_by_confidence()(edge) == 0.25);
  edge.aggregate.count[0] = 0;
  edge.aggregate.confidence = 0;
  CHECK(cost_by_confidence()(edge) < 0);
}

TEST_CASE("a node is where it is, and 20 paths are the most") {
  std::string text = "d meets d";
  for (char node = 'e'; node <= 'z'; ++node) text += std::string("; a aids ") + node + "; " + node + " aids d";
  for (char node = 'A'; node <= 'Z'; ++node) text += std::string("; a aids ") + node + "; " + node + " aids d";
  const GraphView view = drawn(text);
  const auto found = paths_of(view, "d", "d", {.count = 3});
  REQUIRE(found.size() == 1);
  CHECK(found[0].steps.empty());
  CHECK(found[0].cost == 0);
  CHECK(paths_of(view, "a", "d", {.count = 100}).size() == 20);
}

/// Hops and cost of every simple path, as the aim orders them, by trying all.
class AllPaths {
 public:
  AllPaths(const GraphView& view, const PathOptions& options) : graph_(view.graph()), options_(options), visited_(num_vertices(graph_)) {}

  std::vector<std::pair<double, double>> between(GraphView::Vertex from, GraphView::Vertex to) {
    walk(from, to, 0, 0);
    std::sort(found_.begin(), found_.end());
    return found_;
  }

 private:
  void walk(GraphView::Vertex at, GraphView::Vertex to, double hops, double cost) {
    if (at == to) return found_.push_back(options_.aim == PathAim::cheapest ? std::pair(cost, hops) : std::pair(hops, cost));
    visited_[at] = true;
    for (GraphView::Vertex next = 0; next < visited_.size(); ++next)
      if (const double step = cheapest(at, next); !visited_[next] && step > 0) walk(next, to, hops + 1, cost + step);
    visited_[at] = false;
  }

  double cheapest(GraphView::Vertex from, GraphView::Vertex to) const {
    std::uint32_t claims = 0;
    for (auto [edge, end] = boost::edges(graph_); edge != end; ++edge) {
      const bool symmetric = ontology().relation_type(graph_[*edge].type)->symmetric;
      const bool along = source(*edge, graph_) == from && target(*edge, graph_) == to;
      const bool against = source(*edge, graph_) == to && target(*edge, graph_) == from;
      if (along || (against && (symmetric || !options_.directed))) claims = std::max(claims, graph_[*edge].aggregate.actual());
    }
    return claims == 0 ? 0 : 1. / claims;
  }

  const GraphView::Graph& graph_;
  PathOptions options_;
  std::vector<bool> visited_;
  std::vector<std::pair<double, double>> found_;
};

TEST_CASE("the best paths are the best of all") {
  for (std::uint32_t seed = 1; seed <= 12; ++seed)
    for (const PathAim aim : {PathAim::fewest_edges, PathAim::cheapest})
      for (const bool directed : {false, true}) {
        CAPTURE(seed, aim, directed);
        const GraphView view = drawn_at_random(seed, 6, 6 + seed, {"aids", "attacks", "meets"});
        const PathOptions options = {.aim = aim, .directed = directed, .count = 20};
        const auto found = paths(view, ontology(), 0, 5, options);
        auto all = AllPaths(view, options).between(0, 5);
        if (all.size() > 20) all.resize(20);
        REQUIRE(found.size() == all.size());
        std::set<Words> distinct;
        for (std::size_t i = 0; i < found.size(); ++i) {
          const double hops = static_cast<double>(found[i].steps.size());
          CHECK(found[i].cost == Approx(aim == PathAim::cheapest ? all[i].first : all[i].second));
          if (aim == PathAim::fewest_edges) CHECK(hops == all[i].first);
          distinct.insert(routes(view, {found[i]}));
        }
        CHECK(distinct.size() == found.size());
      }
}

}  // namespace
}  // namespace entente::test
