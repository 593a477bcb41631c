#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "graph/query/error.h"
#include "graph/query/value.h"

/// The temporal types of openCypher: text, parts, arithmetic. Zones by name are those of the system's tzdata.

namespace entente::query {

/// ISO 8601 as openCypher writes it: "2015-07-21", "21:40:32.142+01:00", "2015-07-21T21:40:32.142+02:00[Europe/Stockholm]", "P5M1DT12H".
std::string to_string(const Date& value);
std::string to_string(const LocalTime& value);
std::string to_string(const Time& value);
std::string to_string(const LocalDateTime& value);
std::string to_string(const DateTime& value);
std::string to_string(const Duration& value);

/// Whether `value` is of one of the five types that are a point in time, or a duration.
bool is_temporal(const Value& value);

/// A moment, as "now" of a query.
struct Clock {
  std::int64_t seconds = 0;  ///< since 1970-01-01T00:00Z
  std::int32_t nanoseconds = 0;
};

/// A temporal function by its full name in lower case: date, localtime, time, localdatetime, datetime, duration; date.truncate and its like;
/// date.transaction, date.statement, date.realtime and their like; datetime.fromepoch, datetime.fromepochmillis; duration.between, duration.inmonths,
/// duration.indays, duration.inseconds. none where `name` is none of them. Null where an argument is null.
/// Errors: TypeError InvalidArgumentType, ArgumentError or TypeError InvalidArgumentValue; without place (the caller knows it).
std::optional<Result<Value>> call_temporal(std::string_view name, std::span<const Value> arguments, const Clock& now);
/// Whether call_temporal() knows the name; with how many arguments.
struct Arity {
  std::size_t least = 0, most = 0;
};
std::optional<Arity> temporal_arity(std::string_view name);

/// `value.name`, as "year", "weekYear", "timezone", "epochMillis", "minutesOfHour"; none where the type has no such part.
std::optional<Value> temporal_property(const Value& value, std::string_view name);

/// a + b, a - b, a * b, a / b where one of them is temporal; none where the types do not go together.
std::optional<Result<Value>> add_temporal(const Value& a, const Value& b);
std::optional<Result<Value>> subtract_temporal(const Value& a, const Value& b);
std::optional<Result<Value>> multiply_temporal(const Value& a, const Value& b);
std::optional<Result<Value>> divide_temporal(const Value& a, const Value& b);

/// For value.h: -1, 0, 1 by the moment, then by the offset (zone) so that the order is total. REQUIRES: of the same type.
int compare(const Time& a, const Time& b);
int compare(const DateTime& a, const DateTime& b);

}  // namespace entente::query
