#include "graph/query/temporal/temporal.h"

#include <limits>
#include <string>
#include <vector>

#include "tests/catch.h"

using namespace entente::query;

namespace {

constexpr Clock kNow{1'700'000'000, 5};  // 2023-11-14T22:13:20.000000005Z
constexpr std::int64_t kMax = std::numeric_limits<std::int64_t>::max();

std::string text(const Value& value) {
  if (const auto* date = value.get<Date>()) return to_string(*date);
  if (const auto* time = value.get<LocalTime>()) return to_string(*time);
  if (const auto* time = value.get<Time>()) return to_string(*time);
  if (const auto* local = value.get<LocalDateTime>()) return to_string(*local);
  if (const auto* moment = value.get<DateTime>()) return to_string(*moment);
  if (const auto* duration = value.get<Duration>()) return to_string(*duration);
  if (const auto* string = value.get<std::string>()) return *string;
  if (const auto* integer = value.get<std::int64_t>()) return std::to_string(*integer);
  return value.is_null() ? "null" : "?";
}
/// The value, or the type of the error.
std::string text(const Result<Value>& value) { return value ? text(*value) : name_of(value.error().type); }
std::string text(const std::optional<Result<Value>>& value) { return value ? text(*value) : "none"; }

std::string call(std::string_view name, const std::vector<Value>& arguments) { return text(call_temporal(name, arguments, kNow)); }
Value value(std::string_view name, const Value& argument) {
  const std::vector<Value> arguments{argument};
  const auto made = call_temporal(name, arguments, kNow);
  REQUIRE(made);
  REQUIRE(made->has_value());
  return **made;
}
Value date(const char* of) { return value("date", of); }
Value local_time(const char* of) { return value("localtime", of); }
Value time(const char* of) { return value("time", of); }
Value local(const char* of) { return value("localdatetime", of); }
Value moment(const char* of) { return value("datetime", of); }
Value duration(const char* of) { return value("duration", of); }
std::string part(const Value& of, std::string_view name) {
  const auto found = temporal_property(of, name);
  return found ? text(*found) : "none";
}

struct Row {
  const char* function;
  Value argument;
  const char* result;
};
void check(const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    INFO(row.function << " of " << text(row.argument) << " is " << row.result);
    CHECK(call(row.function, {row.argument}) == row.result);
  }
}

}  // namespace

TEST_CASE("Dates and times are read in all forms of ISO 8601") {
  check({
      {"date", "2020-02-29", "2020-02-29"},
      {"date", "20200229", "2020-02-29"},
      {"date", "2020-02", "2020-02-01"},
      {"date", "202002", "2020-02-01"},
      {"date", "2020", "2020-01-01"},
      {"date", "2020-W53-7", "2021-01-03"},
      {"date", "2020W537", "2021-01-03"},
      {"date", "2020-W01", "2019-12-30"},
      {"date", "2020W01", "2019-12-30"},
      {"date", "2020-366", "2020-12-31"},
      {"date", "2020060", "2020-02-29"},
      {"date", "2020-Q2-91", "2020-06-30"},
      {"date", "2020Q401", "2020-10-01"},
      {"date", "-0044-03-15", "-0044-03-15"},
      {"date", "+12345-6-7", "+12345-06-07"},
      {"date", "-999999999-01-01", "-999999999-01-01"},
      {"date", "+999999999-12-31", "+999999999-12-31"},
      {"localtime", "23", "23:00"},
      {"localtime", "2359", "23:59"},
      {"localtime", "23:59:58", "23:59:58"},
      {"localtime", "235958.5", "23:59:58.500"},
      {"localtime", "23:59:58,000000001", "23:59:58.000000001"},
      {"time", "08:15", "08:15Z"},
      {"time", "0815+0530", "08:15+05:30"},
      {"time", "08:15:00.25-03", "08:15:00.250-03:00"},
      {"time", "08-00:00", "08:00Z"},
      {"time", "08:15+01:02:03", "08:15+01:02:03"},
      {"localdatetime", "2020-060T0815", "2020-02-29T08:15"},
      {"localdatetime", "20200229", "2020-02-29T00:00"},
      {"datetime", "2020-W09-6T08:15Z", "2020-02-29T08:15Z"},
      {"datetime", "20200229T081500-0330", "2020-02-29T08:15-03:30"},
      {"datetime", "2020-07-01T08:15[America/New_York]", "2020-07-01T08:15-04:00[America/New_York]"},
      {"datetime", "2020-07-01T08:15-04[America/New_York]", "2020-07-01T08:15-04:00[America/New_York]"},
      {"datetime", "2020-07-01[Asia/Tokyo]", "2020-07-01T00:00+09:00[Asia/Tokyo]"},
  });
}

