#include "web/famous_names.h"

#include <algorithm>

#include "graph/threads.h"
#include "graph/store/fold.h"

namespace entente::web {

Result<FamousNames> FamousNames::collect(const Snapshot& snapshot, const Census& census, const std::atomic<bool>* stop) {
  std::vector<std::pair<std::uint32_t, Key64>> ranked;
  for (const Census::Entry& entry : census.entries()) ranked.emplace_back(entry.documents, entry.node);
  const std::size_t count = std::min(kNodes, ranked.size());
  std::ranges::nth_element(ranked, ranked.begin() + static_cast<std::ptrdiff_t>(count), std::greater<>());
  ranked.resize(count);
  FamousNames famous;
  for (const auto& [documents, key] : ranked) {
    if (is_set(stop)) return stopped();
    const auto stored = snapshot.node(key);
    if (!stored) return failure(stored.error());
    famous.names_.emplace_back(store::fold_name(stored->node.name), key);
    for (const NodeName& name : stored->node.names) famous.names_.emplace_back(store::fold_name(name.text), key);
  }
  std::ranges::sort(famous.names_);
  famous.names_.erase(std::unique(famous.names_.begin(), famous.names_.end()), famous.names_.end());
  famous.names_.shrink_to_fit();
  return famous;
}

std::vector<Key64> FamousNames::beginning_with(std::string_view folded) const {
  std::vector<Key64> found;
  auto at = std::ranges::lower_bound(names_, folded, {}, [](const auto& entry) { return std::string_view(entry.first); });
  for (; at != names_.end() && at->first.starts_with(folded); ++at) found.push_back(at->second);
  return found;
}

}  // namespace entente::web
