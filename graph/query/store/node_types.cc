#include "graph/query/store/node_types.h"

#include <algorithm>
#include <utility>

namespace entente::query {

Result<NodeTypes> NodeTypes::read(const Snapshot& snapshot) {
  NodeTypes types;
  std::vector<std::pair<Key64, TypeId>> late;  // nodes that stand for several come where the first of those does
  const Status status = snapshot.for_each_node_key([&](Key64 node, TypeId type) {
    if (!types.nodes_.empty() && node < types.nodes_.back()) {
      late.emplace_back(node, type);
    } else {
      types.nodes_.push_back(node);
      types.types_.push_back(type);
    }
    return true;
  });
  if (!status.ok()) return failure(status);
  if (late.empty()) return types;
  for (std::size_t i = 0; i < types.nodes_.size(); ++i) late.emplace_back(types.nodes_[i], types.types_[i]);
  std::sort(late.begin(), late.end());
  types = {};
  for (const auto& [node, type] : late) {
    types.nodes_.push_back(node);
    types.types_.push_back(type);
  }
  return types;
}

std::optional<TypeId> NodeTypes::of(Key64 node) const {
  // Keys are hashes, spread evenly, so that one is near the place that its value says; the window around it grows until it holds the key.
  const std::size_t size = nodes_.size();
  if (size == 0) return std::nullopt;
  const auto guess = static_cast<std::size_t>(((node >> 32) * size) >> 32);
  std::size_t first = guess, last = guess;
  for (std::size_t step = 64; first > 0 && nodes_[first] > node; step *= 2) first -= std::min(first, step);
  for (std::size_t step = 64; last < size && nodes_[last] < node; step *= 2) last = std::min(size, last + step);
  const auto end = nodes_.begin() + static_cast<std::ptrdiff_t>(std::min(size, last + 1));
  const auto found = std::lower_bound(nodes_.begin() + static_cast<std::ptrdiff_t>(first), end, node);
  if (found == end || *found != node) return std::nullopt;
  return types_[static_cast<std::size_t>(found - nodes_.begin())];
}

void NodeTypes::for_each(const std::vector<bool>& wanted, const std::function<bool(Key64)>& visit) const {
  for (std::size_t i = 0; i < nodes_.size(); ++i)
    if (types_[i] < wanted.size() && wanted[types_[i]] && !visit(nodes_[i])) return;
}

}  // namespace entente::query
