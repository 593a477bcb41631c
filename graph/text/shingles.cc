#include "graph/text/shingles.h"

#include <algorithm>
#include <array>
#include <string>

#include "graph/hash.h"
#include "graph/text/unicode.h"

namespace entente {
namespace {

// Three words. Of a copy with every eighth word replaced, 62% of the shingles survive with three words, 50% with four and 38% with five,
// while a report of its own that repeats a third of an older one shares about 35% with it at any length. With two words still more
// would survive, but an article has 35% of its pairs of words in 97,000 words of other English texts, and 7% of its threes.
constexpr std::size_t kWords = 3;

// 40%: the middle between the nearest pairs on either side that the test makes, copies with every sixth word replaced and sentences swapped
// (44%), and reports of their own with a third from another one (35%).
constexpr std::size_t kPercent = 40;

// 36 shingles are 38 words: 95 of 100 sentences of the Indonesian and English treebanks are no longer. So much must be common to
// two texts, so that two short reports with one quotation stay two.
constexpr std::size_t kFewest = 36;

// What a feed or an agency's flash says in a sentence or two is shorter. It is a copy of another text that says little else: a replaced word changes
// three shingles, so 80% are one word in 17, two in 32. With fewer than ten shingles, which are twelve words, even the same text tells nothing:
// two outlets may write so of one event by themselves.
constexpr std::size_t kBriefest = 10;
constexpr std::size_t kBriefPercent = 80;

// 16 keys: over many hash functions 99.5% of the pairs of the test had a common one, and of the hardest kind, 40% of an article with every
// sixth word replaced, 96%. With 12 it was 98.4% and 89%; with 24, which make the index half as large again, 99.9% and 99%.
constexpr std::size_t kSample = 16;

// A key should not be what everybody writes: neither the common short words, "one of the", nor names with their titles, "Menteri Luar Negeri",
// "Russian President Vladimir". So keys are, where enough are there, shingles of at least 18 bytes, the two spaces included ("the united
// states" has 17), with at most one capital letter at the start of a word. A key then stands in 0.003 of the other example articles of its
// collection instead of 0.065, and in 0.03 instead of 0.56 of 401 English documents of the treebanks: 20 times fewer false candidates. A third
// of the shingles of English news and half of those of Indonesian news are left to choose from.
constexpr std::size_t kTellingBytes = 18;
constexpr std::size_t kTellingCapitals = 1;

// A run that fold() is called for goes on over up to two ASCII bytes, a space or a comma and a space: one call for a phrase of
// Russian is cheaper than one for each word, and a lone dash or quotation mark draws no plain words into the slow way.
constexpr std::size_t kGap = 3;

enum class Kind : std::uint8_t { gap, letter, digit, ideograph, dropped };

constexpr std::array<Kind, 128> kAscii = [] {
  std::array<Kind, 128> kinds{};
  for (std::size_t c = 'a'; c <= 'z'; ++c) kinds[c] = Kind::letter;
  for (std::size_t c = 'A'; c <= 'Z'; ++c) kinds[c] = Kind::letter;
  for (std::size_t c = '0'; c <= '9'; ++c) kinds[c] = Kind::digit;
  return kinds;
}();

Kind kind_of(char32_t c) {
  if (c < 0x80) return kAscii[c];
  // Marks of layout inside words: soft hyphen, joiners, byte order mark.
  if (c == 0xAD || c == 0x200C || c == 0x200D || c == 0x2060 || c == 0xFEFF) return Kind::dropped;
  if (is_digit(c)) return Kind::digit;
  if (!is_letter(c)) return Kind::gap;
  const bool ideograph = (c >= 0x3040 && c <= 0x30FF) || (c >= 0x3400 && c <= 0x9FFF) || (c >= 0x20000 && c <= 0x3FFFF);
  return ideograph ? Kind::ideograph : Kind::letter;
}

bool is_ascii(char c) { return static_cast<unsigned char>(c) < 0x80; }

// The text as fold() writes it, but with the capitals of ASCII, which words_of() counts. fold() looks at each code point alone, so that
// the plain letters need not take its slow way.
std::string folded(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    while (end < text.size() && is_ascii(text[end])) ++end;
    out.append(text, at, end - at);
    at = end;
    for (std::size_t i = at, plain = 0; i < text.size() && plain < kGap; ++i) {
      plain = is_ascii(text[i]) ? plain + 1 : 0;
      if (plain == 0) end = i + 1;
    }
    if (end > at) out += fold(text.substr(at, end - at));
    at = end;
  }
  return out;
}

CodePoint code_point(std::string_view text, std::size_t at) {
  if (is_ascii(text[at])) return {static_cast<char32_t>(text[at]), at + 1};
  return decode(text, at);
}

// Whether a word in which `c` stands between two characters of this kind goes on: "Moscow's", "U.S.", "11.5", "50,000".
bool joins(char32_t c, Kind kind) {
  if (kind == Kind::letter) return c == '.' || c == '\'';
  return kind == Kind::digit && (c == '.' || c == ',');
}

struct Word {
  std::size_t start = 0;
  bool capital = false;
};

struct Words {
  std::string text;  ///< folded, one space between
  std::vector<Word> all;
};

Words words_of(std::string_view text) {
  const std::string plain = folded(text);
  Words words;
  words.text.reserve(plain.size());
  words.all.reserve(plain.size() / 6);  // a word of Indonesian or English and its space take 6 to 8 bytes
  Kind last = Kind::gap;
  for (std::size_t at = 0, next = 0; at < plain.size(); at = next) {
    const CodePoint c = code_point(plain, at);
    next = c.next;
    const Kind kind = kind_of(c.value);
    if (kind == Kind::dropped) continue;
    if (kind == Kind::gap) {
      if (joins(c.value, last) && next < plain.size() && kind_of(code_point(plain, next).value) == last) continue;
      last = kind;
      continue;
    }
    const bool capital = c.value >= 'A' && c.value <= 'Z';
    if (last == Kind::gap || last == Kind::ideograph || kind == Kind::ideograph) {
      if (!words.all.empty()) words.text += ' ';
      words.all.push_back({words.text.size(), capital});
    }
    if (capital)
      words.text += static_cast<char>(plain[at] + 32);
    else
      words.text.append(plain, at, next - at);
    last = kind;
  }
  return words;
}

}  // namespace

