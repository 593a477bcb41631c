/// Node-link JSON: one object with the lists "nodes" and "links", one element a line. Keys are always there, unknown is null; spans
/// count Unicode code points of the article's text.

#include "export/json.h"

#include <ostream>
#include <string>
#include <utility>

#include "export/evidence.h"
#include "export/exporter.h"
#include "export/selection.h"
#include "export/text.h"

namespace entente {
namespace {

using Json = nlohmann::ordered_json;

template <class Number>
Json number_or_null(std::optional<Number> number) {
  return number ? Json(*number) : Json();
}
Json id_or_null(std::string_view id) { return or_null(clean_id(id)); }
Json span(Span range) { return Json::array({range.begin, range.end}); }

Json attribution(const Claim& claim) {
  Json chain = Json::array();
  for (const Attribution& link : claim.attribution)
    chain.push_back({{"node", id_or_null(link.node)}, {"text", link.text}, {"span", span(link.span)}});
  return chain;
}

}  // namespace

std::string dump(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

Json or_null(std::string_view text) { return text.empty() ? Json() : Json(text); }
Json or_null(std::optional<Day> day) { return day ? Json(format_day(*day)) : Json(); }

Json to_json(const StoredNode& stored, const Ontology& ontology) {
  const Node& node = stored.node;
  const NodeType* type = ontology.node_type(node.type);
  Json same_as = Json::array();
  for (const std::string& id : stored.ids)
    if (id != node.id) same_as.push_back(clean_id(id));
  Json names = Json::array(), by_language = Json::object(), attributes = Json::object();
  for (const NodeName& name : node.names) {
    names.push_back(name.text);
    by_language[name.language.empty() ? "und" : name.language].push_back(name.text);
  }
  for (const auto& [key, value] : node.attributes) attributes[key] = value;
  return {{"id", clean_id(node.id)},
          {"label", node.name},
          {"type", type == nullptr ? Json() : Json(type->name)},
          {"supertypes", type == nullptr ? Json::array() : Json(type->supertypes)},
          {"country", or_null(node.country)},
          {"names", std::move(names)},
          {"names_by_lang", std::move(by_language)},
          {"same_as", std::move(same_as)},
          {"wikidata", or_null(node.wikidata)},
          {"lat", number_or_null(node.latitude)},
          {"lon", number_or_null(node.longitude)},
          {"documents", stored.documents},
          {"first_seen", or_null(stored.first)},
          {"last_seen", or_null(stored.last)},
          {"attributes", std::move(attributes)}};
}

Json to_json(const Claim& claim, const DocumentRecord& document) {
  const Evidence& evidence = claim.evidence;
  return {{"document", evidence.document},
          {"title", or_null(document.title)},
          {"outlet", or_null(document.source)},
          {"url", or_null(document.url)},
          {"published", or_null(document.date)},
          {"text", slice(part_text(document, claim), evidence.sentence_span)},
          {"part", to_string(evidence.part)},
          {"sentence", evidence.sentence},
          {"sentence_span", span(evidence.sentence_span)},
          {"trigger_span", span(evidence.trigger_span)},
          {"source_span", span(evidence.source_span)},
          {"target_span", span(evidence.target_span)},
          {"polarity", to_string(claim.polarity)},
          {"modality", to_string(claim.modality)},
          {"background", claim.background},
          {"date", claim.date ? Json(format_day(claim.date->day)) : Json()},
          {"date_precision", claim.date ? Json(to_string(claim.date->precision)) : Json()},
          {"place", id_or_null(claim.place)},
          {"recipient", id_or_null(claim.recipient)},
          {"instrument", or_null(claim.instrument)},
          {"kind", or_null(claim.kind)},
          {"attribution", attribution(claim)},
          {"rule", or_null(evidence.rule)},
          {"extractor", or_null(evidence.extractor)},
          {"confidence", shortest(evidence.confidence)}};
}

Json counts_to_json(const EdgeAggregate& aggregate) {
  Json counts = Json::object();
  for (std::size_t status = 0; status < kClaimStatusCount; ++status)
    counts[std::string(to_string(static_cast<ClaimStatus>(status)))] = aggregate.count[status];
  return counts;
}

namespace {

Json relation_of(const ExportEdge& edge) {
  const RelationType& relation = *edge.relation;
  return {{"source", clean_id(edge.source())},  {"target", clean_id(edge.target())},       {"key", relation.name},           {"type", relation.name},
          {"family", or_null(relation.family)}, {"quad", static_cast<int>(relation.quad)}, {"symmetric", relation.symmetric}};
}

Json claimed(const ExportEdge& edge, const Ontology& ontology) {
  const EdgeAggregate& sum = edge.claimed->aggregate;
  Json json = relation_of(edge);
  json["origin"] = "claim";
  json["status"] = to_string(strongest_status(sum));
  json["weight"] = sum.actual();
  json["claims"] = counts_to_json(sum);
  json["articles"] = sum.articles;
  json["reports"] = sum.reports;
  json["first"] = sum.first == 0 ? Json() : Json(format_day(sum.first));
  json["last"] = sum.last == 0 ? Json() : Json(format_day(sum.last));
  json["confidence"] = sum.actual() == 0 ? Json() : Json(shortest(sum.confidence));
  if (edge.summed == nullptr) return json;
  json["cooperation"] = edge.summed->cooperation;
  json["conflict"] = edge.summed->conflict;
  json["types"] = Json::array();
  for (const auto& [type, claims] : edge.summed->types) json["types"].push_back(ontology.relation_type(type)->name);
  return json;
}

Json known(const ExportEdge& edge) {
  Json json = relation_of(edge);
  // Several offices of one person in one body are several links, which their keys tell apart.
  json["key"] = "reference:" + edge.relation->name + (edge.parallel == 0 ? "" : ":" + std::to_string(edge.parallel + 1));
  json["origin"] = "reference";
  json["since"] = number_or_null(edge.reference->since);
  json["until"] = number_or_null(edge.reference->until);
  json["office"] = or_null(edge.reference->office);
  return json;
}

/// What was computed of a node, as further keys of its object.
void add_computed(Json& node, std::span<const NodeAttribute> attributes, const std::string& id) {
  for (const NodeAttribute& attribute : attributes) {
    const auto value = attribute.of(id);
    const bool whole = attribute.kind() != NodeAttribute::Kind::real;
    node[attribute.name()] = !value ? Json() : whole ? Json(static_cast<std::int64_t>(*value)) : Json(*value);
  }
}

class JsonExporter : public Exporter {
 public:
  Status write(const Selection& selection, std::ostream& out) override {
    EvidenceReader reader(selection.snapshot());
    out << "{\"directed\": true, \"multigraph\": true, \"graph\": " << dump(Json::object({{"generator", "entente"}})) << ",\n\"nodes\": [";
    std::string_view separator = "\n";
    Status status = selection.for_each_node([&](const StoredNode& node) {
      Json json = to_json(node, selection.ontology());
      add_computed(json, selection.options().attributes, node.node.id);
      out << std::exchange(separator, ",\n") << dump(json);
      return static_cast<bool>(out);
    });
    if (!status.ok() || !out) return status;
    const std::string_view named = selection.options().setting("links");
    out << "\n],\n\"" << (named.empty() ? "links" : named) << "\": [";
    separator = "\n";
    Status inner;
    status = selection.for_each_edge([&](const ExportEdge& edge) {
      std::string link = dump(edge.claimed != nullptr ? claimed(edge, selection.ontology()) : known(edge));
      link.pop_back();  // the brace, after the evidence
      out << std::exchange(separator, ",\n") << link;
      if (selection.options().evidence && edge.claimed != nullptr) inner = write_evidence(selection, reader, edge, out);
      out << '}';
      return inner.ok() && out;
    });
    if (!inner.ok()) return inner;
    if (status.ok()) out << "\n]}\n";
    return status;
  }

 private:
  static Status write_evidence(const Selection& selection, EvidenceReader& reader, const ExportEdge& edge, std::ostream& out) {
    out << ", \"evidence\": [";
    std::string_view separator;
    Status inner;
    const Status status = selection.for_each_claim(edge, [&](const Claim& claim) {
      const auto document = reader.document(claim);
      if (!document) {
        inner = document.error();
        return false;
      }
      out << std::exchange(separator, ", ") << dump(to_json(claim, **document));
      return static_cast<bool>(out);
    });
    out << ']';
    return inner.ok() ? status : inner;
  }
};

}  // namespace

std::unique_ptr<Exporter> make_json_exporter() { return std::make_unique<JsonExporter>(); }

}  // namespace entente
