#include "graph/algorithm/closeness.h"

#include <algorithm>
#include <bit>
#include <span>
#include <utility>

#include "graph/threads.h"

namespace entente {
namespace {

using Pivots = std::uint64_t;  // a set of the pivots of one search, a bit each
constexpr std::size_t kTogether = 64;

/// By vertex, over the pivots that reach it.
struct Distances {
  explicit Distances(std::size_t vertices) : reached(vertices), total(vertices), inverse(vertices) {}

  void add(const Distances& other) {
    for (std::size_t v = 0; v < reached.size(); ++v) {
      reached[v] += other.reached[v];
      total[v] += other.total[v];
      inverse[v] += other.inverse[v];
    }
  }

  std::vector<std::uint32_t> reached;  // how many
  std::vector<std::uint64_t> total;    // sum of distances
  std::vector<double> inverse;         // sum of 1 / distance
};

/// Breadth-first searches from up to 64 pivots, which share their steps: each vertex knows the pivots that have come to it.
class Search {
 public:
  explicit Search(const Links& links)
      : links_(&links), found_(links.vertices()), seen_(links.vertices()), here_(links.vertices()), arriving_(links.vertices()) {}

  const Distances& found() const { return found_; }

  /// Ends early, with part of the distances, where `stop` is set.
  void run(std::span<const std::uint32_t> pivots, const std::atomic<bool>* stop) {
    found_ = Distances(links_->vertices());
    std::fill(seen_.begin(), seen_.end(), Pivots{0});
    at_.assign(pivots.begin(), pivots.end());
    for (std::size_t i = 0; i < pivots.size(); ++i) seen_[pivots[i]] = here_[pivots[i]] = Pivots{1} << i;
    for (std::uint64_t distance = 1; !at_.empty(); ++distance) {
      if (is_set(stop)) return clear();
      step();
      arrive(distance);
    }
  }

 private:
  /// Sends the pivots that have come to a vertex in the last step on to its neighbours.
  void step() {
    for (const std::uint32_t vertex : at_) {
      const Pivots pivots = std::exchange(here_[vertex], Pivots{0});
      for (const std::uint32_t neighbour : links_->targets(vertex)) {
        if (arriving_[neighbour] == 0) touched_.push_back(neighbour);
        arriving_[neighbour] |= pivots;
      }
    }
    at_.clear();
  }

  void arrive(std::uint64_t distance) {
    for (const std::uint32_t vertex : touched_) {
      const Pivots pivots = std::exchange(arriving_[vertex], Pivots{0}) & ~seen_[vertex];
      if (pivots == 0) continue;
      seen_[vertex] |= pivots;
      here_[vertex] = pivots;
      at_.push_back(vertex);
      const auto count = static_cast<std::uint32_t>(std::popcount(pivots));
      found_.reached[vertex] += count;
      found_.total[vertex] += distance * count;
      found_.inverse[vertex] += count / static_cast<double>(distance);
    }
    touched_.clear();
  }

  void clear() {
    for (const std::uint32_t vertex : at_) here_[vertex] = 0;
    at_.clear();
  }

  const Links* links_;
  Distances found_;
  std::vector<Pivots> seen_, here_, arriving_;  // ever, in the last step, in this one
  std::vector<std::uint32_t> at_, touched_;     // the vertices where here_ is not empty, and where arriving_ is not
};

/// Turns sums over pivots into measures over all vertices. `is_pivot` is by vertex: a vertex is not among those that could reach it.
Closeness measures(const Distances& found, const std::vector<bool>& is_pivot, std::size_t pivots) {
  const std::size_t vertices = found.reached.size();
  Closeness result{std::vector<double>(vertices), std::vector<double>(vertices)};
  for (std::size_t v = 0; v < vertices; ++v) {
    if (found.reached[v] == 0) continue;
    const double reached = found.reached[v], others = static_cast<double>(pivots - (is_pivot[v] ? 1 : 0));
    result.closeness[v] = reached / static_cast<double>(found.total[v]) * (reached / others);
    result.harmonic[v] = found.inverse[v] * (static_cast<double>(vertices - 1) / others);
  }
  return result;
}

}  // namespace

Result<Closeness> closeness(const GraphView::Graph& graph, const ClosenessOptions& options) {
  const auto pivots = searched_from(num_vertices(graph), options.pivots);
  if (!pivots) return failure(pivots.error());
  const Links links = Links::make(graph, options.links);
  Distances all(links.vertices());
  const std::size_t searches = (pivots->size() + kTogether - 1) / kTogether;
  for_each_part_in_order(
      searches, options.threads, Search(links),
      [&](Search& search, std::size_t part) {
        if (is_set(options.stop)) return;
        const auto rest = std::span(*pivots).subspan(part * kTogether);
        search.run(rest.first(std::min(kTogether, rest.size())), options.stop);
      },
      [&](const Search& search) { all.add(search.found()); });
  if (is_set(options.stop)) return stopped();
  std::vector<bool> is_pivot(links.vertices());
  for (const std::uint32_t pivot : *pivots) is_pivot[pivot] = true;
  return measures(all, is_pivot, pivots->size());
}

}  // namespace entente
