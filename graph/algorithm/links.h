#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "graph/algorithm/pairs.h"
#include "graph/ontology.h"
#include "graph/status.h"
#include "graph/view.h"

/// What the measures of network analysis share: how edges are followed, and how much they weigh.

namespace entente {

/// Which way an edge is followed: from its source to its target, back, or both ways.
enum class Follow : std::uint8_t { forward, backward, both };

/// How a measure reads the edges of a view.
struct LinkOptions {
  Follow follow = Follow::forward;
  /// By TypeId: the edges of types that are set here are followed both ways, whatever `follow` says. A view has them once, from the smaller id to
  /// the larger, which is no direction. Types beyond its end are not symmetric; symmetric_types() fills it.
  std::vector<bool> symmetric = {};
  /// All edges that can be followed from one vertex to another count as one, and loops not at all. Otherwise each edge is one of its own.
  bool simple = false;
};

/// The types of `ontology` that are symmetric, as LinkOptions has them.
std::vector<bool> symmetric_types(const Ontology& ontology);

/// What each edge weighs, in the order of boost::edges(graph); an empty `weight` gives 1 to all.
std::vector<double> weigh_edges(const GraphView::Graph& graph, const EdgeWeight& weight);

/// InvalidInput where `weights` has not one for each edge of `graph`, or one that is negative or no finite number.
Status check_weights(const GraphView::Graph& graph, std::span<const double> weights);

/// Where each vertex leads, in 4 bytes a link: what the measures that walk run on. Immutable; any thread may read it.
class Links {
 public:
  /// An edge that is followed both ways is a link of each of its ends; a loop is two links of its vertex if `follow` is both, else one. The links of
  /// a vertex come in order of edges, those that leave it first. With weights, by edge, a link has that of its edge, or the sum of those that it
  /// stands for. REQUIRES: weights are none, or one for each edge.
  static Links make(const GraphView::Graph& graph, const LinkOptions& options, std::span<const double> weights = {});

  std::uint32_t vertices() const { return static_cast<std::uint32_t>(first_.size() - 1); }
  /// How many links there are.
  std::size_t size() const { return targets_.size(); }

  /// How many links the vertices before `vertex` have.
  std::size_t first(std::uint32_t vertex) const { return first_[vertex]; }
  std::span<const std::uint32_t> targets(std::uint32_t vertex) const { return part(targets_, vertex); }
  /// What these links weigh. REQUIRES: made with weights.
  std::span<const double> weights(std::uint32_t vertex) const { return part(weights_, vertex); }

 private:
  template <class T>
  std::span<const T> part(const std::vector<T>& all, std::uint32_t vertex) const {
    return {all.data() + first_[vertex], all.data() + first_[vertex + 1]};
  }

  std::vector<std::size_t> first_ = {0};  // of each vertex, and the end
  std::vector<std::uint32_t> targets_;
  std::vector<double> weights_;  // empty without weights
};

}  // namespace entente
