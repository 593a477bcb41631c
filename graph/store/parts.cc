#include "graph/store/parts.h"

#include <unordered_map>
#include <utility>

#include "graph/store/fold.h"
#include "graph/store/validate.h"

namespace entente::store {

Parts take_apart(const Contribution& contribution, const Ontology& ontology) {
  const DocumentRecord& document = contribution.document;
  std::string extractor = contribution.claims.empty() ? std::string() : contribution.claims.front().evidence.extractor;
  Parts parts{hash64(document.id), {document.id, document.content_hash, std::move(extractor), document.date, contribution.nodes, {}}, {}};
  std::unordered_map<std::string_view, std::uint32_t> numbers;
  for (std::uint32_t number = 0; const Node& node : contribution.nodes) numbers.emplace(node.id, number++);
  for (const Claim& claim : contribution.claims) {
    parts.claims.push_back(normalised(claim, ontology));
    const Claim& stored = parts.claims.back();
    parts.ledger.claims.push_back({numbers.at(stored.source), stored.type, numbers.at(stored.target)});
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
  return {status_of(claim), claim.date ? claim.date->day : published.value_or(0), claim.evidence.confidence, published};
}

std::set<std::string> folded_names(const NodeRecord& record) {
  std::set<std::string> folded;
  for (const auto& [name, count] : record.names) folded.insert(fold_name(name.second));
  for (const auto& [name, count] : record.display_names) folded.insert(fold_name(name));
  folded.erase("");
  return folded;
}

}  // namespace entente::store
