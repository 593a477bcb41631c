#include "graph/algorithm/betweenness.h"

#include <algorithm>
#include <bit>
#include <functional>
#include <limits>
#include <span>

#include "graph/threads.h"

namespace entente {
namespace {

constexpr std::uint32_t kUnseen = std::numeric_limits<std::uint32_t>::max();

/// How many sources are added up before their sums are: the more, the less often threads wait for each other. It depends on nothing but the number of
/// sources, so that the result is the same to the last bit for any number of threads.
std::size_t part_size(std::size_t sources) { return std::clamp<std::size_t>(sources / 64, 1, 64); }

/// What a search knows of a vertex, in one place of memory.
struct Reached {
  double paths = 0;  ///< how many shortest paths lead there; on the way back (1 + dependency) / paths, which is all that those before it need
  std::uint32_t distance = kUnseen;
};

/// `value`, or 0 where it does not count, without a branch: which way it goes could not be foretold.
double if_counts(double value, bool counts) { return std::bit_cast<double>(std::bit_cast<std::uint64_t>(value) & (0 - std::uint64_t{counts})); }

/// Shortest paths from one source after another.
class Search {
 public:
  explicit Search(const Links& links)
      : links_(&links), reached_(links.vertices()), sums_(links.vertices()), order_(links.vertices() + std::size_t{1}) {}

  const std::vector<double>& sums() const { return sums_; }
  void begin() { std::fill(sums_.begin(), sums_.end(), 0.0); }

  void run(std::uint32_t source) {
    count_paths(source);
    add_dependencies();
    for (std::size_t i = 0; i < count_; ++i) reached_[order_[i]] = {};
  }

 private:
  void count_paths(std::uint32_t source) {
    reached_[source] = {1, 0};
    order_[0] = source;
    count_ = 1;
    for (std::size_t i = 0; i < count_; ++i) {
      const auto [paths, distance] = reached_[order_[i]];
      for (const std::uint32_t target : links_->targets(order_[i])) {
        Reached& next = reached_[target];
        const bool is_new = next.distance == kUnseen;
        order_[count_] = target;
        count_ += is_new ? 1 : 0;
        next.distance = is_new ? distance + 1 : next.distance;
        next.paths += if_counts(paths, next.distance == distance + 1);
      }
    }
  }

  /// From the farthest to the nearest; the source depends on itself, which does not count.
  void add_dependencies() {
    for (std::size_t i = count_; i-- > 1;) {
      Reached& own = reached_[order_[i]];
      double after = 0;
      for (const std::uint32_t target : links_->targets(order_[i])) {
        const Reached& next = reached_[target];
        after += if_counts(next.paths, next.distance == own.distance + 1);
      }
      const double dependency = own.paths * after;
      sums_[order_[i]] += dependency;
      own.paths = (1 + dependency) / own.paths;
    }
  }

  const Links* links_;
  std::vector<Reached> reached_;
  std::vector<double> sums_;          // of dependencies, by vertex
  std::vector<std::uint32_t> order_;  // of reaching, for the first count_; what comes next is written before it is known whether it is new
  std::size_t count_ = 0;
};

double scale(const BetweennessOptions& options, std::size_t vertices, std::size_t sources) {
  const auto n = static_cast<double>(vertices);
  double scale = n / static_cast<double>(sources);
  if (options.normalized && vertices > 2) return scale / ((n - 1) * (n - 2));  // with both, half as many pairs are counted twice
  if (options.links.follow == Follow::both) scale /= 2;
  return scale;
}

}  // namespace

Result<std::vector<double>> betweenness(const GraphView::Graph& graph, const BetweennessOptions& options) {
  const auto sources = searched_from(num_vertices(graph), options.pivots);
  if (!sources) return failure(sources.error());
  const Links links = Links::make(graph, options.links);
  std::vector<double> result(links.vertices());
  const std::size_t size = part_size(sources->size()), parts = (sources->size() + size - 1) / size;
  for_each_part_in_order(
      parts, options.threads, Search(links),
      [&](Search& search, std::size_t part) {
        search.begin();
        const auto rest = std::span(*sources).subspan(part * size);
        for (const std::uint32_t source : rest.first(std::min(size, rest.size())))
          if (!is_set(options.stop)) search.run(source);
      },
      [&](const Search& search) { std::transform(result.begin(), result.end(), search.sums().begin(), result.begin(), std::plus<>()); });
  if (is_set(options.stop)) return stopped();
  const double factor = scale(options, links.vertices(), sources->size());
  for (double& value : result) value *= factor;
  return result;
}

}  // namespace entente
