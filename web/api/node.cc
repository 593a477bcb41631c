#include "web/endpoint.h"

namespace entente::web {
namespace {

Json names_json(const Node& node) {
  Json names = Json::array();
  for (const NodeName& name : node.names) names.push_back({{"text", name.text}, {"language", or_null(name.language)}});
  return names;
}

Result<Json> degrees_json(const Call& call, std::string_view id) {
  const auto degrees = call.moment->graph().degrees(hash64(id));
  if (!degrees) return failure(degrees.error());
  Json json = Json::array();
  for (const NodeDegree& degree : *degrees)
    json.push_back({{"type", call.ontology().relation_type(degree.type)->name},
                    {"direction", degree.direction == Direction::out ? "out" : "in"},
                    {"edges", degree.edges},
                    {"shown", degree.shown}});
  return json;
}

}  // namespace

Answer<Json> get_node(const Call& call) {
  Parameters parameters(call.request);
  const std::string_view id = parameters.needed("id");
  if (auto wrong = parameters.finish()) return refuse(std::move(*wrong));
  const auto stored = call.moment->graph().node(id);
  if (!stored) return refuse(stored.error());
  const Node& node = stored->node;
  auto degrees = degrees_json(call, node.id);
  if (!degrees) return refuse(degrees.error());
  Json json = node_summary(*stored, call.ontology());
  std::uint64_t shown = 0;
  for (const Json& degree : *degrees) shown += degree["shown"].get<std::uint64_t>();
  Json same_as = Json::array(), attributes = Json::object();
  for (const std::string& other : stored->ids)
    if (other != node.id) same_as.push_back(other);
  for (const auto& [key, value] : node.attributes) attributes[key] = value;
  json["degree"] = shown;
  json["names"] = names_json(node);
  json["same_as"] = std::move(same_as);
  json["wikidata"] = or_null(node.wikidata);
  json["first_seen"] = or_null(stored->first);
  json["last_seen"] = or_null(stored->last);
  json["attributes"] = std::move(attributes);
  json["degrees"] = std::move(*degrees);
  return json;
}

}  // namespace entente::web
