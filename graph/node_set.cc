#include "graph/node_set.h"

#include <algorithm>

namespace entente {

void NodeSet::add(Key64 node) {
  fresh_.push_back(node);
  // Merging whenever as much is fresh as is sorted keeps the set within twice its size and adding at constant cost.
  constexpr std::size_t kSmallest = 1024;
  if (fresh_.size() >= std::max(kSmallest, sorted_.size())) finish();
}

void NodeSet::finish() {
  std::ranges::sort(fresh_);
  const auto middle = static_cast<std::ptrdiff_t>(sorted_.size());
  sorted_.insert(sorted_.end(), fresh_.begin(), fresh_.end());
  fresh_.clear();
  std::inplace_merge(sorted_.begin(), sorted_.begin() + middle, sorted_.end());
  sorted_.erase(std::unique(sorted_.begin(), sorted_.end()), sorted_.end());
}

bool NodeSet::contains(Key64 node) const { return std::ranges::binary_search(sorted_, node); }

}  // namespace entente
