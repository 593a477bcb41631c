#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "graph/model.h"

namespace entente {

/// Which edges of a snapshot a question is about, where edges are read by keys.
struct EdgeFilter {
  /// An edge counts if it has a claim of any status that is set here, by ClaimStatus.
  std::array<bool, kClaimStatusCount> statuses = {true, false, false, false, false};
  std::vector<TypeId> types = {};  ///< sorted; empty for all

  bool shows(TypeId type) const;
  bool shows(TypeId type, const EdgeAggregate& aggregate) const { return claims(aggregate) > 0 && shows(type); }
  /// How many claims of an edge count.
  std::uint64_t claims(const EdgeAggregate& aggregate) const;
  /// Whether claims of one status count only, that of what is reported as done.
  bool only_actual() const { return statuses == std::array<bool, kClaimStatusCount>{true, false, false, false, false}; }
};

}  // namespace entente
