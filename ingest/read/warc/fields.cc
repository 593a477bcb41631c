#include "ingest/read/warc/fields.h"

#include <algorithm>

namespace entente::warc {
namespace {

constexpr std::string_view kSpace = " \t\r\n";
// More are no header that somebody reads.
constexpr std::size_t kMostFields = 256;

std::string_view trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(kSpace);
  return begin == std::string_view::npos ? std::string_view{} : text.substr(begin, text.find_last_not_of(kSpace) - begin + 1);
}

}  // namespace

std::string lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return out;
}

Fields::Fields(std::string_view header) {
  bool first = true;
  while (!header.empty() && fields_.size() < kMostFields) {
    const auto end = std::min(header.find('\n'), header.size());
    const auto line = header.substr(0, end);
    header.remove_prefix(std::min(end + 1, header.size()));
    if (std::exchange(first, false)) {
      first_line_ = trimmed(line);
    } else if ((line.starts_with(' ') || line.starts_with('\t')) && !fields_.empty()) {
      fields_.back().second.append(" ").append(trimmed(line));
    } else if (const auto colon = line.find(':'); colon != std::string_view::npos) {
      fields_.emplace_back(lower(trimmed(line.substr(0, colon))), trimmed(line.substr(colon + 1)));
    }
  }
}

std::string_view Fields::get(std::string_view name) const {
  const auto found = std::ranges::find(fields_, name, &std::pair<std::string, std::string>::first);
  return found == fields_.end() ? std::string_view{} : std::string_view(found->second);
}

std::string parameter(std::string_view value, std::string_view name) {
  for (auto semicolon = value.find(';'); semicolon != std::string_view::npos; semicolon = value.find(';')) {
    value.remove_prefix(semicolon + 1);
    const auto part = value.substr(0, value.find(';'));
    const auto equals = part.find('=');
    if (equals == std::string_view::npos || lower(trimmed(part.substr(0, equals))) != name) continue;
    auto found = trimmed(part.substr(equals + 1));
    if (found.size() >= 2 && (found.front() == '"' || found.front() == '\'') && found.back() == found.front())
      found = found.substr(1, found.size() - 2);
    return lower(found);
  }
  return {};
}

std::string media_type(std::string_view value) { return lower(trimmed(value.substr(0, value.find(';')))); }

}  // namespace entente::warc
