#include "graph/algorithm/communities.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>
#include <span>
#include <utility>

namespace entente {
namespace {

using Labels = std::vector<std::uint32_t>;

/// SplitMix64 (Steele, Lea and Flood 2014): numbers that are the same on every machine, which distributions of the standard library are not.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }
  std::uint32_t below(std::uint32_t n) { return static_cast<std::uint32_t>(((next() >> 32) * n) >> 32); }
  /// In [0, 1).
  double fraction() { return static_cast<double>(next() >> 11) * 0x1p-53; }

  /// All numbers below `n` in random order.
  Labels order(std::uint32_t n) {
    Labels order(n);
    std::iota(order.begin(), order.end(), 0u);
    for (std::uint32_t i = n; i > 1; --i) std::swap(order[i - 1], order[below(i)]);
    return order;
  }

 private:
  std::uint64_t state_;
};

/// The undirected weighted graph of one level, each edge once from either end. A vertex of a level stands for several of the level below; the edges
/// between those are in its strength, and nowhere else, as they do not change where it belongs.
struct Network {
  std::vector<std::size_t> first = {0};  // of the edges of a vertex; one more for the end
  std::vector<std::uint32_t> to;
  std::vector<double> weight;
  std::vector<double> strength;  // sum of the weights of all edges of a vertex

  std::uint32_t size() const { return static_cast<std::uint32_t>(strength.size()); }
  double total() const { return std::accumulate(strength.begin(), strength.end(), 0.0); }

  template <class Visit>
  void for_each(std::uint32_t vertex, const Visit& visit) const {
    for (std::size_t i = first[vertex]; i < first[vertex + 1]; ++i) visit(to[i], weight[i]);
  }
};

/// Sums by number, of which few are touched at a time.
class SparseSums {
 public:
  explicit SparseSums(std::size_t size) : sums_(size) {}

  void add(std::uint32_t at, double weight) {
    if (sums_[at] == 0) touched_.push_back(at);
    sums_[at] += weight;
  }
  double at(std::uint32_t place) const { return sums_[place]; }
  const Labels& touched() const { return touched_; }
  void clear() {
    for (const std::uint32_t at : touched_) sums_[at] = 0;
    touched_.clear();
  }

 private:
  std::vector<double> sums_;
  Labels touched_;
};

Network network_of(const GraphView& view, const EdgeWeight& weight) {
  const auto& graph = view.graph();
  const auto size = static_cast<std::uint32_t>(num_vertices(graph));
  Network network;
  network.first.reserve(size + std::size_t{1});
  network.strength.reserve(size);
  network.to.reserve(2 * num_edges(graph));
  network.weight.reserve(2 * num_edges(graph));
  SparseSums sums(size);
  for (std::uint32_t vertex = 0; vertex < size; ++vertex) {
    for_each_edge_of(graph, vertex, [&](GraphView::Edge edge, GraphView::Vertex other) {
      const double counts = weight ? weight(graph[edge]) : 1;
      if (other != vertex && counts > 0 && std::isfinite(counts)) sums.add(other, counts);
    });
    double strength = 0;
    for (const std::uint32_t other : sums.touched()) {
      network.to.push_back(other);
      network.weight.push_back(sums.at(other));
      strength += sums.at(other);
    }
    sums.clear();
    network.first.push_back(network.to.size());
    network.strength.push_back(strength);
  }
  return network;
}

/// Numbers labels below `end` anew, from 0 in order of their first vertex; returns how many there are.
std::uint32_t renumber(Labels& labels, std::size_t end) {
  constexpr std::uint32_t none = ~0u;
  Labels numbers(end, none);
  std::uint32_t count = 0;
  for (std::uint32_t& label : labels) {
    if (numbers[label] == none) numbers[label] = count++;
    label = numbers[label];
  }
  return count;
}

/// The fast local moving of the method: each vertex goes to the neighbouring community, or one of its own, that gains most, until none gains.
class LocalMoves {
 public:
  /// Moves vertices within `of`, which has a number below the size of the network for each. `scale` is the resolution by twice the weight of all
  /// edges.
  LocalMoves(const Network& network, double scale, Labels& of)
      : network_(network), scale_(scale), of_(of), strength_(network.size()), members_(network.size()), to_community_(network.size()) {
    for (std::uint32_t vertex = 0; vertex < network.size(); ++vertex) {
      strength_[of[vertex]] += network.strength[vertex];
      ++members_[of[vertex]];
    }
    for (std::uint32_t community = network.size(); community-- > 0;)
      if (members_[community] == 0) empty_.push_back(community);
  }

