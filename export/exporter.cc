#include "export/exporter.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "export/selection.h"

namespace entente {
namespace {

constexpr std::array kFormats = {
    ExportFormat{"graphml", "graphml", "GraphML, for NetworkX, igraph, Gephi, Cytoscape", false, make_graphml_exporter},
    ExportFormat{"json", "json", "node-link JSON, for NetworkX, D3 and scripts", true, make_json_exporter},
    ExportFormat{"dot", "dot", "DOT, for pictures by Graphviz", false, make_dot_exporter},
};

}  // namespace

std::span<const ExportFormat> export_formats() { return kFormats; }

const ExportFormat* export_format(std::string_view name) {
  const auto found = std::ranges::find(kFormats, name, &ExportFormat::name);
  return found == kFormats.end() ? nullptr : &*found;
}

Status export_graph(const Snapshot& snapshot, const Ontology& ontology, const ExportOptions& options, const ExportFormat& format, std::ostream& out) {
  if (options.evidence && !format.evidence)
    return {StatusCode::unsupported, fmt::format("{}: cannot carry the claims behind an edge; use json", format.name)};
  const auto selection = Selection::make(snapshot, ontology, options);
  if (!selection) return selection.error();
  return format.make()->write(*selection, out);
}

}  // namespace entente
