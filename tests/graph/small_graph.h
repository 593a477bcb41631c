#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "graph/view.h"

namespace entente::test {

/// An edge of a small graph; type 2 is the symmetric one where a test needs one.
struct SmallEdge {
  std::uint32_t source = 0, target = 0;
  TypeId type = 1;
  std::uint32_t claims = 1;
};

/// A view of so many vertices, numbered as they are here.
inline GraphView small_graph(std::uint32_t vertices, const std::vector<SmallEdge>& edges) {
  std::vector<ViewVertex> named;
  for (std::uint32_t v = 0; v < vertices; ++v) named.push_back({std::to_string(1'000'000 + v), 1, {}, {}});
  std::vector<ViewLink> links;
  for (const SmallEdge& edge : edges) {
    links.push_back({edge.source, edge.target, {edge.type, {}}});
    links.back().edge.aggregate.count[0] = edge.claims;
  }
  return GraphView::make(std::move(named), std::move(links));
}

inline const std::vector<bool> kTypeTwoSymmetric = {false, false, true};

/// A path 0 -> 1 -> ... of so many vertices.
inline GraphView path_graph(std::uint32_t vertices) {
  std::vector<SmallEdge> edges;
  for (std::uint32_t v = 1; v < vertices; ++v) edges.push_back({v - 1, v});
  return small_graph(vertices, edges);
}

/// The same for every machine and run: `edges` edges between ends drawn evenly, with loops and parallel edges among them.
inline GraphView scattered_graph(std::uint32_t vertices, std::uint32_t edges) {
  std::uint64_t state = 7;
  const auto draw = [&] {
    state = state * 6364136223846793005u + 1442695040888963407u;
    return static_cast<std::uint32_t>((state >> 33) % vertices);
  };
  std::vector<SmallEdge> links;
  for (std::uint32_t i = 0; i < edges; ++i) {
    const std::uint32_t source = draw();
    links.push_back({source, draw(), static_cast<TypeId>(1 + i % 2)});
  }
  return small_graph(vertices, links);
}

/// `actual` and `expected` differ by no more than 1e-9 anywhere.
inline bool alike(const std::vector<double>& actual, const std::vector<double>& expected) {
  if (actual.size() != expected.size()) return false;
  for (std::size_t i = 0; i < actual.size(); ++i)
    if (!(actual[i] - expected[i] < 1e-9 && expected[i] - actual[i] < 1e-9)) return false;
  return true;
}

}  // namespace entente::test
