#include "graph/algorithm/busiest.h"

#include <unordered_map>

#include "graph/algorithm/first.h"
#include "graph/threads.h"

namespace entente {
namespace {

using Ranked = std::pair<Key64, std::uint64_t>;

bool ranks_before(const Ranked& a, const Ranked& b) { return a.second != b.second ? a.second > b.second : a.first < b.first; }

Result<Busiest> by_degrees(const Snapshot& snapshot, const EdgeFilter& filter, std::size_t limit, const std::atomic<bool>* stop) {
  First<Ranked, decltype(&ranks_before)> first(limit, ranks_before);
  Busiest busiest;
  const Status status = snapshot.for_each_degree([&](Key64 node, const std::vector<NodeDegree>& degrees) {
    std::uint64_t shown = 0;
    for (const NodeDegree& degree : degrees) {
      if (!filter.shows(degree.type)) continue;
      shown += degree.shown;
      if (degree.direction == Direction::out) busiest.all_edges += degree.shown;
    }
    if (shown == 0) return !is_set(stop);
    first.offer({node, shown});
    ++busiest.all_nodes;
    return !is_set(stop);
  });
  if (!status.ok()) return failure(status);
  if (is_set(stop)) return stopped();
  busiest.nodes = first.finish();
  return busiest;
}

}  // namespace

Result<Busiest> busiest_nodes(const Snapshot& snapshot, const EdgeFilter& filter, std::size_t limit, const std::atomic<bool>* stop) {
  if (!snapshot.period().restricts() && filter.only_actual()) return by_degrees(snapshot, filter, limit, stop);
  First<Ranked, decltype(&ranks_before)> first(limit, ranks_before);
  Busiest busiest;
  std::unordered_map<Key64, std::uint64_t> edges;
  const Status status = snapshot.for_each_edge_key([&](Key64 source, const Neighbour& target) {
    if (!filter.shows(target.type, target.aggregate)) return !is_set(stop);
    ++edges[source];
    ++edges[target.node];
    ++busiest.all_edges;
    return !is_set(stop);
  });
  if (!status.ok()) return failure(status);
  if (is_set(stop)) return stopped();
  for (const auto& [node, count] : edges) first.offer({node, count});
  busiest.nodes = first.finish();
  busiest.all_nodes = edges.size();
  return busiest;
}

}  // namespace entente
