#include "ingest/read/decode.h"

#include "tests/ingest/read/support.h"

namespace entente {
namespace {

using namespace std::string_literals;

TEST_CASE("texts are decoded from what their bytes say", "[read][decode]") {
  struct Row {
    const char* name;
    std::string bytes;
    std::string text;
    std::string encoding;
    std::size_t replaced = 0;
    std::size_t first_replaced = 0;
  };
  const std::vector<Row> rows = {
      {"nothing", "", "", "UTF-8"},
      {"ASCII", "Kim met Putin.\r\n", "Kim met Putin.\r\n", "UTF-8"},
      {"UTF-8",
       "Erdo\xC4\x9F"
       "an",
       "Erdo\xC4\x9F"
       "an",
       "UTF-8"},
      {"UTF-8 with mark", "\xEF\xBB\xBFJakarta", "Jakarta", "UTF-8"},
      {"four bytes", "a \xF0\x9F\x98\x80", "a \xF0\x9F\x98\x80", "UTF-8"},
      {"UTF-16LE with mark", "\xFF\xFE" + utf16("Kim \xE9", false), "Kim \xC3\xA9", "UTF-16LE"},
      {"UTF-16BE with mark", "\xFE\xFF" + utf16("Kim \xE9", true), "Kim \xC3\xA9", "UTF-16BE"},
      {"UTF-16LE without mark", utf16("Presiden tiba.\n", false), "Presiden tiba.\n", "UTF-16LE"},
      {"UTF-16BE without mark", utf16("Presiden tiba.\n", true), "Presiden tiba.\n", "UTF-16BE"},
      {"UTF-16 with a surrogate pair", "\xFE\xFF\xD8\x3D\xDE\x00"s, "\xF0\x9F\x98\x80", "UTF-16BE"},
      {"UTF-16 with a lone lead", "\xFE\xFF\xD8\x3D\0a"s,
       "\xEF\xBF\xBD"
       "a",
       "UTF-16BE", 1, 2},
      {"UTF-16 with a lone trail", "\xFE\xFF\0a\xDE\x00"s, "a\xEF\xBF\xBD", "UTF-16BE", 1, 4},
      {"UTF-16 of odd length", "\xFE\xFF\0a\0"s, "a\xEF\xBF\xBD", "UTF-16BE", 1, 4},
      {"UTF-32LE", "\xFF\xFE\0\0a\0\0\0\xE9\0\0\0"s, "a\xC3\xA9", "UTF-32LE"},
      {"UTF-32BE", "\0\0\xFE\xFF\0\0\0a\0\x11\0\0"s, "a\xEF\xBF\xBD", "UTF-32BE", 1, 8},
      {"a bad byte among good sequences", "\xC3\xA9 \xC3\xA9 \xFF \xC3\xA9", "\xC3\xA9 \xC3\xA9 \xEF\xBF\xBD \xC3\xA9", "UTF-8", 1, 6},
      {"two bad bytes", "\xC3\xA9 \xC4\x9F\xFE\xFE.", "\xC3\xA9 \xC4\x9F\xEF\xBF\xBD\xEF\xBF\xBD.", "UTF-8", 2, 5},
      {"cut at the end", "\xC3\xA9 caf\xE2\x80", "\xC3\xA9 caf\xEF\xBF\xBD", "UTF-8", 1, 6},
      {"damage after a mark",
       "\xEF\xBB\xBF"
       "a\xE9z",
       "a\xEF\xBF\xBDz", "UTF-8", 1, 4},
      {"overlong", "\xC3\xA9\xC3\xA9 \xC0\xAF", "\xC3\xA9\xC3\xA9 \xEF\xBF\xBD\xEF\xBF\xBD", "UTF-8", 2, 5},
      {"a surrogate in UTF-8", "\xC3\xA9\xC3\xA9 \xED\xA0\x80", "\xC3\xA9\xC3\xA9 \xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD", "UTF-8", 3, 5},
      {"Windows-1252", "caf\xE9 \x93ya\x94 \x96 \x80 5", "caf\xC3\xA9 \xE2\x80\x9Cya\xE2\x80\x9D \xE2\x80\x93 \xE2\x82\xAC 5", "windows-1252"},
      {"Windows-1252, a byte without meaning", "caf\xE9 \x81 na\xEFve", "caf\xC3\xA9 \xEF\xBF\xBD na\xC3\xAFve", "windows-1252", 1, 5},
  };
  for (const auto& row : rows) {
    INFO(row.name);
    const auto decoded = decode_text(row.bytes, "f");
    REQUIRE(decoded);
    CHECK(decoded->text == row.text);
    CHECK(decoded->encoding == row.encoding);
    CHECK(decoded->replaced == row.replaced);
    if (row.replaced > 0) CHECK(decoded->first_replaced == row.first_replaced);
  }
}

TEST_CASE("what is no text is refused", "[read][decode]") {
  const std::vector<std::pair<std::string, std::string>> rows = {
      {"%PDF-1.7\n...", "f: is a PDF document; convert it to text first"},
      {"PK\x03\x04rest", "f: is a zip archive or an office document; convert it to text first"},
      {"\x1F\x8B\x08rest", "f: is gzip data; convert it to text first"},
      {"\x89PNG\r\n\x1A\n", "f: is a PNG picture; convert it to text first"},
      {"\xFF\xD8\xFF\xE0", "f: is a JPEG picture; convert it to text first"},
      {"GIF89a...", "f: is a GIF picture; convert it to text first"},
      {"{\\rtf1 x}", "f: is an RTF document; convert it to text first"},
      {"some text\0more"s, "f: byte 9 is NUL, so this is no text; convert it to text first"},
      {"\xFE\xFF\0a\0\0\0b"s, "f: it holds NUL characters, so this is no text; convert it to text first"},
  };
  for (const auto& [bytes, message] : rows) {
    const auto decoded = decode_text(bytes, "f");
    INFO(message);
    REQUIRE(!decoded);
    CHECK(decoded.error().code() == StatusCode::invalid_input);
    CHECK(decoded.error().message() == message);
  }
}

TEST_CASE("a wide text may come in pieces of any size", "[read][decode]") {
  const std::string bytes = "\0a\xD8\x3D\xDE\0\0b\xDC\0\0c"s;
  for (std::size_t size = 1; size <= bytes.size(); ++size) {
    INFO(size);
    WideDecoder decoder(Units::utf16_be);
    std::string text;
    for (std::size_t at = 0; at < bytes.size(); at += size) decoder.decode(std::string_view(bytes).substr(at, size), at + size >= bytes.size(), text);
    CHECK(text ==
          "a\xF0\x9F\x98\x80"
          "b\xEF\xBF\xBD"
          "c");
    CHECK(decoder.replaced() == 1);
    CHECK(decoder.first_replaced() == 8);
  }
}

TEST_CASE("guesses and repairs are warned of", "[read][decode]") {
  Warnings warnings;
  warn_of_repairs({"x", "UTF-8", 0, 0}, "f", warnings);
  warn_of_repairs({"x", "UTF-16LE", 0, 0}, "f", warnings);
  CHECK(warnings.lines.empty());
  warn_of_repairs({"x", "UTF-8", 2, 17}, "f", warnings);
  warn_of_repairs({"x", "windows-1252", 1, 3}, "g", warnings);
  CHECK(warnings.lines == std::vector<std::string>{"f: 2 malformed sequences of UTF-8 replaced by U+FFFD, the first at byte 17",
                                                   "g: is not UTF-8; read as Windows-1252",
                                                   "g: 1 malformed sequence of windows-1252 replaced by U+FFFD, the first at byte 3"});
}

}  // namespace
}  // namespace entente
