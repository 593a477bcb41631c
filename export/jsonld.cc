/// RDF in JSON-LD 1.0: one object with a context and a list of what is said of each resource, one a line.

#include <nlohmann/json.hpp>
#include <ostream>
#include <string>
#include <utility>

#include "export/exporter.h"
#include "export/rdf.h"
#include "export/selection.h"

namespace entente {
namespace {

using Json = nlohmann::ordered_json;

Json to_json(const RdfResource& resource);

Json to_json(const RdfValue& value) {
  switch (value.kind) {
    case RdfValue::Kind::name:
    case RdfValue::Kind::iri: return {{"@id", value.text}};
    case RdfValue::Kind::text: return value.type.empty() ? Json(value.text) : Json{{"@value", value.text}, {"@language", value.type}};
    // As a text: a reader would write a number in its own way.
    case RdfValue::Kind::typed: return {{"@value", value.text}, {"@type", value.type}};
    case RdfValue::Kind::whole: return {{"@value", value.text}, {"@type", "xsd:integer"}};
    case RdfValue::Kind::resource: break;
  }
  return to_json(value.resource.front());
}

Json to_json(const RdfResource& resource) {
  Json object = Json::object();
  if (!resource.iri.empty()) object["@id"] = resource.iri;
  for (const auto& [predicate, value] : resource.says) {
    const bool is_type = predicate == "rdf:type";
    Json& there = object[is_type ? "@type" : predicate];
    Json one = is_type ? Json(value.text) : to_json(value);
    if (there.is_null())
      there = std::move(one);
    else if (there.is_array())
      there.push_back(std::move(one));
    else
      there = Json::array({std::exchange(there, Json()), std::move(one)});
  }
  return object;
}

class JsonldExporter : public Exporter {
 public:
  Status write(const Selection& selection, std::ostream& out) override {
    Json context = Json::object();
    for (const RdfPrefix& prefix : rdf_prefixes()) context[std::string(prefix.name)] = prefix.iri;
    out << "{\"@context\": " << context.dump() << ",\n\"@graph\": [";
    std::string_view separator = "\n";
    const Status status = for_each_rdf_resource(selection, [&](const RdfResource& resource) {
      return static_cast<bool>(out << std::exchange(separator, ",\n") << to_json(resource).dump());
    });
    if (status.ok()) out << "\n]}\n";
    return status;
  }
};

}  // namespace

std::unique_ptr<Exporter> make_jsonld_exporter() { return std::make_unique<JsonldExporter>(); }

}  // namespace entente
