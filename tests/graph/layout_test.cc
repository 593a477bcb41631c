#include "graph/algorithm/layout.h"

#include <algorithm>
#include <cmath>

#include "graph/algorithm/quadtree.h"
#include "tests/catch.h"
#include "tests/graph/drawn_graph.h"

namespace entente::test {
namespace {

double distance(Point a, Point b) { return std::hypot(a.x - b.x, a.y - b.y); }

std::vector<Point> places(const GraphView& view, const LayoutOptions& options = {}) {
  const auto points = layout(view, options);
  REQUIRE(points);
  REQUIRE(points->size() == num_vertices(view.graph()));
  for (const Point& point : *points) {
    REQUIRE(std::isfinite(point.x));
    REQUIRE(std::isfinite(point.y));
  }
  return *points;
}

/// A graph of so many nodes and the edges between numbers of them.
GraphView numbered(std::uint32_t nodes, const std::vector<std::pair<std::uint32_t, std::uint32_t>>& ends) {
  std::vector<ViewVertex> vertices;
  for (std::uint32_t i = 0; i < nodes; ++i) vertices.push_back({"n" + std::to_string(100000 + i), node_type("State"), "", ""});
  std::vector<ViewLink> links;
  for (const auto& [a, b] : ends) links.push_back({a, b, {relation("aids"), {}}});
  return GraphView::make(std::move(vertices), std::move(links));
}

/// So many cliques of `size` nodes, each joined to the next by one edge.
GraphView cliques(std::uint32_t count, std::uint32_t size) {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> ends;
  for (std::uint32_t clique = 0; clique < count; ++clique)
    for (std::uint32_t i = 0; i < size; ++i) {
      for (std::uint32_t j = i + 1; j < size; ++j) ends.emplace_back(clique * size + i, clique * size + j);
      if (i == 0 && clique > 0) ends.emplace_back((clique - 1) * size, clique * size);
    }
  return numbered(count * size, ends);
}

TEST_CASE("what is related is nearer than what is not") {
  // The second is large enough to be drawn coarsely first.
  for (const auto& [count, size] : {std::pair{2u, 10u}, std::pair{12u, 20u}}) {
    CAPTURE(count);
    const auto points = places(cliques(count, size));
    double within = 0, between = 1e300, sum = 0;
    for (std::uint32_t i = 0; i < points.size(); ++i)
      for (std::uint32_t j = i + 1; j < points.size(); ++j) {
        const double apart = distance(points[i], points[j]);
        if (i / size == j / size)
          within = std::max(within, apart);
        else
          between = std::min(between, apart);
        sum += apart;
      }
    const double mean = 2 * sum / static_cast<double>(points.size() * (points.size() - 1));
    if (count == 2) CHECK(within < between);
    CHECK(within < mean);
  }
}

TEST_CASE("a graph is drawn in one way, whatever the number of threads") {
  const GraphView view = drawn_at_random(3, 300, 900, {"aids", "meets"});
  const auto points = places(view, {.threads = 1});
  CHECK(points == places(view, {.threads = 1}));
  CHECK(points == places(view, {.threads = 3}));
  CHECK_FALSE(points == places(view, {.seed = 2, .threads = 1}));
}

TEST_CASE("a picture has its middle and its size") {
  const auto points = places(drawn_at_random(4, 200, 500, {"aids"}));
  double x = 0, y = 0, squares = 0;
  for (const Point& point : points) {
    x += point.x;
    y += point.y;
    squares += point.x * point.x + point.y * point.y;
  }
  CHECK(std::abs(x) < 1e-6);
  CHECK(std::abs(y) < 1e-6);
  CHECK(std::abs(squares / (200 * 200 * 10000 / 6.283185307179586) - 1) < 1e-6);
}

TEST_CASE("weights pull") {
  const GraphView view = drawn("a aids b 30; a aids c; b aids d; c aids d");
  const auto points = places(view, {.weight = claims_weight()});
  CHECK(distance(points[0], points[1]) < distance(points[0], points[2]));
  const auto none = places(view, {.weight = [](const ViewEdge&) { return std::nan(""); }});
  CHECK(none == places(drawn("a; b; c; d")));
}

TEST_CASE("odd graphs are drawn too") {
  CHECK(places(drawn("")).empty());
  CHECK(places(drawn("a")) == std::vector<Point>{{0, 0}});
  CHECK(places(drawn("a aids a; a meets a")) == std::vector<Point>{{0, 0}});
  const auto two = places(drawn("a; b"));
  CHECK(distance(two[0], two[1]) > 1);
  CHECK(places(drawn("a aids b; b aids a; a aids a")).size() == 2);
  CHECK(places(numbered(5000, {}), {.rounds = 20}).size() == 5000);
}

TEST_CASE("the leaves of a star surround it") {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> ends;
  for (std::uint32_t i = 1; i < 10000; ++i) ends.emplace_back(0, i);
  const auto points = places(numbered(10000, ends), {.rounds = 30});
  std::size_t quarters[4] = {};
  double nearest = 1e300;
  for (std::uint32_t i = 1; i < points.size(); ++i) {
    ++quarters[(points[i].x > points[0].x ? 1 : 0) + (points[i].y > points[0].y ? 2 : 0)];
    nearest = std::min(nearest, distance(points[0], points[i]));
  }
  for (const std::size_t leaves : quarters) CHECK(leaves > 2000);
  CHECK(nearest > 0);
}

TEST_CASE("nodes without relations stay beside the others") {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> ends;
  for (std::uint32_t i = 0; i < 200; ++i)
    for (const std::uint32_t step : {1u, 7u, 30u}) ends.emplace_back(i, (i + step) % 200);
  const auto points = places(numbered(220, ends));
  double rim = 0;
  for (std::uint32_t i = 0; i < 200; ++i) rim = std::max(rim, std::hypot(points[i].x, points[i].y));
  for (std::uint32_t i = 200; i < 220; ++i) {
    CHECK(std::hypot(points[i].x, points[i].y) > rim / 2);
    CHECK(std::hypot(points[i].x, points[i].y) < rim * 3);
  }
}

TEST_CASE("a layout can be stopped") {
  const std::atomic<bool> stop = true;
  CHECK(layout(drawn("a aids b"), {.stop = &stop}).error().code() == StatusCode::unsupported);
}

TEST_CASE("a quadtree sums what each body does to each other") {
  std::mt19937 random(5);
  std::vector<Body> bodies;
  for (int i = 0; i < 300; ++i)
    bodies.push_back({static_cast<double>(random() % 1000), static_cast<double>(random() % 1000) / 7, 1 + static_cast<double>(random() % 5)});
  bodies.push_back(bodies.front());  // in the same place
  const Quadtree tree(bodies);
  for (std::size_t i = 0; i < bodies.size(); ++i) {
    Quadtree::Force exact;
    double size = 0;
    for (const Body& other : bodies) {
      const double x = bodies[i].x - other.x, y = bodies[i].y - other.y, square = x * x + y * y;
      if (square == 0) continue;
      exact.x += other.mass * x / square;
      exact.y += other.mass * y / square;
      size += other.mass / std::sqrt(square);
    }
    const auto all = tree.repulsion(i, 0), near = tree.repulsion(i, 0.5);
    CHECK(std::hypot(all.x - exact.x, all.y - exact.y) < 1e-9 * size);
    CHECK(std::hypot(near.x - exact.x, near.y - exact.y) < 0.05 * size);
  }
}

}  // namespace
}  // namespace entente::test
