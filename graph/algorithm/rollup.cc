#include "graph/algorithm/rollup.h"

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "graph/store/aggregate.h"

namespace entente {
namespace {

constexpr std::uint32_t kNone = ~0u;

std::vector<ViewVertex> countries_of(const GraphView& view, const Ontology& ontology, std::vector<std::uint32_t>& country_of) {
  const auto& graph = view.graph();
  std::map<std::string_view, std::uint32_t> numbers;
  for (GraphView::Vertex vertex = 0; vertex < num_vertices(graph); ++vertex)
    if (const std::string& country = graph[vertex].country; !country.empty()) numbers.emplace(country, 0);
  const NodeType* state = ontology.node_type("State");
  std::vector<ViewVertex> countries;
  for (auto& [code, number] : numbers) {
    number = static_cast<std::uint32_t>(countries.size());
    const std::string id = "state:" + std::string(code);
    const auto known = view.vertex(id);
    countries.push_back({id, state == nullptr ? TypeId{0} : state->number, known ? graph[*known].name : std::string(code), std::string(code)});
  }
  for (GraphView::Vertex vertex = 0; vertex < num_vertices(graph); ++vertex)
    country_of.push_back(graph[vertex].country.empty() ? kNone : numbers.find(graph[vertex].country)->second);
  return countries;
}

/// Adds up the edges with the same ends and type.
void sum(std::vector<ViewLink>& links) {
  const auto key = [](const ViewLink& link) { return std::tie(link.source, link.edge.type, link.target); };
  std::sort(links.begin(), links.end(), [&](const ViewLink& x, const ViewLink& y) { return key(x) < key(y); });
  std::size_t kept = 0;
  for (std::size_t i = 1; i < links.size(); ++i) {
    if (key(links[i]) == key(links[kept]))
      store::add(links[kept].edge.aggregate, links[i].edge.aggregate);
    else
      links[++kept] = links[i];
  }
  if (!links.empty()) links.resize(kept + 1);
}

}  // namespace

Rollup country_rollup(const GraphView& view, const Ontology& ontology, const RollupOptions& options) {
  const auto& graph = view.graph();
  std::vector<std::uint32_t> country_of;
  std::vector<ViewVertex> countries = countries_of(view, ontology, country_of);
  std::vector<ViewLink> links;
  std::uint64_t without = 0, within = 0;
  for (auto [edge, end] = boost::edges(graph); edge != end; ++edge) {
    std::uint32_t from = country_of[source(*edge, graph)], to = country_of[target(*edge, graph)];
    if (from == kNone || to == kNone) {
      ++without;
      continue;
    }
    if (from == to) ++within;
    if (from == to && !options.within) continue;
    const RelationType* type = ontology.relation_type(graph[*edge].type);
    if (type != nullptr && type->symmetric && from > to) std::swap(from, to);
    links.push_back({from, to, graph[*edge]});
  }
  sum(links);
  const auto nodes_without = static_cast<std::uint64_t>(std::count(country_of.begin(), country_of.end(), kNone));
  return {GraphView::make(std::move(countries), std::move(links)), nodes_without, without, within};
}

}  // namespace entente
