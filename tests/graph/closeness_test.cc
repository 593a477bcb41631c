#include "graph/algorithm/closeness.h"

#include <algorithm>
#include <functional>

#include "tests/catch.h"
#include "tests/graph/small_graph.h"

namespace entente::test {
namespace {

Closeness of(const GraphView& view, const ClosenessOptions& options = {}) {
  auto found = closeness(view.graph(), options);
  REQUIRE(found);
  return *found;
}

TEST_CASE("closeness of graphs whose distances are known") {
  struct Row {
    const char* what;
    std::uint32_t vertices;
    std::vector<SmallEdge> edges;
    LinkOptions links;
    std::vector<double> closeness, harmonic;
  };
  const std::vector<Row> table = {
      {"empty", 0, {}, {}, {}, {}},
      {"one vertex", 1, {{0, 0}}, {}, {0}, {0}},
      {"no edges", 2, {}, {}, {0, 0}, {0, 0}},
      {"path: who reaches it counts", 3, {{0, 1}, {1, 2}}, {}, {0, .5, 2 / 3.}, {0, 1, 1.5}},
      {"path, outward", 3, {{0, 1}, {1, 2}}, {.follow = Follow::backward}, {2 / 3., .5, 0}, {1.5, 1, 0}},
      {"path, either way", 3, {{0, 1}, {1, 2}}, {.follow = Follow::both}, {2 / 3., 1, 2 / 3.}, {1.5, 2, 1.5}},
      {"path, its second edge symmetric", 3, {{0, 1}, {1, 2, 2}}, {.symmetric = kTypeTwoSymmetric}, {0, 1, 2 / 3.}, {0, 2, 1.5}},
      {"cycle", 4, {{0, 1}, {1, 2}, {2, 3}, {3, 0}}, {}, {.5, .5, .5, .5}, {11 / 6., 11 / 6., 11 / 6., 11 / 6.}},
      {"star", 4, {{0, 1}, {0, 2}, {0, 3}}, {.follow = Follow::both}, {1, .6, .6, .6}, {3, 2, 2, 2}},
      {"two components: as near as the share that can be reached",
       5,
       {{0, 1}, {2, 3}, {3, 4}},
       {.follow = Follow::both},
       {.25, .25, .5 * 2 / 3, .5, .5 * 2 / 3},
       {1, 1, 1.5, 2, 1.5}},
      {"parallel edges and loops make nothing nearer", 2, {{0, 1}, {0, 1}, {1, 1}}, {}, {0, 1}, {0, 1}},
  };
  for (const Row& row : table) {
    CAPTURE(row.what);
    const Closeness found = of(small_graph(row.vertices, row.edges), {.links = row.links});
    CHECK(alike(found.closeness, row.closeness));
    CHECK(alike(found.harmonic, row.harmonic));
  }
}

TEST_CASE("closeness where searches are more than go together, and long") {
  constexpr std::uint32_t vertices = 300;
  const Closeness found = of(path_graph(vertices));
  double harmonic = 0;
  for (std::uint32_t v = 1; v < vertices; ++v) {
    harmonic += 1.0 / v;
    CAPTURE(v);
    CHECK(found.harmonic[v] == Approx(harmonic));
    CHECK(found.closeness[v] == Approx(2.0 / (v + 1) * v / (vertices - 1)));  // mean distance (v + 1) / 2 from the v before it
  }
}

TEST_CASE("closeness from pivots") {
  const GraphView star = small_graph(5, {{1, 0}, {2, 0}, {3, 0}, {4, 0}});
  SECTION("one leaf of four stands for all others") {
    const Closeness found = of(star, {.pivots = {{2}}});
    CHECK(alike(found.closeness, {1, 0, 0, 0, 0}));
    CHECK(alike(found.harmonic, {4, 0, 0, 0, 0}));
  }
  SECTION("a pivot does not count for itself") {
    const Closeness found = of(star, {.pivots = {{0, 2}}});
    CHECK(alike(found.closeness, {1, 0, 0, 0, 0}));
    CHECK(alike(found.harmonic, {4, 0, 0, 0, 0}));
    CHECK(alike(of(star, {.pivots = {{0}}}).closeness, {0, 0, 0, 0, 0}));
  }
  SECTION("all of them, in any order, give what none give") {
    const GraphView view = scattered_graph(200, 500);
    const Closeness exact = of(view), pivots = of(view, {.pivots = random_pivots(200, 200, 1)});
    CHECK(exact.closeness == pivots.closeness);
    CHECK(exact.harmonic == pivots.harmonic);
  }
}

TEST_CASE("closeness does not depend on the number of threads") {
  const GraphView view = scattered_graph(1000, 4000);
  const Closeness one = of(view, {.threads = 1}), four = of(view, {.threads = 4});
  CHECK(one.closeness == four.closeness);
  CHECK(one.harmonic == four.harmonic);
}

TEST_CASE("closeness refuses pivots that cannot be, and stops") {
  const GraphView view = small_graph(2, {{0, 1}});
  const std::atomic<bool> stop = true;
  struct Row {
    ClosenessOptions options;
    StatusCode code;
    std::string message;
  };
  for (const auto& [options, code, message] : std::vector<Row>{
           {{.pivots = std::vector<std::uint32_t>{}}, StatusCode::invalid_input, "no pivots; give at least one, or leave them out for all vertices"},
           {{.pivots = {{0, 2}}}, StatusCode::invalid_input, "pivot 2 is none of the 2 vertices"},
           {{.pivots = {{1, 0, 1}}}, StatusCode::invalid_input, "pivot 1 is given twice"},
           {{.stop = &stop}, StatusCode::unsupported, "stopped before it was done"}}) {
    const auto refused = closeness(view.graph(), options);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code() == code);
    CHECK(refused.error().message() == message);
  }
}

TEST_CASE("random pivots are different vertices, the same for a seed") {
  using Pivots = std::vector<std::uint32_t>;
  const Pivots pivots = random_pivots(1000, 100, 5);
  CHECK(pivots.size() == 100);
  CHECK(std::is_sorted(pivots.begin(), pivots.end(), std::less_equal<>()));
  CHECK(pivots.back() < 1000);
  CHECK(pivots == random_pivots(1000, 100, 5));
  CHECK(pivots != random_pivots(1000, 100, 6));
  CHECK(random_pivots(3, 5, 1) == Pivots{0, 1, 2});
  CHECK(random_pivots(3, 0, 1).empty());
  CHECK(random_pivots(0, 5, 1).empty());
  Pivots drawn(10);
  for (std::uint64_t seed = 0; seed < 10'000; ++seed)
    for (const std::uint32_t pivot : random_pivots(10, 3, seed)) ++drawn[pivot];
  for (const std::uint32_t times : drawn) CHECK((times > 2800 && times < 3200));  // 3,000 of 10,000, give or take four standard deviations
}

}  // namespace
}  // namespace entente::test
