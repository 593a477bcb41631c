#include "cli/analyze_attributes.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "cli/analyze_measures.h"
#include "export/selection.h"
#include "graph/view.h"

namespace entente::cli {
namespace {

/// The nodes and edges that `options` export, without regard to `options.top`.
Result<GraphView> exported_view(const Snapshot& snapshot, const ExportOptions& options) {
  ViewOptions shown;
  shown.statuses = options.statuses;
  shown.relation_types = options.relation_types;
  shown.min_confidence = options.min_confidence;
  shown.isolated_nodes = options.isolated || options.min_count > 1;
  auto view = GraphView::build(snapshot, shown);
  if (!view || options.min_count <= 1) return view;
  const GraphView::Graph& graph = view->graph();
  std::vector<bool> kept(num_vertices(graph), options.isolated);
  std::vector<ViewLink> links;
  for (auto [edge, end] = edges(graph); edge != end; ++edge) {
    if (shown_claims(graph[*edge].aggregate, options.statuses) < options.min_count) continue;
    links.push_back({source(*edge, graph), target(*edge, graph), graph[*edge]});
    kept[links.back().source] = kept[links.back().target] = true;
  }
  std::vector<std::uint32_t> places(kept.size());
  std::vector<ViewVertex> vertices;
  for (std::uint32_t vertex = 0; vertex < kept.size(); ++vertex) {
    if (!kept[vertex]) continue;
    places[vertex] = static_cast<std::uint32_t>(vertices.size());
    vertices.push_back(graph[vertex]);
  }
  for (ViewLink& link : links) {
    link.source = places[link.source];
    link.target = places[link.target];
  }
  return GraphView::make(std::move(vertices), std::move(links));
}

}  // namespace

Result<std::vector<NodeAttribute>> measure_attributes(const Context& context, const Ontology& ontology, const Snapshot& snapshot,
                                                      const ExportOptions& options, const std::vector<std::string>& names) {
  std::vector<const NodeMeasure*> measures;
  for (const std::string& name : names) {
    const auto measure = node_measure(name);
    if (!measure) return failure(measure.error());
    if (std::ranges::find(measures, *measure) == measures.end()) measures.push_back(*measure);
  }
  const auto view = exported_view(snapshot, options);
  if (!view) return failure(view.error());
  const GraphView::Graph& graph = view->graph();
  std::vector<NodeAttribute> attributes;
  for (const NodeMeasure* measure : measures) {
    Result<Measured> measured = Measured();
    if (num_vertices(graph) > 0) measured = measure->take(*view, ontology, {});
    if (!measured) return failure(measured.error());
    if (!context.quiet) fmt::print(stderr, "{}: {} nodes, {} edges; {}\n", measure->name, num_vertices(graph), num_edges(graph), measured->how);
    std::vector<std::pair<Key64, double>> values;
    for (std::uint32_t vertex = 0; vertex < measured->values.size(); ++vertex)
      values.emplace_back(hash64(graph[vertex].id), measured->values[vertex]);
    attributes.emplace_back(std::string(measure->attribute), measure->kind, std::move(values));
  }
  return attributes;
}

}  // namespace entente::cli
