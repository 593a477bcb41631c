#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/command.h"
#include "cli/print.h"
#include "graph/algorithm/rollup.h"
#include "graph/algorithm/timeline.h"
#include "graph/view.h"

namespace entente::cli {

/// Which part of the graph an analysis looks at, as its flags say it.
struct ViewFlags {
  std::vector<std::string> types, node_types, include;
  float min_confidence = 0;
  bool isolated = false, countries = false;
};

/// Adds `--type`, `--node-type`, `--include`, `--min-confidence`, `--isolated` and `--rollup`.
std::shared_ptr<const ViewFlags> add_view_flags(CLI::App& app);

/// What an analysis looks at.
struct Picture {
  std::array<bool, kClaimStatusCount> statuses = {};  ///< of the claims that count
  GraphView nodes;
  std::optional<Rollup> rollup;  ///< made of `nodes`, where countries were asked for

  const GraphView& view() const { return rollup ? rollup->view : nodes; }
};

/// The part of `snapshot` that `flags` name. Errors: NotFound (an unknown type, with near names), those of reading the snapshot.
Result<Picture> take_picture(const Ontology& ontology, const Snapshot& snapshot, const ViewFlags& flags);

/// The relation types that `name` stands for: one of that name, or all of a kind: cooperation, conflict, structure. Errors: NotFound, with near
/// names.
Result<std::vector<TypeId>> resolve_relations(const Ontology& ontology, std::string_view name);

/// The vertex that `argument`, an id or a name, means; of countries, that of the node's country. Errors: those of resolve_node(); NotFound where the
/// picture does not show it.
Result<GraphView::Vertex> resolve_vertex(const Context& context, const Ontology& ontology, const Snapshot& snapshot, const Picture& picture,
                                         std::string_view argument);

/// The country of the node that `argument` means, ISO 3166 alpha-3. Errors: those of resolve_node(); NotFound where it has none.
Result<std::string> resolve_country(const Context& context, const Ontology& ontology, const Snapshot& snapshot, std::string_view argument);

/// The packaged weights of events. Errors: those of finding and reading them.
Result<EventWeights> load_event_weights(const Context& context, const Ontology& ontology);

/// Says on standard error what was analysed: "`what`: 190 nodes, 201 edges; `how`".
void note(const Context& context, std::string_view what, const Picture& picture, std::string_view how);

/// What tables show of a vertex: id, name, type, country.
std::vector<Table::Cell> vertex_cells(const GraphView& view, const Ontology& ontology, GraphView::Vertex vertex);

/// `value` with six digits: what tables show and order by, so that nodes which differ by the rounding of sums only are equal.
double six_digits(double value);

/// Adds `--limit`, how many rows are shown; 0 for all.
std::shared_ptr<std::size_t> add_limit(CLI::App& app, std::string_view of_what);
/// How many of `count` rows are shown.
std::size_t shown(std::size_t count, std::size_t limit);
/// "; the first 20 of 190 are shown, --limit 0 shows all"; nothing where all are.
std::string cut_text(std::size_t count, std::size_t limit);

}  // namespace entente::cli
