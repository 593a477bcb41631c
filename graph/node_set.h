#pragma once

#include <cstddef>
#include <vector>

#include "graph/hash.h"

namespace entente {

/// The 8-byte keys of nodes. Adding is cheap; asking needs finish() first.
class NodeSet {
 public:
  void add(Key64 node);
  void finish();
  bool contains(Key64 node) const;
  /// In order, each once.
  const std::vector<Key64>& nodes() const { return sorted_; }
  std::size_t size() const { return sorted_.size(); }

 private:
  std::vector<Key64> sorted_, fresh_;
};

}  // namespace entente
