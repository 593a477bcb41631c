#include "graph/identity/spelling.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <utility>

namespace entente::identity {
namespace {

struct Replacement {
  std::string_view from, to;
};
// Longest first. Sounds that English, French, German, Indonesian (old and new), Turkish and the ISO and ALA transliterations of Russian, Arabic,
// Persian and Korean write differently. What comes out is no pronunciation, only the same for all of them.
constexpr Replacement kConsonants[] = {{"shch", "sc"}, {"tch", "c"}, {"sch", "s"}, {"ch", "c"}, {"tj", "c"}, {"cz", "c"}, {"ts", "c"},
                                       {"tz", "c"},    {"sh", "s"},  {"zh", "z"},  {"dj", "j"}, {"sj", "s"}, {"kh", "h"}, {"gh", "g"},
                                       {"th", "t"},    {"dh", "d"},  {"ph", "f"},  {"bh", "b"}, {"ck", "k"}, {"q", "k"},  {"x", "ks"}};
constexpr Replacement kVowels[] = {{"eo", "o"}, {"eu", "o"}, {"oe", "o"},  {"oo", "o"},  {"ou", "o"},  {"ee", "i"},  {"ie", "i"},
                                   {"ui", "i"}, {"yi", "i"}, {"ey", "ai"}, {"ei", "ai"}, {"ay", "ai"}, {"aj", "ai"}, {"ej", "ai"},
                                   {"ij", "i"}, {"iy", "i"}, {"yj", "i"},  {"u", "o"},   {"w", "v"}};

std::string replaced(std::string_view text, std::span<const Replacement> rules) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const auto rule = std::ranges::find_if(rules, [&](const Replacement& r) { return text.substr(at).starts_with(r.from); });
    if (rule == rules.end()) {
      out += text[at++];
    } else {
      out += rule->to;
      at += rule->from.size();
    }
  }
  return out;
}

std::string without_doubles(std::string_view text, bool vowels_too) {
  std::string out;
  for (const char c : text)
    if (out.empty() || out.back() != c || is_ascii_digit(c) || (is_vowel(c) && !vowels_too)) out += c;
  return out;
}

/// What a word of that many letters may cost: below five letters one letter makes another name (Chen, Chan; Un, Il).
int allowed_cost(std::size_t length) {
  if (length < 5) return 0;
  if (length < 6) return kCheap;
  if (length < 8) return kFull;
  return length < 11 ? kFull + kCheap : 2 * kFull;
}

/// Letters that transliterations exchange.
constexpr auto kExchanged = [] {
  std::array<std::array<bool, 128>, 128> table{};
  for (const char* pair : {"ea", "ei", "gk", "kh", "gh", "dt", "sz", "bp", "vf", "jz", "dz", "dj", "ck", "cs", "cj"}) {
    const auto a = static_cast<unsigned char>(pair[0]), b = static_cast<unsigned char>(pair[1]);
    table[a][b] = table[b][a] = true;
  }
  return table;
}();

/// REQUIRES: ASCII.
int substitution_cost(char a, char b) {
  if (a == b) return 0;
  if (is_ascii_digit(a) || is_ascii_digit(b)) return kForbidden;
  return kExchanged[static_cast<unsigned char>(a)][static_cast<unsigned char>(b)] ? kCheap : kFull;
}

/// Whether the letters of `bare`, from a script without short vowels, can be those of `full`, letters of one that has them.
bool fits_letters(std::string_view bare, std::string_view full) {
  const auto is_gap = [](char c, bool in_bare) { return c == 'a' || c == 'w' || c == 'y' || (!in_bare && (is_vowel(c) || c == 'v')); };
  std::size_t i = 0, j = 0;
  bool exchanged = false;
  for (bool first = true;; first = false) {
    const std::size_t i0 = i, j0 = j;
    while (i < bare.size() && (is_gap(bare[i], true) || (bare[i] == 'h' && i > 0))) ++i;
    while (j < full.size() && (is_gap(full[j], false) || (full[j] == 'h' && j > 0))) ++j;
    const std::string_view gap = full.substr(j0, j - j0), written = bare.substr(i0, i - i0);
    // Between two consonants of `full` there may be any short vowels. A long one that either has must be in the other.
    for (const char c : written) {
      const std::string_view heard = c == 'w' ? "ouwv" : c == 'y' ? (i == bare.size() ? "ieya" : "iey") : c == 'a' ? "aeo" : "";
      if (!first && !heard.empty() && gap.find_first_of(heard) == std::string_view::npos) return false;
    }
    const bool is_long =
        std::ranges::any_of(std::array{"ei", "ai", "ey", "ay", "ou", "oo", "ee"}, [&](std::string_view v) { return gap.find(v) != gap.npos; });
    if (is_long && written.find_first_of("awy") == std::string_view::npos) return false;
    if (i == bare.size() || j == full.size()) return i == bare.size() && j == full.size();
    const int cost = substitution_cost(bare[i++], full[j++]);
    if (cost > kCheap || (cost == kCheap && std::exchange(exchanged, true))) return false;
  }
}

}  // namespace

