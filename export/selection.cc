#include "export/selection.h"

#include <algorithm>
#include <limits>
#include <unordered_map>

#include "export/countries.h"
#include "export/parallel.h"
#include "export/picked.h"
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
  if (options.evidence && options.countries != nullptr)
    return failure(StatusCode::unsupported, "edges between countries cannot carry the claims behind them; leave out the evidence or the rollup");
  Selection selection(snapshot, ontology, options);
  Status status = selection.read_ids();
  if (status.ok() && options.top > 0) status = selection.choose_top();
  if (status.ok()) status = selection.choose_nodes();
  if (status.ok()) status = selection.choose_reference();
  if (!status.ok()) return failure(std::move(status));
  return selection;
}

Status Selection::read_ids() {
  if (options_.picked != nullptr || options_.countries != nullptr || snapshot_.period().restricts()) return Status::success();
  const Status status = snapshot_.for_each_node([&](const StoredNode& node) {
    ids_.add(node.node.id);
    return true;
  });
  ids_.finish();
  return status;
}

Status Selection::choose_top() {
  std::unordered_map<Key64, std::uint64_t> claims;
  const Status status = for_each_shown_key([&](Key64 source, Key64 target, const EdgeAggregate& aggregate) {
    const std::uint64_t count = shown_claims(aggregate, options_.statuses);
    claims[source] += count;
    if (source != target) claims[target] += count;
  });
  if (!status.ok()) return status;
  std::vector<std::pair<std::uint64_t, Key64>> ranked;
  for (const auto& [node, count] : claims) ranked.emplace_back(std::numeric_limits<std::uint64_t>::max() - count, node);
  const std::size_t kept = std::min(options_.top, ranked.size());
  std::partial_sort(ranked.begin(), ranked.begin() + static_cast<std::ptrdiff_t>(kept), ranked.end());
  for (std::size_t i = 0; i < kept; ++i) top_.add(ranked[i].second);
  top_.finish();
  restricted_ = true;
  return status;
}

Status Selection::choose_nodes() {
  const Status status = for_each_shown_key([&](Key64 source, Key64 target, const EdgeAggregate&) {
    ++edge_count_;
    touched_.add(source);
    touched_.add(target);
  });
  if (options_.picked != nullptr && options_.countries == nullptr) {
    for (const Key64 node : options_.picked->nodes().nodes())
      if (!restricted_ || top_.contains(node)) touched_.add(node);
    for (const ReferenceEdge& edge : options_.picked->reference())
      if (shows(edge))
        for (const std::string* end : {&edge.source, &edge.target}) touched_.add(hash64(*end));
  }
  touched_.finish();
  return status;
}

Status Selection::choose_reference() {
  if (options_.picked != nullptr && options_.countries == nullptr) reference_ = options_.picked->reference();
  if (options_.reference != nullptr) {
    std::unordered_set<std::string> ids;
    const Status status = for_each_node([&](const StoredNode& node) {
      ids.insert(node.node.id);
      ids.insert(node.ids.begin(), node.ids.end());
      return true;
    });
    if (!status.ok()) return status;
    const auto identity = snapshot_.identity();
    if (!identity) return identity.error();
    for (ReferenceEdge& edge : options_.reference->between(ids)) {
      for (std::string* end : {&edge.source, &edge.target})
        if (const Cluster* cluster = (*identity)->cluster(hash64(*end))) *end = cluster->id;
      reference_.push_back(std::move(edge));
    }
  }
  std::sort(reference_.begin(), reference_.end());
  reference_.erase(std::unique(reference_.begin(), reference_.end()), reference_.end());
  std::erase_if(reference_, [&](const ReferenceEdge& edge) { return !shows(edge); });
  return Status::success();
}

bool Selection::lets_through(TypeId type) const {
  return options_.relation_types.empty() || std::ranges::find(options_.relation_types, type) != options_.relation_types.end();
}

bool Selection::lets_through(TypeId type, const EdgeAggregate& aggregate) const {
  if (options_.countries != nullptr) return true;  // they were made of what was let through
  if (!lets_through(type) || aggregate.confidence < options_.min_confidence) return false;
  return options_.picked != nullptr || shown_claims(aggregate, options_.statuses) > 0;
}

bool Selection::shows(Key64 source, Key64 target, const EdgeAggregate& aggregate) const {
  if (options_.min_count > 0 && shown_claims(aggregate, options_.statuses) < options_.min_count) return false;
  return !restricted_ || (top_.contains(source) && top_.contains(target));
}

bool Selection::shows(const ReferenceEdge& edge) const {
  if (!lets_through(edge.type) || !overlaps(edge, snapshot_.period())) return false;
  return !restricted_ || (top_.contains(hash64(edge.source)) && top_.contains(hash64(edge.target)));
}

bool Selection::shows(Key64 node) const {
  if (options_.isolated && (options_.picked == nullptr || options_.countries != nullptr)) return !restricted_ || top_.contains(node);
  return touched_.contains(node);
}

