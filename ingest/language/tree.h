#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace entente {

/// Finds the best tree over the words 1 to n-1 with root 0, where exactly one word is the root's. `scores[d * n + h]` is that of head h for
/// word d, finite; those of row 0 and of d == h do not count. Writes the head of each word to `heads` (heads[0] is 0). Keep one for many
/// sentences: it holds scratch. Takes time n^2.
class TreeFinder {
 public:
  /// REQUIRES: scores.size() == n * n, heads.size() == n, n > 0.
  void find(std::span<const float> scores, std::uint32_t n, std::span<std::uint32_t> heads);

 private:
  /// A cycle that was made one word, its first.
  struct Cycle {
    std::uint32_t first = 0, last = 0;  ///< its words, in `members_`, with the head that each had in `chosen_`
    std::size_t arcs = 0;               ///< in `enter_` and `leave_`, one for each word
  };
  bool is_tree(std::span<const std::uint32_t> heads);
  void find_cycle(std::span<const std::uint32_t> heads);
  void spanning_tree(std::uint32_t n, std::span<std::uint32_t> heads);

  std::vector<std::uint32_t> walk_, members_, chosen_, enter_, leave_;
  std::vector<double> scores_;
  std::vector<char> gone_, inside_;
  std::vector<Cycle> cycles_;
};

}  // namespace entente
