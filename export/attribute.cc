#include "export/attribute.h"

#include <algorithm>

namespace entente {

NodeAttribute::NodeAttribute(std::string name, Kind kind, std::vector<std::pair<Key64, double>> values)
    : name_(std::move(name)), kind_(kind), values_(std::move(values)) {
  std::sort(values_.begin(), values_.end());
}

std::optional<double> NodeAttribute::of(Key64 node) const {
  const auto found = std::ranges::lower_bound(values_, node, {}, &std::pair<Key64, double>::first);
  if (found == values_.end() || found->first != node) return std::nullopt;
  return found->second;
}

}  // namespace entente
