#include "graph/algorithm/compare.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <optional>
#include <tuple>
#include <utility>

namespace entente {
namespace {

using Vertex = GraphView::Vertex;

/// Two views and numbers that their nodes have in common, in order of id.
struct Aligned {
  const GraphView& before;
  const GraphView& after;
  std::vector<std::pair<std::optional<Vertex>, std::optional<Vertex>>> nodes = {};  // by number, where each view has it
  std::vector<Vertex> of_before = {}, of_after = {};                                // by vertex, its number

  const ViewVertex& node(Vertex number) const {
    const auto& [in_before, in_after] = nodes[number];
    return in_after ? after.graph()[*in_after] : before.graph()[*in_before];
  }
};

Aligned align(const GraphView& before, const GraphView& after) {
  Aligned aligned{before, after};
  const std::size_t end_b = num_vertices(before.graph()), end_a = num_vertices(after.graph());
  for (Vertex b = 0, a = 0; b < end_b || a < end_a;) {
    const auto number = static_cast<Vertex>(aligned.nodes.size());
    const int order = a == end_a ? -1 : b == end_b ? 1 : before.graph()[b].id.compare(after.graph()[a].id);
    auto& node = aligned.nodes.emplace_back();
    if (order <= 0) node.first = b++, aligned.of_before.push_back(number);
    if (order >= 0) node.second = a++, aligned.of_after.push_back(number);
  }
  return aligned;
}

/// The pairs with claims, by common numbers.
std::vector<PairSum> claimed_pairs(const GraphView& view, const EdgeWeight& weight, const std::vector<Vertex>& numbers) {
  std::vector<PairSum> pairs = pair_sums(view, [&](const ViewEdge& edge) { return edge.aggregate.actual() == 0 ? 0 : weight(edge); });
  std::erase_if(pairs, [](const PairSum& pair) { return pair.claims == 0; });
  for (PairSum& pair : pairs) pair.a = numbers[pair.a], pair.b = numbers[pair.b];
  return pairs;
}

/// A pair and what it has in either period, by numbers: changes are found and sorted as these.
struct Both {
  Vertex a = 0, b = 0;
  PeriodSum before = {}, after = {};
};

/// Calls `visit` with each pair that either list has. REQUIRES: both in order of (a, b).
template <class Visit>
void for_each_pair(const std::vector<PairSum>& before, const std::vector<PairSum>& after, const Visit& visit) {
  for (std::size_t i = 0, j = 0; i < before.size() || j < after.size();) {
    const auto key = [](const PairSum& pair) { return std::pair(pair.a, pair.b); };
    const bool old = j == after.size() || (i < before.size() && key(before[i]) <= key(after[j]));
    const bool present = i == before.size() || (j < after.size() && key(after[j]) <= key(before[i]));
    const PairSum& one = old ? before[i] : after[j];
    Both both{one.a, one.b};
    if (old) both.before = {before[i].weight, before[i].claims}, ++i;
    if (present) both.after = {after[j].weight, after[j].claims}, ++j;
    visit(both);
  }
}

/// Cuts `found` to the first `limit` by `rank`, the greatest first, ties in the order given, and makes each what `finish` says.
template <class Change, class Found, class Rank, class Finish>
Changes<Change> top(std::vector<Found>& found, std::size_t limit, const Rank& rank, const Finish& finish) {
  Changes<Change> changes{{}, found.size()};
  std::stable_sort(found.begin(), found.end(), [&](const Found& x, const Found& y) { return rank(x) > rank(y); });
  for (std::size_t i = 0; i < std::min(limit, found.size()); ++i) changes.top.push_back(finish(found[i]));
  return changes;
}

void compare_pairs(const Aligned& aligned, const std::vector<PairSum>& before, const std::vector<PairSum>& after, const CompareOptions& options,
                   Comparison& comparison) {
  const auto growth = [&](const Both& pair) {
    return static_cast<double>(pair.after.claims) - options.length_ratio * static_cast<double>(pair.before.claims);
  };
  std::vector<Both> turned, fresh, gone, grown, shrunk;
  for_each_pair(before, after, [&](const Both& pair) {
    if (std::max(pair.before.claims, pair.after.claims) < options.min_claims) return;
    const double was = pair.before.weight, is = pair.after.weight;
    if (pair.before.claims == 0) return fresh.push_back(pair);
    if (pair.after.claims == 0) return gone.push_back(pair);
    if (std::min(std::abs(was), std::abs(is)) > options.threshold && (was > 0) != (is > 0)) return turned.push_back(pair);
    if (growth(pair) > 0) grown.push_back(pair);
    if (growth(pair) < 0) shrunk.push_back(pair);
  });
  const auto finish = [&](const Both& pair) {
    const ViewVertex &a = aligned.node(pair.a), &b = aligned.node(pair.b);
    return PairChange{a.id, b.id, a.name, b.name, pair.before, pair.after, growth(pair)};
  };
  const auto cut = [&](std::vector<Both>& found, const auto& rank) { return top<PairChange>(found, options.limit, rank, finish); };
  comparison.turned = cut(turned, [](const Both& pair) { return std::abs(pair.after.weight - pair.before.weight); });
  comparison.fresh = cut(fresh, [](const Both& pair) { return pair.after.claims; });
  comparison.gone = cut(gone, [](const Both& pair) { return pair.before.claims; });
  comparison.grown = cut(grown, growth);
  comparison.shrunk = cut(shrunk, [&](const Both& pair) { return -growth(pair); });
}

/// What a node has in a period.
struct Total {
  std::uint64_t claims = 0;
  std::uint32_t relations = 0;
};

/// By number.
std::vector<Total> totals(const std::vector<PairSum>& pairs, std::size_t nodes) {
  std::vector<Total> totals(nodes);
  for (const PairSum& pair : pairs)
    for (const Vertex end : {pair.a, pair.b}) {
      totals[end].claims += pair.claims;
      ++totals[end].relations;
    }
  return totals;
}

/// The nodes that have claims in `here`, and none in `elsewhere`.
Changes<NodeChange> only_here(const Aligned& aligned, const std::vector<Total>& here, const std::vector<Total>& elsewhere,
                              const CompareOptions& options) {
  std::vector<Vertex> found;
  for (std::size_t node = 0; node < here.size(); ++node)
    if (elsewhere[node].claims == 0 && here[node].claims >= options.min_claims) found.push_back(static_cast<Vertex>(node));
  return top<NodeChange>(
      found, options.limit, [&](Vertex node) { return here[node].claims; },
      [&](Vertex node) {
        const ViewVertex& vertex = aligned.node(node);
        return NodeChange{vertex.id, vertex.name, vertex.type, here[node].claims, here[node].relations};
      });
}

}  // namespace

Comparison compare_periods(const GraphView& before, const GraphView& after, const EdgeWeight& weight, const CompareOptions& options) {
  const Aligned aligned = align(before, after);
  const std::vector<PairSum> old_pairs = claimed_pairs(before, weight, aligned.of_before), new_pairs = claimed_pairs(after, weight, aligned.of_after);
  Comparison comparison;
  compare_pairs(aligned, old_pairs, new_pairs, options, comparison);
  const std::vector<Total> was = totals(old_pairs, aligned.nodes.size()), is = totals(new_pairs, aligned.nodes.size());
  comparison.fresh_nodes = only_here(aligned, is, was, options);
  comparison.gone_nodes = only_here(aligned, was, is, options);
  return comparison;
}

}  // namespace entente
