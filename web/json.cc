#include "web/json.h"

namespace entente::web {
namespace {

ClaimStatus status_of(const EdgeAggregate& aggregate, const Window& window) {
  std::size_t most = 0;
  for (std::size_t i = 1; i < kClaimStatusCount && (aggregate.count[0] == 0 || !window.statuses[0]); ++i)
    if (aggregate.count[i] > aggregate.count[most] || aggregate.count[most] == 0) most = i;
  return static_cast<ClaimStatus>(most);
}

}  // namespace

Json edge_json(std::string_view source, const RelationType& type, std::string_view target, const EdgeAggregate& aggregate, const Window& window) {
  return edge_json(source, type, target, aggregate, status_of(aggregate, window));
}

Json claim_json(const Claim& claim, const DocumentRecord& document, std::uint32_t number, const Judgement* judgement) {
  Json json = to_json(claim, document);
  json["number"] = number + 1;
  json["judgement"] =
      judgement == nullptr ? Json() : Json{{"number", judgement->number}, {"verdict", word(judgement->verdict)}, {"author", judgement->author}};
  return json;
}

std::string_view word(Verdict verdict) {
  switch (verdict) {
    case Verdict::same: return "same";
    case Verdict::not_same: return "not_same";
    case Verdict::rejected: return "rejected";
    case Verdict::confirmed: return "confirmed";
    case Verdict::unsure: break;
  }
  return "unsure";
}

}  // namespace entente::web
