#include <algorithm>

#include "web/endpoint.h"

namespace entente::web {
namespace {

using Counts = std::vector<std::pair<TypeId, std::uint64_t>>;

std::uint64_t count_of(const Counts& counts, TypeId type) {
  const auto found = std::ranges::find(counts, type, &Counts::value_type::first);
  return found == counts.end() ? 0 : found->second;
}

/// The most frequent first.
void sort_by_count(Json& list) {
  std::stable_sort(list.begin(), list.end(),
                   [](const Json& a, const Json& b) { return a["count"].get<std::uint64_t>() > b["count"].get<std::uint64_t>(); });
}

Json node_types(const Ontology& ontology, const StoreStats& stats) {
  Json types = Json::array();
  for (const NodeType& type : ontology.node_types())
    if (const auto count = count_of(stats.nodes_by_type, type.number); count > 0)
      types.push_back({{"name", type.name}, {"count", count}, {"supertypes", type.supertypes}});
  sort_by_count(types);
  return types;
}

/// With the number of edges of any status.
Json relation_types(const Ontology& ontology, const StoreStats& stats) {
  Json types = Json::array();
  for (const RelationType& type : ontology.relation_types())
    if (const auto count = count_of(stats.edges_by_type, type.number); count > 0)
      types.push_back(
          {{"name", type.name}, {"count", count}, {"family", type.family}, {"quad", static_cast<int>(type.quad)}, {"symmetric", type.symmetric}});
  sort_by_count(types);
  return types;
}

}  // namespace

Answer<Json> get_info(const Call& call) {
  Parameters parameters(call.request);
  if (auto wrong = parameters.finish()) return refuse(std::move(*wrong));
  const StoreStats& stats = call.moment->stats();
  const LibraryOptions& options = call.library.options();
  const auto& days = call.moment->days();
  const std::filesystem::path folder = options.graph.filename().empty() ? options.graph.parent_path() : options.graph;
  return Json{{"version", options.version},
              {"write", options.write},
              {"graph", folder.filename().string()},
              {"documents", stats.documents},
              {"nodes", stats.nodes},
              {"edges", stats.edges},
              {"shown_edges", stats.shown_edges},
              {"claims", stats.claims},
              {"node_types", node_types(call.ontology(), stats)},
              {"relation_types", relation_types(call.ontology(), stats)},
              {"first", days ? Json(format_day(days->first)) : Json()},
              {"last", days ? Json(format_day(days->second)) : Json()}};
}

}  // namespace entente::web
