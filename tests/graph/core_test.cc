#include "graph/algorithm/core.h"

#include <algorithm>

#include "tests/catch.h"
#include "tests/graph/small_graph.h"

namespace entente::test {
namespace {

using Numbers = std::vector<std::uint32_t>;

/// What the definition says: takes out whoever has fewer than k edges left, again and again, for each k.
Numbers cores_by_definition(std::uint32_t vertices, const GraphView::Graph& graph) {
  Numbers cores(vertices);
  std::vector<bool> left(vertices, true);
  for (std::uint32_t k = 1; std::find(left.begin(), left.end(), true) != left.end(); ++k) {
    for (bool changed = true; changed;) {
      changed = false;
      Numbers edges(vertices);
      for (auto [edge, end] = boost::edges(graph); edge != end; ++edge) {
        const std::uint32_t a = source(*edge, graph), b = target(*edge, graph);
        if (a == b || !left[a] || !left[b]) continue;
        ++edges[a];
        ++edges[b];
      }
      for (std::uint32_t v = 0; v < vertices; ++v) {
        if (!left[v] || edges[v] >= k) continue;
        left[v] = false;
        changed = true;
      }
    }
    for (std::uint32_t v = 0; v < vertices; ++v)
      if (left[v]) cores[v] = k;
  }
  return cores;
}

TEST_CASE("core numbers of graphs whose cores are known") {
  struct Row {
    const char* what;
    std::uint32_t vertices;
    std::vector<SmallEdge> edges;
    Numbers expected, merged;
  };
  const std::vector<Row> table = {
      {"empty", 0, {}, {}, {}},
      {"one vertex", 1, {}, {0}, {0}},
      {"loops do not count", 2, {{0, 0}, {0, 0}, {0, 1}}, {1, 1}, {1, 1}},
      {"path", 3, {{0, 1}, {1, 2}}, {1, 1, 1}, {1, 1, 1}},
      {"star: its centre is not above its leaves", 4, {{0, 1}, {0, 2}, {0, 3}}, {1, 1, 1, 1}, {1, 1, 1, 1}},
      {"cycle, whatever the directions", 4, {{0, 1}, {2, 1}, {2, 3}, {3, 0}}, {2, 2, 2, 2}, {2, 2, 2, 2}},
      {"three parallel edges", 3, {{0, 1}, {0, 1}, {0, 1}, {1, 2}}, {3, 3, 1}, {1, 1, 1}},
      {"one edge each way", 2, {{0, 1}, {1, 0}}, {2, 2}, {1, 1}},
      {"triangle with a tail, and one alone", 5, {{0, 1}, {1, 2}, {2, 0}, {2, 3}}, {2, 2, 2, 1, 0}, {2, 2, 2, 1, 0}},
      {"four who all know each other, and one who knows two",
       5,
       {{0, 1}, {0, 2}, {0, 3}, {1, 2}, {1, 3}, {2, 3}, {4, 0}, {4, 1}},
       {3, 3, 3, 3, 2},
       {3, 3, 3, 3, 2}},
  };
  for (const auto& [what, vertices, edges, expected, merged] : table) {
    CAPTURE(what);
    const GraphView view = small_graph(vertices, edges);
    CHECK(core_numbers(view.graph()) == expected);
    CHECK(core_numbers(view.graph(), true) == merged);
  }
}

TEST_CASE("core numbers are what the definition says") {
  for (const std::uint32_t edges : {100u, 300u, 900u}) {
    CAPTURE(edges);
    const GraphView view = scattered_graph(100, edges);
    const Numbers cores = core_numbers(view.graph());
    CHECK(cores == cores_by_definition(100, view.graph()));
    CHECK(*std::max_element(cores.begin(), cores.end()) > *std::min_element(cores.begin(), cores.end()));
  }
}

}  // namespace
}  // namespace entente::test
