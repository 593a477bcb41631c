#include "cli/export_shown.h"

#include <fmt/format.h>

#include <cstdio>

#include "cli/query_picked.h"

namespace entente::cli {

std::shared_ptr<const ShownFlags> add_shown_flags(CLI::App& app) {
  auto flags = std::make_shared<ShownFlags>();
  auto* query =
      app.add_option("--query", flags->query, "Only the nodes, relationships and paths that a query in openCypher returns")->type_name("QUERY");
  app.add_option("--param", flags->parameters, "name=value of a parameter $name of the query; JSON, or else text")
      ->needs(query)
      ->allow_extra_args(false);
  app.add_option_function<std::string>(
         "--rollup", [flags](const std::string&) { flags->countries = true; }, "Countries instead of their people, bodies and places")
      ->check(CLI::IsMember({"country"}))
      ->type_name("country");
  app.add_option_function<std::string>(
         "--parallel", [flags](const std::string& how) { flags->sum_parallel = how == "sum"; },
         "Edges of several types from one node to another: keep each, or sum them up to one")
      ->check(CLI::IsMember({"keep", "sum"}))
      ->type_name("keep|sum");
  app.add_flag("--layout", flags->layout, "Add a place for each node, x and y, where related nodes are near each other");
  return flags;
}

int make_shown(const Context& context, const Ontology& ontology, const Snapshot& snapshot, const ShownFlags& flags, bool unsure, Shown& shown,
               ExportOptions& options) {
  int code = kDone;
  if (!flags.query.empty()) {
    code = pick_by_query(context, ontology, snapshot, flags.query, flags.parameters, unsure, shown.picked);
    if (code > kPartly) return code;
    options.picked = &shown.picked;
  }
  if (flags.countries) {
    auto made = CountryGraph::make(snapshot, ontology, options);
    if (!made) return complain(made.error());
    shown.countries = std::move(*made);
    options.countries = &*shown.countries;
    if (const CountryGraph& countries = *shown.countries; !context.quiet)
      fmt::print(stderr, "without country, and left out: {} nodes, {} edges; within one country, and left out: {} edges\n",
                 countries.nodes_without_country(), countries.edges_without_country(), countries.edges_within());
  }
  options.sum_parallel = flags.sum_parallel;
  return code;
}

}  // namespace entente::cli
