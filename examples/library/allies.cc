// allies DATA GRAPH ID: who supports a node, in how many articles, and whom its own cooperation reaches.
//
// Opens a graph that `entente ingest` made, asks it in openCypher, and walks it with Boost.Graph.
#include <boost/graph/breadth_first_search.hpp>
#include <boost/range/iterator_range.hpp>
#include <iostream>
#include <string>
#include <vector>

#include "graph/ontology.h"
#include "graph/query/engine.h"
#include "graph/query/store_graph.h"
#include "graph/store/store.h"
#include "graph/view.h"

namespace {

int complain(const std::string& message) {
  std::cerr << "allies: " << message << '\n';
  return 1;
}

/// Prints who supports the node, and the outlets that say so.
bool ask(const entente::Ontology& ontology, const entente::Snapshot& snapshot, const std::string& id) {
  const auto graph = entente::query::StoreGraph::make(ontology, snapshot);
  if (!graph) return complain(graph.error().message()), false;
  auto query = entente::query::PreparedQuery::prepare(
      "MATCH (a)-[r:SUPPORTS]->(b {id: $id}) UNWIND claims(r) AS claim "
      "RETURN a.name, collect(DISTINCT claim.document.id) ORDER BY a.name",
      **graph);
  if (!query) return complain(entente::query::to_string(query.error())), false;
  entente::query::RunOptions options;
  options.parameters = {{"id", entente::query::Value(id)}};
  const auto run = query->run(options, [](std::span<const entente::query::Value> row) {
    std::cout << *row[0].get<std::string>() << " supports it, in " << row[1].get<entente::query::List>()->size() << " article(s)\n";
    return true;
  });
  if (!run) return complain(entente::query::to_string(run.error())), false;
  return true;
}

/// Prints how many steps of cooperation lead from the node to others. A symmetric relation is in the view once, from the smaller id to the larger.
bool walk(const entente::Ontology& ontology, const entente::Snapshot& snapshot, const std::string& id) {
  entente::ViewOptions options;
  for (const entente::RelationType& type : ontology.relation_types())
    if (type.quad == entente::Quad::verbal_cooperation || type.quad == entente::Quad::material_cooperation)
      options.relation_types.push_back(type.number);
  const auto view = entente::GraphView::build(snapshot, options);
  if (!view) return complain(view.error().message()), false;
  const auto start = view->vertex(id);
  if (!start) return complain("'" + id + "' is not in the graph"), false;
  const auto& graph = view->graph();
  std::vector<int> distance(num_vertices(graph), 0);
  const auto distances = boost::make_iterator_property_map(distance.begin(), get(boost::vertex_index, graph));
  boost::breadth_first_search(graph, *start, boost::visitor(boost::make_bfs_visitor(boost::record_distances(distances, boost::on_tree_edge()))));
  for (const auto vertex : boost::make_iterator_range(vertices(graph)))
    if (distance[vertex] > 0) std::cout << distance[vertex] << ' ' << graph[vertex].name << '\n';
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) return complain("usage: allies DATA GRAPH ID");
  const auto ontology = entente::Ontology::load(std::string(argv[1]) + "/ontology.json");
  if (!ontology) return complain(ontology.error().message());
  entente::StoreOptions options;
  options.read_only = true;
  const auto store = entente::Store::open(argv[2], *ontology, options);
  if (!store) return complain(store.error().message());
  const entente::Snapshot snapshot = (*store)->snapshot();
  return ask(*ontology, snapshot, argv[3]) && walk(*ontology, snapshot, argv[3]) ? 0 : 1;
}
