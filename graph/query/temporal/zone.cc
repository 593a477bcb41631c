#include <date/tz.h>

#include <exception>

#include "graph/query/temporal/parts.h"

namespace entente::query::temporal {

namespace {

std::int64_t first_of_march(std::int64_t year) { return days_of(Civil{year, 3, 1}); }

/// The system's tables end with 2037. What follows is as in the year from March 2027 to February 2038 whose March begins on the same day of the week:
/// the rules are of the kind "last Sunday of March", and none changes clocks in February.
std::int64_t in_tables(std::int64_t seconds) {
  const std::int64_t days = floor_div(seconds, kDaySeconds);
  const Civil date = civil_of(days);
  const std::int64_t first = first_of_march(date.month < 3 ? date.year - 1 : date.year);
  std::int64_t year = 2037;
  while (floor_mod(first_of_march(year) - first, 7) != 0) --year;
  return seconds + (first_of_march(year) - first) * kDaySeconds;
}

/// Whether `info` is what comes after the last change that the tables know, and that is one of 2037: the zone then goes on changing its clocks.
bool after_tables(const date::sys_info& info) {
  return info.begin >= date::sys_days{date::year{2037} / 1 / 1} && info.begin < date::sys_days{date::year{2038} / 1 / 1} &&
         info.end > date::sys_days{date::year{2039} / 1 / 1};
}

const date::sys_info& first_of(const date::sys_info& info) { return info; }
const date::sys_info& first_of(const date::local_info& info) { return info.first; }

/// What the tables say of a moment, in UTC or local, as `TimePoint` has it.
template <class Info, class TimePoint>
Info info_at(const std::string& name, std::int64_t seconds) {
  const date::time_zone* const zone = date::locate_zone(name);
  const Info info = zone->get_info(TimePoint{std::chrono::seconds{seconds}});
  return after_tables(first_of(info)) ? zone->get_info(TimePoint{std::chrono::seconds{in_tables(seconds)}}) : info;
}

std::int32_t seconds_of(const date::sys_info& info) { return static_cast<std::int32_t>(info.offset.count()); }

}  // namespace

Result<Zone> named_zone(std::string_view name) {
  try {
    date::locate_zone(name);
  } catch (const std::exception&) {
    return wrong_value("there is no time zone '" + std::string(name) + "'; give an offset, as +01:00, or a name, as Europe/Stockholm");
  }
  return Zone{0, std::make_shared<const std::string>(name)};
}

std::int32_t offset_at(const Zone& zone, std::int64_t utc_seconds) {
  if (!zone.name) return zone.offset;
  try {
    return seconds_of(info_at<date::sys_info, date::sys_seconds>(*zone.name, utc_seconds));
  } catch (const std::exception&) {  // the tables went away since named_zone() saw them
    return 0;
  }
}

DateTime in_zone(const LocalDateTime& local, const Zone& zone, std::optional<std::int32_t> preferred) {
  if (!zone.name) return {local.seconds - zone.offset, local.nanoseconds, zone.offset, nullptr};
  try {
    const auto info = info_at<date::local_info, date::local_seconds>(*zone.name, local.seconds);
    const std::int32_t first = seconds_of(info.first);
    if (info.result == date::local_info::unique) return {local.seconds - first, local.nanoseconds, first, zone.name};
    const std::int32_t second = seconds_of(info.second);
    if (info.result == date::local_info::nonexistent) return {local.seconds - first, local.nanoseconds, second, zone.name};
    const std::int32_t offset = preferred == second ? second : first;
    return {local.seconds - offset, local.nanoseconds, offset, zone.name};
  } catch (const std::exception&) {
    return {local.seconds, local.nanoseconds, 0, zone.name};
  }
}

DateTime at_instant(std::int64_t utc_seconds, std::int32_t nanoseconds, const Zone& zone) {
  return {utc_seconds, nanoseconds, offset_at(zone, utc_seconds), zone.name};
}

}  // namespace entente::query::temporal
