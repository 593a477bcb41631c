#include "graph/store/day_ends.h"

#include <algorithm>

namespace entente::store {

void DayEnds::add(Key64 end, Day day, const EdgeAggregate& sum) {
  ends_.emplace_back(end, static_cast<std::uint32_t>(sums_.size()));
  sums_.push_back(sum);
  if (sum.actual() > 0) sums_.back().first = sums_.back().last = day;
}

Result<bool> DayEnds::drain(const std::function<Result<bool>(Key64, const EdgeAggregate*)>& visit) {
  std::ranges::sort(ends_);
  Result<bool> more = true;
  for (auto one = ends_.begin(); one != ends_.end() && more && *more;) {
    const auto next = std::find_if(one + 1, ends_.end(), [&](const auto& other) { return other.first != one->first; });
    more = visit(one->first, next == one + 1 ? &sums_[one->second] : nullptr);
    one = next;
  }
  sums_.clear();
  ends_.clear();
  return more;
}

}  // namespace entente::store
