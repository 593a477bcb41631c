#pragma once

#include <functional>
#include <optional>

#include "graph/store/database.h"
#include "graph/store/day_ends.h"

namespace entente::store {

/// Reads the edges that enter nodes, which have no rows of their own: an edge that has one day is made of its row of `in_day`, one of several days is
/// read from `out`. Holds the edges of one node and type at a time. For one thread.
class EnteringEdges {
 public:
  /// As from the node that is entered: `edge` is reversed. Goes on, stops, or fails.
  using Visit = std::function<Result<bool>(const EdgeKey& reversed, const EdgeAggregate&)>;

  /// REQUIRES: the database and the moment of `reader` outlive it.
  explicit EnteringEdges(const Reader& reader) : reader_(reader), rows_(reader, Family::in_day) {}

  /// In order of type and of the other end.
  Status from(Key64 node, std::optional<TypeId> type, const Visit& visit);

 private:
  Result<bool> end_type(Key64 node, TypeId type, const Visit& visit);
  Result<EdgeAggregate> stored(const EdgeKey& edge) const;

  Reader reader_;
  PrefixCursor rows_;
  DayEnds ends_;
};

}  // namespace entente::store
