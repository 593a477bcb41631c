#include "web/json.h"

#include "export/json.h"
#include "export/text.h"

namespace entente::web {
namespace {

Json relation_json(std::string_view source, const RelationType& type, std::string_view target) {
  return {{"source", source},           {"type", type.name}, {"target", target}, {"family", type.family}, {"quad", static_cast<int>(type.quad)},
          {"symmetric", type.symmetric}};
}

ClaimStatus status_of(const EdgeAggregate& aggregate, const Window& window) {
  std::size_t most = 0;
  for (std::size_t i = 1; i < kClaimStatusCount && (aggregate.count[0] == 0 || !window.statuses[0]); ++i)
    if (aggregate.count[i] > aggregate.count[most] || aggregate.count[most] == 0) most = i;
  return static_cast<ClaimStatus>(most);
}

Json day_or_null(Day day) { return day == 0 ? Json() : Json(format_day(day)); }
Json number_or_null(const std::optional<int>& number) { return number ? Json(*number) : Json(); }
Json number_or_null(const std::optional<double>& number) { return number ? Json(*number) : Json(); }

}  // namespace

std::string dump(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

Json or_null(std::string_view text) { return text.empty() ? Json() : Json(text); }
Json or_null(std::optional<Day> day) { return day ? Json(format_day(*day)) : Json(); }

Json node_summary(const StoredNode& stored, const Ontology& ontology) {
  const Node& node = stored.node;
  const NodeType* type = ontology.node_type(node.type);
  return {{"id", node.id},
          {"name", node.name},
          {"type", type == nullptr ? std::string() : type->name},
          {"supertypes", type == nullptr ? Json::array() : Json(type->supertypes)},
          {"country", or_null(node.country)},
          {"documents", stored.documents},
          {"lat", number_or_null(node.latitude)},
          {"lon", number_or_null(node.longitude)}};
}

Json edge_json(std::string_view source, const RelationType& type, std::string_view target, const EdgeAggregate& aggregate, const Window& window) {
  Json json = relation_json(source, type, target);
  json["origin"] = "claim";
  json["status"] = to_string(status_of(aggregate, window));
  json["claims"] = counts_to_json(aggregate);
  json["articles"] = aggregate.articles;
  json["reports"] = aggregate.reports;
  json["first"] = day_or_null(aggregate.first);
  json["last"] = day_or_null(aggregate.last);
  json["confidence"] = aggregate.actual() == 0 ? Json() : Json(shortest(aggregate.confidence));
  return json;
}

Json edge_json(const ReferenceEdge& edge, const RelationType& type) {
  Json json = relation_json(edge.source, type, edge.target);
  json["origin"] = "reference";
  json["status"] = nullptr;
  json["claims"] = counts_to_json({});
  json["articles"] = 0;
  json["reports"] = 0;
  json["first"] = nullptr;
  json["last"] = nullptr;
  json["confidence"] = nullptr;
  json["since"] = number_or_null(edge.since);
  json["until"] = number_or_null(edge.until);
  json["office"] = or_null(edge.office);
  return json;
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
