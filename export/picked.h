#pragma once

#include <compare>
#include <cstddef>
#include <vector>

#include "graph/hash.h"
#include "graph/model.h"
#include "graph/node_set.h"
#include "graph/reference.h"

namespace entente {

/// An edge by the keys of its ends, as it is stored; in the order in which edges are.
struct PickedEdge {
  Key64 source = 0;
  TypeId type = 0;
  Key64 target = 0;
  friend auto operator<=>(const PickedEdge&, const PickedEdge&) = default;
};

/// Nodes and edges that were picked one by one, each any number of times: 8 bytes a node, 24 an edge. Adding is cheap; reading needs finish() first.
class PickedGraph {
 public:
  /// A node for its own sake; the ends of edges need not be added.
  void add(Key64 node) { nodes_.add(node); }
  void add(const PickedEdge& edge);
  void add(ReferenceEdge edge);
  void finish();

  /// Each in its order, and once.
  const NodeSet& nodes() const { return nodes_; }
  const std::vector<PickedEdge>& edges() const { return edges_; }
  const std::vector<ReferenceEdge>& reference() const { return reference_; }

 private:
  static constexpr std::size_t kFew = 1024;

  NodeSet nodes_;
  std::vector<PickedEdge> edges_;
  std::vector<ReferenceEdge> reference_;
  std::size_t few_edges_ = kFew, few_reference_ = kFew;  // up to so many are kept as they come
};

}  // namespace entente
