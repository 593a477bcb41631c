#include "ingest/language/vocabulary.h"

#include <algorithm>

namespace entente {

WordId Vocabulary::add(std::string_view folded) {
  const auto [at, added] = ids_.try_emplace(std::string(folded), static_cast<WordId>(words_.size()));
  if (added) words_.emplace_back(folded);
  return at->second;
}

WordId Vocabulary::find(std::string_view folded) const {
  const auto at = ids_.find(folded);
  return at == ids_.end() ? kUnknownWord : at->second;
}

void PhraseTrie::add(const std::vector<WordId>& words, std::uint32_t payload) {
  std::uint32_t node = 0;
  for (const WordId word : words) {
    const auto [edge, added] = edges_.try_emplace(key(node, word), static_cast<std::uint32_t>(payloads_.size()));
    if (added) payloads_.emplace_back();
    if (node == 0) {
      if (word >= first_.size()) first_.resize(std::max<std::size_t>(word + 1, first_.size() * 2), 0);
      first_[word] = edge->second;
    }
    node = edge->second;
  }
  auto& payloads = payloads_[node];
  if (std::ranges::find(payloads, payload) == payloads.end()) payloads.push_back(payload);
}

}  // namespace entente
