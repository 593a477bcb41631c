#include "graph/algorithm/rollup.h"

#include "tests/catch.h"
#include "tests/graph/drawn_graph.h"

namespace entente::test {
namespace {

/// "state:RUS aids state:UKR 3" of each edge, in order.
std::vector<std::string> lines(const GraphView& view) {
  std::vector<std::string> lines;
  const auto& graph = view.graph();
  for (auto [edge, end] = boost::edges(graph); edge != end; ++edge)
    lines.push_back(graph[source(*edge, graph)].id + " " + ontology().relation_type(graph[*edge].type)->name + " " + graph[target(*edge, graph)].id +
                    " " + std::to_string(graph[*edge].aggregate.actual()));
  return lines;
}

TEST_CASE("nodes stand for their countries") {
  struct Row {
    const char* what;
    std::string graph;
    bool within;
    std::vector<std::string> edges;
    std::uint64_t nodes_without, edges_without, edges_within;
  };
  const std::vector<Row> table = {
      {"empty", "", false, {}, 0, 0, 0},
      {"sums by type and direction",
       "a@RUS attacks p@UKR 2; b@RUS attacks q@UKR 3; p attacks b; a aids q",
       false,
       {"state:RUS aids state:UKR 1", "state:RUS attacks state:UKR 5", "state:UKR attacks state:RUS 1"},
       0,
       0,
       0},
      {"symmetric relations from the smaller code", "a@UKR meets b@RUS; c@RUS meets d@UKR 4", false, {"state:RUS meets state:UKR 5"}, 0, 0, 0},
      {"within a country: dropped", "a@RUS aids b@RUS 2; a aids a; a aids c@UKR", false, {"state:RUS aids state:UKR 1"}, 0, 0, 2},
      {"within a country: kept",
       "a@RUS aids b@RUS 2; a aids a; a aids c@UKR",
       true,
       {"state:RUS aids state:RUS 3", "state:RUS aids state:UKR 1"},
       0,
       0,
       2},
      {"without a country", "a aids b@RUS; c aids a; b aids d@UKR; e", true, {"state:RUS aids state:UKR 1"}, 3, 2, 0},
  };
  for (const auto& [what, text, within, edges, nodes_without, edges_without, edges_within] : table) {
    CAPTURE(what);
    const Rollup found = country_rollup(drawn(text), ontology(), {.within = within});
    CHECK(lines(found.view) == edges);
    CHECK(found.nodes_without_country == nodes_without);
    CHECK(found.edges_without_country == edges_without);
    CHECK(found.edges_within == edges_within);
  }
}

TEST_CASE("a country has the id, name and type of its state") {
  const TypeId person = node_type("Person"), state = node_type("State");
  const GraphView view = GraphView::make({{"person:x", person, "X", "UKR"}, {"state:RUS", state, "Russia", "RUS"}}, {});
  const Rollup found = country_rollup(view, ontology());
  const auto& graph = found.view.graph();
  REQUIRE(num_vertices(graph) == 2);
  CHECK(graph[0].id == "state:RUS");
  CHECK(graph[0].name == "Russia");
  CHECK(graph[1].id == "state:UKR");
  CHECK(graph[1].name == "UKR");
  for (std::uint32_t v : {0u, 1u}) {
    CHECK(graph[v].type == state);
    CHECK("state:" + graph[v].country == graph[v].id);
  }
}

TEST_CASE("aggregates are summed whole") {
  const EdgeAggregate one{{1, 2, 0, 0, 1}, 1, 1, 20, 30, 0.5f}, two{{2, 0, 1, 0, 0}, 2, 1, 10, 25, 0.9f};
  const TypeId aids = relation("aids");
  const GraphView view = GraphView::make({{"a", 1, "", "RUS"}, {"b", 1, "", "RUS"}, {"c", 1, "", "UKR"}}, {{0, 2, {aids, one}}, {1, 2, {aids, two}}});
  const Rollup found = country_rollup(view, ontology());
  const auto& graph = found.view.graph();
  REQUIRE(num_edges(graph) == 1);
  CHECK(graph[*boost::edges(graph).first].aggregate == EdgeAggregate{{3, 2, 1, 0, 1}, 3, 2, 10, 30, 0.9f});
}

}  // namespace
}  // namespace entente::test
