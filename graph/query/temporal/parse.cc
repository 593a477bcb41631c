#include <algorithm>
#include <charconv>
#include <span>

#include "graph/query/temporal/parts.h"

namespace entente::query::temporal {

namespace {

/// The text that is still to be read.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  bool done() const { return rest_.empty(); }
  char peek(std::size_t at = 0) const { return at < rest_.size() ? rest_[at] : '\0'; }
  bool skip(char c) {
    if (peek() != c || done()) return false;
    rest_.remove_prefix(1);
    return true;
  }
  /// How many digits are next.
  std::size_t run() const {
    const std::size_t end = rest_.find_first_not_of("0123456789");
    return end == std::string_view::npos ? rest_.size() : end;
  }
  std::string_view take(std::size_t count) {
    const std::string_view taken = rest_.substr(0, count);
    rest_.remove_prefix(taken.size());
    return taken;
  }
  /// The next `least` to `most` digits as a number; the reader is then no good where there are fewer.
  std::int64_t number(std::size_t least, std::size_t most) {
    const std::string_view digits = take(std::min(run(), most));
    std::int64_t value = 0;
    good_ = std::from_chars(digits.data(), digits.data() + digits.size(), value).ec == std::errc{} && digits.size() >= least && good_;
    return value;
  }
  std::int64_t number(std::size_t digits) { return number(digits, digits); }
  bool good() const { return good_; }
  void spoil() { good_ = false; }

