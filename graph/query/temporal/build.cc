#include <string>
#include <string_view>

#include "graph/query/temporal/fields.h"

namespace entente::query::temporal {

namespace {

bool has_date(ValueType type) { return type == ValueType::date || type == ValueType::local_datetime || type == ValueType::datetime; }

/// The value that the map is about, if any: its zone is the one that the time is told in.
Result<Parts> base_of(const Fields& fields) {
  const bool epoch = fields.epoch_seconds || fields.epoch_milliseconds;
  if ((fields.datetime || epoch) && (fields.date || fields.time)) return wrong_value("'datetime' or an epoch cannot be given with 'date' or 'time'");
  if (fields.datetime) return *fields.datetime;
  if (epoch) {
    const std::int64_t seconds = fields.epoch_seconds ? *fields.epoch_seconds : floor_div(*fields.epoch_milliseconds, 1000);
    const std::int64_t milliseconds = fields.epoch_seconds ? 0 : floor_mod(*fields.epoch_milliseconds, 1000);
    const LocalDateTime utc{seconds, static_cast<std::int32_t>(milliseconds * 1'000'000)};
    return Parts{days_of(utc), nanoseconds_of_day(utc), Zone{}, 0};
  }
  Parts parts;
  if (fields.time) parts = *fields.time;
  parts.days = fields.date ? fields.date->days : std::nullopt;
  return parts;
}

/// A time in the zone asked for: at the same moment if it had a zone, else as its clock shows it. What the clocks of a named zone show depends on the
/// day: for a time it is that of the query.
Result<Value> time_in_zone(Parts parts, const std::optional<Zone>& zone, const Clock& now) {
  if (zone) {
    const std::int32_t offset = offset_at(*zone, now.seconds);
    if (parts.zone) parts.nanoseconds = floor_mod(*parts.nanoseconds + (offset - *parts.offset) * kNanoseconds, kDayNanoseconds);
    parts.offset = offset;
  }
  return make(ValueType::time, parts);
}

Result<Value> moment_in_zone(Parts parts, const std::optional<Zone>& zone) {
  const bool zoned = parts.zone.has_value();
  if (!zoned) parts.zone = zone;
  auto made = make(ValueType::datetime, parts);
  if (!made || !zoned || !zone) return made;
  const DateTime& moment = *made->get<DateTime>();
  return make(ValueType::datetime, *parts_of(Value(at_instant(moment.seconds, moment.nanoseconds, *zone))));
}

Result<Value> from_map(ValueType type, const Map& map, const Clock& now) {
  const auto fields = read_fields(type, map);
  if (!fields) return failure(fields.error());
  if (fields->null) return Value();
  auto parts = base_of(*fields);
  if (!parts) return failure(parts.error());
  if (!has_date(type) && !parts->nanoseconds && !fields->hour) return wrong_value("a time needs an hour");
  if (has_date(type)) {
    const auto days = date_from(*fields, parts->days);
    if (!days) return failure(days.error());
    parts->days = *days;
  }
  const auto nanoseconds = time_from(*fields, parts->nanoseconds, false);
  if (!nanoseconds) return failure(nanoseconds.error());
  parts->nanoseconds = *nanoseconds;
  if (type == ValueType::time) return time_in_zone(*parts, fields->zone, now);
  if (type == ValueType::datetime) return moment_in_zone(*parts, fields->zone);
  return make(type, *parts);
}

struct TimeUnit {
  std::string_view name;
  std::int64_t nanoseconds;
};
constexpr TimeUnit kTimeUnits[] = {{"day", kDayNanoseconds}, {"hour", 3600 * kNanoseconds}, {"minute", 60 * kNanoseconds},
                                   {"second", kNanoseconds}, {"millisecond", 1'000'000},    {"microsecond", 1000}};

std::optional<std::int64_t> truncated_date(std::string_view unit, std::int64_t days) {
  const Civil date = civil_of(days);
  const auto years = [&](std::int64_t count) { return days_of(Civil{floor_div(date.year, count) * count, 1, 1}); };
  if (unit == "millennium") return years(1000);
  if (unit == "century") return years(100);
  if (unit == "decade") return years(10);
  if (unit == "year") return years(1);
  if (unit == "weekYear") return days_of(Week{week_of(days).year, 1, 1});
  if (unit == "quarter") return days_of(Civil{date.year, (date.month - 1) / 3 * 3 + 1, 1});
  if (unit == "month") return days_of(Civil{date.year, date.month, 1});
  if (unit == "week") return days - (week_of(days).day - 1);
  return std::nullopt;
}

/// Takes from `parts` what is smaller than the unit.
Result<bool> cut(ValueType type, std::string_view unit, Parts& parts) {
  for (const TimeUnit& known : kTimeUnits) {
    if (known.name != unit || (type == ValueType::date && unit != "day")) continue;
    if (parts.nanoseconds) *parts.nanoseconds -= *parts.nanoseconds % known.nanoseconds;
    return true;
  }
  const auto days = has_date(type) && parts.days ? truncated_date(unit, *parts.days) : std::nullopt;
  if (!days) return wrong_value("a " + std::string(name_of(type)) + " cannot be truncated to '" + std::string(unit) + "'");
  parts.days = *days;
  if (parts.nanoseconds) parts.nanoseconds = 0;
  return true;
}

}  // namespace

Result<Value> from_value(ValueType type, const Value& value, const Clock& now) {
  if (const auto* text = value.get<std::string>()) {
    const auto parts = read_text(type, *text);
    if (!parts) return failure(parts.error());
    return make(type, *parts);
  }
  if (const auto* map = value.get<Map>()) return from_map(type, *map, now);
  if (const auto parts = parts_of(value)) return make(type, *parts);
  return wrong_type("a " + std::string(name_of(type)) + " is made from a string, a map, a date or a time, not from " +
                    std::string(name_of(value.type())));
}

Result<Value> truncate(ValueType type, std::string_view unit, const Value& value, const Map& map, const Clock& now) {
  auto parts = parts_of(value);
  if (!parts) return wrong_type("what is truncated must be a date or a time, not " + std::string(name_of(value.type())));
  const auto cut_off = cut(type, unit, *parts);
  if (!cut_off) return failure(cut_off.error());
  const auto fields = read_fields(type, map);
  if (!fields) return failure(fields.error());
  if (fields->null) return Value();
  if (has_date(type) && parts->days) {
    const auto days = date_from(*fields, parts->days);
    if (!days) return failure(days.error());
    parts->days = *days;
  }
  if (has_date(type) || parts->nanoseconds) {
    const auto nanoseconds = time_from(*fields, parts->nanoseconds.value_or(0), true);
    if (!nanoseconds) return failure(nanoseconds.error());
    parts->nanoseconds = *nanoseconds;
  }
  if (fields->zone) {  // the clock shows the same time there
    parts->zone = fields->zone;
    parts->offset = type == ValueType::time ? std::optional(offset_at(*fields->zone, now.seconds)) : std::nullopt;
  }
  return make(type, *parts);
}

}  // namespace entente::query::temporal
