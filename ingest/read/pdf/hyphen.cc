#include "ingest/read/pdf/hyphen.h"

#include <algorithm>
#include <array>

#include "graph/text/unicode.h"

namespace entente::pdf {
namespace {

constexpr std::string_view kSoftHyphen = "\u00AD";
constexpr std::array<std::string_view, 3> kHyphens = {"-", "\u2010", kSoftHyphen};

std::string_view hyphen_at_end(std::string_view text) {
  for (const auto hyphen : kHyphens)
    if (text.ends_with(hyphen)) return hyphen;
  return {};
}

char32_t last_character(std::string_view text) {
  if (text.empty()) return 0;
  auto begin = text.size() - 1;
  while (begin > 0 && (static_cast<unsigned char>(text[begin]) & 0xC0) == 0x80) --begin;
  return decode(text, begin).value;
}

/// The letters that `text` ends with.
std::string_view word_at_end(std::string_view text) {
  auto begin = text.size();
  while (begin > 0) {
    auto before = begin - 1;
    while (before > 0 && (static_cast<unsigned char>(text[before]) & 0xC0) == 0x80) --before;
    if (!is_letter(decode(text, before).value)) break;
    begin = before;
  }
  return text.substr(begin);
}

/// The letters that `text` begins with.
std::string_view word_at_begin(std::string_view text) {
  std::size_t end = 0;
  while (end < text.size()) {
    const auto [c, next] = decode(text, end);
    if (!is_letter(c)) break;
    end = next;
  }
  return text.substr(0, end);
}

/// Whether the two halves are one word said twice, prefixes and suffixes aside: the first ends as the second begins.
bool is_doubled(std::string_view first, std::string_view second) {
  constexpr std::size_t shortest_word = 3, shortest_stem = 4;
  const auto a = fold(first), b = fold(second);
  if (std::min(a.size(), b.size()) < shortest_word) return false;
  if (a == b || b.starts_with(a) || a.ends_with(b)) return true;
  for (auto length = std::min(a.size(), b.size()) - 1; length >= shortest_stem; --length)
    if (a.ends_with(std::string_view(b).substr(0, length))) return true;
  return false;
}

}  // namespace

bool ends_with_hyphen(std::string_view text) {
  const auto hyphen = hyphen_at_end(text);
  return !hyphen.empty() && is_letter(last_character(text.substr(0, text.size() - hyphen.size())));
}

void append_line(std::string_view line, std::string& text) {
  if (text.empty() || line.empty()) {
    text.append(line);
    return;
  }
  if (!ends_with_hyphen(text)) {
    text.append(" ").append(line);
    return;
  }
  const auto hyphen = hyphen_at_end(text);
  const auto next = decode(line, 0).value;
  const auto before = std::string_view(text).substr(0, text.size() - hyphen.size());
  const bool continues = is_letter(next) && !is_upper(next);
  const bool divides = continues && (hyphen == kSoftHyphen || !is_doubled(word_at_end(before), word_at_begin(line)));
  const bool belongs = continues || is_letter(next) || is_digit(next);
  if (divides) text.resize(before.size());
  if (!belongs) text.push_back(' ');
  text.append(line);
}

}  // namespace entente::pdf
