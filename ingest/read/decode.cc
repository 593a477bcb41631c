#include "ingest/read/decode.h"

#include <fmt/format.h>
#include <unicode/unistr.h>
#include <unicode/utf16.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <optional>

#include "graph/text/unicode.h"

namespace entente {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD
constexpr std::string_view kUtf8Mark = "\xEF\xBB\xBF";

// Zero bytes are looked for in this many bytes: enough for any run of letters outside ASCII that a text may begin with.
constexpr std::size_t kLayoutWindow = 4096;

struct Magic {
  std::string_view bytes;
  std::string_view kind;
};

constexpr std::array kMagic = {
    Magic{"%PDF-"sv, "a PDF document"},
    Magic{"PK\x03\x04"sv, "a zip archive or an office document"},
    Magic{"\x1F\x8B"sv, "gzip data"},
    Magic{"BZh91AY&SY"sv, "bzip2 data"},
    Magic{"\xFD"
          "7zXZ\0"sv,
          "xz data"},
    Magic{"\x28\xB5\x2F\xFD"sv, "zstd data"},
    Magic{"7z\xBC\xAF\x27\x1C"sv, "a 7z archive"},
    Magic{"Rar!\x1A\x07"sv, "a RAR archive"},
    Magic{"\x89PNG"sv, "a PNG picture"},
    Magic{"\xFF\xD8\xFF"sv, "a JPEG picture"},
    Magic{"GIF87a"sv, "a GIF picture"},
    Magic{"GIF89a"sv, "a GIF picture"},
    Magic{"II*\0"sv, "a TIFF picture"},
    Magic{"MM\0*"sv, "a TIFF picture"},
    Magic{"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv, "an office document"},
    Magic{"{\\rtf"sv, "an RTF document"},
    Magic{"SQLite format 3\0"sv, "an SQLite database"},
    Magic{"\x7F"
          "ELF"sv,
          "a program"},
};

void append(char32_t c, std::string& out) {
  std::array<char, 4> bytes{};
  std::size_t size = 0;
  U8_APPEND_UNSAFE(bytes.data(), size, c);
  out.append(bytes.data(), size);
}

/// Calls visit(begin, end, well_formed) for every sequence of `text` that is not ASCII.
template <class Visit>
void for_each_sequence(std::string_view text, Visit&& visit) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  const auto size = static_cast<std::int64_t>(text.size());
  for (std::int64_t at = 0; at < size;) {
    if (bytes[at] < 0x80) {
      ++at;
      continue;
    }
    const std::int64_t begin = at;
    UChar32 c;
    U8_NEXT(bytes, at, size, c);
    visit(static_cast<std::size_t>(begin), static_cast<std::size_t>(at), c >= 0);
  }
}

bool is_windows_1252(std::string_view text) {
  std::size_t joined = 0, alone = 0;
  for_each_sequence(text, [&](std::size_t begin, std::size_t end, bool well_formed) {
    // A cut sequence of several bytes speaks for UTF-8 too: a text in Windows-1252 has few accented capitals before signs.
    (well_formed || end - begin > 1 ? joined : alone) += end - begin;
  });
  return alone > joined;
}

Decoded decode_damaged(std::string_view text, std::size_t offset) {
  Decoded decoded;
  decoded.encoding = encoding_name(Units::bytes);
  decoded.text.reserve(text.size() + kReplacement.size());
  std::size_t copied = 0;
  for_each_sequence(text, [&](std::size_t begin, std::size_t end, bool well_formed) {
    if (well_formed) return;
    decoded.text.append(text.substr(copied, begin - copied)).append(kReplacement);
    copied = end;
    if (decoded.replaced++ == 0) decoded.first_replaced = offset + begin;
  });
  decoded.text.append(text.substr(copied));
  return decoded;
}

Decoded decode_windows_1252(std::string_view text) {
  Decoded decoded;
  decoded.encoding = "windows-1252";
  const icu::UnicodeString wide(text.data(), static_cast<std::int32_t>(text.size()), "windows-1252");
  decoded.text.reserve(text.size() + text.size() / 16);
  // One code unit per byte. The converter hands on the five bytes that have no meaning in Windows-1252 as C1 controls.
  for (std::int32_t i = 0; i < wide.length(); ++i) {
    const char16_t c = wide[i];
    if (c >= 0x80 && c < 0xA0) {
      decoded.text.append(kReplacement);
      if (decoded.replaced++ == 0) decoded.first_replaced = static_cast<std::size_t>(i);
    } else {
      append(c, decoded.text);
    }
  }
  return decoded;
}

Decoded decode_bytes(std::string_view text, std::size_t mark) {
  const auto invalid = find_invalid_utf8(text);
  if (!invalid) return {std::string(text), std::string(encoding_name(Units::bytes)), 0, 0};
  return mark == 0 && is_windows_1252(text) ? decode_windows_1252(text) : decode_damaged(text, mark);
}

Decoded decode_wide(std::string_view text, Layout layout) {
  Decoded decoded;
  decoded.encoding = encoding_name(layout.units);
  decoded.text.reserve(text.size());
  WideDecoder decoder(layout.units);
  decoder.decode(text, true, decoded.text);
  decoded.replaced = decoder.replaced();
  decoded.first_replaced = layout.mark + decoder.first_replaced();
  return decoded;
}

}  // namespace

std::string_view encoding_name(Units units) {
  constexpr std::array<std::string_view, 5> names = {"UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"};
  return names[static_cast<std::size_t>(units)];
}

