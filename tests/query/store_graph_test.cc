#include "graph/query/store_graph.h"

#include <string>
#include <vector>

#include "graph/query/engine.h"
#include "graph/query/function/functions.h"
#include "tests/catch.h"
#include "tests/graph/fixture.h"

/// The store as openCypher sees it, through the language.

namespace entente::query {
namespace {

using test::claim;
using test::contribution;

entente::Node person(std::string_view key, std::string_view name, std::string_view type, std::string_view country) {
  entente::Node node;
  node.id = "person:" + std::string(key);
  node.type = test::node_type(type);
  node.name = name;
  node.names = {{std::string(name), "en"}};
  node.country = country;
  node.attributes = {{"office", "minister"}};
  return node;
}

Claim with(Claim claim, Modality modality, Polarity polarity = Polarity::affirmed) {
  claim.modality = modality;
  claim.polarity = polarity;
  return claim;
}

/// Two articles: who condemns, meets, plans and denies.
std::unique_ptr<Store> make(const std::filesystem::path& directory) {
  auto store = test::open(directory);
  Claim condemns = claim("person:ana", "condemns", "state:RUS");
  condemns.evidence.sentence_span = {0, 21};
  condemns.evidence.trigger_span = {4, 13};
  condemns.evidence.confidence = 0.9f;
  condemns.evidence.rule = "en.condemn";
  condemns.attribution = {{"person:bo", "Bo", {}}};
  Contribution first = contribution(
      "a1", "2024-11-01",
      {person("ana", "Ana", "Official", "IDN"), person("bo", "Bo", "Person", ""), test::state("RUS", "Russia"), test::state("UKR", "Ukraine")},
      {condemns, claim("state:UKR", "meets", "person:ana"), with(claim("state:RUS", "attacks", "state:UKR"), Modality::planned)});
  first.document.text = "Ana condemned Russia. They met.";
  first.document.title = "Words";
  first.document.source = "The Post";
  Contribution second =
      contribution("a2", "2024-12-01", {person("ana", "Ana", "Official", "IDN"), test::state("RUS", "Russia"), test::state("UKR", "Ukraine")},
                   {claim("person:ana", "condemns", "state:RUS"), claim("state:RUS", "condemns", "state:UKR"),
                    with(claim("state:UKR", "supports", "state:RUS"), Modality::actual, Polarity::negated)});
  second.document.text = "Something quite different was written on that day.";
  test::apply(*store, {std::move(first), std::move(second)});
  return store;
}

/// The rows, a line each, or the error.
std::string answer(const Snapshot& snapshot, std::string_view text, const StoreGraphOptions& options = {}) {
  const auto graph = StoreGraph::make(test::ontology(), snapshot, options);
  REQUIRE(graph);
  auto query = PreparedQuery::prepare(text, **graph);
  if (!query) return to_string(query.error());
  std::string rows;
  const auto run = query->run({}, [&](std::span<const Value> values) {
    for (const Value& value : values) rows += to_text(**graph, value, false).value() + (&value == &values.back() ? "\n" : " | ");
    return true;
  });
  return run ? rows : to_string(run.error());
}

TEST_CASE("nodes, relationships and articles are what the store says of them") {
  const test::TemporaryDirectory directory;
  const auto store = make(directory.path());
  const Snapshot snapshot = store->snapshot();
  struct Row {
    std::string_view query, rows;
  };
  const Row rows[] = {
      {"MATCH (n:State) RETURN n.name ORDER BY n.name", "Russia\nUkraine\n"},
      {"MATCH (n:Actor) RETURN count(n)", "4\n"},
      {"MATCH (n:Place) RETURN count(n)", "2\n"},
      {"MATCH (n) RETURN count(n)", "6\n"},
      {"MATCH (n:Document) RETURN n.id, n.title, n.outlet, n.date ORDER BY n.id",
       "a1 | Words | The Post | 2024-11-01\na2 | null | null | 2024-12-01\n"},
      {"MATCH (n {id: 'person:ana'}) RETURN labels(n), n.name, n.names, n.country, n.office, n.articles, n.first, n.last, n.wikidata",
       "['Official', 'Actor'] | Ana | ['Ana'] | IDN | minister | 2 | 2024-11-01 | 2024-12-01 | null\n"},
      {"MATCH (n {name: 'Ana'}) RETURN n.id", "person:ana\n"},
      {"MATCH (n {name: 'ANA'}) RETURN n.id", ""},
      {"MATCH (n {id: 'a1'}) RETURN labels(n)", "['Document']\n"},
      {"MATCH (n {id: 'nobody'}) RETURN n", ""},
      {"MATCH (n:Dragon) RETURN n", ""},
      {"MATCH (a)-[r:CONDEMNS]->(b) RETURN a.id, b.id, r.count, r.articles, r.reports, r.first, r.last, r.confidence, r.planned ORDER BY a.id",
       "person:ana | state:RUS | 2 | 2 | 2 | 2024-11-01 | 2024-12-01 | 0.9 | 0\nstate:RUS | state:UKR | 1 | 1 | 1 | 2024-12-01 | 2024-12-01 | 0.5 | "
       "0\n"},
      {"MATCH (b)<-[r:CONDEMNS]-({id: 'person:ana'}) RETURN b.name", "Russia\n"},
      {"MATCH ({id: 'person:ana'})-[r]-(b) RETURN type(r), b.name ORDER BY b.name", "CONDEMNS | Russia\nMEETS | Ukraine\n"},
      // A symmetric relation is found whichever way the arrow points, and once.
      {"MATCH ({id: 'person:ana'})-[r:MEETS]->(b) RETURN b.name", "Ukraine\n"},
      {"MATCH ({id: 'state:UKR'})-[r:MEETS]->(b) RETURN b.name", "Ana\n"},
      {"MATCH ({id: 'state:UKR'})<-[r:MEETS]-(b) RETURN b.name", "Ana\n"},
      {"MATCH ({id: 'state:UKR'})-[r:MEETS]-(b) RETURN b.name", "Ana\n"},
      {"MATCH ({id: 'state:UKR'})-[r]->(b) RETURN type(r), b.name", "MEETS | Ana\n"},
      // What no claim reports as done is found when asked only.
      {"MATCH ()-[r:ATTACKS]->() RETURN count(r)", "0\n"},
      {"MATCH ()-[r]->() RETURN count(r)", "4\n"},
      {"MATCH p = shortestPath((a {id: 'state:UKR'})-[*..4]->(b {id: 'state:RUS'})) RETURN length(p), [n IN nodes(p) | n.name]",
       "2 | ['Ukraine', 'Ana', 'Russia']\n"},
      {"MATCH (:Person)-[r]->() RETURN r", ""},
      {"MATCH (a {id: 'person:ana'})-[r:CONDEMNS]->() UNWIND claims(r) AS c WITH c WHERE c.outlet IS NOT NULL "
       "RETURN c.sentence, c.trigger, c.said_by[0].node.name, c.document.title, c.published, c.date, c.status, c.confidence, c.rule",
       "Ana condemned Russia. | condemned | Bo | Words | 2024-11-01 | 2024-11-01 | actual | 0.9 | en.condemn\n"},
      {"MATCH (a:State), (b:State) WHERE EXISTS { (a)-[:CONDEMNS]->(b) } RETURN a.name, b.name", "Russia | Ukraine\n"},
      {"MATCH (n:State) RETURN n.nothing, properties(n).id ORDER BY n.id LIMIT 1", "null | state:RUS\n"},
  };
  for (const Row& row : rows) {
    INFO(row.query);
    CHECK(answer(snapshot, row.query) == row.rows);
  }
}

TEST_CASE("relations that are only planned or denied are found when asked") {
  const test::TemporaryDirectory directory;
  const auto store = make(directory.path());
  const std::string_view query =
      "MATCH (a)-[r]->(b) WHERE r.count = 0 RETURN a.name, type(r), b.name, r.planned, r.negated, r.confidence ORDER BY a.name";
  CHECK(answer(store->snapshot(), query) == "");
  CHECK(answer(store->snapshot(), query, {.include_unsure = true}) ==
        "Russia | ATTACKS | Ukraine | 1 | 0 | null\nUkraine | SUPPORTS | Russia | 0 | 1 | null\n");
}

TEST_CASE("a label or type that nothing can have is said so, once") {
  const test::TemporaryDirectory directory;
  const auto store = make(directory.path());
  const auto graph = StoreGraph::make(test::ontology(), store->snapshot());
  REQUIRE(graph);
  const auto notices = [&](std::string_view text) {
    auto query = PreparedQuery::prepare(text, **graph);
    REQUIRE(query);
    return query->notices();
  };
  using Notices = std::vector<std::string>;
  CHECK(notices("MATCH (a:State)-[:MEETS]->(b:Person|Official) WHERE a:Actor AND b:Place RETURN a").empty());
  CHECK(notices("MATCH (a:Sttate) RETURN a") == Notices{"line 1, column 10: no node has the label 'Sttate'; did you mean 'State'?"});
  CHECK(notices("MATCH (a)-[r:CONDEMN]->() RETURN r") ==
        Notices{"line 1, column 14: no relationship has the type 'CONDEMN'; did you mean 'CONDEMNS'?"});
  CHECK(notices("MATCH (a) WHERE a:Dragon OR a:Dragon RETURN a").size() == 2);
}

TEST_CASE("a period holds for queries too") {
  const test::TemporaryDirectory directory;
  const auto store = make(directory.path());
  const std::string_view query = "MATCH (a)-[r:CONDEMNS]->(b) RETURN a.name, b.name, r.count ORDER BY a.name";
  CHECK(answer(store->snapshot().as_of(*parse_day("2024-11-15")), query) == "Ana | Russia | 1\n");
  CHECK(answer(store->snapshot().during(*parse_day("2024-12-01"), *parse_day("2024-12-31")), query) == "Ana | Russia | 1\nRussia | Ukraine | 1\n");
  CHECK(answer(store->snapshot().as_of(*parse_day("2024-11-15")), "MATCH (d:Document) RETURN d.id") == "a1\n");
}

TEST_CASE("nodes that are one by judgements are one for queries") {
  const test::TemporaryDirectory directory;
  const auto store = make(directory.path());
  test::judge(*store, {test::same("person:ana", "person:bo")});
  CHECK(answer(store->snapshot(), "MATCH (n:Official) RETURN n.id, n.names") == "person:ana | ['Ana', 'Bo']\n");
  CHECK(answer(store->snapshot(), "MATCH ({id: 'person:ana'})-[r:CONDEMNS]->() UNWIND claims(r) AS c UNWIND c.said_by AS s RETURN s.node.id") ==
        "person:ana\n");
  CHECK(answer(store->snapshot(), "MATCH (n:Actor) WHERE 'person:bo' IN n.ids RETURN n.id, n.ids") == "person:ana | ['person:ana', 'person:bo']\n");
}

}  // namespace
}  // namespace entente::query
