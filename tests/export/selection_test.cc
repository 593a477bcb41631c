#include "export/selection.h"

#include <map>
#include <nlohmann/json.hpp>
#include <random>
#include <set>
#include <tuple>

#include "export/countries.h"
#include "export/parallel.h"
#include "export/picked.h"
#include "graph/algorithm/rollup.h"
#include "graph/store/aggregate.h"
#include "graph/view.h"
#include "tests/catch.h"
#include "tests/export/world.h"

using namespace entente;
using namespace entente::test;

namespace {

struct Seen {
  std::vector<std::string> nodes;
  std::vector<StoredEdge> edges;
  std::vector<SummedTypes> summed;     // by edge, where types are
  std::vector<std::string> relations;  // by edge
  std::vector<std::size_t> claims;     // by edge
  std::vector<std::string> reference;
  std::size_t edge_count = 0;

  /// "a aids b 3" of each claimed edge.
  std::vector<std::string> lines() const {
    std::vector<std::string> lines;
    for (std::size_t i = 0; i < edges.size(); ++i)
      lines.push_back(edges[i].source + " " + relations[i] + " " + edges[i].target + " " + std::to_string(edges[i].aggregate.actual()));
    std::sort(lines.begin(), lines.end());
    return lines;
  }
};

Seen see(const Snapshot& snapshot, const ExportOptions& options) {
  const auto selection = Selection::make(snapshot, ontology(), options);
  REQUIRE(selection);
  Seen seen;
  seen.edge_count = selection->edge_count();
  CHECK(selection
            ->for_each_node([&](const StoredNode& node) {
              seen.nodes.push_back(node.node.id);
              return true;
            })
            .ok());
  const std::set<std::string> ids(seen.nodes.begin(), seen.nodes.end());
  CHECK(ids.size() == seen.nodes.size());
  CHECK(std::ranges::is_sorted(seen.nodes, {}, [](const std::string& id) { return hash64(id); }));
  CHECK(selection
            ->for_each_edge([&](const ExportEdge& edge) {
              CHECK(ids.contains(edge.source()));
              CHECK(ids.contains(edge.target()));
              if (edge.claimed == nullptr) {
                seen.reference.push_back(edge.source() + " " + edge.relation->name + " " + edge.target());
                return true;
              }
              seen.edges.push_back(*edge.claimed);
              if (edge.summed != nullptr) seen.summed.push_back(*edge.summed);
              seen.relations.push_back(edge.relation->name);
              std::size_t claims = 0;
              CHECK(selection->for_each_claim(edge, [&](const Claim&) { return ++claims > 0; }).ok());
              seen.claims.push_back(claims);
              return true;
            })
            .ok());
  CHECK(seen.edge_count == seen.edges.size());
  CHECK(
      std::ranges::is_sorted(seen.edges, {}, [](const StoredEdge& edge) { return std::tuple(hash64(edge.source), edge.type, hash64(edge.target)); }));
  return seen;
}

std::unique_ptr<Store> make_random(const std::filesystem::path& directory) {
  auto store = open(directory);
  RandomArticles articles(11);
  std::vector<Mutation> batch;
  for (int i = 0; i < 60; ++i) batch.emplace_back(articles.next("doc-" + std::to_string(i)));
  apply(*store, std::move(batch));
  return store;
}

PickedEdge key_of(const StoredEdge& edge) { return {hash64(edge.source), edge.type, hash64(edge.target)}; }

}  // namespace

TEST_CASE("parallel edges are summed") {
  const TemporaryDirectory directory;
  const auto store = make_random(directory.path());
  const Snapshot snapshot = store->snapshot();
  for (const auto& statuses : {ExportOptions().statuses, kAllStatuses}) {
    const Seen kept = see(snapshot, {.statuses = statuses}), summed = see(snapshot, {.statuses = statuses, .sum_parallel = true});
    std::map<std::pair<std::string, std::string>, std::pair<EdgeAggregate, std::size_t>> expected;
    for (std::size_t i = 0; i < kept.edges.size(); ++i) {
      auto& [sum, claims] = expected[{kept.edges[i].source, kept.edges[i].target}];
      store::add(sum, kept.edges[i].aggregate);
      claims += kept.claims[i];
    }
    CHECK(summed.nodes == kept.nodes);
    CHECK(summed.edges.size() < kept.edges.size());
    REQUIRE(summed.edges.size() == expected.size());
    for (std::size_t i = 0; i < summed.edges.size(); ++i) {
      const auto& [sum, claims] = expected.at({summed.edges[i].source, summed.edges[i].target});
      CHECK(summed.edges[i].aggregate == sum);
      CHECK(summed.claims[i] == claims);
      CHECK(summed.relations[i] == "related");
    }
  }
}

