#include "graph/query/temporal/fields.h"

#include <string>
#include <string_view>

namespace entente::query::temporal {

namespace {

enum : unsigned { kDates = 1, kTimes = 2, kZones = 4, kMoments = 8 };  // which types take a field

unsigned taken_by(ValueType type) {
  switch (type) {
    case ValueType::date: return kDates;
    case ValueType::local_time: return kTimes;
    case ValueType::time: return kTimes | kZones;
    case ValueType::local_datetime: return kDates | kTimes;
    default: return kDates | kTimes | kZones | kMoments;
  }
}

struct Number {
  std::string_view name;
  std::optional<std::int64_t> Fields::*to;
  unsigned types;
};
constexpr Number kNumbers[] = {
    {"year", &Fields::year, kDates},
    {"quarter", &Fields::quarter, kDates},
    {"month", &Fields::month, kDates},
    {"week", &Fields::week, kDates},
    {"ordinalDay", &Fields::ordinal_day, kDates},
    {"dayOfQuarter", &Fields::day_of_quarter, kDates},
    {"quarterDay", &Fields::day_of_quarter, kDates},
    {"dayOfWeek", &Fields::day_of_week, kDates},
    {"weekDay", &Fields::day_of_week, kDates},
    {"day", &Fields::day, kDates},
    {"hour", &Fields::hour, kTimes},
    {"minute", &Fields::minute, kTimes},
    {"second", &Fields::second, kTimes},
    {"millisecond", &Fields::millisecond, kTimes},
    {"microsecond", &Fields::microsecond, kTimes},
    {"nanosecond", &Fields::nanosecond, kTimes},
    {"epochSeconds", &Fields::epoch_seconds, kMoments},
    {"epochMillis", &Fields::epoch_milliseconds, kMoments},
};

struct Other {
  std::string_view name;
  std::optional<Parts> Fields::*to;
  bool date, time;  // what the value must have
};
constexpr Other kOthers[] = {{"date", &Fields::date, true, false}, {"time", &Fields::time, false, true}, {"datetime", &Fields::datetime, true, true}};

/// `date` is for what has a date, `time` for what has a time, `datetime` for what has both.
bool takes(unsigned types, const Other& other) { return (!other.date || (types & kDates) != 0) && (!other.time || (types & kTimes) != 0); }

Result<bool> read_number(const Number& number, const Value& value, Fields& fields) {
  const auto* integer = value.get<std::int64_t>();
  if (integer == nullptr) return wrong_type("'" + std::string(number.name) + "' must be an integer, not " + std::string(name_of(value.type())));
  fields.*number.to = *integer;
  return true;
}

Result<bool> read_other(const Other& other, const Value& value, Fields& fields) {
  auto parts = parts_of(value);
  if (!parts) return wrong_type("'" + std::string(other.name) + "' must be a date or time, not " + std::string(name_of(value.type())));
  if ((other.date && !parts->days) || (other.time && other.name != "datetime" && !parts->nanoseconds))
    return wrong_value("'" + std::string(other.name) + "' cannot be taken from " + std::string(name_of(value.type())));
  fields.*other.to = std::move(parts);
  return true;
}

Result<bool> read_timezone(const Value& value, Fields& fields) {
  const auto* text = value.get<std::string>();
  if (text == nullptr) return wrong_type("'timezone' must be a string, not " + std::string(name_of(value.type())));
  auto zone = read_zone(*text);
  if (!zone) return failure(zone.error());
  fields.zone = std::move(*zone);
  return true;
}

Result<bool> read_field(ValueType type, std::string_view name, const Value& value, Fields& fields) {
  const unsigned types = taken_by(type);
  if (name == "timezone" && (types & kZones) != 0) return read_timezone(value, fields);
  for (const Number& number : kNumbers) {
    if (number.name == name && (types & number.types) != 0) return read_number(number, value, fields);
  }
  for (const Other& other : kOthers) {
    if (other.name == name && takes(types, other)) return read_other(other, value, fields);
  }
  return wrong_value("a " + std::string(name_of(type)) + " has no '" + std::string(name) + "' that can be given");
}

/// Whether at most one of the four ways to name a day of a year is used.
bool one_way(const Fields& fields) {
  const int ways =
      (fields.month || fields.day) + (fields.week || fields.day_of_week) + (fields.quarter || fields.day_of_quarter) + fields.ordinal_day.has_value();
  return ways <= 1;
}

Result<std::int64_t> first_date(const Fields& fields) {
  if (!fields.year) return wrong_value("a date needs a year");
  if (fields.day && !fields.month) return wrong_value("a day needs a month");
  if (fields.day_of_week && !fields.week) return wrong_value("a day of the week needs a week");
  if (fields.day_of_quarter && !fields.quarter) return wrong_value("a day of the quarter needs a quarter");
  if (fields.week) return week_date(*fields.year, *fields.week, fields.day_of_week.value_or(1));
  if (fields.quarter) return quarter_date(*fields.year, *fields.quarter, fields.day_of_quarter.value_or(1));
  if (fields.ordinal_day) return ordinal_date(*fields.year, *fields.ordinal_day);
  return calendar_date(*fields.year, fields.month.value_or(1), fields.day.value_or(1));
}

/// The day of `date` in another year or month: the last one there is, where it has fewer days.
Result<std::int64_t> moved(const Civil& date, std::int64_t year, std::int64_t month) {
  const auto first = calendar_date(year, month, 1);
  if (!first) return first;
  return clamped_days_of(year, static_cast<int>(month), date.day);
}

Result<std::int64_t> changed_quarter(const Fields& fields, const Civil& date) {
  const std::int64_t year = fields.year.value_or(date.year), quarter = fields.quarter.value_or((date.month - 1) / 3 + 1);
  if (fields.day_of_quarter) return quarter_date(year, quarter, *fields.day_of_quarter);
  const auto first = quarter_date(year, quarter, 1);
  if (!first) return first;
  return moved(date, year, civil_of(*first).month + (date.month - 1) % 3);
}

Result<std::int64_t> changed_date(const Fields& fields, std::int64_t base) {
  const Civil date = civil_of(base);
  const std::int64_t year = fields.year.value_or(date.year);
  if (fields.week || fields.day_of_week) {
    const Week week = week_of(base);
    return week_date(fields.year.value_or(week.year), fields.week.value_or(week.week), fields.day_of_week.value_or(week.day));
  }
  if (fields.quarter || fields.day_of_quarter) return changed_quarter(fields, date);
  if (fields.ordinal_day) return ordinal_date(year, *fields.ordinal_day);
  const std::int64_t month = fields.month.value_or(date.month);
  return fields.day ? calendar_date(year, month, *fields.day) : moved(date, year, month);
}

bool between_zero_and(std::int64_t limit, const std::optional<std::int64_t>& value) { return !value || (*value >= 0 && *value < limit); }

/// The fraction of the second, `base` being the one to change.
Result<std::int64_t> fraction_from(const Fields& fields, std::int64_t base, bool keeps) {
  constexpr std::int64_t kThousand = 1000, kMillion = 1'000'000;
  if (!fields.millisecond && !fields.microsecond && !fields.nanosecond) return base;
  const bool ranges = between_zero_and(kThousand, fields.millisecond) &&
                      between_zero_and(fields.millisecond ? kThousand : kMillion, fields.microsecond) &&
                      between_zero_and(fields.microsecond   ? kThousand
                                       : fields.millisecond ? kMillion
                                                            : kNanoseconds,
                                       fields.nanosecond);
  if (!ranges) return wrong_value("milliseconds, microseconds and nanoseconds must be less than one of the next larger unit that is given");
  const std::int64_t kept = !keeps || fields.millisecond ? 0 : fields.microsecond ? base - base % kMillion : base;
  const std::int64_t total =
      kept + fields.millisecond.value_or(0) * kMillion + fields.microsecond.value_or(0) * kThousand + fields.nanosecond.value_or(0);
  if (total >= kNanoseconds) return wrong_value("milliseconds, microseconds and nanoseconds must be less than a second");
  return total;
}

}  // namespace

Result<Fields> read_fields(ValueType type, const Map& map) {
  Fields fields;
  for (const auto& [name, value] : map) {
    if (value.is_null()) {
      fields.null = true;
      continue;
    }
    const auto read = read_field(type, name, value, fields);
    if (!read) return failure(read.error());
  }
  if (!one_way(fields)) return wrong_value("a day is given by its month, its week, its quarter or its number in the year: only one of them");
  return fields;
}

Result<std::int64_t> date_from(const Fields& fields, std::optional<std::int64_t> base) {
  return base ? changed_date(fields, *base) : first_date(fields);
}

Result<std::int64_t> time_from(const Fields& fields, std::optional<std::int64_t> base, bool keeps_fraction) {
  const bool fraction = fields.millisecond || fields.microsecond || fields.nanosecond;
  if (!base && ((fields.minute && !fields.hour) || (fields.second && !fields.minute) || (fraction && !fields.second)))
    return wrong_value("a time needs the hour with the minute, both with the second, all three with parts of a second");
  if (!between_zero_and(24, fields.hour) || !between_zero_and(60, fields.minute) || !between_zero_and(60, fields.second))
    return wrong_value("there is no such time of day");
  const std::int64_t seconds = base.value_or(0) / kNanoseconds;
  const auto nanoseconds = fraction_from(fields, base.value_or(0) % kNanoseconds, keeps_fraction);
  if (!nanoseconds) return nanoseconds;
  return (fields.hour.value_or(seconds / 3600) * 3600 + fields.minute.value_or(seconds / 60 % 60) * 60 + fields.second.value_or(seconds % 60)) *
             kNanoseconds +
         *nanoseconds;
}

}  // namespace entente::query::temporal