Shingles Shingles::of(std::string_view text) {
  const Words words = words_of(text);
  const std::size_t count = words.all.size();
  Shingles shingles;
  if (count < kWords) return shingles;

  // In the order in which they are chosen as keys: the telling ones first.
  constexpr std::uint64_t kCommon = std::uint64_t{1} << 32;
  std::vector<std::uint64_t> ranked;
  ranked.reserve(count - kWords + 1);
  for (std::size_t first = 0; first + kWords <= count; ++first) {
    const std::size_t after = first + kWords;
    const std::size_t begin = words.all[first].start;
    const std::size_t end = after < count ? words.all[after].start - 1 : words.text.size();
    std::size_t capitals = 0;
    for (std::size_t i = first; i < after; ++i) capitals += words.all[i].capital ? 1 : 0;
    const bool telling = end - begin >= kTellingBytes && capitals <= kTellingCapitals;
    const auto hash = static_cast<std::uint32_t>(hash64(std::string_view(words.text).substr(begin, end - begin)));
    ranked.push_back(hash | (telling ? 0 : kCommon));
  }
  std::ranges::sort(ranked);

  auto& all = shingles.all_;
  all.reserve(ranked.size());
  for (const auto rank : ranked) all.push_back(static_cast<std::uint32_t>(rank));
  const auto common = std::ranges::lower_bound(ranked, kCommon) - ranked.begin();
  std::inplace_merge(all.begin(), all.begin() + common, all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  if (all.size() < kBriefest) return shingles;

  auto& sample = shingles.sample_;
  sample.reserve(kSample);
  for (auto rank = ranked.begin(); rank != ranked.end() && sample.size() < kSample; ++rank) {
    const auto hash = static_cast<std::uint32_t>(*rank);
    if (std::ranges::find(sample, hash) == sample.end()) sample.push_back(hash);  // twice in `ranked`: repeated, or with other capitals
  }
  std::ranges::sort(sample);
  return shingles;
}

bool near_copies(const Shingles& a, const Shingles& b) {
  const auto [smaller, larger] = std::minmax({a.all().size(), b.all().size()});
  std::size_t common = 0;
  for (auto x = a.all().begin(), y = b.all().begin(); x != a.all().end() && y != b.all().end();) {
    const bool next_x = *x <= *y;
    const bool next_y = *y <= *x;
    if (next_x && next_y) ++common;
    if (next_x) ++x;
    if (next_y) ++y;
  }
  if (common >= kFewest && common * 100 >= smaller * kPercent) return true;
  return common >= kBriefest && common * 100 >= larger * kBriefPercent;
}

}  // namespace entente
