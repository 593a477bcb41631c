#include "graph/algorithm/compare.h"

#include "tests/catch.h"
#include "tests/graph/drawn_graph.h"
#include "tests/graph/fixture.h"

namespace entente::test {
namespace {

using Lines = std::vector<std::string>;

std::string number(double value) { return std::to_string(std::lround(10 * value)); }

/// "a b: 3 -> 5" of each: claims before and after.
Lines lines(const Changes<PairChange>& changes) {
  Lines lines;
  for (const PairChange& pair : changes.top)
    lines.push_back(pair.a + " " + pair.b + ": " + std::to_string(pair.before.claims) + " -> " + std::to_string(pair.after.claims));
  return lines;
}

Lines lines(const Changes<NodeChange>& changes) {
  Lines lines;
  for (const NodeChange& node : changes.top) lines.push_back(node.id + " " + std::to_string(node.claims) + " of " + std::to_string(node.relations));
  return lines;
}

TEST_CASE("what changed between two periods") {
  struct Row {
    const char* what;
    std::string before, after;
    CompareOptions options;
    Lines turned, fresh, gone, grown, shrunk;
  };
  const std::vector<Row> table = {
      {"nothing at all", "", "", {}, {}, {}, {}, {}, {}},
      {"nothing changed", "a aids b 2", "b aids a 2", {}, {}, {}, {}, {}, {}},
      {"new and gone", "a aids b 2", "c aids d 3", {}, {}, {"c d: 0 -> 3"}, {"a b: 2 -> 0"}, {}, {}},
      {"all from nothing", "", "c aids d 3; a meets b; b member_of c 2", {}, {}, {"c d: 0 -> 3", "b c: 0 -> 2", "a b: 0 -> 1"}, {}, {}, {}},
      {"turned to conflict", "a aids b 2", "a attacks b 3", {}, {"a b: 2 -> 3"}, {}, {}, {}, {}},
      {"turned back, by the sum of both directions",
       "a attacks b; b attacks a; a aids b",
       "a aids b; b aids a; b attacks a",
       {},
       {"a b: 3 -> 3"},
       {},
       {},
       {},
       {}},
      {"turned the most first",
       "a aids b; c aids d; e meets f",
       "a attacks b 2; c attacks d 5; e attacks f",
       {},
       {"c d: 1 -> 5", "a b: 1 -> 2", "e f: 1 -> 1"},
       {},
       {},
       {},
       {}},
      {"a threshold", "a meets b; c aids d", "a attacks b; c attacks d", {.threshold = 1}, {"c d: 1 -> 1"}, {}, {}, {}, {}},
      {"grown and shrunk",
       "a aids b; b aids c 9; c aids d",
       "a aids b 5; b aids c 2; c aids d 2",
       {},
       {},
       {},
       {},
       {"a b: 1 -> 5", "c d: 1 -> 2"},
       {"b c: 9 -> 2"}},
      {"periods of different length",
       "a aids b 2; b aids c 2",
       "a aids b 5; b aids c 3",
       {.length_ratio = 2},
       {},
       {},
       {},
       {"a b: 2 -> 5"},
       {"b c: 2 -> 3"}},
      {"least claims",
       "a aids b 2; c aids d; e aids f 3",
       "b aids c 2; d aids e 3; e aids f; c attacks d 2",
       {.min_claims = 3},
       {},
       {"d e: 0 -> 3"},
       {},
       {},
       {"e f: 3 -> 1"}},
      {"a limit", "", "a aids b; c aids d 2; e aids f 3", {.limit = 2}, {}, {"e f: 0 -> 3", "c d: 0 -> 2"}, {}, {}, {}},
      {"no claims, no relation", "a aids b 0; c aids d 2", "a aids b; c aids d 0", {}, {}, {"a b: 0 -> 1"}, {"c d: 2 -> 0"}, {}, {}},
      {"loops do not count", "a attacks a", "b attacks b; a attacks a 7", {}, {}, {}, {}, {}, {}},
      {"nodes in between that one lacks",
       "b aids d",
       "a meets b; b aids d 2; c meets d",
       {},
       {},
       {"a b: 0 -> 1", "c d: 0 -> 1"},
       {},
       {"b d: 1 -> 2"},
       {}},
  };
  for (const Row& row : table) {
    CAPTURE(row.what);
    const Comparison found = compare_periods(drawn(row.before), drawn(row.after), event_weight(event_weights()), row.options);
    CHECK(lines(found.turned) == row.turned);
    CHECK(lines(found.fresh) == row.fresh);
    CHECK(lines(found.gone) == row.gone);
    CHECK(lines(found.grown) == row.grown);
    CHECK(lines(found.shrunk) == row.shrunk);
  }
}

TEST_CASE("a change has both weights and claims, and lists say how long they were") {
  const Comparison found = compare_periods(drawn("a aids b 2; c aids d"), drawn("b attacks a 3; a aids b; c attacks d"),
                                           event_weight(event_weights()), {.length_ratio = 0.5, .limit = 1});
  CHECK(found.turned.count == 2);
  REQUIRE(found.turned.top.size() == 1);
  const PairChange& pair = found.turned.top[0];
  CHECK(pair.a + pair.b + pair.name_a + pair.name_b == "abab");
  CHECK(number(pair.before.weight) == "140");
  CHECK(number(pair.after.weight) == "-230");
  CHECK(pair.growth == Approx(4 - 0.5 * 2));
}

TEST_CASE("nodes that are new or gone") {
  const auto compare = [](const CompareOptions& options) {
    return compare_periods(drawn("a aids b 2; x; y attacks a; y aids b"), drawn("x meets a; n aids a 3; n aids b 2; m aids a; z"),
                           event_weight(event_weights()), options);
  };
  const Comparison found = compare({});
  CHECK(lines(found.fresh_nodes) == Lines{"n 5 of 2", "m 1 of 1", "x 1 of 1"});
  CHECK(lines(found.gone_nodes) == Lines{"y 2 of 2"});
  CHECK(lines(compare({.min_claims = 2}).fresh_nodes) == Lines{"n 5 of 2"});
  CHECK(found.fresh_nodes.top[0].type == node_type("State"));
  const Changes<NodeChange> first = compare({.limit = 1}).fresh_nodes;
  CHECK(first.count == 3);
  CHECK(lines(first) == Lines{"n 5 of 2"});
}

TEST_CASE("periods of a store are compared") {
  const TemporaryDirectory directory;
  const auto store = open(directory.path());
  const std::vector<Node> nodes = {state("RUS", "Russia"), state("UKR", "Ukraine"), state("TUR", "Turkey")};
  apply(*store, {contribution("old", "2021-05-01", nodes, {claim("state:RUS", "trades_with", "state:UKR"), claim("state:RUS", "aids", "state:TUR")}),
                 contribution("new", "2022-05-01", nodes, {claim("state:RUS", "attacks", "state:UKR"), claim("state:TUR", "meets", "state:UKR")})});
  const auto year = [&](int number) {
    const std::string name = std::to_string(number);
    const auto view = GraphView::build(store->snapshot().during(*parse_day(name + "-01-01"), *parse_day(name + "-12-31")), {});
    REQUIRE(view);
    return *view;
  };
  const Comparison found = compare_periods(year(2021), year(2022), event_weight(event_weights()));
  CHECK(lines(found.turned) == Lines{"state:RUS state:UKR: 1 -> 1"});
  CHECK(lines(found.fresh) == Lines{"state:TUR state:UKR: 0 -> 1"});
  CHECK(lines(found.gone) == Lines{"state:RUS state:TUR: 1 -> 0"});
}

}  // namespace
}  // namespace entente::test
