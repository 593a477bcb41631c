#include "ingest/document.h"

#include <fmt/format.h>

#include <algorithm>

#include "graph/text/unicode.h"
#include "ingest/hash.h"
#include "ingest/language/segment.h"

namespace entente {
namespace {

constexpr std::size_t kLongestHeadline = 160;  // bytes; longer first lines are a paragraph in every feed looked at

std::string unify_line_ends(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\r') {
      if (i + 1 < text.size() && text[i + 1] == '\n') continue;
      out += '\n';
    } else {
      out += text[i];
    }
  }
  return out;
}

std::string_view trimmed(std::string_view text) {
  const auto space = [](char c) { return c == ' ' || c == '\n' || c == '\t'; };
  while (!text.empty() && space(text.front())) text.remove_prefix(1);
  while (!text.empty() && space(text.back())) text.remove_suffix(1);
  return text;
}

// The headline of a plain text: its first line, if it is short, has no final stop and no dateline, and prose follows.
std::string_view headline_of(std::string_view text) {
  const auto start = text.find_first_not_of(" \n\t");
  if (start == std::string_view::npos) return {};
  const auto end = text.find('\n', start);
  if (end == std::string_view::npos || trimmed(text.substr(end)).empty()) return {};
  const auto line = trimmed(text.substr(start, end - start));
  if (line.size() > kLongestHeadline || line.ends_with('.') || line.ends_with('"') || dateline_length(line) > 0) return {};
  return line;
}

// Text that a person could read: few control characters and replacement marks.
bool is_prose(std::string_view text) {
  std::size_t bad = 0, all = 0;
  for (std::size_t at = 0; at < text.size(); ++all) {
    const auto [c, next] = decode(text, at);
    at = next;
    if ((c < 0x20 && c != '\n' && c != '\t') || c == 0x7F || c == 0xFFFD) ++bad;
  }
  return bad * 10 <= all;
}

std::uint64_t content_hash(const DocumentRecord& record, std::string_view extractor) {
  Hasher hash;
  for (const std::string_view field : {std::string_view(record.id), std::string_view(record.title), std::string_view(record.text),
                                       std::string_view(record.language), std::string_view(record.source), std::string_view(record.url), extractor})
    hash.add(field);
  hash.add(record.date ? format_day(*record.date) : std::string());
  for (const auto& [key, value] : record.attributes) {
    hash.add(key);
    hash.add(value);
  }
  return hash.value();
}

}  // namespace

Status make_document(const Article& article, std::string_view extractor, Document& document) {
  auto& record = document.record;
  const std::string joined = unify_line_ends(article.text);
  record.text = to_nfc(joined);
  document.text_changed = record.text != article.text;
  if (trimmed(record.text).empty())
    return {StatusCode::invalid_input, fmt::format("{}: the article has no text; nothing was read from it", article.origin)};
  if (!is_prose(record.text))
    return {StatusCode::invalid_input, fmt::format("{}: this is no text (control characters throughout); convert it to text first", article.origin)};
  record.title = to_nfc(trimmed(unify_line_ends(article.title)));
  if (record.title.empty()) {
    const auto headline = headline_of(record.text);
    if (!headline.empty()) {
      document.body_begin = static_cast<std::uint32_t>(headline.data() + headline.size() - record.text.data());
      record.title = headline;
    }
  }
  record.language = article.language;
  record.source = article.source;
  record.url = article.url;
  record.attributes = article.attributes;
  record.date = parse_day(article.date);
  if (!article.id.empty())
    record.id = article.id;
  else if (!article.url.empty())
    record.id = article.url;
  else if (!article.path.empty())
    record.id = article.path;
  else
    record.id = fmt::format("text:{:016x}", Hasher().add(record.title).add(record.text).value());
  record.content_hash = content_hash(record, extractor);
  return Status::success();
}

std::uint32_t place_in_document(std::string_view given, std::uint32_t point) {
  std::size_t byte = 0;
  for (std::uint32_t p = 0; p < point; ++p) {
    if (byte == given.size()) return ~std::uint32_t{0};
    byte = decode(given, byte).next;
  }
  const auto before = to_nfc(unify_line_ends(given.substr(0, byte)));
  return CodePointIndex(before).at(before.size());
}

}  // namespace entente
