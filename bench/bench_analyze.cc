// Times the measures of network analysis on a synthetic graph, and keeps what they find. bench/README.md says what the data and the figures mean.
//
//   bench_analyze DATA RESULTS

#include <fmt/format.h>

#include <algorithm>
#include <boost/graph/strong_components.hpp>
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "bench/workload.h"
#include "graph/algorithm/betweenness.h"
#include "graph/algorithm/closeness.h"
#include "graph/algorithm/components.h"
#include "graph/algorithm/core.h"
#include "graph/algorithm/degree.h"
#include "graph/algorithm/pagerank.h"

namespace entente::bench {
namespace {

namespace fs = std::filesystem;

/// Above so many vertices distances are measured from pivots.
constexpr std::uint32_t kMostForAll = 20'000;
constexpr std::uint32_t kClosenessPivots = 64, kBetweennessPivots = 4;

/// A record of edges.bin.
struct Record {
  std::int64_t source, target, type, day;
  double confidence;
  std::int64_t document;
};
static_assert(sizeof(Record) == 48);

/// Each edge of the data is one of its own, with one claim.
GraphView read_view(const fs::path& data) {
  std::vector<ViewVertex> vertices;
  for (const auto& row : read_csv(data / "nodes.csv")) vertices.push_back({"n:" + row.at(0), 1, {}, {}});
  std::vector<Record> records(fs::file_size(data / "edges.bin") / sizeof(Record));
  std::ifstream file(data / "edges.bin", std::ios::binary);
  if (!file.read(reinterpret_cast<char*>(records.data()), static_cast<std::streamsize>(records.size() * sizeof(Record)))) fail("edges.bin");
  std::vector<ViewLink> links;
  links.reserve(records.size());
  for (const Record& record : records) {
    ViewEdge edge{static_cast<TypeId>(record.type + 1), {}};
    edge.aggregate.count[0] = 1;
    edge.aggregate.confidence = static_cast<float>(record.confidence);
    links.push_back({static_cast<std::uint32_t>(record.source), static_cast<std::uint32_t>(record.target), edge});
  }
  return GraphView::make(std::move(vertices), std::move(links));
}

/// The types that are taken for symmetric where a row says so.
std::vector<bool> symmetric() {
  std::vector<bool> types(kEdgeTypes.size() + 1);
  for (const std::string_view name : {"MEETS", "ALLIES_WITH", "TRADES_WITH", "NEGOTIATES"})
    types[static_cast<std::size_t>(std::ranges::find(kEdgeTypes, name) - kEdgeTypes.begin()) + 1] = true;
  return types;
}

/// Milliseconds; those of the processor are of all threads together, and do not grow where other programs take turns with this one.
struct Spent {
  double wall = 0, processor = 0;
};

class Stopwatch {
 public:
  Spent spent() const { return {milliseconds_since(start_), 1000.0 * static_cast<double>(std::clock() - processor_) / CLOCKS_PER_SEC}; }

 private:
  Clock::time_point start_ = Clock::now();
  std::clock_t processor_ = std::clock();
};

/// Runs measures, prints how long they took, and writes their values in order of the numbers of the data.
class Measuring {
 public:
  Measuring(const GraphView& view, fs::path results) : results_(std::move(results)), times_(results_ / "times.tsv") {
    for (std::uint32_t v = 0; v < num_vertices(view.graph()); ++v) {
      const std::string& id = view.graph()[v].id;
      numbers_.push_back(0);
      std::from_chars(id.data() + 2, id.data() + id.size(), numbers_.back());
    }
  }

  /// The best of `rounds`. Returns what `measure` does.
  template <class Measure>
  auto run(std::string_view name, int rounds, const Measure& measure) {
    auto stopwatch = Stopwatch();
    auto found = measure();
    Spent best = stopwatch.spent();
    for (int i = 1; i < rounds; ++i) {
      stopwatch = Stopwatch();
      found = measure();
      const Spent spent = stopwatch.spent();
      best = {std::min(best.wall, spent.wall), std::min(best.processor, spent.processor)};
    }
    fmt::print("{:<28} {:>10.1f} ms {:>10.1f} ms of processor\n", name, best.wall, best.processor);
    std::fflush(stdout);
    times_ << fmt::format("{}\t{}\t{}\n", name, best.wall, best.processor);
    return found;
  }

  template <class T>
  void write(std::string_view name, const std::vector<T>& values) const {
    std::vector<T> ordered(values.size());
    for (std::size_t v = 0; v < values.size(); ++v) ordered[numbers_[v]] = values[v];
    save(name, ordered);
  }

