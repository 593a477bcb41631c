#include "graph/algorithm/short_paths.h"

#include <algorithm>
#include <array>
#include <boost/unordered/unordered_flat_map.hpp>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "graph/store/hops.h"
#include "graph/threads.h"

namespace entente {
namespace {

/// An edge that was followed from a node to one that is an edge farther from where the search began.
struct Step {
  Key64 near = 0, far = 0;
  TypeId type = 0;
  Direction direction = Direction::out;  // in which the edge leaves `near`
};

/// The search from one end.
struct Half {
  boost::unordered_flat_map<Key64, unsigned> distance;
  std::vector<Key64> front;  // the nodes of the largest distance
  unsigned reached = 0;
  std::vector<Step> steps;  // in order of distance

  explicit Half(Key64 start) : distance{{start, 0}}, front{start} {}
};

class Search {
 public:
  Search(const Snapshot& snapshot, const EdgeFilter& filter, Key64 from, Key64 to, const ShortPathsOptions& options)
      : snapshot_(snapshot),
        filter_(filter),
        options_(options),
        halves_{Half(from), Half(to)},
        out_(snapshot, Direction::out),
        in_(snapshot, Direction::in) {}

  /// Whether the halves meet.
  Result<bool> meet() {
    while (halves_[0].reached + halves_[1].reached < options_.most_edges) {
      Half& smaller = halves_[0].front.size() <= halves_[1].front.size() ? halves_[0] : halves_[1];
      const Half& other = &smaller == &halves_[0] ? halves_[1] : halves_[0];
      if (smaller.front.empty()) return false;
      if (const Status status = extend(smaller); !status.ok()) return failure(status);
      const auto meets = [&](Key64 node) { return other.distance.contains(node); };
      if (std::ranges::any_of(smaller.front, meets)) {
        std::erase_if(smaller.front, [&](Key64 node) { return !meets(node); });
        meeting_ = smaller.front;
        return true;
      }
    }
    return false;
  }

  /// The edges that lie on a shortest path.
  std::vector<Step> edges() const {
    std::vector<Step> kept;
    for (const Half& half : halves_) {
      std::unordered_set<Key64> on_path(meeting_.begin(), meeting_.end());
      for (auto step = half.steps.rbegin(); step != half.steps.rend(); ++step) {
        if (!on_path.contains(step->far)) continue;
        on_path.insert(step->near);
        kept.push_back(*step);
      }
    }
    return kept;
  }

 private:
  /// Goes on to the nodes that are an edge farther.
  Status extend(Half& half) {
    ++half.reached;
    std::ranges::sort(half.front);
    const std::vector<Key64> front = std::exchange(half.front, {});
    for (const Direction direction : {Direction::out, Direction::in}) {
      const Status status = (direction == Direction::out ? out_ : in_).from_each(front, std::nullopt, [&](Key64 node, const Neighbour& neighbour) {
        follow(half, node, direction, neighbour);
        return read_ <= options_.most_read && !is_set(options_.stop);
      });
      if (!status.ok()) return status;
      if (is_set(options_.stop)) return stopped().value();
      if (read_ > options_.most_read)
        return {StatusCode::invalid_input, "too many relations lie between the two; ask for a period, or for fewer types of relations"};
    }
    return {};
  }

  void follow(Half& half, Key64 node, Direction direction, const Neighbour& neighbour) {
    ++read_;
    if (!filter_.shows(neighbour.type, neighbour.aggregate)) return;
    const auto [known, fresh] = half.distance.try_emplace(neighbour.node, half.reached);
    if (fresh) half.front.push_back(neighbour.node);
    if (known->second == half.reached) half.steps.push_back({node, neighbour.node, neighbour.type, direction});
  }

  const Snapshot& snapshot_;
  const EdgeFilter& filter_;
  const ShortPathsOptions& options_;
  std::array<Half, 2> halves_;
  Hops out_, in_;
  std::vector<Key64> meeting_;
  std::size_t read_ = 0;
};

/// The steps as a view.
Result<GraphView> view_of(const Snapshot& snapshot, std::vector<Step> steps, Key64 from, Key64 to) {
  std::vector<ViewVertex> vertices;
  std::unordered_map<Key64, std::uint32_t> places;
  const auto place = [&](Key64 node) -> Result<std::uint32_t> {
    if (const auto known = places.find(node); known != places.end()) return known->second;
    auto stored = snapshot.node(node);
    if (!stored) return failure(stored.error());
    vertices.push_back({std::move(stored->node.id), stored->node.type, std::move(stored->node.name), std::move(stored->node.country)});
    return places[node] = static_cast<std::uint32_t>(vertices.size() - 1);
  };
  for (const Key64 end : {from, to})
    if (const auto placed = place(end); !placed) return failure(placed.error());
  std::vector<ViewLink> links;
  for (const Step& step : steps) {
    const auto [source, target] = step.direction == Direction::out ? std::pair(step.near, step.far) : std::pair(step.far, step.near);
    const auto first = place(source), second = place(target);
    if (!first) return failure(first.error());
    if (!second) return failure(second.error());
    const auto aggregate = snapshot.edge(source, step.type, target);
    if (!aggregate) return failure(aggregate.error());
    links.push_back({*first, *second, {step.type, *aggregate}});
  }
  return GraphView::make(std::move(vertices), std::move(links));
}

}  // namespace

Result<std::optional<GraphView>> short_paths_view(const Snapshot& snapshot, const EdgeFilter& filter, Key64 from, Key64 to,
                                                  const ShortPathsOptions& options) {
  Search search(snapshot, filter, from, to, options);
  const auto met = search.meet();
  if (!met) return failure(met.error());
  if (!*met) return std::optional<GraphView>();
  auto view = view_of(snapshot, search.edges(), from, to);
  if (!view) return failure(view.error());
  return std::optional(std::move(*view));
}

}  // namespace entente