std::string_view binary_kind(std::string_view head) {
  const auto found = std::ranges::find_if(kMagic, [head](const Magic& magic) { return head.starts_with(magic.bytes); });
  return found == kMagic.end() ? std::string_view{} : found->kind;
}

std::string printable(std::string_view bytes) {
  std::string text;
  while (const auto bad = find_invalid_utf8(bytes)) {
    text.append(bytes.substr(0, *bad)).push_back('?');
    bytes.remove_prefix(*bad + 1);
  }
  text.append(bytes);
  std::ranges::replace_if(
      text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }, '?');
  return text;
}

Layout detect_layout(std::string_view head) {
  if (head.starts_with(kUtf8Mark)) return {Units::bytes, 3};
  if (head.starts_with("\xFF\xFE\0\0"sv)) return {Units::utf32_le, 4};
  if (head.starts_with("\0\0\xFE\xFF"sv)) return {Units::utf32_be, 4};
  if (head.starts_with("\xFF\xFE"sv)) return {Units::utf16_le, 2};
  if (head.starts_with("\xFE\xFF"sv)) return {Units::utf16_be, 2};

  // News in Latin letters has a zero in nearly every pair of bytes, always on the same side; half of them is proof enough.
  const std::size_t pairs = std::min(head.size(), kLayoutWindow) / 2;
  std::size_t first_zero = 0, second_zero = 0;
  for (std::size_t i = 0; i < pairs; ++i) {
    if (head[2 * i] == '\0') ++first_zero;
    if (head[2 * i + 1] == '\0') ++second_zero;
  }
  if (pairs >= 2 && first_zero == 0 && second_zero * 2 >= pairs) return {Units::utf16_le, 0};
  if (pairs >= 2 && second_zero == 0 && first_zero * 2 >= pairs) return {Units::utf16_be, 0};
  return {};
}

void WideDecoder::replace(std::size_t at, std::string& out) {
  out.append(kReplacement);
  if (replaced_++ == 0) first_replaced_ = consumed_ + at;
}

void WideDecoder::decode(std::string_view bytes, bool last, std::string& out) {
  std::string joined;
  if (!rest_.empty()) {
    joined = std::move(rest_);
    joined.append(bytes);
    bytes = joined;
    rest_.clear();
  }
  const auto byte = [&](std::size_t at) { return static_cast<char32_t>(static_cast<unsigned char>(bytes[at])); };
  const auto unit16 = [&](std::size_t at) { return units_ == Units::utf16_le ? byte(at) | byte(at + 1) << 8 : byte(at) << 8 | byte(at + 1); };
  const auto unit32 = [&](std::size_t at) {
    return units_ == Units::utf32_le ? byte(at) | byte(at + 1) << 8 | byte(at + 2) << 16 | byte(at + 3) << 24
                                     : byte(at) << 24 | byte(at + 1) << 16 | byte(at + 2) << 8 | byte(at + 3);
  };

  std::size_t at = 0;
  if (units_ == Units::utf16_le || units_ == Units::utf16_be) {
    while (at + 2 <= bytes.size()) {
      const char32_t unit = unit16(at);
      if (U16_IS_LEAD(unit)) {
        if (at + 4 > bytes.size() && !last) break;
        const char32_t trail = at + 4 <= bytes.size() ? unit16(at + 2) : 0;
        if (U16_IS_TRAIL(trail)) {
          append(static_cast<char32_t>(U16_GET_SUPPLEMENTARY(unit, trail)), out);
          at += 4;
          continue;
        }
      }
      if (U16_IS_SURROGATE(unit))
        replace(at, out);
      else
        append(unit, out);
      at += 2;
    }
  } else {
    for (; at + 4 <= bytes.size(); at += 4) {
      const char32_t c = unit32(at);
      if (c > 0x10FFFF || U_IS_SURROGATE(c))
        replace(at, out);
      else
        append(c, out);
    }
  }
  if (at < bytes.size()) {
    if (last)
      replace(at, out);
    else
      rest_ = bytes.substr(at);
  }
  consumed_ += at;
}

Result<Decoded> decode_text(std::string_view bytes, std::string_view origin) {
  if (const auto kind = binary_kind(bytes); !kind.empty())
    return failure(StatusCode::invalid_input, fmt::format("{}: is {}; convert it to text first", origin, kind));
  const Layout layout = detect_layout(bytes);
  const auto text = bytes.substr(layout.mark);
  Decoded decoded = layout.units == Units::bytes ? decode_bytes(text, layout.mark) : decode_wide(text, layout);
  if (decoded.text.find('\0') != std::string::npos) {
    const auto place = layout.units == Units::bytes ? fmt::format("byte {} is NUL", bytes.find('\0')) : std::string("it holds NUL characters");
    return failure(StatusCode::invalid_input, fmt::format("{}: {}, so this is no text; convert it to text first", origin, place));
  }
  return decoded;
}

void warn_of_repairs(const Decoded& decoded, std::string_view where, WarningSink& warnings) {
  if (decoded.encoding == "windows-1252") warnings.warn(where, "is not UTF-8; read as Windows-1252");
  if (decoded.replaced > 0)
    warnings.warn(where, fmt::format("{} malformed {} of {} replaced by U+FFFD, the first at byte {}", decoded.replaced,
                                     decoded.replaced == 1 ? "sequence" : "sequences", decoded.encoding, decoded.first_replaced));
}

}  // namespace entente
