#include "export/text.h"

#include <fmt/format.h>

#include <cstdlib>

#include "graph/text/unicode.h"

namespace entente {
namespace {

bool is_control(char32_t c) { return (c < 0x20 && c != '\t' && c != '\n' && c != '\r') || (c >= 0x7F && c < 0xA0) || c == 0xFFFE || c == 0xFFFF; }

}  // namespace

std::string clean_text(std::string_view text) {
  std::string clean;
  clean.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const auto [c, next] = decode(text, at);
    // decode() gives U+FFFD for what is malformed, but the text itself may hold a good one: both are written as one.
    if (c == U'\uFFFD')
      clean += "\xEF\xBF\xBD";
    else if (!is_control(c))
      clean.append(text, at, next - at);
    at = next;
  }
  return clean;
}

std::string one_line(std::string_view text) {
  const std::string clean = clean_text(text);
  std::string line;
  bool gap = false;
  for (std::size_t at = 0; at < clean.size();) {
    const auto [c, next] = decode(clean, at);
    if (is_space(c)) {
      gap = true;
    } else {
      if (gap && !line.empty()) line += ' ';
      gap = false;
      line.append(clean, at, next - at);
    }
    at = next;
  }
  return line;
}

std::string clean_id(std::string_view id) {
  std::string clean;
  for (std::size_t at = 0; at < id.size();) {
    const auto [c, next] = decode(id, at);
    const std::string_view bytes = id.substr(at, next - at);
    if (is_control(c) || (c == U'\uFFFD' && bytes != "\xEF\xBF\xBD") || (is_space(c) && c != ' '))
      for (const char byte : bytes) clean += fmt::format("%{:02X}", static_cast<unsigned char>(byte));
    else
      clean += bytes;
    at = next;
  }
  return clean;
}

double shortest(float value) { return std::strtod(fmt::format("{}", value).c_str(), nullptr); }

}  // namespace entente
