#pragma once

#include <atomic>
#include <cstdint>
#include <vector>

#include "graph/algorithm/pairs.h"
#include "graph/status.h"
#include "graph/view.h"

namespace entente {

/// Where a vertex is drawn, with y upwards.
struct Point {
  double x = 0, y = 0;

  friend bool operator==(const Point&, const Point&) = default;
};

struct LayoutOptions {
  /// How strongly edges pull; empty: each pulls the same. One that weighs nothing, less, or no finite number is as if it were not there.
  EdgeWeight weight = {};
  unsigned rounds = 100;                    ///< of moves at each level of detail: more for a smoother picture
  std::uint64_t seed = 1;                   ///< the same seed, view and options give the same picture
  unsigned threads = 0;                     ///< 0: as many as the machine has. The result does not depend on it
  const std::atomic<bool>* stop = nullptr;  ///< ends the work soon after it is set, from any thread
};

/// A place for each vertex, by number, so that what is related is near and what is not is apart: a force-directed layout, ForceAtlas2 (Jacomy,
/// Venturini, Heymann and Bastian 2014, doi 10.1371/journal.pone.0098679) with the repulsion of distant vertices summed by a quadtree (Barnes and Hut
/// 1986, doi 10.1038/324446a0). Direction does not matter, all edges between two vertices are one that pulls with the logarithm of their weights, and
/// a relation of a vertex with itself does nothing. Parts without connection are kept together by a weak pull to the middle.
///
/// Coarse pictures come first: vertices are drawn together with the one that they are closest to, and then apart (Walshaw 2003,
/// doi 10.7155/jgaa.00070), so that a large graph unfolds in few rounds.
///
/// The middle of all is (0, 0), and the picture is as large as one where each vertex has a square of 100 by 100 to itself. All numbers are finite.
/// Time is nearly proportional to rounds times vertices and edges: 10,000 vertices with 50,000 edges took 1.2 s of one core, 100,000 with 300,000 16
/// s. Memory is about 200 bytes a vertex and 50 a pair besides the view. Errors: Unsupported where it was stopped.
Result<std::vector<Point>> layout(const GraphView& view, const LayoutOptions& options = {});

}  // namespace entente
