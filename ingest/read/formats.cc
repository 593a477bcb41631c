#include "ingest/read/formats.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "ingest/read/record.h"

namespace entente {
namespace {

char ascii_lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool starts_with_ignoring_case(std::string_view text, std::string_view prefix) {
  return text.size() >= prefix.size() && std::ranges::equal(text.substr(0, prefix.size()), prefix, {}, ascii_lower, ascii_lower);
}

char after_space(std::string_view text, std::size_t at) {
  const auto next = skip_space(text, at);
  return next < text.size() ? text[next] : '\0';
}

/// Markup that only pages begin with. An XML declaration and comments may stand before it.
bool is_html(std::string_view head) {
  for (const auto& [begin, end] : {std::pair<std::string_view, std::string_view>{"<?xml", "?>"}, {"<!--", "-->"}}) {
    while (head.starts_with(begin)) {
      head.remove_prefix(std::min(head.find(end), head.size() - end.size()) + end.size());
      head.remove_prefix(skip_space(head, 0));
    }
  }
  for (const std::string_view page : {"<!doctype html", "<html", "<head>", "<body"})
    if (starts_with_ignoring_case(head, page)) return true;
  return false;
}

}  // namespace

Look look_of(std::string_view head) {
  head.remove_prefix(std::min(skip_space(head, 0), head.size()));
  if (is_html(head)) return Look::html;
  for (const std::string_view markup : {"<!doctype", "<?xml", "<rss", "<feed"})
    if (starts_with_ignoring_case(head, markup)) return Look::markup;
  if (head.empty()) return Look::text;

  const char second = after_space(head, 1);
  if (head.front() == '[') return second == '{' || second == ']' || second == '\0' ? Look::json : Look::text;  // "[JAKARTA] ..." is text
  if (head.front() != '{' || (second != '"' && second != '}' && second != '\0')) return Look::text;
  if (find_articles(head, 0)) return Look::json;
  const auto line_end = head.find('\n');
  if (line_end == std::string_view::npos) return Look::jsonl;  // one object on one line, or so long that nobody wrapped it
  const auto value = scan_value(head, 0);
  return value.closed && value.end <= line_end ? Look::jsonl : Look::json;
}

std::span<const InputFormat> input_formats() {
  static const std::array formats = {text_format(), json_format(), jsonl_format(), html_format()};
  return formats;
}

Result<const InputFormat*> find_input_format(std::string_view name) {
  if (name == "auto") return nullptr;
  std::string names = "auto";
  for (const auto& format : input_formats()) {
    if (format.name == name) return &format;
    names.append(", ").append(format.name);
  }
  return failure(StatusCode::invalid_input, fmt::format("'{}' is not a format of input; use one of {}", name, names));
}

const InputFormat* format_of_extension(std::string_view path) {
  const auto dot = path.rfind('.');
  if (dot == std::string_view::npos) return nullptr;
  const auto extension = path.substr(dot);
  for (const auto& format : input_formats())
    for (const auto known : format.extensions)
      if (extension.size() == known.size() && starts_with_ignoring_case(extension, known)) return &format;
  return nullptr;
}

std::string known_extensions() {
  std::string all;
  for (const auto& format : input_formats())
    for (const auto extension : format.extensions) all.append(all.empty() ? "" : ", ").append(extension);
  return all;
}

}  // namespace entente
