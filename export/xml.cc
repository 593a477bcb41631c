#include "export/xml.h"

#include <array>

#include "export/text.h"

namespace entente {
namespace {

/// Bytes that are copied as they are. What is neither plain nor markup must be looked at code point by code point.
enum class Byte : unsigned char { plain, markup, other };

constexpr std::array<Byte, 256> kBytes = [] {
  std::array<Byte, 256> bytes = {};
  for (std::size_t c = 0; c < bytes.size(); ++c) bytes[c] = c >= 0x20 && c < 0x7F ? Byte::plain : Byte::other;
  for (const char c : {'&', '<', '>', '"', '\t', '\n', '\r'}) bytes[static_cast<unsigned char>(c)] = Byte::markup;
  return bytes;
}();

std::string_view escape(char c) {
  switch (c) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";  // so that "]]>" is none
    case '"': return "&quot;";
    case '\t': return "&#9;";  // a reader would turn these three into blanks
    case '\n': return "&#10;";
    default: return "&#13;";
  }
}

/// REQUIRES: no character that XML forbids.
void append_escaped(std::string& out, std::string_view text) {
  std::size_t copied = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (kBytes[static_cast<unsigned char>(text[at])] != Byte::markup) continue;
    out.append(text, copied, at - copied);
    out += escape(text[at]);
    copied = at + 1;
  }
  out.append(text, copied);
}

/// Whether there is nothing but plain bytes and markup.
bool is_simple(std::string_view text) {
  for (const char c : text)
    if (kBytes[static_cast<unsigned char>(c)] == Byte::other) return false;
  return true;
}

}  // namespace

void append_xml(std::string& out, std::string_view text) {
  if (is_simple(text))
    append_escaped(out, text);
  else
    append_escaped(out, clean_text(text));
}

void append_xml_id(std::string& out, std::string_view id) {
  const bool spaced = id.find_first_of("\t\n\r") != std::string_view::npos;
  if (is_simple(id) && !spaced)
    append_escaped(out, id);
  else
    append_escaped(out, clean_id(id));
}

void append_item(std::string& list, std::string_view item) {
  const std::size_t before = list.size();
  if (!list.empty()) list += '|';
  const std::size_t begin = list.size();
  append_line(list, item);
  if (list.size() == begin) list.resize(before);
  for (std::size_t at = begin; at < list.size(); ++at)
    if (list[at] == '|') list[at] = ' ';
}

void join_items(std::string& list, std::span<const std::string_view> texts) {
  list.clear();
  for (const std::string_view text : texts) append_item(list, text);
}

}  // namespace entente
