#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "export/attribute.h"
#include "graph/ontology.h"
#include "graph/reference.h"
#include "graph/status.h"
#include "graph/store/store.h"

namespace entente {

class CountryGraph;
class PickedGraph;
struct ExportPage;

/// Which part of a graph is exported, and with what.
struct ExportOptions {
  std::vector<TypeId> relation_types = {};  ///< empty for all
  float min_confidence = 0;                 ///< of the best actual claim: above 0, edges without actual claims are left out
  std::uint32_t min_count = 0;              ///< of claims with a status of `statuses`
  /// An edge is exported if it has a claim of any status that is set here, by ClaimStatus.
  std::array<bool, kClaimStatusCount> statuses = {true, false, false, false, false};
  /// Adds what the gazetteer knows of relations between the nodes that are exported anyway, in the years of the snapshot's period; null for
  /// nothing. Must outlive the export.
  const ReferenceFacts* reference = nullptr;
  /// What nodes carry besides. Must outlive the export.
  std::span<const NodeAttribute> attributes = {};
  /// Only these nodes and edges, and only those of them that the other options let through; null for the whole snapshot. An edge that is picked need
  /// not have a claim of `statuses`. Must outlive the export.
  const PickedGraph* picked = nullptr;
  /// Countries instead of the nodes that they were made of, which the other options have chosen; null for nodes. Must outlive the export.
  const CountryGraph* countries = nullptr;
  /// What html is written into; null for other formats. Must outlive the export.
  const ExportPage* page = nullptr;
  bool sum_parallel = false;  ///< one edge from one node to another, with the claims of all types
  bool evidence = false;      ///< the claims behind each edge, where the format can carry them
  std::size_t top = 0;        ///< only the nodes with the most claims, this many; 0 for all
  bool isolated = false;      ///< also the nodes that no exported edge touches
  /// Of the options that the format has, those that are not left as they are: name and value.
  std::vector<std::pair<std::string, std::string>> settings = {};

  /// What is set under `name`; empty for nothing.
  std::string_view setting(std::string_view name) const;
};

class Selection;

/// The page of the explorer as one file, into which html puts the graph.
struct ExportPage {
  std::string_view bytes;     ///< web/page/dist/single.html; empty where the program was built without it. Must outlive the export
  std::string version, name;  ///< of the program, and of the graph, as the page says them
  /// Of data that it is given; more is refused. With so many a browser takes some seconds to open it and some hundred MB of memory.
  std::uint64_t most_bytes = 50'000'000;
};

/// Writes the graph in one format. Made for one export.
class Exporter {
 public:
  virtual ~Exporter() = default;
  /// Streams `selection` to `out`: nodes in key order, then edges in key order, then reference edges in order of their ids, so
  /// that one graph gives the same bytes on every run. Holds one node or edge at a time. Stops quietly where `out` goes bad:
  /// whoever owns it knows why. Errors: those of reading the snapshot.
  virtual Status write(const Selection& selection, std::ostream& out) = 0;
};

/// The files of an export that is several.
class ExportFolder {
 public:
  virtual ~ExportFolder() = default;
  /// The file called `name`, empty when it is first asked for; good until the folder goes. Where it cannot be written the stream is bad, and whoever
  /// owns the folder knows why.
  virtual std::ostream& file(std::string_view name) = 0;
};

/// Writes the graph in a format of several files. Made for one export.
class FolderExporter {
 public:
  virtual ~FolderExporter() = default;
  /// As Exporter::write().
  virtual Status write(const Selection& selection, ExportFolder& folder) = 0;
};

/// A choice that a format leaves to whoever exports.
struct FormatOption {
  std::string_view name, description;
  std::span<const std::string_view> values;  ///< the first is meant where nothing is set
};

/// A row of the table of formats.
struct ExportFormat {
  std::string_view name, extension, description;  ///< without an extension it must be named
  bool evidence = false;                          ///< whether it can carry claims
  std::unique_ptr<Exporter> (*make)() = nullptr;
  std::span<const FormatOption> options = {};
  std::unique_ptr<FolderExporter> (*make_folder)() = nullptr;  ///< where it is several files; `make` is null then
  bool page = false;                                           ///< whether it is written into a page; claims are in it in any case
};

/// The one table of formats.
std::span<const ExportFormat> export_formats();
/// By name; nullptr where there is none.
const ExportFormat* export_format(std::string_view name);

/// Writes what `options` select of `snapshot` to `out`. Memory: the ids of all nodes and 36 bytes each, 16 more with `top`, and with
/// `reference` the ids of the exported nodes again. Errors: Unsupported (`evidence` in a format without it, a format of several files, a page where
/// there is none or that would be too large; nothing is written then), InvalidInput (`settings` that the format does not have), those of reading the
/// snapshot.
Status export_graph(const Snapshot& snapshot, const Ontology& ontology, const ExportOptions& options, const ExportFormat& format, std::ostream& out);
/// The same for a format of several files. Errors: likewise; Unsupported of a format of one.
Status export_graph(const Snapshot& snapshot, const Ontology& ontology, const ExportOptions& options, const ExportFormat& format,
                    ExportFolder& folder);

// One file each.
std::unique_ptr<Exporter> make_graphml_exporter();
std::unique_ptr<Exporter> make_gexf_exporter();
std::unique_ptr<Exporter> make_json_exporter();
std::unique_ptr<Exporter> make_jsonl_exporter();
std::unique_ptr<Exporter> make_cytoscape_exporter();
std::unique_ptr<Exporter> make_graphology_exporter();
std::unique_ptr<FolderExporter> make_csv_exporter();
std::unique_ptr<FolderExporter> make_neo4j_exporter();
std::unique_ptr<FolderExporter> make_nebula_exporter();
std::unique_ptr<Exporter> make_pajek_exporter();
std::unique_ptr<Exporter> make_dot_exporter();
std::unique_ptr<Exporter> make_turtle_exporter();
std::unique_ptr<Exporter> make_jsonld_exporter();
std::unique_ptr<Exporter> make_ftm_exporter();
std::unique_ptr<Exporter> make_html_exporter();

}  // namespace entente
