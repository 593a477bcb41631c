#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace entente {

/// Finds the tree over the words 1 to n-1 with root 0 whose arcs score most, where exactly one word is the root's. `scores[d * n + h]` is that
/// of head h for word d, finite; those of row 0 and of d == h do not count. Keep one for many sentences: it holds scratch.
class TreeFinder {
 public:
  /// Writes the head of each word to `heads` (heads[0] is 0). The tree is the best without crossing arcs: languages hardly have any, so that
  /// those which the scores suggest are mistakes. A sentence of more than kLongestProjective words gets the best of all trees instead, which
  /// takes time n^2, not n^3. REQUIRES: scores.size() == n * n, heads.size() == n, n > 0.
  void find(std::span<const float> scores, std::uint32_t n, std::span<std::uint32_t> heads);

  static constexpr std::uint32_t kLongestProjective = 120;

 private:
  /// A cycle that was made one word, its first.
  struct Cycle {
    std::uint32_t first = 0, last = 0;  ///< its words, in `members_`, with the head that each had in `chosen_`
    std::size_t arcs = 0;               ///< in `enter_` and `leave_`, one for each word
  };
  bool is_tree(std::span<const std::uint32_t> heads);
  void find_cycle(std::span<const std::uint32_t> heads);
  void spanning_tree(std::uint32_t n, std::span<std::uint32_t> heads);
  void projective_tree(const float* scores, std::uint32_t n, std::span<std::uint32_t> heads);

  std::vector<std::uint32_t> walk_, members_, chosen_, enter_, leave_;
  std::vector<double> scores_;
  std::vector<char> gone_, inside_;
  std::vector<Cycle> cycles_;
  // Best scores of the words i to j, i < j: all below i or j (`whole`), with an arc between i and j (`open`); by direction of the arc.
  // Those that end at j are kept by j, so that sums run over neighbours.
  std::vector<float> right_, left_by_end_, right_open_, left_open_by_end_, right_by_end_, left_;
  std::vector<std::uint8_t> split_, right_split_, left_split_;
};

}  // namespace entente
