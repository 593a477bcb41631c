#include "graph/algorithm/strongest.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "graph/algorithm/first.h"
#include "graph/threads.h"

namespace entente {
namespace {

auto key_of(const KeyedEdge& edge) { return std::tie(edge.source, edge.type, edge.target); }

}  // namespace

Result<Strongest> strongest_edges(const Snapshot& snapshot, const EdgeFilter& filter, std::size_t limit, const std::atomic<bool>* stop) {
  const auto strength = [&](const KeyedEdge& edge) { return std::pair(filter.claims(edge.aggregate), edge.aggregate.reports); };
  const auto stronger = [&](const KeyedEdge& a, const KeyedEdge& b) {
    const auto of_a = strength(a), of_b = strength(b);
    return of_a != of_b ? of_a > of_b : key_of(a) < key_of(b);
  };
  const auto newer = [&](const KeyedEdge& a, const KeyedEdge& b) {
    return a.aggregate.last != b.aggregate.last ? a.aggregate.last > b.aggregate.last : stronger(a, b);
  };
  First<KeyedEdge, decltype(stronger)> strongest(limit, stronger);
  First<KeyedEdge, decltype(newer)> newest(limit, newer);
  const Status status = snapshot.for_each_edge_key([&](Key64 source, const Neighbour& neighbour) {
    if (!filter.shows(neighbour.type, neighbour.aggregate)) return !is_set(stop);
    const KeyedEdge edge{source, neighbour.node, neighbour.type, neighbour.aggregate};
    strongest.offer(edge);
    if (neighbour.aggregate.last != 0) newest.offer(edge);
    return !is_set(stop);
  });
  if (!status.ok()) return failure(status);
  if (is_set(stop)) return stopped();
  return Strongest{strongest.finish(), newest.finish()};
}

}  // namespace entente
