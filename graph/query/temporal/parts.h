#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "graph/query/temporal/temporal.h"

/// What the files of temporal.h share: the calendar, zones, and values taken apart and put together.

namespace entente::query::temporal {

inline constexpr std::int64_t kNanoseconds = 1'000'000'000;  ///< a second
inline constexpr std::int64_t kDaySeconds = 86'400;
inline constexpr std::int64_t kDayNanoseconds = kDaySeconds * kNanoseconds;
inline constexpr std::int64_t kMonthSeconds = 2'629'746;  ///< on average, in 400 years
inline constexpr std::int64_t kLastYear = 999'999'999;    ///< the first one is -kLastYear

/// ArgumentError InvalidArgumentValue.
tl::unexpected<Error> wrong_value(std::string message);
/// TypeError InvalidArgumentType.
tl::unexpected<Error> wrong_type(std::string message);
tl::unexpected<Error> out_of_range();

constexpr std::int64_t floor_div(std::int64_t a, std::int64_t b) { return a / b - (a % b != 0 && (a % b < 0) != (b < 0) ? 1 : 0); }
constexpr std::int64_t floor_mod(std::int64_t a, std::int64_t b) {
  const std::int64_t rest = a % b;
  return rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest;
}
/// None where the result is no 64-bit integer.
std::optional<std::int64_t> sum(std::int64_t a, std::int64_t b);
std::optional<std::int64_t> product(std::int64_t a, std::int64_t b);

// The calendar. Days count from 1970-01-01.
struct Civil {
  std::int64_t year = 0;
  int month = 1, day = 1;
};
struct Week {
  std::int64_t year = 0;  ///< to which the week belongs
  int week = 1, day = 1;  ///< Monday is 1
};
Civil civil_of(std::int64_t days);
Week week_of(std::int64_t days);
/// REQUIRES: a date that exists.
std::int64_t days_of(const Civil& date);
std::int64_t days_of(const Week& date);
int days_in_month(std::int64_t year, int month);
/// From 1.
int day_of_year(std::int64_t days);
int day_of_quarter(std::int64_t days);
/// The date with the day of the month taken back to the last one that the month has.
std::int64_t clamped_days_of(std::int64_t year, int month, int day);

// Dates by their parts; errors where there is no such date.
Result<std::int64_t> calendar_date(std::int64_t year, std::int64_t month, std::int64_t day);
Result<std::int64_t> week_date(std::int64_t year, std::int64_t week, std::int64_t day);
Result<std::int64_t> quarter_date(std::int64_t year, std::int64_t quarter, std::int64_t day);
Result<std::int64_t> ordinal_date(std::int64_t year, std::int64_t day);
/// Months later, as clamped_days_of() has it.
Result<std::int64_t> plus_months(std::int64_t days, std::int64_t months);
Result<std::int64_t> plus_days(std::int64_t days, std::int64_t more);
bool in_range(std::int64_t days);

/// An offset, or the name of a zone whose offset depends on the moment.
struct Zone {
  std::int32_t offset = 0;  ///< counts where there is no name
  std::shared_ptr<const std::string> name = {};
};
/// Errors: ArgumentError where the system has no zone of the name.
Result<Zone> named_zone(std::string_view name);
std::int32_t offset_at(const Zone& zone, std::int64_t utc_seconds);
/// The moment at which clocks in the zone show `local`. Where they show it twice: with the offset `preferred`, else the first time; where they skip
/// it: as much later as they skip.
DateTime in_zone(const LocalDateTime& local, const Zone& zone, std::optional<std::int32_t> preferred = std::nullopt);
DateTime at_instant(std::int64_t utc_seconds, std::int32_t nanoseconds, const Zone& zone);

LocalDateTime join(std::int64_t days, std::int64_t nanoseconds_of_day);
std::int64_t days_of(const LocalDateTime& value);
std::int64_t nanoseconds_of_day(const LocalDateTime& value);
LocalDateTime local_of(const DateTime& value);

/// What a value of one of the five types is made of, on the local clock.
struct Parts {
  std::optional<std::int64_t> days;
  std::optional<std::int64_t> nanoseconds;  ///< of the day
  std::optional<Zone> zone;
  std::optional<std::int32_t> offset;  ///< where there is a zone
};
/// None where it is not one of the five.
std::optional<Parts> parts_of(const Value& value);
/// A value of one of the five types from its parts; midnight and UTC where `parts` has neither time nor zone. Errors: ArgumentError where the type
/// needs a date or a time that is missing, or the date is out of range.
Result<Value> make(ValueType type, const Parts& parts);

// Text, see temporal_text.cc.
std::string offset_text(std::int32_t offset);
Result<Parts> read_text(ValueType type, std::string_view text);
Result<Duration> read_duration(std::string_view text);
/// An offset or a name.
Result<Zone> read_zone(std::string_view text);

// Functions, see temporal_build.cc, temporal_between.cc and temporal_duration.cc; `type` is that of the result, arguments are not null.
Result<Value> from_value(ValueType type, const Value& value, const Clock& now);
Result<Value> truncate(ValueType type, std::string_view unit, const Value& value, const Map& fields, const Clock& now);
enum class Span { all, months, days, seconds };
Result<Value> between(Span span, const Value& from, const Value& to);
Result<Duration> duration_from_map(const Map& map);

// Durations in the making.

/// whole + part, and |part| < 1.
struct Amount {
  std::int64_t whole = 0;
  long double part = 0;
};
/// A unit of durations: `times` months, days or seconds, or a second divided by `per`.
struct DurationUnit {
  enum class Level { month, day, second } level = Level::second;
  std::int64_t times = 1, per = 1;
};
/// A sum of amounts. What is not a whole number of months goes over to days and seconds, parts of days to seconds.
class DurationSum {
 public:
  void add(const Amount& amount, const DurationUnit& unit);
  /// Errors: ArgumentError where a sum does not fit.
  Result<Duration> total() const;

 private:
  void add_whole(std::int64_t whole, Amount& to);

  Amount months_, days_, seconds_;
  bool fits_ = true;
};
/// As it is written in decimal. None where it is no number or does not fit.
std::optional<Amount> amount_of(const Value& number);
std::optional<long double> decimal(double value);
std::optional<Amount> amount_of(long double value);

}  // namespace entente::query::temporal
