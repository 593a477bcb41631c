#pragma once

#include <cstdint>
#include <optional>

#include "graph/query/temporal/parts.h"

/// What a map says of a point in time, as {year: 1984, week: 10, timezone: '+01:00'}.

namespace entente::query::temporal {

struct Fields {
  std::optional<std::int64_t> year, quarter, month, week, ordinal_day, day_of_quarter, day_of_week, day;
  std::optional<std::int64_t> hour, minute, second, millisecond, microsecond, nanosecond;
  std::optional<std::int64_t> epoch_seconds, epoch_milliseconds;
  std::optional<Zone> zone;
  std::optional<Parts> date, time, datetime;  ///< other values, of which parts are taken
  bool null = false;                          ///< one of the values is null
};

/// Errors: ArgumentError for a name that `type` does not take, TypeError for a value of a wrong type.
Result<Fields> read_fields(ValueType type, const Map& map);

/// The day: of `base`, with what the fields say put over it. Without base the first day of what the fields say; they must then begin with a year.
Result<std::int64_t> date_from(const Fields& fields, std::optional<std::int64_t> base);

/// The nanosecond of the day, as above; midnight without base and fields. The base's fraction of a second is kept beside smaller fields if
/// `keeps_fraction`, else they stand for all of it.
Result<std::int64_t> time_from(const Fields& fields, std::optional<std::int64_t> base, bool keeps_fraction);

}  // namespace entente::query::temporal
