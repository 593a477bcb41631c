#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace entente::feed {

/// Finds the items of a feed, `item` of RSS and `entry` of Atom, by their tags alone, so that a feed that is broken in one place is read in all
/// others. Tags in comments, CDATA sections, processing instructions and the declarations of a document type are none.
class Splitter {
 public:
  /// `text` must outlive this.
  explicit Splitter(std::string_view text) : text_(text) {}

  struct Item {
    std::size_t begin = 0;  ///< byte of the text
    std::string_view text;  ///< with its tags
    bool closed = true;     ///< false: the text ends, or the next item begins, before its end tag
  };
  std::optional<Item> next();

 private:
  struct Tag {
    std::size_t begin, end;
    std::string_view name;
    bool closing, empty;
  };
  std::optional<Tag> next_tag();

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace entente::feed
