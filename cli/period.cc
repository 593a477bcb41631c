#include "cli/period.h"

#include <fmt/format.h>

#include <limits>
#include <optional>
#include <utility>

namespace entente::cli {
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

Result<Day> parse_as_of(const std::string& text) {
  const auto days = days_of(text);
  if (!days) return failure(StatusCode::invalid_input, fmt::format("--as-of '{}': is no date; write 2024-11-05, 2024-11 or 2024", text));
  return days->second;
}

Result<std::pair<Day, Day>> parse_during(const std::string& text) {
  const auto refuse = [&](std::string_view why) {
    return failure(StatusCode::invalid_input,
                   fmt::format("--during '{}': {}; write 2024-11-01..2024-11-05, 2024-11.., ..2024 or 2024-11", text, why));
  };
  const auto dots = text.find("..");
  const std::string from = text.substr(0, dots), to = dots == std::string::npos ? from : text.substr(dots + 2);
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

}  // namespace

Result<Period> PeriodFlags::period() const {
  Period period;
  if (!as_of.empty()) {
    const auto day = parse_as_of(as_of);
    if (!day) return failure(day.error());
    period.known_by = *day;
  }
  if (!during.empty()) {
    const auto days = parse_during(during);
    if (!days) return failure(days.error());
    period.days = *days;
  }
  return period;
}

std::shared_ptr<const PeriodFlags> add_period(CLI::App& app) {
  auto flags = std::make_shared<PeriodFlags>();
  app.add_option("--as-of", flags->as_of, "The graph as it was known on that day: only articles published by then")->type_name("DATE");
  app.add_option("--during", flags->during, "Only what happened then: from one date to another, or a date alone; days, months or years")
      ->type_name("DATE..DATE");
  return flags;
}

int with_snapshot(const Context& context, const PeriodFlags& flags, const std::function<int(const Ontology&, const Snapshot&)>& run) {
  const auto period = flags.period();
  if (!period) return complain(period.error());
  return with_graph(context, Access::read, [&](const Ontology& ontology, Store& store) {
    Snapshot snapshot = store.snapshot();
    if (period->known_by) snapshot = snapshot.as_of(*period->known_by);
    if (period->days) snapshot = snapshot.during(period->days->first, period->days->second);
    return run(ontology, snapshot);
  });
}

}  // namespace entente::cli
