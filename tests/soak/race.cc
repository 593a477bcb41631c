// One writer and two readers on one graph, for as long as told; meant for the thread sanitizer.
//
//   race_test [--seconds N] [--seed S]
//
// Every snapshot must be whole: as many articles, nodes, edges and claims as its counters say, and the same when it is read again.

#include <fmt/format.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "graph/hash.h"
#include "graph/store/hops.h"
#include "graph/store/store.h"
#include "tests/graph/articles.h"
#include "tests/soak/need.h"

namespace entente::test {
namespace {

namespace fs = std::filesystem;

struct Counts {
  std::uint64_t documents = 0, nodes = 0, edges = 0, claims = 0;
  friend bool operator==(const Counts&, const Counts&) = default;
};

Counts count(const Snapshot& snapshot) {
  Counts counts;
  need(snapshot.for_each_document([&](const DocumentRecord&) { return ++counts.documents > 0; }));
  need(snapshot.for_each_node([&](const StoredNode&) { return ++counts.nodes > 0; }));
  need(snapshot.for_each_edge([&](const StoredEdge& edge) {
    ++counts.edges;
    for (const std::uint32_t claims : edge.aggregate.count) counts.claims += claims;
    return true;
  }));
  return counts;
}

/// Edges from or to all nodes, counted by several threads, each node so often that it is worth their while.
std::uint64_t count_edges(const Snapshot& snapshot, Direction direction) {
  constexpr std::uint64_t times = 100;
  std::vector<Key64> nodes;
  need(snapshot.for_each_node([&](const StoredNode& node) {
    nodes.insert(nodes.end(), times, hash64(node.node.id));
    return true;
  }));
  std::uint64_t edges = 0;
  Hops hops(snapshot, direction);
  need(hops.from_each(nodes, std::nullopt, [&](Key64, const Neighbour&) { return ++edges > 0; }));
  return edges / times;
}

void read(const Store& store, const std::atomic<bool>& done, std::atomic<std::uint64_t>& reads) {
  while (!done) {
    const Snapshot snapshot = store.snapshot();
    const StoreStats stats = need(snapshot.stats());
    const Counts first = count(snapshot);
    if (first != Counts{stats.documents, stats.nodes, stats.edges, stats.claims}) fail("a snapshot does not have what its counters say");
    need(snapshot.for_each_edge([&](const StoredEdge& edge) {
      std::uint64_t claims = 0, counted = 0;
      for (const std::uint32_t n : edge.aggregate.count) counted += n;
      need(snapshot.claims(edge.source, edge.type, edge.target, [&](const Claim&, std::uint32_t) { return ++claims > 0; }));
      if (claims != counted) fail("an edge does not have the claims that it counts");
      return !done;
    }));
    for (const Direction direction : {Direction::out, Direction::in})
      if (count_edges(snapshot, direction) != first.edges) fail("walking from all nodes does not find the edges");
    need(snapshot.top(Direction::out, std::nullopt, 5));
    if (count(snapshot) != first) fail("a snapshot changed");
    ++reads;
  }
}

std::uint64_t write(Store& store, std::uint32_t seed, std::chrono::steady_clock::time_point until) {
  RandomArticles articles(seed);
  std::uint64_t steps = 0;
  const auto some = [&] { return "doc-" + std::to_string(articles.below(200)); };
  for (; std::chrono::steady_clock::now() < until; ++steps) {
    const std::uint32_t dice = articles.below(100);
    if (dice < 5) {
      const auto load = need(store.load(std::size_t{1} << 18));
      std::vector<Contribution> many;
      for (int i = 0; i < 40; ++i) many.push_back(articles.next(some()));
      std::thread other([&] {
        for (std::size_t i = 1; i < many.size(); i += 2) need(load->add(many[i]));
      });
      for (std::size_t i = 0; i < many.size(); i += 2) need(load->add(many[i]));
      other.join();
      need(load->finish());
    } else if (dice < 8) {
      need(store.flush());
    } else if (dice < 10) {
      need(store.compact());
    } else {
      MutationBatch batch;
      for (std::uint32_t n = 1 + articles.below(10); n > 0; --n) {
        if (articles.below(3) == 0)
          batch.mutations.emplace_back(Retraction{some()});
        else
          batch.mutations.emplace_back(articles.next(some()));
      }
      need(store.apply(batch));
    }
  }
  return steps;
}

int run(int seconds, std::uint32_t seed) {
  std::string pattern = (fs::temp_directory_path() / "entente-race-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) fail("no temporary directory");
  std::uint64_t steps = 0;
  std::atomic<std::uint64_t> reads = 0;
  {
    StoreOptions options;
    options.create = true;
    options.sync = SyncMode::off;
    const auto store = need(Store::open(pattern, ontology(), options));
    std::atomic<bool> done = false;
    std::thread one([&] { read(*store, done, reads); }), two([&] { read(*store, done, reads); });
    steps = write(*store, seed, std::chrono::steady_clock::now() + std::chrono::seconds(seconds));
    done = true;
    one.join();
    two.join();
    if (need(store->check()).problem_count > 0) fail("the graph is not sound");
  }
  fs::remove_all(pattern);
  fmt::print("{} s: {} steps written, {} snapshots read twice: every one whole\n", seconds, steps, reads.load());
  return reads > 0 ? 0 : 1;
}

int main(const std::vector<std::string>& arguments) {
  int seconds = 10, seed = 1;
  for (std::size_t i = 0; i + 1 < arguments.size(); i += 2) {
    if (arguments[i] == "--seconds") seconds = std::stoi(arguments[i + 1]);
    if (arguments[i] == "--seed") seed = std::stoi(arguments[i + 1]);
  }
  return run(seconds, static_cast<std::uint32_t>(seed));
}

}  // namespace
}  // namespace entente::test

int main(int count, char** values) { return entente::test::main({values + 1, values + count}); }
