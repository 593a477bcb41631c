#pragma once

#include <atomic>
#include <cstdint>
#include <span>
#include <vector>

#include "graph/algorithm/links.h"

namespace entente {

struct PageRankOptions {
  LinkOptions links = {};                ///< which way rank flows
  std::span<const double> weights = {};  ///< by edge, see weigh_edges(); empty: all edges weigh the same
  double damping = 0.85;                 ///< at least 0, below 1
  double tolerance = 1e-10;              ///< done when a round changes ranks by less, all vertices added up; above 0
  std::uint32_t most_rounds = 500;
  const std::atomic<bool>* stop = nullptr;  ///< ends the work soon after it is set, from any thread
};

struct PageRank {
  std::vector<double> ranks;  ///< by vertex; they add up to 1
  std::uint32_t rounds = 0;
};

/// The share of its time that a walker spends at each vertex who follows an edge, drawn by weight, with probability `damping`, and else goes to any
/// vertex (Brin and Page 1998, "The anatomy of a large-scale hypertextual web search engine"). Parallel edges count, each for itself. From a vertex
/// whose edges lead nowhere, or weigh nothing, the walker goes to any vertex. Holds 4 bytes a link, or 12 with weights, and 32 a vertex besides the
/// view. For one thread; any number may do it on one view. Errors: InvalidInput for options out of their range and those of check_weights();
/// Unsupported where it is not done after `most_rounds`, or was stopped.
Result<PageRank> pagerank(const GraphView::Graph& graph, const PageRankOptions& options = {});

}  // namespace entente
