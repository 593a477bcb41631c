#include "graph/algorithm/degree.h"

#include <limits>

#include "tests/catch.h"
#include "tests/graph/small_graph.h"

namespace entente::test {
namespace {

using Degrees = std::vector<std::uint32_t>;

/// 0 and 1 have two edges one way and one the other, 1 and 2 a symmetric one, 2 a loop; 3 stands alone.
GraphView world() { return small_graph(4, {{0, 1}, {0, 1, 1, 5}, {1, 0}, {1, 2, 2, 3}, {2, 2}}); }

TEST_CASE("degrees count edges as they are followed") {
  struct Row {
    const char* what;
    LinkOptions options;
    Degrees expected;
  };
  const std::vector<Row> table = {
      {"out", {.follow = Follow::forward}, {2, 2, 1, 0}},
      {"in", {.follow = Follow::backward}, {1, 2, 2, 0}},
      {"all: a loop has two ends", {.follow = Follow::both}, {3, 4, 3, 0}},
      {"out, type 2 symmetric", {.follow = Follow::forward, .symmetric = kTypeTwoSymmetric}, {2, 2, 2, 0}},
      {"in, type 2 symmetric", {.follow = Follow::backward, .symmetric = kTypeTwoSymmetric}, {1, 3, 2, 0}},
      {"all, type 2 symmetric: once at each end", {.follow = Follow::both, .symmetric = kTypeTwoSymmetric}, {3, 4, 3, 0}},
      {"out, a loop of a symmetric type", {.follow = Follow::forward, .symmetric = {false, true}}, {3, 4, 1, 0}},
      {"in, a loop of a symmetric type", {.follow = Follow::backward, .symmetric = {false, true}}, {3, 3, 2, 0}},
      {"out, merged, without loops", {.follow = Follow::forward, .simple = true}, {1, 2, 0, 0}},
      {"neighbours", {.follow = Follow::both, .simple = true}, {1, 2, 1, 0}},
  };
  const GraphView view = world();
  for (const auto& [what, options, expected] : table) {
    CAPTURE(what);
    CHECK(degree(view.graph(), options) == expected);
  }
  CHECK(degree(view.graph()) == Degrees{3, 4, 3, 0});
  CHECK(degree(small_graph(0, {}).graph()).empty());
  const GraphView unheard_of = small_graph(2, {{0, 1, 60'000}, {0, 1, 1}});
  CHECK(degree(unheard_of.graph(), {.symmetric = {false, true}}) == Degrees{2, 1});
}

TEST_CASE("strength adds up what edges weigh, merged ones too") {
  const GraphView view = world();
  const auto& graph = view.graph();
  const auto claims = weigh_edges(graph, [](const ViewEdge& edge) { return static_cast<double>(edge.aggregate.actual()); });
  CHECK(claims.size() == 5);
  CHECK(alike(strength(graph, claims).value(), {7, 10, 5, 0}));
  CHECK(alike(strength(graph, claims, {.follow = Follow::forward}).value(), {6, 4, 1, 0}));
  CHECK(alike(strength(graph, claims, {.follow = Follow::backward}).value(), {1, 6, 4, 0}));
  CHECK(alike(strength(graph, claims, {.follow = Follow::both, .simple = true}).value(), {7, 10, 3, 0}));
  CHECK(alike(strength(graph, weigh_edges(graph, {})).value(), {3, 4, 3, 0}));
  CHECK(strength(small_graph(2, {}).graph(), {}).value() == std::vector<double>{0, 0});
}

TEST_CASE("weights that are wrong are refused") {
  const GraphView view = world();
  const double nan = std::numeric_limits<double>::quiet_NaN(), infinity = std::numeric_limits<double>::infinity();
  for (const auto& [weights, message] : std::vector<std::pair<std::vector<double>, std::string>>{
           {{1, 2}, "there are 2 weights for 5 edges; give one for each"},
           {{}, "there are 0 weights for 5 edges; give one for each"},
           {{1, 1, -1, 1, 1}, "an edge weighs -1.000000; weights must be 0 or more, and finite"},
           {{1, nan, 1, 1, 1}, "an edge weighs nan; weights must be 0 or more, and finite"},
           {{1, 1, 1, 1, infinity}, "an edge weighs inf; weights must be 0 or more, and finite"}}) {
    const auto refused = strength(view.graph(), weights);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code() == StatusCode::invalid_input);
    CHECK(refused.error().message() == message);
  }
}

TEST_CASE("symmetric types are those of the ontology") {
  const auto ontology = Ontology::parse(R"({"version": 1, "node_types": [{"number": 1, "name": "State", "prefix": "state", "supertypes": ["Actor"],
    "description": "d"}], "relation_types": [
    {"number": 1, "name": "aids", "family": null, "cameo": null, "quad": 0, "symmetric": false, "targets": ["Actor"], "description": "d"},
    {"number": 3, "name": "meets", "family": null, "cameo": null, "quad": 0, "symmetric": true, "targets": ["Actor"], "description": "d"}]})",
                                        "test");
  REQUIRE(ontology);
  CHECK(symmetric_types(*ontology) == std::vector<bool>{false, false, false, true});
}

}  // namespace
}  // namespace entente::test
