#include "ingest/read/feed/split.h"

#include <algorithm>

namespace entente::feed {
namespace {

bool is_item(std::string_view name) {
  const auto local = name.substr(name.find(':') + 1);
  if (local.size() != name.size() && !name.starts_with("rss:") && !name.starts_with("atom:")) return false;
  return local == "item" || local == "entry";
}

/// Behind `mark` at or after `from`; the end of the text where it is not there.
std::size_t behind(std::string_view text, std::string_view mark, std::size_t from) {
  const auto found = text.find(mark, from);
  return found == std::string_view::npos ? text.size() : found + mark.size();
}

/// Behind a document type that begins at `at`, whose declarations stand in brackets and may hold anything in quotes.
std::size_t behind_document_type(std::string_view text, std::size_t at) {
  bool inside = false;
  while (at < text.size()) {
    at = text.find_first_of("\"'[]<>", at);
    if (at == std::string_view::npos) break;
    const char c = text[at++];
    if (c == '"' || c == '\'') at = behind(text, {&c, 1}, at);
    if (c == '<' && text.substr(at).starts_with("!--")) at = behind(text, "-->", at + 3);
    if (c == '[') inside = true;
    if (c == ']') inside = false;
    if (c == '>' && !inside) return at;
  }
  return text.size();
}

}  // namespace

std::optional<Splitter::Tag> Splitter::next_tag() {
  for (;;) {
    const auto begin = text_.find('<', at_);
    if (begin == std::string_view::npos) return std::nullopt;
    const auto rest = text_.substr(begin);
    at_ = begin + 1;
    if (rest.starts_with("<!--")) {
      at_ = behind(text_, "-->", begin + 4);
    } else if (rest.starts_with("<![CDATA[")) {
      at_ = behind(text_, "]]>", begin + 9);
    } else if (rest.starts_with("<?")) {
      at_ = behind(text_, "?>", begin + 2);
    } else if (rest.starts_with("<!DOCTYPE")) {
      at_ = behind_document_type(text_, begin + 9);
    } else {
      const bool closing = rest.starts_with("</");
      const auto name_at = begin + (closing ? 2 : 1);
      const auto name_end = std::min(text_.find_first_of(" \t\r\n/><", name_at), text_.size());
      const auto name = text_.substr(name_at, name_end - name_at);
      if (!is_item(name)) continue;
      const auto end = behind(text_, ">", name_end);
      at_ = end;
      return Tag{begin, end, name, closing, end >= 2 && text_.substr(end - 2).starts_with("/>")};
    }
  }
}

std::optional<Splitter::Item> Splitter::next() {
  auto tag = next_tag();
  while (tag && tag->closing) tag = next_tag();
  if (!tag) return std::nullopt;
  const auto begin = tag->begin;
  if (tag->empty) return Item{begin, text_.substr(begin, tag->end - begin), true};
  const auto end = next_tag();
  if (end && end->closing) return Item{begin, text_.substr(begin, end->end - begin), true};
  const auto stop = end ? end->begin : text_.size();
  at_ = stop;
  return Item{begin, text_.substr(begin, stop - begin), false};
}

}  // namespace entente::feed
