#include "graph/algorithm/edge_filter.h"

#include <algorithm>

namespace entente {

bool EdgeFilter::shows(TypeId type) const { return types.empty() || std::ranges::binary_search(types, type); }

std::uint64_t EdgeFilter::claims(const EdgeAggregate& aggregate) const {
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < kClaimStatusCount; ++i)
    if (statuses[i]) sum += aggregate.count[i];
  return sum;
}

}  // namespace entente
