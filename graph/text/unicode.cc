#include "graph/text/unicode.h"

#include <unicode/normalizer2.h>
#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <memory>

namespace entente {
namespace {

constexpr std::size_t kBlock = 64;  // one counter for 64 bytes of text: 6% of its size, at most 64 bytes to count again

bool is_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::size_t count_code_points(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

std::string normalized(std::string_view text, const icu::Normalizer2* form) {
  const auto in = icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
  UErrorCode error = U_ZERO_ERROR;
  std::string out;
  form->normalize(in, error).toUTF8String(out);
  return U_SUCCESS(error) ? out : std::string(text);
}

}  // namespace

std::optional<std::size_t> find_invalid_utf8(std::string_view text) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  const auto size = static_cast<int64_t>(text.size());
  for (int64_t at = 0; at < size;) {
    if (bytes[at] < 0x80) {
      ++at;
      continue;
    }
    const int64_t start = at;
    UChar32 c;
    U8_NEXT(bytes, at, size, c);
    if (c < 0) return static_cast<std::size_t>(start);
  }
  return std::nullopt;
}

std::string to_nfc(std::string_view text) {
  if (is_ascii(text)) return std::string(text);
  UErrorCode error = U_ZERO_ERROR;
  return normalized(text, icu::Normalizer2::getNFCInstance(error));
}

std::string fold(std::string_view text) {
  if (is_ascii(text)) {
    std::string out(text);
    for (char& c : out)
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    return out;
  }
  UErrorCode error = U_ZERO_ERROR;
  const std::string decomposed = normalized(text, icu::Normalizer2::getNFKDInstance(error));
  std::string out;
  for (std::size_t at = 0; at < decomposed.size();) {
    const auto [c, next] = decode(decomposed, at);
    at = next;
    if (u_charType(static_cast<UChar32>(c)) == U_NON_SPACING_MARK) continue;
    const UChar32 low = u_foldCase(static_cast<UChar32>(c), U_FOLD_CASE_DEFAULT);
    if (low == 0x2019 || low == 0x2018 || low == 0x02BC) {  // one apostrophe for all
      out += '\'';
      continue;
    }
    char buffer[U8_MAX_LENGTH];
    int32_t length = 0;
    U8_APPEND_UNSAFE(buffer, length, low);
    out.append(buffer, static_cast<std::size_t>(length));
  }
  return out;
}

std::string slug(std::string_view name) {
  std::string latin;
  if (is_ascii(name)) {
    latin = std::string(name);
  } else {
    UErrorCode error = U_ZERO_ERROR;
    const std::unique_ptr<icu::Transliterator> to_ascii(icu::Transliterator::createInstance("Any-Latin; Latin-ASCII", UTRANS_FORWARD, error));
    auto text = icu::UnicodeString::fromUTF8(icu::StringPiece(name.data(), static_cast<int32_t>(name.size())));
    if (to_ascii) to_ascii->transliterate(text);
    text.toUTF8String(latin);
  }
  std::string out;
  for (const char c : latin) {
    const bool upper = c >= 'A' && c <= 'Z';
    if (upper || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
      out += upper ? static_cast<char>(c + 32) : c;
    else if (c != '\'' && c != '.' && !out.empty() && out.back() != '-')
      out += '-';
  }
  while (out.ends_with('-')) out.pop_back();
  return out;
}

CodePoint decode(std::string_view text, std::size_t at) {
  const auto lead = static_cast<unsigned char>(text[at]);
  if (lead < 0x80) return {lead, at + 1};
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  UChar32 c;
  auto next = static_cast<int64_t>(at);
  U8_NEXT(bytes, next, static_cast<int64_t>(text.size()), c);
  return {c < 0 ? U'\uFFFD' : static_cast<char32_t>(c), static_cast<std::size_t>(next)};
}

bool is_letter(char32_t c) {
  if (c < 0x80) return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  const auto type = u_charType(static_cast<UChar32>(c));
  return u_isalpha(static_cast<UChar32>(c)) || type == U_NON_SPACING_MARK || type == U_COMBINING_SPACING_MARK;
}

bool is_digit(char32_t c) { return c < 0x80 ? c >= '0' && c <= '9' : u_isdigit(static_cast<UChar32>(c)); }
bool is_upper(char32_t c) { return c < 0x80 ? c >= 'A' && c <= 'Z' : u_isupper(static_cast<UChar32>(c)); }
bool is_space(char32_t c) { return c < 0x80 ? c == ' ' || (c >= '\t' && c <= '\r') : u_isUWhiteSpace(static_cast<UChar32>(c)); }

CodePointIndex::CodePointIndex(std::string_view text) : text_(text), ascii_(is_ascii(text)) {
  if (ascii_) return;
  std::uint32_t before = 0;
  for (std::size_t at = 0; at < text.size(); at += kBlock) {
    per_block_.push_back(before);
    before += static_cast<std::uint32_t>(count_code_points(text.substr(at, kBlock)));
  }
  per_block_.push_back(before);
}

std::uint32_t CodePointIndex::at(std::size_t byte) const {
  if (ascii_) return static_cast<std::uint32_t>(byte);
  const std::size_t block = byte / kBlock;
  if (block >= per_block_.size() - 1) return per_block_.back();
  return per_block_[block] + static_cast<std::uint32_t>(count_code_points(text_.substr(block * kBlock, byte % kBlock)));
}

}  // namespace entente
