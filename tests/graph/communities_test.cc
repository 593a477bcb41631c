#include "graph/algorithm/communities.h"

#include <cmath>
#include <numeric>

#include "tests/catch.h"
#include "tests/graph/drawn_graph.h"

namespace entente::test {
namespace {

using Labels = std::vector<std::uint32_t>;

/// Edges between each two of the nodes, which are single letters.
std::string clique(const std::string& nodes) {
  std::string text;
  for (std::size_t i = 0; i < nodes.size(); ++i)
    for (std::size_t j = 0; j < i; ++j) text += std::string(1, nodes[i]) + " meets " + nodes[j] + ";";
  return text;
}

/// Modularity as it is defined, over all pairs of vertices.
double by_definition(const GraphView& view, const Labels& of, double resolution) {
  const auto& graph = view.graph();
  const std::size_t size = num_vertices(graph);
  std::vector<std::vector<double>> weight(size, std::vector<double>(size));
  for (auto [edge, end] = boost::edges(graph); edge != end; ++edge) {
    const std::size_t a = source(*edge, graph), b = target(*edge, graph);
    if (a != b) weight[a][b] += 1, weight[b][a] += 1;
  }
  std::vector<double> strength(size);
  for (std::size_t v = 0; v < size; ++v) strength[v] = std::accumulate(weight[v].begin(), weight[v].end(), 0.0);
  const double total = std::accumulate(strength.begin(), strength.end(), 0.0);
  double sum = 0;
  for (std::size_t a = 0; a < size; ++a)
    for (std::size_t b = 0; b < size; ++b)
      if (of[a] == of[b]) sum += weight[a][b] - resolution * strength[a] * strength[b] / total;
  return sum / total;
}

/// The most that any division has.
double best_modularity(const GraphView& view, Labels& of, std::size_t next, std::uint32_t used) {
  if (next == of.size()) return by_definition(view, of, 1);
  double best = -1;
  for (std::uint32_t label = 0; label <= used; ++label) {
    of[next] = label;
    best = std::max(best, best_modularity(view, of, next + 1, used + (label == used ? 1 : 0)));
  }
  return best;
}

/// How many parts the communities fall into that edges join.
std::size_t connected_parts(const GraphView& view, const Labels& of) {
  const auto& graph = view.graph();
  Labels root(of.size());
  std::iota(root.begin(), root.end(), 0u);
  const auto find = [&](std::uint32_t v) {
    while (root[v] != v) v = root[v] = root[root[v]];
    return v;
  };
  std::size_t parts = of.size();
  for (auto [edge, end] = boost::edges(graph); edge != end; ++edge) {
    const std::uint32_t a = find(source(*edge, graph)), b = find(target(*edge, graph));
    if (a == b || of[a] != of[b]) continue;
    root[a] = b;
    --parts;
  }
  return parts;
}

TEST_CASE("communities of graphs where they are plain to see") {
  struct Row {
    const char* what;
    std::string graph;
    Labels of, sizes;
    double modularity;
  };
  const std::vector<Row> table = {
      {"empty", "", {}, {}, 0},
      {"one node", "a", {0}, {1}, 0},
      {"no edges", "a; b", {0, 1}, {1, 1}, 0},
      {"only a loop", "a attacks a 9; b", {0, 1}, {1, 1}, 0},
      {"one edge", "a attacks b; c", {0, 0, 1}, {2, 1}, 0},
      {"two cliques and a bridge", clique("abcd") + clique("efgh") + "d meets e", {0, 0, 0, 0, 1, 1, 1, 1}, {4, 4}, 12. / 13 - 0.5},
      {"the larger is number 0", clique("abc") + clique("defgh"), {1, 1, 1, 0, 0, 0, 0, 0}, {5, 3}, 1 - (9. + 100) / 169},
      {"loops do not count",
       clique("abcd") + clique("efgh") + "d meets e; e attacks e 5; a attacks a",
       {0, 0, 0, 0, 1, 1, 1, 1},
       {4, 4},
       12. / 13 - 0.5},
      // Each pair is joined by three edges, the pairs by one each: 12 of 14 ends inside.
      {"parallel edges add up", "a meets b; a aids b; b aids a; c meets d; c aids d; d aids c; b aids c", {0, 0, 1, 1}, {2, 2}, 6. / 7 - 0.5},
  };
  for (const auto& [what, text, of, sizes, modularity] : table) {
    CAPTURE(what);
    const Communities found = communities(drawn(text));
    CHECK(found.of == of);
    CHECK(found.sizes == sizes);
    CHECK(found.modularity == Approx(modularity));
  }
}

TEST_CASE("weights say what holds together") {
  const GraphView square = drawn("a aids b 9; b aids c 1; c aids d 9; d aids a 1");
  CHECK(communities(square, {.weight = claims_weight()}).of == Labels{0, 0, 1, 1});
  CHECK(communities(square, {.weight = claims_weight()}).modularity == Approx(18. / 20 - 0.5));
  const GraphView war = drawn("a fights b 9; b aids c; c fights d 9; d aids a; a attacks c 99");
  CHECK(communities(war, {.weight = event_weight(event_weights())}).of == Labels{0, 1, 1, 0});
  const Communities nothing = communities(square, {.weight = [](const ViewEdge&) { return std::nan(""); }});
  CHECK(nothing.of == Labels{0, 1, 2, 3});
  CHECK(nothing.modularity == 0);
}

TEST_CASE("resolution decides between few large and many small communities") {
  const GraphView view = drawn(clique("abcd") + clique("efgh") + "d meets e");
  CHECK(communities(view, {.resolution = 0.1}).sizes == Labels{8});
  CHECK(communities(view, {.resolution = 1}).sizes == Labels{4, 4});
  CHECK(communities(view, {.resolution = 10}).sizes == Labels(8, 1));
}

TEST_CASE("modularity is that of the definition, and near the best there is") {
  double sum = 0, sum_of_best = 0;
  for (std::uint32_t seed = 1; seed <= 6; ++seed) {
    CAPTURE(seed);
    const GraphView view = drawn_at_random(seed, 7, 13, {"meets", "aids", "attacks"});
    const Communities found = communities(view);
    Labels any(num_vertices(view.graph()));
    const double best = best_modularity(view, any, 0, 0);
    CHECK(found.modularity == Approx(by_definition(view, found.of, 1)));
    CHECK(found.modularity == Approx(modularity(view, found.of)));
    CHECK(found.modularity <= best + 1e-9);
    sum += found.modularity;
    sum_of_best += best;
  }
  CHECK(sum >= 0.99 * sum_of_best);
}

TEST_CASE("communities are connected, and the same each time") {
  for (std::uint32_t seed = 1; seed <= 12; ++seed) {
    CAPTURE(seed);
    const GraphView view = drawn_at_random(seed, 300, 330 + 40 * seed, {"meets", "aids"});
    const Communities found = communities(view, {.seed = seed});
    CHECK(connected_parts(view, found.of) == found.sizes.size());
    CHECK(std::accumulate(found.sizes.begin(), found.sizes.end(), 0u) == 300u);
    CHECK(std::is_sorted(found.sizes.rbegin(), found.sizes.rend()));
    CHECK(communities(view, {.seed = seed}).of == found.of);
    CHECK(found.modularity == Approx(by_definition(view, found.of, 1)));
    CHECK(found.modularity >= communities(view, {.seed = seed, .iterations = 1}).modularity - 1e-9);
  }
}

}  // namespace
}  // namespace entente::test
