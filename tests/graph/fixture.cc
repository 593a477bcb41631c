#include "tests/graph/fixture.h"

#include <stdlib.h>

#include <tuple>

#include "graph/hash.h"
#include "graph/store/database.h"
#include "tests/catch.h"

namespace entente::test {

TemporaryDirectory::TemporaryDirectory() {
  std::string pattern = (std::filesystem::temp_directory_path() / "entente-test-XXXXXX").string();
  REQUIRE(mkdtemp(pattern.data()) != nullptr);
  path_ = pattern;
}

TemporaryDirectory::~TemporaryDirectory() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::unique_ptr<Store> open(const std::filesystem::path& directory, StoreOptions options) {
  auto store = Store::open(directory, ontology(), options);
  INFO((store ? std::string() : store.error().message()));
  REQUIRE(store);
  return std::move(*store);
}

ApplySummary apply(Store& store, std::vector<Mutation> mutations) {
  const auto summary = store.apply({std::move(mutations)});
  INFO((summary ? std::string() : summary.error().message()));
  REQUIRE(summary);
  return *summary;
}

Judgement judged(Verdict verdict, std::string a, std::string b) {
  Judgement judgement;
  judgement.verdict = verdict;
  judgement.a = std::move(a);
  judgement.b = std::move(b);
  judgement.author = "analyst";
  judgement.reason = "known";
  judgement.time = 1700000000;
  return judgement;
}

JudgementSummary judge(Store& store, std::vector<Judgement> judgements, std::vector<std::uint64_t> undone) {
  std::vector<std::pair<std::uint64_t, Revocation>> revocations;
  for (const std::uint64_t number : undone) revocations.emplace_back(number, Revocation{"analyst", "wrong", 1700000001});
  const auto summary = store.judge(judgements, revocations);
  INFO((summary ? std::string() : summary.error().message()));
  REQUIRE(summary);
  return *summary;
}

void check_sound(const Store& store) {
  const auto report = store.check();
  REQUIRE(report);
  CAPTURE(report->problems);
  CHECK(report->problem_count == 0);
}

void check_keys(const Snapshot& snapshot) {
  using Edge = std::tuple<Key64, TypeId, Key64, std::uint32_t>;
  std::vector<Edge> edges, keyed_edges;
  std::map<std::tuple<Key64, TypeId, Direction>, std::pair<std::uint64_t, std::uint64_t>> degrees, stored_degrees;
  REQUIRE(snapshot
              .for_each_edge([&](const StoredEdge& edge) {
                const Key64 source = hash64(edge.source), target = hash64(edge.target);
                edges.emplace_back(source, edge.type, target, edge.aggregate.articles);
                for (const auto& end : {std::tuple(source, edge.type, Direction::out), std::tuple(target, edge.type, Direction::in)}) {
                  auto& [all, shown] = degrees[end];
                  ++all;
                  shown += edge.aggregate.actual() > 0 ? 1 : 0;
                }
                return true;
              })
              .ok());
  REQUIRE(snapshot
              .for_each_edge_key([&](Key64 source, const Neighbour& target) {
                keyed_edges.emplace_back(source, target.type, target.node, target.aggregate.articles);
                return true;
              })
              .ok());
  CHECK(keyed_edges == edges);
  std::vector<std::pair<Key64, TypeId>> nodes, keyed_nodes;
  REQUIRE(snapshot
              .for_each_node([&](const StoredNode& stored) {
                nodes.emplace_back(hash64(stored.node.id), stored.node.type);
                return true;
              })
              .ok());
  REQUIRE(snapshot
              .for_each_node_key([&](Key64 node, TypeId type) {
                keyed_nodes.emplace_back(node, type);
                return true;
              })
              .ok());
  CHECK(keyed_nodes == nodes);
  const Status counted = snapshot.for_each_degree([&](Key64 node, const std::vector<NodeDegree>& list) {
    for (const NodeDegree& one : list) stored_degrees[{node, one.type, one.direction}] = {one.edges, one.shown};
    return true;
  });
  if (snapshot.period().restricts())
    CHECK(counted.code() == StatusCode::unsupported);
  else
    CHECK(stored_degrees == degrees);
}

std::map<std::string, std::string> rows(const std::filesystem::path& directory) {
  const auto database = store::Database::open(directory, store::Access::read);
  REQUIRE(database);
  const store::Reader reader(**database);
  std::map<std::string, std::string> rows;
  for (std::size_t i = 0; i < store::kFamilyNames.size(); ++i) {
    const auto family = static_cast<store::Family>(i);
    if (family == store::Family::meta) continue;
    const Status status = reader.scan(family, {}, [&](std::string_view key, std::string_view value) -> Result<bool> {
      rows[std::string(name_of(family)) + " " + std::string(key)] = value;
      return true;
    });
    REQUIRE(status.ok());
  }
  return rows;
}

std::map<std::string, std::string> rows_but_judgements(const std::filesystem::path& directory) {
  auto all = rows(directory);
  std::erase_if(all, [](const auto& row) { return row.first.starts_with("judgement "); });
  return all;
}

}  // namespace entente::test
