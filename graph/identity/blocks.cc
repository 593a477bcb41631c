#include "graph/identity/blocks.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <tuple>

#include "graph/hash.h"
#include "graph/identity/spelling.h"

namespace entente::identity {
namespace {

constexpr std::size_t kPartners = 128;  // compared with each, those that share most: ten times what names of the news need
constexpr std::size_t kWhole = 16;      // keys that a whole name or number is worth: more than a name of three words has of others

std::uint64_t key_of(char kind, bool person, std::string_view text) { return hash64(fmt::format("{}{}{}", kind, person ? 'p' : 'o', text)); }

struct BlockKey {
  std::uint64_t hash;
  std::uint32_t entry;
  bool whole;  // as in Slot

  friend bool operator==(const BlockKey&, const BlockKey&) = default;
  friend bool operator<(const BlockKey& a, const BlockKey& b) { return std::tie(a.hash, a.entry) < std::tie(b.hash, b.entry); }
};

/// The keys of one entry. Names are full of words only by mistake, so that what is beyond kMaxKeys is left out.
class KeyMaker {
 public:
  KeyMaker(const Vocabulary& vocabulary, std::vector<BlockKey>& out) : vocabulary_(vocabulary), out_(out) {}

  void add(const Entry& entry, std::uint32_t number) {
    keys_.clear();
    person_ = entry.kind == Kind::person;
    if (!entry.wikidata.empty()) keys_.push_back({key_of('q', false, entry.wikidata), 0, true});
    for (const Name& name : entry.names) keys_.push_back({whole_key(name, vocabulary_, person_), 0, true});
    for (std::size_t at = 0; at < entry.full; ++at) add_name(entry.names[at]);
    constexpr std::size_t kMaxKeys = 256;  // 12 names of three words have some 180
    if (keys_.size() > kMaxKeys) keys_.resize(kMaxKeys);
    for (BlockKey& key : keys_) key.entry = number;
    std::sort(keys_.begin(), keys_.end());
    out_.insert(out_.end(), keys_.begin(), std::unique(keys_.begin(), keys_.end()));
  }

 private:
  void put(char kind, std::string_view text, bool whole = false) { keys_.push_back({key_of(kind, person_, text), 0, whole}); }

  void add_name(const Name& name) {
    const auto word = [&](std::size_t at) -> const Word& { return vocabulary_[name.words[at].word]; };
    const std::size_t size = name.words.size();
    std::string together;
    for (std::size_t at = 0; at < size; ++at) together += word(at).spelling;
    put('t', together);
    put('k', skeleton_of(together, false));
    for (std::size_t at = 0; at < size; ++at) {
      if (word(at).is_initial()) continue;
      constexpr std::size_t kTelling = 3;  // consonants; fewer fit too many words
      put('r', word(at).spelling);
      if (word(at).skeleton.size() >= kTelling) put('s', word(at).skeleton);
      if (!word(at).given.empty()) put('g', word(at).given);
    }
    constexpr std::size_t kPaired = 6;  // 15 pairs; a name of more words has a rare one
    for (std::size_t i = 0; i < std::min(size, kPaired); ++i)
      for (std::size_t j = i + 1; j < std::min(size, kPaired); ++j) add_pair(word(i), word(j));
    if (person_ && size > 1) {
      for (std::size_t at = 0; at + 1 < std::min(size, kPaired); ++at) add_family(word(size - 1), word(at));
      add_family(word(0), word(size - 1));
    }
    if (!person_) add_acronyms(name);
  }

  void add_pair(const Word& a, const Word& b) {
    if (a.is_initial() || b.is_initial()) return;
    const std::string x = form(a), y = form(b);
    put('p', x < y ? x + " " + y : y + " " + x);
  }

  /// A given name by all its forms, any other word by its consonants.
  static std::string form(const Word& word) { return word.given.empty() ? word.skeleton : std::string(word.given); }

  void add_family(const Word& family, const Word& other) {
    if (!family.is_initial()) put('f', fmt::format("{} {}", form(family), other.letters.front()));
  }

  void add_acronyms(const Name& name) {
    if (name.acronym) put('a', vocabulary_[name.words[0].word].letters);
    if (name.words.size() < 2) return;
    const Initials initials = initials_of(name, vocabulary_);
    put('a', initials.counted);
    put('a', initials.all);
  }

