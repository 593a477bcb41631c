#include "graph/store/hops.h"

#include <rocksdb/db.h>

#include <string>
#include <vector>

#include "graph/hash.h"
#include "graph/store/database.h"
#include "graph/store/keys.h"
#include "tests/catch.h"
#include "tests/graph/fixture.h"

using namespace entente;
using namespace entente::test;

namespace {

constexpr int kNodes = 700;  // so many that threads share them

std::string person(int number) { return "person:" + std::to_string(number % kNodes); }

/// Each person with edges to the next ones, on two days.
void fill(const std::filesystem::path& directory) {
  const auto store = open(directory);
  std::vector<Mutation> articles;
  for (int i = 0; i < kNodes; ++i) {
    std::vector<Node> nodes;
    for (int j = i; j < i + 4; ++j) {
      Node node;
      node.id = person(j);
      node.type = node_type("Person");
      nodes.push_back(std::move(node));
    }
    articles.emplace_back(contribution(
        "doc-" + std::to_string(i), i % 3 == 0 ? "2024-01-02" : "2024-01-04", std::move(nodes),
        {claim(person(i), "condemns", person(i + 1)), claim(person(i), "supports", person(i + 2)), claim(person(i), "condemns", person(i + 3))}));
  }
  apply(*store, std::move(articles));
  REQUIRE(store->flush().ok());
}

/// All persons and some that nobody knows, not in order of key.
std::vector<Key64> everybody() {
  std::vector<Key64> nodes;
  for (int i = 0; i < kNodes; ++i) {
    nodes.push_back(hash64(person(i)));
    if (i % 50 == 0) nodes.push_back(hash64("person:unknown-" + std::to_string(i)));
  }
  return nodes;
}

struct Visited {
  Key64 from, to;
  TypeId type;
  Day day;
  bool operator==(const Visited&) const = default;
};

std::vector<Visited> one_by_one(const Snapshot& snapshot, Direction direction, std::optional<TypeId> type) {
  std::vector<Visited> visited;
  for (const Key64 node : everybody())
    REQUIRE(snapshot
                .neighbours(node, direction, type,
                            [&](const Neighbour& n) {
                              visited.push_back({node, n.node, n.type, n.aggregate.last});
                              return true;
                            })
                .ok());
  return visited;
}

/// Ends after `most`.
Status at_once(const Snapshot& snapshot, Direction direction, std::optional<TypeId> type, std::size_t most, std::vector<Visited>& visited) {
  Hops hops(snapshot, direction);
  return hops.from_each(everybody(), type, [&](Key64 node, const Neighbour& n) {
    visited.push_back({node, n.node, n.type, n.aggregate.last});
    return visited.size() < most;
  });
}

}  // namespace

TEST_CASE("the neighbours of many nodes read at once are those of each, in order") {
  const TemporaryDirectory directory;
  fill(directory.path());
  const auto store = open(directory.path());
  const Snapshot whole = store->snapshot();
  const Snapshot later = whole.during(*parse_day("2024-01-03"), *parse_day("2024-01-09"));
  for (const Snapshot* snapshot : {&whole, &later})
    for (const Direction direction : {Direction::out, Direction::in})
      for (const std::optional<TypeId> type : {std::optional<TypeId>(), std::optional(relation("condemns"))}) {
        const auto expected = one_by_one(*snapshot, direction, type);
        REQUIRE(expected.size() > kNodes / 2);
        for (const std::size_t most : {std::size_t{1}, std::size_t{100}, expected.size() - 1, expected.size(), std::size_t{1} << 20}) {
          std::vector<Visited> visited;
          REQUIRE(at_once(*snapshot, direction, type, most, visited).ok());
          const auto part = std::vector(expected.begin(), expected.begin() + static_cast<std::ptrdiff_t>(std::min(most, expected.size())));
          CHECK(visited == part);
        }
      }
}

TEST_CASE("a damaged row among those of many nodes ends the read with an error, after what stands before it") {
  const TemporaryDirectory directory;
  fill(directory.path());
  const auto expected = one_by_one(open(directory.path())->snapshot(), Direction::out, std::nullopt);
  const std::size_t place = expected.size() / 2;
  {
    const auto database = store::Database::open(directory.path(), store::Access::write);
    REQUIRE(database);
    const auto key = store::edge_key({expected[place].from, expected[place].type, expected[place].to});
    REQUIRE((*database)->db().Put({}, (*database)->family(store::Family::out), key.str(), "?").ok());
  }
  const auto store = open(directory.path());
  std::vector<Visited> visited;
  const Status status = at_once(store->snapshot(), Direction::out, std::nullopt, std::size_t{1} << 20, visited);
  CHECK(status.code() == StatusCode::corruption);
  CHECK(visited == std::vector(expected.begin(), expected.begin() + static_cast<std::ptrdiff_t>(place)));
}
