#pragma once

#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

#include "graph/query/value.h"
#include "graph/reference.h"
#include "graph/store/store.h"

namespace entente::query {

/// What the gazetteer knows of relations between the nodes of a snapshot, as relationships. Their keys have the type below and, above it, a number.
class ReferenceEdges {
 public:
  /// Reads all nodes. Facts of other years than those of the snapshot's period are left out.
  static entente::Result<ReferenceEdges> read(const Snapshot& snapshot, const ReferenceFacts& facts);

  static bool is_one(const Relationship& relationship) { return relationship.key >> kTypeBits != 0; }
  static TypeId type_of(const Relationship& relationship) { return static_cast<TypeId>(relationship.key & ((1u << kTypeBits) - 1)); }

  const std::vector<Relationship>& all() const { return all_; }
  /// Of one node, by numbers of all().
  std::span<const std::uint32_t> from(Key64 node) const { return at(from_, node); }
  std::span<const std::uint32_t> to(Key64 node) const { return at(to_, node); }
  /// REQUIRES: is_one(relationship).
  const ReferenceEdge& fact(const Relationship& relationship) const { return facts_[(relationship.key >> kTypeBits) - 1]; }

 private:
  using ByNode = std::unordered_map<Key64, std::vector<std::uint32_t>>;
  static constexpr int kTypeBits = 16;
  static std::span<const std::uint32_t> at(const ByNode& edges, Key64 node) {
    const auto found = edges.find(node);
    return found == edges.end() ? std::span<const std::uint32_t>() : found->second;
  }

  std::vector<Relationship> all_;
  std::vector<ReferenceEdge> facts_;
  ByNode from_, to_;
};

}  // namespace entente::query
