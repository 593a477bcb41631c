#include "export/rdf.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <unordered_set>

#include "export/evidence.h"
#include "export/text.h"
#include "graph/hash.h"

namespace entente {
namespace {

constexpr std::array kPrefixes = {
    RdfPrefix{"dcterms", "http://purl.org/dc/terms/"},
    RdfPrefix{"entente", "urn:entente:vocabulary:"},
    RdfPrefix{"geo", "http://www.w3.org/2003/01/geo/wgs84_pos#"},
    RdfPrefix{"owl", "http://www.w3.org/2002/07/owl#"},
    RdfPrefix{"prov", "http://www.w3.org/ns/prov#"},
    RdfPrefix{"rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"},
    RdfPrefix{"rdfs", "http://www.w3.org/2000/01/rdf-schema#"},
    RdfPrefix{"relation", "urn:entente:relation:"},
    RdfPrefix{"skos", "http://www.w3.org/2004/02/skos/core#"},
    RdfPrefix{"type", "urn:entente:type:"},
    RdfPrefix{"xsd", "http://www.w3.org/2001/XMLSchema#"},
};

bool is_alphanumeric(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

/// Whether `text` is a language tag as far as its form goes.
bool is_language(std::string_view text) {
  if (text.empty() || text.size() > 35 || text.front() == '-' || text.back() == '-' || text.find("--") != std::string_view::npos) return false;
  const auto primary = text.substr(0, text.find('-'));
  return std::ranges::all_of(primary, [](char c) { return is_alphanumeric(c) && !(c >= '0' && c <= '9'); }) &&
         std::ranges::all_of(text, [](char c) { return is_alphanumeric(c) || c == '-'; });
}

/// A word of the ontology as the end of a name: Turtle takes these characters as they are.
std::string word(std::string_view text) {
  std::string made;
  for (const char c : text) made += is_alphanumeric(c) || c == '_' ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  return made;
}
std::string term(std::string_view text) { return "entente:" + word(text); }
std::string relation_name(const RelationType& type) { return "relation:" + word(type.name); }

std::string node_iri(std::string_view id) { return "urn:entente:node:" + percent_encode(id, ":/"); }
std::string article_iri(std::string_view id) { return "urn:entente:article:" + percent_encode(id, ":/"); }

std::string edge_iri(const ExportEdge& edge) {
  std::string iri = fmt::format("urn:entente:{}:{};{};{}", edge.claimed != nullptr ? "edge" : "reference", percent_encode(edge.source(), ":/"),
                                word(edge.relation->name), percent_encode(edge.target(), ":/"));
  if (edge.parallel > 0) iri += fmt::format(";{}", edge.parallel + 1);
  return iri;
}

/// Whether an address is one that people open, so that it may be an IRI.
bool is_web_address(std::string_view url) { return url.starts_with("http://") || url.starts_with("https://"); }

// What is left of an address, such as %20, is as it should be.
std::string web_iri(std::string_view url) { return percent_encode(url, ":/?#[]@!$&'()*+,;=%"); }

constexpr std::array<std::string_view, 5> kQuads = {"structure", "verbalCooperation", "materialCooperation", "verbalConflict", "materialConflict"};

RdfResource class_of(const NodeType& type) {
  RdfResource made{"urn:entente:type:" + word(type.name)};
  made.name("rdf:type", "rdfs:Class");
  made.text("rdfs:label", type.name, "en");
  made.text("rdfs:comment", type.description, "en");
  for (const std::string& supertype : type.supertypes) made.name("rdfs:subClassOf", "type:" + word(supertype));
  return made;
}

RdfResource property_of(const RelationType& type) {
  RdfResource made{"urn:entente:relation:" + word(type.name)};
  made.name("rdf:type", "rdf:Property");
  if (type.symmetric) made.name("rdf:type", "owl:SymmetricProperty");
  made.text("rdfs:label", type.name, "en");
  made.text("rdfs:comment", type.description, "en");
  made.text("entente:family", type.family);
  made.name("entente:quad", term(kQuads[static_cast<std::size_t>(type.quad)]));
  return made;
}

/// What joins nodes where all types are one.
RdfResource related() {
  RdfResource made{"urn:entente:relation:related"};
  made.name("rdf:type", "rdf:Property");
  made.text("rdfs:label", "related", "en");
  return made;
}

RdfResource attribute_of(std::string_view name, std::string_view value) {
  RdfResource attribute;
  attribute.text("rdfs:label", one_line(name));
  attribute.text("rdf:value", value);
  return attribute;
}

RdfResource resource_of(const StoredNode& stored, const Selection& selection) {
  const Node& node = stored.node;
  RdfResource made{node_iri(node.id)};
  if (const NodeType* type = selection.ontology().node_type(node.type)) made.name("rdf:type", "type:" + word(type->name));
  made.text("dcterms:identifier", clean_id(node.id));
  made.text("rdfs:label", one_line(node.name));
  for (const NodeName& name : node.names) made.text("skos:altLabel", one_line(name.text), name.language);
  made.text("entente:country", node.country);
  for (const std::string& id : stored.ids)
    if (id != node.id) made.iri_of("owl:sameAs", node_iri(id));
  if (!node.wikidata.empty()) made.iri_of("owl:sameAs", "http://www.wikidata.org/entity/" + percent_encode(node.wikidata));
  if (node.latitude) made.real("geo:lat", *node.latitude);
  if (node.longitude) made.real("geo:long", *node.longitude);
  made.whole("entente:documents", stored.documents);
  if (stored.first) made.day("entente:firstSeen", *stored.first);
  if (stored.last) made.day("entente:lastSeen", *stored.last);
  for (const auto& [name, value] : node.attributes) made.resource("entente:attribute", attribute_of(name, value));
  for (const NodeAttribute& attribute : selection.options().attributes) {
    const auto value = attribute.of(node.id);
    if (!value) continue;
    if (attribute.kind() == NodeAttribute::Kind::real)
      made.real(term(attribute.name()), *value);
    else
      made.whole(term(attribute.name()), static_cast<std::int64_t>(*value));
  }
  return made;
}

void add_claimed(RdfResource& made, const ExportEdge& edge, const Ontology& ontology) {
  const EdgeAggregate& sum = edge.claimed->aggregate;
  made.text("entente:origin", "claim");
  made.text("entente:status", to_string(strongest_status(sum)));
  for (std::size_t status = 0; status < kClaimStatusCount; ++status) made.whole(term(to_string(static_cast<ClaimStatus>(status))), sum.count[status]);
  made.whole("entente:articles", sum.articles);
  made.whole("entente:reports", sum.reports);
  if (sum.first != 0) made.day("entente:first", sum.first);
  if (sum.last != 0) made.day("entente:last", sum.last);
  if (sum.actual() > 0) made.real("entente:confidence", shortest(sum.confidence));
  if (edge.summed == nullptr) return;
  made.whole("entente:cooperation", static_cast<std::int64_t>(edge.summed->cooperation));
  made.whole("entente:conflict", static_cast<std::int64_t>(edge.summed->conflict));
  for (const auto& [type, claims] : edge.summed->types) made.name("entente:sums", relation_name(*ontology.relation_type(type)));
}

void add_reference(RdfResource& made, const ReferenceEdge& edge) {
  made.text("entente:origin", "reference");
  if (edge.since) made.year("entente:since", *edge.since);
  if (edge.until) made.year("entente:until", *edge.until);
  made.text("entente:office", edge.office);
}

RdfResource statement_of(const ExportEdge& edge, const Ontology& ontology) {
  RdfResource made{edge_iri(edge)};
  made.name("rdf:type", "rdf:Statement");
  made.iri_of("rdf:subject", node_iri(edge.source()));
  made.name("rdf:predicate", relation_name(*edge.relation));
  made.iri_of("rdf:object", node_iri(edge.target()));
  if (edge.claimed != nullptr)
    add_claimed(made, edge, ontology);
  else
    add_reference(made, *edge.reference);
  return made;
}

RdfResource article_of(const DocumentRecord& document) {
  RdfResource made{article_iri(document.id)};
  made.name("rdf:type", "entente:Article");
  made.name("rdf:type", "prov:Entity");
  made.text("dcterms:identifier", clean_id(document.id));
  made.text("dcterms:title", one_line(document.title), document.language);
  made.text("dcterms:publisher", one_line(document.source));
  if (document.date) made.day("dcterms:issued", *document.date);
  made.text("dcterms:language", document.language);
  if (is_web_address(document.url))
    made.iri_of("dcterms:source", web_iri(document.url));
  else
    made.text("dcterms:source", document.url);
  return made;
}

/// The sentence, as a part of the article that is quoted.
RdfResource quote_of(const Claim& claim, const DocumentRecord& document) {
  const Evidence& evidence = claim.evidence;
  RdfResource made;
  made.name("rdf:type", "prov:Entity");
  made.text("prov:value", slice(part_text(document, claim), evidence.sentence_span), document.language);
  made.iri_of("prov:wasQuotedFrom", article_iri(document.id));
  made.text("entente:part", to_string(evidence.part));
  made.whole("entente:sentence", evidence.sentence);
  return made;
}

RdfResource claim_of(const Claim& claim, const DocumentRecord& document) {
  RdfResource made;
  made.name("rdf:type", "entente:Claim");
  made.name("rdf:type", "prov:Entity");
  made.iri_of("prov:wasDerivedFrom", article_iri(document.id));
  made.resource("prov:wasDerivedFrom", quote_of(claim, document));
  for (const Attribution& link : claim.attribution) {
    if (!link.node.empty()) made.iri_of("prov:wasAttributedTo", node_iri(link.node));
    made.text("entente:saidBy", one_line(link.text));
  }
  made.text("entente:polarity", to_string(claim.polarity));
  made.text("entente:modality", to_string(claim.modality));
  made.flag("entente:background", claim.background);
  if (claim.date) {
    made.day("dcterms:date", claim.date->day);
    made.text("entente:datePrecision", to_string(claim.date->precision));
  }
  if (!claim.place.empty()) made.iri_of("entente:place", node_iri(claim.place));
  if (!claim.recipient.empty()) made.iri_of("entente:recipient", node_iri(claim.recipient));
  made.text("entente:instrument", one_line(claim.instrument));
  made.text("entente:kind", one_line(claim.kind));
  made.text("entente:rule", one_line(claim.evidence.rule));
  made.text("entente:extractor", one_line(claim.evidence.extractor));
  made.real("entente:confidence", shortest(claim.evidence.confidence));
  return made;
}

/// Hands resources out, and remembers whether any more are wanted.
class Statements {
 public:
  Statements(const Selection& selection, const std::function<bool(const RdfResource&)>& visit)
      : selection_(selection), visit_(visit), reader_(selection.snapshot()) {}

  bool vocabulary() {
    for (const NodeType& type : selection_.ontology().node_types())
      if (!visit_(class_of(type))) return false;
    for (const RelationType& type : selection_.ontology().relation_types())
      if (!visit_(property_of(type))) return false;
    return !selection_.options().sum_parallel || visit_(related());
  }

  bool node(const StoredNode& node) { return visit_(resource_of(node, selection_)); }

  bool edge(const ExportEdge& edge) {
    RdfResource made = statement_of(edge, selection_.ontology());
    if (selection_.options().evidence && edge.claimed != nullptr && !add_claims(made, edge)) return false;
    if (!visit_(made)) return false;
    if (edge.claimed == nullptr || edge.claimed->aggregate.actual() == 0) return true;
    RdfResource direct{node_iri(edge.source())};
    direct.iri_of(relation_name(*edge.relation), node_iri(edge.target()));
    return visit_(direct);
  }

  const Status& status() const { return status_; }

 private:
  bool add_claims(RdfResource& made, const ExportEdge& edge) {
    bool more = true;
    const Status status = selection_.for_each_claim(edge, [&](const Claim& claim) {
      const auto document = reader_.document(claim);
      if (!document) {
        status_ = document.error();
        return false;
      }
      if (articles_.insert(hash64((*document)->id)).second) more = visit_(article_of(**document));
      made.resource("entente:claim", claim_of(claim, **document));
      return more;
    });
    if (status_.ok()) status_ = status;
    return more && status_.ok();
  }

  const Selection& selection_;
  const std::function<bool(const RdfResource&)>& visit_;
  EvidenceReader reader_;
  std::unordered_set<Key64> articles_;
  Status status_;
};

}  // namespace

std::span<const RdfPrefix> rdf_prefixes() { return kPrefixes; }

std::string percent_encode(std::string_view text, std::string_view kept) {
  std::string encoded;
  for (const char c : text) {
    if (is_alphanumeric(c) || std::string_view("-._~").find(c) != std::string_view::npos || kept.find(c) != std::string_view::npos)
      encoded += c;
    else
      encoded += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return encoded;
}

void RdfResource::name(std::string_view predicate, std::string_view value) {
  says.emplace_back(predicate, RdfValue{RdfValue::Kind::name, std::string(value)});
}

void RdfResource::iri_of(std::string_view predicate, std::string value) {
  says.emplace_back(predicate, RdfValue{RdfValue::Kind::iri, std::move(value)});
}

void RdfResource::text(std::string_view predicate, std::string_view value, std::string_view language) {
  std::string clean = clean_text(value);
  if (!clean.empty())
    says.emplace_back(predicate, RdfValue{RdfValue::Kind::text, std::move(clean), is_language(language) ? std::string(language) : std::string()});
}

void RdfResource::whole(std::string_view predicate, std::int64_t value) {
  says.emplace_back(predicate, RdfValue{RdfValue::Kind::whole, fmt::format("{}", value)});
}

void RdfResource::real(std::string_view predicate, double value) {
  if (std::isfinite(value)) says.emplace_back(predicate, RdfValue{RdfValue::Kind::typed, fmt::format("{}", value), "xsd:double"});
}

void RdfResource::day(std::string_view predicate, Day day) {
  says.emplace_back(predicate, RdfValue{RdfValue::Kind::typed, format_day(day), "xsd:date"});
}

void RdfResource::year(std::string_view predicate, int year) {
  says.emplace_back(predicate, RdfValue{RdfValue::Kind::typed, fmt::format("{:04}", year), "xsd:gYear"});
}

void RdfResource::flag(std::string_view predicate, bool value) {
  says.emplace_back(predicate, RdfValue{RdfValue::Kind::typed, value ? "true" : "false", "xsd:boolean"});
}

void RdfResource::resource(std::string_view predicate, RdfResource value) {
  RdfValue made{RdfValue::Kind::resource};
  made.resource.push_back(std::move(value));
  says.emplace_back(predicate, std::move(made));
}

Status for_each_rdf_resource(const Selection& selection, const std::function<bool(const RdfResource&)>& visit) {
  Statements statements(selection, visit);
  bool more = statements.vocabulary();
  if (!more) return Status::success();
  Status status = selection.for_each_node([&](const StoredNode& node) { return more = statements.node(node); });
  if (!status.ok() || !more) return status;
  status = selection.for_each_edge([&](const ExportEdge& edge) { return statements.edge(edge); });
  return status.ok() ? statements.status() : status;
}

}  // namespace entente
