#include "cli/extraction_json.h"

#include <cmath>
#include <nlohmann/json.hpp>

namespace entente::cli {
namespace {

using Json = nlohmann::ordered_json;

Json or_null(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }
Json span_json(Span span) { return Json::array({span.begin, span.end}); }
// A float prints as its nearest double, 0.8500000238: two decimals are what a confidence is good for.
Json confidence_json(float confidence) { return std::round(static_cast<double>(confidence) * 100) / 100; }

Json node_json(const Ontology& ontology, const Node& node, const std::vector<MentionPlace>& places) {
  Json names = Json::array(), mentions = Json::array();
  for (const auto& name : node.names) names.push_back(name.text);
  for (const auto& place : places)
    if (place.part == Part::body) mentions.push_back({{"span", span_json(place.span)}, {"sentence", place.sentence}});
  return {{"id", node.id},
          {"type", ontology.node_type(node.type)->name},
          {"name", node.name},
          {"names", names},
          {"country", or_null(node.country)},
          {"mentions", mentions},
          {"attributes", Json(node.attributes).is_null() ? Json::object() : Json(node.attributes)}};
}

Json claim_json(const Ontology& ontology, const Claim& claim) {
  const auto* type = ontology.relation_type(claim.type);
  Json attribution = Json::array();
  for (const auto& a : claim.attribution) attribution.push_back({{"node", or_null(a.node)}, {"text", a.text}, {"span", span_json(a.span)}});
  const auto& e = claim.evidence;
  return {{"source", claim.source},
          {"type", type->name},
          {"family", or_null(type->family)},
          {"target", claim.target},
          {"polarity", to_string(claim.polarity)},
          {"modality", to_string(claim.modality)},
          {"background", claim.background},
          {"date", claim.date ? Json(format_day(claim.date->day)) : Json(nullptr)},
          {"date_precision", claim.date ? Json(to_string(claim.date->precision)) : Json(nullptr)},
          {"place", or_null(claim.place)},
          {"recipient", or_null(claim.recipient)},
          {"instrument", or_null(claim.instrument)},
          {"kind", or_null(claim.kind)},
          {"attribution", attribution},
          {"part", to_string(e.part)},
          {"sentence", e.sentence},
          {"sentence_span", span_json(e.sentence_span)},
          {"trigger_span", span_json(e.trigger_span)},
          {"source_span", span_json(e.source_span)},
          {"target_span", span_json(e.target_span)},
          {"rule", e.rule},
          {"extractor", e.extractor},
          {"confidence", confidence_json(e.confidence)}};
}

}  // namespace

std::string extraction_json(const Ontology& ontology, const Extraction& extraction) {
  const auto& [document, nodes, claims] = extraction.contribution;
  Json node_list = Json::array(), claim_list = Json::array();
  for (std::size_t i = 0; i < nodes.size(); ++i) node_list.push_back(node_json(ontology, nodes[i], extraction.mentions[i]));
  for (const auto& claim : claims) claim_list.push_back(claim_json(ontology, claim));
  const Json line = {{"id", document.id},
                     {"lang", or_null(document.language)},
                     {"date", document.date ? Json(format_day(*document.date)) : Json(nullptr)},
                     {"text", extraction.text_changed ? Json(document.text) : Json(nullptr)},
                     {"nodes", node_list},
                     {"claims", claim_list},
                     {"warnings", extraction.warnings}};
  return line.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace entente::cli
