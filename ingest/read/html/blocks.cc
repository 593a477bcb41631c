#include "ingest/read/html/blocks.h"

#include <algorithm>
#include <utility>

#include "graph/text/unicode.h"
#include "ingest/read/html/hints.h"

namespace entente::html {
namespace {

bool is_wide(char32_t c) {
  return (c >= 0x3040 && c <= 0x30FF) || (c >= 0x3400 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x3FFFF);
}

/// The sign that text ends with, closing quotes and brackets aside; 0 for none.
char32_t last_sign(std::string_view text) {
  while (!text.empty()) {
    auto begin = text.size() - 1;
    while (begin > 0 && (static_cast<unsigned char>(text[begin]) & 0xC0) == 0x80) --begin;
    const auto c = decode(text, begin).value;
    const bool closing = c == '"' || c == '\'' || c == ')' || c == ']' || c == '*' || c == U'”' || c == U'’' || c == U'»' || c == U'«' || c == U'“' ||
                         c == U'」' || c == U'』' || c == U'）' || is_space(c);
    if (!closing) return c;
    text = text.substr(0, begin);
  }
  return 0;
}

/// A table whose cells hold figures and short words; anything else is a grid that the page is laid out in.
bool is_data_table(const Tree& tree, std::uint32_t table) {
  constexpr std::size_t longest_cell = 160;
  std::vector<std::uint32_t> cells;
  std::size_t rows = 0;
  for (auto i = table + 1; i < tree[table].end; ++i) {
    const auto& tag = tree[i].tag;
    if (tag == "table" || tag == "div" || tag == "ul" || tag == "a" || heading_level(tag) > 0) return false;
    if (tag == "tr") ++rows;
    if (tag == "td" || tag == "th") cells.push_back(i);
  }
  return rows >= 2 && cells.size() >= 2 * rows &&
         std::ranges::all_of(cells, [&](std::uint32_t cell) { return text_of(tree, cell).size() <= longest_cell; });
}

class BlockMaker {
 public:
  BlockMaker(const Tree& tree, const std::function<bool(std::uint32_t)>& dropped) : tree_(tree), dropped_(dropped) {}

  std::vector<Block> make() {
    for (std::uint32_t i = 0; i < tree_.size();) {
      while (!open_.empty() && i >= tree_[open_.back()].end) leave();
      const auto& node = tree_[i];
      if (node.is_text()) {
        add(node.text);
        ++i;
      } else if (node.tag == "title" || dropped_(i)) {
        if (is_block(node.tag)) flush();
        i = std::max(node.end, i + 1);
      } else {
        enter(i++);
      }
    }
    while (!open_.empty()) leave();
    flush();
    return std::move(blocks_);
  }

 private:
  void enter(std::uint32_t i) {
    const auto& tag = tree_[i].tag;
    if (tag == "br") return line_break();
    if (tag == "table" && table_end_ <= i && is_data_table(tree_, i)) table_end_ = tree_[i].end;
    const bool in_table = i < table_end_;
    if (in_table && (tag == "td" || tag == "th")) {
      if (has_text()) append(" |");
      space_ = true;
    } else if (ends_block(i)) {
      flush();
    }
    // Spans without a space between them stand apart by style; so does what follows a headline.
    if (tag == "span" && after_span_) space_ = true;
    if (tag == "span" && after_headline_) flush();
    after_span_ = after_headline_ = false;
    if (tag == "a") {
      ++links_;
      link_begins_ = !has_text();
    }
    if (tag == "time") {
      ++times_;
      time_ = time_ || !has_text();
    }
    open_.push_back(i);
  }

  void leave() {
    constexpr std::size_t shortest_headline = 15;
    const auto i = open_.back();
    const auto& tag = tree_[i].tag;
    if (tag == "a") --links_;
    if (tag == "time") --times_;
    after_span_ = tag == "span";
    after_headline_ = tag == "a" && link_begins_ && halves_ / 2 >= shortest_headline;
    if (ends_block(i)) flush();
    open_.pop_back();
  }