TEST_CASE("sums are counted as what is shown") {
  const TemporaryDirectory directory;
  auto store = open(directory.path());
  apply(*store, {contribution(
                    "d", "2024-11-05", {state("AAA", "A"), state("BBB", "B"), state("CCC", "C")},
                    {claim("state:AAA", "aids", "state:BBB"), claim("state:AAA", "attacks", "state:BBB"), claim("state:AAA", "attacks", "state:BBB"),
                     claim("state:BBB", "member_of", "state:AAA"), claim("state:BBB", "meets", "state:CCC")})});
  const Snapshot snapshot = store->snapshot();
  const Seen all = see(snapshot, {.sum_parallel = true});
  CHECK(all.lines() == std::vector<std::string>{"state:AAA related state:BBB 3", "state:BBB related state:AAA 1", "state:BBB related state:CCC 1"});
  for (std::size_t i = 0; i < all.edges.size(); ++i)
    if (all.edges[i].aggregate.actual() == 3) {
      CHECK(all.summed[i].cooperation == 1);
      CHECK(all.summed[i].conflict == 2);
      CHECK(all.summed[i].types == std::vector<std::pair<TypeId, std::uint64_t>>{{relation("attacks"), 2}, {relation("aids"), 1}});
    }
  CHECK(see(snapshot, {.min_count = 3}).edges.empty());
  CHECK(see(snapshot, {.min_count = 3, .sum_parallel = true}).lines() == std::vector<std::string>{"state:AAA related state:BBB 3"});
  CHECK(see(snapshot, {.relation_types = {relation("aids")}, .sum_parallel = true}).lines() ==
        std::vector<std::string>{"state:AAA related state:BBB 1"});
  CHECK(see(snapshot, {.sum_parallel = true, .top = 2}).lines() ==
        std::vector<std::string>{"state:AAA related state:BBB 3", "state:BBB related state:AAA 1"});
}

TEST_CASE("a sum leans to the side that has most claims") {
  struct Row {
    std::vector<std::pair<const char*, std::uint64_t>> types;
    Quad quad;
  };
  const std::vector<Row> table = {
      {{}, Quad::structural},
      {{{"member_of", 3}, {"meets", 2}}, Quad::structural},
      {{{"member_of", 2}, {"meets", 2}}, Quad::verbal_cooperation},
      {{{"meets", 2}, {"aids", 2}, {"condemns", 3}}, Quad::material_cooperation},
      {{{"meets", 3}, {"aids", 2}, {"attacks", 4}}, Quad::verbal_cooperation},
      {{{"meets", 4}, {"attacks", 4}}, Quad::material_conflict},
      {{{"condemns", 4}, {"attacks", 3}, {"meets", 6}}, Quad::verbal_conflict},
  };
  for (const auto& [types, quad] : table) {
    CAPTURE(&types - &table.front().types);
    SummedTypes sum;
    for (const auto& [name, claims] : types) sum.types.emplace_back(relation(name), claims);
    CHECK(summed_relation(sum, ontology()).quad == quad);
  }
}

TEST_CASE("what is picked is exported, and nothing else") {
  const TemporaryDirectory directory;
  const auto store = make_world(directory.path());
  const Snapshot snapshot = store->snapshot();
  const Seen all = see(snapshot, {.statuses = kAllStatuses});
  PickedGraph picked;
  for (int twice = 0; twice < 2; ++twice)
    for (const StoredEdge& edge : all.edges)
      if (edge.source == "state:ISR" || edge.target == "state:ISR") picked.add(key_of(edge));
  picked.add(hash64("people:IRN"));
  picked.add(hash64("alliance:un"));
  picked.add(ReferenceEdge{"state:IDN", relation("member_of"), "alliance:un", 1950, 1965, ""});
  picked.finish();
  const ExportOptions options = {.picked = &picked};
  const Seen seen = see(snapshot, options);
  CHECK(seen.lines() == std::vector<std::string>{"alliance:un requests state:ISR 0", "person:retno-marsudi condemns state:ISR 1",
                                                 "state:IDN recognizes state:ISR 0", "state:IRN meets state:ISR 1", "state:ISR attacks state:IRN 2",
                                                 "state:ISR threatens state:IRN 0"});
  CHECK(seen.reference == std::vector<std::string>{"state:IDN member_of alliance:un"});
  CHECK(std::set<std::string>(seen.nodes.begin(), seen.nodes.end()) ==
        std::set<std::string>{"alliance:un", "people:IRN", "person:retno-marsudi", "state:IDN", "state:IRN", "state:ISR"});
  for (std::size_t i = 0; i < seen.edges.size(); ++i) CHECK(seen.claims[i] == std::max(1u, seen.edges[i].aggregate.actual()));

  const auto with = [&](auto change) {
    ExportOptions changed = options;
    change(changed);
    return see(snapshot, changed);
  };
  const Seen meets = with([](ExportOptions& o) { o.relation_types = {relation("meets")}; });
  CHECK(meets.lines() == std::vector<std::string>{"state:IRN meets state:ISR 1"});
  CHECK(meets.nodes.size() == 4);  // two of their own
  CHECK(meets.reference.empty());
  CHECK(with([](ExportOptions& o) { o.min_count = 1; }).edges.size() == 3);
  CHECK(with([](ExportOptions& o) { o.top = 2; }).lines() ==
        std::vector<std::string>{"state:IRN meets state:ISR 1", "state:ISR attacks state:IRN 2", "state:ISR threatens state:IRN 0"});
  CHECK(with([](ExportOptions& o) { o.sum_parallel = true; }).edges.size() == 5);
  CHECK(with([](ExportOptions& o) { o.isolated = true; }).nodes == seen.nodes);

  const ReferenceFacts facts = reference_facts();
  CHECK(with([&](ExportOptions& o) { o.reference = &facts; }).reference.size() > 2);
}

