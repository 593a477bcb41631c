#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "graph/algorithm/links.h"

namespace entente {

/// How many edges each vertex has, by vertex: out-degree where edges are followed forward, in-degree backward, all with both. Parallel edges count,
/// each for itself. A loop counts once forward and backward, twice with both. An edge of a symmetric type counts once at each of its ends.
std::vector<std::uint32_t> degree(const GraphView::Graph& graph, const LinkOptions& options = {.follow = Follow::both});

/// The sum of the weights of these edges (strength). Errors: those of check_weights().
Result<std::vector<double>> strength(const GraphView::Graph& graph, std::span<const double> weights,
                                     const LinkOptions& options = {.follow = Follow::both});

}  // namespace entente
