#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace entente::html {

struct Attribute {
  std::string name, value;
};

/// An element, or a piece of text.
struct Node {
  std::string tag;   ///< lower case; empty for text
  std::string text;  ///< of text: as it is shown, with its white space
  std::vector<Attribute> attributes;
  std::uint32_t parent = 0;  ///< index; of the first node 0
  std::uint32_t end = 0;     ///< index after the last node below it

  bool is_text() const { return tag.empty(); }
  /// The value of an attribute; empty where it is not there.
  std::string_view attribute(std::string_view name) const;
  bool has(std::string_view name) const;
};

/// All nodes of a page in document order, so that what is below node i is [i + 1, nodes[i].end). The first is the root.
using Tree = std::vector<Node>;

/// REQUIRES: `html` comes from reduce_page, which bounds how deep it goes: the parser frees its tree by recursion.
Tree parse_tree(std::string_view html);

/// The text below node `i`, white space made single spaces.
std::string text_of(const Tree& tree, std::uint32_t i);

/// What a string that may hold markup or character references shows, white space made single spaces; short strings only (a headline, a name).
std::string plain_text(std::string_view html);

}  // namespace entente::html
