#include "web/countries.h"

#include <algorithm>
#include <tuple>
#include <unordered_map>

namespace entente::web {
namespace {

/// The node that stands for a country, if articles name it.
Result<std::optional<StoredNode>> state_of(const Call& call, const std::string& id) {
  auto stored = call.moment->graph().node(id);
  if (stored) return std::optional(std::move(*stored));
  return stored.error().code() == StatusCode::not_found ? Result<std::optional<StoredNode>>(std::nullopt) : failure(stored.error());
}

Json summary(const Call& call, const CountryShown& country) {
  StoredNode stub;
  if (!country.state) {
    const NodeType* type = call.ontology().node_type("State");
    stub.node.id = country.id;
    stub.node.name = stub.node.country = country.code;
    stub.node.type = type == nullptr ? TypeId{0} : type->number;
  }
  Json json = node_summary(country.state ? *country.state : stub, call.ontology());
  json["id"] = country.id;
  json["degree"] = country.edges;
  return json;
}

}  // namespace

Answer<CountriesShown> countries_shown(const Call& call, const Window& window, std::size_t limit) {
  const auto census = call.moment->census();
  if (!census) return refuse(census.error());
  auto edges = country_edges(window.of(call.moment->graph()), **census, call.ontology(), window, call.stop);
  if (!edges) return refuse(edges.error());
  CountriesShown shown;
  std::vector<CountryShown> countries((*census)->countries().size());
  for (const CountryEdge& edge : edges->edges)
    for (const Census::Country end : {edge.source, edge.target}) {
      countries[end].claims += window.claims(edge.aggregate);
      ++countries[end].edges;
    }
  for (std::size_t i = 1; i < countries.size(); ++i) {
    const auto& entry = (*census)->countries()[i];
    countries[i].number = static_cast<Census::Country>(i);
    countries[i].code = entry.code;
    countries[i].id = "state:" + entry.code;
    countries[i].nodes = entry.nodes;
    if (countries[i].claims > 0) shown.countries.push_back(std::move(countries[i]));
  }
  std::ranges::sort(shown.countries,
                    [](const CountryShown& a, const CountryShown& b) { return std::tie(b.claims, a.code) < std::tie(a.claims, b.code); });
  if (shown.countries.size() > limit) shown.left_out = shown.countries.size() - limit;
  shown.countries.resize(shown.countries.size() - shown.left_out);
  for (CountryShown& country : shown.countries) {
    auto state = state_of(call, country.id);
    if (!state) return refuse(state.error());
    country.state = std::move(*state);
  }
  shown.all = std::move(*edges);
  return shown;
}

Answer<Json> picture_of_countries(const Call& call, const Window& window, std::size_t limit) {
  const auto shown = countries_shown(call, window, limit);
  if (!shown) return refuse(shown.error());
  std::unordered_map<Census::Country, const CountryShown*> kept;
  Json nodes = Json::array(), edges = Json::array();
  for (const CountryShown& country : shown->countries) {
    kept.emplace(country.number, &country);
    nodes.push_back(summary(call, country));
  }
  for (const CountryEdge& edge : shown->all.edges) {
    const auto source = kept.find(edge.source), target = kept.find(edge.target);
    if (source == kept.end() || target == kept.end()) continue;
    edges.push_back(edge_json(source->second->id, *call.ontology().relation_type(edge.type), target->second->id, edge.aggregate, window));
  }
  const std::size_t hidden = shown->all.edges.size() - edges.size();
  return Json{{"nodes", std::move(nodes)}, {"edges", std::move(edges)}, {"hidden", {{"nodes", shown->left_out}, {"edges", hidden}}}};
}

}  // namespace entente::web
