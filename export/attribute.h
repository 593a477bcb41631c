#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "graph/hash.h"

namespace entente {

/// A number that nodes of an export carry besides what the graph knows of them, computed beforehand. Immutable; any thread may read it.
class NodeAttribute {
 public:
  enum class Kind : std::uint8_t {
    real,
    whole,
    group,  ///< a whole number that only says which nodes belong together
  };

  /// `values` by node, each node once, in any order. REQUIRES: `name` is none of the fields that nodes have anyway, see docs/formats.md.
  NodeAttribute(std::string name, Kind kind, std::vector<std::pair<Key64, double>> values);

  const std::string& name() const { return name_; }
  Kind kind() const { return kind_; }
  /// None for a node that has no value.
  std::optional<double> of(Key64 node) const;
  std::optional<double> of(std::string_view id) const { return of(hash64(id)); }

 private:
  std::string name_;
  Kind kind_;
  std::vector<std::pair<Key64, double>> values_;  // by key
};

}  // namespace entente
