#include "ingest/language/identify.h"

#include <set>

#include "tests/catch.h"

namespace entente {
namespace {

TEST_CASE("the language of a text", "[identify]") {
  const std::vector<std::pair<std::string, std::string>> rows = {
      {"Russian President Vladimir Putin arrived in Pyongyang on Wednesday and signed a partnership treaty with North Korean leader Kim Jong Un.",
       "en"},
      {"Presiden Rusia Vladimir Putin tiba di Pyongyang pada Rabu dan menandatangani perjanjian kemitraan dengan pemimpin Korea Utara Kim Jong Un.",
       "id"},
      {"The Security Council voted on Monday to demand an immediate ceasefire.", "en"},
      {"Dewan Keamanan menuntut gencatan senjata segera di Jalur Gaza.", "id"},
      // Malay
      {"Perdana Menteri Malaysia berkata beliau akan mengadakan mesyuarat dengan wakil kerajaan Thailand pada hari Isnin bagi membincangkan isu "
       "sempadan.",
       "id"},
      {"Le président français Emmanuel Macron a rencontré le chancelier allemand à Paris pour discuter de la guerre en Ukraine et de la défense "
       "européenne.",
       "fr"},
      {"Президент России прибыл в столицу Северной Кореи и подписал договор о партнёрстве.", "ru"},
      {"Rusia menuduh Ukraina.", "id"},
      {"Presiden tiba.", ""},  // too short to tell: not English because nothing else is likelier
      {"", ""},
      {"12345 67890", ""},
      {"🙂🙂🙂", ""},
  };
  for (const auto& [text, expected] : rows) {
    INFO(text);
    CHECK(identify_language(text).code == expected);
  }
  std::string long_text;
  while (long_text.size() < 100'000) long_text += "Israel melancarkan serangan udara ke Lebanon selatan pada Senin malam. ";
  CHECK(identify_language(long_text).code == "id");
  CHECK(identify_language(long_text).other.empty());
}

TEST_CASE("a text in two languages names both", "[identify]") {
  std::string text;
  for (int i = 0; i < 10; ++i)
    text += "Israel melancarkan serangan udara ke Lebanon selatan pada Senin malam. The Security Council voted on Monday to demand a ceasefire. ";
  const auto guess = identify_language(text);
  INFO(guess.code << ' ' << guess.other << ' ' << guess.other_percent);
  CHECK(std::set<std::string>{guess.code, guess.other} == std::set<std::string>{"en", "id"});
}

TEST_CASE("a cut within a character does no harm", "[identify]") {
  for (std::size_t shift = 0; shift < 4; ++shift) {
    std::string text(shift, 'a');
    while (text.size() < 10'000) text += "€";
    CHECK_NOTHROW(identify_language(text));
  }
}

}  // namespace
}  // namespace entente
