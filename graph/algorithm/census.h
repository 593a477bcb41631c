#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

#include "graph/store/store.h"

namespace entente {

/// What questions about all nodes at once need to know of each, in 16 bytes a node. Immutable; any thread may read it.
class Census {
 public:
  using Country = std::uint16_t;  ///< a number that the census gives; 0 for none

  struct Entry {
    Key64 node = 0;
    std::uint32_t documents = 0;  ///< articles that name it
    Country country = 0;
    TypeId type = 0;
  };

  /// What nodes of one country say of it.
  struct CountryEntry {
    std::string code;         ///< ISO 3166 alpha-3
    std::uint64_t nodes = 0;  ///< that roll up to it, its state included
  };

  /// Reads every node. `stop` ends it soon after it is set, from any thread. Errors: those of reading the snapshot; Unsupported where it was stopped.
  static Result<Census> take(const Snapshot& snapshot, const std::atomic<bool>* stop = nullptr);

  /// nullptr where there is no such node.
  const Entry* find(Key64 node) const;
  Country country_of(Key64 node) const {
    const Entry* entry = find(node);
    return entry == nullptr ? 0 : entry->country;
  }
  /// In order of key.
  const std::vector<Entry>& entries() const { return entries_; }
  /// By number; the first, 0, stands for no country.
  const std::vector<CountryEntry>& countries() const { return countries_; }

 private:
  void index();

  std::vector<Entry> entries_;
  std::vector<CountryEntry> countries_;
  std::vector<std::uint32_t> first_;  // entry for each value that the first kIndexBits of a key can have, and the end: keys are hashes, spread evenly
};

}  // namespace entente
