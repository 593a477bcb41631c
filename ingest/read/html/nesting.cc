#include "ingest/read/html/nesting.h"

#include <algorithm>
#include <set>

namespace entente::html {
namespace {

using Names = std::set<std::string_view, std::less<>>;

// HTML5, "special" elements: the end tag of any other stops at them.
const Names& special() {
  static const Names names = {"address", "article", "aside",    "blockquote", "caption", "center", "dd",   "details", "dir", "div",
                              "dl",      "dt",      "fieldset", "figcaption", "figure",  "footer", "h1",   "h2",      "h3",  "h4",
                              "h5",      "h6",      "header",   "hgroup",     "li",      "main",   "menu", "nav",     "ol",  "p",
                              "pre",     "section", "summary",  "table",      "td",      "th",     "ul"};
  return names;
}

// Start tags that close a paragraph, and end tags that close whatever was left open within.
const Names& containers() {
  static const Names names = {"address", "article",  "aside",      "blockquote", "center",  "details", "dir",    "div",
                              "dl",      "fieldset", "figcaption", "figure",     "footer",  "header",  "hgroup", "main",
                              "menu",    "nav",      "ol",         "pre",        "section", "summary", "ul"};
  return names;
}

const Names& formatting() {
  static const Names names = {"a", "b", "big", "code", "em", "font", "i", "s", "small", "strike", "strong", "tt", "u"};
  return names;
}

const Names& rows() {
  static const Names names = {"colgroup", "tbody", "tfoot", "thead", "tr"};
  return names;
}

const Names& around() {
  static const Names names = {"body", "head", "html"};
  return names;
}

// An end tag does not reach through these.
bool is_scope(std::string_view name) { return name == "table" || name == "td" || name == "th" || name == "caption"; }
bool is_heading(std::string_view name) { return name.size() == 2 && name[0] == 'h' && name[1] >= '1' && name[1] <= '6'; }
bool is_item(std::string_view name) { return name == "li" || name == "dd" || name == "dt"; }

constexpr std::ptrdiff_t kMostFormatting = 8;
// What is open between the tags of a link is opened again behind it, as a parser does, up to this number.
constexpr std::size_t kMostBetween = 6;

}  // namespace

bool Nesting::open(std::string_view name) {
  if (around().contains(name)) return true;
  if (name == "hr") {
    close_paragraph();
    return true;
  }
  if (formatting().contains(name)) return open_formatting(name);
  const bool of_table = rows().contains(name) || (is_scope(name) && name != "table");
  if (of_table && !close_to_table()) return false;
  if (rows().contains(name)) return true;
  if (is_item(name)) close_item(name);
  if (containers().contains(name) || is_item(name) || is_heading(name) || name == "p" || name == "table") close_paragraph();
  if (is_heading(name) && !open_.empty() && is_heading(open_.back())) close_from(open_.size() - 1);
  if (name == "table") {
    const auto scope = std::find_if(open_.rbegin(), open_.rend(), [](const std::string& open) { return is_scope(open); });
    if (scope != open_.rend() && *scope == "table") close_from(static_cast<std::size_t>(open_.rend() - scope) - 1);
  }
  open_.emplace_back(name);
  return true;
}

void Nesting::close(std::string_view name) {
  if (around().contains(name)) return;  // the end of the page is the end of it
  if (formatting().contains(name)) return close_formatting(name);
  if (!rows().contains(name)) return close_element(name);
  if (close_to_table()) out_.append("</").append(name).append(">");
}

void Nesting::close_element(std::string_view name) {
  const bool of_table = is_scope(name);
  const bool strong = of_table || containers().contains(name) || is_heading(name) || is_item(name) || name == "p";
  for (std::size_t i = open_.size(); i-- > 0;) {
    const std::string_view open = open_[i];
    if (open == name || (is_heading(name) && is_heading(open))) return close_from(i);
    if (open == "table" || (!of_table && is_scope(open)) || (!strong && special().contains(open))) return;
    if (name == "li" && (open == "ol" || open == "ul")) return;
  }
}

bool Nesting::open_formatting(std::string_view name) {
  if (name == "a") {
    if (const auto outer = find("a"); outer < open_.size()) {
      const bool between = std::any_of(open_.begin() + static_cast<std::ptrdiff_t>(outer), open_.end(),
                                       [](const std::string& open) { return special().contains(open); });
      if (between) return false;
      close_from(outer);
    }
  } else if (std::ranges::count_if(open_, [](const std::string& open) { return formatting().contains(open); }) >= kMostFormatting) {
    return false;
  }
  open_.emplace_back(name);
  return true;
}

/// "<b>x<i>y</b>z</i>": what is open within goes on behind.
void Nesting::close_formatting(std::string_view name) {
  const auto first = find(name);
  if (first == open_.size() || open_.size() - first - 1 > kMostBetween) return;
  const std::vector<std::string> within(open_.begin() + static_cast<std::ptrdiff_t>(first) + 1, open_.end());
  if (std::ranges::any_of(within, [](const std::string& open) { return is_scope(open); })) return;
  const bool has_blocks = std::ranges::any_of(within, [](const std::string& open) { return special().contains(open); });
  if (has_blocks && name != "a") return;  // how it looks; it ends with the element around it
  close_from(first);
  for (const auto& element : within) {
    out_.append("<").append(element).append(">");
    open_.push_back(element);
  }
}

bool Nesting::close_to_table() {
  const auto table = find("table");
  if (table == open_.size()) return false;
  close_from(table + 1);
  return true;
}

void Nesting::close_paragraph() {
  for (std::size_t i = open_.size(); i-- > 0 && !is_scope(open_[i]);)
    if (open_[i] == "p") return close_from(i);
}

void Nesting::close_item(std::string_view name) {
  for (std::size_t i = open_.size(); i-- > 0;) {
    const std::string_view open = open_[i];
    if (name == "li" ? open == "li" : open == "dd" || open == "dt") return close_from(i);
    if (special().contains(open) && open != "div" && open != "address" && open != "p") return;
  }
}

void Nesting::close_from(std::size_t first) {
  for (std::size_t i = open_.size(); i-- > first;) out_.append("</").append(open_[i]).append(">");
  open_.resize(first);
}

/// Where the innermost element of a name is; open_.size() for none.
std::size_t Nesting::find(std::string_view name) const {
  const auto found = std::find(open_.rbegin(), open_.rend(), name);
  return found == open_.rend() ? open_.size() : static_cast<std::size_t>(open_.rend() - found) - 1;
}

}  // namespace entente::html
