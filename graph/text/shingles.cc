#include "graph/text/shingles.h"

#include <algorithm>
#include <array>
#include <string>

#include "graph/hash.h"
#include "graph/text/unicode.h"

namespace entente {
namespace {

// Three words: of a copy with every eighth word replaced, 62% of the shingles survive with three words, 50% with four, 38% with five,
// and a report that repeats a third of an older one as its background shares 38% with any length. Pairs share more of them for the
// reverse reason, but no more than 3% with three words (8% with two) over all pairs of the example articles.
constexpr std::size_t kWords = 3;

// 16 keys: the rate at which two near-copies share none is about (1 - j)^16, where j is the share of common shingles in those of both
// texts. The hardest pairs that near_copies() still accepts have j = 0.2 and are missed in 3 of 100 cases; with 24 keys it would be
// 1 of 100 for an index of half as much again.
constexpr std::size_t kSample = 16;

// 36 shingles are 38 words, and 95 of 100 sentences of the Indonesian and English treebanks are no longer: so much must be
// common to two texts, so that two short reports with one quotation stay two.
constexpr std::size_t kFewest = 36;

// 42%: the middle between the nearest pairs on either side that the test makes, every sixth word replaced and sentences swapped (45%) and
// a report of its own that ends with the last third of another (38%).
constexpr std::size_t kPercent = 42;

// 18 bytes, the two spaces included: "one of the" and "the united states" are shorter. Without this rule such shingles, which everybody
// writes, would be keys of a great part of all articles: in 401 English documents a key that is chosen by its hash alone stands in 0.64
// other documents on average, a key of at least 18 bytes in 0.04. Near half of the shingles of English news are longer, so that enough remain.
constexpr std::size_t kTellingBytes = 18;
constexpr std::uint32_t kCommon = 0x80000000;

// Some fold() calls for a whole phrase are cheaper than one for each word of it: a run of foreign letters goes on over a space or
// two marks, and a lone dash or quotation mark does not draw the plain words near it into the slow way.
constexpr std::size_t kGap = 3;

enum class Kind : std::uint8_t { gap, letter, digit, ideograph, dropped };

constexpr std::array<Kind, 128> kAscii = [] {
  std::array<Kind, 128> kinds{};
  for (std::size_t c = 'a'; c <= 'z'; ++c) kinds[c] = Kind::letter;
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

// What fold() makes of the text, without its slow way for the plain letters. fold() looks at each code point alone.
std::string folded(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    if (const char c = text[at]; is_ascii(c)) {
      out += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
      ++at;
      continue;
    }
    std::size_t end = at;
    for (std::size_t i = at, plain = 0; i < text.size() && plain < kGap; ++i) {
      plain = is_ascii(text[i]) ? plain + 1 : 0;
      if (plain == 0) end = i + 1;
    }
    out += fold(text.substr(at, end - at));
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

struct Words {
  std::string text;  ///< folded, one space between
  std::vector<std::size_t> starts;
};

Words words_of(std::string_view text) {
  const std::string plain = folded(text);
  Words words;
  words.text.reserve(plain.size());
  words.starts.reserve(plain.size() / 6);  // a word of Indonesian or English and its space take 6 to 8 bytes
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
    if (last == Kind::gap || last == Kind::ideograph || kind == Kind::ideograph) {
      if (!words.starts.empty()) words.text += ' ';
      words.starts.push_back(words.text.size());
    }
    words.text.append(plain, at, next - at);
    last = kind;
  }
  return words;
}

std::uint32_t shingle(std::string_view words) {
  const auto hash = static_cast<std::uint32_t>(hash64(words) >> 33);
  return words.size() < kTellingBytes ? hash | kCommon : hash;
}

}  // namespace

Shingles Shingles::of(std::string_view text) {
  const Words words = words_of(text);
  const std::size_t count = words.starts.size();
  Shingles shingles;
  if (count < kWords) return shingles;
  auto& all = shingles.all_;
  all.reserve(count - kWords + 1);
  for (std::size_t first = 0; first + kWords <= count; ++first) {
    const std::size_t begin = words.starts[first];
    const std::size_t end = first + kWords < count ? words.starts[first + kWords] - 1 : words.text.size();
    all.push_back(shingle(std::string_view(words.text).substr(begin, end - begin)));
  }
  std::ranges::sort(all);
  const auto repeated = std::ranges::unique(all);
  all.erase(repeated.begin(), repeated.end());
  return shingles;
}

std::vector<std::uint32_t> Shingles::sample() const {
  if (all_.size() < kFewest) return {};
  return {all_.begin(), all_.begin() + kSample};
}

bool near_copies(const Shingles& a, const Shingles& b) {
  const std::size_t smaller = std::min(a.all().size(), b.all().size());
  if (smaller < kFewest) return false;
  std::size_t common = 0;
  for (auto x = a.all().begin(), y = b.all().begin(); x != a.all().end() && y != b.all().end();) {
    if (*x == *y) ++common;
    const bool advance_x = *x <= *y;
    const bool advance_y = *y <= *x;
    if (advance_x) ++x;
    if (advance_y) ++y;
  }
  return common >= kFewest && common * 100 >= smaller * kPercent;
}

}  // namespace entente
