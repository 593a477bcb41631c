#include "graph/algorithm/balance.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <tuple>
#include <utility>

namespace entente {
namespace {

/// Pairs as a graph in which each leads from the vertex with fewer of them to that with more, so that even a hub of all has few that leave it.
struct Oriented {
  struct Arc {
    GraphView::Vertex to = 0;
    std::uint32_t pair = 0;
  };
  std::vector<std::size_t> first;  // of the arcs of a vertex; one more for the end
  std::vector<Arc> arcs;
};

Oriented orient(const std::vector<SignedPair>& pairs, std::size_t vertices) {
  std::vector<std::uint32_t> degree(vertices);
  for (const SignedPair& pair : pairs) ++degree[pair.a], ++degree[pair.b];
  const auto ends = [&](const SignedPair& pair) { return degree[pair.a] <= degree[pair.b] ? std::pair(pair.a, pair.b) : std::pair(pair.b, pair.a); };
  Oriented graph{std::vector<std::size_t>(vertices + 1), std::vector<Oriented::Arc>(pairs.size())};
  for (const SignedPair& pair : pairs) ++graph.first[ends(pair).first + std::size_t{1}];
  std::partial_sum(graph.first.begin(), graph.first.end(), graph.first.begin());
  std::vector<std::size_t> next(graph.first.begin(), graph.first.end() - 1);
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    const auto [from, to] = ends(pairs[i]);
    graph.arcs[next[from]++] = {to, static_cast<std::uint32_t>(i)};
  }
  return graph;
}

/// Calls `visit` with the numbers of the three pairs of each triangle, once a triangle.
template <class Visit>
void for_each_triangle(const Oriented& graph, const Visit& visit) {
  const std::size_t vertices = graph.first.size() - 1;
  constexpr std::uint32_t none = ~0u;
  std::vector<std::uint32_t> pair_to(vertices, none);  // of the vertex in turn
  for (std::size_t vertex = 0; vertex < vertices; ++vertex) {
    for (std::size_t i = graph.first[vertex]; i < graph.first[vertex + 1]; ++i) pair_to[graph.arcs[i].to] = graph.arcs[i].pair;
    for (std::size_t i = graph.first[vertex]; i < graph.first[vertex + 1]; ++i) {
      const std::size_t middle = graph.arcs[i].to;
      for (std::size_t j = graph.first[middle]; j < graph.first[middle + 1]; ++j)
        if (const std::uint32_t closing = pair_to[graph.arcs[j].to]; closing != none) visit(graph.arcs[i].pair, graph.arcs[j].pair, closing);
    }
    for (std::size_t i = graph.first[vertex]; i < graph.first[vertex + 1]; ++i) pair_to[graph.arcs[i].to] = none;
  }
}

/// Of three pairs that join three vertices.
Triad triad_of(SignedPair x, SignedPair y, SignedPair z) {
  std::array<const SignedPair*, 3> pairs = {&x, &y, &z};  // in order: first with second, first with third, second with third
  std::sort(pairs.begin(), pairs.end(), [](const auto* p, const auto* q) { return std::tie(p->a, p->b) < std::tie(q->a, q->b); });
  const auto [first, second, third] = std::tuple(pairs[0]->a, pairs[0]->b, pairs[1]->b);
  const std::array<double, 3> weights = {pairs[0]->weight, pairs[1]->weight, pairs[2]->weight};
  const std::array<bool, 3> plus = {weights[0] > 0, weights[1] > 0, weights[2] > 0};
  if (plus[0] == plus[1]) return {{first, second, third}, weights};
  if (plus[0] == plus[2]) return {{second, first, third}, {weights[0], weights[2], weights[1]}};
  return {{third, first, second}, {weights[1], weights[2], weights[0]}};
}

/// The pairs that are not neutral; counts all three kinds.
void find_pairs(const GraphView& view, const EdgeWeight& weight, double threshold, Balance& found) {
  const std::vector<PairSum> sums = pair_sums(view, weight);
  found.pairs.reserve(sums.size());
  for (const PairSum& sum : sums) {
    if (!(std::abs(sum.weight) > threshold)) {
      ++found.neutral;
      continue;
    }
    ++(sum.weight > 0 ? found.friendly : found.conflicting);
    found.pairs.push_back({sum.a, sum.b, sum.weight, sum.claims, 0, 0});
  }
}

void count(Balance& found, std::uint32_t x, std::uint32_t y, std::uint32_t z) {
  auto& pairs = found.pairs;
  const int friendly = (pairs[x].weight > 0) + (pairs[y].weight > 0) + (pairs[z].weight > 0);
  std::uint64_t* const kinds[] = {&found.triads.all_enemies, &found.triads.one_bond, &found.triads.one_enmity, &found.triads.all_friends};
  ++*kinds[friendly];
  const bool balanced = friendly % 2 == 1;
  for (const std::uint32_t pair : {x, y, z}) ++(balanced ? pairs[pair].balanced : pairs[pair].unbalanced);
  const GraphView::Vertex third = pairs[y].a == pairs[x].a || pairs[y].a == pairs[x].b ? pairs[y].b : pairs[y].a;
  for (const GraphView::Vertex node : {pairs[x].a, pairs[x].b, third}) {
    ++found.triads_of[node];
    found.unbalanced_of[node] += balanced ? 0 : 1;
  }
}

/// The numbers of the pairs most out of line, in order.
std::vector<std::uint32_t> most_out_of_line(const std::vector<SignedPair>& pairs, std::size_t limit) {
  std::vector<std::uint32_t> chosen;
  for (std::size_t i = 0; i < pairs.size(); ++i)
    if (pairs[i].unbalanced > 0) chosen.push_back(static_cast<std::uint32_t>(i));
  const auto end = chosen.begin() + static_cast<std::ptrdiff_t>(std::min(limit, chosen.size()));
  const auto rank = [&](std::uint32_t i) {
    const SignedPair& pair = pairs[i];
    return std::tuple(static_cast<std::int64_t>(pair.balanced) - static_cast<std::int64_t>(pair.unbalanced), ~pair.unbalanced, i);
  };
  std::partial_sort(chosen.begin(), end, chosen.end(), [&](std::uint32_t i, std::uint32_t j) { return rank(i) < rank(j); });
  chosen.erase(end, chosen.end());
  return chosen;
}

/// Puts `triad` of `pair` among the examples, if it is one of the best.
void add_example(OutOfLine& place, const Triad& triad, double strength, std::vector<double>& strengths, std::size_t most) {
  const auto before = [&](std::size_t i) { return strengths[i] != strength ? strengths[i] > strength : place.examples[i].nodes < triad.nodes; };
  std::size_t at = strengths.size();
  while (at > 0 && !before(at - 1)) --at;
  if (at >= most) return;
  strengths.insert(strengths.begin() + static_cast<std::ptrdiff_t>(at), strength);
  place.examples.insert(place.examples.begin() + static_cast<std::ptrdiff_t>(at), triad);
  if (strengths.size() <= most) return;
  strengths.pop_back();
  place.examples.pop_back();
}

/// Lists the pairs out of line, and goes through the triangles once more for their examples.
void list_out_of_line(const Oriented& graph, const BalanceOptions& options, Balance& found) {
  const auto& pairs = found.pairs;
  const std::vector<std::uint32_t> chosen = most_out_of_line(pairs, options.limit);
  if (chosen.empty()) return;
  constexpr std::uint32_t none = ~0u;
  std::vector<std::uint32_t> place_of(pairs.size(), none);
  for (const std::uint32_t pair : chosen) {
    place_of[pair] = static_cast<std::uint32_t>(found.out_of_line.size());
    found.out_of_line.push_back({pairs[pair], {}});
  }
  std::vector<std::vector<double>> strengths(chosen.size());
  for_each_triangle(graph, [&](std::uint32_t x, std::uint32_t y, std::uint32_t z) {
    if (place_of[x] == none && place_of[y] == none && place_of[z] == none) return;
    const Triad triad = triad_of(pairs[x], pairs[y], pairs[z]);
    if (triad.balanced()) return;
    const auto add = [&](std::uint32_t pair, std::uint32_t other, std::uint32_t another) {
      if (place_of[pair] == none) return;
      const double strength = std::min(std::abs(pairs[other].weight), std::abs(pairs[another].weight));
      add_example(found.out_of_line[place_of[pair]], triad, strength, strengths[place_of[pair]], options.examples);
    };
    add(x, y, z);
    add(y, x, z);
    add(z, x, y);
  });
}

}  // namespace

