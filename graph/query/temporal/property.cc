#include <span>
#include <string_view>

#include "graph/query/temporal/parts.h"

namespace entente::query {

using namespace temporal;

namespace {

template <class Of>
struct Part {
  std::string_view name;
  std::int64_t (*read)(Of of);
};

template <class Of, std::size_t N>
std::optional<Value> find_part(const Part<Of> (&parts)[N], std::string_view name, Of of) {
  for (const Part<Of>& part : parts) {
    if (part.name == name) return Value(part.read(of));
  }
  return std::nullopt;
}

std::int64_t weekday(std::int64_t days) { return week_of(days).day; }
std::int64_t quarter_day(std::int64_t days) { return day_of_quarter(days); }

constexpr Part<std::int64_t> kDateParts[] = {
    {"year", [](std::int64_t days) { return civil_of(days).year; }},
    {"quarter", [](std::int64_t days) -> std::int64_t { return (civil_of(days).month - 1) / 3 + 1; }},
    {"month", [](std::int64_t days) -> std::int64_t { return civil_of(days).month; }},
    {"week", [](std::int64_t days) -> std::int64_t { return week_of(days).week; }},
    {"weekYear", [](std::int64_t days) { return week_of(days).year; }},
    {"day", [](std::int64_t days) -> std::int64_t { return civil_of(days).day; }},
    {"ordinalDay", [](std::int64_t days) -> std::int64_t { return day_of_year(days); }},
    {"dayOfQuarter", quarter_day},
    {"quarterDay", quarter_day},
    {"dayOfWeek", weekday},
    {"weekDay", weekday},
};

constexpr Part<std::int64_t> kTimeParts[] = {
    {"hour", [](std::int64_t nanoseconds) { return nanoseconds / (3600 * kNanoseconds); }},
    {"minute", [](std::int64_t nanoseconds) { return nanoseconds / (60 * kNanoseconds) % 60; }},
    {"second", [](std::int64_t nanoseconds) { return nanoseconds / kNanoseconds % 60; }},
    {"millisecond", [](std::int64_t nanoseconds) { return nanoseconds % kNanoseconds / 1'000'000; }},
    {"microsecond", [](std::int64_t nanoseconds) { return nanoseconds % kNanoseconds / 1000; }},
    {"nanosecond", [](std::int64_t nanoseconds) { return nanoseconds % kNanoseconds; }},
};

constexpr Part<const Duration&> kDurationParts[] = {
    {"years", [](const Duration& of) { return of.months / 12; }},
    {"quarters", [](const Duration& of) { return of.months / 3; }},
    {"months", [](const Duration& of) { return of.months; }},
    {"weeks", [](const Duration& of) { return of.days / 7; }},
    {"days", [](const Duration& of) { return of.days; }},
    {"hours", [](const Duration& of) { return of.seconds / 3600; }},
    {"minutes", [](const Duration& of) { return of.seconds / 60; }},
    {"seconds", [](const Duration& of) { return of.seconds; }},
    {"quartersOfYear", [](const Duration& of) { return of.months / 3 % 4; }},
    {"monthsOfQuarter", [](const Duration& of) { return of.months % 3; }},
    {"monthsOfYear", [](const Duration& of) { return of.months % 12; }},
    {"daysOfWeek", [](const Duration& of) { return of.days % 7; }},
    {"minutesOfHour", [](const Duration& of) { return of.seconds / 60 % 60; }},
    {"secondsOfMinute", [](const Duration& of) { return of.seconds % 60; }},
    {"millisecondsOfSecond", [](const Duration& of) -> std::int64_t { return of.nanoseconds / 1'000'000; }},
    {"microsecondsOfSecond", [](const Duration& of) -> std::int64_t { return of.nanoseconds / 1000; }},
    {"nanosecondsOfSecond", [](const Duration& of) -> std::int64_t { return of.nanoseconds; }},
};

/// Seconds and a fraction in a smaller unit, of which `per` are a second. Null where they are too many for an integer.
Value seconds_in(std::int64_t seconds, std::int32_t nanoseconds, std::int64_t per) {
  const auto whole = product(seconds, per);
  const auto total = whole ? sum(*whole, nanoseconds / (kNanoseconds / per)) : whole;
  return total ? Value(*total) : Value();
}

std::optional<Value> duration_part(const Duration& duration, std::string_view name) {
  if (name == "milliseconds") return seconds_in(duration.seconds, duration.nanoseconds, 1000);
  if (name == "microseconds") return seconds_in(duration.seconds, duration.nanoseconds, 1'000'000);
  if (name == "nanoseconds") return seconds_in(duration.seconds, duration.nanoseconds, kNanoseconds);
  return find_part<const Duration&>(kDurationParts, name, duration);
}

std::optional<Value> zone_part(const Parts& parts, std::string_view name) {
  if (name == "timezone") return parts.zone->name ? Value(*parts.zone->name) : Value(offset_text(*parts.offset));
  if (name == "offset") return Value(offset_text(*parts.offset));
  if (name == "offsetMinutes") return Value(std::int64_t{*parts.offset / 60});
  if (name == "offsetSeconds") return Value(std::int64_t{*parts.offset});
  return std::nullopt;
}

std::optional<Value> epoch_part(const DateTime& moment, std::string_view name) {
  if (name == "epochSeconds") return Value(moment.seconds);
  if (name == "epochMillis") return seconds_in(moment.seconds, moment.nanoseconds, 1000);
  return std::nullopt;
}

}  // namespace

std::optional<Value> temporal_property(const Value& value, std::string_view name) {
  if (const auto* duration = value.get<Duration>()) return duration_part(*duration, name);
  const auto parts = parts_of(value);
  if (!parts) return std::nullopt;
  std::optional<Value> found;
  if (parts->days) found = find_part<std::int64_t>(kDateParts, name, *parts->days);
  if (!found && parts->nanoseconds) found = find_part<std::int64_t>(kTimeParts, name, *parts->nanoseconds);
  if (!found && parts->zone) found = zone_part(*parts, name);
  if (const auto* moment = value.get<DateTime>(); !found && moment != nullptr) found = epoch_part(*moment, name);
  return found;
}

}  // namespace entente::query