Status Selection::for_each_node(const std::function<bool(const StoredNode&)>& visit) const {
  if (options_.countries != nullptr) {
    for (const StoredNode& node : options_.countries->nodes())
      if (shows(hash64(node.node.id)) && !visit(node)) break;
    return Status::success();
  }
  if (options_.picked == nullptr) return snapshot_.for_each_node([&](const StoredNode& node) { return !shows(hash64(node.node.id)) || visit(node); });
  for (const Key64 key : touched_.nodes()) {
    const auto node = snapshot_.node(key);
    if (!node) return node.error();
    if (!visit(*node)) break;
  }
  return Status::success();
}

Status Selection::for_each_read_edge(const std::function<bool(const StoredEdge&)>& visit) const {
  if (options_.countries != nullptr) {
    for (const StoredEdge& edge : options_.countries->edges())
      if (!visit(edge)) break;
    return Status::success();
  }
  if (options_.picked != nullptr) return for_each_picked_edge(visit);
  return ids_.size() > 0 ? for_each_edge_with_ids(snapshot_, ids_, visit) : snapshot_.for_each_edge(visit);
}

Status Selection::for_each_picked_edge(const std::function<bool(const StoredEdge&)>& visit) const {
  StoredEdge edge;
  Key64 source = 0;
  for (const PickedEdge& picked : options_.picked->edges()) {
    const auto aggregate = snapshot_.edge(picked.source, picked.type, picked.target);
    if (!aggregate) return aggregate.error();
    if (edge.source.empty() || picked.source != source) {
      auto id = snapshot_.id(picked.source);
      if (!id) return id.error();
      edge.source = std::move(*id);
      source = picked.source;
    }
    auto target = snapshot_.id(picked.target);
    if (!target) return target.error();
    edge.target = std::move(*target);
    edge.type = picked.type;
    edge.aggregate = *aggregate;
    if (!visit(edge)) break;
  }
  return Status::success();
}

Status Selection::for_each_summed_edge(const VisitEdge& visit) const {
  const auto let_through = [&](const StoredEdge& edge) { return lets_through(edge.type, edge.aggregate); };
  if (!options_.sum_parallel) return for_each_read_edge([&](const StoredEdge& edge) { return !let_through(edge) || visit(edge, nullptr); });
  ParallelEdges of_source(*ontology_, options_.statuses);
  bool more = true;
  const Status status = for_each_read_edge([&](const StoredEdge& edge) {
    if (!let_through(edge)) return true;
    if (of_source.ends_before(edge)) more = of_source.give(visit);
    if (more) of_source.add(edge);
    return more;
  });
  if (status.ok() && more) of_source.give(visit);
  return status;
}

Status Selection::for_each_shown_key(const std::function<void(Key64, Key64, const EdgeAggregate&)>& visit) const {
  const auto give = [&](Key64 source, Key64 target, const EdgeAggregate& aggregate) {
    if (shows(source, target, aggregate)) visit(source, target, aggregate);
    return true;
  };
  if (options_.countries == nullptr && options_.picked == nullptr && !options_.sum_parallel)
    return snapshot_.for_each_edge_key(
        [&](Key64 source, const Neighbour& edge) { return !lets_through(edge.type, edge.aggregate) || give(source, edge.node, edge.aggregate); });
  return for_each_summed_edge(
      [&](const StoredEdge& edge, const SummedTypes*) { return give(hash64(edge.source), hash64(edge.target), edge.aggregate); });
}

Status Selection::for_each_edge(const std::function<bool(const ExportEdge&)>& visit) const {
  ExportEdge shown;
  RelationType summed;
  bool stopped = false;
  const Status status = for_each_summed_edge([&](const StoredEdge& edge, const SummedTypes* types) {
    if (!shows(hash64(edge.source), hash64(edge.target), edge.aggregate)) return true;
    if (types != nullptr) summed = summed_relation(*types, *ontology_);
    shown.claimed = &edge;
    shown.summed = types;
    shown.relation = types != nullptr ? &summed : ontology_->relation_type(edge.type);
    stopped = !visit(shown);
    ++shown.number;
    return !stopped;
  });
  if (!status.ok() || stopped) return status;
  shown.claimed = nullptr;
  shown.summed = nullptr;
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

Status Selection::for_each_claim(const ExportEdge& edge, const std::function<bool(const Claim&)>& visit) const {
  if (edge.claimed == nullptr || options_.countries != nullptr) return Status::success();
  const StoredEdge& claimed = *edge.claimed;
  std::vector<TypeId> types = {claimed.type};
  if (edge.summed != nullptr) {
    types.clear();
    for (const auto& [type, count] : edge.summed->types) types.push_back(type);
  }
  const bool all = shown_claims(claimed.aggregate, options_.statuses) == 0;
  bool more = true;
  for (const TypeId type : types) {
    const Status status = snapshot_.claims(claimed.source, type, claimed.target, [&](const Claim& claim, std::uint32_t) {
      more = !(all || options_.statuses[static_cast<std::size_t>(status_of(claim))]) || visit(claim);
      return more;
    });
    if (!status.ok() || !more) return status;
  }
  return Status::success();
}

}  // namespace entente
