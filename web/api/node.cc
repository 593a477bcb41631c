#include "web/endpoint.h"

namespace entente::web {
namespace {

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
  auto degrees = degrees_json(call, stored->node.id);
  if (!degrees) return refuse(degrees.error());
  std::uint64_t shown = 0;
  for (const Json& degree : *degrees) shown += degree["shown"].get<std::uint64_t>();
  Json json = node_detail(*stored, call.ontology(), shown);
  json["degrees"] = std::move(*degrees);
  return json;
}

}  // namespace entente::web
