#include <algorithm>
#include <unordered_map>

#include "graph/store/hops.h"
#include "web/body.h"
#include "web/busy.h"
#include "web/countries.h"
#include "web/endpoint.h"
#include "web/picture.h"

namespace entente::web {
namespace {

/// Adds every edge between nodes of the picture.
Status add_edges_between(const Snapshot& part, const Window& window, std::vector<Key64> nodes, Picture& picture) {
  std::ranges::sort(nodes);
  Hops hops(part, Direction::out);
  for (const Key64 node : nodes) {
    const Status status = hops.from(node, std::nullopt, [&](const Neighbour& neighbour) {
      if (picture.has(neighbour.node) && window.shows(neighbour.type, neighbour.aggregate))
        picture.add_edge(node, neighbour.type, neighbour.node, neighbour.aggregate);
      return true;
    });
    if (!status.ok()) return status;
  }
  return picture.add_reference();
}

/// The nodes, each with the number of edges that it has beyond the picture too.
Answer<Json> with_degrees(Answer<Json> json, const std::vector<std::pair<Key64, std::uint64_t>>& degrees) {
  if (!json) return json;
  for (std::size_t i = 0; i < degrees.size(); ++i) (*json)["nodes"][i]["degree"] = degrees[i].second;
  return json;
}

Answer<Json> graph_of_nodes(const Call& call, const Window& window, std::size_t limit) {
  const Snapshot part = window.of(call.moment->graph());
  const auto busiest = busiest_of(call, part, window, limit);
  if (!busiest) return refuse(busiest.error());
  Picture picture(call.library, part, window);
  std::vector<Key64> nodes;
  for (const auto& [node, edges] : busiest->nodes) {
    picture.add_node(node);
    nodes.push_back(node);
  }
  if (const Status status = add_edges_between(part, window, nodes, picture); !status.ok()) return refuse(status);
  const std::uint64_t edges = std::min<std::uint64_t>(picture.edges(), busiest->all_edges);
  return with_degrees(picture.finish(busiest->all_nodes - picture.nodes(), busiest->all_edges - edges), busiest->nodes);
}

}  // namespace

Answer<Json> get_graph(const Call& call) {
  Parameters parameters(call.request);
  const std::size_t limit = parameters.whole("limit", 200, 1, 1'000);
  const bool countries = parameters.word("rollup", {"none", "country"}) == "country";
  const Window window = read_window(parameters, call.ontology());
  if (auto wrong = parameters.finish()) return refuse(std::move(*wrong));
  return countries ? picture_of_countries(call, window, limit) : graph_of_nodes(call, window, limit);
}

Answer<Json> post_subgraph(const Call& call) {
  Parameters parameters(call.request);
  const Window window = read_window(parameters, call.ontology());
  if (auto wrong = parameters.finish()) return refuse(std::move(*wrong));
  const auto body = read_body(call.request, {"ids"});
  if (!body) return refuse(body.error());
  const auto ids = ids_of(*body, "ids", 1'000);
  if (!ids) return refuse(ids.error());

  const Snapshot part = window.of(call.moment->graph());
  Picture picture(call.library, part, window);
  std::vector<Key64> nodes;
  for (const std::string& id : *ids) {
    const auto stored = call.moment->graph().node(id);
    if (!stored && stored.error().code() == StatusCode::not_found) continue;  // it may be gone since the page learned of it
    if (!stored) return refuse(stored.error());
    const Key64 node = hash64(stored->node.id);
    if (!picture.has(node)) nodes.push_back(node);
    picture.add_node(node);
  }
  if (const Status status = add_edges_between(part, window, nodes, picture); !status.ok()) return refuse(status);
  return picture.finish(0, 0);
}

Answer<Json> get_between(const Call& call) {
  Parameters parameters(call.request);
  const std::string_view a = parameters.needed("a"), b = parameters.needed("b");
  const Window window = read_window(parameters, call.ontology());
  if (auto wrong = parameters.finish()) return refuse(std::move(*wrong));
  const auto first = call.moment->graph().node(a), second = call.moment->graph().node(b);
  if (!first) return refuse(first.error());
  if (!second) return refuse(second.error());

  const Snapshot part = window.of(call.moment->graph());
  const Key64 ends[] = {hash64(first->node.id), hash64(second->node.id)};
  Picture picture(call.library, part, window);
  for (const Key64 end : ends) picture.add_node(end);
  // One edge a type and way is looked up, so that the largest hub costs no more than any node.
  for (std::size_t way = 0; way < (ends[0] == ends[1] ? 1 : 2); ++way)
    for (const RelationType& type : call.ontology().relation_types()) {
      const auto edge = part.edge(ends[way], type.number, ends[1 - way]);
      if (!edge && edge.error().code() == StatusCode::not_found) continue;
      if (!edge) return refuse(edge.error());
      if (window.shows(type.number, *edge)) picture.add_edge(ends[way], type.number, ends[1 - way], *edge);
    }
  if (const Status status = picture.add_reference(); !status.ok()) return refuse(status);
  return picture.finish(0, 0);
}

}  // namespace entente::web
