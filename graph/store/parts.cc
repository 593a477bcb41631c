#include "graph/store/parts.h"

#include <unordered_map>

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
