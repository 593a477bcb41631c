#pragma once

#include <string>
#include <vector>

#include "cli/command.h"
#include "export/exporter.h"

namespace entente::cli {

/// What the measures called `names` say of the nodes that `options` export, as attributes of them: over the edges that are exported, but for those
/// that `options.top` leaves out, which count. Holds that part of the graph in memory meanwhile. Errors: NotFound (an unknown measure), those of the
/// algorithms and of reading the snapshot.
Result<std::vector<NodeAttribute>> measure_attributes(const Context& context, const Ontology& ontology, const Snapshot& snapshot,
                                                      const ExportOptions& options, const std::vector<std::string>& names);

/// Adds "x" and "y": where layout() puts each node that `options` export, by all edges that they export, the more claims the nearer. Holds that part
/// of the graph in memory meanwhile. Errors: those of reading the snapshot.
Status add_layout(const Context& context, const Ontology& ontology, const Snapshot& snapshot, const ExportOptions& options,
                  std::vector<NodeAttribute>& attributes);

}  // namespace entente::cli
