#include "export/text.h"

#include <fmt/compile.h>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <iterator>

#include "graph/text/unicode.h"

namespace entente {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

bool is_control(char32_t c) { return (c < 0x20 && c != '\t' && c != '\n' && c != '\r') || (c >= 0x7F && c < 0xA0) || c == 0xFFFE || c == 0xFFFF; }

/// Printing ASCII: what needs no look at code points.
bool is_plain(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= 0x20 && c < 0x7F; });
}

bool has_gaps(std::string_view text) { return text.starts_with(' ') || text.ends_with(' ') || text.find("  ") != std::string_view::npos; }

void append_digits(std::string& out, unsigned value, int digits) {
  char text[4];
  for (int at = digits; at-- > 0; value /= 10) text[at] = static_cast<char>('0' + value % 10);
  out.append(text, static_cast<std::size_t>(digits));
}

}  // namespace

std::string clean_text(std::string_view text) {
  std::string clean;
  clean.reserve(text.size());
  append_clean(clean, text);
  return clean;
}

std::string one_line(std::string_view text) {
  std::string line;
  append_line(line, text);
  return line;
}

std::string clean_id(std::string_view id) {
  std::string clean;
  append_id(clean, id);
  return clean;
}

double shortest(float value) {
  // A store keeps four decimals of a confidence; where they say it, no decimal is shorter.
  const double rounded = std::round(static_cast<double>(value) * 1e4) / 1e4;
  if (std::abs(rounded) <= 1 && static_cast<float>(rounded) == value) return rounded;
  return std::strtod(fmt::format("{}", value).c_str(), nullptr);
}

void append_clean(std::string& out, std::string_view text) {
  if (is_plain(text)) {
    out += text;
    return;
  }
  for (std::size_t at = 0; at < text.size();) {
    const auto [c, next] = decode(text, at);
    // decode() gives U+FFFD for what is malformed, but the text itself may hold a good one: both are written as one.
    if (c == U'\uFFFD')
      out += kReplacement;
    else if (!is_control(c))
      out.append(text, at, next - at);
    at = next;
  }
}

void append_line(std::string& out, std::string_view text) {
  if (is_plain(text) && !has_gaps(text)) {
    out += text;
    return;
  }
  bool gap = false, empty = true;
  for (std::size_t at = 0; at < text.size();) {
    const auto [c, next] = decode(text, at);
    if (is_space(c) && !is_control(c)) {
      gap = true;
    } else if (!is_control(c)) {
      if (gap && !empty) out += ' ';
      gap = empty = false;
      out += c == U'\uFFFD' ? kReplacement : text.substr(at, next - at);
    }
    at = next;
  }
}

void append_id(std::string& out, std::string_view id) {
  if (is_plain(id)) {
    out += id;
    return;
  }
  for (std::size_t at = 0; at < id.size();) {
    const auto [c, next] = decode(id, at);
    const std::string_view bytes = id.substr(at, next - at);
    if (is_control(c) || (c == U'\uFFFD' && bytes != kReplacement) || (is_space(c) && c != ' '))
      for (const char byte : bytes) fmt::format_to(std::back_inserter(out), "%{:02X}", static_cast<unsigned char>(byte));
    else
      out += bytes;
    at = next;
  }
}

void append_whole(std::string& out, std::int64_t value) {
  char text[20];
  out.append(text, std::to_chars(text, text + sizeof text, value).ptr);
}

void append_real(std::string& out, double value) {
  constexpr double kLong = 1e15;  // whole numbers below it are written without an exponent either way
  if (std::abs(value) < kLong && value == std::trunc(value) && !(value == 0 && std::signbit(value)))
    append_whole(out, static_cast<std::int64_t>(value));
  else
    fmt::format_to(std::back_inserter(out), FMT_COMPILE("{}"), value);
}

void append_day(std::string& out, Day day) {
  const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{day}}};
  append_digits(out, static_cast<unsigned>(static_cast<int>(date.year())), 4);
  out += '-';
  append_digits(out, static_cast<unsigned>(date.month()), 2);
  out += '-';
  append_digits(out, static_cast<unsigned>(date.day()), 2);
}

}  // namespace entente