TEST_CASE("What is no date or time is an error") {
  for (const char* wrong : {"", "x", "20", "20200", "2021-02-29", "2020-13", "2020-00", "2020-1-", "2021-W53", "2020-W10-8", "2021-366", "2020-Q5",
                            "2021-Q1-91", "+1234567890-01-01", "2020-02-29x", "2020-02-29T10"}) {
    INFO(wrong);
    CHECK(call("date", {wrong}) == "ArgumentError");
  }
  for (const char* wrong : {"", "24:00", "10:60", "10:00:60", "10:", "10:00:00.", "10:00:00.1234567890", "123", "10:00Z"}) {
    INFO(wrong);
    CHECK(call("localtime", {wrong}) == "ArgumentError");
  }
  for (const char* wrong : {"10:00+18:01", "10:00+", "10:00+1:60", "10:00[Asia/Tokyo]", "10:00 Z"}) {
    INFO(wrong);
    CHECK(call("time", {wrong}) == "ArgumentError");
  }
  for (const char* wrong : {"2020-07-01T08:15[Nowhere/Land]", "2020-07-01T08:15[Asia/Tokyo", "2020-07-01T08:15+01:00[Asia/Tokyo]", "2020-07-01T",
                            "2020-07-01T08:15[../../etc/passwd]", "2020-07-01T08:15[]"}) {
    INFO(wrong);
    CHECK(call("datetime", {wrong}) == "ArgumentError");
  }
  CHECK(call("date", {7}) == "TypeError");
  CHECK(call("date", {duration("P1D")}) == "TypeError");
  CHECK(call("localtime", {date("2020")}) == "ArgumentError");
}

