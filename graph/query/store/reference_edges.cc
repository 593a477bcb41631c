#include "graph/query/store/reference_edges.h"

#include <string>
#include <unordered_set>

#include "graph/hash.h"

namespace entente::query {

entente::Result<ReferenceEdges> ReferenceEdges::read(const Snapshot& snapshot, const ReferenceFacts& facts) {
  const auto identity = snapshot.identity();
  if (!identity) return entente::failure(identity.error());
  std::unordered_set<std::string> ids;  // all that stand for a node
  const Status status = snapshot.for_each_node([&](const StoredNode& stored) {
    ids.insert(stored.node.id);
    ids.insert(stored.ids.begin(), stored.ids.end());
    return true;
  });
  if (!status.ok()) return entente::failure(status);
  ReferenceEdges edges;
  for (ReferenceEdge& fact : facts.between(ids)) {
    if (!overlaps(fact, snapshot.period())) continue;
    const auto number = static_cast<std::uint32_t>(edges.all_.size());
    const Key64 source = (*identity)->canonical(hash64(fact.source)), target = (*identity)->canonical(hash64(fact.target));
    edges.all_.push_back({source, target, (std::uint64_t{number} + 1) << kTypeBits | fact.type});
    edges.from_[source].push_back(number);
    edges.to_[target].push_back(number);
    edges.facts_.push_back(std::move(fact));
  }
  return edges;
}

}  // namespace entente::query
