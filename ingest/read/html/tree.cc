#include "ingest/read/html/tree.h"

#include <gumbo.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "graph/text/unicode.h"
#include "ingest/read/html/reduce.h"

namespace entente::html {
namespace {

struct Freed {
  void operator()(GumboOutput* output) const { gumbo_destroy_output(&kGumboDefaultOptions, output); }
};

std::string tag_of(const GumboElement& element) {
  if (element.tag != GUMBO_TAG_UNKNOWN) return gumbo_normalized_tagname(element.tag);
  GumboStringPiece name = element.original_tag;
  gumbo_tag_from_original_text(&name);
  std::string tag(name.data == nullptr ? "" : name.data, name.length);
  return tag.empty() ? "unknown" : tag;
}

/// A character reference too large for the parser's integers comes out of it as bytes that are no UTF-8: they are left out.
std::string valid(std::string_view text) {
  std::string out;
  for (auto bad = find_invalid_utf8(text); bad; bad = find_invalid_utf8(text)) {
    out.append(text.substr(0, *bad));
    text.remove_prefix(*bad + 1);
  }
  return out.append(text);
}

Node made_of(const GumboNode& from) {
  Node node;
  if (from.type == GUMBO_NODE_TEXT || from.type == GUMBO_NODE_WHITESPACE || from.type == GUMBO_NODE_CDATA) {
    node.text = valid(from.v.text.text);
    return node;
  }
  node.tag = from.type == GUMBO_NODE_DOCUMENT ? "#document" : tag_of(from.v.element);
  if (from.type == GUMBO_NODE_DOCUMENT) return node;
  const auto& attributes = from.v.element.attributes;
  for (unsigned i = 0; i < attributes.length; ++i) {
    const auto& attribute = *static_cast<const GumboAttribute*>(attributes.data[i]);
    node.attributes.push_back({attribute.name, valid(attribute.value)});
  }
  return node;
}

}  // namespace

std::string_view Node::attribute(std::string_view name) const {
  const auto found = std::ranges::find(attributes, name, &Attribute::name);
  return found == attributes.end() ? std::string_view{} : std::string_view(found->value);
}

bool Node::has(std::string_view name) const { return std::ranges::find(attributes, name, &Attribute::name) != attributes.end(); }

Tree parse_tree(std::string_view html) {
  const std::unique_ptr<GumboOutput, Freed> parsed(gumbo_parse_with_options(&kGumboDefaultOptions, html.data(), html.size()));
  struct Open {
    const GumboVector* children;
    unsigned next;
    std::uint32_t node;
  };
  Tree tree;
  std::vector<Open> open;
  const auto add = [&](const GumboNode& from) {
    if (from.type == GUMBO_NODE_COMMENT) return;
    const auto index = static_cast<std::uint32_t>(tree.size());
    tree.push_back(made_of(from));
    tree.back().parent = open.empty() ? 0 : open.back().node;
    tree.back().end = index + 1;
    if (!tree.back().is_text()) open.push_back({from.type == GUMBO_NODE_DOCUMENT ? &from.v.document.children : &from.v.element.children, 0, index});
  };
  add(*parsed->document);
  while (!open.empty()) {
    auto& top = open.back();
    if (top.next < top.children->length) {
      add(*static_cast<const GumboNode*>(top.children->data[top.next++]));
    } else {
      tree[top.node].end = static_cast<std::uint32_t>(tree.size());
      open.pop_back();
    }
  }
  return tree;
}

std::string text_of(const Tree& tree, std::uint32_t i) {
  std::string text;
  bool space = false;
  const auto& node = tree[i];
  for (std::uint32_t at = i; at < std::max(node.end, i + 1); ++at) {
    if (!tree[at].is_text()) {
      space = space || tree[at].tag == "br" || tree[at].tag == "div" || tree[at].tag == "p" || tree[at].tag == "li";
      continue;
    }
    for (std::size_t c = 0; c < tree[at].text.size(); ++c) {
      const std::string_view rest = std::string_view(tree[at].text).substr(c);
      const bool no_break = rest.starts_with("\xC2\xA0");
      if (no_break || rest[0] == ' ' || (rest[0] >= '\t' && rest[0] <= '\r')) {
        space = true;
        c += no_break ? 1 : 0;
        continue;
      }
      if (std::exchange(space, false) && !text.empty()) text.push_back(' ');
      text.push_back(rest[0]);
    }
  }
  return text;
}

std::string plain_text(std::string_view html) {
  const auto reduced = reduce_page(html, {});
  return reduced ? text_of(parse_tree(reduced->html), 0) : std::string(html);
}

}  // namespace entente::html
