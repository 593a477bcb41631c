#include <cmath>

#include "graph/query/temporal/parts.h"

namespace entente::query {

using namespace temporal;

namespace {

Result<Duration> negated(const Duration& value) {
  const bool carries = value.nanoseconds > 0;
  const auto months = product(value.months, -1), days = product(value.days, -1);
  const auto seconds = sum(~value.seconds, carries ? 0 : 1);  // ~x is -x - 1
  if (!months || !days || !seconds) return out_of_range();
  return Duration{*months, *days, *seconds, carries ? static_cast<std::int32_t>(kNanoseconds - value.nanoseconds) : 0};
}

Result<Duration> added(const Duration& a, const Duration& b) {
  const std::int64_t nanoseconds = std::int64_t{a.nanoseconds} + b.nanoseconds;
  const auto months = sum(a.months, b.months), days = sum(a.days, b.days), seconds = sum(a.seconds, b.seconds);
  const auto carried = seconds ? sum(*seconds, nanoseconds / kNanoseconds) : seconds;
  if (!months || !days || !carried) return out_of_range();
  return Duration{*months, *days, *carried, static_cast<std::int32_t>(nanoseconds % kNanoseconds)};
}

/// Full days in the seconds, towards zero.
std::int64_t whole_days(const Duration& value) {
  const bool up = value.seconds < 0 && value.nanoseconds > 0;
  return (up ? value.seconds + 1 : value.seconds) / kDaySeconds;
}

Result<Value> add_to_date(const Date& date, const Duration& duration) {
  const auto days = plus_months(date.days, duration.months);
  const auto later = days ? plus_days(*days, duration.days) : days;
  const auto last = later ? plus_days(*later, whole_days(duration)) : later;
  if (!last) return failure(last.error());
  return Value(Date{*last});
}

std::int64_t add_to_clock(std::int64_t nanoseconds, const Duration& duration) {
  return floor_mod(nanoseconds + floor_mod(duration.seconds, kDaySeconds) * kNanoseconds + duration.nanoseconds, kDayNanoseconds);
}

/// The months and days of the duration.
Result<LocalDateTime> add_days(const LocalDateTime& value, const Duration& duration) {
  const auto days = plus_months(days_of(value), duration.months);
  const auto later = days ? plus_days(*days, duration.days) : days;
  if (!later) return failure(later.error());
  return join(*later, nanoseconds_of_day(value));
}

/// The seconds of the duration.
Result<LocalDateTime> add_seconds(const LocalDateTime& value, const Duration& duration) {
  const std::int64_t nanoseconds = std::int64_t{value.nanoseconds} + duration.nanoseconds;
  const auto seconds = sum(value.seconds, duration.seconds);
  const auto carried = seconds ? sum(*seconds, nanoseconds / kNanoseconds) : seconds;
  if (!carried) return out_of_range();
  const LocalDateTime later{*carried, static_cast<std::int32_t>(nanoseconds % kNanoseconds)};
  if (!in_range(days_of(later))) return out_of_range();
  return later;
}

Result<Value> add_to_local(const LocalDateTime& value, const Duration& duration) {
  const auto later = add_days(value, duration);
  const auto last = later ? add_seconds(*later, duration) : later;
  if (!last) return failure(last.error());
  return Value(*last);
}

/// Days are those of the local clock, seconds those that pass.
Result<Value> add_to_moment(const DateTime& value, const Duration& duration) {
  const Zone zone{value.offset, value.zone};
  DateTime moment = value;
  if (duration.months != 0 || duration.days != 0) {
    const auto later = add_days(local_of(value), duration);
    if (!later) return failure(later.error());
    moment = in_zone(*later, zone, value.offset);
  }
  const auto last = add_seconds({moment.seconds, moment.nanoseconds}, duration);
  if (!last) return failure(last.error());
  return Value(at_instant(last->seconds, last->nanoseconds, zone));
}

std::optional<Result<Value>> add_to_point(const Value& point, const Duration& duration) {
  if (const auto* date = point.get<Date>()) return add_to_date(*date, duration);
  if (const auto* time = point.get<LocalTime>()) return Value(LocalTime{add_to_clock(time->nanoseconds, duration)});
  if (const auto* time = point.get<Time>()) return Value(Time{add_to_clock(time->nanoseconds, duration), time->offset});
  if (const auto* local = point.get<LocalDateTime>()) return add_to_local(*local, duration);
  if (const auto* moment = point.get<DateTime>()) return add_to_moment(*moment, duration);
  return std::nullopt;
}

Result<Value> as_value(const Result<Duration>& duration) {
  if (!duration) return failure(duration.error());
  return Value(*duration);
}

std::optional<Amount> multiplied(std::int64_t value, const Value& by) {
  if (const auto* integer = by.get<std::int64_t>()) {
    const auto whole = product(value, *integer);
    return whole ? std::optional(Amount{*whole, 0}) : std::nullopt;
  }
  const auto factor = decimal(*by.get<double>());
  return factor ? amount_of(static_cast<long double>(value) * *factor) : std::nullopt;
}

/// REQUIRES: `by` is not 0.
std::optional<Amount> divided(std::int64_t value, const Value& by) {
  if (const auto* integer = by.get<std::int64_t>()) {
    if (*integer == -1) return multiplied(value, by);
    return Amount{value / *integer, static_cast<long double>(value % *integer) / static_cast<long double>(*integer)};
  }
  const auto divisor = decimal(*by.get<double>());
  return divisor ? amount_of(static_cast<long double>(value) / *divisor) : std::nullopt;
}

template <class Scale>
Result<Value> scaled(const Duration& duration, const Value& by, const Scale& scale) {
  using Level = DurationUnit::Level;
  const auto months = scale(duration.months, by), days = scale(duration.days, by), seconds = scale(duration.seconds, by),
             nanoseconds = scale(duration.nanoseconds, by);
  if (!months || !days || !seconds || !nanoseconds) return out_of_range();
  DurationSum sum;
  sum.add(*months, {Level::month});
  sum.add(*days, {Level::day});
  sum.add(*seconds, {});
  sum.add(*nanoseconds, {Level::second, 1, kNanoseconds});
  return as_value(sum.total());
}

}  // namespace

std::optional<Result<Value>> add_temporal(const Value& a, const Value& b) {
  const auto *first = a.get<Duration>(), *second = b.get<Duration>();
  if (first != nullptr && second != nullptr) return as_value(added(*first, *second));
  if (second != nullptr) return add_to_point(a, *second);
  if (first != nullptr) return add_to_point(b, *first);
  return std::nullopt;
}

std::optional<Result<Value>> subtract_temporal(const Value& a, const Value& b) {
  const auto* duration = b.get<Duration>();
  if (duration == nullptr || !is_temporal(a)) return std::nullopt;
  const auto opposite = negated(*duration);
  if (!opposite) return Result<Value>(failure(opposite.error()));
  return add_temporal(a, Value(*opposite));
}

std::optional<Result<Value>> multiply_temporal(const Value& a, const Value& b) {
  if (const auto* duration = a.get<Duration>(); duration != nullptr && b.is_number()) return scaled(*duration, b, multiplied);
  if (const auto* duration = b.get<Duration>(); duration != nullptr && a.is_number()) return scaled(*duration, a, multiplied);
  return std::nullopt;
}

std::optional<Result<Value>> divide_temporal(const Value& a, const Value& b) {
  const auto* duration = a.get<Duration>();
  if (duration == nullptr || !b.is_number()) return std::nullopt;
  if (b.number() == 0) {
    return Result<Value>(failure(Error{ErrorType::arithmetic, true, "DivisionByZero", "a duration cannot be divided by zero", {}}));
  }
  return scaled(*duration, b, divided);
}

}  // namespace entente::query
