#include "graph/algorithm/links.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

namespace entente {
namespace {

using Graph = GraphView::Graph;

std::size_t place(const Graph& graph, const GraphView::Edge& edge) { return get(boost::edge_index, graph, edge); }

/// By edge, whether it is of a symmetric type: some bytes to look at, where the edges themselves are far apart in memory. Empty where none is.
std::vector<bool> symmetric_edges(const Graph& graph, const std::vector<bool>& symmetric) {
  std::vector<bool> found;
  if (std::find(symmetric.begin(), symmetric.end(), true) == symmetric.end()) return found;
  found.reserve(num_edges(graph));
  for (auto [edge, end] = boost::edges(graph); edge != end; ++edge) {
    const TypeId type = graph[*edge].type;
    found.push_back(type < symmetric.size() && symmetric[type]);
  }
  return found;
}

/// Calls visit(other end, place of the edge) for each link of `vertex`.
template <class Visit>
void for_each_link(const Graph& graph, Follow follow, const std::vector<bool>& symmetric, std::uint32_t vertex, const Visit& visit) {
  const auto both_ways = [&](std::size_t edge) { return !symmetric.empty() && symmetric[edge]; };
  for (auto [edge, end] = out_edges(vertex, graph); edge != end; ++edge) {
    const std::size_t at = place(graph, *edge);
    const std::uint32_t other = target(*edge, graph);
    if (follow != Follow::backward || (both_ways(at) && other != vertex)) visit(other, at);
  }
  for (auto [edge, end] = in_edges(vertex, graph); edge != end; ++edge) {
    const std::size_t at = place(graph, *edge);
    const std::uint32_t other = source(*edge, graph);
    if (follow != Follow::forward || (both_ways(at) && other != vertex)) visit(other, at);
  }
}

}  // namespace

std::vector<bool> symmetric_types(const Ontology& ontology) {
  std::vector<bool> symmetric;
  for (const RelationType& type : ontology.relation_types()) {
    if (!type.symmetric) continue;
    if (symmetric.size() <= type.number) symmetric.resize(type.number + std::size_t{1});
    symmetric[type.number] = true;
  }
  return symmetric;
}

std::vector<double> weigh_edges(const Graph& graph, const EdgeWeight& weight) {
  if (!weight) return std::vector<double>(num_edges(graph), 1.0);
  std::vector<double> weights;
  weights.reserve(num_edges(graph));
  for (auto [edge, end] = boost::edges(graph); edge != end; ++edge) weights.push_back(weight(graph[*edge]));
  return weights;
}

Status check_weights(const Graph& graph, std::span<const double> weights) {
  if (weights.size() != num_edges(graph))
    return Status(StatusCode::invalid_input,
                  "there are " + std::to_string(weights.size()) + " weights for " + std::to_string(num_edges(graph)) + " edges; give one for each");
  for (const double weight : weights)
    if (!(weight >= 0) || !std::isfinite(weight))
      return Status(StatusCode::invalid_input, "an edge weighs " + std::to_string(weight) + "; weights must be 0 or more, and finite");
  return Status::success();
}

Links Links::make(const Graph& graph, const LinkOptions& options, std::span<const double> weights) {
  constexpr std::uint32_t nobody = std::numeric_limits<std::uint32_t>::max();
  const std::uint32_t vertices = num_vertices(graph);
  const std::vector<bool> symmetric = symmetric_edges(graph, options.symmetric);
  const std::size_t most = num_edges(graph) * (options.follow == Follow::both || !symmetric.empty() ? 2u : 1u);
  Links links;
  links.first_.reserve(vertices + std::size_t{1});
  links.targets_.reserve(most);
  if (!weights.empty()) links.weights_.reserve(most);
  std::vector<std::uint32_t> owner(options.simple ? vertices : 0, nobody);  // by target: the vertex that has a link to it last
  std::vector<std::size_t> link(options.simple ? vertices : 0);             // and where that link is
  for (std::uint32_t vertex = 0; vertex < vertices; ++vertex) {
    for_each_link(graph, options.follow, symmetric, vertex, [&](std::uint32_t other, std::size_t edge) {
      if (options.simple) {
        if (other == vertex) return;
        if (owner[other] == vertex) {
          if (!weights.empty()) links.weights_[link[other]] += weights[edge];
          return;
        }
        owner[other] = vertex;
        link[other] = links.targets_.size();
      }
      links.targets_.push_back(other);
      if (!weights.empty()) links.weights_.push_back(weights[edge]);
    });
    links.first_.push_back(links.targets_.size());
  }
  return links;
}

}  // namespace entente
