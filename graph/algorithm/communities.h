#pragma once

#include <cstdint>
#include <vector>

#include "graph/algorithm/pairs.h"
#include "graph/view.h"

namespace entente {

struct CommunityOptions {
  double resolution = 1;   ///< above 1 for more and smaller communities, below for fewer and larger ones; above 0
  std::uint64_t seed = 1;  ///< the same seed, view and options give the same communities
  EdgeWeight weight =
      {};  ///< empty: each edge counts 1. An edge that weighs nothing, less than nothing, or no finite number is as if it were not there
  unsigned iterations = 4;  ///< at most, of the whole method, each from what the one before found; it ends where one finds nothing better. At least 1
};

/// Who belongs together, by place of the vertex in the view.
struct Communities {
  std::vector<std::uint32_t> of;     ///< by vertex, the number of its community; 0 is the largest, of equal ones that with the smallest vertex
  std::vector<std::uint32_t> sizes;  ///< by community, how many vertices it has
  double modularity = 0;             ///< of these communities at the resolution that was asked for; 0 where no edge counts
};

/// Groups of nodes that have more to do with each other than their numbers of relations let expect: Leiden (Traag, Waltman and van Eck 2019,
/// doi 10.1038/s41598-019-41695-z) for modularity with a resolution (Reichardt and Bornholdt 2006).
///
/// Direction does not matter, edges between the same two vertices add up, and a relation of a node with itself does not count. Every community is
/// connected by edges that count; a vertex without any is a community of its own.
///
/// Modularity knows more and less, not for and against: enemies who fight often would be one community. For blocs, ask for cooperation only: build
/// the view of relation types of the quads 1 and 2, or give a weight that is not above 0 for others, as that of event_weight() is.
///
/// Time and memory are nearly proportional to the edges: five million between a million vertices took half a minute of one core and 370 MB besides
/// the view, one million between 100,000 vertices 2 s and 46 MB. For one thread; any number may do it on one view. REQUIRES: options as they say.
Communities communities(const GraphView& view, const CommunityOptions& options = {});

/// The modularity of any division of the vertices of `view` into communities, by vertex; `resolution` and `weight` as in CommunityOptions.
/// REQUIRES: as many numbers as vertices, each below their number.
double modularity(const GraphView& view, const std::vector<std::uint32_t>& communities, double resolution = 1, const EdgeWeight& weight = {});

}  // namespace entente
