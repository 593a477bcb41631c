#include "graph/query/temporal/parts.h"

namespace entente::query::temporal {

namespace {

/// One end of a span: what its clock shows, and its zone if the span has any.
struct End {
  LocalDateTime local;
  std::optional<Zone> zone;
  std::optional<std::int32_t> offset;
};

/// Whatever `parts` has not got is that of the other end; midnight.
End end_of(const Parts& parts, const Parts& other, bool dated) {
  const std::int64_t days = dated ? *parts.days : parts.days.value_or(other.days.value_or(0));
  return {join(days, parts.nanoseconds.value_or(0)), parts.zone ? parts.zone : other.zone, parts.offset};
}

/// Since 1970-01-01T00:00, in UTC where there is a zone.
LocalDateTime instant_of(const End& end) {
  if (!end.zone) return end.local;
  const DateTime moment = in_zone(end.local, *end.zone, end.offset);
  return {moment.seconds, moment.nanoseconds};
}

/// The day of `to`, less the day that is not full yet on the way from `from`.
std::int64_t full_days(const LocalDateTime& from, const LocalDateTime& to) {
  const std::int64_t first = days_of(from), last = days_of(to);
  const std::int64_t begin = nanoseconds_of_day(from), end = nanoseconds_of_day(to);
  if (last > first && end < begin) return last - 1;
  if (last < first && end > begin) return last + 1;
  return last;
}

std::int64_t months_between(const LocalDateTime& from, const LocalDateTime& to) {
  const Civil a = civil_of(days_of(from)), b = civil_of(full_days(from, to));
  const std::int64_t months = (b.year - a.year) * 12 + b.month - a.month;
  if (months > 0 && b.day < a.day) return months - 1;
  if (months < 0 && b.day > a.day) return months + 1;
  return months;
}

}  // namespace

Result<Value> between(Span span, const Value& from_value, const Value& to_value) {
  const auto from_parts = parts_of(from_value), to_parts = parts_of(to_value);
  if (!from_parts || !to_parts) return wrong_type("duration.between() and its like take two dates or times");
  const bool dated = from_parts->days && to_parts->days;
  End from = end_of(*from_parts, *to_parts, dated);
  End to = end_of(*to_parts, *from_parts, dated);
  const LocalDateTime end = instant_of(to);
  if (from.zone) to.local = local_of(at_instant(end.seconds, end.nanoseconds, *from.zone));

  Duration duration;
  if (dated && (span == Span::all || span == Span::months)) {
    duration.months = months_between(from.local, to.local);
    const auto days = plus_months(days_of(from.local), duration.months);
    if (!days) return failure(days.error());
    from.local = join(*days, nanoseconds_of_day(from.local));
  }
  if (dated && (span == Span::all || span == Span::days)) {
    duration.days = full_days(from.local, to.local) - days_of(from.local);
    from.local.seconds += duration.days * kDaySeconds;
  }
  if (span == Span::all || span == Span::seconds) {
    const LocalDateTime begin = instant_of(from);
    const std::int64_t nanoseconds = end.nanoseconds - begin.nanoseconds;
    duration.seconds = end.seconds - begin.seconds + floor_div(nanoseconds, kNanoseconds);
    duration.nanoseconds = static_cast<std::int32_t>(floor_mod(nanoseconds, kNanoseconds));
  }
  return Value(duration);
}

}  // namespace entente::query::temporal
