#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "graph/query/engine.h"
#include "graph/query/function/functions.h"
#include "graph/query/store_graph.h"
#include "tests/catch.h"
#include "tests/graph/fixture.h"

/// Where a graph has a short way to an answer, the answer is that of the long way.

namespace entente::query {
namespace {

using Rows = std::vector<std::string>;

PreparedQuery prepare(std::string_view text, const Graph& graph) {
  auto query = PreparedQuery::prepare(text, graph);
  INFO(text);
  REQUIRE(query);
  return std::move(*query);
}

Rows rows(std::string_view text, const Graph& graph, bool sorted = true) {
  PreparedQuery query = prepare(text, graph);
  Rows rows;
  const auto run = query.run({}, [&](std::span<const Value> values) {
    std::string row;
    for (const Value& value : values) row += to_text(graph, value, false).value() + " | ";
    rows.push_back(std::move(row));
    return true;
  });
  REQUIRE(run);
  if (sorted) std::sort(rows.begin(), rows.end());
  return rows;
}

std::string plan(std::string_view text, const Graph& graph) { return prepare(text, graph).plan(); }

/// Random articles with merged nodes, so that nodes have relations with themselves.
std::unique_ptr<Store> random_store(const std::filesystem::path& directory, std::uint32_t seed) {
  auto store = test::open(directory);
  test::RandomArticles articles(seed);
  for (int i = 0; i < 12; ++i) test::apply(*store, {articles.next("doc-" + std::to_string(i))});
  Judgement one;
  one.verdict = Verdict::same;
  one.a = "person:1";
  one.b = "person:2";
  one.author = "test";
  if (store->snapshot().node(one.a) && store->snapshot().node(one.b)) REQUIRE(store->judge({one}));
  REQUIRE(store->flush().ok());
  return store;
}

std::unique_ptr<StoreGraph> graph_of(Snapshot snapshot, const StoreGraphOptions& options = {}) {
  auto graph = StoreGraph::make(test::ontology(), std::move(snapshot), options);
  REQUIRE(graph);
  return std::move(*graph);
}

}  // namespace

TEST_CASE("what a graph has counted is what counting gives") {
  struct Row {
    std::string_view pattern, what;
  };
  const auto seed = GENERATE(range(1u, 7u));
  const test::TemporaryDirectory directory;
  const auto store = random_store(directory.path(), seed);
  for (const bool unsure : {false, true}) {
    const auto graph = graph_of(store->snapshot(), {.include_unsure = unsure});
    for (const std::string types : {"", ":MEETS", ":CONDEMNS", ":MEETS|CONDEMNS", ":SUPPORTS"})
      for (const auto& [left, right] : {std::pair{"-", "->"}, {"<-", "-"}, {"-", "-"}})
        for (const auto& [pattern, what] : {Row{"()", "type(r), count(*)"},
                                            {"()", "count(r) AS n"},
                                            {"(a)", "a.id, count(r), count(*) + 1"},
                                            {"(a:Official)", "a.name, count(r)"},
                                            {"(a:Actor)", "a.country AS c, count(*) AS n ORDER BY n DESC, c"}}) {
          const std::string query = "MATCH " + std::string(pattern) + left + "[r" + types + "]" + right + "()";
          CAPTURE(seed, unsure, query, what);
          const std::string fast = query + " RETURN " + std::string(what), slow = query + " WHERE true RETURN " + std::string(what);
          CHECK(plan(fast, *graph).find("count relationships") != std::string::npos);
          CHECK(plan(slow, *graph).find("count relationships") == std::string::npos);
          CHECK(rows(fast, *graph) == rows(slow, *graph));
        }
  }
}

TEST_CASE("counts that are no more than counts of one end or of types are what is counted short") {
  const test::TemporaryDirectory directory;
  const auto store = random_store(directory.path(), 1);
  const auto graph = graph_of(store->snapshot());
  for (const std::string_view query :
       {"MATCH (a)-[r]->(b) RETURN a.id, b.id, count(r)", "MATCH (a)-[r]->(a) RETURN count(r)", "MATCH (a)-[r]->() RETURN count(DISTINCT r)",
        "MATCH (a)-[r]->() RETURN a.id, type(r), count(*)", "MATCH (a)-[r]->() RETURN a.id, sum(r.count)", "MATCH (a)-[r]->() RETURN a.id, r",
        "MATCH (a)-[r]->(b:Official) RETURN count(*)", "MATCH (a {id: 'person:1'})-[r]->() RETURN a.id, count(r)",
        "MATCH (a)-[r*1..2]->() RETURN count(r)", "MATCH p = (a)-[r]->() RETURN count(p)", "MATCH (a)-[r {count: 1}]->() RETURN count(r)",
        "OPTIONAL MATCH (a)-[r]->() RETURN count(r)", "MATCH (a)-[r]->(), (c) RETURN count(r)", "MATCH (a)-[r:!MEETS]->() RETURN count(r)"}) {
    INFO(query);
    CHECK(plan(query, *graph).find("count relationships") == std::string::npos);
  }
  const auto part = graph_of(store->snapshot().as_of(*parse_day("2024-01-03")));
  CHECK(plan("MATCH ()-[r]->() RETURN count(r)", *part).find("count relationships") == std::string::npos);
}

TEST_CASE("the nodes with the most relationships come first, equal ones too") {
  const test::TemporaryDirectory directory;
  const auto store = test::open(directory.path());
  // 1,200 nodes condemn a state once; some of them others more often.
  std::vector<entente::Node> nodes = {test::state("AAA", "A"), test::state("BBB", "B"), test::state("CCC", "C")};
  std::vector<Claim> claims;
  for (int i = 0; i < 1200; ++i) {
    entente::Node node;
    node.id = "person:" + std::to_string(i);
    node.type = test::node_type("Person");
    node.name = node.id;
    nodes.push_back(node);
    claims.push_back(test::claim(node.id, "condemns", "state:AAA"));
    if (i % 300 == 0) claims.push_back(test::claim(node.id, "condemns", "state:BBB"));
    if (i == 300) claims.push_back(test::claim(node.id, "threatens", "state:CCC"));
  }
  test::apply(*store, {test::contribution("a", "2024-01-01", nodes, claims)});
  REQUIRE(store->flush().ok());
  const auto graph = graph_of(store->snapshot());
  for (const std::string tail : {"n DESC LIMIT 1", "n DESC, a.id LIMIT 3", "n DESC, a.id SKIP 1 LIMIT 4", "n DESC, a.id LIMIT 0",
                                 "n DESC, a.id LIMIT 10", "n DESC, a.id DESC LIMIT 1100", "n, a.id LIMIT 3"})
    for (const std::string types : {"", ":CONDEMNS"}) {
      const std::string query = "MATCH (a)-[r" + types + "]->()", what = " RETURN a.id, count(r) AS n ORDER BY " + tail;
      CAPTURE(query, what);
      CHECK(rows(query + what, *graph, false) == rows(query + " WHERE true" + what, *graph, false));
    }
}

TEST_CASE("all relationships in their order are those that all nodes have") {
  const auto seed = GENERATE(range(1u, 7u));
  const test::TemporaryDirectory directory;
  const auto store = random_store(directory.path(), seed);
  const Snapshot whole = store->snapshot();
  for (const Snapshot& snapshot : {whole, whole.as_of(*parse_day("2024-01-03")), whole.during(*parse_day("2024-01-02"), *parse_day("2024-01-04"))})
    for (const bool unsure : {false, true}) {
      const auto graph = graph_of(snapshot, {.include_unsure = unsure});
      for (const std::string types : {"", ":MEETS", ":CONDEMNS", ":MEETS|CONDEMNS", ":!MEETS"})
        for (const auto& [left, right] : {std::pair{"-", "->"}, {"<-", "-"}, {"-", "-"}})
          for (const std::string tail : {"(b) RETURN a.id, type(r), b.id, r.count, r.last", "(b:Official) WHERE r.confidence > 0.3 RETURN a.id, b.id",
                                         "(a) RETURN a.id, type(r)", "(b)-[s:MEETS]-(c) RETURN a.id, c.id, r.count, s.count"}) {
            const std::string hop = std::string(left) + "[r" + types + "]" + right + tail;
            CAPTURE(seed, unsure, hop);
            const std::string fast = "MATCH (a)" + hop, slow = "MATCH (a) WITH a MATCH (a)" + hop;
            CHECK(plan(slow, *graph).find("scan relationships") == std::string::npos);
            CHECK(rows(fast, *graph) == rows(slow, *graph));
          }
    }
  const auto graph = graph_of(whole);
  CHECK(plan("MATCH (a)-[r]->(b) RETURN a, r, b", *graph).starts_with("scan relationships"));
  CHECK_FALSE(plan("MATCH (a {id: 'person:1'})-[r]->(b) RETURN a, r, b", *graph).starts_with("scan relationships"));
}

TEST_CASE("relationships of the last days are found among very many") {
  const test::TemporaryDirectory directory;
  const auto store = test::open(directory.path());
  std::vector<entente::Node> nodes = {test::state("HUB", "Hub")};
  std::vector<Claim> claims;
  for (int i = 0; i < 1500; ++i) {
    entente::Node node;
    node.id = "person:" + std::to_string(i);
    node.type = test::node_type("Person");
    node.name = node.id;
    nodes.push_back(node);
    for (const char* type : {"condemns", "meets"}) {
      Claim one = test::claim("state:HUB", type, node.id);
      one.date = entente::Date{*parse_day("2024-01-01") + i / 10, DatePrecision::day};
      one.evidence.confidence = i % 2 == 0 ? 0.9f : 0.4f;
      claims.push_back(one);
      if (i % 100 == 7) {  // said again of another day, and planned for a later one
        one.date->day -= 40;
        claims.push_back(one);
        one.date->day += 400;
        one.modality = Modality::planned;
        claims.push_back(one);
      }
    }
  }
  test::apply(*store, {test::contribution("a", "2024-01-01", nodes, claims)});
  const auto graph = graph_of(store->snapshot());
  for (const std::string_view day : {"2024-05-29", "2024-05-01", "2024-01-05", "2023-12-01", "2025-01-01"})
    for (const std::string_view type : {"CONDEMNS", "MEETS"})
      for (const std::string& condition : {"r.last >= date('" + std::string(day) + "')", "r.last > date('" + std::string(day) + "')",
                                           "date('" + std::string(day) + "') <= r.last AND r.confidence >= 0.7"}) {
        const std::string hop = "MATCH (:State)-[r:" + std::string(type) + "]->(b) WHERE ", end = " RETURN b.id, r.last, r.confidence";
        CAPTURE(hop, condition);
        CHECK(rows(hop + condition + end, *graph) == rows(hop + "NOT (NOT (" + condition + "))" + end, *graph));
      }
  CHECK(rows("MATCH (:State)-[r:CONDEMNS]->(b) WHERE r.last >= date('2024-05-29') RETURN b.id", *graph).size() == 10);
}

TEST_CASE("what is only planned or denied is met by patterns that ask for it") {
  const test::TemporaryDirectory directory;
  const auto store = test::open(directory.path());
  Claim planned = test::claim("state:AAA", "attacks", "state:BBB"), denied = test::claim("state:BBB", "supports", "state:AAA");
  planned.modality = Modality::planned;
  denied.polarity = Polarity::negated;
  test::apply(*store, {test::contribution("a", "2024-01-01", {test::state("AAA", "A"), test::state("BBB", "B")},
                                          {planned, denied, test::claim("state:AAA", "meets", "state:BBB")})});
  const auto graph = graph_of(store->snapshot());
  const std::vector<std::pair<std::string_view, Rows>> table = {
      {"MATCH (a)-[r]->(b) RETURN a.name, type(r), b.name", {"A | MEETS | B | ", "B | MEETS | A | "}},
      {"MATCH (a)-[r]->(b) WHERE r.planned > 0 RETURN a.name, type(r), b.name", {"A | ATTACKS | B | "}},
      {"MATCH (a {name: 'A'})-[r]->(b) WHERE r.planned > 0 RETURN type(r), b.name", {"ATTACKS | B | "}},
      {"MATCH (a)-[r {negated: 1}]->(b) RETURN a.name, type(r)", {"B | SUPPORTS | "}},
      {"MATCH (a)-[r WHERE r.negated > 0]->(b) RETURN a.name, type(r)", {"B | SUPPORTS | "}},
      {"MATCH (a {name: 'B'})-[r*1..1 {negated: 1}]->(b) RETURN b.name", {"A | "}},
      {"MATCH (a)-[r]->(b) RETURN a.name, r.planned", {"A | 0 | ", "B | 0 | "}},
  };
  for (const auto& [query, expected] : table) {
    INFO(query);
    CHECK(rows(query, *graph) == expected);
  }
}

TEST_CASE("what the gazetteer knows is met by patterns that ask for it") {
  const auto facts = [] { return ReferenceFacts::load(ENTENTE_SOURCE_DIR "/tests/export/gazetteer", test::ontology()); };
  const test::TemporaryDirectory directory;
  const auto store = test::open(directory.path());
  entente::Node un;
  un.id = "alliance:un";
  un.type = test::node_type("Alliance");
  un.name = "UN";
  test::apply(*store, {test::contribution("a", "2024-01-01", {test::state("IDN", "Indonesia"), un, test::state("IRN", "Iran")},
                                          {test::claim("state:IDN", "meets", "state:IRN"), test::claim("state:IDN", "supports", "alliance:un")})});
  const auto asked = graph_of(store->snapshot(), {.reference = facts});
  const auto always = graph_of(store->snapshot(), {.reference = facts, .include_reference = true});
  struct Row {
    const Graph& graph;
    std::string_view query;
    Rows rows;
  };
  const std::vector<Row> table = {
      {*asked, "MATCH (a)-[r]->(b:Alliance) RETURN a.name, type(r), r.reference", {"Indonesia | SUPPORTS | false | "}},
      {*asked,
       "MATCH (a)-[r]->(b) WHERE r.reference RETURN a.name, type(r), b.name, r.since, r.until",
       {"Indonesia | MEMBER_OF | UN | 1950 | 1965 | ", "Indonesia | MEMBER_OF | UN | 1966 | null | ", "Iran | MEMBER_OF | UN | 1945 | null | "}},
      {*asked,
       "MATCH (a {name: 'Iran'})-[r {reference: true}]-(b) RETURN b.name, properties(r)",
       {"UN | {quad: 0, reference: true, since: 1945} | "}},
      {*asked,
       "MATCH (b {name: 'UN'})<-[r:MEMBER_OF {reference: true}]-(a) RETURN a.name, size(claims(r))",
       {"Indonesia | 0 | ", "Indonesia | 0 | ", "Iran | 0 | "}},
      {*always, "MATCH (a {name: 'Iran'})-[r]->(b) RETURN type(r), b.name", {"MEETS | Indonesia | ", "MEMBER_OF | UN | "}},
      {*always, "MATCH ()-[r:MEMBER_OF]->() RETURN count(*)", {"3 | "}},
      {*always, "MATCH ()-[r:MEMBER_OF]-() RETURN count(*)", {"6 | "}},
      {*always, "MATCH p = shortestPath((a {name: 'Iran'})-[:MEMBER_OF*..3]-(b {name: 'Indonesia'})) RETURN length(p)", {"2 | "}},
  };
  for (const auto& [graph, query, expected] : table) {
    INFO(query);
    CHECK(rows(query, graph) == expected);
  }
  const auto early =
      graph_of(store->snapshot().during(*parse_day("1960-01-01"), *parse_day("1960-12-31")), {.reference = facts, .include_reference = true});
  CHECK(rows("MATCH ()-[r:MEMBER_OF]->() RETURN r.since", *early) == Rows());  // no article says anything of that year, so there are no nodes
}

}  // namespace entente::query
