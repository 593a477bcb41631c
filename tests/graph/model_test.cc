#include "graph/model.h"

#include "tests/catch.h"

using namespace entente;

TEST_CASE("a day is read and written as the calendar has it") {
  struct Row {
    const char* text;
    Day day;
  };
  for (const auto& [text, day] : {Row{"1970-01-01", 0},
                                  {"1970-01-02", 1},
                                  {"1969-12-31", -1},
                                  {"2000-02-29", 11016},
                                  {"2024-11-05", 20032},
                                  {"0001-01-01", -719162},
                                  {"9999-12-31", 2932896}}) {
    CAPTURE(text);
    CHECK(parse_day(text) == day);
    CHECK(format_day(day) == text);
  }
}

TEST_CASE("a time of day after a date is ignored") {
  for (const char* text : {"2024-11-05T10:00:00Z", "2024-11-05 10:00", "2024-11-05T", "2024-11-05T23:59:59+07:00"}) {
    CAPTURE(text);
    CHECK(parse_day(text) == 20032);
  }
}

TEST_CASE("what is no date is refused") {
  for (const char* text : {"",           "2024",        "2024-11",    "2024-11-5",  "2023-02-30", "2023-02-29",  "1900-02-29",  "2024-13-01",
                           "2024-00-01", "2024-01-00",  "2024-04-31", "0000-01-01", "2024/11/05", "2024-11-05x", "2024-11-055", "-024-11-05",
                           "2024-1a-05", " 2024-11-05", "20241105",   "+024-11-05"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_day(text));
  }
}

TEST_CASE("a negated claim counts as negated whatever its modality") {
  Claim claim;
  CHECK(status_of(claim) == ClaimStatus::actual);
  claim.modality = Modality::demanded;
  CHECK(status_of(claim) == ClaimStatus::demanded);
  claim.polarity = Polarity::negated;
  CHECK(status_of(claim) == ClaimStatus::negated);
}

TEST_CASE("every value of an enumeration has a name") {
  CHECK(to_string(Polarity::negated) == "negated");
  CHECK(to_string(Modality::demanded) == "demanded");
  CHECK(to_string(Part::title) == "title");
  CHECK(to_string(DatePrecision::year) == "year");
  CHECK(to_string(ClaimStatus::negated) == "negated");
}
