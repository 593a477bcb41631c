#include "ingest/read/html/nesting.h"

#include <gumbo.h>

#include <algorithm>
#include <set>

namespace entente::html {
namespace {

using Names = std::set<std::string_view, std::less<>>;

// HTML5, "special" elements: the end tag of any other stops at them.
const Names& special() {
  static const Names names = {"address", "article", "aside", "blockquote", "body",  "caption",  "center",     "colgroup", "dd",      "details",
                              "dialog",  "dir",     "div",   "dl",         "dt",    "fieldset", "figcaption", "figure",   "footer",  "h1",
                              "h2",      "h3",      "h4",    "h5",         "h6",    "head",     "header",     "hgroup",   "html",    "li",
                              "main",    "menu",    "nav",   "ol",         "p",     "pre",      "section",    "search",   "summary", "table",
                              "tbody",   "td",      "tfoot", "th",         "thead", "title",    "tr",         "ul"};
  return names;
}

// Start tags that close a paragraph, and end tags that close whatever was left open within.
const Names& containers() {
  static const Names names = {"address", "article", "aside",  "blockquote", "center", "details", "dir", "div", "dl",      "fieldset", "figcaption",
                              "figure",  "footer",  "header", "hgroup",     "menu",   "nav",     "ol",  "pre", "section", "summary",  "ul"};
  return names;
}

const Names& rows() {
  static const Names names = {"colgroup", "tbody", "tfoot", "thead", "tr"};
  return names;
}

const Names& uncounted() {
  static const Names names = {"body", "head", "html"};
  return names;
}

// An end tag does not reach through these.
bool is_scope(std::string_view name) { return name == "table" || name == "td" || name == "th" || name == "caption"; }
bool is_heading(std::string_view name) { return name.size() == 2 && name[0] == 'h' && name[1] >= '1' && name[1] <= '6'; }
bool is_item(std::string_view name) { return name == "li" || name == "dd" || name == "dt"; }

/// The parser takes all elements that it does not know for one another.
std::string_view as_parsed(std::string_view name) { return gumbo_tag_enum(std::string(name).c_str()) == GUMBO_TAG_UNKNOWN ? "unknown" : name; }

constexpr std::size_t kMostFormatting = 8;
// With more elements between the two tags of a formatting element than a parser unravels at once, some of it would stay open.
constexpr std::size_t kMostBetween = 6;

}  // namespace

bool is_formatting(std::string_view name) {
  static const Names names = {"a", "b", "big", "code", "em", "font", "i", "s", "small", "strike", "strong", "tt", "u"};
  return names.contains(name);
}

bool Nesting::open(std::string_view name) {
  name = as_parsed(name);
  if (uncounted().contains(name)) return true;
  if (is_formatting(name)) return open_formatting(name);
  const bool of_table = rows().contains(name) || (is_scope(name) && name != "table");
  if (of_table && !pop_to_table()) return false;
  if (rows().contains(name)) return true;
  if (is_item(name)) pop_item(name);
  if (containers().contains(name) || is_item(name) || is_heading(name) || name == "p" || name == "table") pop_paragraph();
  open_.emplace_back(name);
  return true;
}

bool Nesting::close(std::string_view name) {
  name = as_parsed(name);
  if (uncounted().contains(name)) return true;
  if (is_formatting(name)) return close_formatting(name);
  if (rows().contains(name)) return pop_to_table();
  return name == "p" ? pop_paragraph(), true : close_element(name);
}

bool Nesting::close_element(std::string_view name) {
  const bool of_table = is_scope(name);
  const bool strong = of_table || containers().contains(name) || is_heading(name) || is_item(name);
  for (std::size_t i = open_.size(); i-- > 0;) {
    const std::string_view open = open_[i];
    if (open == name || (is_heading(name) && is_heading(open))) {
      open_.resize(i);
      return true;
    }
    if (open == "table" || (!of_table && is_scope(open)) || (!strong && special().contains(open))) return false;
    if (name == "li" && (open == "ol" || open == "ul")) return false;
  }
  return false;
}

bool Nesting::open_formatting(std::string_view name) {
  if (name == "a") {
    // A link in a link ends the outer one, which costs a parser much where elements are open between them: there the inner one is dropped.
    const auto outer = std::ranges::find(formatting_, "a", &Formatting::name);
    if (outer != formatting_.end() && open_.size() != outer->depth) return false;
    if (outer != formatting_.end()) formatting_.erase(outer);
  } else if (formatting_.size() >= kMostFormatting) {
    return false;
  }
  formatting_.push_back({std::string(name), open_.size()});
  return true;
}

bool Nesting::close_formatting(std::string_view name) {
  const auto found = std::find_if(formatting_.rbegin(), formatting_.rend(), [&](const Formatting& open) { return open.name == name; });
  if (found == formatting_.rend()) return false;
  if (open_.size() > found->depth + kMostBetween) return false;
  for (auto i = found->depth; i < open_.size(); ++i)
    if (is_scope(open_[i])) return false;
  formatting_.erase(std::next(found).base());
  return true;
}

bool Nesting::takes_left_link() {
  const auto link = std::ranges::find(formatting_, "a", &Formatting::name);
  if (link == formatting_.end() || open_.size() >= link->depth) return false;
  formatting_.erase(link);
  return true;
}

bool Nesting::pop_to_table() {
  const auto table = std::find(open_.rbegin(), open_.rend(), "table");
  if (table == open_.rend()) return false;
  open_.erase(table.base(), open_.end());
  return true;
}

/// What is open within the paragraph goes with it, but whether it is open itself depends on much; what is counted too much does no harm.
void Nesting::pop_paragraph() {
  for (std::size_t i = open_.size(); i-- > 0 && !is_scope(open_[i]);)
    if (open_[i] == "p") {
      open_.erase(open_.begin() + static_cast<std::ptrdiff_t>(i));
      return;
    }
}

void Nesting::pop_item(std::string_view name) {
  for (std::size_t i = open_.size(); i-- > 0;) {
    const std::string_view open = open_[i];
    if (name == "li" ? open == "li" : open == "dd" || open == "dt") return open_.resize(i);
    if (special().contains(open) && open != "div" && open != "address" && open != "p") return;
  }
}

}  // namespace entente::html
