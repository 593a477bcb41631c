#include "graph/algorithm/similarity.h"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

#include "graph/algorithm/links.h"

namespace entente {
namespace {

using Vertex = GraphView::Vertex;

/// How the edges of a view are features of their ends.
class Features {
 public:
  Features(const GraphView& view, const Ontology& ontology, const SimilarityOptions& options)
      : graph_(view.graph()), options_(options), symmetric_(symmetric_types(ontology)) {}

  /// Calls `visit(feature, weight)` for each that `vertex` has.
  template <class Visit>
  void for_each(Vertex vertex, const Visit& visit) const {
    for_each_edge_of(graph_, vertex, [&](GraphView::Edge edge, Vertex other) {
      const double weight = weigh(edge);
      if (!(weight > 0)) return;
      const TypeId type = graph_[edge].type;
      if (symmetric(type) || source(edge, graph_) == vertex) visit(Feature{type, Direction::out, other}, weight);
      if (!symmetric(type) && target(edge, graph_) == vertex) visit(Feature{type, Direction::in, other}, weight);
    });
  }

  /// Calls `visit(vertex, weight)` for each vertex that has `feature`.
  template <class Visit>
  void for_each_bearer(const Feature& feature, const Visit& visit) const {
    const bool both = symmetric(feature.type);
    for_each_edge_of(graph_, feature.other, [&](GraphView::Edge edge, Vertex bearer) {
      if (graph_[edge].type != feature.type) return;
      const Vertex end = feature.direction == Direction::out ? target(edge, graph_) : source(edge, graph_);
      if (!both && end != feature.other) return;
      if (const double weight = weigh(edge); weight > 0) visit(bearer, weight);
    });
  }

 private:
  bool symmetric(TypeId type) const { return type < symmetric_.size() && symmetric_[type]; }

  double weigh(GraphView::Edge edge) const {
    if (options_.measure == SimilarityMeasure::jaccard || !options_.weight) return 1;
    const double weight = options_.weight(graph_[edge]);
    return std::isfinite(weight) ? weight : 0;
  }

  const GraphView::Graph& graph_;
  const SimilarityOptions& options_;
  std::vector<bool> symmetric_;
};

/// How many features a vertex has and the square of their length as a vector.
std::pair<double, double> extent(const Features& features, Vertex vertex) {
  double count = 0, square = 0;
  features.for_each(vertex, [&](const Feature&, double weight) {
    count += 1;
    square += weight * weight;
  });
  return {count, square};
}

struct OwnFeature {
  SharedFeature shared;
  double weight = 0;
};

/// Of `own`, sorted by feature, those that `vertex` has too, the rarest first.
std::vector<SharedFeature> reasons_for(const Features& features, const std::vector<OwnFeature>& own, Vertex vertex, std::size_t limit) {
  std::vector<SharedFeature> reasons;
  features.for_each(vertex, [&](const Feature& feature, double) {
    const auto at =
        std::lower_bound(own.begin(), own.end(), feature, [](const OwnFeature& one, const Feature& sought) { return one.shared.feature < sought; });
    if (at != own.end() && at->shared.feature == feature) reasons.push_back(at->shared);
  });
  std::sort(reasons.begin(), reasons.end(),
            [](const SharedFeature& x, const SharedFeature& y) { return std::tie(x.bearers, x.feature) < std::tie(y.bearers, y.feature); });
  if (reasons.size() > limit) reasons.resize(limit);
  return reasons;
}

}  // namespace

std::vector<SimilarNode> similar_nodes(const GraphView& view, const Ontology& ontology, Vertex vertex, const SimilarityOptions& options) {
  const auto& graph = view.graph();
  const Features features(view, ontology, options);
  std::vector<OwnFeature> own;
  features.for_each(vertex, [&](const Feature& feature, double weight) { own.push_back({{feature, 0}, weight}); });
  std::sort(own.begin(), own.end(), [](const OwnFeature& x, const OwnFeature& y) { return x.shared.feature < y.shared.feature; });

  std::vector<std::uint32_t> shared(num_vertices(graph));
  std::vector<double> product(num_vertices(graph));
  std::vector<Vertex> met;
  for (OwnFeature& feature : own)
    features.for_each_bearer(feature.shared.feature, [&](Vertex bearer, double weight) {
      ++feature.shared.bearers;
      if (bearer == vertex || (options.same_type && graph[bearer].type != graph[vertex].type)) return;
      if (shared[bearer]++ == 0) met.push_back(bearer);
      product[bearer] += weight * feature.weight;
    });

  const auto [own_count, own_square] = extent(features, vertex);
  std::vector<SimilarNode> found;
  for (const Vertex other : met) {
    if (shared[other] < options.min_shared) continue;
    const auto [count, square] = extent(features, other);
    const double score = options.measure == SimilarityMeasure::jaccard ? product[other] / (own_count + count - product[other])
                                                                       : std::min(1.0, product[other] / std::sqrt(own_square * square));
    found.push_back({other, score, shared[other], {}});
  }
  const auto end = found.begin() + static_cast<std::ptrdiff_t>(std::min(options.limit, found.size()));
  std::partial_sort(found.begin(), end, found.end(),
                    [](const SimilarNode& x, const SimilarNode& y) { return std::tie(y.score, x.vertex) < std::tie(x.score, y.vertex); });
  found.erase(end, found.end());
  for (SimilarNode& node : found) node.reasons = reasons_for(features, own, node.vertex, options.reasons);
  return found;
}

}  // namespace entente
