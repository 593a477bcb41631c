// Loads a synthetic graph into a store and asks it what graph databases are asked. bench/README.md says what the data are and what the figures mean.
//
//   bench_store load DATA GRAPH     by sorted table files
//   bench_store batch DATA GRAPH    by batches of 1,000 edges, without a sync, as the peers are measured
//   bench_store query DATA GRAPH

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <boost/unordered/unordered_flat_map.hpp>
#include <boost/unordered/unordered_flat_set.hpp>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "bench/workload.h"
#include "graph/store/hops.h"
#include "graph/store/store.h"
#include "graph/threads.h"

namespace entente::bench {
namespace {

namespace fs = std::filesystem;

constexpr TypeId kMeets = 1, kSanctions = 3;  // of kOntology; the numbers of the data are one lower
constexpr Day kSince = 19047;                 // 2022-02-24
constexpr float kSure = 0.7f;
constexpr std::size_t kNewest = 20;
constexpr int kLongestPath = 8;
constexpr unsigned kThreads = 2;  // that make articles and add them to a load

/// A row of edges.bin.
struct Row {
  std::int64_t source, target, type, day;
  double confidence;
  std::int64_t document;
};

std::string node_id(std::int64_t number) { return "n:" + std::to_string(number); }

/// The rows by document, made of edges.bin and kept beside it, as other engines are given files in the order that they load best.
class Documents {
 public:
  explicit Documents(const fs::path& data) : file_(data / "edges_by_document.bin") {
    const fs::path edges = data / "edges.bin";
    if (!fs::exists(file_) || fs::last_write_time(file_) < fs::last_write_time(edges)) sort(edges);
    rows_ = fs::file_size(file_) / sizeof(Row);
  }

  /// Visits what is said in the `part`-th of `parts` equal parts of the documents.
  template <class Visit>
  void for_each(std::size_t part, std::size_t parts, const Visit& visit) const {
    std::ifstream file(file_, std::ios::binary);
    const std::size_t first = begin(file, part, parts);
    std::size_t left = begin(file, part + 1, parts) - first;
    file.seekg(static_cast<std::streamoff>(first * sizeof(Row)));
    std::vector<Row> piece, of_one;
    while (left > 0) {
      piece.resize(std::min<std::size_t>(left, 1u << 14));
      if (!file.read(reinterpret_cast<char*>(piece.data()), static_cast<std::streamsize>(piece.size() * sizeof(Row))))
        fail(fmt::format("{}: is cut off; remove it, so that it is made again", file_.string()));
      left -= piece.size();
      for (const Row& row : piece) {
        if (!of_one.empty() && of_one.front().document != row.document) {
          visit(of_one.front().document, of_one);
          of_one.clear();
        }
        of_one.push_back(row);
      }
    }
    if (!of_one.empty()) visit(of_one.front().document, of_one);
  }

 private:
  void sort(const fs::path& edges) const {
    std::ifstream in(edges, std::ios::binary);
    std::vector<Row> rows(fs::file_size(edges) / sizeof(Row));
    if (!in.read(reinterpret_cast<char*>(rows.data()), static_cast<std::streamsize>(rows.size() * sizeof(Row))))
      fail(fmt::format("{}: cannot be read", edges.string()));
    std::ranges::stable_sort(rows, {}, &Row::document);
    std::ofstream out(file_, std::ios::binary);
    out.write(reinterpret_cast<const char*>(rows.data()), static_cast<std::streamsize>(rows.size() * sizeof(Row)));
    if (!out.flush()) fail(fmt::format("{}: cannot be written", file_.string()));
  }

  /// Where a part begins: at the first row of a document.
  std::size_t begin(std::ifstream& file, std::size_t part, std::size_t parts) const {
    std::size_t at = rows_ * part / parts;
    const auto document = [&](std::size_t row) {
      Row read{};
      file.seekg(static_cast<std::streamoff>(row * sizeof(Row)));
      file.read(reinterpret_cast<char*>(&read), sizeof read);
      return read.document;
    };
    while (at > 0 && at < rows_ && document(at) == document(at - 1)) ++at;
    return at;
  }

