#include "ingest/read/formats.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "ingest/read/events/layout.h"
#include "ingest/read/record.h"
#include "ingest/read/table/columns.h"
#include "ingest/read/unpack.h"

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

/// What is left of markup behind what may stand before the first element of XML and of pages.
std::string_view without_prolog(std::string_view head) {
  for (bool again = true; std::exchange(again, false);) {
    for (const auto& [begin, end] : {std::pair<std::string_view, std::string_view>{"<?", "?>"}, {"<!--", "-->"}}) {
      if (!head.starts_with(begin)) continue;
      const auto closed = head.find(end);
      head.remove_prefix(closed == std::string_view::npos ? head.size() : closed + end.size());
      head.remove_prefix(skip_space(head, 0));
      again = true;
    }
  }
  return head;
}

/// Markup that only pages begin with.
bool is_html(std::string_view markup) {
  for (const std::string_view page : {"<!doctype html", "<html", "<head>", "<body"})
    if (starts_with_ignoring_case(markup, page)) return true;
  return false;
}

/// The first element of RSS, RSS 1.0 and Atom.
bool is_feed(std::string_view markup) {
  for (const std::string_view feed : {"<rss", "<rdf:RDF", "<feed", "<atom:feed", "<!doctype rss", "<!doctype rdf:RDF"})
    if (starts_with_ignoring_case(markup, feed) && markup.substr(feed.size()).find_first_of(" \t\r\n>/") == 0) return true;
  return false;
}

/// Whether a text begins with a line "---", as Markdown with front matter does. "# " and the like begin plain texts too.
bool is_front_matter(std::string_view head) {
  auto line = head.substr(0, head.find('\n'));
  line = line.substr(0, line.find_last_not_of(" \t\r") + 1);
  return line == "---";
}

/// The first element of NewsML-G2, NewsML 1 and NITF.
bool is_newsml(std::string_view markup) {
  constexpr std::string_view kDoctype = "<!doctype ";
  if (starts_with_ignoring_case(markup, kDoctype))
    markup.remove_prefix(kDoctype.size());
  else
    markup.remove_prefix(std::min<std::size_t>(1, markup.size()));
  const auto name = markup.substr(0, markup.find_first_of(" \t\r\n>/"));
  const auto local = name.substr(name.find(':') + 1);  // npos + 1 is 0
  constexpr std::array<std::string_view, 4> kRoots = {"newsMessage", "newsItem", "NewsML", "nitf"};
  return std::ranges::find(kRoots, local) != kRoots.end();
}

bool has_extension_of(std::string_view path, const InputFormat& format) {
  path = without_compression(path);
  const auto dot = path.rfind('.');
  if (dot == std::string_view::npos) return false;
  const auto extension = path.substr(dot);
  return std::ranges::any_of(format.extensions,
                             [&](std::string_view known) { return extension.size() == known.size() && starts_with_ignoring_case(extension, known); });
}

}  // namespace

Look look_of(std::string_view head) {
  head.remove_prefix(std::min(skip_space(head, 0), head.size()));
  const auto first = without_prolog(head);
  if (is_html(first)) return Look::html;
  if (is_feed(first)) return Look::feed;
  if (is_newsml(first)) return Look::newsml;
  for (const std::string_view markup : {"<!doctype", "<?xml"})
    if (starts_with_ignoring_case(head, markup)) return Look::markup;
  if (head.empty()) return Look::text;
  if (is_front_matter(head)) return Look::markdown;
  if (table::is_header(head) || event_table(head)) return Look::table;

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
  static const std::array formats = {text_format(), json_format(), jsonl_format(),    html_format(), feed_format(),
                                     warc_format(), pdf_format(),  markdown_format(), csv_format(),  newsml_format()};
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
  const InputFormat* only = nullptr;
  for (const auto& format : input_formats()) {
    if (!has_extension_of(path, format)) continue;
    if (only != nullptr) return nullptr;
    only = &format;
  }
  return only;
}

bool has_known_extension(std::string_view path) {
  return std::ranges::any_of(input_formats(), [path](const InputFormat& format) { return has_extension_of(path, format); });
}

std::string known_extensions() {
  std::vector<std::string_view> extensions;
  for (const auto& format : input_formats())
    for (const auto extension : format.extensions)
      if (std::ranges::find(extensions, extension) == extensions.end()) extensions.push_back(extension);
  return fmt::format("{}, {}", fmt::join(extensions, ", "), packed_extensions());
}

}  // namespace entente
