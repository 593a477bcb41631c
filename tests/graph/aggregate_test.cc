#include "graph/store/aggregate.h"

#include <cmath>

#include "tests/catch.h"
#include "tests/graph/fixture.h"

using namespace entente;
using namespace entente::store;

namespace {

NodeRecord sum(const std::vector<Node>& nodes, std::vector<Day> days = {}) {
  NodeRecord record;
  for (std::size_t i = 0; i < nodes.size(); ++i) record.add(NodeRecord::of(nodes[i], i < days.size() ? std::optional(days[i]) : std::nullopt));
  return record;
}

Node person(std::string_view type, std::string_view name) {
  Node node;
  node.id = "person:x";
  node.type = test::node_type(type);
  node.name = name;
  return node;
}

}  // namespace

TEST_CASE("counts and dates of an edge are those of its claims") {
  EdgeTally tally;
  const auto add = [&](Key64 document, ClaimStatus status, Day day, float confidence, std::optional<Key64> group = std::nullopt) {
    tally.add(document, group, {status, day, confidence, std::nullopt});
  };
  add(1, ClaimStatus::actual, 100, 0.5f);
  add(1, ClaimStatus::actual, 90, 0.4f);
  add(1, ClaimStatus::planned, 300, 0.9f);
  add(2, ClaimStatus::actual, 0, 0.6f);
  add(3, ClaimStatus::negated, 50, 1.0f);
  CHECK(tally.total() == EdgeAggregate{{3, 1, 0, 0, 1}, 2, 2, 90, 100, 0.6f});
  REQUIRE(tally.on(90) != nullptr);
  CHECK(*tally.on(90) == EdgeAggregate{{1, 0, 0, 0, 0}, 1, 1, 90, 90, 0.4f});
  REQUIRE(tally.on(300) != nullptr);
  CHECK(*tally.on(300) == EdgeAggregate{{0, 1, 0, 0, 0}, 0, 0, 0, 0, 0});
  CHECK(tally.on(91) == nullptr);

  // Of the copies 4, 5 and 7 one is independent, whatever comes between.
  add(4, ClaimStatus::actual, 100, 0.1f, 4);
  add(5, ClaimStatus::actual, 100, 0.1f, 4);
  add(6, ClaimStatus::negated, 100, 0.1f, 6);
  add(7, ClaimStatus::actual, 90, 0.1f, 4);
  add(8, ClaimStatus::actual, 90, 0.1f, 8);
  CHECK(tally.total().articles == 6);
  CHECK(tally.total().reports == 4);
  CHECK(tally.on(90)->articles == 3);
  CHECK(tally.on(90)->reports == 3);
}

TEST_CASE("sums do not depend on order or grouping") {
  const EdgeAggregate a{{1, 0, 0, 0, 0}, 1, 1, 5, 9, 0.1f}, b{{0, 1, 0, 0, 0}, 0, 0, 0, 0, 0}, c{{2, 0, 0, 0, 3}, 2, 1, -4, -4, 0.7f};
  const auto plus = [](EdgeAggregate x, const EdgeAggregate& y) {
    add(x, y);
    return x;
  };
  CHECK(plus(plus(a, b), c) == plus(a, plus(b, c)));
  CHECK(plus(plus(c, a), b) == plus(plus(a, b), c));
  CHECK(plus(a, {}) == a);
  CHECK(plus({}, a) == a);

  Node one = person("Official", "Ab"), two = person("Person", "Cd"), three = person("Person", "");
  one.attributes = {{"office", "b"}};
  two.attributes = {{"office", "a"}, {"party", "c"}};
  two.latitude = two.longitude = 0.0;
  three.latitude = three.longitude = -0.0;
  three.wikidata = "Q1";
  const NodeRecord forward = sum({one, two, three}, {3, 1, 2}), backward = sum({three, two, one}, {2, 1, 3});
  CHECK(forward == backward);
  CHECK(std::signbit(forward.positions.begin()->first.first) == std::signbit(backward.positions.begin()->first.first));

  NodeRecord rest = forward;
  REQUIRE(rest.subtract(NodeRecord::of(two, 1)));
  rest.dates = {2, 3};
  CHECK(rest == sum({one, three}, {3, 2}));
  CHECK_FALSE(rest.subtract(NodeRecord::of(two, 1)));
}

TEST_CASE("a node is what most articles say of it") {
  const TypeChoice choice(test::ontology());
  SECTION("type") {
    CHECK(summarise(sum({person("Person", "X"), person("Media", "X"), person("Media", "X")}), choice).node.type == test::node_type("Media"));
    CHECK(summarise(sum({person("Media", "X"), person("Party", "X")}), choice).node.type == test::node_type("Party"));
    CHECK(summarise(sum({person("Person", "X"), person("Person", "X"), person("Official", "X")}), choice).node.type == test::node_type("Official"));
  }
  SECTION("display name") {
    CHECK(summarise(sum({person("Person", "Al"), person("Person", "Al"), person("Person", "Albert")}), choice).node.name == "Al");
    CHECK(summarise(sum({person("Person", "Al"), person("Person", "Albert")}), choice).node.name == "Albert");
    CHECK(summarise(sum({person("Person", "Bo"), person("Person", "Al")}), choice).node.name == "Al");
    CHECK(summarise(sum({person("Person", "")}), choice).node.name == "person:x");
  }
  SECTION("names, country, dates and the rest") {
    Node one = person("Person", "A"), two = person("Person", "A");
    one.names = {{"A", "en"}, {"B", "id"}};
    two.names = {{"B", "id"}};
    two.country = "IDN";
    two.wikidata = "Q2";
    two.latitude = 1;
    two.longitude = 2;
    const StoredNode stored = summarise(sum({one, two}, {7}), choice);
    CHECK(stored.documents == 2);
    CHECK(stored.first == 7);
    CHECK(stored.last == 7);
    CHECK(stored.node.names == std::vector<NodeName>{{"B", "id"}, {"A", "en"}});
    CHECK(stored.node.country == "IDN");
    CHECK(stored.node.wikidata == "Q2");
    CHECK(stored.node.latitude == 1);
    CHECK(stored.node.longitude == 2);
  }
}