std::string spelling_of(std::string_view letters, bool unvocalised) {
  if (std::ranges::any_of(letters, is_ascii_digit)) return std::string(letters);
  std::string text(letters);
  if (unvocalised) return replaced(text, kConsonants);
  // "Abdul Rahman", "Abdel-Rahman", "Abdurrahman", "Abd al-Rahman": the servant of, whatever becomes of the article.
  constexpr std::string_view kServant = "abd";
  if (text.size() >= 5 && text.starts_with(kServant) && is_vowel(text[3]) && (text[4] == 'l' || text[4] == text[5] || text.size() == 5))
    text.erase(3, 2);
  if (text == "abdlah" || text == "abdla") text = "abdala";  // Abdullah, Abdalla; Abd Allah joins to the same
  text = without_doubles(text, false);                       // before the rules of y: Ayyoub, Ayoub
  if (text.size() > 5 && (text.ends_with("yeh") || text.ends_with("ieh"))) text.replace(text.size() - 3, 3, "ia");  // Haniyeh, Haniya
  // Below five letters y is too much of the word to leave out: Yun is not Un. The same for sy, which is Indonesian for sh (Syarif).
  if (text.size() >= 5) {
    std::string kept;
    for (std::size_t at = 0; at < text.size(); ++at)
      if (text[at] != 'y' || at + 1 == text.size() || !is_vowel(text[at + 1])) kept += text[at];
    text = kept;
  }
  text = replaced(replaced(text, kConsonants), kVowels);
  for (std::size_t at = 0; at < text.size(); ++at)
    if (text[at] == 'y' && (at + 1 == text.size() || !is_vowel(text[at + 1]))) text[at] = 'i';
  text = without_doubles(text, true);
  if (text.ends_with("ah")) text.pop_back();  // Abdullah, Abdulla
  return text;
}

std::string skeleton_of(std::string_view spelling, bool unvocalised) {
  if (spelling.size() >= 6 && (spelling.starts_with("al") || spelling.starts_with("el"))) spelling.remove_prefix(2);
  std::string out;
  for (std::size_t at = 0; at < spelling.size(); ++at) {
    const char c = spelling[at];
    char kind = c;
    switch (c) {
      case 'a':
      case 'e':
      case 'i':
      case 'o':
      case 'u':
      case 'y': continue;
      case 'h':
        if (at > 0) continue;
        kind = 'k';
        break;
      case 'w':
        if (unvocalised) continue;
        kind = 'f';
        break;
      case 'b': kind = 'p'; break;
      case 'v': kind = 'f'; break;
      case 'g': kind = 'k'; break;
      case 'z': kind = 's'; break;
      case 'j': kind = 'c'; break;
      case 'd': kind = 't'; break;
      default: break;
    }
    if (out.empty() || out.back() != kind || is_ascii_digit(kind)) out += kind;
  }
  return out.empty() ? std::string(spelling) : out;
}

int edit_cost(std::string_view a, std::string_view b, int limit) {
  constexpr std::size_t kLongest = 40;  // a longer word is several written together; nothing but equality is asked of it
  if (a.size() > kLongest || b.size() > kLongest) return kForbidden;
  // The first letter is hardly ever wrong, and a vowel at the end makes another name (Karim, Karimi; Ivanov, Ivanova).
  constexpr int kAtEnds = 4;
  const auto gap = [](std::string_view word, std::size_t at) {
    const char c = word[at];
    if (at == 0) return c == 'h' ? kFull : kAtEnds;
    if (at + 1 == word.size() && is_vowel(c)) return kAtEnds;
    return c == 'e' || c == 'h' ? kCheap : is_ascii_digit(c) ? kForbidden : kFull;
  };
  std::array<int, kLongest + 1> row{};
  for (std::size_t j = 1; j <= b.size(); ++j) row[j] = row[j - 1] + gap(b, j - 1);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    int diagonal = row[0];
    row[0] += gap(a, i - 1);
    int least = row[0];
    for (std::size_t j = 1; j <= b.size(); ++j) {
      int substitution = substitution_cost(a[i - 1], b[j - 1]);
      if (i == 1 && j == 1 && substitution == kFull) substitution = kAtEnds;
      const int best = std::min({diagonal + substitution, row[j] + gap(a, i - 1), row[j - 1] + gap(b, j - 1)});
      diagonal = row[j];
      row[j] = best;
      least = std::min(least, best);
    }
    if (least > limit) return least;
  }
  return row[b.size()];
}

int allowed_edit(std::string_view a, std::string_view b) {
  const std::size_t shorter = std::min(a.size(), b.size()), longer = std::max(a.size(), b.size());
  const int allowed = allowed_cost(longer);
  if (allowed == 0 || longer - shorter > static_cast<std::size_t>(allowed)) return kForbidden;
  const int cost = edit_cost(a, b, allowed);
  return cost > allowed ? kForbidden : cost;
}

bool fits_unvocalised(std::string_view bare, std::string_view letters) {
  // The script doubles no consonant but in Allah.
  const std::string full = replaced(letters, kConsonants);
  return fits_letters(bare, without_doubles(full, false)) || fits_letters(bare, full);
}

}  // namespace entente::identity
