/// Entities of FollowTheMoney, the data model of Aleph and OpenSanctions, one a line as JSON: docs/formats.md says what becomes of what.

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unicode/region.h>
#include <unicode/uloc.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <ostream>
#include <set>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "export/evidence.h"
#include "export/exporter.h"
#include "export/selection.h"
#include "export/text.h"
#include "graph/hash.h"

namespace entente {
namespace {

enum class Schema : std::uint8_t { person, organization, public_body, legal_entity, address, document };
constexpr std::array<std::string_view, 6> kSchemata = {"Person", "Organization", "PublicBody", "LegalEntity", "Address", "Document"};

struct TypeSchema {
  std::string_view type;
  Schema schema;
};
constexpr std::array kTypes = {
    TypeSchema{"State", Schema::public_body},     TypeSchema{"Government", Schema::public_body},    TypeSchema{"ArmedForce", Schema::public_body},
    TypeSchema{"Alliance", Schema::organization}, TypeSchema{"ArmedGroup", Schema::organization},   TypeSchema{"Party", Schema::organization},
    TypeSchema{"Media", Schema::organization},    TypeSchema{"Organization", Schema::organization}, TypeSchema{"Official", Schema::person},
    TypeSchema{"Person", Schema::person},         TypeSchema{"People", Schema::legal_entity},       TypeSchema{"Location", Schema::address},
    TypeSchema{"Agreement", Schema::document},
};

Schema schema_of(const NodeType* type) {
  const auto found = type == nullptr ? kTypes.end() : std::ranges::find(kTypes, type->name, &TypeSchema::type);
  return found == kTypes.end() ? Schema::legal_entity : found->schema;
}

bool is_legal_entity(Schema schema) { return schema != Schema::address && schema != Schema::document; }
bool is_organization(Schema schema) { return schema == Schema::organization || schema == Schema::public_body; }

/// An id of the form that references must have: letters, digits, '-' and '.' of ASCII, neither of the two at an end. All other bytes, and '.' itself,
/// are written ".XX", so that two ids stay two and none has "..".
std::string ftm_id(std::string_view id) {
  std::string made;
  for (std::size_t i = 0; i < id.size(); ++i) {
    const char c = id[i];
    const bool alphanumeric = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (made.empty() && (!alphanumeric || c == '0')) made = "0";
    if (alphanumeric || (c == '-' && i + 1 < id.size()))
      made += c;
    else
      made += fmt::format(".{:02X}", static_cast<unsigned char>(c));
  }
  return made;
}

std::string article_id(std::string_view id) { return "article.." + ftm_id(id); }

std::string edge_id(const ExportEdge& edge) {
  std::string id = fmt::format("{}..{}..{}", ftm_id(edge.source()), ftm_id(edge.relation->name), ftm_id(edge.target()));
  if (edge.claimed == nullptr) id += fmt::format("..reference..{}", edge.parallel + 1);
  return id;
}

/// The code of a country that FollowTheMoney knows, in two small letters; empty for a state of the past.
std::string country_code(const std::string& alpha_3) {
  if (alpha_3 == "XKX") return "xk";
  UErrorCode error = U_ZERO_ERROR;
  const icu::Region* region = icu::Region::getInstance(alpha_3.c_str(), error);
  if (U_FAILURE(error) != 0 || region == nullptr) return {};
  std::string code = region->getRegionCode();
  // A state of the past is given as the one after it.
  if (code.size() != 2 || uloc_getISO3Country(("und_" + code).c_str()) != alpha_3) return {};
  for (char& c : code)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return code;
}

bool is_wikidata(std::string_view id) {
  return id.size() > 1 && id.front() == 'Q' && std::ranges::all_of(id.substr(1), [](char c) { return c >= '0' && c <= '9'; });
}

/// An entity while it is written. Values that are there, or empty, are left out.
class Entity {
 public:
  Entity(std::string id, std::string_view schema) : object_{{"id", std::move(id)}, {"schema", schema}, {"properties", Json::object()}} {}

  void add(const std::string& property, std::string_view value) {
    std::string line = one_line(value);
    if (line.empty() || !known_.emplace(property, line).second) return;
    object_["properties"][property].push_back(std::move(line));
  }

  std::string line() const { return object_.dump() + '\n'; }

 private:
  using Json = nlohmann::ordered_json;
  Json object_;
  std::set<std::pair<std::string, std::string>> known_;
};

void add_name(Entity& entity, Schema schema, const Node& node) {
  std::string name = one_line(node.name);
  if (name.empty()) name = clean_id(node.id);
  entity.add("name", name);
  if (schema == Schema::address) entity.add("full", name);
  if (schema == Schema::document) entity.add("title", name);
  for (const NodeName& other : node.names)
    if (one_line(other.text) != name) entity.add("alias", other.text);
}

Entity entity_of(const StoredNode& stored, const Ontology& ontology) {
  const Node& node = stored.node;
  const NodeType* type = ontology.node_type(node.type);
  const Schema schema = schema_of(type);
  Entity entity(ftm_id(node.id), kSchemata[static_cast<std::size_t>(schema)]);
  add_name(entity, schema, node);
  if (type != nullptr) entity.add("keywords", type->name);
  entity.add("country", country_code(node.country));
  if (is_wikidata(node.wikidata)) entity.add("wikidataId", node.wikidata);
  if (schema == Schema::address && node.latitude && node.longitude) {
    entity.add("latitude", fmt::format("{}", *node.latitude));
    entity.add("longitude", fmt::format("{}", *node.longitude));
  }
  return entity;
}

Entity entity_of(const DocumentRecord& document) {
  Entity entity(article_id(document.id), "Article");
  entity.add("name", one_line(document.title).empty() ? clean_id(document.id) : document.title);
  entity.add("title", document.title);
  if (document.date) entity.add("publishedAt", format_day(*document.date));
  entity.add("publisher", document.source);
  entity.add("sourceUrl", document.url);
  entity.add("language", uloc_getISO3Language(document.language.c_str()));
  return entity;
}

/// Writes the entities of one export.
class Writer {
 public:
  Writer(const Selection& selection, std::ostream& out) : selection_(selection), out_(out), reader_(selection.snapshot()) {}

