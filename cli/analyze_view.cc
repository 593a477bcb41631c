#include "cli/analyze_view.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <set>

#include "cli/resolve.h"
#include "export/text.h"
#include "graph/type_names.h"

namespace entente::cli {
namespace {

/// The node types that `name` stands for: one of that name, or all that have it as a super-type.
Result<std::vector<TypeId>> resolve_node_types(const Ontology& ontology, std::string_view name) {
  auto found = node_types_named(ontology, name);
  if (!found.empty()) return found;
  std::set<std::string_view> words;
  for (const NodeType& type : ontology.node_types()) {
    words.insert(type.name);
    words.insert(type.supertypes.begin(), type.supertypes.end());
  }
  Suggestions near(name);
  for (const std::string_view word : words) near.offer(word, word);
  return failure(StatusCode::not_found, fmt::format("'{}' is no node type or super-type{}", name, near.sentence("; 'entente ontology' lists them")));
}

/// What `names` stand for together, each by `resolve`.
template <class Resolve>
Status collect(const std::vector<std::string>& names, const Resolve& resolve, std::vector<TypeId>& types) {
  for (const std::string& name : names) {
    const auto found = resolve(name);
    if (!found) return found.error();
    types.insert(types.end(), found->begin(), found->end());
  }
  return {};
}

Result<ViewOptions> view_options(const Ontology& ontology, const ViewFlags& flags) {
  ViewOptions options;
  Status status = collect(
      flags.types, [&](const std::string& name) { return resolve_relations(ontology, name); }, options.relation_types);
  if (status.ok())
    status = collect(
        flags.node_types, [&](const std::string& name) { return resolve_node_types(ontology, name); }, options.node_types);
  if (!status.ok()) return failure(std::move(status));
  for (std::size_t i = 0; i < kClaimStatusCount; ++i)
    for (const std::string& name : flags.include)
      if (name == "all" || name == to_string(static_cast<ClaimStatus>(i))) options.statuses[i] = true;
  options.min_confidence = flags.min_confidence;
  options.isolated_nodes = flags.isolated;
  return options;
}

/// The same countries, each by the name of its state where the graph has that node at all: a rollup only sees the nodes that a view shows.
Result<GraphView> with_names(const Snapshot& snapshot, GraphView countries) {
  const GraphView::Graph& graph = countries.graph();
  std::vector<ViewVertex> vertices;
  bool named = false;
  for (GraphView::Vertex vertex = 0; vertex < num_vertices(graph); ++vertex) {
    vertices.push_back(graph[vertex]);
    ViewVertex& country = vertices.back();
    if (country.name != country.country) continue;
    auto state = snapshot.whole().node(country.id);
    if (!state && state.error().code() == StatusCode::not_found) continue;
    if (!state) return failure(state.error());
    country.name = std::move(state->node.name);
    named = true;
  }
  if (!named) return countries;
  std::vector<ViewLink> links;
  for (auto [edge, end] = edges(graph); edge != end; ++edge) links.push_back({source(*edge, graph), target(*edge, graph), graph[*edge]});
  return GraphView::make(std::move(vertices), std::move(links));
}

}  // namespace

std::shared_ptr<const ViewFlags> add_view_flags(CLI::App& app) {
  auto flags = std::make_shared<ViewFlags>();
  app.add_option("--type", flags->types, "Only relations of these types, or kinds: cooperation, conflict, structure")
      ->type_name("TYPE,...")
      ->delimiter(',')
      ->allow_extra_args(false);
  app.add_option("--node-type", flags->node_types, "Only nodes of these types or super-types, and what is between them")
      ->type_name("TYPE,...")
      ->delimiter(',')
      ->allow_extra_args(false);
  app.add_option("--include", flags->include, "Also edges that are only planned, possible, demanded or negated, or all of them")
      ->check(CLI::IsMember({"planned", "possible", "demanded", "negated", "all"}))
      ->type_name("STATUS,...")
      ->delimiter(',')
      ->allow_extra_args(false);
  app.add_option("--min-confidence", flags->min_confidence, "Only edges whose best claim is at least this sure")->check(CLI::Range(0.0, 1.0));
  app.add_flag("--isolated", flags->isolated, "Also nodes without an edge that counts");
  app.add_option_function<std::string>(
         "--rollup", [flags](const std::string&) { flags->countries = true; }, "Countries instead of their people, bodies and places")
      ->check(CLI::IsMember({"country"}))
      ->type_name("country");
  return flags;
}

Result<std::vector<TypeId>> resolve_relations(const Ontology& ontology, std::string_view name) {
  auto types = relation_types_named(ontology, name);
  if (!types.empty()) return types;
  const auto none = resolve_relation(ontology, name);
  return failure(none.error());
}

Result<Picture> take_picture(const Ontology& ontology, const Snapshot& snapshot, const ViewFlags& flags) {
  const auto options = view_options(ontology, flags);
  if (!options) return failure(options.error());
  auto view = GraphView::build(snapshot, *options);
  if (!view) return failure(view.error());
  Picture picture{options->statuses, std::move(*view), std::nullopt};
  if (!flags.countries) return picture;
  Rollup rollup = country_rollup(picture.nodes, ontology);
  auto named = with_names(snapshot, std::move(rollup.view));
  if (!named) return failure(named.error());
  rollup.view = std::move(*named);
  picture.rollup = std::move(rollup);
  return picture;
}

Result<std::string> resolve_country(const Context& context, const Ontology& ontology, const Snapshot& snapshot, std::string_view argument) {
  const auto id = resolve_node(context, ontology, snapshot, argument);
  if (!id) return failure(id.error());
  auto stored = snapshot.node(*id);
  if (!stored) return failure(stored.error());
  if (stored->node.country.empty())
    return failure(StatusCode::not_found, fmt::format("'{}' belongs to no country; ask without --rollup", one_line(argument)));
  return std::move(stored->node.country);
}

Result<GraphView::Vertex> resolve_vertex(const Context& context, const Ontology& ontology, const Snapshot& snapshot, const Picture& picture,
                                         std::string_view argument) {
  auto id = picture.rollup ? resolve_country(context, ontology, snapshot, argument) : resolve_node(context, ontology, snapshot, argument);
  if (!id) return failure(id.error());
  if (picture.rollup) *id = "state:" + *id;
  const auto vertex = picture.view().vertex(*id);
  if (!vertex)
    return failure(StatusCode::not_found,
                   fmt::format("'{}' has no relation among those asked for; ask with fewer restrictions, or --isolated", one_line(argument)));
  return *vertex;
}

Result<EventWeights> load_event_weights(const Context& context, const Ontology& ontology) {
  const auto folder = context.data_folder();
  if (!folder) return failure(folder.error());
  return EventWeights::load(*folder / "goldstein.tsv", ontology);
}

void note(const Context& context, std::string_view what, const Picture& picture, std::string_view how) {
  if (context.quiet) return;
  const GraphView::Graph& graph = picture.view().graph();
  fmt::print(stderr, "{}: {} {}, {} edges{}{}\n", what, num_vertices(graph), picture.rollup ? "countries" : "nodes", num_edges(graph),
             how.empty() ? "" : "; ", how);
  if (picture.rollup && picture.rollup->nodes_without_country > 0)
    fmt::print(stderr, "without country, and left out: {} nodes, {} edges\n", picture.rollup->nodes_without_country,
               picture.rollup->edges_without_country);
}

std::vector<Table::Cell> vertex_cells(const GraphView& view, const Ontology& ontology, GraphView::Vertex vertex) {
  const ViewVertex& node = view.graph()[vertex];
  const NodeType* type = ontology.node_type(node.type);
  return {clean_id(node.id), one_line(node.name), type == nullptr ? Table::Cell() : Table::Cell(type->name),
          node.country.empty() ? Table::Cell() : Table::Cell(node.country)};
}

double six_digits(double value) { return std::strtod(fmt::format("{:.6g}", value).c_str(), nullptr); }

std::shared_ptr<std::size_t> add_limit(CLI::App& app, std::string_view of_what) {
  auto limit = std::make_shared<std::size_t>(20);
  app.add_option("--limit", *limit, fmt::format("{} to show; 0 for all", of_what))->capture_default_str();
  return limit;
}

std::size_t shown(std::size_t count, std::size_t limit) { return limit == 0 ? count : std::min(count, limit); }

std::string cut_text(std::size_t count, std::size_t limit) {
  if (shown(count, limit) == count) return {};
  return fmt::format("; the first {} of {} are shown, --limit 0 shows all", limit, count);
}

}  // namespace entente::cli
