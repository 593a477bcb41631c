#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "graph/status.h"

namespace entente {

struct Decoded {
  std::string text;                ///< valid UTF-8 without byte order mark
  std::string encoding;            ///< "UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE" or "windows-1252"
  std::size_t replaced = 0;        ///< malformed sequences that U+FFFD stands for now
  std::size_t first_replaced = 0;  ///< byte of the input where the first of them began; meaningless where `replaced` is 0
};

/// Decodes a whole text. A byte order mark decides; without one, the zero bytes of UTF-16 do; else it is UTF-8. Bytes that are not UTF-8
/// throughout are UTF-8 with damage where most bytes above 127 stand in multibyte sequences, and Windows-1252 where most stand alone.
/// Errors: InvalidInput (the beginning is that of a PDF, an archive, a picture...; NUL characters), named after `origin`.
/// REQUIRES: bytes.size() < 2 GiB.
Result<Decoded> decode_text(std::string_view bytes, std::string_view origin);

/// Warns of what decode_text had to guess or replace in the text at `where`; silent where it had to do neither.
void warn_of_repairs(const Decoded& decoded, std::string_view where, WarningSink& warnings);

/// What the file that begins with `head` is, if it is none of text, e.g. "a PDF document"; empty where nothing says so.
std::string_view binary_kind(std::string_view head);

/// Bytes of any kind as one line of valid text, for messages and names: what is malformed, and control characters, become "?".
std::string printable(std::string_view bytes);

/// The size and order of the code units of a text.
enum class Units : std::uint8_t { bytes, utf16_le, utf16_be, utf32_le, utf32_be };

/// "UTF-8" for bytes, else as in Decoded::encoding.
std::string_view encoding_name(Units units);

struct Layout {
  Units units = Units::bytes;
  std::size_t mark = 0;  ///< bytes of the byte order mark; 0 for none
};

/// The layout of the text that begins with `head`. Some 100 bytes are enough to tell UTF-16 without a mark.
Layout detect_layout(std::string_view head);

/// Turns UTF-16 or UTF-32 that comes in pieces into UTF-8.
class WideDecoder {
 public:
  /// REQUIRES: units != Units::bytes.
  explicit WideDecoder(Units units) : units_(units) {}

  /// Appends to `out` what `bytes` completes; keeps an incomplete character for the next call, unless `last`.
  void decode(std::string_view bytes, bool last, std::string& out);

  std::size_t replaced() const { return replaced_; }
  std::size_t first_replaced() const { return first_replaced_; }

 private:
  void replace(std::size_t at, std::string& out);

  Units units_;
  std::string rest_;          // the beginning of a character, at most 3 bytes
  std::size_t consumed_ = 0;  // bytes decoded so far
  std::size_t replaced_ = 0;
  std::size_t first_replaced_ = 0;
};

}  // namespace entente