  void run(Random& random) {
    Labels queue = random.order(network_.size());  // a ring: each vertex is in it once at most
    std::vector<bool> waits(network_.size(), true);
    std::size_t head = 0, waiting = queue.size();
    while (waiting > 0) {
      const std::uint32_t vertex = queue[head];
      head = head + 1 == queue.size() ? 0 : head + 1;
      --waiting;
      waits[vertex] = false;
      if (!move(vertex)) continue;
      network_.for_each(vertex, [&](std::uint32_t other, double) {
        if (waits[other] || of_[other] == of_[vertex]) return;
        waits[other] = true;
        queue[(head + waiting++) % queue.size()] = other;
      });
    }
  }

 private:
  bool move(std::uint32_t vertex) {
    const std::uint32_t from = of_[vertex];
    const double strength = network_.strength[vertex];
    network_.for_each(vertex, [&](std::uint32_t other, double weight) { to_community_.add(of_[other], weight); });
    strength_[from] -= strength;
    --members_[from];
    if (members_[from] == 0) empty_.push_back(from);

    const auto gain = [&](std::uint32_t community) { return to_community_.at(community) - scale_ * strength * strength_[community]; };
    const double least = 1e-10 * strength;  // more than rounding can make of nothing, or moves might go on for ever
    std::uint32_t best = from;
    double most = (members_[from] == 0 ? 0 : gain(from)) + least;
    for (const std::uint32_t community : to_community_.touched())
      if (const double here = gain(community); community != from && here > most) best = community, most = here;
    if (most < 0) best = empty_.back();
    to_community_.clear();

    if (members_[best] == 0) {
      empty_.pop_back();
      strength_[best] = 0;
    }
    of_[vertex] = best;
    strength_[best] += strength;
    ++members_[best];
    return best != from;
  }

  const Network& network_;
  double scale_;
  Labels& of_;
  std::vector<double> strength_;  // by community
  Labels members_, empty_;
  SparseSums to_community_;  // weight of the edges from a vertex to each community around it
};

/// The refinement of the method: divides each community into parts that are well connected to the rest of it. A vertex joins a part along an edge and
/// stays, so parts are connected.
class Refinement {
 public:
  Refinement(const Network& network, double scale, const Labels& of)
      : network_(network),
        scale_(scale),
        of_(of),
        part_(network.size()),
        strength_(network.strength),
        outward_(network.size()),
        community_strength_(network.size()),
        joined_(network.size()),
        to_part_(network.size()) {
    std::iota(part_.begin(), part_.end(), 0u);
    double weights = 0;
    for (std::uint32_t vertex = 0; vertex < network.size(); ++vertex) {
      community_strength_[of[vertex]] += network.strength[vertex];
      network.for_each(vertex, [&](std::uint32_t other, double weight) {
        weights += weight;
        if (of[other] == of[vertex]) outward_[vertex] += weight;
      });
    }
    randomness_ = 0.01 * weights / static_cast<double>(std::max<std::size_t>(1, network.to.size()));
  }

  Labels run(Random& random) {
    for (const std::uint32_t vertex : random.order(network_.size()))
      if (!joined_[vertex] && well_connected(vertex, of_[vertex])) place(vertex, random);
    return std::move(part_);
  }

 private:
  bool well_connected(std::uint32_t part, std::uint32_t community) const {
    return outward_[part] >= scale_ * strength_[part] * (community_strength_[community] - strength_[part]);
  }

  void place(std::uint32_t vertex, Random& random) {
    network_.for_each(vertex, [&](std::uint32_t other, double weight) {
      if (of_[other] == of_[vertex]) to_part_.add(part_[other], weight);
    });
    const std::uint32_t part = choose(vertex, random);
    if (part != vertex) {
      part_[vertex] = part;
      joined_[part] = joined_[vertex] = true;
      strength_[part] += strength_[vertex];
      outward_[part] += outward_[vertex] - 2 * to_part_.at(part);
    }
    to_part_.clear();
  }

  /// One of the parts that do not lose by having `vertex`, itself included, the likelier the more they gain.
  std::uint32_t choose(std::uint32_t vertex, Random& random) {
    choices_.assign(1, {vertex, 0});
    double most = 0;
    for (const std::uint32_t part : to_part_.touched()) {
      const double gain = to_part_.at(part) - scale_ * strength_[vertex] * strength_[part];
      if (gain < 0 || !well_connected(part, of_[vertex])) continue;
      choices_.emplace_back(part, gain);
      most = std::max(most, gain);
    }
    double sum = 0;
    for (auto& [part, gain] : choices_) gain = sum += std::exp((gain - most) / randomness_);
    const double drawn = random.fraction() * sum;
    const auto chosen = std::find_if(choices_.begin(), choices_.end(), [&](const auto& choice) { return drawn < choice.second; });
    return chosen == choices_.end() ? choices_.back().first : chosen->first;
  }

