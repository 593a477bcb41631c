#include "ingest/language/tree.h"

#include <algorithm>

namespace entente {

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

// Appends the words of a cycle to `members_`; nothing where there is none.
void TreeFinder::find_cycle(std::span<const std::uint32_t> heads) {
  walk_.assign(heads.size(), 0);
  for (std::uint32_t start = 1; start < heads.size(); ++start) {
    if (gone_[start] != 0) continue;
    std::uint32_t word = start;
    while (word != 0 && walk_[word] == 0) {
      walk_[word] = start;
      word = heads[word];
    }
    if (word == 0 || walk_[word] != start) continue;
    members_.push_back(word);
    for (auto next = heads[word]; next != word; next = heads[next]) members_.push_back(next);
    return;
  }
}

// Chu-Liu and Edmonds: `heads` are the best ones. While they make a cycle, it becomes one word: what heads it, is what gains most over
// the arc of the cycle that it replaces. Then the cycles are opened again, the last first. Spoils scores_.
void TreeFinder::spanning_tree(std::uint32_t n, std::span<std::uint32_t> heads) {
  gone_.assign(n, 0);
  inside_.assign(n, 0);
  members_.clear();
  chosen_.clear();
  enter_.clear();
  leave_.clear();
  cycles_.clear();
  for (;;) {
    Cycle cycle;
    cycle.first = static_cast<std::uint32_t>(members_.size());
    cycle.arcs = enter_.size();
    find_cycle(heads);
    cycle.last = static_cast<std::uint32_t>(members_.size());
    if (cycle.first == cycle.last) break;
    const std::span members(members_.data() + cycle.first, cycle.last - cycle.first);
    const std::uint32_t whole = members.front();
    for (const auto member : members) {
      chosen_.push_back(heads[member]);
      inside_[member] = 1;
    }
    enter_.resize(cycle.arcs + n, whole);
    leave_.resize(cycle.arcs + n, whole);
    for (std::uint32_t word = 0; word < n; ++word) {
      if (gone_[word] != 0 || inside_[word] != 0) continue;
      const auto gain = [&](std::uint32_t member) { return scores_[member * n + word] - scores_[member * n + heads[member]]; };
      std::uint32_t enter = whole, leave = whole;
      for (const auto member : members) {
        if (gain(member) > gain(enter)) enter = member;
        if (scores_[word * n + member] > scores_[word * n + leave]) leave = member;
      }
      enter_[cycle.arcs + word] = enter;
      leave_[cycle.arcs + word] = leave;
      scores_[whole * n + word] = gain(enter);
      scores_[word * n + whole] = scores_[word * n + leave];
    }
    for (const auto member : members) gone_[member] = member == whole ? 0 : 1;
    std::uint32_t best = 0;
    for (std::uint32_t word = 0; word < n; ++word) {
      if (gone_[word] != 0 || inside_[word] != 0) continue;
      if (word != 0 && inside_[heads[word]] != 0) heads[word] = whole;
      if (scores_[whole * n + word] > scores_[whole * n + best]) best = word;
    }
    heads[whole] = best;
    for (const auto member : members) inside_[member] = 0;
    cycles_.push_back(cycle);
  }
  for (auto cycle = cycles_.rbegin(); cycle != cycles_.rend(); ++cycle) {
    const std::uint32_t whole = members_[cycle->first], head = heads[whole];
    for (std::uint32_t word = 1; word < n; ++word)
      if (gone_[word] == 0 && word != whole && heads[word] == whole) heads[word] = leave_[cycle->arcs + word];
    for (auto i = cycle->first; i < cycle->last; ++i) {
      heads[members_[i]] = chosen_[i];
      gone_[members_[i]] = 0;
    }
    heads[enter_[cycle->arcs + head]] = head;
  }
}

// Eisner: ever longer runs of words, each from two shorter ones.
void TreeFinder::projective_tree(const float* scores, std::uint32_t n, std::span<std::uint32_t> heads) {
  constexpr float kNever = -1e30F;
  const std::size_t size = std::size_t{n} * n;
  // right[i][k], left_by_end[j][k]: words from i to k below i, from k to j below j. The open ones lack the rest of the dependent's words.
  for (auto* table : {&right_, &left_by_end_, &right_open_, &left_open_by_end_, &right_by_end_, &left_})
    if (table->size() < size) table->resize(size);
  for (auto* table : {&split_, &right_split_, &left_split_})
    if (table->size() < size) table->resize(size);
  for (std::uint32_t i = 0; i < n; ++i) right_[i * n + i] = right_by_end_[i * n + i] = left_[i * n + i] = left_by_end_[i * n + i] = 0;
  const auto best = [](const float* a, const float* b, std::uint32_t count, float& most) {
    std::uint32_t at = 0;
    most = a[0] + b[0];
    for (std::uint32_t k = 1; k < count; ++k) {
      const float sum = a[k] + b[k];
      if (sum > most) {
        most = sum;
        at = k;
      }
    }
    return static_cast<std::uint8_t>(at);
  };
  for (std::uint32_t width = 1; width < n; ++width)
    for (std::uint32_t i = 0, j = width; j < n; ++i, ++j) {
      const std::size_t at = i * n + j, by_end = j * n + i;
      float most = 0;
      // An arc between i and j over the words of i up to k and those of j from k + 1. The root has one word, so none of its own yet.
      split_[at] = best(&right_[i * n + i], &left_by_end_[j * n + i + 1], i == 0 ? 1 : width, most);
      right_open_[at] = most + scores[j * n + i];
      left_open_by_end_[by_end] = i == 0 ? kNever : most + scores[i * n + j];
      // The dependent's other words: right from i to k, then k's; left from j to k, before it k's.
      right_split_[at] = best(&right_open_[i * n + i + 1], &right_by_end_[j * n + i + 1], width, most);
      right_[at] = right_by_end_[by_end] = most;
      left_split_[at] = best(&left_[i * n + i], &left_open_by_end_[j * n + i], width, most);
      left_[at] = left_by_end_[by_end] = most;
    }
  enum : std::uint32_t { kRight, kLeft, kRightOpen, kLeftOpen };
  auto& stack = members_;
  stack.assign({0, n - 1, kRight});
  while (!stack.empty()) {
    const auto what = stack.back(), j = stack[stack.size() - 2], i = stack[stack.size() - 3];
    stack.resize(stack.size() - 3);
    if (i == j) continue;
    const std::size_t at = i * n + j;
    if (what == kRight) {
      const std::uint32_t k = i + 1 + right_split_[at];
      stack.insert(stack.end(), {i, k, kRightOpen, k, j, kRight});
    } else if (what == kLeft) {
      const std::uint32_t k = i + left_split_[at];
      stack.insert(stack.end(), {i, k, kLeft, k, j, kLeftOpen});
    } else {
      heads[what == kRightOpen ? j : i] = what == kRightOpen ? i : j;
      const std::uint32_t k = i + split_[at];
      stack.insert(stack.end(), {i, k, kRight, k + 1, j, kLeft});
    }
  }
}

namespace {

bool is_projective(std::span<const std::uint32_t> heads) {
  for (std::uint32_t d = 1; d < heads.size(); ++d) {
    const std::uint32_t from = std::min(d, heads[d]), to = std::max(d, heads[d]);
    for (std::uint32_t k = from + 1; k < to; ++k)
      if (heads[k] < from || heads[k] > to) return false;
  }
  return true;
}

}  // namespace

void TreeFinder::find(std::span<const float> scores, std::uint32_t n, std::span<std::uint32_t> heads) {
  const auto choose = [&](const auto* row, std::uint32_t d) {
    std::uint32_t best = 0;
    for (std::uint32_t h = 1; h < n; ++h)
      if (h != d && row[h] > row[best]) best = h;
    return best;
  };
  heads[0] = 0;
  for (std::uint32_t d = 1; d < n; ++d) heads[d] = choose(scores.data() + std::size_t{d} * n, d);
  if (n < 2) return;
  if (n <= kLongestProjective) {
    if (!is_projective(heads) || !is_tree(heads)) projective_tree(scores.data(), n, heads);
    return;
  }
  if (is_tree(heads)) return;
  // A second word of the root would cost more than any tree gains, so that the best tree has one.
  constexpr double kRootCost = 1e7;
  scores_.assign(scores.begin(), scores.end());
  for (std::uint32_t d = 1; d < n; ++d) {
    scores_[std::size_t{d} * n] -= kRootCost;
    heads[d] = choose(scores_.data() + std::size_t{d} * n, d);
  }
  spanning_tree(n, heads);
}

}  // namespace entente
