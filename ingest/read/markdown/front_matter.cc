#include "ingest/read/markdown/front_matter.h"

#include <algorithm>
#include <optional>

namespace entente::markdown {
namespace {

// What has no second line "---" within this is a text that begins with a rule.
constexpr std::size_t kLongest = std::size_t{1} << 16;

std::string_view trim(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  const auto begin = text.find_first_not_of(kSpace);
  return begin == std::string_view::npos ? std::string_view{} : text.substr(begin, text.find_last_not_of(kSpace) - begin + 1);
}

/// Takes the next line of `rest`, without its end.
std::string_view take_line(std::string_view& rest) {
  const auto end = std::min(rest.find('\n'), rest.size());
  const auto line = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return line;
}

/// A scalar without its quotes, or what stands before a comment.
std::string scalar(std::string_view value) {
  value = trim(value);
  if (value.empty() || value.front() == '#') return {};
  const char quote = value.front();
  if (quote != '"' && quote != '\'') return std::string(trim(value.substr(0, value.find(" #"))));
  std::string text;
  for (std::size_t at = 1; at < value.size(); ++at) {
    const bool doubled = quote == '\'' && value.substr(at, 2) == "''";
    const bool escaped = quote == '"' && value[at] == '\\' && at + 1 < value.size();
    if (doubled || escaped)
      ++at;
    else if (value[at] == quote)
      break;
    text.push_back(value[at]);
  }
  return text;
}

void add_item(std::string_view item, std::string& list) {
  if (const auto value = scalar(item); !value.empty()) list.append(list.empty() ? "" : ", ").append(value);
}

std::string value_of(std::string_view text) {
  text = trim(text);
  if (!text.starts_with('[') || !text.ends_with(']')) return scalar(text);
  std::string list;
  for (text = text.substr(1, text.size() - 2); !text.empty();) {
    const char quote = trim(text).empty() ? '\0' : trim(text).front();
    const auto open = quote == '"' || quote == '\'' ? text.find(quote) : std::string_view::npos;
    const auto from = open == std::string_view::npos ? 0 : std::min(text.find(quote, open + 1), text.size());
    const auto end = std::min(text.find(',', from), text.size());
    add_item(text.substr(0, end), list);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return list;
}

std::string lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return out;
}

/// The text between the two lines; none where there is no front matter. `end` becomes the byte behind it.
std::optional<std::string_view> matter_of(std::string_view text, std::size_t& end) {
  auto rest = text.substr(0, kLongest);
  if (trim(take_line(rest)) != "---" || text.starts_with(' ')) return std::nullopt;
  const auto begin = rest;
  while (!rest.empty()) {
    const auto before = rest.size();
    const auto line = take_line(rest);
    if (!line.starts_with("---") && !line.starts_with("...")) continue;
    if (trim(line) != "---" && trim(line) != "...") continue;
    end = std::min(text.size(), kLongest) - rest.size();
    return begin.substr(0, begin.size() - before);
  }
  return std::nullopt;
}

}  // namespace

FrontMatter read_front_matter(std::string_view text) {
  FrontMatter front;
  const auto matter = matter_of(text, front.end);
  if (!matter) return front;
  std::string* list = nullptr;  // of the last key, where lines of items may follow
  for (auto rest = *matter; !rest.empty();) {
    const auto line = take_line(rest);
    const auto trimmed = trim(line);
    if (trimmed.starts_with("- ")) {
      if (list != nullptr) add_item(trimmed.substr(2), *list);
      continue;
    }
    const auto colon = line.find(':');
    const bool is_entry = colon != std::string_view::npos && line.find_first_of(" \t#\"'") >= colon &&
                          (colon + 1 == line.size() || line[colon + 1] == ' ' || line[colon + 1] == '\r');
    if (!is_entry) continue;
    auto& value = front.entries[lower(line.substr(0, colon))];
    value = value_of(line.substr(colon + 1));
    list = value.empty() ? &value : nullptr;
  }
  std::erase_if(front.entries, [](const auto& entry) { return entry.first.empty() || entry.second.empty(); });
  return front;
}

}  // namespace entente::markdown