  fs::path file_;
  std::size_t rows_ = 0;
};

/// Type of each node, by number.
std::vector<TypeId> read_types(const fs::path& data) {
  std::vector<TypeId> types;
  for (const auto& row : read_csv(data / "nodes.csv"))
    types.push_back(static_cast<TypeId>(1 + (std::ranges::find(kNodeTypes, row.at(1)) - kNodeTypes.begin())));
  return types;
}

Contribution document(std::int64_t number, const std::vector<Row>& rows, const std::vector<TypeId>& types) {
  Contribution made;
  made.document.id = "doc:" + std::to_string(number);
  made.document.content_hash = static_cast<std::uint64_t>(number) + 1;
  made.claims.reserve(rows.size());
  made.nodes.reserve(2 * rows.size());
  std::vector<std::int64_t> ends;
  ends.reserve(2 * rows.size());
  for (const Row& row : rows) {
    ends.push_back(row.source);
    ends.push_back(row.target);
  }
  std::ranges::sort(ends);
  ends.erase(std::unique(ends.begin(), ends.end()), ends.end());
  for (const std::int64_t end : ends) {
    Node& node = made.nodes.emplace_back();
    node.id = node_id(end);
    node.type = types.at(static_cast<std::size_t>(end));
  }
  for (const Row& row : rows) {
    Claim& claim = made.claims.emplace_back();
    claim.source = node_id(row.source);
    claim.type = static_cast<TypeId>(row.type + 1);
    claim.target = node_id(row.target);
    claim.date = Date{static_cast<Day>(row.day), DatePrecision::day};
    claim.evidence.document = made.document.id;
    claim.evidence.confidence = static_cast<float>(row.confidence);
    // The evidence of a sentence: where it is, which rule read it.
    claim.evidence.sentence = static_cast<std::uint32_t>(made.claims.size() - 1);
    const std::uint32_t begin = claim.evidence.sentence * 80;
    claim.evidence.sentence_span = {begin, begin + 79};
    claim.evidence.source_span = {begin, begin + 12};
    claim.evidence.trigger_span = {begin + 20, begin + 28};
    claim.evidence.target_span = {begin + 40, begin + 52};
    claim.evidence.rule = "bench";
    claim.evidence.extractor = "bench/1";
  }
  return made;
}

/// The list of nodes as articles that name them all: 1,000 each.
void for_each_list(const fs::path& data, const std::vector<TypeId>& types, const std::function<void(Contribution)>& visit) {
  const auto rows = read_csv(data / "nodes.csv");
  constexpr std::size_t length = 1000;
  for (std::size_t first = 0; first < rows.size(); first += length) {
    Contribution made;
    made.document.id = fmt::format("nodes:{}", first / length);
    made.document.content_hash = 1;
    for (std::size_t i = first; i < std::min(rows.size(), first + length); ++i) {
      Node node;
      node.id = "n:" + rows[i][0];
      node.type = types[i];
      node.name = rows[i].at(2);
      made.nodes.push_back(std::move(node));
    }
    visit(std::move(made));
  }
}

std::uint64_t bytes_below(const fs::path& directory) {
  std::uint64_t bytes = 0;
  for (const auto& file : fs::recursive_directory_iterator(directory))
    if (file.is_regular_file()) bytes += file.file_size();
  return bytes;
}

std::unique_ptr<Store> make_store(const fs::path& graph) {
  fs::remove_all(graph);
  StoreOptions options;
  options.create = true;
  options.sync = SyncMode::off;
  return need(Store::open(graph, ontology(), options));
}

void report(const fs::path& graph, const char* what, Clock::time_point start) {
  fmt::print("{} {:.2f} s, disk {:.1f} MB\n", what, milliseconds_since(start) / 1e3, static_cast<double>(bytes_below(graph)) / 1e6);
  print_memory();
}

void load(const fs::path& data, const fs::path& graph) {
  const auto types = read_types(data);
  const auto store = make_store(graph);
  const Documents documents(data);
  const auto start = Clock::now();
  auto load = need(store->load());
  std::atomic<std::size_t> next = 0;  // the list of nodes, then parts of the documents
  constexpr std::size_t parts = 8;
  run_in_threads(kThreads, [&] {
    for (std::size_t job = next++; job <= parts; job = next++) {
      if (job == 0)
        for_each_list(data, types, [&](const Contribution& list) { need(load->add(list)); });
      else
        documents.for_each(job - 1, parts,
                           [&](std::int64_t number, const std::vector<Row>& rows) { need(load->add(document(number, rows, types))); });
    }
  });
  fmt::print("read {:.2f} s\n", milliseconds_since(start) / 1e3);
  need(load->finish());
  fmt::print("finish {:.2f} s\n", milliseconds_since(start) / 1e3);
  load.reset();
  need(store->flush());
  report(graph, "load", start);
}

void batch(const fs::path& data, const fs::path& graph) {
  const auto types = read_types(data);
  const auto store = make_store(graph);
  const Documents documents(data);
  const auto start = Clock::now();
  MutationBatch pending;
  std::size_t edges = 0, applied = 0;
  constexpr std::size_t stretch = 500'000;  // how the rate goes as the graph grows
  const auto apply = [&] {
    need(store->apply(pending));
    pending.mutations.clear();
    applied += edges;
    if (applied / stretch > (applied - edges) / stretch) fmt::print("{} edges {:.1f} s\n", applied, milliseconds_since(start) / 1e3);
    edges = 0;
  };
  for_each_list(data, types, [&](Contribution list) {
    pending.mutations.emplace_back(std::move(list));
    apply();
  });
  fmt::print("nodes {:.1f} s\n", milliseconds_since(start) / 1e3);
  documents.for_each(0, 1, [&](std::int64_t number, const std::vector<Row>& rows) {
    pending.mutations.emplace_back(document(number, rows, types));
    edges += rows.size();
    if (edges >= 1000) apply();
  });
  apply();
  report(graph, "batch", start);
  need(store->flush());
  report(graph, "batch and flush", start);
}

/// Parallel edges of the data are claims of one edge here.
std::size_t one_hop(const Snapshot& snapshot, Key64 node, std::optional<TypeId> type) {
  std::size_t claims = 0;
  need(snapshot.neighbours(node, Direction::out, type, [&](const Neighbour& n) {
    claims += n.aggregate.actual();
    return true;
  }));
  return claims;
}

std::size_t newest(const Snapshot& snapshot, Key64 node) {
  std::vector<Key64> found;
  need(snapshot.neighbour_days(node, Direction::out, kMeets, kSince, std::numeric_limits<Day>::max(), [&](const NeighbourDay& day) {
    if (day.neighbour.aggregate.confidence < kSure) return true;
    if (day.neighbour.aggregate.actual() == 1)
      found.push_back(day.neighbour.node);
    else
      need(snapshot.confidences(node, kMeets, day.neighbour.node, day.day, [&](float confidence) {
        if (confidence >= kSure) found.push_back(day.neighbour.node);
      }));
    return found.size() < kNewest;
  }));
  return std::min(found.size(), kNewest);
}

std::size_t two_hops(const Snapshot& snapshot, Key64 node) {
  Hops hops(snapshot, Direction::out);
  std::vector<Key64> middle;
  need(hops.from(node, kMeets, [&](const Neighbour& n) {
    middle.push_back(n.node);  // in order: of one type, each edge has another end
    return true;
  }));
  boost::unordered_flat_set<Key64> ends;
  need(hops.from_each(middle, kSanctions, [&](Key64, const Neighbour& n) {
    ends.insert(n.node);
    return true;
  }));
  return ends.size();
}

/// The length of the shortest undirected path, from both ends at once; 0 where there is none of at most kLongestPath.
std::size_t shortest_path(const Snapshot& snapshot, Key64 from, Key64 to) {
  struct Side {
    boost::unordered_flat_map<Key64, int> distance;
    std::vector<Key64> front;
    int depth = 0;
  };
  Side sides[] = {{{{from, 0}}, {from}, 0}, {{{to, 0}}, {to}, 0}};
  Hops out(snapshot, Direction::out), in(snapshot, Direction::in);
  int best = from == to ? 0 : kLongestPath + 1;
  while (best > kLongestPath && !sides[0].front.empty() && !sides[1].front.empty() && sides[0].depth + sides[1].depth < kLongestPath) {
    Side& side = sides[sides[0].front.size() <= sides[1].front.size() ? 0 : 1];
    const Side& other = &side == &sides[0] ? sides[1] : sides[0];
    std::vector<Key64> next;
    for (Hops* hops : {&out, &in})
      need(hops->from_each(side.front, std::nullopt, [&](Key64, const Neighbour& n) {
        if (!side.distance.emplace(n.node, side.depth + 1).second) return true;
        next.push_back(n.node);
        if (const auto met = other.distance.find(n.node); met != other.distance.end()) best = std::min(best, side.depth + 1 + met->second);
        return true;
      }));
    ++side.depth;
    std::ranges::sort(next);
    side.front.swap(next);
  }
  return best <= kLongestPath ? static_cast<std::size_t>(best) : 0;
}

void query(const fs::path& data, const fs::path& graph) {
  const auto opened = Clock::now();
  StoreOptions options;
  options.read_only = true;
  options.cache = std::size_t{512} << 20;  // as the plain program has
  const auto store = need(Store::open(graph, ontology(), options));
  const Snapshot snapshot = store->snapshot();
  fmt::print("open {:.1f} ms\n", milliseconds_since(opened));
  const auto seeds = read_csv(data / "seeds.csv"), pairs = read_csv(data / "pairs.csv");
  const auto key = [](const std::string& number) { return hash64("n:" + number); };
  // Once to warm the caches, once to measure: what stays on disk differs from engine to engine, and from run to run.
  for (const bool warm : {false, true})
    for (const std::string kind : {"uniform", "degree"}) {
      Timings hop, any, window, two;
      std::size_t seen = 0;
      for (const auto& seed : seeds) {
        if (seed.at(1) != kind) continue;
        const Key64 node = key(seed[0]);
        hop.measure([&] { return one_hop(snapshot, node, kMeets); });
        any.measure([&] { return one_hop(snapshot, node, std::nullopt); });
        window.measure([&] { return newest(snapshot, node); });
        if (seen++ < 200) two.measure([&] { return two_hops(snapshot, node); });
      }
      if (!warm) continue;
      hop.print("1hop MEETS " + kind);
      any.print("1hop any " + kind);
      window.print("1hop window top20 " + kind);
      two.print("2hop MEETS-SANCTIONS distinct " + kind);
    }
  Timings paths;
  for (std::size_t i = 0; i < 40; ++i) shortest_path(snapshot, key(pairs[i].at(0)), key(pairs[i].at(1)));
  for (std::size_t i = 0; i < 40; ++i) paths.measure([&] { return shortest_path(snapshot, key(pairs[i].at(0)), key(pairs[i].at(1))); });
  paths.print("shortest path bidirectional BFS undirected <=8");

  auto start = Clock::now();
  const StoreStats stats = need(snapshot.stats());
  fmt::print("count by type: {:.3f} ms, {} types, {} edges, {} claims\n", milliseconds_since(start), stats.claims_by_type.size(), stats.edges,
             stats.claims);
  for (const auto& [family, bytes] : stats.bytes_by_family) fmt::print("  {:12} {:6.1f} MB\n", family, static_cast<double>(bytes) / 1e6);
  need(snapshot.top(Direction::out, std::nullopt, 10));
  start = Clock::now();
  const auto top = need(snapshot.top(Direction::out, std::nullopt, 10));
  fmt::print("top 10 out-degree: {:.3f} ms, {} with {} edges\n", milliseconds_since(start), top.front().first, top.front().second);
  print_memory();
}

int run(const std::vector<std::string>& arguments) {
  const std::map<std::string, void (*)(const fs::path&, const fs::path&)> modes = {{"load", load}, {"batch", batch}, {"query", query}};
  const auto mode = arguments.size() == 3 ? modes.find(arguments[0]) : modes.end();
  if (mode == modes.end()) fail("usage: bench_store load|batch|query DATA GRAPH");
  mode->second(arguments[1], arguments[2]);
  return 0;
}

}  // namespace
}  // namespace entente::bench

int main(int count, char** values) { return entente::bench::run({values + 1, values + count}); }
