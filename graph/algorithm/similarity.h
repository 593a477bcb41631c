#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "graph/algorithm/pairs.h"
#include "graph/ontology.h"
#include "graph/view.h"

namespace entente {

enum class SimilarityMeasure {
  jaccard,  ///< shared features of all that either has
  cosine,   ///< of the angle between both as vectors of weights of features
};

/// Something that a node does to another, or has done to it. A symmetric relation has direction out, whichever end is asked.
struct Feature {
  TypeId type = 0;
  Direction direction = Direction::out;
  GraphView::Vertex other = 0;

  friend auto operator<=>(const Feature&, const Feature&) = default;
};

struct SharedFeature {
  Feature feature;
  std::uint32_t bearers = 0;  ///< how many nodes of the view have it: the fewer, the more it says
};

struct SimilarNode {
  GraphView::Vertex vertex = 0;
  double score = 0;                    ///< above 0, at most 1
  std::uint32_t shared = 0;            ///< how many features it shares
  std::vector<SharedFeature> reasons;  ///< of them those that fewest nodes have, then in order
};

struct SimilarityOptions {
  SimilarityMeasure measure = SimilarityMeasure::jaccard;
  EdgeWeight weight = {};        ///< of a feature, for cosine; empty: each counts 1. What is not above 0 or no finite number does not count
  std::uint32_t min_shared = 2;  ///< a node that shares fewer is not given: a node with one relation is like all others with the same one
  std::size_t limit = 20;        ///< of nodes
  std::size_t reasons = 5;       ///< of each
  bool same_type = false;        ///< give only nodes of the same type
};

/// Who behaves like `vertex`: the nodes that share its features, which are (relation type, direction, other end) of its edges in `view`, most alike
/// first, ties by vertex. Two nodes that have to do with each other only are not alike.
///
/// Costs as many steps as the neighbours of `vertex` have edges of the types in question, and holds 16 bytes a vertex. For one thread; any number may
/// do it on one view. REQUIRES: `vertex` is one of `view`.
std::vector<SimilarNode> similar_nodes(const GraphView& view, const Ontology& ontology, GraphView::Vertex vertex,
                                       const SimilarityOptions& options = {});

}  // namespace entente