  bool node(const StoredNode& stored) {
    schemata_.emplace_back(hash64(stored.node.id), schema_of(selection_.ontology().node_type(stored.node.type)));
    return static_cast<bool>(out_ << entity_of(stored, selection_.ontology()).line());
  }

  void nodes_end() { std::sort(schemata_.begin(), schemata_.end()); }

  bool edge(const ExportEdge& edge) {
    Entity entity = link(edge);
    if (edge.claimed != nullptr)
      add_claimed(entity, edge);
    else
      add_reference(entity, *edge.reference);
    if (selection_.options().evidence && edge.claimed != nullptr) add_evidence(entity, edge);
    return status_.ok() && out_ << entity.line();
  }

  const Status& status() const { return status_; }

 private:
  Schema schema(std::string_view id) const { return std::ranges::lower_bound(schemata_, hash64(id), {}, &std::pair<Key64, Schema>::first)->second; }

  /// The entity of an edge, with its ends and what it is called.
  Entity link(const ExportEdge& edge) const {
    const std::string& type = edge.relation->name;
    const bool fits = is_legal_entity(schema(edge.source())) && is_organization(schema(edge.target()));
    const bool member = fits && type == "member_of", office = fits && type == "holds_office_in";
    Entity entity(edge_id(edge), member ? "Membership" : office ? "Directorship" : "UnknownLink");
    entity.add(member ? "member" : office ? "director" : "subject", ftm_id(edge.source()));
    entity.add(member || office ? "organization" : "object", ftm_id(edge.target()));
    entity.add("role", edge.reference == nullptr || edge.reference->office.empty() ? type : edge.reference->office);
    return entity;
  }

  void add_claimed(Entity& entity, const ExportEdge& edge) const {
    const EdgeAggregate& sum = edge.claimed->aggregate;
    entity.add("status", to_string(strongest_status(sum)));
    if (sum.first != 0) entity.add("date", format_day(sum.first));
    if (sum.last != 0) entity.add("date", format_day(sum.last));
    std::string summary;
    for (std::size_t status = 0; status < kClaimStatusCount; ++status)
      if (sum.count[status] > 0)
        summary += fmt::format("{}{} {}", summary.empty() ? "claims: " : ", ", sum.count[status], to_string(static_cast<ClaimStatus>(status)));
    if (sum.actual() > 0)
      summary += fmt::format("; articles: {}; independent reports: {}; highest confidence: {}", sum.articles, sum.reports, shortest(sum.confidence));
    entity.add("summary", summary);
    if (edge.summed == nullptr) return;
    std::vector<std::string_view> types;
    for (const auto& [type, claims] : edge.summed->types) types.push_back(selection_.ontology().relation_type(type)->name);
    entity.add("summary", fmt::format("types: {}", fmt::join(types, ", ")));
  }

  static void add_reference(Entity& entity, const ReferenceEdge& edge) {
    entity.add("status", "reference");
    if (edge.since) entity.add("startDate", fmt::format("{:04}", *edge.since));
    if (edge.until) entity.add("endDate", fmt::format("{:04}", *edge.until));
  }

  /// The sentences, with where they are from; articles are entities of their own, before the first edge that needs them.
  void add_evidence(Entity& entity, const ExportEdge& edge) {
    const Status status = selection_.for_each_claim(edge, [&](const Claim& claim) {
      const auto document = reader_.document(claim);
      if (!document) {
        status_ = document.error();
        return false;
      }
      const DocumentRecord& article = **document;
      entity.add("description", slice(part_text(article, claim), claim.evidence.sentence_span));
      entity.add("proof", article_id(article.id));
      entity.add("sourceUrl", article.url);
      entity.add("publisher", article.source);
      return !articles_.insert(hash64(article.id)).second || static_cast<bool>(out_ << entity_of(article).line());
    });
    if (status_.ok()) status_ = status;
  }

  const Selection& selection_;
  std::ostream& out_;
  EvidenceReader reader_;
  std::vector<std::pair<Key64, Schema>> schemata_;  // of nodes
  std::unordered_set<Key64> articles_;              // that are written
  Status status_;
};

class FtmExporter : public Exporter {
 public:
  Status write(const Selection& selection, std::ostream& out) override {
    Writer writer(selection, out);
    Status status = selection.for_each_node([&](const StoredNode& node) { return writer.node(node); });
    if (!status.ok() || !out) return status;
    writer.nodes_end();
    status = selection.for_each_edge([&](const ExportEdge& edge) { return writer.edge(edge); });
    return status.ok() ? writer.status() : status;
  }
};

}  // namespace

std::unique_ptr<Exporter> make_ftm_exporter() { return std::make_unique<FtmExporter>(); }

}  // namespace entente
