#include "graph/algorithm/pagerank.h"

#include <fmt/format.h>

#include <cmath>
#include <numeric>
#include <string>
#include <utility>

#include "graph/threads.h"

namespace entente {
namespace {

Follow reverse(Follow follow) {
  if (follow == Follow::both) return follow;
  return follow == Follow::forward ? Follow::backward : Follow::forward;
}

/// By vertex: 1 / what leaves it, weighed; 0 where nothing does.
std::vector<double> inverse_outflow(const Links& sources, bool weighed) {
  std::vector<double> inverse(sources.vertices());
  for (std::uint32_t v = 0; v < sources.vertices(); ++v) {
    const auto from = sources.targets(v);
    for (std::size_t i = 0; i < from.size(); ++i) inverse[from[i]] += weighed ? sources.weights(v)[i] : 1.0;
  }
  for (double& outflow : inverse)
    if (outflow > 0) outflow = 1 / outflow;
  return inverse;
}

/// In so many rounds ranks are made to add up to 1. That is no part of Gauss-Seidel, and saves up to nine in ten rounds, but nobody has shown that it
/// converges whatever the graph. Gauss-Seidel alone does: no entry of the matrix is negative, and each column adds up to less than 1.
constexpr std::uint32_t kScaledRounds = 200;

/// Gauss-Seidel: a vertex gathers from those that lead to it what they have by now, not what they had a round ago.
class Iteration {
 public:
  Iteration(const GraphView::Graph& graph, const PageRankOptions& options)
      : damping_(options.damping),
        weighed_(!options.weights.empty()),
        sources_(Links::make(graph, {reverse(options.links.follow), options.links.symmetric, options.links.simple}, options.weights)),
        inverse_(inverse_outflow(sources_, weighed_)),
        ranks_(sources_.vertices(), 1.0 / sources_.vertices()),
        flow_(sources_.vertices()) {
    for (std::size_t v = 0; v < flow_.size(); ++v) {
      flow_[v] = ranks_[v] * inverse_[v];
      if (inverse_[v] == 0) dangling_ += ranks_[v];
    }
  }

  /// Returns by how much ranks changed.
  double gather() {
    const double share = 1.0 / sources_.vertices();
    double change = 0;
    for (std::uint32_t v = 0; v < sources_.vertices(); ++v) {
      const double rank = share * (1 - damping_ + damping_ * dangling_) + damping_ * inflow(v);
      const double more = rank - ranks_[v];
      change += std::abs(more);
      if (inverse_[v] == 0) dangling_ += more;
      ranks_[v] = rank;
      flow_[v] = rank * inverse_[v];
    }
    return change;
  }

  /// Makes ranks add up to 1.
  void scale() {
    const double factor = 1 / std::accumulate(ranks_.begin(), ranks_.end(), 0.0);
    for (double& rank : ranks_) rank *= factor;
    for (double& flow : flow_) flow *= factor;
    dangling_ *= factor;
  }

  std::vector<double> take_ranks() { return std::move(ranks_); }

 private:
  double inflow(std::uint32_t vertex) const {
    const auto from = sources_.targets(vertex);
    double sum = 0;
    if (weighed_) {
      const auto weights = sources_.weights(vertex);
      for (std::size_t i = 0; i < from.size(); ++i) sum += flow_[from[i]] * weights[i];
    } else {
      for (const std::uint32_t source : from) sum += flow_[source];
    }
    return sum;
  }

  double damping_;
  bool weighed_;
  Links sources_;                     // of each vertex: those that lead to it
  std::vector<double> inverse_;       // 1 / outflow, 0 for none
  std::vector<double> ranks_, flow_;  // flow: rank by unit of weight that leaves
  double dangling_ = 0;               // rank of the vertices that lead nowhere
};

Status check(const GraphView::Graph& graph, const PageRankOptions& options) {
  if (!(options.damping >= 0 && options.damping < 1))
    return Status(StatusCode::invalid_input, "the damping of PageRank is " + std::to_string(options.damping) + "; it must be at least 0 and below 1");
  if (!(options.tolerance > 0)) return Status(StatusCode::invalid_input, "the tolerance of PageRank must be above 0");
  if (!options.weights.empty()) return check_weights(graph, options.weights);
  return Status::success();
}

}  // namespace

Result<PageRank> pagerank(const GraphView::Graph& graph, const PageRankOptions& options) {
  if (const Status status = check(graph, options); !status.ok()) return failure(status);
  PageRank result;
  if (num_vertices(graph) == 0) return result;
  Iteration iteration(graph, options);
  while (result.rounds < options.most_rounds) {
    if (is_set(options.stop)) return stopped();
    const double change = iteration.gather();
    const bool done = change < options.tolerance;
    if (++result.rounds <= kScaledRounds || done) iteration.scale();
    if (!done) continue;
    result.ranks = iteration.take_ranks();
    return result;
  }
  return failure(StatusCode::unsupported,
                 fmt::format("PageRank is not done after {} round{}; allow more, or take a lower damping or a higher tolerance", options.most_rounds,
                             options.most_rounds == 1 ? "" : "s"));
}

}  // namespace entente
