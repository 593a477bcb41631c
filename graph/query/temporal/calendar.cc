#include <date/date.h>

#include <algorithm>

#include "graph/query/temporal/parts.h"

namespace entente::query::temporal {

namespace {

// The calendar repeats after 400 years. date::year is small: years are taken to those from 2000 on.
constexpr std::int64_t kCycleYears = 400, kCycleDays = 146'097;

date::year small_year(std::int64_t year) { return date::year(static_cast<int>(2000 + floor_mod(year, kCycleYears))); }
std::int64_t cycle_of(std::int64_t year) { return floor_div(year, kCycleYears) - 2000 / kCycleYears; }

std::int64_t first_day(std::int64_t year) { return days_of(Civil{year, 1, 1}); }
/// The Monday of the first week: that with January 4th.
std::int64_t first_monday(std::int64_t year) {
  const std::int64_t fourth = days_of(Civil{year, 1, 4});
  return fourth - floor_mod(fourth + 3, 7);  // 1970-01-01 was a Thursday
}
int quarter_month(int month) { return (month - 1) / 3 * 3 + 1; }

tl::unexpected<Error> no_such(std::string_view part, std::int64_t value, std::string_view of) {
  return wrong_value("there is no " + std::string(part) + " " + std::to_string(value) + " in " + std::string(of));
}

bool year_in_range(std::int64_t year) { return year >= -kLastYear && year <= kLastYear; }

}  // namespace

tl::unexpected<Error> wrong_value(std::string message) {
  return failure(Error{ErrorType::argument, true, "InvalidArgumentValue", std::move(message), {}});
}
tl::unexpected<Error> wrong_type(std::string message) { return failure(Error{ErrorType::type, true, "InvalidArgumentType", std::move(message), {}}); }
tl::unexpected<Error> out_of_range() { return wrong_value("the temporal value is out of range"); }

std::optional<std::int64_t> sum(std::int64_t a, std::int64_t b) {
  std::int64_t result = 0;
  if (__builtin_add_overflow(a, b, &result)) return std::nullopt;
  return result;
}
std::optional<std::int64_t> product(std::int64_t a, std::int64_t b) {
  std::int64_t result = 0;
  if (__builtin_mul_overflow(a, b, &result)) return std::nullopt;
  return result;
}

Civil civil_of(std::int64_t days) {
  const std::int64_t since_2000 = days - 10'957;
  const std::int64_t cycle = floor_div(since_2000, kCycleDays);
  const auto small = static_cast<int>(since_2000 - cycle * kCycleDays + 10'957);
  const date::year_month_day date{date::sys_days{date::days{small}}};
  return {static_cast<int>(date.year()) + cycle * kCycleYears, static_cast<int>(static_cast<unsigned>(date.month())),
          static_cast<int>(static_cast<unsigned>(date.day()))};
}

std::int64_t days_of(const Civil& civil) {
  const date::year_month_day date{small_year(civil.year), date::month(static_cast<unsigned>(civil.month)),
                                  date::day(static_cast<unsigned>(civil.day))};
  return date::sys_days{date}.time_since_epoch().count() + cycle_of(civil.year) * kCycleDays;
}

Week week_of(std::int64_t days) {
  const std::int64_t weekday = floor_mod(days + 3, 7);
  const std::int64_t year = civil_of(days - weekday + 3).year;  // a week belongs to the year of its Thursday
  return {year, static_cast<int>((days - first_monday(year)) / 7 + 1), static_cast<int>(weekday + 1)};
}

std::int64_t days_of(const Week& date) { return first_monday(date.year) + (date.week - 1) * 7 + date.day - 1; }

int days_in_month(std::int64_t year, int month) {
  const date::year_month_day_last last{small_year(year), date::month_day_last{date::month(static_cast<unsigned>(month))}};
  return static_cast<int>(static_cast<unsigned>(last.day()));
}

int day_of_year(std::int64_t days) { return static_cast<int>(days - first_day(civil_of(days).year) + 1); }

int day_of_quarter(std::int64_t days) {
  const Civil date = civil_of(days);
  return static_cast<int>(days - days_of(Civil{date.year, quarter_month(date.month), 1}) + 1);
}

std::int64_t clamped_days_of(std::int64_t year, int month, int day) { return days_of(Civil{year, month, std::min(day, days_in_month(year, month))}); }

Result<std::int64_t> calendar_date(std::int64_t year, std::int64_t month, std::int64_t day) {
  if (!year_in_range(year)) return out_of_range();
  if (month < 1 || month > 12) return no_such("month", month, "a year");
  const int small = static_cast<int>(month);
  if (day < 1 || day > days_in_month(year, small)) return no_such("day", day, std::to_string(year) + "-" + std::to_string(month));
  return days_of(Civil{year, small, static_cast<int>(day)});
}

Result<std::int64_t> week_date(std::int64_t year, std::int64_t week, std::int64_t day) {
  if (!year_in_range(year)) return out_of_range();
  if (week < 1 || week > (first_monday(year + 1) - first_monday(year)) / 7) return no_such("week", week, std::to_string(year));
  if (day < 1 || day > 7) return no_such("day", day, "a week");
  const std::int64_t days = days_of(Week{year, static_cast<int>(week), static_cast<int>(day)});
  if (!in_range(days)) return out_of_range();
  return days;
}

Result<std::int64_t> quarter_date(std::int64_t year, std::int64_t quarter, std::int64_t day) {
  if (!year_in_range(year)) return out_of_range();
  if (quarter < 1 || quarter > 4) return no_such("quarter", quarter, "a year");
  const int month = static_cast<int>(quarter * 3 - 2);
  const std::int64_t first = days_of(Civil{year, month, 1});
  const std::int64_t last = days_of(Civil{year, month + 2, days_in_month(year, month + 2)});
  if (day < 1 || day > last - first + 1) return no_such("day", day, "quarter " + std::to_string(quarter) + " of " + std::to_string(year));
  return first + day - 1;
}

Result<std::int64_t> ordinal_date(std::int64_t year, std::int64_t day) {
  if (!year_in_range(year)) return out_of_range();
  const std::int64_t first = first_day(year);
  if (day < 1 || day > first_day(year + 1) - first) return no_such("day", day, std::to_string(year));
  return first + day - 1;
}

Result<std::int64_t> plus_months(std::int64_t days, std::int64_t months) {
  const Civil date = civil_of(days);
  const std::optional<std::int64_t> total = sum(date.year * 12 + date.month - 1, months);
  if (!total || !year_in_range(floor_div(*total, 12))) return out_of_range();
  return clamped_days_of(floor_div(*total, 12), static_cast<int>(floor_mod(*total, 12)) + 1, date.day);
}

Result<std::int64_t> plus_days(std::int64_t days, std::int64_t more) {
  const std::optional<std::int64_t> total = sum(days, more);
  if (!total || !in_range(*total)) return out_of_range();
  return *total;
}

bool in_range(std::int64_t days) {
  static const std::int64_t first = first_day(-kLastYear), last = days_of(Civil{kLastYear, 12, 31});
  return days >= first && days <= last;
}

}  // namespace entente::query::temporal
