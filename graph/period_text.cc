#include "graph/period_text.h"

#include <fmt/format.h>

#include <limits>
#include <optional>
#include <string>

namespace entente {
namespace {

constexpr Day kFirst = std::numeric_limits<Day>::min(), kLast = std::numeric_limits<Day>::max();

/// "2024", "2024-11" or "2024-11-05" as its first and its last day; none where it is none of them.
std::optional<std::pair<Day, Day>> days_of(const std::string& text) {
  const auto days = [](const std::string& first, const std::string& last) -> std::optional<std::pair<Day, Day>> {
    const auto from = parse_day(first), to = parse_day(last);
    return from && to ? std::optional(std::pair{*from, *to}) : std::nullopt;
  };
  if (text.size() == 4) return days(text + "-01-01", text + "-12-31");
  if (text.size() == 10) return days(text, text);
  if (text.size() != 7) return std::nullopt;
  for (const auto* end : {"-31", "-30", "-29", "-28"})  // of the lengths that a month can have, the longest that this one has
    if (const auto month = days(text + "-01", text + end)) return month;
  return std::nullopt;
}

}  // namespace

Result<Day> parse_as_of(std::string_view name, std::string_view text) {
  const auto days = days_of(std::string(text));
  if (!days) return failure(StatusCode::invalid_input, fmt::format("{} '{}': is no date; write 2024-11-05, 2024-11 or 2024", name, text));
  return days->second;
}

Result<std::pair<Day, Day>> parse_during(std::string_view name, std::string_view text) {
  const auto refuse = [&](std::string_view why) {
    return failure(StatusCode::invalid_input,
                   fmt::format("{} '{}': {}; write 2024-11-01..2024-11-05, 2024-11.., ..2024 or 2024-11", name, text, why));
  };
  const auto dots = text.find("..");
  const std::string from(text.substr(0, dots)), to(dots == std::string_view::npos ? from : text.substr(dots + 2));
  if (from.empty() && to.empty()) return refuse("names no day");
  std::pair<Day, Day> period = {kFirst, kLast};
  if (!from.empty()) {
    const auto days = days_of(from);
    if (!days) return refuse(fmt::format("'{}' is no date", from));
    period.first = days->first;
  }
  if (!to.empty()) {
    const auto days = days_of(to);
    if (!days) return refuse(fmt::format("'{}' is no date", to));
    period.second = days->second;
  }
  if (period.first > period.second) return refuse("ends before it begins");
  return period;
}

}  // namespace entente
