#pragma once

#include <cstdint>
#include <vector>

#include "graph/algorithm/links.h"

namespace entente {

/// A partition of the vertices.
struct Components {
  std::vector<std::uint32_t> of;     ///< by vertex: the number of its component. Components are numbered in order of their first vertices
  std::vector<std::uint32_t> sizes;  ///< by component: how many vertices it has
};

/// Vertices are in one component if edges connect them, whatever their directions.
Components weak_components(const GraphView::Graph& graph);

/// Vertices are in one component if each can be reached from each other along the directions of edges (Tarjan 1972, "Depth-first search and linear
/// graph algorithms"). Edges of types that are set in `symmetric`, as in LinkOptions, lead both ways.
Components strong_components(const GraphView::Graph& graph, const std::vector<bool>& symmetric = {});

}  // namespace entente
