#include <cstdlib>

#include "graph/query/temporal/parts.h"

namespace entente::query {

namespace temporal {

namespace {

std::string two_digits(std::int64_t number) { return (number < 10 ? "0" : "") + std::to_string(number); }

/// ".142": in thousandths, millionths or billionths, whichever is enough.
std::string fraction_text(std::int64_t nanoseconds) {
  if (nanoseconds == 0) return {};
  std::string digits = std::to_string(kNanoseconds + nanoseconds);
  digits.front() = '.';
  while (digits.ends_with("000")) digits.resize(digits.size() - 3);
  return digits;
}

std::string date_text(std::int64_t days) {
  const Civil date = civil_of(days);
  const std::string digits = std::to_string(std::abs(date.year));
  std::string text = date.year < 0 ? "-" : date.year > 9999 ? "+" : "";
  text.append(digits.size() < 4 ? 4 - digits.size() : 0, '0');
  return text + digits + "-" + two_digits(date.month) + "-" + two_digits(date.day);
}

std::string time_text(std::int64_t nanoseconds) {
  const std::int64_t seconds = nanoseconds / kNanoseconds;
  std::string text = two_digits(seconds / 3600) + ":" + two_digits(seconds / 60 % 60);
  if (nanoseconds % (60 * kNanoseconds) == 0) return text;
  return text + ":" + two_digits(seconds % 60) + fraction_text(nanoseconds % kNanoseconds);
}

/// "-3.500000002", without zeros at the end; nanoseconds have the sign of the seconds.
std::string seconds_text(std::int64_t seconds, std::int64_t nanoseconds) {
  std::string text = (seconds < 0 || nanoseconds < 0 ? "-" : "") + std::to_string(std::abs(seconds));
  if (nanoseconds == 0) return text;
  std::string digits = std::to_string(kNanoseconds + std::abs(nanoseconds));
  digits.front() = '.';
  digits.resize(digits.find_last_not_of('0') + 1);
  return text + digits;
}

}  // namespace

std::string offset_text(std::int32_t offset) {
  if (offset == 0) return "Z";
  const std::int32_t seconds = std::abs(offset);
  std::string text = (offset < 0 ? "-" : "+") + two_digits(seconds / 3600) + ":" + two_digits(seconds / 60 % 60);
  return seconds % 60 == 0 ? text : text + ":" + two_digits(seconds % 60);
}

}  // namespace temporal

using namespace temporal;

std::string to_string(const Date& value) { return date_text(value.days); }
std::string to_string(const LocalTime& value) { return time_text(value.nanoseconds); }
std::string to_string(const Time& value) { return time_text(value.nanoseconds) + offset_text(value.offset); }
std::string to_string(const LocalDateTime& value) { return date_text(days_of(value)) + "T" + time_text(nanoseconds_of_day(value)); }
std::string to_string(const DateTime& value) {
  const std::string text = to_string(local_of(value)) + offset_text(value.offset);
  return value.zone ? text + "[" + *value.zone + "]" : text;
}

std::string to_string(const Duration& value) {
  std::string date, time;
  const auto put = [](std::string& to, std::int64_t number, char unit) {
    if (number != 0) to += std::to_string(number) + unit;
  };
  put(date, value.months / 12, 'Y');
  put(date, value.months % 12, 'M');
  put(date, value.days, 'D');
  // Seconds are kept rounded down; what is printed has one sign.
  const bool up = value.seconds < 0 && value.nanoseconds > 0;
  const std::int64_t seconds = up ? value.seconds + 1 : value.seconds;
  const std::int64_t nanoseconds = up ? value.nanoseconds - kNanoseconds : value.nanoseconds;
  put(time, seconds / 3600, 'H');
  put(time, seconds / 60 % 60, 'M');
  if (seconds % 60 != 0 || nanoseconds != 0) time += seconds_text(seconds % 60, nanoseconds) + "S";
  if (date.empty() && time.empty()) return "PT0S";
  return "P" + date + (time.empty() ? "" : "T" + time);
}

}  // namespace entente::query
