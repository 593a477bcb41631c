#include "graph/store/parts.h"

#include <algorithm>
#include <utility>

#include "graph/store/fold.h"

namespace entente::store {

NodeNumbers::NodeNumbers(const std::vector<Node>& nodes) {
  numbers_.reserve(nodes.size());
  for (std::uint32_t number = 0; const Node& node : nodes) numbers_.emplace_back(node.id, number++);
  std::ranges::sort(numbers_);
}

const std::uint32_t* NodeNumbers::find(std::string_view id) const {
  const auto found = std::ranges::lower_bound(numbers_, id, {}, &decltype(numbers_)::value_type::first);
  return found != numbers_.end() && found->first == id ? &found->second : nullptr;
}

std::optional<std::string_view> NodeNumbers::twice() const {
  const auto found = std::ranges::adjacent_find(numbers_, {}, &decltype(numbers_)::value_type::first);
  if (found == numbers_.end()) return std::nullopt;
  return found->first;
}

Parts take_apart(const Contribution& contribution, const Ontology& ontology) {
  const DocumentRecord& document = contribution.document;
  std::string extractor = contribution.claims.empty() ? std::string() : contribution.claims.front().evidence.extractor;
  Parts parts{hash64(document.id), {document.id, document.content_hash, std::move(extractor), document.date, contribution.nodes, {}}, {}, {}};
  const NodeNumbers numbers(contribution.nodes);
  parts.claims.reserve(contribution.claims.size());
  parts.ledger.claims.reserve(contribution.claims.size());
  for (const Claim& claim : contribution.claims) {
    const bool turns = ontology.relation_type(claim.type)->symmetric && claim.target < claim.source;
    const Claim& stored = turns ? *parts.turned.emplace_back(std::make_unique<const Claim>(turned(claim))) : claim;
    parts.claims.push_back(&stored);
    parts.ledger.claims.push_back({*numbers.find(stored.source), stored.type, *numbers.find(stored.target)});
  }
  return parts;
}

Place place_of(const Ledger& ledger, std::size_t number, const Identity& identity, const Ontology& ontology) {
  const Ledger::Link& link = ledger.claims[number];
  Place place{ledger.edge(number), false};
  const Cluster* source = identity.cluster(place.edge.source);
  const Cluster* target = identity.cluster(place.edge.target);
  if (source == nullptr && target == nullptr) return place;
  const auto id = [&](const Cluster* cluster, std::uint32_t node) -> const std::string& {
    return cluster == nullptr ? ledger.nodes[node].id : cluster->id;
  };
  place.edge.source = identity.canonical(place.edge.source);
  place.edge.target = identity.canonical(place.edge.target);
  const RelationType* type = ontology.relation_type(link.type);
  place.turned = type != nullptr && type->symmetric && id(target, link.target) < id(source, link.source);
  if (place.turned) place.edge = place.edge.reversed();
  return place;
}

Claim turned(Claim claim) {
  std::swap(claim.source, claim.target);
  std::swap(claim.evidence.source_span, claim.evidence.target_span);
  return claim;
}

ClaimHead head_of(const Claim& claim, std::optional<Day> published) {
  return {status_of(claim), claim.date ? claim.date->day : published.value_or(0), stored_confidence(claim.evidence.confidence), published};
}

std::set<std::string> folded_names(const NodeRecord& record) {
  std::set<std::string> folded;
  for (const auto& [name, count] : record.names) folded.insert(fold_name(name.second));
  for (const auto& [name, count] : record.display_names) folded.insert(fold_name(name));
  folded.erase("");
  return folded;
}

}  // namespace entente::store
