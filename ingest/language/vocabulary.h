#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace entente {

/// Number of a folded word form. 0 is every word that no data file mentions.
using WordId = std::uint32_t;
inline constexpr WordId kUnknownWord = 0;

/// The word forms that any data file mentions. Filled while data loads, then read from any thread.
class Vocabulary {
 public:
  Vocabulary() : words_(1) {}

  WordId add(std::string_view folded);
  /// kUnknownWord where no data mentions it.
  WordId find(std::string_view folded) const;
  const std::string& word(WordId id) const { return words_[id]; }
  std::size_t size() const { return words_.size(); }

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };
  std::vector<std::string> words_;
  std::unordered_map<std::string, WordId, Hash, std::equal_to<>> ids_;
};

/// Phrases over a vocabulary, each with the numbers (payloads) that were added under it. The longest phrase at a position is found in
/// time that depends on the length of the phrase, not on how many there are.
class PhraseTrie {
 public:
  void add(const std::vector<WordId>& words, std::uint32_t payload);

  /// Calls visit(words, payload) for each phrase and payload, in the order in which the phrases came.
  template <class Visit>
  void each(const Visit& visit) const {
    std::vector<std::uint64_t> origin(payloads_.size());  // the key of the edge that leads to each node
    for (const auto& [edge, node] : edges_) origin[node] = edge;
    std::vector<WordId> words;
    for (std::uint32_t node = 1; node < payloads_.size(); ++node) {
      if (payloads_[node].empty()) continue;
      words.clear();
      for (auto at = node; at != 0; at = static_cast<std::uint32_t>(origin[at] >> 32)) words.push_back(static_cast<WordId>(origin[at]));
      std::reverse(words.begin(), words.end());
      for (const auto payload : payloads_[node]) visit(words, payload);
    }
  }

  struct Match {
    std::size_t length = 0;  ///< in words; 0 for none
    const std::vector<std::uint32_t>* payloads = nullptr;
  };
  /// Calls visit(Match) for each phrase that starts at `words[0]`, shortest first. `word_at(i)` yields the i-th word or
  /// kUnknownWord past the end.
  template <class WordAt, class Visit>
  void matches(const WordAt& word_at, const Visit& visit) const {
    std::uint32_t node = 0;
    for (std::size_t length = 1;; ++length) {
      const WordId word = word_at(length - 1);
      if (word == kUnknownWord) return;
      if (length == 1) {  // most words start no phrase
        node = word < first_.size() ? first_[word] : 0;
        if (node == 0) return;
      } else {
        const auto edge = edges_.find(key(node, word));
        if (edge == edges_.end()) return;
        node = edge->second;
      }
      if (const auto& payloads = payloads_[node]; !payloads.empty()) visit(Match{length, &payloads});
    }
  }

 private:
  static std::uint64_t key(std::uint32_t node, WordId word) { return std::uint64_t{node} << 32 | word; }

  struct KeyHash {
    std::size_t operator()(std::uint64_t k) const { return k * 0x9E3779B97F4A7C15ULL >> 17; }
  };
  std::unordered_map<std::uint64_t, std::uint32_t, KeyHash> edges_;
  std::vector<std::uint32_t> first_;  // by word: the node that the edge from the root leads to; 0 for none
  std::vector<std::vector<std::uint32_t>> payloads_ = std::vector<std::vector<std::uint32_t>>(1);
};

}  // namespace entente
