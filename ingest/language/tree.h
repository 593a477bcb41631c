#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace entente {

/// Finds the best tree over the words 1 to n-1 with root 0, where exactly one word is the root's. `scores[d * n + h]` is that of head h for
/// word d, finite; those of row 0 and of d == h do not count. Writes the head of each word to `heads` (heads[0] is 0). Keep one for many
/// sentences: it holds scratch. Takes time n^2 where the best heads make a tree by themselves, as they mostly do, else up to n^3.
class TreeFinder {
 public:
  /// REQUIRES: scores.size() == n * n, heads.size() == n, n > 0.
  void find(std::span<const float> scores, std::uint32_t n, std::span<std::uint32_t> heads);

 private:
  bool is_tree(std::span<const std::uint32_t> heads);

  std::vector<std::uint32_t> walk_;
};

}  // namespace entente
