#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "web/json.h"
#include "web/library.h"
#include "web/refusal.h"
#include "web/window.h"

namespace entente::web {

/// Collects edges by keys and reads the nodes at their ends, each once. For one thread; REQUIRES: what it is made of outlives it.
class Picture {
 public:
  Picture(Library& library, const Snapshot& part, const Window& window) : library_(library), part_(part), window_(window) {}

  void add_node(Key64 node);
  /// With its ends as they are stored.
  void add_edge(Key64 source, TypeId type, Key64 target, const EdgeAggregate& aggregate);
  /// What the gazetteer knows, as far as the window shows it; its ends are those of nodes that are there.
  void add_known(ReferenceEdge edge);
  /// What the gazetteer knows between the nodes that are there, if the window asks for it.
  Status add_reference();
  /// What the gazetteer knows of one node, if the window asks for it, as far as the other end is in the graph.
  Status add_reference_of(const StoredNode& node);

  bool has(Key64 node) const { return places_.contains(node); }
  std::size_t nodes() const { return order_.size(); }
  std::size_t edges() const { return edges_.size() + reference_.size(); }

  /// What is there of a node; read once. Valid as long as this is.
  Result<const StoredNode*> node(Key64 key);

  /// The nodes in the order in which they came, and the edges likewise.
  Result<Json> nodes_json();
  Result<Json> edges_json();
  /// A Picture of openapi.json.
  Answer<Json> finish(std::uint64_t hidden_nodes, std::uint64_t hidden_edges);

 private:
  struct Edge {
    Key64 source = 0, target = 0;
    TypeId type = 0;
    EdgeAggregate aggregate;
  };

  Library& library_;
  Snapshot part_;
  const Window& window_;
  std::vector<Key64> order_;
  std::unordered_map<Key64, StoredNode> places_;  // an empty id: not read yet
  std::vector<Edge> edges_;
  std::vector<ReferenceEdge> reference_;
};

}  // namespace entente::web
