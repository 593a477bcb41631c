#include "ingest/language/tree.h"

namespace entente {
namespace {

using Heads = std::vector<std::uint32_t>;

// The words of a cycle among `heads`, empty where there is none.
std::vector<std::uint32_t> find_cycle(const Heads& heads) {
  Heads walk(heads.size(), 0);
  for (std::uint32_t start = 1; start < heads.size(); ++start) {
    std::uint32_t word = start;
    while (word != 0 && walk[word] == 0) {
      walk[word] = start;
      word = heads[word];
    }
    if (word == 0 || walk[word] != start) continue;
    std::vector<std::uint32_t> cycle{word};
    for (auto next = heads[word]; next != word; next = heads[next]) cycle.push_back(next);
    return cycle;
  }
  return {};
}

// Chu-Liu and Edmonds: best heads; where they make a cycle, the tree of the words outside of it and of the cycle as one, opened again.
Heads spanning_tree(const std::vector<double>& scores, std::uint32_t n) {
  Heads heads(n, 0);
  for (std::uint32_t d = 1; d < n; ++d)
    for (std::uint32_t h = 1; h < n; ++h)
      if (h != d && scores[d * n + h] > scores[d * n + heads[d]]) heads[d] = h;
  const auto cycle = find_cycle(heads);
  if (cycle.empty()) return heads;

  std::vector<bool> inside(n, false);
  for (const auto word : cycle) inside[word] = true;
  std::vector<std::uint32_t> outside;  // by number in the smaller graph, where the cycle comes last
  for (std::uint32_t word = 0; word < n; ++word)
    if (!inside[word]) outside.push_back(word);
  const auto whole = static_cast<std::uint32_t>(outside.size()), m = whole + 1;
  std::vector<double> smaller(std::size_t{m} * m);
  std::vector<std::uint32_t> enter(whole), leave(whole);  // the word of the cycle that an arc from, or to, a word outside would touch
  for (std::uint32_t i = 0; i < whole; ++i) {
    const auto word = outside[i];
    for (std::uint32_t j = 0; j < whole; ++j) smaller[i * m + j] = scores[word * n + outside[j]];
    const auto gain = [&](std::uint32_t d) { return scores[d * n + word] - scores[d * n + heads[d]]; };
    enter[i] = leave[i] = cycle.front();
    for (const auto member : cycle) {
      if (gain(member) > gain(enter[i])) enter[i] = member;
      if (scores[word * n + member] > scores[word * n + leave[i]]) leave[i] = member;
    }
    smaller[whole * m + i] = gain(enter[i]);
    smaller[i * m + whole] = scores[word * n + leave[i]];
  }
  const auto found = spanning_tree(smaller, m);
  for (std::uint32_t i = 1; i < whole; ++i) heads[outside[i]] = found[i] == whole ? leave[i] : outside[found[i]];
  heads[enter[found[whole]]] = outside[found[whole]];
  return heads;
}

}  // namespace

// Whether every word reaches the root and only one is the root's.
bool TreeFinder::is_tree(std::span<const std::uint32_t> heads) {
  const auto n = static_cast<std::uint32_t>(heads.size());
  walk_.assign(n, 0);
  std::uint32_t roots = 0;
  for (std::uint32_t start = 1; start < n; ++start) {
    roots += heads[start] == 0 ? 1 : 0;
    std::uint32_t word = start;
    while (word != 0 && walk_[word] == 0) {
      walk_[word] = start;
      word = heads[word];
    }
    if (word != 0 && walk_[word] == start) return false;
  }
  return roots == 1;
}

void TreeFinder::find(std::span<const float> scores, std::uint32_t n, std::span<std::uint32_t> heads) {
  heads[0] = 0;
  for (std::uint32_t d = 1; d < n; ++d) {
    const float* row = scores.data() + std::size_t{d} * n;
    std::uint32_t best = 0;
    for (std::uint32_t h = 1; h < n; ++h)
      if (h != d && row[h] > row[best]) best = h;
    heads[d] = best;
  }
  if (n < 2 || is_tree(heads)) return;
  // A second word of the root would cost more than any tree gains, so that the best tree has one.
  constexpr double kRootCost = 1e7;
  std::vector<double> costly(scores.begin(), scores.end());
  for (std::uint32_t d = 1; d < n; ++d) costly[std::size_t{d} * n] -= kRootCost;
  const auto tree = spanning_tree(costly, n);
  for (std::uint32_t d = 1; d < n; ++d) heads[d] = tree[d];
}

}  // namespace entente
