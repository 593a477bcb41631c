#include "export/exporter.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "export/selection.h"

namespace entente {
namespace {

constexpr std::string_view kDialects[] = {"gephi", "plain", "yed"};
constexpr FormatOption kGraphmlOptions[] = {
    {"dialect", "gephi: with what Gephi looks for; plain: without what another attribute says too; yed: with what yEd draws", kDialects}};

constexpr std::string_view kGexfVersions[] = {"1.3", "1.2"};
constexpr FormatOption kGexfOptions[] = {{"gexf", "version of GEXF: 1.2 for NetworkX up to 2.8 and other old readers", kGexfVersions}};

constexpr std::string_view kLinks[] = {"links", "edges"};
constexpr FormatOption kJsonOptions[] = {{"links", "what the list of edges is called: links, for NetworkX up to 3.5; edges, from 3.6 on", kLinks}};

constexpr std::string_view kImporters[] = {"v4", "v3"};
constexpr FormatOption kNebulaOptions[] = {{"importer", "which NebulaGraph Importer import.yaml is for", kImporters}};

constexpr std::string_view kArticles[] = {"full", "none"};
constexpr FormatOption kHtmlOptions[] = {{"articles", "full: also the whole articles behind the claims; none: only the sentences", kArticles}};

constexpr std::array kFormats = {
    ExportFormat{"graphml", "graphml", "GraphML, for NetworkX, igraph, Gephi, Cytoscape", false, make_graphml_exporter, kGraphmlOptions},
    ExportFormat{"gexf", "gexf", "GEXF, for Gephi with its timeline", false, make_gexf_exporter, kGexfOptions},
    ExportFormat{"json", "json", "node-link JSON, for NetworkX, D3 and scripts", true, make_json_exporter, kJsonOptions},
    ExportFormat{"jsonl", "jsonl", "JSON Lines, a node or edge each", false, make_jsonl_exporter},
    ExportFormat{"cytoscape", "cyjs", "JSON, for Cytoscape and Cytoscape.js", false, make_cytoscape_exporter},
    ExportFormat{"graphology", "", "JSON, for graphology and sigma", false, make_graphology_exporter},
    ExportFormat{"csv", "", "tables for spreadsheets, in a folder", false, nullptr, {}, make_csv_exporter},
    ExportFormat{"neo4j", "", "tables for neo4j-admin import, in a folder", false, nullptr, {}, make_neo4j_exporter},
    ExportFormat{"nebula", "", "tables for NebulaGraph Importer, in a folder", false, nullptr, kNebulaOptions, make_nebula_exporter},
    ExportFormat{"pajek", "net", "Pajek", false, make_pajek_exporter},
    ExportFormat{"dot", "dot", "DOT, for pictures by Graphviz", false, make_dot_exporter},
    ExportFormat{"turtle", "ttl", "RDF in Turtle, for triple stores and SPARQL", true, make_turtle_exporter},
    ExportFormat{"jsonld", "jsonld", "RDF in JSON-LD", true, make_jsonld_exporter},
    ExportFormat{"ftm", "ftm", "entities of FollowTheMoney, for Aleph", true, make_ftm_exporter},
    ExportFormat{"html", "html", "the page of the explorer as one file, with its data", true, make_html_exporter, kHtmlOptions, nullptr, true},
};

}  // namespace

std::span<const ExportFormat> export_formats() { return kFormats; }

const ExportFormat* export_format(std::string_view name) {
  const auto found = std::ranges::find(kFormats, name, &ExportFormat::name);
  return found == kFormats.end() ? nullptr : &*found;
}

std::string_view ExportOptions::setting(std::string_view name) const {
  for (const auto& [set, value] : settings)
    if (set == name) return value;
  return {};
}

namespace {

/// Whether `format` can do what `options` ask of it.
Status check(const ExportOptions& options, const ExportFormat& format) {
  if (options.evidence && !format.evidence)
    return {StatusCode::unsupported, fmt::format("{}: cannot carry the claims behind an edge; use json", format.name)};
  if (format.page && (options.page == nullptr || options.page->bytes.empty()))
    return {StatusCode::unsupported,
            fmt::format("{}: this program was built without the page of the explorer; build it again where Node.js is installed", format.name)};
  for (const auto& [name, value] : options.settings) {
    const auto option = std::ranges::find(format.options, std::string_view(name), &FormatOption::name);
    if (option == format.options.end()) return {StatusCode::invalid_input, fmt::format("{}: has no {}; leave out --{}", format.name, name, name)};
    if (std::ranges::find(option->values, std::string_view(value)) == option->values.end())
      return {StatusCode::invalid_input, fmt::format("{}: has no {} '{}'; use one of {}", format.name, name, value, fmt::join(option->values, ", "))};
  }
  return Status::success();
}

/// Opens the selection and has it written by `write`.
template <class Write>
Status export_selection(const Snapshot& snapshot, const Ontology& ontology, const ExportOptions& options, const Write& write) {
  const auto selection = Selection::make(snapshot, ontology, options);
  return selection ? write(*selection) : selection.error();
}

}  // namespace

Status export_graph(const Snapshot& snapshot, const Ontology& ontology, const ExportOptions& options, const ExportFormat& format, std::ostream& out) {
  if (Status status = check(options, format); !status.ok()) return status;
  if (format.make == nullptr) return {StatusCode::unsupported, fmt::format("{}: is several files; give it a folder", format.name)};
  return export_selection(snapshot, ontology, options, [&](const Selection& selection) { return format.make()->write(selection, out); });
}

Status export_graph(const Snapshot& snapshot, const Ontology& ontology, const ExportOptions& options, const ExportFormat& format,
                    ExportFolder& folder) {
  if (Status status = check(options, format); !status.ok()) return status;
  if (format.make_folder == nullptr) return {StatusCode::unsupported, fmt::format("{}: is one file, no folder", format.name)};
  return export_selection(snapshot, ontology, options, [&](const Selection& selection) { return format.make_folder()->write(selection, folder); });
}

}  // namespace entente
