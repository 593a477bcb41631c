#include "export/selection.h"

#include <algorithm>
#include <limits>
#include <unordered_map>

#include "graph/hash.h"

namespace entente {

std::uint64_t shown_claims(const EdgeAggregate& aggregate, const std::array<bool, kClaimStatusCount>& statuses) {
  std::uint64_t sum = 0;
  for (std::size_t status = 0; status < kClaimStatusCount; ++status)
    if (statuses[status]) sum += aggregate.count[status];
  return sum;
}

ClaimStatus strongest_status(const EdgeAggregate& aggregate) {
  if (aggregate.actual() > 0) return ClaimStatus::actual;
  return static_cast<ClaimStatus>(std::ranges::max_element(aggregate.count) - aggregate.count);
}

Result<Selection> Selection::make(const Snapshot& snapshot, const Ontology& ontology, const ExportOptions& options) {
  Selection selection(snapshot, ontology, options);
  if (Status status = selection.choose_nodes(); !status.ok()) return failure(std::move(status));
  if (options.reference != nullptr)
    if (Status status = selection.choose_reference(); !status.ok()) return failure(std::move(status));
  return selection;
}

Status Selection::choose_nodes() {
  if (options_.top > 0) {
    std::unordered_map<Key64, std::uint64_t> claims;
    const Status status = snapshot_.for_each_edge([&](const StoredEdge& edge) {
      if (!shows(edge)) return true;
      const std::uint64_t count = shown_claims(edge.aggregate, options_.statuses);
      claims[hash64(edge.source)] += count;
      if (edge.source != edge.target) claims[hash64(edge.target)] += count;
      return true;
    });
    if (!status.ok()) return status;
    std::vector<std::pair<std::uint64_t, Key64>> ranked;
    for (const auto& [node, count] : claims) ranked.emplace_back(std::numeric_limits<std::uint64_t>::max() - count, node);
    const std::size_t kept = std::min(options_.top, ranked.size());
    std::partial_sort(ranked.begin(), ranked.begin() + static_cast<std::ptrdiff_t>(kept), ranked.end());
    for (std::size_t i = 0; i < kept; ++i) top_.add(ranked[i].second);
    top_.finish();
    restricted_ = true;
  }
  const Status status = snapshot_.for_each_edge([&](const StoredEdge& edge) {
    if (!shows(edge)) return true;
    ++edge_count_;
    touched_.add(hash64(edge.source));
    touched_.add(hash64(edge.target));
    return true;
  });
  touched_.finish();
  return status;
}

Status Selection::choose_reference() {
  std::unordered_set<std::string> ids;
  const Status status = for_each_node([&](const StoredNode& node) {
    ids.insert(node.node.id);
    ids.insert(node.ids.begin(), node.ids.end());
    return true;
  });
  if (!status.ok()) return status;
  const auto identity = snapshot_.identity();
  if (!identity) return identity.error();
  reference_ = options_.reference->between(ids);
  for (ReferenceEdge& edge : reference_)
    for (std::string* end : {&edge.source, &edge.target})
      if (const Cluster* cluster = (*identity)->cluster(hash64(*end))) *end = cluster->id;
  std::sort(reference_.begin(), reference_.end());
  reference_.erase(std::unique(reference_.begin(), reference_.end()), reference_.end());
  std::erase_if(reference_, [&](const ReferenceEdge& edge) {
    const auto& types = options_.relation_types;
    return (!types.empty() && std::ranges::find(types, edge.type) == types.end()) || !overlaps(edge, snapshot_.period());
  });
  return status;
}

bool Selection::shows(const StoredEdge& edge) const {
  const auto& types = options_.relation_types;
  if (!types.empty() && std::ranges::find(types, edge.type) == types.end()) return false;
  const EdgeAggregate& sum = edge.aggregate;
  const std::uint64_t claims = shown_claims(sum, options_.statuses);
  if (claims == 0 || claims < options_.min_count || sum.confidence < options_.min_confidence) return false;
  return !restricted_ || (top_.contains(hash64(edge.source)) && top_.contains(hash64(edge.target)));
}

bool Selection::shows(const StoredNode& node) const {
  const Key64 key = hash64(node.node.id);
  if (options_.isolated) return !restricted_ || top_.contains(key);
  return touched_.contains(key);
}

Status Selection::for_each_node(const std::function<bool(const StoredNode&)>& visit) const {
  return snapshot_.for_each_node([&](const StoredNode& node) { return !shows(node) || visit(node); });
}

Status Selection::for_each_edge(const std::function<bool(const ExportEdge&)>& visit) const {
  ExportEdge shown;
  bool stopped = false;
  const Status status = snapshot_.for_each_edge([&](const StoredEdge& edge) {
    if (!shows(edge)) return true;
    shown.claimed = &edge;
    shown.relation = ontology_->relation_type(edge.type);
    stopped = !visit(shown);
    ++shown.number;
    return !stopped;
  });
  if (!status.ok() || stopped) return status;
  shown.claimed = nullptr;
  for (const ReferenceEdge& edge : reference_) {
    const ReferenceEdge* before = shown.reference;
    const bool again = before != nullptr && before->source == edge.source && before->type == edge.type && before->target == edge.target;
    shown.parallel = again ? shown.parallel + 1 : 0;
    shown.reference = &edge;
    shown.relation = ontology_->relation_type(edge.type);
    if (!visit(shown)) break;
    ++shown.number;
  }
  return status;
}

}  // namespace entente
