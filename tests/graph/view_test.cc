#include "graph/view.h"

#include <boost/graph/breadth_first_search.hpp>
#include <boost/graph/strong_components.hpp>

#include "tests/catch.h"
#include "tests/graph/fixture.h"

using namespace entente;
using namespace entente::test;

namespace {

/// A condemns B, B threatens C (planned), C sanctions A on another day, D stands alone.
Snapshot small_world(Store& store) {
  const std::vector<Node> nodes = {state("DDD", "D"), state("BBB", "B"), state("AAA", "A"), state("CCC", "C")};
  Claim planned = claim("state:BBB", "threatens", "state:CCC");
  planned.modality = Modality::planned;
  Claim later = claim("state:CCC", "sanctions", "state:AAA");
  later.date = Date{*parse_day("2024-06-01"), DatePrecision::day};
  later.evidence.confidence = 0.9f;
  apply(store, {contribution("a", "2024-01-01", nodes, {later, planned, claim("state:AAA", "condemns", "state:BBB")})});
  return store.snapshot();
}

std::vector<std::string> edges(const GraphView& view) {
  std::vector<std::string> names;
  const auto& graph = view.graph();
  for (auto [edge, end] = boost::edges(graph); edge != end; ++edge)
    names.push_back(graph[source(*edge, graph)].name + " " + ontology().relation_type(graph[*edge].type)->name + " " +
                    graph[target(*edge, graph)].name);
  return names;
}

}  // namespace

TEST_CASE("a view shows the edges that its options ask for, in order") {
  const TemporaryDirectory directory;
  const auto store = open(directory.path());
  const Snapshot snapshot = small_world(*store);
  using Edges = std::vector<std::string>;
  struct Row {
    const char* what;
    ViewOptions options;
    Edges edges;
    std::size_t vertices;
  };
  const std::vector<Row> table = {
      {"default", {}, {"A condemns B", "C sanctions A"}, 4},
      {"no isolated nodes", {.isolated_nodes = false}, {"A condemns B", "C sanctions A"}, 3},
      {"all statuses", {.statuses = {true, true, true, true, true}}, {"A condemns B", "B threatens C", "C sanctions A"}, 4},
      {"planned", {.statuses = {false, true, false, false, false}, .isolated_nodes = false}, {"B threatens C"}, 2},
      {"type", {.relation_types = {relation("sanctions")}}, {"C sanctions A"}, 4},
      {"confidence", {.min_confidence = 0.6f}, {"C sanctions A"}, 4},
  };
  for (const auto& [what, options, expected, vertices] : table) {
    CAPTURE(what);
    const auto view = GraphView::build(snapshot, options);
    REQUIRE(view);
    CHECK(edges(*view) == expected);
    CHECK(num_vertices(view->graph()) == vertices);
  }
}

TEST_CASE("vertices are in order of id and found by it") {
  const TemporaryDirectory directory;
  const auto store = open(directory.path());
  const auto view = GraphView::build(small_world(*store), {});
  REQUIRE(view);
  CHECK(view->vertex("state:AAA") == 0u);
  CHECK(view->vertex("state:DDD") == 3u);
  CHECK_FALSE(view->vertex("state:XXX"));
  CHECK(view->graph()[1].name == "B");
  CHECK(view->graph()[1].country == "BBB");
}

TEST_CASE("Boost.Graph runs on a view") {
  const TemporaryDirectory directory;
  const auto store = open(directory.path());
  const auto view = GraphView::build(small_world(*store), {.statuses = {true, true, false, false, false}});
  REQUIRE(view);
  const auto& graph = view->graph();

  std::vector<std::size_t> component(num_vertices(graph));
  const auto index = get(boost::vertex_index, graph);
  CHECK(boost::strong_components(graph, boost::make_iterator_property_map(component.begin(), index)) == 2);
  CHECK(component[0] == component[2]);
  CHECK(component[0] != component[3]);

  std::vector<int> distance(num_vertices(graph));
  boost::breadth_first_search(graph, *view->vertex("state:AAA"),
                              boost::visitor(boost::make_bfs_visitor(
                                  boost::record_distances(boost::make_iterator_property_map(distance.begin(), index), boost::on_tree_edge()))));
  CHECK(distance == std::vector<int>{0, 1, 2, 0});
}

TEST_CASE("a view of vertices and edges in any order has them in order") {
  EdgeAggregate once;
  once.count[0] = 1;
  const TypeId condemns = relation("condemns"), sanctions = relation("sanctions");
  const auto view = GraphView::make({{"state:B", 1, "B", ""}, {"state:C", 1, "C", ""}, {"state:A", 1, "A", ""}},
                                    {{1, 0, {condemns, once}}, {2, 1, {sanctions, once}}, {2, 0, {condemns, once}}, {2, 1, {condemns, once}}});
  CHECK(edges(view) == std::vector<std::string>{"A condemns B", "A condemns C", "A sanctions C", "C condemns B"});
  CHECK(in_degree(*view.vertex("state:C"), view.graph()) == 2);
}
