#include "graph/algorithm/pagerank.h"

#include <limits>
#include <numeric>

#include "tests/catch.h"
#include "tests/graph/small_graph.h"

namespace entente::test {
namespace {

std::vector<double> ranks(const GraphView& view, const PageRankOptions& options = {}) {
  auto found = pagerank(view.graph(), options);
  REQUIRE(found);
  return found->ranks;
}

// Ranks by hand solve r = (1 - d) / n + d * inflow with d = 0.85.
TEST_CASE("PageRank of graphs whose ranks are known") {
  struct Row {
    const char* what;
    std::uint32_t vertices;
    std::vector<SmallEdge> edges;
    std::vector<double> expected;
  };
  const std::vector<Row> table = {
      {"empty", 0, {}, {}},
      {"one vertex", 1, {}, {1}},
      {"one vertex with a loop", 1, {{0, 0}}, {1}},
      {"no edges: all dangle", 4, {}, {.25, .25, .25, .25}},
      {"cycle", 3, {{0, 1}, {1, 2}, {2, 0}}, {1 / 3., 1 / 3., 1 / 3.}},
      {"two that point at each other", 2, {{0, 1}, {1, 0}}, {.5, .5}},
      // a = .075 + .425 b, b = a + .85 a
      {"one edge, its end dangles", 2, {{0, 1}}, {1 / 2.85, 1.85 / 2.85}},
      // leaf = .05 + (.85 / 3) centre, centre = leaf + 2 * .85 leaf
      {"star towards its centre", 3, {{1, 0}, {2, 0}}, {2.7 / 4.7, 1 / 4.7, 1 / 4.7}},
      // centre = .05 + 1.7 leaf, leaf = .05 + .425 centre
      {"star both ways", 3, {{1, 0}, {2, 0}, {0, 1}, {0, 2}}, {.135 / .2775, .07125 / .2775, .07125 / .2775}},
      // 1 gets two thirds of what leaves 0
      {"parallel edges draw more",
       3,
       {{0, 1}, {0, 1}, {0, 2}, {1, 0}, {2, 0}},
       {.135 / .2775, (.05 + .85 * 2 / 3 * .135 / .2775), (.05 + .85 / 3 * .135 / .2775)}},
      // a = .075, b = .075 + .85 (a + b)
      {"a loop keeps rank", 2, {{0, 1}, {1, 1}}, {.075, .925}},
  };
  for (const auto& [what, vertices, edges, expected] : table) {
    CAPTURE(what);
    CHECK(alike(ranks(small_graph(vertices, edges)), expected));
  }
}

TEST_CASE("PageRank follows edges as its options say") {
  const std::vector<double> star = {2.7 / 4.7, 1 / 4.7, 1 / 4.7}, both_ways = {.135 / .2775, .07125 / .2775, .07125 / .2775};
  CHECK(alike(ranks(small_graph(3, {{0, 1}, {0, 2}}), {.links = {.follow = Follow::backward}}), star));
  CHECK(alike(ranks(small_graph(3, {{0, 1}, {2, 0}}), {.links = {.follow = Follow::both}}), both_ways));
  CHECK(alike(ranks(small_graph(3, {{0, 1, 2}, {2, 0, 2}}), {.links = {.symmetric = kTypeTwoSymmetric}}), both_ways));
  CHECK(alike(ranks(small_graph(3, {{0, 1}, {0, 1}, {0, 2}, {1, 0}, {2, 0}}), {.links = {.simple = true}}), both_ways));
}

TEST_CASE("PageRank with weights is as with so many parallel edges") {
  const GraphView parallel = small_graph(4, {{0, 1}, {0, 1}, {0, 2}, {1, 0}, {2, 0}, {2, 3}, {2, 3}});
  const GraphView weighed = small_graph(4, {{0, 1, 1, 2}, {0, 2}, {1, 0, 1, 7}, {2, 0}, {2, 3, 1, 2}});
  const auto claims = weigh_edges(weighed.graph(), [](const ViewEdge& edge) { return static_cast<double>(edge.aggregate.actual()); });
  CHECK(alike(ranks(weighed, {.weights = claims}), ranks(parallel)));
  CHECK_FALSE(alike(ranks(weighed), ranks(parallel)));
  SECTION("an edge that weighs nothing is not followed") {
    const GraphView view = small_graph(2, {{0, 1}, {1, 0}});
    const std::vector<double> weights = {1, 0};
    CHECK(alike(ranks(view, {.weights = weights}), {1 / 2.85, 1.85 / 2.85}));
  }
}

/// One step of the walker from these ranks: PageRank is what it leaves as it is.
std::vector<double> walk(const GraphView::Graph& graph, const std::vector<double>& from, double damping) {
  double dangling = 0;
  for (std::uint32_t v = 0; v < from.size(); ++v)
    if (out_degree(v, graph) == 0) dangling += from[v];
  std::vector<double> to(from.size(), (1 - damping + damping * dangling) / static_cast<double>(from.size()));
  for (auto [edge, end] = boost::edges(graph); edge != end; ++edge)
    to[target(*edge, graph)] += damping * from[source(*edge, graph)] / static_cast<double>(out_degree(source(*edge, graph), graph));
  return to;
}

TEST_CASE("PageRank adds up to 1, stays as it is when walking on, and is there soon") {
  const GraphView view = scattered_graph(2000, 5000);
  const auto found = pagerank(view.graph());
  REQUIRE(found);
  CHECK(std::accumulate(found->ranks.begin(), found->ranks.end(), 0.0) == Approx(1).epsilon(1e-12));
  CHECK(alike(walk(view.graph(), found->ranks, .85), found->ranks));
  CHECK_FALSE(alike(walk(view.graph(), found->ranks, .80), found->ranks));
  CHECK(found->rounds <= 30);
}

TEST_CASE("PageRank that takes many rounds gets there") {
  const GraphView view = small_graph(4, {{0, 1}, {1, 0}, {2, 0}, {3, 3}});
  const auto found = pagerank(view.graph(), {.damping = .99, .tolerance = 1e-12, .most_rounds = 5000});
  REQUIRE(found);
  CHECK(found->rounds > 500);
  CHECK(std::accumulate(found->ranks.begin(), found->ranks.end(), 0.0) == Approx(1).epsilon(1e-12));
  // a = .0025 + .99 b + .99 * .0025, b = .0025 + .99 a
  const double a = (.0025 + .99 * .0025 + .99 * .0025) / (1 - .99 * .99);
  CHECK(alike(found->ranks, {a, .0025 + .99 * a, .0025, .25}));
}

TEST_CASE("PageRank refuses what cannot be, and says when it is not done") {
  const GraphView view = small_graph(2, {{0, 1}});
  const std::vector<double> negative = {-1}, too_many = {1, 1};
  const std::atomic<bool> stop = true;
  struct Row {
    PageRankOptions options;
    StatusCode code;
    const char* part;
  };
  for (const auto& [options, code, part] :
       std::vector<Row>{{{.damping = 1}, StatusCode::invalid_input, "damping of PageRank is 1.0"},
                        {{.damping = -.1}, StatusCode::invalid_input, "damping"},
                        {{.damping = std::numeric_limits<double>::quiet_NaN()}, StatusCode::invalid_input, "damping"},
                        {{.tolerance = 0}, StatusCode::invalid_input, "tolerance"},
                        {{.weights = negative}, StatusCode::invalid_input, "weighs -1"},
                        {{.weights = too_many}, StatusCode::invalid_input, "2 weights for 1 edges"},
                        {{.most_rounds = 1}, StatusCode::unsupported, "not done after 1 round;"},
                        {{.stop = &stop}, StatusCode::unsupported, "stopped"}}) {
    CAPTURE(part);
    const auto refused = pagerank(view.graph(), options);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code() == code);
    CHECK_THAT(refused.error().message(), contains(part));
  }
  CHECK(alike(ranks(view, {.damping = 0}), {.5, .5}));
}

}  // namespace
}  // namespace entente::test
