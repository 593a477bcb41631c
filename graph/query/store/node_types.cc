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
  const auto found = std::lower_bound(nodes_.begin(), nodes_.end(), node);
  if (found == nodes_.end() || *found != node) return std::nullopt;
  return types_[static_cast<std::size_t>(found - nodes_.begin())];
}

void NodeTypes::for_each(const std::function<bool(Key64, TypeId)>& visit) const {
  for (std::size_t i = 0; i < nodes_.size(); ++i)
    if (!visit(nodes_[i], types_[i])) return;
}

}  // namespace entente::query
