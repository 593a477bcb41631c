#include "graph/algorithm/core.h"

#include <algorithm>
#include <utility>

namespace entente {
namespace {

/// The vertices in order of the number of their neighbours that are left, which only falls.
class DegreeOrder {
 public:
  explicit DegreeOrder(std::vector<std::uint32_t> degrees) : degrees_(std::move(degrees)), order_(degrees_.size()), place_(degrees_.size()) {
    const std::uint32_t highest = degrees_.empty() ? 0 : *std::max_element(degrees_.begin(), degrees_.end());
    first_.assign(highest + std::size_t{2}, 0);
    for (const std::uint32_t degree : degrees_) ++first_[degree + std::size_t{1}];
    for (std::size_t i = 1; i < first_.size(); ++i) first_[i] += first_[i - 1];
    std::vector<std::uint32_t> next = first_;
    for (std::uint32_t v = 0; v < degrees_.size(); ++v) {
      place_[v] = next[degrees_[v]]++;
      order_[place_[v]] = v;
    }
  }

  std::uint32_t at(std::size_t place) const { return order_[place]; }
  std::uint32_t degree(std::uint32_t vertex) const { return degrees_[vertex]; }

  /// Lowers the degree of `vertex` by one: it changes places with the first of its degree, which then begins one later.
  void lower(std::uint32_t vertex) {
    const std::uint32_t first = first_[degrees_[vertex]]++;
    const std::uint32_t other = order_[first];
    std::swap(order_[first], order_[place_[vertex]]);
    std::swap(place_[other], place_[vertex]);
    --degrees_[vertex];
  }

  std::vector<std::uint32_t> take_degrees() { return std::move(degrees_); }

 private:
  std::vector<std::uint32_t> degrees_;
  std::vector<std::uint32_t> order_, place_;  // vertices by degree; where each is
  std::vector<std::uint32_t> first_;          // by degree: where the vertices of that degree begin
};

}  // namespace

std::vector<std::uint32_t> core_numbers(const GraphView::Graph& graph, bool merge_parallel) {
  const Links links = Links::make(graph, {.follow = Follow::both, .simple = merge_parallel});
  std::vector<std::uint32_t> degrees(links.vertices());
  for (std::uint32_t v = 0; v < links.vertices(); ++v) {
    const auto targets = links.targets(v);
    degrees[v] = static_cast<std::uint32_t>(targets.size() - static_cast<std::size_t>(std::count(targets.begin(), targets.end(), v)));
  }
  DegreeOrder left(std::move(degrees));
  for (std::size_t i = 0; i < links.vertices(); ++i) {
    const std::uint32_t vertex = left.at(i), core = left.degree(vertex);
    for (const std::uint32_t neighbour : links.targets(vertex))
      if (left.degree(neighbour) > core) left.lower(neighbour);
  }
  return left.take_degrees();
}

}  // namespace entente
