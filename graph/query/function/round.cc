#include "graph/query/function/round.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string>
#include <utility>

#include "graph/query/function/table.h"

namespace entente::query {
namespace {

/// Whether the last kept digit grows by one. `cut` are the digits that are cut off, not all 0.
bool grows(std::string_view cut, char last_kept, bool negative, Rounding mode) {
  const bool beyond_first = cut.find_first_not_of('0', 1) != std::string_view::npos;
  const int half = cut[0] != '5' ? (cut[0] > '5' ? 1 : -1) : (beyond_first ? 1 : 0);  // more, less or exactly a half
  switch (mode) {
    case Rounding::up: return true;
    case Rounding::down: return false;
    case Rounding::ceiling: return !negative;
    case Rounding::floor: return negative;
    case Rounding::half_up: return half >= 0;
    case Rounding::half_down: return half > 0;
    case Rounding::half_even: return half > 0 || (half == 0 && (last_kept - '0') % 2 == 1);
  }
  return false;
}

/// Adds one to the last digit of a decimal that begins with a 0 to carry into.
void increment(std::string& decimal) {
  for (std::size_t i = decimal.size(); i-- > 0;) {
    if (decimal[i] == '.') continue;
    if (decimal[i] != '9') {
      ++decimal[i];
      return;
    }
    decimal[i] = '0';
  }
}

}  // namespace

std::optional<Rounding> rounding_named(std::string_view name) {
  constexpr std::array<std::pair<std::string_view, Rounding>, 7> kModes = {{{"up", Rounding::up},
                                                                            {"down", Rounding::down},
                                                                            {"ceiling", Rounding::ceiling},
                                                                            {"floor", Rounding::floor},
                                                                            {"half_up", Rounding::half_up},
                                                                            {"half_down", Rounding::half_down},
                                                                            {"half_even", Rounding::half_even}}};
  const std::string lower = ascii_lower(name);
  const auto found = std::ranges::find_if(kModes, [&](const auto& mode) { return mode.first == lower; });
  return found == kModes.end() ? std::nullopt : std::optional(found->second);
}

double round_half_up(double value) {
  const double below = std::floor(value);
  return value - below >= 0.5 ? below + 1 : below;
}

double round_decimal(double value, std::int64_t places, Rounding mode) {
  if (!std::isfinite(value)) return value;
  std::array<char, 1100> buffer;  // the longest float has 309 digits before the point, or 1074 after it
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), std::abs(value), std::chars_format::fixed).ptr;
  std::string decimal = "0" + std::string(buffer.data(), end);
  const std::size_t point = decimal.find('.');
  if (point == std::string::npos || decimal.size() - point - 1 <= static_cast<std::uint64_t>(places)) return value;
  const std::size_t kept = point + 1 + static_cast<std::size_t>(places);
  const std::string cut = decimal.substr(kept);
  const char last_kept = places == 0 ? decimal[point - 1] : decimal[kept - 1];
  decimal.resize(kept);
  if (cut.find_first_not_of('0') != std::string::npos && grows(cut, last_kept, value < 0, mode)) increment(decimal);
  double rounded = 0;
  std::from_chars(decimal.data(), decimal.data() + decimal.size(), rounded);
  return value < 0 ? -rounded : rounded;
}

}  // namespace entente::query
