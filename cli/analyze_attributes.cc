#include "cli/analyze_attributes.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <unordered_map>

#include "export/selection.h"
#include "graph/algorithm/layout.h"
#include "graph/algorithm/measures.h"
#include "graph/view.h"

namespace entente::cli {
namespace {

NodeAttribute::Kind attribute_kind(MeasureKind kind) {
  switch (kind) {
    case MeasureKind::whole: return NodeAttribute::Kind::whole;
    case MeasureKind::group: return NodeAttribute::Kind::group;
    case MeasureKind::real: break;
  }
  return NodeAttribute::Kind::real;
}

/// The nodes and edges that `options` export, in memory.
Result<GraphView> exported_view(const Snapshot& snapshot, const Ontology& ontology, const ExportOptions& options) {
  const auto selection = Selection::make(snapshot, ontology, options);
  if (!selection) return failure(selection.error());
  std::vector<ViewVertex> vertices;
  std::unordered_map<Key64, std::uint32_t> places;
  Status status = selection->for_each_node([&](const StoredNode& stored) {
    const Node& node = stored.node;
    places.emplace(hash64(node.id), static_cast<std::uint32_t>(vertices.size()));
    vertices.push_back({node.id, node.type, node.name, node.country});
    return true;
  });
  if (!status.ok()) return failure(std::move(status));
  std::vector<ViewLink> links;
  status = selection->for_each_edge([&](const ExportEdge& edge) {
    links.push_back({places.at(hash64(edge.source())), places.at(hash64(edge.target())), {}});
    links.back().edge = edge.claimed != nullptr ? ViewEdge{edge.claimed->type, edge.claimed->aggregate} : ViewEdge{edge.reference->type, {}};
    return true;
  });
  if (!status.ok()) return failure(std::move(status));
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
  ExportOptions measured_part = options;
  measured_part.top = 0;
  measured_part.reference = nullptr;
  const auto view = exported_view(snapshot, ontology, measured_part);
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
    attributes.emplace_back(std::string(measure->attribute), attribute_kind(measure->kind), std::move(values));
  }
  return attributes;
}

Status add_layout(const Context& context, const Ontology& ontology, const Snapshot& snapshot, const ExportOptions& options,
                  std::vector<NodeAttribute>& attributes) {
  const auto view = exported_view(snapshot, ontology, options);
  if (!view) return view.error();
  // A reference edge has no claims, and pulls as one that has one.
  const auto claims = [&](const ViewEdge& edge) {
    return static_cast<double>(std::max<std::uint64_t>(1, shown_claims(edge.aggregate, options.statuses)));
  };
  const auto points = layout(*view, {.weight = claims});
  if (!points) return points.error();
  const GraphView::Graph& graph = view->graph();
  if (!context.quiet) fmt::print(stderr, "layout: {} nodes, {} edges\n", num_vertices(graph), num_edges(graph));
  std::vector<std::pair<Key64, double>> x, y;
  for (std::uint32_t vertex = 0; vertex < points->size(); ++vertex) {
    // A hundredth is as fine as any picture needs.
    x.emplace_back(hash64(graph[vertex].id), std::round((*points)[vertex].x * 100) / 100);
    y.emplace_back(hash64(graph[vertex].id), std::round((*points)[vertex].y * 100) / 100);
  }
  attributes.emplace_back("x", NodeAttribute::Kind::real, std::move(x));
  attributes.emplace_back("y", NodeAttribute::Kind::real, std::move(y));
  return Status::success();
}

}  // namespace entente::cli