  bool ends_block(std::uint32_t i) const {
    const auto& tag = tree_[i].tag;
    if (i < table_end_ && tag != "table" && tag != "tr" && tag != "caption") return false;
    return is_block(tag);
  }

  void line_break() {
    constexpr std::size_t shortest_line = 50;  // of a text whose lines are broken to be as long as each other
    if (std::exchange(broken_, true) || halves_ / 2 < shortest_line || ends_sentence(text_)) flush();
    space_ = true;
  }

  bool has_text() const { return !text_.empty(); }

  void append(std::string_view characters) { text_.append(characters); }

  void add(std::string_view text) {
    if (!text.empty()) after_span_ = after_headline_ = false;
    for (std::size_t at = 0; at < text.size();) {
      const auto [c, next] = decode(text, at);
      const bool invisible = c == 0x200B || c == 0xFEFF || c == 0xAD || (c < 0x20 && !is_space(c)) || c == 0x7F;
      if (is_space(c)) {
        space_ = true;
      } else if (!invisible) {
        if (std::exchange(space_, false) && has_text()) text_.push_back(' ');
        append(text.substr(at, next - at));
        broken_ = false;
        time_ = time_ && times_ > 0;
        count(c);
      }
      at = next;
    }
  }

  void count(char32_t c) {
    if (!is_letter(c) && !is_digit(c)) return;
    const std::size_t halves = is_wide(c) ? 5 : 2;
    halves_ += halves;
    if (links_ > 0) linked_halves_ += halves;
  }

  void flush() {
    if (has_text()) {
      Block block;
      block.text = std::exchange(text_, {});
      block.letters = halves_ / 2;
      block.linked_letters = linked_halves_ / 2;
      block.time = time_;
      constexpr std::ptrdiff_t near_levels = 40;  // a page may be deep, and has many blocks
      for (auto at = open_.rbegin(); at != open_.rend() && (block.node == 0 || at - open_.rbegin() < near_levels); ++at) {
        const auto& tag = tree_[*at].tag;
        if (block.node == 0 && ends_block(*at)) block.node = *at;
        if (block.heading == 0) block.heading = heading_level(tag);
        if (tag == "li" || tag == "dd" || tag == "dt") block.item = true;
        if (tag == "table") break;
      }
      block.row = block.node < table_end_ && block.node != 0;
      blocks_.push_back(std::move(block));
    }
    halves_ = linked_halves_ = 0;
    space_ = broken_ = time_ = false;
  }

  const Tree& tree_;
  const std::function<bool(std::uint32_t)>& dropped_;
  std::vector<Block> blocks_;
  std::vector<std::uint32_t> open_;
  std::string text_;
  std::size_t halves_ = 0, linked_halves_ = 0;
  int links_ = 0, times_ = 0;
  bool space_ = false, broken_ = false, time_ = false;
  bool link_begins_ = false, after_span_ = false, after_headline_ = false;
  std::uint32_t table_end_ = 0;
};

}  // namespace

bool ends_sentence(std::string_view text) {
  // "(abc/def)" behind the last sentence: who wrote it.
  constexpr std::size_t longest_initials = 24;
  if (text.ends_with(')'))
    if (const auto bracket = text.rfind('(');
        bracket != std::string_view::npos && bracket > 0 && text.size() - bracket <= longest_initials && ends_sentence(text.substr(0, bracket)))
      return true;
  const auto c = last_sign(text);
  return c == '.' || c == '!' || c == '?' || c == U'…' || c == U'。' || c == U'！' || c == U'？' || c == U'؟' || c == U'।';
}

std::vector<Block> blocks_of(const Tree& tree, const std::function<bool(std::uint32_t)>& dropped) { return BlockMaker(tree, dropped).make(); }

bool is_paragraph(const Block& block) {
  constexpr std::size_t shortest = 30, long_without_stop = 120;
  if (block.heading > 0 || block.row || block.linked() > 0.4 || block.letters < shortest) return false;
  return ends_sentence(block.text) || block.letters >= long_without_stop;
}

}  // namespace entente::html
