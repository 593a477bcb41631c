#include "graph/query/memory_graph.h"

#include <string>
#include <utility>
#include <vector>

#include "tests/catch.h"

namespace entente::query {
namespace {

using Step = std::pair<std::uint64_t, std::uint64_t>;  // the relationship, the node that it leads to

std::vector<Step> steps(const MemoryGraph& graph, Node node, Side side, const std::vector<std::uint32_t>& types = {}) {
  std::vector<Step> all;
  const Status status = graph.expand(0, node, side, types, {}, [&](const Relationship& relationship, Node other) {
    all.emplace_back(relationship.key, other.key);
    return true;
  });
  REQUIRE(status.ok());
  return all;
}

std::vector<std::uint64_t> keys(const MemoryGraph& graph, std::optional<std::uint32_t> label) {
  std::vector<std::uint64_t> all;
  const Status status = graph.nodes(label, [&](Node node) {
    all.push_back(node.key);
    return true;
  });
  REQUIRE(status.ok());
  return all;
}

TEST_CASE("nodes keep their labels and properties in a memory graph") {
  MemoryGraph graph;
  const Node a = graph.add_node({"Person", "Minister", "Person"}, {{"name", Value("Alva")}, {"party", Value()}});
  const Node b = graph.add_node({}, {});
  const Node c = graph.add_node({"Person"}, {{"name", Value(7)}});

  CHECK(graph.labels(a).value() == std::vector<std::string>{"Person", "Minister"});
  CHECK(graph.labels(b).value().empty());
  CHECK(keys(graph, std::nullopt) == std::vector<std::uint64_t>{0, 1, 2});
  CHECK(keys(graph, graph.label("Person")) == std::vector<std::uint64_t>{0, 2});
  CHECK_FALSE(graph.label("person").has_value());
  CHECK(graph.has_label(a, *graph.label("Minister")).value());
  CHECK_FALSE(graph.has_label(c, *graph.label("Minister")).value());
  CHECK(graph.label_names() == std::vector<std::string>{"Person", "Minister"});

  CHECK(*graph.property(a, "name").value().get<std::string>() == "Alva");
  CHECK(graph.property(a, "party").value().is_null());
  CHECK(graph.properties(a).value().size() == 1);  // the null is left out
  CHECK(*graph.property(c, "name").value().get<std::int64_t>() == 7);
}

TEST_CASE("a visit of a memory graph ends when its visitor says so") {
  MemoryGraph graph;
  const Node a = graph.add_node({}, {});
  const Node b = graph.add_node({}, {});
  graph.add_relationship(a, "T", b, {});
  graph.add_relationship(a, "T", b, {});

  int visits = 0;
  CHECK(graph.nodes(std::nullopt, [&](Node) { return ++visits < 1; }).ok());
  CHECK(visits == 1);
  visits = 0;
  CHECK(graph.expand(0, a, Side::out, {}, {}, [&](const Relationship&, Node) { return ++visits < 1; }).ok());
  CHECK(visits == 1);
}

TEST_CASE("relationships of a memory graph are walked from both ends") {
  MemoryGraph graph;
  const Node a = graph.add_node({}, {});
  const Node b = graph.add_node({}, {});
  const Relationship first = graph.add_relationship(a, "MET", b, {{"day", Value(3)}, {"place", Value()}});
  graph.add_relationship(b, "SUED", a, {});
  graph.add_relationship(a, "MET", a, {});
  graph.add_relationship(a, "MET", b, {});
  const std::vector<std::uint32_t> met = {*graph.relationship_type("MET")};

  CHECK(steps(graph, a, Side::out) == std::vector<Step>{{0, 1}, {2, 0}, {3, 1}});
  CHECK(steps(graph, a, Side::in) == std::vector<Step>{{1, 1}, {2, 0}});
  CHECK(steps(graph, a, Side::both) == std::vector<Step>{{0, 1}, {1, 1}, {2, 0}, {3, 1}});  // the loop once
  CHECK(steps(graph, b, Side::both, met) == std::vector<Step>{{0, 0}, {3, 0}});
  CHECK(steps(graph, b, Side::out, met).empty());

  CHECK(graph.type_name(graph.type_of(first)) == "MET");
  CHECK(graph.relationship_type_names() == std::vector<std::string>{"MET", "SUED"});
  CHECK_FALSE(graph.relationship_type("met").has_value());
  CHECK(*graph.property(first, "day").value().get<std::int64_t>() == 3);
  CHECK(graph.property(first, "hour").value().is_null());
  CHECK(graph.properties(first).value().size() == 1);
}

TEST_CASE("estimates of a memory graph are exact, and it seeks nothing") {
  MemoryGraph graph;
  CHECK(graph.estimate_nodes(std::nullopt) == 0);
  const Node a = graph.add_node({"A"}, {{"x", Value(1)}});
  const Node b = graph.add_node({"A", "B"}, {});
  graph.add_relationship(a, "R", b, {});
  graph.add_relationship(a, "S", b, {});
  graph.add_relationship(a, "S", a, {});

  CHECK(graph.estimate_nodes(std::nullopt) == 2);
  CHECK(graph.estimate_nodes(graph.label("B")) == 1);
  CHECK(graph.estimate_relationships({}) == 3);
  CHECK(graph.estimate_relationships({*graph.relationship_type("S")}) == 2);
  CHECK(graph.estimate_relationships({*graph.relationship_type("R"), *graph.relationship_type("S")}) == 3);
  CHECK_FALSE(graph.seek("x", Value(1), [](Node) { return true; }).value());
}

}  // namespace
}  // namespace entente::query
