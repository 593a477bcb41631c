#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace entente {

/// What near-copies are told by: an agency text that several outlets print, cut, slightly reworded and under another headline,
/// is one report. The set of the runs of three consecutive words of a text, as 32-bit hashes.
///
/// Words are compared as fold() writes them. Punctuation and spacing do not count ("U.S." is "US", "1.000" is "1,000", "co-operate" is
/// "co operate"), numbers do: daily communiqués of one wording differ in little else. In Chinese and Japanese, which write no spaces,
/// every character is a word; in Thai, Lao, Khmer and Burmese a word is what stands between two spaces, so that there only copies
/// without rewording are found.
///
/// The same on every machine and in every version, because stored keys are made of it. A value; any bytes are taken, valid UTF-8 or not.
class Shingles {
 public:
  /// Of `text` without its headline, which every outlet writes itself.
  static Shingles of(std::string_view text);

  /// The distinct shingles in ascending order. Their highest bit is set for shingles of few letters, which then come last.
  const std::vector<std::uint32_t>& all() const { return all_; }

  /// The smallest of all(), at most 16: the keys under which an index finds candidates for near_copies(), because two near-copies share
  /// at least one of them with high probability (99.5% of the pairs of the test, 97% where 40% of an article is left and every sixth
  /// word of it replaced). Empty for texts that are too short to be judged, those of fewer than 38 words.
  std::vector<std::uint32_t> sample() const;

 private:
  std::vector<std::uint32_t> all_;
};

/// Whether one text is for the most part in the other: at least 42% of the shingles of the smaller one, and more than one quoted sentence.
/// Depends on the two texts alone and is symmetric, but not transitive: a round-up is a near-copy of each report that it prints.
bool near_copies(const Shingles& a, const Shingles& b);

}  // namespace entente
