#include <map>
#include <unordered_map>

#include "graph/type_names.h"
#include "web/countries.h"
#include "web/endpoint.h"

namespace entente::web {
namespace {

struct Cell {
  std::uint64_t cooperation = 0, conflict = 0, structural = 0;
};

void add(Cell& cell, const RelationType& type, std::uint64_t claims) {
  const auto kind = relation_kind(type.quad);
  (kind == kRelationKinds[0] ? cell.cooperation : kind == kRelationKinds[1] ? cell.conflict : cell.structural) += claims;
}

Json countries_json(const std::vector<CountryShown>& countries) {
  Json json = Json::array();
  for (const CountryShown& country : countries) {
    const bool placed = country.state && country.state->node.latitude && country.state->node.longitude;
    json.push_back({{"country", country.code},
                    {"node", country.state ? Json(country.id) : Json()},
                    {"name", country.name()},
                    {"nodes", country.nodes},
                    {"claims", country.claims},
                    {"lat", placed ? Json(*country.state->node.latitude) : Json()},
                    {"lon", placed ? Json(*country.state->node.longitude) : Json()}});
  }
  return json;
}

Json cells_json(const Call& call, const Window& window, const CountriesShown& shown) {
  std::unordered_map<Census::Country, std::size_t> places;
  for (std::size_t i = 0; i < shown.countries.size(); ++i) places.emplace(shown.countries[i].number, i);
  std::map<std::pair<std::size_t, std::size_t>, Cell> cells;
  for (const CountryEdge& edge : shown.all.edges) {
    const auto source = places.find(edge.source), target = places.find(edge.target);
    if (source == places.end() || target == places.end()) continue;
    const RelationType& type = *call.ontology().relation_type(edge.type);
    add(cells[{source->second, target->second}], type, window.claims(edge.aggregate));
    if (type.symmetric) add(cells[{target->second, source->second}], type, window.claims(edge.aggregate));  // both did it
  }
  Json json = Json::array();
  for (const auto& [ends, cell] : cells)
    json.push_back({{"source", shown.countries[ends.first].code},
                    {"target", shown.countries[ends.second].code},
                    {"cooperation", cell.cooperation},
                    {"conflict", cell.conflict},
                    {"structural", cell.structural}});
  return json;
}

}  // namespace

Answer<Json> get_matrix(const Call& call) {
  Parameters parameters(call.request);
  const std::size_t limit = parameters.whole("limit", 30, 1, 300);
  const Window window = read_window(parameters, call.ontology());
  if (auto wrong = parameters.finish()) return refuse(std::move(*wrong));
  const auto shown = countries_shown(call, window, limit);
  if (!shown) return refuse(shown.error());
  return Json{
      {"countries", countries_json(shown->countries)}, {"cells", cells_json(call, window, *shown)}, {"without_country", shown->all.without_country}};
}

}  // namespace entente::web
