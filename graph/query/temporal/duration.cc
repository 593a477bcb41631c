#include <charconv>
#include <cmath>

#include "graph/query/temporal/parts.h"

namespace entente::query::temporal {

namespace {

struct DurationKey {
  std::string_view name;
  DurationUnit unit;
};
using Level = DurationUnit::Level;
constexpr DurationKey kKeys[] = {
    {"years", {Level::month, 12}},
    {"quarters", {Level::month, 3}},
    {"months", {Level::month}},
    {"weeks", {Level::day, 7}},
    {"days", {Level::day}},
    {"hours", {Level::second, 3600}},
    {"minutes", {Level::second, 60}},
    {"seconds", {Level::second}},
    {"milliseconds", {Level::second, 1, 1000}},
    {"microseconds", {Level::second, 1, 1'000'000}},
    {"nanoseconds", {Level::second, 1, kNanoseconds}},
};

const DurationKey* find_key(std::string_view name) {
  for (const DurationKey& key : kKeys) {
    if (key.name == name) return &key;
  }
  return nullptr;
}

/// Whole units of what is left over from `part`.
std::int64_t carry(long double& part) {
  const long double whole = std::trunc(part);
  part -= whole;
  return static_cast<std::int64_t>(whole);
}

/// Gives `left`, of which `unit` are one of `whole`, the sign of `whole`.
void align(std::int64_t& whole, long double& left, long double unit) {
  if (whole > 0 && left < 0) {
    --whole;
    left += unit;
  } else if (whole < 0 && left > 0) {
    ++whole;
    left -= unit;
  }
}

/// Cut to whole nanoseconds, as far as binary fractions have not lost them: those of sums are right to much less than a thousandth.
std::int64_t nanoseconds_in(long double seconds) {
  const long double nanoseconds = seconds * static_cast<long double>(kNanoseconds);
  return static_cast<std::int64_t>(std::trunc(nanoseconds + (nanoseconds < 0 ? -0.001L : 0.001L)));
}

}  // namespace

void DurationSum::add_whole(std::int64_t whole, Amount& to) {
  const auto total = sum(to.whole, whole);
  fits_ = fits_ && total;
  if (total) to.whole = *total;
}

void DurationSum::add(const Amount& amount, const DurationUnit& unit) {
  Amount& to = unit.level == Level::month ? months_ : unit.level == Level::day ? days_ : seconds_;
  const auto whole = product(amount.whole, unit.times);
  fits_ = fits_ && whole;
  if (!whole) return;
  add_whole(*whole / unit.per, to);
  const long double part = amount.part * static_cast<long double>(unit.times) + static_cast<long double>(*whole % unit.per);
  to.part += part / static_cast<long double>(unit.per);
  add_whole(carry(to.part), to);
}

Result<Duration> DurationSum::total() const {
  DurationSum sum = *this;
  align(sum.months_.whole, sum.months_.part, 1);
  // Seconds rather than days: their products with halves and the like are exact.
  long double left = sum.months_.part * static_cast<long double>(kMonthSeconds) + sum.days_.part * static_cast<long double>(kDaySeconds);
  const auto day = static_cast<long double>(kDaySeconds);
  const long double rest = std::fmod(left, day);
  sum.add_whole(std::llround((left - rest) / day), sum.days_);
  left = rest;
  align(sum.days_.whole, left, day);
  sum.add_whole(carry(left), sum.seconds_);
  const std::int64_t nanoseconds = nanoseconds_in(left + sum.seconds_.part);
  sum.add_whole(floor_div(nanoseconds, kNanoseconds), sum.seconds_);
  if (!sum.fits_) return out_of_range();
  return Duration{sum.months_.whole, sum.days_.whole, sum.seconds_.whole, static_cast<std::int32_t>(floor_mod(nanoseconds, kNanoseconds))};
}

std::optional<long double> decimal(double value) {
  if (!std::isfinite(value)) return std::nullopt;
  char digits[64];
  const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
  long double read = 0;
  if (std::from_chars(digits, end, read).ec != std::errc{}) return std::nullopt;
  return read;
}

std::optional<Amount> amount_of(long double value) {
  constexpr long double kBound = 9'223'372'036'854'775'808.0L;
  if (!(value > -kBound && value < kBound)) return std::nullopt;
  const long double whole = std::trunc(value);
  return Amount{static_cast<std::int64_t>(whole), value - whole};
}

std::optional<Amount> amount_of(const Value& number) {
  if (const auto* integer = number.get<std::int64_t>()) return Amount{*integer, 0};
  const auto* real = number.get<double>();
  const auto value = real != nullptr ? decimal(*real) : std::nullopt;
  return value ? amount_of(*value) : std::nullopt;
}

Result<Duration> duration_from_map(const Map& map) {
  if (map.empty())
    return wrong_value("a duration needs at least one of years, quarters, months, weeks, days, hours, minutes, seconds and their parts");
  DurationSum sum;
  for (const auto& [name, value] : map) {
    const DurationKey* const key = find_key(name);
    if (key == nullptr) return wrong_value("a duration has no '" + name + "'");
    if (!value.is_number()) return wrong_type("'" + name + "' of a duration must be a number, not " + std::string(name_of(value.type())));
    const auto amount = amount_of(value);
    if (!amount) return out_of_range();
    sum.add(*amount, key->unit);
  }
  return sum.total();
}

}  // namespace entente::query::temporal
