#include "ingest/language/tree.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "ingest/language/network.h"
#include "tests/catch.h"

using namespace entente;

namespace {

bool crosses(const std::vector<std::uint32_t>& heads, std::uint32_t n) {
  for (std::uint32_t d = 1; d < n; ++d)
    for (auto k = std::min(d, heads[d]) + 1; k < std::max(d, heads[d]); ++k)
      if (heads[k] < std::min(d, heads[d]) || heads[k] > std::max(d, heads[d])) return true;
  return false;
}

// The best score of any tree with one word at the root and no crossing arcs, by trying all of them.
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
    return roots == 1 && !crosses(heads, n) ? sum : -std::numeric_limits<float>::infinity();
  }
  float best = -std::numeric_limits<float>::infinity();
  for (heads[word] = 0; heads[word] < n; ++heads[word])
    if (heads[word] != word) best = std::max(best, best_by_trial(scores, n, heads, word + 1));
  return best;
}

}  // namespace

TEST_CASE("the tree found is the best of those without crossing arcs", "[tree]") {
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
    CHECK_FALSE(crosses(heads, n));
    CHECK(std::fabs(sum - best_by_trial(scores, n, trial, 1)) < 1e-3F);
  }
}

TEST_CASE("long sentences get trees, better than any chain", "[tree]") {
  Random random(8);
  TreeFinder finder;
  for (const std::uint32_t n : {TreeFinder::kLongestProjective, TreeFinder::kLongestProjective + 1, 250U})
    for (int round = 0; round < 20; ++round) {
      std::vector<float> scores(std::size_t{n} * n);
      for (auto& s : scores) s = random.uniform() * 10;
      std::vector<std::uint32_t> heads(n);
      finder.find(scores, n, heads);
      float sum = 0, chain = 0;
      std::uint32_t roots = 0;
      for (std::uint32_t d = 1; d < n; ++d) {
        sum += scores[d * n + heads[d]];
        chain += scores[d * n + d - 1];
        roots += heads[d] == 0 ? 1 : 0;
        std::uint32_t at = d, steps = 0;
        while (at != 0 && ++steps <= n) at = heads[at];
        REQUIRE(at == 0);
      }
      CHECK(roots == 1);
      CHECK(sum > chain);
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
