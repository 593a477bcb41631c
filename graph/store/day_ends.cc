#include "graph/store/day_ends.h"

#include <algorithm>

namespace entente::store {

void DayEnds::add(Key64 end, Day day, const EdgeAggregate& sum) {
  rows_.push_back({end, sum});
  if (sum.actual() > 0) rows_.back().sum.first = rows_.back().sum.last = day;
}

Result<bool> DayEnds::drain(const std::function<Result<bool>(Key64, const EdgeAggregate*)>& visit) {
  std::ranges::sort(rows_, {}, &Row::end);
  Result<bool> more = true;
  for (auto row = rows_.begin(); row != rows_.end() && more && *more;) {
    const auto next = std::find_if(row + 1, rows_.end(), [&](const Row& other) { return other.end != row->end; });
    more = visit(row->end, next == row + 1 ? &row->sum : nullptr);
    row = next;
  }
  rows_.clear();
  return more;
}

}  // namespace entente::store
