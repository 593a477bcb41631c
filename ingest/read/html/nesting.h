#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace entente::html {

/// Writes the tags of a page so that its elements are well nested: every element is closed before those around it are, by an end tag of its own. It
/// closes what the rules of HTML5 for building the tree say that a tag closes, so that a parser makes the same of the result as of the page; but
/// formatting elements (`b`, `a`) end with the element that they began in, where a parser would open them again in each that follows, and such as
/// would go deep are left out. A parser then goes no deeper than depth() says, but for the parts of tables (`tbody`, `tr`) and the elements around
/// the page, which are not counted.
class Nesting {
 public:
  /// Tags go to the end of `out`, which must outlive this.
  explicit Nesting(std::string& out) : out_(out) {}

  /// Closes what a start tag closes. Whether the tag is to be written behind that, as the caller does: not that of a part of a table outside of
  /// tables, of a link in a link with other elements between, or of a formatting element within eight others.
  bool open(std::string_view name);

  /// Writes what an end tag closes; nothing where it closes nothing.
  void close(std::string_view name);

  std::size_t depth() const { return open_.size(); }

 private:
  bool open_formatting(std::string_view name);
  void close_formatting(std::string_view name);
  void close_element(std::string_view name);
  void close_paragraph();
  void close_item(std::string_view name);
  bool close_to_table();
  void close_from(std::size_t first);
  std::size_t find(std::string_view name) const;

  std::string& out_;
  std::vector<std::string> open_;
};

}  // namespace entente::html
