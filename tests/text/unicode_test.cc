#include "graph/text/unicode.h"

#include <utility>

#include "tests/catch.h"

namespace entente {
namespace {

using Rows = std::vector<std::pair<std::string, std::string>>;

TEST_CASE("words are compared without case and diacritics", "[text]") {
  const Rows rows = {
      {"", ""},
      {"Jakarta", "jakarta"},
      {"ERDOĞAN", "erdogan"},
      {"Erdoğan", "erdogan"},
      {"Côte d’Ivoire", "cote d'ivoire"},
      {"Ha‘aretz", "ha'aretz"},
      {"Hawaiʼi", "hawai'i"},
      {"São Tomé", "sao tome"},
      {"e\u0301te\u0301", "ete"},  // decomposed
      {"İzmir", "izmir"},          // dotted capital I
      {"Việt Nam", "viet nam"},    // two marks on one letter
      {"ÅLAND", "aland"},
      {"Москва", "москва"},
      {"Й", "и"},
      {"القُدس", "القدس"},  // an Arabic vowel sign
      {"東京", "東京"},
      {"ＡＳ", "as"},  // full width
      {"U.S.-led, 1.5%", "u.s.-led, 1.5%"},
      {"Hizbullah 🇱🇧", "hizbullah 🇱🇧"},
  };
  for (const auto& [text, expected] : rows) {
    INFO(text);
    CHECK(fold(text) == expected);
    CHECK(fold(expected) == expected);
  }
}

TEST_CASE("slugs are ASCII letters, digits and single hyphens", "[text]") {
  const Rows rows = {
      {"", ""},
      {"Joko Widodo", "joko-widodo"},
      {"  Joko   Widodo  ", "joko-widodo"},
      {"Recep Tayyip Erdoğan", "recep-tayyip-erdogan"},
      {"George W. Bush", "george-w-bush"},
      {"A.M. Fachir", "am-fachir"},
      {"Sana'a", "sanaa"},
      {"al-Shabaab", "al-shabaab"},
      {"UN/AU – Hybrid (2007)", "un-au-hybrid-2007"},
      {"Владимир Путин", "vladimir-putin"},
      {"ß Æ Ø", "ss-ae-o"},
      {"-- --", ""},
      {"🙂", ""},
  };
  for (const auto& [name, expected] : rows) {
    INFO(name);
    CHECK(slug(name) == expected);
  }
}

TEST_CASE("text is brought to normalization form C", "[text]") {
  const Rows rows = {
      {"", ""},
      {"plain", "plain"},
      {"e\u0301", "é"},
      {"é", "é"},
      {"A\u030A", "Å"},
      {"\u212B", "Å"},  // the Ångström sign
      {"ệ", "ệ"},
      {"e\u0323\u0302", "ệ"},
      {"ﬁ ½", "ﬁ ½"},  // compatibility forms stay
      {"🙂 e\u0301", "🙂 é"},
  };
  for (const auto& [text, expected] : rows) {
    INFO(text);
    CHECK(to_nfc(text) == expected);
  }
}

TEST_CASE("the classes of code points", "[text]") {
  struct Row {
    char32_t c;
    bool letter, digit, upper, space;
  };
  const std::vector<Row> rows = {
      {U'a', true, false, false, false},      {U'Z', true, false, true, false},       {U'é', true, false, false, false},
      {U'É', true, false, true, false},       {U'Ж', true, false, true, false},       {U'ب', true, false, false, false},
      {U'東', true, false, false, false},     {U'\u0301', true, false, false, false}, {U'7', false, true, false, false},
      {U'٧', false, true, false, false},      {U' ', false, false, false, true},      {U'\n', false, false, false, true},
      {U'\u00A0', false, false, false, true}, {U'\u2009', false, false, false, true}, {U'\u200B', false, false, false, false},
      {U'’', false, false, false, false},     {U'🙂', false, false, false, false},  {U'\0', false, false, false, false},
  };
  for (const auto& row : rows) {
    INFO("U+" << std::hex << static_cast<unsigned>(row.c));
    CHECK(is_letter(row.c) == row.letter);
    CHECK(is_digit(row.c) == row.digit);
    CHECK(is_upper(row.c) == row.upper);
    CHECK(is_space(row.c) == row.space);
  }
}

TEST_CASE("code points are read one by one", "[text]") {
  const std::string text = "aé€🙂";
  std::vector<std::pair<char32_t, std::size_t>> read;
  for (std::size_t at = 0; at < text.size();) {
    const auto [c, next] = decode(text, at);
    read.emplace_back(c, next);
    REQUIRE(next > at);
    at = next;
  }
  CHECK(read == std::vector<std::pair<char32_t, std::size_t>>{{U'a', 1}, {U'é', 3}, {U'€', 6}, {U'🙂', 10}});
}

TEST_CASE("byte offsets become code point offsets", "[text]") {
  std::string blocks;  // many blocks, with characters of all lengths across their borders
  for (int i = 0; i < 100; ++i) blocks += "ab é € 🙂 ";
  const std::vector<std::string> texts = {"",
                                          "a",
                                          "plain text",
                                          "é",
                                          "🙂",
                                          "naïve café",
                                          "Jakarta 🇮🇩 – “ya”",
                                          std::string(63, 'a') + "é" + std::string(64, 'b'),
                                          std::string(64, 'a') + "é",
                                          std::string(200, 'a'),
                                          blocks};
  for (const auto& text : texts) {
    INFO(text);
    const CodePointIndex index(text);
    std::uint32_t expected = 0;
    for (std::size_t at = 0; at < text.size(); at = decode(text, at).next) {
      if (index.at(at) != expected) FAIL("byte " << at << " is code point " << expected << ", not " << index.at(at));
      ++expected;
    }
    CHECK(index.at(text.size()) == expected);
  }
}

TEST_CASE("malformed UTF-8 is found where it starts", "[text]") {
  const std::vector<std::pair<std::string, std::optional<std::size_t>>> rows = {
      {"", {}},
      {"plain", {}},
      {"é€🙂", {}},
      {"\xEF\xBB\xBF"
       "a",
       {}},
      {"a\x80", 1},   // a continuation byte alone
      {"ab\xC3", 2},  // cut short
      {"é\xE2\x82", 2},
      {"\xC0\xAF", 0},            // longer than need be
      {"x\xED\xA0\x80", 1},       // a surrogate
      {"xy\xF5\x80\x80\x80", 2},  // beyond U+10FFFF
      {"caf\xE9", 3},             // Latin-1
  };
  for (const auto& [text, expected] : rows) {
    INFO(text);
    CHECK(find_invalid_utf8(text) == expected);
  }
}

}  // namespace
}  // namespace entente
