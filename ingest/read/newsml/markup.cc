#include "ingest/read/newsml/markup.h"

#include <algorithm>
#include <array>

#include "ingest/read/html/fragment.h"

namespace entente::newsml {
namespace {

constexpr int kDeepest = 256;

// Of the elements of NITF, those that are none of the running text, or hold none.
constexpr std::array<std::string_view, 14> kLeftOut = {"head",    "script", "style",    "media", "media-caption", "media-metadata", "media-producer",
                                                       "hedline", "byline", "dateline", "title", "figcaption",    "figure",         "note"};

struct Renamed {
  std::string_view from, to;
};
constexpr std::array kRenamed = {Renamed{"block", "div"}, Renamed{"hl1", "h1"}, Renamed{"hl2", "h2"}, Renamed{"nitf-table", "table"}};

void append_escaped(std::string_view text, std::string& out) {
  for (const char c : text) {
    switch (c) {
      case '<': out.append("&lt;"); break;
      case '>': out.append("&gt;"); break;
      case '&': out.append("&amp;"); break;
      default: out.push_back(c);
    }
  }
}

/// Writes a node as HTML without attributes. Recursion: is_shallow() bounds it.
void append_html(const pugi::xml_node& node, std::string& out) {
  if (node.type() == pugi::node_pcdata || node.type() == pugi::node_cdata) return append_escaped(node.value(), out);
  if (node.type() != pugi::node_element) return;
  auto name = local_name(node);
  if (std::ranges::find(kLeftOut, name) != kLeftOut.end()) return;
  if (const auto* renamed = std::ranges::find(kRenamed, name, &Renamed::from); renamed != kRenamed.end()) name = renamed->to;
  const bool is_void = name == "br" || name == "hr" || name == "img" || name == "col" || name == "meta" || name == "link";
  out.append("<").append(name).append(">");
  if (is_void) return;
  for (const auto& below : node.children()) append_html(below, out);
  out.append("</").append(name).append(">");
}

}  // namespace

bool is_shallow(const pugi::xml_node& document) {
  int depth = 0;
  for (auto node = document.first_child(); node;) {
    if (node.first_child()) {
      if (++depth > kDeepest) return false;
      node = node.first_child();
      continue;
    }
    while (node && node != document && !node.next_sibling()) {
      node = node.parent();
      --depth;
    }
    if (!node || node == document) break;
    node = node.next_sibling();
  }
  return true;
}

std::string_view local_name(const pugi::xml_node& node) {
  const std::string_view name = node.name();
  return name.substr(name.find(':') + 1);  // npos + 1 is 0
}

pugi::xml_node child(const pugi::xml_node& node, std::string_view name) {
  return node.find_child([name](const pugi::xml_node& below) { return local_name(below) == name; });
}

pugi::xml_node descendant(const pugi::xml_node& node, std::string_view path) {
  auto found = node;
  while (found && !path.empty()) {
    const auto end = std::min(path.find('/'), path.size());
    found = child(found, path.substr(0, end));
    path.remove_prefix(std::min(end + 1, path.size()));
  }
  return found;
}

pugi::xml_node find_below(const pugi::xml_node& node, std::string_view name) {
  return node.find_node([name](const pugi::xml_node& below) { return local_name(below) == name; });
}

std::string text_of(const pugi::xml_node& node) {
  std::string text;
  const auto add = [&](std::string_view piece) {
    for (const char c : piece) {
      const bool space = c == ' ' || c == '\t' || c == '\r' || c == '\n';
      if (!space)
        text.push_back(c);
      else if (!text.empty() && text.back() != ' ')
        text.push_back(' ');
    }
  };
  for (const auto& below : node.children()) {
    if (below.type() == pugi::node_pcdata || below.type() == pugi::node_cdata) add(below.value());
    if (below.type() == pugi::node_element) add(text_of(below));
  }
  if (text.ends_with(' ')) text.pop_back();
  return text;
}

std::string body_text(const pugi::xml_node& node) {
  std::string html;
  for (const auto& below : node.children()) append_html(below, html);
  return html::text_of_fragment(html);
}

}  // namespace entente::newsml
