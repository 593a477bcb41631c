#include "graph/algorithm/betweenness.h"

#include <boost/graph/betweenness_centrality.hpp>
#include <numeric>

#include "tests/catch.h"
#include "tests/graph/small_graph.h"

namespace entente::test {
namespace {

using Values = std::vector<double>;

Values of(const GraphView& view, const BetweennessOptions& options = {}) {
  auto found = betweenness(view.graph(), options);
  REQUIRE(found);
  return *found;
}

TEST_CASE("betweenness of graphs whose paths are known") {
  struct Row {
    const char* what;
    std::uint32_t vertices;
    std::vector<SmallEdge> edges;
    LinkOptions links;
    Values expected;
  };
  const LinkOptions both = {.follow = Follow::both};
  const std::vector<SmallEdge> star = {{0, 1}, {0, 2}, {0, 3}, {0, 4}}, fork = {{0, 1}, {0, 1}, {0, 2}, {1, 3}, {2, 3}};
  const std::vector<Row> table = {
      {"empty", 0, {}, {}, {}},
      {"one vertex", 1, {}, {}, {0}},
      {"one edge", 2, {{0, 1}}, {}, {0, 0}},
      {"path", 4, {{0, 1}, {1, 2}, {2, 3}}, {}, {0, 2, 2, 0}},
      {"path, either way: a pair counts once", 4, {{0, 1}, {1, 2}, {2, 3}}, both, {0, 2, 2, 0}},
      {"path, backward", 4, {{0, 1}, {1, 2}, {2, 3}}, {.follow = Follow::backward}, {0, 2, 2, 0}},
      {"path of symmetric edges: a pair counts each way", 3, {{0, 1, 2}, {1, 2, 2}}, {.symmetric = kTypeTwoSymmetric}, {0, 2, 0}},
      {"star", 5, star, both, {6, 0, 0, 0, 0}},
      {"star, from its centre only", 5, star, {}, {0, 0, 0, 0, 0}},
      {"cycle, one way", 4, {{0, 1}, {1, 2}, {2, 3}, {3, 0}}, {}, {3, 3, 3, 3}},
      {"cycle, either way", 4, {{0, 1}, {1, 2}, {2, 3}, {3, 0}}, both, {.5, .5, .5, .5}},
      {"two components", 6, {{0, 1}, {1, 2}, {3, 4}, {4, 5}}, {}, {0, 1, 0, 0, 1, 0}},
      {"loops are on no path", 3, {{0, 1}, {1, 1}, {1, 2}}, {}, {0, 1, 0}},
      {"parallel edges are paths of their own", 4, fork, {}, {0, 2 / 3., 1 / 3., 0}},
      {"merged they are one", 4, fork, {.simple = true}, {0, .5, .5, 0}},
      {"one edge each way is one, merged, either way",
       4,
       {{0, 1}, {1, 0}, {0, 2}, {1, 3}, {2, 3}},
       {.follow = Follow::both, .simple = true},
       {.5, .5, .5, .5}},
  };
  for (const auto& [what, vertices, edges, links, expected] : table) {
    CAPTURE(what);
    CHECK(alike(of(small_graph(vertices, edges), {.links = links}), expected));
  }
}

TEST_CASE("normalised betweenness is a share of pairs") {
  const GraphView star = small_graph(5, {{0, 1}, {0, 2}, {0, 3}, {0, 4}});
  CHECK(alike(of(star, {.links = {.follow = Follow::both}, .normalized = true}), {1, 0, 0, 0, 0}));
  CHECK(alike(of(path_graph(3), {.normalized = true}), {0, .5, 0}));
  CHECK(alike(of(path_graph(2), {.normalized = true}), {0, 0}));
}

TEST_CASE("betweenness from pivots") {
  SECTION("paths from them stand for paths from all") {
    CHECK(alike(of(path_graph(4), {.pivots = {{0}}}), {0, 8, 4, 0}));
    CHECK(alike(of(path_graph(4), {.pivots = {{1, 0}}}), {0, 4, 4, 0}));
    CHECK(alike(of(path_graph(4), {.pivots = {{3}}}), {0, 0, 0, 0}));
  }
  SECTION("one after another they add up to the whole") {
    const GraphView view = scattered_graph(60, 150);
    Values sum(60);
    for (std::uint32_t v = 0; v < 60; ++v) {
      const Values one = of(view, {.pivots = {{v}}});
      for (std::size_t i = 0; i < 60; ++i) sum[i] += one[i] / 60;
    }
    const Values exact = of(view);
    CHECK(alike(sum, exact));
    CHECK(std::accumulate(exact.begin(), exact.end(), 0.0) > 1000);
  }
}

TEST_CASE("betweenness is that of Boost.Graph") {
  const GraphView view = scattered_graph(200, 500);
  const GraphView::Graph& graph = view.graph();
  Values theirs(200);
  boost::brandes_betweenness_centrality(graph, boost::make_iterator_property_map(theirs.begin(), get(boost::vertex_index, graph)));
  CHECK(alike(of(view), theirs));
}

TEST_CASE("betweenness does not depend on the number of threads") {
  const GraphView view = scattered_graph(700, 2500);
  CHECK(of(view, {.threads = 1}) == of(view, {.threads = 4}));
  const auto pivots = random_pivots(700, 5, 3);
  CHECK(of(view, {.pivots = pivots, .threads = 1}) == of(view, {.pivots = pivots, .threads = 4}));
}

TEST_CASE("betweenness refuses pivots that cannot be, and stops") {
  const GraphView view = small_graph(2, {{0, 1}});
  const std::atomic<bool> stop = true;
  CHECK(betweenness(view.graph(), {.pivots = {{2}}}).error().message() == "pivot 2 is none of the 2 vertices");
  CHECK(betweenness(view.graph(), {.stop = &stop}).error().code() == StatusCode::unsupported);
}

}  // namespace
}  // namespace entente::test
