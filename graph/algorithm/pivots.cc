#include "graph/algorithm/pivots.h"

#include <algorithm>
#include <numeric>
#include <random>
#include <string>

namespace entente {

std::vector<std::uint32_t> random_pivots(std::uint32_t vertices, std::uint32_t count, std::uint64_t seed) {
  // Selection sampling, with an engine and a step that are the same everywhere, which the distributions of the standard library are not.
  std::mt19937_64 random(seed);
  std::vector<std::uint32_t> pivots;
  std::uint32_t wanted = std::min(count, vertices);
  for (std::uint32_t v = 0; wanted > 0; ++v) {
    if ((random() >> 32) * (vertices - v) >> 32 >= wanted) continue;
    pivots.push_back(v);
    --wanted;
  }
  return pivots;
}

Result<std::vector<std::uint32_t>> searched_from(std::uint32_t vertices, const std::optional<std::vector<std::uint32_t>>& asked) {
  if (!asked) {
    std::vector<std::uint32_t> all(vertices);
    std::iota(all.begin(), all.end(), 0u);
    return all;
  }
  if (asked->empty() && vertices > 0) return failure(StatusCode::invalid_input, "no pivots; give at least one, or leave them out for all vertices");
  std::vector<std::uint32_t> sorted = *asked;
  std::sort(sorted.begin(), sorted.end());
  if (!sorted.empty() && sorted.back() >= vertices)
    return failure(StatusCode::invalid_input, "pivot " + std::to_string(sorted.back()) + " is none of the " + std::to_string(vertices) + " vertices");
  if (const auto twice = std::adjacent_find(sorted.begin(), sorted.end()); twice != sorted.end())
    return failure(StatusCode::invalid_input, "pivot " + std::to_string(*twice) + " is given twice");
  return *asked;
}

}  // namespace entente
