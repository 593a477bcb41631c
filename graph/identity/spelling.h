#pragma once

/// One form for the spellings of one word, and what it costs to make one spelling of another. Words are of a-z and 0-9. What is here is
/// rules of transliteration; what is known of single words is in data/identity/.

#include <string>
#include <string_view>

namespace entente::identity {

inline bool is_ascii_digit(char c) { return c >= '0' && c <= '9'; }
inline bool is_vowel(char c) { return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u'; }

/// The same for the usual transliterations of one word. `unvocalised`: from a script that leaves short vowels out.
std::string spelling_of(std::string_view letters, bool unvocalised);

/// The consonants of a spelling by the class within which transliterations vary; vowels, an h that does not begin the word and an article that
/// is written together with it (Albudaiwi, ElBaradei) are left out. The same for nearly all transliterations, and for other words too.
std::string skeleton_of(std::string_view spelling, bool unvocalised);

// Costs of edits, in halves of a letter, so that sums stay whole numbers.
constexpr int kCheap = 1, kFull = 2, kForbidden = 100;

/// The weighted edit distance of two spellings, or something above `limit`.
int edit_cost(std::string_view a, std::string_view b, int limit);

/// The cost of making `a` to `b`; kForbidden where it is more than words of their length may cost.
int allowed_edit(std::string_view a, std::string_view b);

/// Whether `bare`, a spelling from a script without short vowels, can be the word that has `letters` in one that has them.
bool fits_unvocalised(std::string_view bare, std::string_view letters);

}  // namespace entente::identity
