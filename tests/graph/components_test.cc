#include "graph/algorithm/components.h"

#include <algorithm>
#include <boost/graph/strong_components.hpp>

#include "tests/catch.h"
#include "tests/graph/small_graph.h"

namespace entente::test {
namespace {

using Numbers = std::vector<std::uint32_t>;

TEST_CASE("components of graphs whose components are known") {
  struct Row {
    const char* what;
    std::uint32_t vertices;
    std::vector<SmallEdge> edges;
    Numbers weak, weak_sizes, strong, strong_sizes;
  };
  const std::vector<Row> table = {
      {"empty", 0, {}, {}, {}, {}, {}},
      {"one vertex", 1, {}, {0}, {1}, {0}, {1}},
      {"a loop", 1, {{0, 0}}, {0}, {1}, {0}, {1}},
      {"no edges", 3, {}, {0, 1, 2}, {1, 1, 1}, {0, 1, 2}, {1, 1, 1}},
      {"path", 3, {{0, 1}, {1, 2}}, {0, 0, 0}, {3}, {0, 1, 2}, {1, 1, 1}},
      {"path the other way", 3, {{2, 1}, {1, 0}}, {0, 0, 0}, {3}, {0, 1, 2}, {1, 1, 1}},
      {"cycle", 3, {{0, 1}, {1, 2}, {2, 0}}, {0, 0, 0}, {3}, {0, 0, 0}, {3}},
      {"star from its last", 4, {{3, 0}, {3, 1}, {3, 2}}, {0, 0, 0, 0}, {4}, {0, 1, 2, 3}, {1, 1, 1, 1}},
      {"parallel edges lead one way", 2, {{0, 1}, {0, 1}}, {0, 0}, {2}, {0, 1}, {1, 1}},
      {"two, interleaved", 4, {{0, 2}, {2, 0}, {3, 1}}, {0, 1, 0, 1}, {2, 2}, {0, 1, 0, 2}, {2, 1, 1}},
      {"cycles that touch", 5, {{0, 1}, {1, 0}, {1, 2}, {2, 1}, {3, 4}, {4, 3}, {2, 3}}, {0, 0, 0, 0, 0}, {5}, {0, 0, 0, 1, 1}, {3, 2}},
      {"an edge to what is done", 4, {{0, 1}, {1, 2}, {2, 1}, {0, 3}, {3, 2}}, {0, 0, 0, 0}, {4}, {0, 1, 1, 2}, {1, 2, 1}},
  };
  for (const Row& row : table) {
    CAPTURE(row.what);
    const GraphView view = small_graph(row.vertices, row.edges);
    const Components weak = weak_components(view.graph()), strong = strong_components(view.graph());
    CHECK(weak.of == row.weak);
    CHECK(weak.sizes == row.weak_sizes);
    CHECK(strong.of == row.strong);
    CHECK(strong.sizes == row.strong_sizes);
  }
}

TEST_CASE("symmetric edges lead both ways") {
  const GraphView view = small_graph(4, {{0, 1, 2}, {1, 2, 2}, {2, 3}});
  CHECK(strong_components(view.graph()).sizes.size() == 4);
  CHECK(strong_components(view.graph(), kTypeTwoSymmetric).of == Numbers{0, 0, 0, 1});
}

TEST_CASE("strong components are those of Boost.Graph") {
  for (const std::uint32_t edges : {300u, 600u, 1000u}) {
    CAPTURE(edges);
    const GraphView view = scattered_graph(500, edges);
    Numbers theirs(500);
    const auto count =
        boost::strong_components(view.graph(), boost::make_iterator_property_map(theirs.begin(), get(boost::vertex_index, view.graph())));
    const Components ours = strong_components(view.graph());
    CHECK(ours.sizes.size() == static_cast<std::size_t>(count));
    CHECK(ours.sizes.size() > 1);
    std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs;
    for (std::size_t v = 0; v < 500; ++v) pairs.emplace_back(ours.of[v], theirs[v]);
    std::sort(pairs.begin(), pairs.end());
    pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
    CHECK(pairs.size() == static_cast<std::size_t>(count));  // each of ours is one of theirs
  }
}

TEST_CASE("a path as long as the graph needs no stack") {
  constexpr std::uint32_t vertices = 300'000;
  std::vector<SmallEdge> edges;
  for (std::uint32_t v = 0; v < vertices; ++v) edges.push_back({v, (v + 1) % vertices});
  CHECK(strong_components(small_graph(vertices, edges).graph()).sizes == Numbers{vertices});
  CHECK(strong_components(path_graph(vertices).graph()).sizes.size() == vertices);
  CHECK(weak_components(path_graph(vertices).graph()).sizes == Numbers{vertices});
}

}  // namespace
}  // namespace entente::test
