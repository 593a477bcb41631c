#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "export/attribute.h"
#include "graph/ontology.h"
#include "graph/reference.h"
#include "graph/status.h"
#include "graph/store/store.h"

namespace entente {

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
  bool evidence = false;  ///< the claims behind each edge, where the format can carry them
  std::size_t top = 0;    ///< only the nodes with the most claims, this many; 0 for all
  bool isolated = false;  ///< also the nodes that no exported edge touches
};

class Selection;

/// Writes the graph in one format. Made for one export.
class Exporter {
 public:
  virtual ~Exporter() = default;
  /// Streams `selection` to `out`: nodes in key order, then edges in key order, then reference edges in order of their ids, so
  /// that one graph gives the same bytes on every run. Holds one node or edge at a time. Stops quietly where `out` goes bad:
  /// whoever owns it knows why. Errors: those of reading the snapshot.
  virtual Status write(const Selection& selection, std::ostream& out) = 0;
};

/// A row of the table of formats.
struct ExportFormat {
  std::string_view name, extension, description;
  bool evidence = false;  ///< whether it can carry claims
  std::unique_ptr<Exporter> (*make)();
};

/// The one table of formats.
std::span<const ExportFormat> export_formats();
/// By name; nullptr where there is none.
const ExportFormat* export_format(std::string_view name);

/// Writes what `options` select of `snapshot` to `out`. Memory: 8 bytes a node, 16 more with `top`, and with `reference` the ids of
/// the exported nodes. Errors: Unsupported (`evidence` in a format without it), those of reading the snapshot.
Status export_graph(const Snapshot& snapshot, const Ontology& ontology, const ExportOptions& options, const ExportFormat& format, std::ostream& out);

// One file each.
std::unique_ptr<Exporter> make_graphml_exporter();
std::unique_ptr<Exporter> make_json_exporter();
std::unique_ptr<Exporter> make_dot_exporter();

}  // namespace entente