 private:
  std::string_view rest_;
  bool good_ = true;
};

/// After the year, without dashes: `0721`, `07`, `202`, `W302`, `Q214`.
Result<std::int64_t> read_basic_date(Reader& text, std::int64_t year) {
  if (text.skip('W')) {
    const std::int64_t week = text.number(2);
    return week_date(year, week, text.run() > 0 ? text.number(1) : 1);
  }
  if (text.skip('Q')) {
    const std::int64_t quarter = text.number(1);
    return quarter_date(year, quarter, text.run() > 0 ? text.number(2) : 1);
  }
  if (text.run() == 0) return calendar_date(year, 1, 1);
  if (text.run() == 3) return ordinal_date(year, text.number(3));
  const std::int64_t month = text.number(2);
  return calendar_date(year, month, text.run() > 0 ? text.number(2) : 1);
}

/// After the year: `-07-21`, `-07`, `-202`, `-W30-2`, `-Q2-14`.
Result<std::int64_t> read_extended_date(Reader& text, std::int64_t year) {
  text.skip('-');
  const auto day = [&](std::size_t most) { return text.peek(1) >= '0' && text.peek(1) <= '9' && text.skip('-') ? text.number(1, most) : 1; };
  if (text.skip('W')) {
    const std::int64_t week = text.number(1, 2);
    return week_date(year, week, day(1));
  }
  if (text.skip('Q')) {
    const std::int64_t quarter = text.number(1);
    return quarter_date(year, quarter, day(2));
  }
  if (text.run() == 3) return ordinal_date(year, text.number(3));
  const std::int64_t month = text.number(1, 2);
  return calendar_date(year, month, day(2));
}

Result<std::int64_t> read_date(Reader& text) {
  const bool minus = text.peek() == '-', sign = text.skip('-') || text.skip('+');
  const std::int64_t year = (minus ? -1 : 1) * (sign ? text.number(1, 9) : text.number(4));
  if (text.peek() == '-') return read_extended_date(text, year);
  if (sign) return calendar_date(year, 1, 1);  // without dashes nobody knows where a long year ends
  return read_basic_date(text, year);
}

/// The nanoseconds of `.142` or `,142`; 0 where nothing of the kind is next.
std::int64_t read_fraction(Reader& text) {
  if (!text.skip('.') && !text.skip(',')) return 0;
  const std::size_t digits = text.run();
  std::int64_t value = text.number(1, 9);
  for (std::size_t i = digits; i < 9; ++i) value *= 10;
  return value;
}

struct ClockText {
  std::int64_t hour = 0, minute = 0, second = 0, nanosecond = 0;
};

/// `21:40:32.142`, `214032.142` and what is shorter.
ClockText read_clock(Reader& text) {
  ClockText clock;
  const bool basic = text.run() > 2;
  const auto number = [&] { return basic ? text.number(2) : text.number(1, 2); };
  const auto more = [&] { return basic ? text.run() > 0 : text.skip(':'); };
  clock.hour = number();
  if (!more()) return clock;
  clock.minute = number();
  if (!more()) return clock;
  clock.second = number();
  clock.nanosecond = read_fraction(text);
  return clock;
}

Result<std::int64_t> read_time(Reader& text) {
  const ClockText clock = read_clock(text);
  if (clock.hour > 23 || clock.minute > 59 || clock.second > 59) return wrong_value("there is no such time of day");
  return (clock.hour * 3600 + clock.minute * 60 + clock.second) * kNanoseconds + clock.nanosecond;
}

/// `Z`, `+01`, `+0100`, `+01:00`, each with seconds too.
Result<std::int32_t> read_offset(Reader& text) {
  if (text.skip('Z')) return 0;
  const std::int64_t sign = text.peek() == '-' ? -1 : 1;
  if (!text.skip('-') && !text.skip('+')) text.spoil();
  const ClockText clock = read_clock(text);
  const std::int64_t seconds = clock.hour * 3600 + clock.minute * 60 + clock.second;
  constexpr std::int64_t kLastOffset = std::int64_t{18} * 3600;
  if (clock.minute > 59 || clock.second > 59 || clock.nanosecond != 0 || seconds > kLastOffset)
    return wrong_value("there is no such offset from UTC");
  return static_cast<std::int32_t>(sign * seconds);
}

bool offset_is_next(const Reader& text) { return text.peek() == 'Z' || text.peek() == '+' || text.peek() == '-'; }

/// An offset, `[Zone/Name]` or both, which then must agree; UTC where there is neither.
Result<bool> read_suffix(Reader& text, bool named, Parts& parts) {
  parts.zone = Zone{};
  if (offset_is_next(text)) {
    const auto offset = read_offset(text);
    if (!offset) return failure(offset.error());
    parts.offset = parts.zone->offset = *offset;
  }
  if (!named || !text.skip('[')) return true;
  std::size_t length = 0;
  while (text.peek(length) != '\0' && text.peek(length) != ']') ++length;
  const auto zone = named_zone(text.take(length));
  if (!zone) return failure(zone.error());
  if (!text.skip(']')) text.spoil();
  parts.zone = *zone;
  if (parts.offset && in_zone(join(*parts.days, parts.nanoseconds.value_or(0)), *zone, parts.offset).offset != *parts.offset)
    return wrong_value("the offset is not that of the time zone at that time");
  return true;
}

Result<Parts> read_parts(ValueType type, Reader& text) {
  Parts parts;
  const bool has_date = type == ValueType::date || type == ValueType::local_datetime || type == ValueType::datetime;
  if (has_date) {
    const auto days = read_date(text);
    if (!days) return failure(days.error());
    parts.days = *days;
  }
  if (!has_date || (type != ValueType::date && text.skip('T'))) {
    const auto time = read_time(text);
    if (!time) return failure(time.error());
    parts.nanoseconds = *time;
  }
  if (type == ValueType::time || type == ValueType::datetime) {
    const auto read = read_suffix(text, type == ValueType::datetime, parts);
    if (!read) return failure(read.error());
  }
  return parts;
}

/// A decimal number with or without a sign.
std::optional<Amount> read_amount(Reader& text) {
  const bool minus = text.peek() == '-';
  if (!text.skip('-')) text.skip('+');
  const std::string_view whole = text.take(text.run());
  Amount amount;
  const auto read = std::from_chars(whole.data(), whole.data() + whole.size(), amount.whole);
  if (read.ec != std::errc{}) return std::nullopt;
  if (text.skip('.') || text.skip(',')) {
    const std::string part = "0." + std::string(text.take(text.run()));
    if (part.size() == 2) return std::nullopt;
    std::from_chars(part.data(), part.data() + part.size(), amount.part);
  }
  if (minus) amount = {-amount.whole, -amount.part};
  return amount;
}

struct Letter {
  char letter;
  DurationUnit unit;
};
using Level = DurationUnit::Level;
constexpr Letter kDateLetters[] = {{'Y', {Level::month, 12}}, {'M', {Level::month}}, {'W', {Level::day, 7}}, {'D', {Level::day}}};
constexpr Letter kTimeLetters[] = {{'H', {Level::second, 3600}}, {'M', {Level::second, 60}}, {'S', {Level::second}}};

/// Amounts with their letters, in the order of `letters`, to the end or a `T`. How many there were.
std::size_t read_amounts(Reader& text, std::span<const Letter> letters, std::int64_t sign, DurationSum& sum) {
  std::size_t count = 0;
  while (text.good() && !text.done() && text.peek() != 'T') {
    auto amount = read_amount(text);
    while (!letters.empty() && letters.front().letter != text.peek()) letters = letters.subspan(1);
    if (!amount || letters.empty()) {
      text.spoil();
      return count;
    }
    text.take(1);
    sum.add({sign * amount->whole, static_cast<long double>(sign) * amount->part}, letters.front().unit);
    letters = letters.subspan(1);
    ++count;
  }
  return count;
}

/// `2012-02-02T14:37:21.545`: the parts as amounts.
void read_date_form(Reader& text, std::int64_t sign, DurationSum& sum) {
  const bool extended = text.peek(4) == '-';
  const auto add = [&](std::size_t digits, DurationUnit unit) { sum.add({sign * text.number(digits), 0}, unit); };
  add(4, {Level::month, 12});
  if (extended && !text.skip('-')) text.spoil();
  add(2, {Level::month});
  if (extended && !text.skip('-')) text.spoil();
  add(2, {Level::day});
  if (!text.skip('T')) return;
  const ClockText clock = read_clock(text);
  sum.add({sign * (clock.hour * 3600 + clock.minute * 60 + clock.second), 0}, {});
  sum.add({sign * clock.nanosecond, 0}, {Level::second, 1, kNanoseconds});
}

bool is_date_form(const Reader& text) {
  return (text.run() == 4 && text.peek(4) == '-') || (text.run() == 8 && (text.peek(8) == 'T' || text.peek(8) == '\0'));
}

tl::unexpected<Error> unreadable(std::string_view type, std::string_view text) {
  return wrong_value("'" + std::string(text) + "' is no " + std::string(type) + " in ISO 8601");
}

}  // namespace

