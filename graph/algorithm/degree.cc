#include "graph/algorithm/degree.h"

#include <numeric>

namespace entente {

std::vector<std::uint32_t> degree(const GraphView::Graph& graph, const LinkOptions& options) {
  std::vector<std::uint32_t> degrees(num_vertices(graph));
  const bool plain = !options.simple && (options.follow == Follow::both || options.symmetric.empty());
  if (plain) {  // the view knows how many edges begin and end where
    for (std::uint32_t v = 0; v < degrees.size(); ++v) {
      if (options.follow != Follow::backward) degrees[v] += static_cast<std::uint32_t>(out_degree(v, graph));
      if (options.follow != Follow::forward) degrees[v] += static_cast<std::uint32_t>(in_degree(v, graph));
    }
    return degrees;
  }
  const Links links = Links::make(graph, options);
  for (std::uint32_t v = 0; v < degrees.size(); ++v) degrees[v] = static_cast<std::uint32_t>(links.targets(v).size());
  return degrees;
}

Result<std::vector<double>> strength(const GraphView::Graph& graph, std::span<const double> weights, const LinkOptions& options) {
  if (const Status status = check_weights(graph, weights); !status.ok()) return failure(status);
  std::vector<double> strengths(num_vertices(graph));
  if (weights.empty()) return strengths;
  const Links links = Links::make(graph, options, weights);
  for (std::uint32_t v = 0; v < strengths.size(); ++v) {
    const auto own = links.weights(v);
    strengths[v] = std::accumulate(own.begin(), own.end(), 0.0);
  }
  return strengths;
}

}  // namespace entente
