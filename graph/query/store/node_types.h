#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "graph/model.h"
#include "graph/status.h"
#include "graph/store/store.h"

namespace entente::query {

/// The type of each node of a snapshot, ten bytes a node: to find the nodes of a type, and the type of a node, without reading it.
class NodeTypes {
 public:
  /// Reads all nodes.
  static Result<NodeTypes> read(const Snapshot& snapshot);

  /// None where there is no such node.
  std::optional<TypeId> of(Key64 node) const;
  /// Each node whose type is set in `wanted`, by number, in order of keys.
  void for_each(const std::vector<bool>& wanted, const std::function<bool(Key64)>& visit) const;

 private:
  std::vector<Key64> nodes_;  // sorted
  std::vector<TypeId> types_;
};

}  // namespace entente::query