Result<Parts> read_text(ValueType type, std::string_view text) {
  Reader reader(text);
  auto parts = read_parts(type, reader);
  if (!reader.good() || (parts && !reader.done())) return unreadable(name_of(type), text);
  return parts;
}

Result<Zone> read_zone(std::string_view text) {
  Reader reader(text);
  if (text != "Z" && reader.peek() != '+' && reader.peek() != '-') return named_zone(text);
  const auto offset = read_offset(reader);
  if (!offset) return failure(offset.error());
  if (!reader.good() || !reader.done()) return unreadable("offset", text);
  return Zone{*offset};
}

Result<Duration> read_duration(std::string_view text) {
  Reader reader(text);
  DurationSum sum;
  const std::int64_t sign = reader.peek() == '-' ? -1 : 1;
  if (!reader.skip('-')) reader.skip('+');
  if (!reader.skip('P') || reader.done()) return unreadable(name_of(ValueType::duration), text);
  if (is_date_form(reader)) {
    read_date_form(reader, sign, sum);
  } else {
    read_amounts(reader, kDateLetters, sign, sum);
    if (reader.skip('T') && read_amounts(reader, kTimeLetters, sign, sum) == 0) reader.spoil();
  }
  if (!reader.good() || !reader.done()) return unreadable(name_of(ValueType::duration), text);
  return sum.total();
}

}  // namespace entente::query::temporal
