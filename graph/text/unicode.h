#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace entente {

/// The byte offset of the first malformed UTF-8 sequence; none where all is well.
std::optional<std::size_t> find_invalid_utf8(std::string_view text);

/// `text` in Unicode Normalization Form C. REQUIRES: valid UTF-8.
std::string to_nfc(std::string_view text);

/// Lower case without diacritics (NFKD, combining marks dropped, case folded): how names and words are compared.
/// One for one in words: spaces and punctuation stay.
std::string fold(std::string_view text);

/// The slug of a name, as node ids use it: Any-Latin, Latin-ASCII, lower case, runs of everything else become one hyphen.
std::string slug(std::string_view name);

/// The code point that starts at byte `at`, and the byte after it. REQUIRES: at < text.size(), valid UTF-8.
struct CodePoint {
  char32_t value;
  std::size_t next;
};
CodePoint decode(std::string_view text, std::size_t at);

bool is_letter(char32_t c);
bool is_digit(char32_t c);
bool is_upper(char32_t c);
bool is_space(char32_t c);

/// Turns byte offsets of one text into code point offsets in constant time; bytes only, no table, for ASCII texts.
class CodePointIndex {
 public:
  explicit CodePointIndex(std::string_view text);
  std::uint32_t at(std::size_t byte) const;

 private:
  std::string_view text_;
  bool ascii_;
  std::vector<std::uint32_t> per_block_;  // code points before each block of kBlock bytes
};

}  // namespace entente
