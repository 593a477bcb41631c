#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "graph/hash.h"
#include "graph/status.h"
#include "graph/store/store.h"

namespace entente {

/// The ids behind the keys of nodes, in memory: to ask for one costs some tens of nanoseconds, where a store reads a row. 28 bytes a node and its id.
class NodeIds {
 public:
  /// Adding is cheap; asking needs finish() first. Each node once.
  void add(std::string_view id);
  void finish();

  std::size_t size() const { return entries_.size(); }
  /// How many nodes come before the one with this key, in order of keys; none for one that was not added.
  std::optional<std::size_t> position(Key64 node) const;
  /// Good until the next add(). REQUIRES: position < size().
  std::string_view at(std::size_t position) const;

 private:
  struct Entry {
    Key64 key = 0;
    std::uint64_t begin = 0;  // of its length, four bytes, and itself in text_
  };

  std::vector<Entry> entries_;             // by key
  std::vector<std::uint32_t> beginnings_;  // the first entry of each value of the topmost bits of keys, and the end
  int shift_ = 0;
  std::string text_;
};

/// Every edge of `snapshot` as Snapshot::for_each_edge() has it, in the same order, but with the ids of nodes from memory: many times faster on a
/// large graph. Errors: those of reading the snapshot.
Status for_each_edge_with_ids(const Snapshot& snapshot, const NodeIds& ids, const std::function<bool(const StoredEdge&)>& visit);

}  // namespace entente
