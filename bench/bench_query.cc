// Asks a graph that bench_store loaded what bench_store asks, but in openCypher, prepared. bench/README.md says what the data and the figures mean.
//
//   bench_query DATA GRAPH

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <string>
#include <vector>

#include "bench/workload.h"
#include "graph/query/engine.h"
#include "graph/query/store_graph.h"

namespace entente::bench {
namespace {

using query::PreparedQuery;
using query::RunOptions;
using query::Value;

PreparedQuery prepare(std::string_view text, const query::Graph& graph) {
  auto query = PreparedQuery::prepare(text, graph);
  if (!query) fail(query::to_string(query.error()));
  return std::move(*query);
}

/// The first column of the first row, or how many rows there are.
std::size_t run(PreparedQuery& query, const query::Map& parameters, bool count_rows) {
  RunOptions options;
  options.parameters = parameters;
  std::size_t result = 0;
  const auto summary = query.run(options, [&](std::span<const Value> values) {
    if (!count_rows && values[0].get<std::int64_t>() != nullptr) result = static_cast<std::size_t>(*values[0].get<std::int64_t>());
    return true;
  });
  if (!summary) fail(query::to_string(summary.error()));
  return count_rows ? summary->rows : result;
}

struct Question {
  std::string name, text;
  std::size_t most = 500;  // seeds
};

const std::vector<Question> kQuestions = {
    {"1hop MEETS", "MATCH ({id: $id})-[r:MEETS]->(b) RETURN sum(r.count)"},
    {"1hop any", "MATCH ({id: $id})-[r]->(b) RETURN sum(r.count)"},
    {"1hop MEETS, ends returned", "MATCH ({id: $id})-[r:MEETS]->(b) RETURN count(b)"},
    {"1hop window top20",
     "MATCH ({id: $id})-[r:MEETS]->(b) WHERE r.last >= date('2022-02-24') AND r.confidence >= 0.7 RETURN b, r.last ORDER BY r.last DESC LIMIT 20"},
    {"2hop MEETS-SANCTIONS distinct", "MATCH ({id: $id})-[:MEETS]->()-[:SANCTIONS]->(c) RETURN count(DISTINCT c)", 200},
};

void ask(const std::filesystem::path& data, const std::filesystem::path& directory) {
  StoreOptions options;
  options.read_only = true;
  options.cache = std::size_t{512} << 20;
  const auto store = need(Store::open(directory, ontology(), options));
  const Ontology types = ontology();
  const auto graph = need(query::StoreGraph::make(types, store->snapshot()));
  const auto seeds = read_csv(data / "seeds.csv"), pairs = read_csv(data / "pairs.csv");
  for (const bool warm : {false, true}) {
    for (const std::string kind : {"uniform", "degree"})
      for (const Question& question : kQuestions) {
        PreparedQuery query = prepare(question.text, *graph);
        Timings timings;
        std::size_t asked = 0;
        for (const auto& seed : seeds)
          if (seed.at(1) == kind && asked++ < question.most)
            timings.measure([&] { return run(query, {{"id", Value("n:" + seed.at(0))}}, question.name.ends_with("top20")); });
        if (warm) timings.print(question.name + " " + kind);
      }
    PreparedQuery query = prepare("MATCH p = shortestPath((a {id: $a})-[*..8]-(b {id: $b})) RETURN length(p)", *graph);
    Timings timings;
    for (std::size_t i = 0; i < std::min<std::size_t>(40, pairs.size()); ++i)
      timings.measure([&] { return run(query, {{"a", Value("n:" + pairs[i].at(0))}, {"b", Value("n:" + pairs[i].at(1))}}, false); });
    if (warm) timings.print("shortest path");
    for (const auto& [name, text] : std::vector<std::pair<std::string, std::string>>{
             {"count by type", "MATCH ()-[r]->() RETURN type(r), count(*) ORDER BY type(r)"},
             {"top 10 out-degree", "MATCH (a)-[r]->() RETURN a.id, count(r) AS n ORDER BY n DESC LIMIT 10"},
             {"country pairs", "MATCH (a:COUNTRY)-[r:SANCTIONS]->(b:COUNTRY) RETURN a.id, b.id, sum(r.count) AS n ORDER BY n DESC LIMIT 10"}}) {
      if (!warm) continue;
      // The first run also finds out what the graph keeps for the next ones: the type of every node.
      PreparedQuery whole = prepare(text, *graph);
      Timings first, again;
      first.measure([&] { return run(whole, {}, true); });
      for (int i = 0; i < 10; ++i) again.measure([&] { return run(whole, {}, true); });
      first.print(name + ", first");
      again.print(name + ", again");
    }
  }
  print_memory();
}

}  // namespace
}  // namespace entente::bench

int main(int argc, char** argv) {
  if (argc != 3) entente::bench::fail("usage: bench_query DATA GRAPH");
  entente::bench::ask(argv[1], argv[2]);
}
