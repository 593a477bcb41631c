#pragma once

#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

#include "graph/store/aggregate.h"

namespace entente::store {

/// The other ends of the edges of one node and type, gathered from rows of out_day or in_day, which have them by day. 64 bytes a row, of which there
/// may be 2^32.
class DayEnds {
 public:
  /// `end` with the sum of one day.
  void add(Key64 end, Day day, const EdgeAggregate& sum);

  /// Visits each end once, in order of key, and forgets all: with the aggregate of its edge where that has one day, with none where it has several.
  /// The visit says whether to go on.
  Result<bool> drain(const std::function<Result<bool>(Key64 end, const EdgeAggregate* of_one_day)>& visit);

 private:
  std::vector<EdgeAggregate> sums_;
  std::vector<std::pair<Key64, std::uint32_t>> ends_;  // and the place of their sums: short, as they are sorted
};

}  // namespace entente::store
