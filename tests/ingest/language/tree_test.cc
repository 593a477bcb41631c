#include "ingest/language/tree.h"

#include <cmath>
#include <limits>

#include "ingest/language/network.h"
#include "tests/catch.h"

using namespace entente;

namespace {

// The best score of any tree with one word at the root, by trying all of them.
float best_by_trial(const std::vector<float>& scores, std::uint32_t n, std::vector<std::uint32_t>& heads, std::uint32_t word) {
  if (word == n) {
    std::uint32_t roots = 0;
    float sum = 0;
    for (std::uint32_t d = 1; d < n; ++d) {
      roots += heads[d] == 0 ? 1 : 0;
      sum += scores[d * n + heads[d]];
      std::uint32_t at = d, steps = 0;
      while (at != 0 && ++steps <= n) at = heads[at];
      if (at != 0) return -std::numeric_limits<float>::infinity();
    }
    return roots == 1 ? sum : -std::numeric_limits<float>::infinity();
  }
  float best = -std::numeric_limits<float>::infinity();
  for (heads[word] = 0; heads[word] < n; ++heads[word])
    if (heads[word] != word) best = std::max(best, best_by_trial(scores, n, heads, word + 1));
  return best;
}

}  // namespace

TEST_CASE("the tree found is the best of all", "[tree]") {
  Random random(7);
  TreeFinder finder;
  for (int round = 0; round < 300; ++round) {
    const std::uint32_t n = 2 + random.below(5);
    std::vector<float> scores(n * n);
    for (auto& s : scores) s = random.uniform() * 10;
    std::vector<std::uint32_t> heads(n), trial(n);
    finder.find(scores, n, heads);
    float sum = 0;
    for (std::uint32_t d = 1; d < n; ++d) sum += scores[d * n + heads[d]];
    CAPTURE(round, n, heads);
    CHECK(std::fabs(sum - best_by_trial(scores, n, trial, 1)) < 1e-3F);
  }
}

TEST_CASE("sentences of no word and of one have a tree", "[tree]") {
  TreeFinder finder;
  std::vector<std::uint32_t> heads(1, 7);
  finder.find(std::vector<float>{0}, 1, heads);
  CHECK(heads[0] == 0);
  heads.resize(2);
  finder.find(std::vector<float>{0, 0, -5, 9}, 2, heads);
  CHECK(heads[1] == 0);
}
