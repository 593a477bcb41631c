#include "graph/model.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <array>
#include <chrono>
#include <ctime>

#include "graph/text/unicode.h"

namespace entente {
namespace {

/// Reads exactly `digits` decimal digits at `at`; none where there is anything else.
std::optional<int> read_digits(std::string_view text, std::size_t at, std::size_t digits) {
  int value = 0;
  for (const char c : text.substr(at, digits)) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

/// The byte where code point `count` of `text` begins.
std::size_t byte_of(std::string_view text, std::uint32_t count) {
  std::size_t at = 0;
  for (; count > 0 && at < text.size(); --count) at = decode(text, at).next;
  return at;
}

}  // namespace

std::string_view to_string(Polarity polarity) {
  constexpr std::array<std::string_view, 2> names = {"affirmed", "negated"};
  return names[static_cast<std::size_t>(polarity)];
}

std::string_view to_string(Modality modality) {
  constexpr std::array<std::string_view, 4> names = {"actual", "planned", "possible", "demanded"};
  return names[static_cast<std::size_t>(modality)];
}

std::string_view to_string(Part part) {
  constexpr std::array<std::string_view, 2> names = {"body", "title"};
  return names[static_cast<std::size_t>(part)];
}

std::string_view to_string(DatePrecision precision) {
  constexpr std::array<std::string_view, 4> names = {"day", "week", "month", "year"};
  return names[static_cast<std::size_t>(precision)];
}

std::string_view to_string(ClaimStatus status) {
  constexpr std::array<std::string_view, kClaimStatusCount> names = {"actual", "planned", "possible", "demanded", "negated"};
  return names[static_cast<std::size_t>(status)];
}

std::string format_day(Day day) {
  const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{day}}};
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

std::string format_time(std::int64_t seconds) { return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(static_cast<std::time_t>(seconds))); }

std::optional<Day> parse_day(std::string_view text) {
  constexpr std::size_t length = 10;  // YYYY-MM-DD
  if (text.size() < length || text[4] != '-' || text[7] != '-') return std::nullopt;
  if (text.size() > length && text[length] != 'T' && text[length] != ' ') return std::nullopt;
  const auto year = read_digits(text, 0, 4), month = read_digits(text, 5, 2), day = read_digits(text, 8, 2);
  if (!year || !month || !day || *year == 0) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{*year}, std::chrono::month{static_cast<unsigned>(*month)},
                                         std::chrono::day{static_cast<unsigned>(*day)}};
  if (!date.ok()) return std::nullopt;
  return static_cast<Day>(std::chrono::sys_days{date}.time_since_epoch().count());
}

std::string_view slice(std::string_view text, Span span) {
  if (span.empty()) return {};
  const std::string_view rest = text.substr(byte_of(text, span.begin));
  return rest.substr(0, byte_of(rest, span.size()));
}

std::string_view part_text(const DocumentRecord& document, const Claim& claim) {
  return claim.evidence.part == Part::title ? document.title : document.text;
}

}  // namespace entente
