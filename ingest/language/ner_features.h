#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace entente::names {

inline std::uint64_t combine(std::uint64_t a, std::uint64_t b) {
  a = (a ^ (b >> 29) ^ (b << 35)) * 0x9E3779B97F4A7C15ULL;
  return a ^ (a >> 31);
}

inline constexpr std::size_t kAffix = 5;  // bytes of the longest prefix and suffix: longer ones were as rare as whole words

/// What features say of one word, hashed once.
struct Atoms {
  std::uint64_t folded = 0, surface = 0;
  std::uint64_t shape = 0;                               ///< "Aa": runs of upper, lower, digits and others
  std::uint64_t long_shape = 0;                          ///< "Aaaaaa"
  std::array<std::uint64_t, kAffix> prefix{}, suffix{};  ///< 0 where the word is shorter
  bool upper = false;                                    ///< starts in upper case
  bool capitals = false;                                 ///< second letter too
  bool letter = false;
  bool quote = false;                               ///< a double quote
  std::uint16_t tag = 0;                            ///< 0: not known
  std::uint16_t alone = 0, begins = 0, inside = 0;  ///< name lists that have it as a name, as the start of a longer one, within one
  bool listed() const { return (alone | begins | inside) != 0; }
};

std::uint64_t folded_hash(std::string_view folded);
std::uint64_t phrase_start();
inline std::uint64_t extend_phrase(std::uint64_t phrase, std::uint64_t folded_word) { return combine(phrase, folded_word); }
inline constexpr std::uint32_t kExtends = 1U << 15;  ///< beside the bits of lists: longer names start with these words

/// Fills `atoms` but for the tags and lists.
void read_atoms(std::span<const std::string_view> words, std::vector<Atoms>& atoms);

/// Fills the tags of `atoms`.
void read_tags(std::span<const std::uint8_t> tags, std::span<Atoms> atoms);

/// Fills the lists of `atoms` from what pack_name_lists() made. Names start in upper case.
void read_lists(std::span<Atoms> atoms, std::string_view lists);

/// All that the lists say of a word.
inline std::uint64_t marks(const Atoms& atoms) {
  return std::uint64_t{atoms.alone} | std::uint64_t{atoms.begins} << 16 | std::uint64_t{atoms.inside} << 32;
}

/// Calls visit(mark) for each list that the word is in: the list's number where it is a name alone, 16 more where it begins one, 32 more within one.
template <class Visit>
void each_mark(const Atoms& atoms, const Visit& visit) {
  for (auto rest = marks(atoms); rest != 0; rest &= rest - 1) visit(static_cast<std::uint32_t>(std::countr_zero(rest)));
}

/// Whether the sentence shouts: most words start with two capitals, so that capitals say nothing.
bool in_capitals(std::span<const Atoms> atoms);

/// What stays the same while the features of a sentence are read: the run of capitalised words that each word is in.
struct Runs {
  std::vector<std::uint32_t> first, last;  ///< inclusive
  std::vector<bool> quoted;                ///< within double quotes
  bool capitals = false;
  void read(std::span<const Atoms> atoms);
};

/// Appends the features of word `at`, none of whose own identity if `hidden`. Returns how many of them, the first ones, get copies.
std::size_t read_features(std::span<const Atoms> atoms, const Runs& runs, std::size_t at, bool hidden, std::vector<std::uint64_t>& features);

/// The copy of a feature that only data set `set` sees (Daumé's feature augmentation): what the sets label alike is learnt by the shared
/// feature, what each labels in its own way by its copy.
inline std::uint64_t copy_for(std::uint64_t feature, std::size_t set) { return combine(feature, 0xD1B54A32D192ED03ULL + set); }

/// A feature's place in the table of `slots` and the check that tells it from its neighbours; a check is never 0.
inline std::size_t slot_of(std::uint64_t feature, std::size_t slots) {
  return static_cast<std::size_t>(((feature & 0xFFFFFFFFU) * std::uint64_t{slots}) >> 32);
}
inline std::uint16_t check_of(std::uint64_t feature) {
  const auto check = static_cast<std::uint16_t>(feature >> 48);
  return check == 0 ? 1 : check;
}

}  // namespace entente::names