  void write_pivots(std::string_view name, std::vector<std::uint32_t> pivots) const {
    for (std::uint32_t& pivot : pivots) pivot = numbers_[pivot];
    save(name, pivots);
  }

 private:
  template <class T>
  void save(std::string_view name, const std::vector<T>& values) const {
    std::ofstream file(results_ / fmt::format("{}.{}", name, std::is_same_v<T, double> ? "f64" : "u32"), std::ios::binary);
    file.write(reinterpret_cast<const char*>(values.data()), static_cast<std::streamsize>(values.size() * sizeof(T)));
  }

  fs::path results_;
  std::ofstream times_;
  std::vector<std::uint32_t> numbers_;  // of the data, by vertex
};

void measure_edges(Measuring& measuring, const GraphView::Graph& graph) {
  measuring.write("degree", measuring.run("degree", 3, [&] { return degree(graph); }));
  const auto weights = weigh_edges(graph, [](const ViewEdge& edge) { return static_cast<double>(edge.aggregate.confidence); });
  measuring.write("strength", measuring.run("strength", 3, [&] { return need(strength(graph, weights)); }));
  PageRankOptions options;
  auto ranks = measuring.run("pagerank", 3, [&] { return need(pagerank(graph, options)); });
  fmt::print("  {} rounds\n", ranks.rounds);
  measuring.write("pagerank", ranks.ranks);
  options.weights = weights;
  measuring.write("pagerank_weighted", measuring.run("pagerank_weighted", 3, [&] { return need(pagerank(graph, options)).ranks; }));
  options = {.links = {.symmetric = symmetric()}};
  measuring.write("pagerank_symmetric", measuring.run("pagerank_symmetric", 3, [&] { return need(pagerank(graph, options)).ranks; }));
}

void measure_structure(Measuring& measuring, const GraphView::Graph& graph) {
  measuring.write("weak", measuring.run("weak", 3, [&] { return weak_components(graph); }).of);
  measuring.write("strong", measuring.run("strong", 3, [&] { return strong_components(graph); }).of);
  measuring.write("strong_symmetric", measuring.run("strong_symmetric", 3, [&] { return strong_components(graph, symmetric()); }).of);
  std::vector<std::uint32_t> of(num_vertices(graph));
  measuring.run("strong, Boost.Graph", 1, [&] { return boost::strong_components(graph, of.data()); });
  measuring.write("core", measuring.run("core", 3, [&] { return core_numbers(graph); }));
  measuring.write("core_simple", measuring.run("core_simple", 3, [&] { return core_numbers(graph, true); }));
}

void measure_distances(Measuring& measuring, const GraphView::Graph& graph) {
  const std::uint32_t vertices = num_vertices(graph);
  const bool all = vertices <= kMostForAll;
  const auto pivots = [&](std::uint32_t count) { return random_pivots(vertices, all ? vertices : count, 42); };
  ClosenessOptions near;
  near.pivots = pivots(kClosenessPivots);
  measuring.write_pivots("closeness_pivots", *near.pivots);
  const Closeness found = measuring.run("closeness", 1, [&] { return need(closeness(graph, near)); });
  measuring.write("closeness", found.closeness);
  measuring.write("harmonic", found.harmonic);
  BetweennessOptions between;
  between.pivots = pivots(kBetweennessPivots);
  measuring.write_pivots("betweenness_pivots", *between.pivots);
  measuring.write("betweenness", measuring.run("betweenness", 1, [&] { return need(betweenness(graph, between)); }));
  between.threads = 1;
  measuring.run("betweenness, 1 thread", 1, [&] { return need(betweenness(graph, between)); });
  between.threads = 0;
  between.links.simple = true;
  between.normalized = true;
  measuring.write("betweenness_simple", measuring.run("betweenness_simple", 1, [&] { return need(betweenness(graph, between)); }));
}

}  // namespace
}  // namespace entente::bench

int main(int argc, char** argv) {
  using namespace entente::bench;
  if (argc != 3) fail("usage: bench_analyze DATA RESULTS");
  std::filesystem::create_directories(argv[2]);
  const auto start = Clock::now();
  const entente::GraphView view = read_view(argv[1]);
  fmt::print("{} vertices, {} edges, read in {:.0f} ms\n", num_vertices(view.graph()), num_edges(view.graph()), milliseconds_since(start));
  Measuring measuring(view, argv[2]);
  measure_edges(measuring, view.graph());
  measure_structure(measuring, view.graph());
  measure_distances(measuring, view.graph());
  print_memory();
}
