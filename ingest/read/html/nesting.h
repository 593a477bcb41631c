#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace entente::html {

/// How deep a parser of HTML is in the elements of a page, as an upper bound: an element counts as closed only where the rules of HTML5 for building
/// the tree surely close it. Elements that hold others in a table (`tbody`, `tr`) and around the page are not counted; a parser goes at most some
/// four times as deep as depth() says.
class Nesting {
 public:
  /// What a start tag opens. Whether the tag may be kept: formatting elements beyond the eighth that are open, links within links, and parts of
  /// tables outside of tables are to be dropped, as they make a parser do much or nothing.
  bool open(std::string_view name);

  /// What an end tag closes. Whether the tag may be kept: one that closes nothing, or would move elements about, is to be dropped.
  bool close(std::string_view name);

  std::size_t depth() const { return open_.size(); }

  /// Whether a link was left open by an element that has been closed since. A parser would go on with it in all that follows, and so would a count of
  /// linked text: it is to be closed now.
  bool takes_left_link();

 private:
  struct Formatting {
    std::string name;
    std::size_t depth;  // of open_ where it began
  };

  bool open_formatting(std::string_view name);
  bool close_formatting(std::string_view name);
  bool close_element(std::string_view name);
  bool pop_to_table();
  void pop_paragraph();
  void pop_item(std::string_view name);

  std::vector<std::string> open_;
  std::vector<Formatting> formatting_;
};

/// Elements that a parser opens anew in each block until they are closed; `a` is one of them.
bool is_formatting(std::string_view name);

}  // namespace entente::html
