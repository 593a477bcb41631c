#include <compare>
#include <string_view>

#include "graph/query/temporal/parts.h"

namespace entente::query {

namespace temporal {

LocalDateTime join(std::int64_t days, std::int64_t nanoseconds) {
  return {days * kDaySeconds + nanoseconds / kNanoseconds, static_cast<std::int32_t>(nanoseconds % kNanoseconds)};
}
std::int64_t days_of(const LocalDateTime& value) { return floor_div(value.seconds, kDaySeconds); }
std::int64_t nanoseconds_of_day(const LocalDateTime& value) { return floor_mod(value.seconds, kDaySeconds) * kNanoseconds + value.nanoseconds; }
LocalDateTime local_of(const DateTime& value) { return {value.seconds + value.offset, value.nanoseconds}; }

std::optional<Parts> parts_of(const Value& value) {
  if (const auto* date = value.get<Date>()) return Parts{date->days, {}, {}, {}};
  if (const auto* time = value.get<LocalTime>()) return Parts{{}, time->nanoseconds, {}, {}};
  if (const auto* time = value.get<Time>()) return Parts{{}, time->nanoseconds, Zone{time->offset}, time->offset};
  if (const auto* local = value.get<LocalDateTime>()) return Parts{days_of(*local), nanoseconds_of_day(*local), {}, {}};
  if (const auto* moment = value.get<DateTime>()) {
    const LocalDateTime local = local_of(*moment);
    return Parts{days_of(local), nanoseconds_of_day(local), Zone{moment->offset, moment->zone}, moment->offset};
  }
  return std::nullopt;
}

Result<Value> make(ValueType type, const Parts& parts) {
  const bool needs_date = type == ValueType::date || type == ValueType::local_datetime || type == ValueType::datetime;
  if (needs_date && !parts.days) return wrong_value("a " + std::string(name_of(type)) + " needs a date, and the value has none");
  if (!needs_date && !parts.nanoseconds) return wrong_value("a " + std::string(name_of(type)) + " needs a time of day, and the value has none");
  if (needs_date && !in_range(*parts.days)) return out_of_range();
  const std::int64_t nanoseconds = parts.nanoseconds.value_or(0);
  switch (type) {
    case ValueType::date: return Value(Date{*parts.days});
    case ValueType::local_time: return Value(LocalTime{nanoseconds});
    case ValueType::time: return Value(Time{nanoseconds, parts.offset.value_or(0)});
    case ValueType::local_datetime: return Value(join(*parts.days, nanoseconds));
    default: return Value(in_zone(join(*parts.days, nanoseconds), parts.zone.value_or(Zone{}), parts.offset));
  }
}

}  // namespace temporal

namespace {

int sign(std::strong_ordering order) { return order < 0 ? -1 : order > 0 ? 1 : 0; }
std::string_view zone_of(const DateTime& value) { return value.zone ? std::string_view(*value.zone) : std::string_view(); }

}  // namespace

bool is_temporal(const Value& value) { return value.get<Duration>() != nullptr || temporal::parts_of(value).has_value(); }

int compare(const Time& a, const Time& b) {
  const auto moment = [](const Time& time) { return time.nanoseconds - time.offset * temporal::kNanoseconds; };
  const auto order = moment(a) <=> moment(b);
  return sign(order != 0 ? order : a.offset <=> b.offset);
}

int compare(const DateTime& a, const DateTime& b) {
  if (const auto order = a.seconds <=> b.seconds; order != 0) return sign(order);
  if (const auto order = a.nanoseconds <=> b.nanoseconds; order != 0) return sign(order);
  if (const auto order = a.offset <=> b.offset; order != 0) return sign(order);
  return sign(zone_of(a) <=> zone_of(b));
}

}  // namespace entente::query
