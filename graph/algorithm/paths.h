#pragma once

#include <cstddef>
#include <functional>
#include <vector>

#include "graph/algorithm/pairs.h"
#include "graph/ontology.h"
#include "graph/view.h"

namespace entente {

enum class PathAim {
  fewest_edges,  ///< of those with as many edges the cheapest
  cheapest,      ///< of those that cost the same, to the last bit, the one with fewest edges
};

/// 1 / (actual claims): relations that are claimed often are near. None without actual claims, which is not followed.
EdgeWeight cost_by_claims();
/// 1 - confidence, of the best actual claim.
EdgeWeight cost_by_confidence();

struct PathOptions {
  PathAim aim = PathAim::fewest_edges;
  EdgeWeight cost = cost_by_claims();  ///< of following an edge; one that is negative or no finite number says that it is not to be followed
  bool directed = false;               ///< follow edges from source to target only; symmetric ones still both ways
  std::size_t count = 1;               ///< of paths; at most 20 are given
};

/// From one node of a path to the next.
struct PathStep {
  GraphView::Vertex from = 0, to = 0;
  std::vector<GraphView::Edge> edges;  ///< all that may be followed from one to the other, the cheapest first: each is evidence of the step. Some may
                                       ///< lead the other way in the graph, where direction does not matter or the relation is symmetric
};

struct Path {
  std::vector<PathStep> steps;  ///< none from a vertex to itself
  double cost = 0;              ///< sum of the cost of the cheapest edge of each step
};

/// The best `options.count` paths between two vertices, the best first, fewer where there are no more; none where they are not connected. Paths visit
/// no vertex twice, and differ in the vertices that they visit. What is equal in edges and cost comes in the same order each time.
///
/// Yen's algorithm (1971, doi 10.1287/mnsc.17.11.712) with Lawler's rule (1972): one search by Dijkstra from the target as far as the source, whose
/// distances then lead the further searches (A*, Hart, Nilsson and Raphael 1968). Holds some 40 bytes a vertex besides the view. For one thread; any
/// number may do it on one view. REQUIRES: both are vertices of `view`.
std::vector<Path> paths(const GraphView& view, const Ontology& ontology, GraphView::Vertex from, GraphView::Vertex to,
                        const PathOptions& options = {});

}  // namespace entente
