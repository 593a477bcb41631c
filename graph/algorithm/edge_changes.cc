#include "graph/algorithm/edge_changes.h"

#include <algorithm>
#include <tuple>

#include "graph/algorithm/first.h"
#include "graph/threads.h"

namespace entente {
namespace {

/// An edge that the earlier snapshot has.
struct Before {
  Key64 source = 0, target = 0;
  TypeId type = 0;
  std::uint32_t claims = 0;

  auto key() const { return std::tie(source, type, target); }
};

auto key_of(const KeyedEdge& edge) { return std::tie(edge.source, edge.type, edge.target); }

std::uint64_t difference(const EdgeChange& change) {
  return change.before > change.after ? change.before - change.after : change.after - change.before;
}

bool differs_more(const EdgeChange& a, const EdgeChange& b) {
  return difference(a) != difference(b) ? difference(a) > difference(b) : key_of(a.edge) < key_of(b.edge);
}

using FirstChanges = First<EdgeChange, decltype(&differs_more)>;

Result<std::vector<Before>> edges_of(const Snapshot& snapshot, const EdgeFilter& filter, std::size_t most, const std::atomic<bool>* stop) {
  std::vector<Before> edges;
  const Status status = snapshot.for_each_edge_key([&](Key64 source, const Neighbour& neighbour) {
    if (filter.shows(neighbour.type, neighbour.aggregate))
      edges.push_back({source, neighbour.node, neighbour.type, static_cast<std::uint32_t>(filter.claims(neighbour.aggregate))});
    return edges.size() <= most && !is_set(stop);
  });
  if (!status.ok()) return failure(status);
  if (is_set(stop)) return stopped();
  if (edges.size() > most)
    return failure(StatusCode::invalid_input, "the first period has too many edges to compare; choose a shorter one, or fewer types");
  return edges;
}

}  // namespace

Result<EdgeChanges> edge_changes(const Snapshot& before, const Snapshot& after, const EdgeFilter& filter, std::size_t limit, std::size_t most_edges,
                                 const std::atomic<bool>* stop) {
  const auto earlier = edges_of(before, filter, most_edges, stop);
  if (!earlier) return failure(earlier.error());
  FirstChanges gained(limit, differs_more), lost(limit, differs_more), changed(limit, differs_more);
  // Both come in order of keys.
  auto at = earlier->begin();
  const auto lose = [&] {
    lost.offer({{at->source, at->target, at->type, {}}, at->claims, 0});
    ++at;
  };
  const Status status = after.for_each_edge_key([&](Key64 source, const Neighbour& neighbour) {
    if (!filter.shows(neighbour.type, neighbour.aggregate)) return !is_set(stop);
    const KeyedEdge edge{source, neighbour.node, neighbour.type, neighbour.aggregate};
    while (at != earlier->end() && at->key() < key_of(edge)) lose();
    const std::uint64_t claims = filter.claims(neighbour.aggregate);
    if (at == earlier->end() || at->key() != key_of(edge)) {
      gained.offer({edge, 0, claims});
    } else {
      if (at->claims != claims) changed.offer({edge, at->claims, claims});
      ++at;
    }
    return !is_set(stop);
  });
  if (!status.ok()) return failure(status);
  if (is_set(stop)) return stopped();
  while (at != earlier->end()) lose();
  EdgeChanges changes{gained.finish(), lost.finish(), changed.finish(), gained.offered(), lost.offered(), changed.offered()};
  for (EdgeChange& change : changes.lost) {
    const auto aggregate = before.edge(change.edge.source, change.edge.type, change.edge.target);
    if (!aggregate) return failure(aggregate.error());
    change.edge.aggregate = *aggregate;
  }
  return changes;
}

}  // namespace entente
