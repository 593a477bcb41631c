#include "graph/algorithm/paths.h"
#include "graph/algorithm/short_paths.h"
#include "web/endpoint.h"
#include "web/picture.h"

namespace entente::web {
namespace {

/// 1 / (claims that count): what is claimed often is near.
EdgeWeight cost_by(const Window& window) {
  return [window](const ViewEdge& edge) { return 1 / static_cast<double>(window.claims(edge.aggregate)); };
}

Answer<Json> path_json(const Call& call, const Window& window, const GraphView& view, const Path& path, Picture& all) {
  const auto& graph = view.graph();
  Json nodes = Json::array({graph[path.steps.front().from].id}), edges = Json::array();
  all.add_node(hash64(graph[path.steps.front().from].id));
  for (const PathStep& step : path.steps) {
    nodes.push_back(graph[step.to].id);
    all.add_node(hash64(graph[step.to].id));
    for (const GraphView::Edge& edge : step.edges)
      edges.push_back(edge_json(graph[source(edge, graph)].id, *call.ontology().relation_type(graph[edge].type), graph[target(edge, graph)].id,
                                graph[edge].aggregate, window));
  }
  return Json{{"nodes", std::move(nodes)}, {"edges", std::move(edges)}};
}

}  // namespace

Answer<Json> get_path(const Call& call) {
  Parameters parameters(call.request);
  const std::string_view from = parameters.needed("from"), to = parameters.needed("to");
  const std::size_t limit = parameters.whole("limit", 3, 1, 20), most = parameters.whole("max_length", 6, 1, 10);
  const Window window = read_window(parameters, call.ontology());
  if (auto wrong = parameters.finish()) return refuse(std::move(*wrong));
  const Snapshot& whole = call.moment->graph();
  const auto first = whole.node(from), second = whole.node(to);
  if (!first) return refuse(first.error());
  if (!second) return refuse(second.error());
  if (first->node.id == second->node.id) return refuse(400, "invalid_input", "the two are one node; name two");

  const Snapshot part = window.of(whole);
  ShortPathsOptions options;
  options.most_edges = static_cast<unsigned>(most);
  options.stop = call.stop;
  const auto view = short_paths_view(part, window, hash64(first->node.id), hash64(second->node.id), options);
  if (!view && view.error().code() == StatusCode::not_found) return Json{{"paths", Json::array()}, {"nodes", Json::array()}};  // not in the period
  if (!view) return refuse(view.error());
  Picture nodes(call.library, part, window);
  Json paths = Json::array();
  if (*view) {
    PathOptions how;
    how.cost = cost_by(window);
    how.count = limit;
    const GraphView& shown = **view;
    for (const Path& path : entente::paths(shown, call.ontology(), *shown.vertex(first->node.id), *shown.vertex(second->node.id), how)) {
      if (path.steps.size() > most) continue;
      auto json = path_json(call, window, shown, path, nodes);
      if (!json) return json;
      paths.push_back(std::move(*json));
    }
  }
  auto summaries = nodes.nodes_json();
  if (!summaries) return refuse(summaries.error());
  return Json{{"paths", std::move(paths)}, {"nodes", std::move(*summaries)}};
}

}  // namespace entente::web