TEST_CASE("all that is picked is all there is") {
  const TemporaryDirectory directory;
  const auto store = make_random(directory.path());
  for (const Snapshot& snapshot : {store->snapshot(), store->snapshot().during(*parse_day("2024-01-02"), *parse_day("2024-01-04"))}) {
    const Seen all = see(snapshot, {.statuses = kAllStatuses});
    PickedGraph picked;
    for (auto edge = all.edges.rbegin(); edge != all.edges.rend(); ++edge) picked.add(key_of(*edge));
    picked.finish();
    const Seen seen = see(snapshot, {.statuses = kAllStatuses, .picked = &picked});
    CHECK(seen.nodes == all.nodes);
    CHECK(seen.lines() == all.lines());
    CHECK(seen.claims == all.claims);
  }
}

TEST_CASE("repetition of picks costs no memory") {
  PickedGraph picked;
  for (Key64 i = 0; i < 1'000'000; ++i) picked.add(PickedEdge{i % 100, 1, i % 7});
  picked.finish();
  CHECK(picked.edges().size() == 700);
  CHECK(picked.edges().capacity() < 10'000);
}

TEST_CASE("countries are those of the rollup in memory") {
  const TemporaryDirectory directory;
  auto store = open(directory.path());
  std::mt19937 random(3);
  const std::vector<std::string> codes = {"RUS", "UKR", "IDN", ""}, types = {"aids", "meets", "attacks"};
  std::vector<Node> nodes = {state("RUS", "Russia")};
  for (int i = 0; i < 12; ++i) {
    Node person;
    person.id = "person:p" + std::to_string(i);
    person.type = node_type("Person");
    person.name = "P";
    person.country = codes[static_cast<std::size_t>(i) % codes.size()];
    nodes.push_back(person);
  }
  std::vector<Claim> claims;
  for (int i = 0; i < 80; ++i)
    claims.push_back(claim(nodes[random() % nodes.size()].id, types[random() % types.size()], nodes[random() % nodes.size()].id));
  apply(*store, {contribution("d", "2024-11-05", nodes, claims)});
  const Snapshot snapshot = store->snapshot();

  const auto view = GraphView::build(snapshot, {.relation_types = {relation("aids"), relation("meets")}, .isolated_nodes = false});
  REQUIRE(view);
  const Rollup expected = country_rollup(*view, ontology());
  const ExportOptions options = {.relation_types = {relation("aids"), relation("meets")}};
  const auto countries = CountryGraph::make(snapshot, ontology(), options);
  REQUIRE(countries);
  CHECK(countries->nodes_without_country() == expected.nodes_without_country);
  CHECK(countries->edges_without_country() == expected.edges_without_country);
  CHECK(countries->edges_within() == expected.edges_within);
  std::map<std::tuple<std::string, TypeId, std::string>, EdgeAggregate> sums;
  const auto& graph = expected.view.graph();
  for (auto [edge, end] = boost::edges(graph); edge != end; ++edge)
    sums[{graph[source(*edge, graph)].id, graph[*edge].type, graph[target(*edge, graph)].id}] = graph[*edge].aggregate;
  REQUIRE(countries->edges().size() == sums.size());
  for (const StoredEdge& edge : countries->edges()) CHECK(edge.aggregate == sums.at({edge.source, edge.type, edge.target}));

  ExportOptions rolled = options;
  rolled.countries = &*countries;
  const Seen seen = see(snapshot, rolled);
  CHECK(seen.edges.size() == sums.size());
  CHECK(seen.nodes.size() == 3);
  for (const StoredNode& node : countries->nodes()) CHECK(node.node.name == (node.node.country == "RUS" ? "Russia" : node.node.country));
  rolled.top = 2;
  rolled.sum_parallel = true;
  const Seen top = see(snapshot, rolled);
  CHECK(top.nodes.size() == 2);
  CHECK(top.edges.size() == 2);
  rolled.evidence = true;
  CHECK(Selection::make(snapshot, ontology(), rolled).error().code() == StatusCode::unsupported);
}