  const Vocabulary& vocabulary_;
  std::vector<BlockKey>& out_;
  std::vector<BlockKey> keys_;
  bool person_ = false;
};

/// All of a few: each with those after it.
void add_block(std::span<const BlockKey> run, Blocks& blocks) {
  const auto last = static_cast<std::uint32_t>(blocks.members.size() + run.size());
  for (const BlockKey& key : run) {
    blocks.members.push_back(key.entry);
    const auto next = static_cast<std::uint32_t>(blocks.members.size());
    if (next < last) blocks.slots.push_back({key.entry, next, last, key.whole});
  }
}

/// Of many, neighbours in order of what tells namesakes apart, so that duplicates stand close.
void add_window(std::span<const BlockKey> run, const std::vector<Entry>& entries, Blocks& blocks) {
  std::vector<std::uint32_t> order;
  for (const BlockKey& key : run) order.push_back(key.entry);
  std::ranges::sort(order, {}, [&](std::uint32_t entry) {
    const IdentityCandidate& candidate = *entries[entry].candidate;
    return std::tuple(std::string_view(candidate.country),
                      candidate.offices.empty() ? std::string_view() : std::string_view(candidate.offices.front()), entry);
  });
  for (std::size_t at = 0; at < order.size(); ++at)
    for (std::size_t other = at + 1; other < std::min(order.size(), at + 1 + kWindow); ++other)
      blocks.windowed.emplace_back(std::min(order[at], order[other]), std::max(order[at], order[other]));
}

}  // namespace

std::uint64_t whole_key(const Name& name, const Vocabulary& vocabulary, bool person) {
  std::vector<std::string_view> words;
  for (const Part& part : name.words) words.push_back(vocabulary[part.word].spelling);
  std::ranges::sort(words);
  return key_of('w', person, fmt::format("{}", fmt::join(words, " ")));
}

Blocks make_blocks(const std::vector<Entry>& entries, const Vocabulary& vocabulary) {
  std::vector<BlockKey> keys;
  KeyMaker maker(vocabulary, keys);
  for (std::uint32_t number = 0; number < entries.size(); ++number) maker.add(entries[number], number);
  std::sort(keys.begin(), keys.end());
  Blocks blocks;
  for (auto begin = keys.begin(); begin != keys.end();) {
    const auto end = std::find_if(begin, keys.end(), [&](const BlockKey& key) { return key.hash != begin->hash; });
    const auto size = static_cast<std::size_t>(end - begin);
    if (begin->whole && size > kFewBearers) blocks.bearers.emplace(begin->hash, size);
    if (size >= 2 && size <= kBlock)
      add_block({begin, end}, blocks);
    else if (size > kBlock && begin->whole)
      add_window({begin, end}, entries, blocks);
    begin = end;
  }
  std::ranges::stable_sort(blocks.slots, {}, &Slot::entry);
  std::ranges::sort(blocks.windowed);
  return blocks;
}

std::span<const std::uint32_t> Partners::next() {
  collect();
  keep_those_that_share_most();
  ++entry_;
  return found_;
}

void Partners::collect() {
  found_.clear();
  for (; slot_ != blocks_.slots.end() && slot_->entry == entry_; ++slot_)
    for (std::uint32_t at = slot_->begin; at < slot_->end; ++at) found_.insert(found_.end(), slot_->whole ? kWhole : 1, blocks_.members[at]);
  for (; windowed_ != blocks_.windowed.end() && windowed_->first == entry_; ++windowed_) found_.insert(found_.end(), kWhole, windowed_->second);
}

void Partners::keep_those_that_share_most() {
  std::ranges::sort(found_);
  by_keys_.clear();
  for (auto at = found_.begin(); at != found_.end();) {
    const auto end = std::find_if(at, found_.end(), [&](std::uint32_t other) { return other != *at; });
    by_keys_.emplace_back(at - end, *at);  // the more keys, the smaller
    at = end;
  }
  if (by_keys_.size() > kPartners) {
    std::ranges::nth_element(by_keys_, by_keys_.begin() + kPartners);
    by_keys_.resize(kPartners);
    std::ranges::sort(by_keys_, {}, [](const auto& partner) { return partner.second; });
  }
  found_.clear();
  for (const auto& [keys, partner] : by_keys_) found_.push_back(partner);
}

}  // namespace entente::identity