  const Network& network_;
  double scale_, randomness_ = 0;
  const Labels& of_;
  Labels part_;                             // by vertex; a part has the number of the vertex that it began with
  std::vector<double> strength_, outward_;  // by part; the latter the weight of its edges to the rest of its community
  std::vector<double> community_strength_;
  std::vector<bool> joined_;  // by vertex: it is no part of its own any more
  SparseSums to_part_;
  std::vector<std::pair<std::uint32_t, double>> choices_;
};

/// The network whose vertices are the `count` parts of another.
Network merged(const Network& network, const Labels& part, std::uint32_t count) {
  std::vector<std::uint32_t> first(count + std::size_t{1}), members(network.size());
  for (const std::uint32_t one : part) ++first[one + 1];
  std::partial_sum(first.begin(), first.end(), first.begin());
  std::vector<std::uint32_t> next(first.begin(), first.end() - 1);
  for (std::uint32_t vertex = 0; vertex < network.size(); ++vertex) members[next[part[vertex]]++] = vertex;

  Network result;
  result.strength.resize(count);
  SparseSums sums(count);
  for (std::uint32_t one = 0; one < count; ++one) {
    for (const std::uint32_t member : std::span(members).subspan(first[one], first[one + 1] - first[one])) {
      result.strength[one] += network.strength[member];
      network.for_each(member, [&](std::uint32_t other, double weight) {
        if (part[other] != one) sums.add(part[other], weight);
      });
    }
    for (const std::uint32_t other : sums.touched()) {
      result.to.push_back(other);
      result.weight.push_back(sums.at(other));
    }
    sums.clear();
    result.first.push_back(result.to.size());
  }
  return result;
}

/// One iteration of the method: moves, refines and merges until every community is one vertex.
void iterate(const Network& network, double scale, Random& random, Labels& of) {
  Labels place(network.size());  // of each vertex in the present level
  std::iota(place.begin(), place.end(), 0u);
  Network merged_network;
  const Network* level = &network;
  Labels community = std::move(of);
  while (true) {
    LocalMoves(*level, scale, community).run(random);
    Labels part = Refinement(*level, scale, community).run(random);
    const std::uint32_t count = renumber(part, part.size());
    if (count == level->size()) break;
    Labels of_part(count);
    for (std::uint32_t vertex = 0; vertex < level->size(); ++vertex) of_part[part[vertex]] = community[vertex];
    renumber(of_part, level->size());
    community = std::move(of_part);
    merged_network = merged(*level, part, count);
    level = &merged_network;
    for (std::uint32_t& at : place) at = part[at];
  }
  of = std::move(place);
}

double modularity_of(const Network& network, const Labels& of, double resolution) {
  const double total = network.total();
  if (total <= 0) return 0;
  std::vector<double> strength(network.size());
  double within = 0, expected = 0;
  for (std::uint32_t vertex = 0; vertex < network.size(); ++vertex) {
    strength[of[vertex]] += network.strength[vertex];
    network.for_each(vertex, [&](std::uint32_t other, double weight) { within += of[other] == of[vertex] ? weight : 0; });
  }
  for (const double one : strength) expected += (one / total) * (one / total);
  return within / total - resolution * expected;
}

/// Numbers the communities by size.
std::vector<std::uint32_t> by_size(Labels& of) {
  const std::uint32_t count = renumber(of, of.size());  // in order of first vertex
  Labels sizes(count), order(count), number(count);
  for (const std::uint32_t one : of) ++sizes[one];
  std::iota(order.begin(), order.end(), 0u);
  std::stable_sort(order.begin(), order.end(), [&](std::uint32_t x, std::uint32_t y) { return sizes[x] > sizes[y]; });
  for (std::uint32_t i = 0; i < count; ++i) number[order[i]] = i;
  for (std::uint32_t& one : of) one = number[one];
  std::sort(sizes.begin(), sizes.end(), std::greater<>());
  return sizes;
}

}  // namespace

Communities communities(const GraphView& view, const CommunityOptions& options) {
  const Network network = network_of(view, options.weight);
  Communities found;
  found.of.resize(network.size());
  std::iota(found.of.begin(), found.of.end(), 0u);
  if (const double total = network.total(); total > 0) {
    Random random(options.seed);
    double before = modularity_of(network, found.of, options.resolution);
    for (unsigned i = 0; i < options.iterations; ++i) {
      iterate(network, options.resolution / total, random, found.of);
      found.modularity = modularity_of(network, found.of, options.resolution);
      if (found.modularity <= before + 1e-9) break;
      before = found.modularity;
    }
  }
  found.sizes = by_size(found.of);
  return found;
}

double modularity(const GraphView& view, const std::vector<std::uint32_t>& communities, double resolution, const EdgeWeight& weight) {
  return modularity_of(network_of(view, weight), communities, resolution);
}

}  // namespace entente
