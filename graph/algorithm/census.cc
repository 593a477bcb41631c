#include "graph/algorithm/census.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <unordered_map>

#include "graph/threads.h"

namespace entente {
namespace {

constexpr unsigned kIndexBits = 16;

std::size_t index_of(Key64 node) { return static_cast<std::size_t>(node >> (64 - kIndexBits)); }

}  // namespace

void Census::index() {
  std::ranges::sort(entries_, {}, &Entry::node);
  entries_.shrink_to_fit();
  first_.assign((std::size_t{1} << kIndexBits) + 1, 0);
  for (const Entry& entry : entries_) ++first_[index_of(entry.node) + 1];
  std::partial_sum(first_.begin(), first_.end(), first_.begin());
}

Result<Census> Census::take(const Snapshot& snapshot, const std::atomic<bool>* stop) {
  Census census;
  census.countries_.emplace_back();
  std::unordered_map<std::string, Country> numbers;
  const Status status = snapshot.for_each_node([&](const StoredNode& stored) {
    const Node& node = stored.node;
    Country country = 0;
    if (!node.country.empty() && census.countries_.size() < std::numeric_limits<Country>::max()) {
      const auto [known, fresh] = numbers.try_emplace(node.country, static_cast<Country>(census.countries_.size()));
      if (fresh) census.countries_.push_back({node.country, 0});
      country = known->second;
    }
    ++census.countries_[country].nodes;
    census.entries_.push_back({hash64(node.id), stored.documents, country, node.type});
    return !is_set(stop);
  });
  if (!status.ok()) return failure(status);
  if (is_set(stop)) return stopped();
  census.index();
  return census;
}

const Census::Entry* Census::find(Key64 node) const {
  if (first_.empty()) return nullptr;
  const auto begin = entries_.begin() + first_[index_of(node)], end = entries_.begin() + first_[index_of(node) + 1];
  const auto found = std::ranges::lower_bound(begin, end, node, {}, &Entry::node);
  return found == end || found->node != node ? nullptr : &*found;
}

}  // namespace entente