TEST_CASE("Dates and times are made from maps") {
  check({
      {"date", Map{{"year", 2020}}, "2020-01-01"},
      {"date", Map{{"year", 2020}, {"month", 2}}, "2020-02-01"},
      {"date", Map{{"year", 2020}, {"month", 2}, {"day", 29}}, "2020-02-29"},
      {"date", Map{{"year", 2020}, {"week", 53}, {"dayOfWeek", 7}}, "2021-01-03"},
      {"date", Map{{"year", 2020}, {"quarter", 2}, {"dayOfQuarter", 91}}, "2020-06-30"},
      {"date", Map{{"year", 2020}, {"ordinalDay", 60}}, "2020-02-29"},
      {"localtime", Map{{"hour", 8}}, "08:00"},
      {"localtime", Map{{"hour", 8}, {"minute", 9}, {"second", 10}, {"microsecond", 11}}, "08:09:10.000011"},
      {"time", Map{{"hour", 8}, {"timezone", "-02:30"}}, "08:00-02:30"},
      {"time", Map{{"hour", 8}, {"timezone", "Europe/Paris"}}, "08:00+01:00"},
      {"localdatetime", Map{{"year", 2020}, {"week", 1}, {"hour", 3}}, "2019-12-30T03:00"},
      {"datetime", Map{{"year", 2020}}, "2020-01-01T00:00Z"},
      {"datetime", Map{{"year", 2020}, {"month", 7}, {"timezone", "Europe/Paris"}}, "2020-07-01T00:00+02:00[Europe/Paris]"},
      {"datetime", Map{{"epochSeconds", 1'600'000'000}, {"nanosecond", 7}}, "2020-09-13T12:26:40.000000007Z"},
      {"datetime", Map{{"epochMillis", -1}, {"timezone", "+01:00"}}, "1970-01-01T00:59:59.999+01:00"},
      {"date", Map{{"year", Value()}}, "null"},
      {"date", Map{}, "ArgumentError"},
      {"date", Map{{"month", 2}}, "ArgumentError"},
      {"date", Map{{"year", 2020}, {"day", 2}}, "ArgumentError"},
      {"date", Map{{"year", 2020}, {"month", 2}, {"week", 2}}, "ArgumentError"},
      {"date", Map{{"year", 2021}, {"month", 2}, {"day", 29}}, "ArgumentError"},
      {"date", Map{{"year", kMax}}, "ArgumentError"},
      {"date", Map{{"year", 2020}, {"week", kMax}}, "ArgumentError"},
      {"date", Map{{"year", 2020}, {"hour", 2}}, "ArgumentError"},
      {"date", Map{{"year", 2020.0}}, "TypeError"},
      {"localtime", Map{{"minute", 2}}, "ArgumentError"},
      {"localtime", Map{{"hour", 2}, {"second", 2}}, "ArgumentError"},
      {"localtime", Map{{"hour", 24}}, "ArgumentError"},
      {"localtime", Map{{"hour", 2}, {"timezone", "Z"}}, "ArgumentError"},
      {"datetime", Map{{"year", 2020}, {"timezone", "Nowhere/Land"}}, "ArgumentError"},
      {"datetime", Map{{"year", 2020}, {"timezone", 2}}, "TypeError"},
      {"datetime", Map{{"epochSeconds", kMax}}, "ArgumentError"},
  });
}

TEST_CASE("Dates and times are made from others, with parts put over them") {
  const Value day = date("2020-05-31"), clock = time("23:30+01:00"), paris = moment("2020-07-01T12:00[Europe/Paris]");
  check({
      {"date", paris, "2020-07-01"},
      {"localtime", paris, "12:00"},
      {"time", paris, "12:00+02:00"},
      {"localdatetime", paris, "2020-07-01T12:00"},
      {"datetime", paris, "2020-07-01T12:00+02:00[Europe/Paris]"},
      {"datetime", local("2020-07-01T12:00"), "2020-07-01T12:00Z"},
      {"date", Map{{"date", day}, {"year", 2021}, {"month", 2}}, "2021-02-28"},
      {"date", Map{{"date", day}, {"quarter", 1}}, "2020-02-29"},
      {"date", Map{{"date", day}, {"week", 1}}, "2020-01-05"},
      {"date", Map{{"date", day}, {"dayOfWeek", 1}}, "2020-05-25"},
      {"date", Map{{"date", day}, {"ordinalDay", 1}}, "2020-01-01"},
      {"date", Map{{"date", day}, {"dayOfQuarter", 1}}, "2020-04-01"},
      {"date", Map{{"date", day}, {"month", 2}, {"day", 30}}, "ArgumentError"},
      {"date", Map{{"date", clock}}, "ArgumentError"},
      {"date", Map{{"date", "2020"}}, "TypeError"},
      {"localtime", Map{{"time", paris}, {"second", 5}}, "12:00:05"},
      {"time", Map{{"time", clock}, {"timezone", "+03:00"}}, "01:30+03:00"},
      {"time", Map{{"time", local_time("23:30")}, {"timezone", "+03:00"}}, "23:30+03:00"},
      {"localdatetime", Map{{"date", day}, {"time", clock}, {"day", 1}}, "2020-05-01T23:30"},
      {"datetime", Map{{"date", paris}, {"hour", 1}}, "2020-07-01T01:00Z"},
      {"datetime", Map{{"date", day}, {"time", clock}}, "2020-05-31T23:30+01:00"},
      {"datetime", Map{{"date", day}, {"time", clock}, {"timezone", "Asia/Tokyo"}}, "2020-06-01T07:30+09:00[Asia/Tokyo]"},
      {"datetime", Map{{"date", date("2020-01-01")}, {"time", paris}}, "2020-01-01T12:00+01:00[Europe/Paris]"},
      {"datetime", Map{{"datetime", paris}, {"timezone", "-01:00"}}, "2020-07-01T09:00-01:00"},
      {"datetime", Map{{"datetime", local("2020-07-01T12:00")}, {"timezone", "-01:00"}}, "2020-07-01T12:00-01:00"},
      {"datetime", Map{{"datetime", paris}, {"date", day}}, "ArgumentError"},
  });
}

TEST_CASE("Clocks that jump") {
  check({
      {"datetime", "2021-03-28T02:30[Europe/Paris]", "2021-03-28T03:30+02:00[Europe/Paris]"},
      {"datetime", "2021-10-31T02:30[Europe/Paris]", "2021-10-31T02:30+02:00[Europe/Paris]"},
      {"datetime", "2021-10-31T02:30+01:00[Europe/Paris]", "2021-10-31T02:30+01:00[Europe/Paris]"},
      // After the end of the system's tables.
      {"datetime", "2050-07-01T12:00[Europe/Paris]", "2050-07-01T12:00+02:00[Europe/Paris]"},
      {"datetime", "2050-01-01T12:00[Australia/Sydney]", "2050-01-01T12:00+11:00[Australia/Sydney]"},
      {"datetime", "2050-03-27T02:30[Europe/Paris]", "2050-03-27T03:30+02:00[Europe/Paris]"},
      {"datetime", "+999999999-07-01T12:00[Europe/Paris]", "+999999999-07-01T12:00+02:00[Europe/Paris]"},
  });
  const Value eve = moment("2021-03-27T12:00[Europe/Paris]");
  CHECK(text(add_temporal(eve, duration("P1D"))) == "2021-03-28T12:00+02:00[Europe/Paris]");
  CHECK(text(add_temporal(eve, duration("PT24H"))) == "2021-03-28T13:00+02:00[Europe/Paris]");
  const Value late = moment("2021-10-31T02:30+01:00[Europe/Paris]");
  CHECK(text(add_temporal(late, duration("PT1M"))) == "2021-10-31T02:31+01:00[Europe/Paris]");
  CHECK(call("duration.inseconds", {date("2021-10-31"), moment("2021-10-31T12:00[Europe/Paris]")}) == "PT13H");
  CHECK(call("duration.between", {moment("2021-10-30T12:00[Europe/Paris]"), moment("2021-10-31T12:00[Europe/Paris]")}) == "P1D");
}

TEST_CASE("Durations are read and printed") {
  check({
      {"duration", "P1Y2M3W4DT5H6M7.08S", "P1Y2M25DT5H6M7.08S"},
      {"duration", "PT36H", "PT36H"},
      {"duration", "P13M", "P1Y1M"},
      {"duration", "P0.5Y", "P6M"},
      {"duration", "P0.5M", "P15DT5H14M33S"},
      {"duration", "P1.5W", "P10DT12H"},
      {"duration", "PT1.5H", "PT1H30M"},
      {"duration", "PT0,25M", "PT15S"},
      {"duration", "PT1.0000000019S", "PT1.000000001S"},
      {"duration", "P-1DT-0.000000001S", "P-1DT-0.000000001S"},
      {"duration", "PT-61.5S", "PT-1M-1.5S"},
      {"duration", "-P1DT2S", "P-1DT-2S"},
      {"duration", "P0D", "PT0S"},
      {"duration", "P0001-02-03T04:05:06.7", "P1Y2M3DT4H5M6.7S"},
      {"duration", "P00010203T040506", "P1Y2M3DT4H5M6S"},
      {"duration", Map{{"weeks", 1}, {"hours", 25}, {"milliseconds", -1}}, "P7DT24H59M59.999S"},
      {"duration", Map{{"quarters", 5}, {"days", 0.1}}, "P1Y3MT2H24M"},
      {"duration", Map{{"seconds", -1}, {"microseconds", 1}, {"nanoseconds", 1}}, "PT-0.999998999S"},
      {"duration", Map{{"months", -0.5}, {"days", 20}}, "P4DT18H45M27S"},
      {"duration", Map{{"days", Value()}}, "null"},
      {"duration", Map{}, "ArgumentError"},
      {"duration", Map{{"day", 1}}, "ArgumentError"},
      {"duration", Map{{"days", "1"}}, "TypeError"},
      {"duration", Map{{"hours", kMax}}, "ArgumentError"},
      {"duration", Map{{"days", 1e300}}, "ArgumentError"},
      {"duration", Map{{"days", std::numeric_limits<double>::quiet_NaN()}}, "ArgumentError"},
      {"duration", 1, "TypeError"},
  });
  for (const char* wrong :
       {"", "P", "PT", "P1", "P1DT", "P1D1Y", "P1H", "PT1D", "P1D ", "1D", "P.5D", "P1.D", "PT1S1S", "P2020-01", "P--1D", "PT9999999999999999999S"}) {
    INFO(wrong);
    CHECK(call("duration", {wrong}) == "ArgumentError");
  }
}

TEST_CASE("Durations are computed") {
  const Value a = duration("P1Y1M1DT1H0.5S"), b = duration("P1M2DT0.7S");
  CHECK(text(add_temporal(a, b)) == "P1Y2M3DT1H1.2S");
  CHECK(text(subtract_temporal(a, b)) == "P1Y-1DT59M59.8S");
  CHECK(text(subtract_temporal(b, a)) == "P-1Y1DT-59M-59.8S");
  CHECK(text(multiply_temporal(b, 2)) == "P2M4DT1.4S");
  CHECK(text(multiply_temporal(-0.5, duration("P1DT1S"))) == "PT-12H-0.5S");
  CHECK(text(divide_temporal(duration("P1D"), 3)) == "PT8H");
  CHECK(text(divide_temporal(duration("P1M"), 2.0)) == "P15DT5H14M33S");
  CHECK(text(divide_temporal(duration("PT0.000000001S"), 2)) == "PT0S");
  CHECK(text(divide_temporal(b, 0)) == "ArithmeticError");
  CHECK(text(divide_temporal(b, 0.0)) == "ArithmeticError");
  CHECK(text(multiply_temporal(b, kMax)) == "ArgumentError");
  CHECK(text(multiply_temporal(b, 1e300)) == "ArgumentError");
  const Value least = Duration{std::numeric_limits<std::int64_t>::min(), 0, 0, 0};
  CHECK(text(subtract_temporal(b, least)) == "ArgumentError");
  CHECK(text(divide_temporal(least, -1)) == "ArgumentError");
  CHECK(text(add_temporal(Duration{0, 0, kMax, 0}, duration("PT1S"))) == "ArgumentError");
  CHECK_FALSE(add_temporal(date("2020"), date("2020")));
  CHECK_FALSE(add_temporal(1, a));
  CHECK_FALSE(subtract_temporal(a, date("2020")));
  CHECK_FALSE(multiply_temporal(a, a));
  CHECK_FALSE(divide_temporal(2, a));
}

TEST_CASE("Durations are added to dates and times") {
  struct {
    Value point;
    const char *duration, *sum, *difference;
  } const rows[] = {
      {date("2020-01-31"), "P1M", "2020-02-29", "2019-12-31"},
      {date("2020-02-29"), "P1Y", "2021-02-28", "2019-02-28"},
      {date("2020-01-01"), "PT23H", "2020-01-01", "2020-01-01"},
      {date("2020-01-01"), "PT25H", "2020-01-02", "2019-12-31"},
      {local_time("12:00"), "P1Y1DT13H", "01:00", "23:00"},
      {time("12:00+02:00"), "PT-0.5S", "11:59:59.500+02:00", "12:00:00.500+02:00"},
      {local("2020-01-31T23:00"), "P1MT1.5H", "2020-03-01T00:30", "2019-12-31T21:30"},
      {moment("2020-01-31T23:00+02:00"), "P1DT2H", "2020-02-02T01:00+02:00", "2020-01-30T21:00+02:00"},
      {date("+999999999-12-31"), "P1D", "ArgumentError", "+999999999-12-30"},
      {date("-999999999-01-01"), "P1M", "-999999999-02-01", "ArgumentError"},
      {date("2020-01-01"), "P9223372036854775807D", "ArgumentError", "ArgumentError"},
      {local("2020-01-01"), "PT9223372036854775807S", "ArgumentError", "ArgumentError"},
      {moment("2020-01-01"), "P9223372036854775807M", "ArgumentError", "ArgumentError"},
  };
  for (const auto& row : rows) {
    INFO(text(row.point) << " and " << row.duration);
    CHECK(text(add_temporal(row.point, duration(row.duration))) == row.sum);
    CHECK(text(add_temporal(duration(row.duration), row.point)) == row.sum);
    CHECK(text(subtract_temporal(row.point, duration(row.duration))) == row.difference);
  }
}

TEST_CASE("Truncation") {
  struct {
    const char* unit;
    const char* result;
  } const rows[] = {
      {"millennium", "2000-01-01T00:00+01:00[Europe/Paris]"},
      {"century", "2000-01-01T00:00+01:00[Europe/Paris]"},
      {"decade", "2020-01-01T00:00+01:00[Europe/Paris]"},
      {"year", "2021-01-01T00:00+01:00[Europe/Paris]"},
      {"weekYear", "2021-01-04T00:00+01:00[Europe/Paris]"},
      {"quarter", "2021-07-01T00:00+02:00[Europe/Paris]"},
      {"month", "2021-08-01T00:00+02:00[Europe/Paris]"},
      {"week", "2021-08-16T00:00+02:00[Europe/Paris]"},
      {"day", "2021-08-17T00:00+02:00[Europe/Paris]"},
      {"hour", "2021-08-17T13:00+02:00[Europe/Paris]"},
      {"minute", "2021-08-17T13:14+02:00[Europe/Paris]"},
      {"second", "2021-08-17T13:14:15+02:00[Europe/Paris]"},
      {"millisecond", "2021-08-17T13:14:15.123+02:00[Europe/Paris]"},
      {"microsecond", "2021-08-17T13:14:15.123456+02:00[Europe/Paris]"},
      {"fortnight", "ArgumentError"},
  };
  const Value paris = moment("2021-08-17T13:14:15.123456789[Europe/Paris]");
  for (const auto& row : rows) {
    INFO(row.unit);
    CHECK(call("datetime.truncate", {row.unit, paris}) == row.result);
  }
  CHECK(call("datetime.truncate", {"year", paris, Map{{"month", 8}, {"timezone", "Asia/Tokyo"}}}) == "2021-08-01T00:00+09:00[Asia/Tokyo]");
  CHECK(call("datetime.truncate", {"day", date("2021-08-17")}) == "2021-08-17T00:00Z");
  CHECK(call("date.truncate", {"week", paris, Map{{"dayOfWeek", 7}}}) == "2021-08-22");
  CHECK(call("date.truncate", {"century", date("-0001-05-05")}) == "-0100-01-01");
  CHECK(call("date.truncate", {"month"}) == "2023-11-01");
  CHECK(call("date.truncate", {"hour", paris}) == "ArgumentError");
  CHECK(call("localdatetime.truncate", {"day", paris, Map{{"nanosecond", 2}}}) == "2021-08-17T00:00:00.000000002");
  CHECK(call("time.truncate", {"millisecond", paris, Map{{"nanosecond", 2}}}) == "13:14:15.123000002+02:00");
  CHECK(call("time.truncate", {"hour", paris, Map{{"timezone", "-01:00"}}}) == "13:00-01:00");
  CHECK(call("localtime.truncate", {"microsecond", paris, Map{{"microsecond", 7}}}) == "13:14:15.123007");
  CHECK(call("localtime.truncate", {"year", paris}) == "ArgumentError");
  CHECK(call("localtime.truncate", {"day", date("2020")}) == "ArgumentError");
  CHECK(call("date.truncate", {"day", "2020"}) == "TypeError");
  CHECK(call("date.truncate", {1, date("2020")}) == "TypeError");
  CHECK(call("date.truncate", {"day", date("2020"), 1}) == "TypeError");
  CHECK(call("date.truncate", {"day", Value()}) == "null");
}

TEST_CASE("Durations between dates and times") {
  struct {
    Value from, to;
    const char *all, *months, *days, *seconds;
  } const rows[] = {
      {date("2020-01-31"), date("2021-03-01"), "P1Y1M1D", "P1Y1M", "P395D", "PT9480H"},
      {date("2021-03-01"), date("2020-01-31"), "P-1Y-1M-1D", "P-1Y-1M", "P-395D", "PT-9480H"},
      {date("2020-01-01"), local("2020-02-01T06:00"), "P1MT6H", "P1M", "P31D", "PT750H"},
      {local("2020-01-01T12:00"), local("2020-01-02T11:59:59.5"), "PT23H59M59.5S", "PT0S", "PT0S", "PT23H59M59.5S"},
      {local("2020-01-02T11:59:59.5"), local("2020-01-01T12:00"), "PT-23H-59M-59.5S", "PT0S", "PT0S", "PT-23H-59M-59.5S"},
      {local_time("10:00"), local_time("09:00"), "PT-1H", "PT0S", "PT0S", "PT-1H"},
      {time("10:00+02:00"), time("10:00Z"), "PT2H", "PT0S", "PT0S", "PT2H"},
      {time("10:00+02:00"), local_time("10:30"), "PT30M", "PT0S", "PT0S", "PT30M"},
      {date("2020-01-01"), time("10:00+02:00"), "PT10H", "PT0S", "PT0S", "PT10H"},
      {moment("2020-01-01T10:00+02:00"), time("10:00Z"), "PT2H", "PT0S", "PT0S", "PT2H"},
      {moment("2020-01-01T23:00-05:00"), moment("2020-02-02T03:00+00:00"), "P30DT23H", "PT0S", "P30D", "PT743H"},
      {date("-999999999-01-01"), date("+999999999-12-31"), "P1999999998Y11M30D", "P1999999998Y11M", "P730484999633D", "PT17531639991192H"},
  };
  for (const auto& row : rows) {
    INFO(text(row.from) << " to " << text(row.to));
    CHECK(call("duration.between", {row.from, row.to}) == row.all);
    CHECK(call("duration.inmonths", {row.from, row.to}) == row.months);
    CHECK(call("duration.indays", {row.from, row.to}) == row.days);
    CHECK(call("duration.inseconds", {row.from, row.to}) == row.seconds);
  }
  CHECK(call("duration.between", {date("2020"), duration("P1D")}) == "TypeError");
  CHECK(call("duration.between", {Value(), date("2020")}) == "null");
}

TEST_CASE("Parts of dates and times") {
  const Value paris = moment("2021-01-02T13:14:15.123456789[Europe/Paris]");
  struct {
    const char *name, *result;
  } const rows[] = {
      {"year", "2021"},
      {"quarter", "1"},
      {"month", "1"},
      {"week", "53"},
      {"weekYear", "2020"},
      {"day", "2"},
      {"ordinalDay", "2"},
      {"dayOfQuarter", "2"},
      {"quarterDay", "2"},
      {"dayOfWeek", "6"},
      {"weekDay", "6"},
      {"hour", "13"},
      {"minute", "14"},
      {"second", "15"},
      {"millisecond", "123"},
      {"microsecond", "123456"},
      {"nanosecond", "123456789"},
      {"timezone", "Europe/Paris"},
      {"offset", "+01:00"},
      {"offsetMinutes", "60"},
      {"offsetSeconds", "3600"},
      {"epochSeconds", "1609589655"},
      {"epochMillis", "1609589655123"},
      {"years", "none"},
  };
  for (const auto& row : rows) {
    INFO(row.name);
    CHECK(part(paris, row.name) == row.result);
  }
  CHECK(part(time("10:00-01:30"), "timezone") == "-01:30");
  CHECK(part(time("10:00-01:30"), "offsetMinutes") == "-90");
  CHECK(part(time("10:00"), "offset") == "Z");
  CHECK(part(time("10:00"), "year") == "none");
  CHECK(part(date("2020"), "hour") == "none");
  CHECK(part(local("2020"), "timezone") == "none");
  CHECK(part(moment("+999999999-01-01"), "epochMillis") == "null");
  CHECK(part(1, "year") == "none");
}

TEST_CASE("Parts of durations") {
  const Value span = duration("P1Y5M17DT2H3M4.123456789S");
  struct {
    const char *name, *result;
  } const rows[] = {
      {"years", "1"},
      {"quarters", "5"},
      {"months", "17"},
      {"weeks", "2"},
      {"days", "17"},
      {"hours", "2"},
      {"minutes", "123"},
      {"seconds", "7384"},
      {"milliseconds", "7384123"},
      {"microseconds", "7384123456"},
      {"nanoseconds", "7384123456789"},
      {"quartersOfYear", "1"},
      {"monthsOfQuarter", "2"},
      {"monthsOfYear", "5"},
      {"daysOfWeek", "3"},
      {"minutesOfHour", "3"},
      {"secondsOfMinute", "4"},
      {"millisecondsOfSecond", "123"},
      {"microsecondsOfSecond", "123456"},
      {"nanosecondsOfSecond", "123456789"},
      {"year", "none"},
  };
  for (const auto& row : rows) {
    INFO(row.name);
    CHECK(part(span, row.name) == row.result);
  }
  CHECK(part(duration("PT-0.1S"), "seconds") == "-1");
  CHECK(part(duration("PT-0.1S"), "nanosecondsOfSecond") == "900000000");
  CHECK(part(duration("PT9223372036854775807S"), "milliseconds") == "null");
}

TEST_CASE("Clocks of a query") {
  CHECK(call("date", {}) == "2023-11-14");
  CHECK(call("localtime", {}) == "22:13:20.000000005");
  CHECK(call("time.statement", {"+02:00"}) == "00:13:20.000000005+02:00");
  CHECK(call("localdatetime.realtime", {"+02:00"}) == "2023-11-15T00:13:20.000000005");
  CHECK(call("datetime.transaction", {"Asia/Tokyo"}) == "2023-11-15T07:13:20.000000005+09:00[Asia/Tokyo]");
  CHECK(call("datetime.fromepoch", {-1, 2'000'000'001}) == "1970-01-01T00:00:01.000000001Z");
  CHECK(call("datetime.fromepoch", {kMax, 0}) == "ArgumentError");
  CHECK(call("datetime.fromepochmillis", {-1}) == "1969-12-31T23:59:59.999Z");
  CHECK(call("datetime.fromepochmillis", {"1"}) == "TypeError");
  CHECK(call("date.fromepoch", {1, 1}) == "none");
  CHECK(call("date.", {}) == "none");
  CHECK(call("duration.truncate", {}) == "none");
  CHECK(call("date.transaction", {1}) == "TypeError");
  CHECK(call("date.transaction", {Value()}) == "null");
  CHECK_FALSE(temporal_arity("size"));
  CHECK(temporal_arity("date.truncate")->least == 1);
  CHECK(temporal_arity("date.truncate")->most == 3);
}

TEST_CASE("Times and moments are ordered") {
  const auto times = [](const char* a, const char* b) { return compare(*time(a).get<Time>(), *time(b).get<Time>()); };
  CHECK(times("10:00+01:00", "09:30Z") == -1);
  CHECK(times("10:00+01:00", "09:00Z") == 1);
  CHECK(times("10:00+01:00", "10:00+01:00") == 0);
  const auto moments = [](const char* a, const char* b) { return compare(*moment(a).get<DateTime>(), *moment(b).get<DateTime>()); };
  CHECK(moments("2020-01-01T10:00+01:00", "2020-01-01T09:30Z") == -1);
  CHECK(moments("2020-01-01T10:00:00.2Z", "2020-01-01T10:00:00.1Z") == 1);
  CHECK(moments("2020-01-01T10:00+01:00", "2020-01-01T10:00+01:00[Europe/Paris]") == -1);
  CHECK(moments("2020-01-01T10:00[Europe/Paris]", "2020-01-01T10:00[Europe/Paris]") == 0);
  CHECK(is_temporal(duration("P1D")));
  CHECK(is_temporal(time("10:00")));
  CHECK_FALSE(is_temporal("10:00"));
}

TEST_CASE("What is printed is read back") {
  for (const char* of : {"PT0S", "P-1Y-2M3DT-4H-5M-6.000000007S", "P1DT-0.001S", "PT-1M-0.001S"}) CHECK(call("duration", {of}) == of);
  for (const char* of : {"-0001-01-01T00:00:00.000001+00:00:01", "+10000-12-31T23:59Z", "2021-10-31T02:30+01:00[Europe/Paris]"}) {
    CHECK(call("datetime", {of}) == of);
  }
}
