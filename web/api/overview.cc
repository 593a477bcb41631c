#include "web/busy.h"
#include "web/endpoint.h"
#include "web/picture.h"

namespace entente::web {
namespace {

/// The edges in their order; their nodes go into `nodes`, each once.
Answer<Json> edges_json(const Call& call, const Snapshot& part, const Window& window, const std::vector<KeyedEdge>& edges, Picture& nodes) {
  Picture picture(call.library, part, window);
  for (const KeyedEdge& edge : edges) {
    picture.add_edge(edge.source, edge.type, edge.target, edge.aggregate);
    nodes.add_node(edge.source);
    nodes.add_node(edge.target);
  }
  auto json = picture.edges_json();
  if (!json) return refuse(json.error());
  return std::move(*json);
}

Answer<Json> central_json(const Call& call, const Busiest& busiest, Picture& nodes) {
  Json central = Json::array();
  for (const auto& [node, edges] : busiest.nodes) {
    const auto stored = nodes.node(node);
    if (!stored) return refuse(stored.error());
    Json json = node_summary(**stored, call.ontology());
    json["degree"] = edges;
    central.push_back(std::move(json));
  }
  return central;
}

}  // namespace

Answer<Json> get_overview(const Call& call) {
  Parameters parameters(call.request);
  const std::size_t limit = parameters.whole("limit", 10, 1, 100);
  const Window window = read_window(parameters, call.ontology());
  if (auto wrong = parameters.finish()) return refuse(std::move(*wrong));
  const Snapshot part = window.of(call.moment->graph());
  const auto found = strongest_of(call, part, window, limit);
  if (!found) return refuse(found.error());
  const auto busiest = busiest_of(call, part, window, limit);
  if (!busiest) return refuse(busiest.error());

  Picture nodes(call.library, part, window);
  auto strongest = edges_json(call, part, window, found->strongest, nodes);
  if (!strongest) return strongest;
  auto newest = edges_json(call, part, window, found->newest, nodes);
  if (!newest) return newest;
  auto central = central_json(call, *busiest, nodes);
  if (!central) return central;
  auto all = nodes.nodes_json();
  if (!all) return refuse(all.error());
  return Json{{"strongest", std::move(*strongest)}, {"newest", std::move(*newest)}, {"central", std::move(*central)}, {"nodes", std::move(*all)}};
}

}  // namespace entente::web
