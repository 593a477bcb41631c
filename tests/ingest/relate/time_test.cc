#include "ingest/relate/time.h"

#include "tests/ingest/read/support.h"
#include "tests/ingest/shipped.h"

namespace entente {
namespace {

/// "2024-11-05 day (5/11/2024)" for each date of the first sentence, with the words that it covers.
std::vector<std::string> dates_of(std::string_view language, std::string_view text, std::string_view anchor) {
  const auto document = segmented(language, text);
  const auto& data = shipped().of(language);
  const auto& passage = document->passages.back();
  REQUIRE(!passage.sentences.empty());
  std::vector<std::string> out;
  for (const auto& sentence : passage.sentences)
    for (const auto& date : data.dates.find(*data.language, passage, sentence, parse_day(anchor))) {
      REQUIRE(date.first >= sentence.first);
      REQUIRE(date.last <= sentence.last);
      REQUIRE(date.first < date.last);
      const Span words{passage.tokens[date.first].span.begin, passage.tokens[date.last - 1].span.end};
      out.push_back(format_day(date.date.day) + " " + std::string(to_string(date.date.precision)) + " (" + std::string(passage.surface(words)) + ")");
    }
  return out;
}

struct Row {
  std::string language, anchor, text;
  std::vector<std::string> dates;
};

void check_rows(const std::vector<Row>& rows) {
  for (const auto& row : rows) {
    INFO(row.language << ", " << (row.anchor.empty() ? "undated" : row.anchor) << ": " << row.text);
    CHECK(dates_of(row.language, row.text, row.anchor) == row.dates);
  }
}

TEST_CASE("dates that are written out need no day of publication", "[dates]") {
  for (const std::string anchor : {"", "2024-11-06"})
    check_rows({
        {"id", anchor, "Ia tiba 5/11/2024 di Jakarta.", {"2024-11-05 day (5/11/2024)"}},
        {"id", anchor, "Ia tiba (05/11/24).", {"2024-11-05 day (05/11/24)"}},
        {"id", anchor, "Ia tiba 2024-11-05.", {"2024-11-05 day (2024-11-05)"}},
        {"id", anchor, "Ia tiba 5-11-2024.", {"2024-11-05 day (5-11-2024)"}},
        {"id", anchor, "Pada 25 Februari 2024 ia tiba.", {"2024-02-25 day (25 Februari 2024)"}},
        {"id", anchor, "Pada 17 agustus 1945 ia tiba.", {"1945-08-17 day (17 agustus 1945)"}},
        {"id", anchor, "Pada Februari 2024 ia tiba.", {"2024-02-01 month (Februari 2024)"}},
        {"id", anchor, "Ia tiba pada 2014.", {"2014-01-01 year (2014)"}},
        {"id", anchor, "Ia tiba tahun 2014.", {"2014-01-01 year (2014)"}},
        {"en", anchor, "He came on 4 March 2024.", {"2024-03-04 day (4 March 2024)"}},
        {"en", anchor, "He came on March 4, 2024.", {"2024-03-04 day (March 4, 2024)"}},
        {"en", anchor, "He came on March 4 2024.", {"2024-03-04 day (March 4 2024)"}},
        {"en", anchor, "He came on Sept. 4, 2024.", {"2024-09-04 day (Sept. 4, 2024)"}},
        {"en", anchor, "He came on Feb. 29, 2024.", {"2024-02-29 day (Feb. 29, 2024)"}},
        {"en", anchor, "In March 2024 he came.", {"2024-03-01 month (March 2024)"}},
        {"en", anchor, "In 2014 he came.", {"2014-01-01 year (2014)"}},
        {"en", anchor, "The treaty of 1997.", {"1997-01-01 year (1997)"}},
        {"en", anchor, "On 5 May 2023 he came and he left on 7 June 2024.", {"2023-05-05 day (5 May 2023)", "2024-06-07 day (7 June 2024)"}},
        {"en", anchor, "He came on 29 February 2000.", {"2000-02-29 day (29 February 2000)"}},
        // no dates
        {"en", anchor, "Some 2014 soldiers and 5 tanks, 1/2 of 30 percent.", {}},
        {"en", anchor, "He came on 32/13/2024.", {}},
        {"en", anchor, "He came on 29/2/2023.", {}},
        {"en", anchor, "He lost 10-12, 5-3-2 and 1.5.", {}},
        {"en", anchor, "Troops march on; they may attack.", {}},
        {"en", anchor, "In 12024 nothing came.", {}},
    });
}

TEST_CASE("dates that count from the day of publication", "[dates]") {
  // 2024-11-06 is a Wednesday.
  const std::string day = "2024-11-06";
  check_rows({
      // day and month: the year that is nearest
      {"id", day, "Ia tiba pada 5 November.", {"2024-11-05 day (5 November)"}},
      {"id", "2024-01-03", "Ia tiba pada 30 Desember.", {"2023-12-30 day (30 Desember)"}},
      {"id", "2024-12-30", "Ia tiba pada 2 Januari.", {"2025-01-02 day (2 Januari)"}},
      {"en", day, "He came on November 5.", {"2024-11-05 day (November 5)"}},
      {"en", day, "He came on 5 Nov.", {"2024-11-05 day (5 Nov.)"}},
      {"en", "2024-03-01", "He came on February 29.", {"2024-02-29 day (February 29)"}},
      {"en", "2023-03-01", "He came on February 29.", {"2024-02-29 day (February 29)"}},
      {"id", day, "Ia tiba Selasa (22/10).", {"2024-10-22 day (Selasa (22/10)"}},
      {"id", day, "Ia tiba (22/10) malam.", {"2024-10-22 day (22/10)"}},
      {"id", day, "Sekitar 22/10 warga.", {}},  // a fraction
      // month alone: up to publication
      {"id", day, "Ia tiba pada Oktober.", {"2024-10-01 month (Oktober)"}},
      {"id", day, "Ia tiba pada Desember.", {"2023-12-01 month (Desember)"}},
      {"en", day, "He came in November.", {"2024-11-01 month (November)"}},
      // days
      {"en", day, "He came yesterday.", {"2024-11-05 day (yesterday)"}},
      {"en", day, "He came the day before yesterday.", {"2024-11-04 day (the day before yesterday)"}},
      {"en", day, "He comes tomorrow.", {"2024-11-07 day (tomorrow)"}},
      {"en", day, "He came today.", {"2024-11-06 day (today)"}},
      {"id", day, "Ia tiba kemarin.", {"2024-11-05 day (kemarin)"}},
      {"id", day, "Ia tiba hari ini.", {"2024-11-06 day (hari ini)"}},
      {"id", day, "Ia tiba besok.", {"2024-11-07 day (besok)"}},
      {"id", day, "Ia tiba lusa.", {"2024-11-08 day (lusa)"}},
      {"en", "2024-03-01", "He came yesterday.", {"2024-02-29 day (yesterday)"}},
      {"en", "2023-03-01", "He came yesterday.", {"2023-02-28 day (yesterday)"}},
      {"en", "2024-01-01", "He came yesterday.", {"2023-12-31 day (yesterday)"}},
      // weekdays: the last one up to publication, or the next where a word says so
      {"en", day, "He came on Monday.", {"2024-11-04 day (Monday)"}},
      {"en", day, "He came on Wednesday.", {"2024-11-06 day (Wednesday)"}},
      {"en", day, "He came on Thursday.", {"2024-10-31 day (Thursday)"}},
      {"en", day, "He comes next Monday.", {"2024-11-11 day (Monday)"}},
      {"en", day, "He comes next Wednesday.", {"2024-11-13 day (Wednesday)"}},
      {"id", day, "Ia tiba Senin.", {"2024-11-04 day (Senin)"}},
      {"id", day, "Ia tiba Senin lalu.", {"2024-11-04 day (Senin lalu)"}},
      {"id", day, "Ia tiba Senin depan.", {"2024-11-11 day (Senin depan)"}},
      {"id", day, "Ia tiba Jum'at.", {"2024-11-01 day (Jum'at)"}},
      {"id", day, "Ia tiba Selasa pekan lalu.", {"2024-10-29 day (Selasa pekan lalu)"}},
      {"id", day, "Ia tiba Jumat pekan ini.", {"2024-11-08 day (Jumat pekan ini)"}},
      {"en", day, "He came on Tuesday last week.", {"2024-10-29 day (Tuesday last week)"}},
      {"en", day, "He comes on Friday next week.", {"2024-11-15 day (Friday next week)"}},
      {"id", day, "Ia tiba seminggu dua kali.", {}},
      // weeks begin on Monday; months and years on their first day
      {"en", day, "He came last week.", {"2024-10-28 week (last week)"}},
      {"en", day, "He comes next week.", {"2024-11-11 week (next week)"}},
      {"en", day, "He came earlier this week.", {"2024-11-04 week (earlier this week)"}},
      {"id", day, "Ia tiba pekan lalu.", {"2024-10-28 week (pekan lalu)"}},
      {"en", day, "He came last month.", {"2024-10-01 month (last month)"}},
      {"en", "2024-01-31", "He came last month.", {"2023-12-01 month (last month)"}},
      {"en", "2024-12-31", "He comes next month.", {"2025-01-01 month (next month)"}},
      {"id", day, "Ia tiba bulan depan.", {"2024-12-01 month (bulan depan)"}},
      {"en", day, "He came last year.", {"2023-01-01 year (last year)"}},
      {"id", day, "Ia tiba tahun ini.", {"2024-01-01 year (tahun ini)"}},
      // so many … ago
      {"en", day, "He came three days ago.", {"2024-11-03 day (three days ago)"}},
      {"en", day, "He came 10 days ago.", {"2024-10-27 day (10 days ago)"}},
      {"en", day, "He came two weeks ago.", {"2024-10-21 week (two weeks ago)"}},
      {"en", day, "He came a year ago.", {"2023-01-01 year (a year ago)"}},
      {"en", "2024-01-15", "He came two months ago.", {"2023-11-01 month (two months ago)"}},
      {"id", day, "Ia tiba tiga hari lalu.", {"2024-11-03 day (tiga hari lalu)"}},
      {"id", day, "Ia tiba dua pekan yang lalu.", {"2024-10-21 week (dua pekan yang lalu)"}},
      {"id", day, "Ia tiba dua belas bulan silam.", {"2023-11-01 month (dua belas bulan silam)"}},
      {"id", day, "Ia tiba 5 tahun lalu.", {"2019-01-01 year (5 tahun lalu)"}},
      {"en", day, "It was built 1000 years ago.", {"1024-01-01 year (1000 years ago)"}},
      {"en", day, "It was built 5000 years ago.", {}},
      {"en", day, "It lasted three days.", {}},
  });
}

TEST_CASE("without the day of publication such dates are not taken", "[dates]") {
  for (const std::string text : {"He came on Monday.", "He came yesterday.", "He came last week.", "He came three days ago.",
                                 "He came on November 5.", "He came in November."})
    check_rows({{"en", "", text, {}}});
  for (const std::string text : {"Ia tiba Senin.", "Ia tiba kemarin.", "Ia tiba (22/10).", "Ia tiba 5 November.", "Ia tiba dua hari lalu."})
    check_rows({{"id", "", text, {}}});
}

TEST_CASE("one date that is written twice, and bounds that are no dates", "[dates]") {
  const std::string day = "2024-11-06";
  check_rows({
      {"id", day, "Pada Selasa (5/11/2024) ia tiba.", {"2024-11-05 day (Selasa (5/11/2024)"}},
      {"id", day, "Pada Kamis (5/11/2024) kemarin ia tiba.", {"2024-11-05 day (Kamis (5/11/2024) kemarin)"}},  // what is written out wins
      {"id", day, "Pada Selasa, 5 November 2024, ia tiba.", {"2024-11-05 day (Selasa, 5 November 2024)"}},
      {"en", day, "On Tuesday, November 5, 2024, he came.", {"2024-11-05 day (Tuesday, November 5, 2024)"}},
      {"en", day, "They have fought since October.", {}},
      {"en", day, "They have fought since October 2023.", {}},
      {"en", day, "They have fought since last Monday.", {}},
      {"en", day, "They have fought since last week, he said on Tuesday.", {"2024-11-05 day (Tuesday)"}},
      {"en", day, "They will fight until 5 May 2025.", {}},
      {"en", day, "But last week they met.", {"2024-10-28 week (last week)"}},  // a word that joins clauses is no bound
      {"id", day, "Mereka berperang sejak Oktober 2023.", {}},
      {"id", day, "Mereka berperang sejak tahun 2014.", {}},
      {"id", day, "Mereka berperang sejak tanggal 7 Oktober.", {}},
      {"id", day, "Mereka berperang sejak Senin (4/11/2024).", {}},
      {"id", day, "Mereka berperang sebelum Senin.", {}},
      {"id", day, "Namun tahun 2014 mereka berdamai.", {"2014-01-01 year (2014)"}},
  });
}

TEST_CASE("far days of publication do no harm", "[dates]") {
  for (const std::string anchor : {"0001-01-01", "1000-01-01", "9999-12-31"})
    for (const std::string text : {"He came last year.", "He comes next year.", "He came 1000 years ago.", "He came last month.",
                                   "He came on February 29.", "He came in March.", "He came next Monday."}) {
      INFO(anchor << ": " << text);
      CHECK(dates_of("en", text, anchor).empty());
    }
  CHECK(dates_of("en", "In 2014 he came.", "0001-01-01").size() == 1);
}

TEST_CASE("the table of date words", "[dates]") {
  const TemporaryFolder folder;
  const std::vector<std::pair<std::string, std::string>> refused = {
      {"phrase\tkind\tvalue\nJanuari\tmonat\t1\n", "dates.tsv:2: kind 'monat' is not known; docs/how-to-add.md lists them"},
      {"phrase\tkind\tvalue\nJanuari\tmonth\tone\n", "dates.tsv:2: value 'one' must be a whole number"},
      {"phrase\tkind\tvalue\nJanuari\tmonth\t1.5\n", "dates.tsv:2: value '1.5' must be a whole number"},
      {"phrase\tvalue\n", "dates.tsv:1: the columns must be: phrase, kind, value"},
      {"", "dates.tsv: is empty; its first line names the columns"},
  };
  for (const auto& [bytes, message] : refused) {
    INFO(bytes);
    folder.write("dates.tsv", bytes);
    Vocabulary vocabulary;
    const auto reader = DateReader::load(folder / "", vocabulary);
    REQUIRE(!reader);
    CHECK(reader.error().code() == StatusCode::invalid_input);
    CHECK(folder.relative(reader.error().message()) == message);
  }
  std::filesystem::remove(folder / "dates.tsv");
  Vocabulary vocabulary;
  const auto reader = DateReader::load(folder / "", vocabulary);
  REQUIRE(!reader);
  CHECK(reader.error().code() == StatusCode::not_found);
}

}  // namespace
}  // namespace entente
