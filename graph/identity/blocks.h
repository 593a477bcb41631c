#pragma once

/// Which entries are compared: all pairs of a million are too many, and nearly all of them share nothing.

#include <cstddef>
#include <cstdint>
#include <span>
#include <unordered_map>
#include <utility>
#include <vector>

#include "graph/identity/entry.h"

namespace entente::identity {

constexpr std::size_t kBlock = 50;       // a block this large is 1,225 pairs; a word that more have is a given name or "ministry"
constexpr std::size_t kWindow = 8;       // of a larger block of one name: enough for every duplicate of one thing to be next to another
constexpr std::size_t kFewBearers = 10;  // duplicates of one thing are fewer

/// Entries that share a key, from one of them on: members[begin, end) come after `entry`.
struct Slot {
  std::uint32_t entry, begin, end;
  bool whole;  // the key is a whole name or a Wikidata number
};

/// Who is compared with whom: blocks of at most kBlock entries, and pairs out of larger ones. Entries are numbers, by their order.
struct Blocks {
  std::vector<std::uint32_t> members;                             // of all blocks, ascending within each
  std::vector<Slot> slots;                                        // by entry
  std::vector<std::pair<std::uint32_t, std::uint32_t>> windowed;  // sorted; the first is the smaller
  /// How many entries have a whole name, by its key; only where they are more than kFewBearers.
  std::unordered_map<std::uint64_t, std::size_t> bearers;
};

Blocks make_blocks(const std::vector<Entry>& entries, const Vocabulary& vocabulary);

/// The key of a whole name, whatever the order of its words and whichever way they are spelled.
std::uint64_t whole_key(const Name& name, const Vocabulary& vocabulary, bool person);

/// The entries that each entry is compared with, one entry after the other. `blocks` must outlive it.
class Partners {
 public:
  explicit Partners(const Blocks& blocks) : blocks_(blocks), slot_(blocks.slots.begin()), windowed_(blocks.windowed.begin()) {}

  /// Those of the next entry that come after it, in order; valid until the next call.
  std::span<const std::uint32_t> next();

 private:
  void collect();
  void keep_those_that_share_most();

  const Blocks& blocks_;
  std::vector<Slot>::const_iterator slot_;
  std::vector<std::pair<std::uint32_t, std::uint32_t>>::const_iterator windowed_;
  std::uint32_t entry_ = 0;
  std::vector<std::uint32_t> found_;  // once for each key that is shared
  std::vector<std::pair<std::ptrdiff_t, std::uint32_t>> by_keys_;
};

}  // namespace entente::identity