bool Triad::balanced() const { return ((weights[0] > 0) + (weights[1] > 0) + (weights[2] > 0)) % 2 == 1; }

Balance balance(const GraphView& view, const EdgeWeight& weight, const BalanceOptions& options) {
  const std::size_t vertices = num_vertices(view.graph());
  Balance found;
  found.triads_of.resize(vertices);
  found.unbalanced_of.resize(vertices);
  find_pairs(view, weight, options.threshold, found);
  const Oriented graph = orient(found.pairs, vertices);
  for_each_triangle(graph, [&](std::uint32_t x, std::uint32_t y, std::uint32_t z) { count(found, x, y, z); });
  if (const std::uint64_t total = found.triads.total(); total > 0)
    found.degree = static_cast<double>(found.triads.balanced()) / static_cast<double>(total);
  list_out_of_line(graph, options, found);
  return found;
}

std::string sentence_of(const GraphView& view, const Triad& triad) {
  const auto name = [&](std::size_t i) {
    const ViewVertex& vertex = view.graph()[triad.nodes[i]];
    return vertex.name.empty() ? vertex.id : vertex.name;
  };
  const bool friends = triad.weights[0] > 0, same = friends == (triad.weights[2] > 0);
  const std::string bond = friends ? "friendly" : "in conflict";
  if (same) return name(0) + ", " + name(1) + " and " + name(2) + " are all " + bond + " with each other.";
  return name(0) + " is " + bond + " with " + name(1) + " and with " + name(2) + ", who are " +
         (friends ? "in conflict." : "friendly with each other.");
}

}  // namespace entente
