#include "ingest/read/html/body.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <utility>

#include "graph/text/unicode.h"
#include "ingest/read/html/blocks.h"
#include "ingest/read/html/dates.h"
#include "ingest/read/html/hints.h"

namespace entente::html {
namespace {

// An ancestor has to add this share of the text to be taken for the element of the body.
constexpr double kEnough = 0.8;
// Of elements of one kind beside each other: from this many headlines on they are a list that leads elsewhere.
constexpr std::size_t kFewestCards = 3;
constexpr std::size_t kShortestHeadline = 15;  // letters

/// Sums over the blocks of any element, in the time of a search.
class Sums {
 public:
  template <class Weight>
  Sums(const std::vector<Block>& blocks, Weight&& weight) {
    total_.push_back(0);
    for (const auto& block : blocks) {
      nodes_.push_back(block.node);
      total_.push_back(total_.back() + weight(block));
    }
  }
  double below(const Tree& tree, std::uint32_t i) const {
    const auto index = [&](std::uint32_t node) { return static_cast<std::size_t>(std::ranges::lower_bound(nodes_, node) - nodes_.begin()); };
    return total_[index(tree[i].end)] - total_[index(i)];
  }
  double all() const { return total_.back(); }

 private:
  std::vector<std::uint32_t> nodes_;
  std::vector<double> total_;
};

double weight_of(const Block& block) {
  const auto letters = static_cast<double>(block.letters);
  if (is_paragraph(block)) return letters * (1 - block.linked());
  if (block.linked() > 0.5) return -10 - letters / 2;
  if (block.heading > 0 || block.row || block.item) return -2;
  return block.letters >= 25 && ends_sentence(block.text) ? letters / 2 : -8;
}

double is_headline(const Block& block) { return block.linked() > 0.6 && block.linked_letters >= kShortestHeadline ? 1 : 0; }

class BodyFinder {
 public:
  BodyFinder(const Tree& tree, const BodyHints& hints) : tree_(tree), hints_(hints), title_(fold(hints.title)), dropped_(tree.size(), false) {}

  Body find() {
    blocks_ = blocks_of(tree_, [](std::uint32_t) { return false; });
    index_blocks();
    find_title();
    drop_by_hints();
    drop_cards();
    all_ = std::move(blocks_);
    blocks_ = blocks_of(tree_, [this](std::uint32_t i) { return dropped_[i]; });
    index_blocks();
    const auto top = choose();
    const auto range = range_in(top);
    drop_boxes(range);
    collect(range);
    read_surroundings(top, range);
    return std::move(body_);
  }

 private:
  /// Sums need the elements in order. Blocks are in the order of the text: that of an element comes after that of the elements within, where it goes
  /// on behind them.
  void index_blocks() {
    by_node_ = blocks_;
    std::ranges::stable_sort(by_node_, {}, &Block::node);
  }

  bool is_title(const Block& block) const {
    if (title_.empty() || block.text.size() > 2 * hints_.title.size() + 80) return false;
    const auto text = fold(block.text);
    return text == title_ || (text.size() > 20 && title_.find(text) != std::string::npos) ||
           (title_.size() > 20 && text.find(title_) != std::string::npos && (block.heading > 0 || text.size() < title_.size() + 20));
  }

  void find_title() {
    for (const bool heading : {true, false})
      for (const auto& block : blocks_)
        if (!title_node_ && (block.heading > 0) == heading && is_title(block)) title_node_ = block.node;
    if (title_node_) return;
    for (const auto& block : blocks_)
      if (!title_node_ && block.heading == 1) title_node_ = block.node;
  }

  bool holds_title(std::uint32_t i) const { return title_node_ && *title_node_ >= i && *title_node_ < tree_[i].end; }

  void drop_by_hints() {
    const Sums text(by_node_, [](const Block& block) { return is_paragraph(block) ? static_cast<double>(block.letters) : 0; });
    for (std::uint32_t i = 0; i < tree_.size(); ++i) {
      if (tree_[i].is_text()) continue;
      const auto hint = hint_of(tree_[i]);
      if (hint != Hint::weak && hint != Hint::strong) continue;
      const double share = text.all() > 0 ? text.below(tree_, i) / text.all() : 0;
      // A name like "content-with-sidebar" must not cost the article.
      if (holds_title(i) && share > 0.3) continue;
      if (share > (hint == Hint::weak ? 0.4 : 0.75) && !is_apart(i)) continue;
      if (hints_.live && tree_[i].tag == "header" && !holds_title(i)) continue;  // of an entry: it holds the time
      dropped_[i] = true;
    }
  }

  /// Whether an element lies over the page rather than in it, as cookie walls do: they may be longer than a short article.
  bool is_apart(std::uint32_t i) const {
    const auto role = tree_[i].attribute("role");
    return role == "dialog" || role == "alertdialog" || has_word(tree_[i], "cookie") || has_word(tree_[i], "consent") ||
           has_word(tree_[i], "comments") || has_word(tree_[i], "modal");
  }

  /// Lists of headlines: elements of one kind beside each other that each have a link with a headline, and little else.
  void drop_cards() {
    const Sums headlines(by_node_, is_headline);
    const Sums text(by_node_, [](const Block& block) { return is_paragraph(block) ? static_cast<double>(block.letters) : 0; });
    body_.cards = static_cast<std::size_t>(headlines.all());
    constexpr double longest_summary = 350;
    for (std::uint32_t i = 0; i < tree_.size(); ++i) {
      if (tree_[i].is_text() || dropped_[i] || headlines.below(tree_, i) < kFewestCards) continue;
      std::map<std::string, std::vector<std::uint32_t>> kinds;
      for (auto child = i + 1; child < tree_[i].end; child = std::max(tree_[child].end, child + 1))
        if (!tree_[child].is_text() && headlines.below(tree_, child) >= 1 &&
            text.below(tree_, child) <= longest_summary * headlines.below(tree_, child))
          kinds[tree_[child].tag + "." + std::string(tree_[child].attribute("class"))].push_back(child);
      for (const auto& [kind, cards] : kinds)
        if (cards.size() >= kFewestCards)
          for (const auto card : cards)
            if (!holds_title(card)) dropped_[card] = true;
    }
  }

  /// The element of the body.
  std::uint32_t choose() const {
    const Sums sums(by_node_, weight_of);
    std::uint32_t best = 0;
    double most = 0;
    for (std::uint32_t i = 0; i < tree_.size(); ++i) {
      if (tree_[i].is_text()) continue;
      const double sum = sums.below(tree_, i) * (hint_of(tree_[i]) == Hint::body ? 1.25 : 1);
      if (sum >= most) {
        most = sum;
        best = i;
      }
    }
    const double enough = kEnough * sums.below(tree_, best);
    for (std::uint32_t i = best + 1; i < tree_[best].end;) {
      const bool narrower = !tree_[i].is_text() && sums.below(tree_, i) >= enough && !hints_.live;
      if (narrower) best = i;
      i = narrower ? i + 1 : std::max(tree_[i].end, i + 1);
    }
    return of_first_article(best, sums);
  }

  /// Where several whole articles follow each other, the one that has the title.
  std::uint32_t of_first_article(std::uint32_t top, const Sums& sums) const {
    constexpr double whole = 150;
    for (auto at = top; title_node_ && holds_title(at);) {
      auto child = at + 1;
      while (child < tree_[at].end && !(holds_title(child) && !tree_[child].is_text())) child = std::max(tree_[child].end, child + 1);
      if (child >= tree_[at].end || sums.below(tree_, child) < whole) break;
      const auto is_another = [&](std::uint32_t other) {
        return tree_[other].tag == tree_[child].tag && tree_[other].attribute("class") == tree_[child].attribute("class") &&
               sums.below(tree_, other) > whole;
      };
      for (auto other = tree_[child].end; other < tree_[at].end; other = std::max(tree_[other].end, other + 1))
        if (!tree_[other].is_text() && is_another(other)) top = child;
      at = child;
    }
    return top;
  }

  struct Range {
    std::uint32_t begin, end;
    bool contains(const Block& block) const { return block.node >= begin && block.node < end; }
  };

  /// Where a few parts of the element hold nearly all of its text, from the first of them to the last.
  Range range_in(std::uint32_t top) const {
    constexpr double heavy = 0.2;
    const Sums sums(by_node_, weight_of);
    const Sums paragraphs(by_node_, [](const Block& block) { return is_paragraph(block) ? 1.0 : 0.0; });
    const double all = sums.below(tree_, top);
    Range range{tree_[top].end, top};
    double held = 0;
    for (auto child = top + 1; child < tree_[top].end; child = std::max(tree_[child].end, child + 1)) {
      if (tree_[child].is_text() || sums.below(tree_, child) < heavy * all || paragraphs.below(tree_, child) < 2) continue;
      held += sums.below(tree_, child);
      range.begin = std::min(range.begin, child);
      range.end = tree_[child].end;
    }
    return held >= kEnough * all && !hints_.live ? range : Range{top, tree_[top].end};
  }

  bool is_wanted(const Block& block) const {
    if (hints_.live && is_clock(block.text)) return true;
    if (is_title(block) || is_furniture(block.text) || is_paywall_notice(block.text)) return false;
    if (block.linked() > 0.6) return false;
    return block.letters > 0 || block.row;
  }

  /// Boxes within the text that begin with a headline that leads elsewhere, and say little else.
  void drop_boxes(Range range) {
    constexpr double longest_summary = 130;
    const Sums headlines(by_node_, is_headline);
    const Sums text(by_node_, [](const Block& block) { return is_headline(block) ? 0 : static_cast<double>(block.letters); });
    for (const auto& block : blocks_) {
      if (!is_headline(block) || !range.contains(block)) continue;
      for (auto box = block.node; box > range.begin && tree_[box].end < range.end; box = tree_[box].parent) {
        if (dropped_[box] || holds_title(box) || text.below(tree_, box) > longest_summary * headlines.below(tree_, box) || begins_with_paragraph(box))
          break;
        dropped_[box] = true;
      }
    }
    for (std::uint32_t i = 1; i < tree_.size(); ++i)
      if (dropped_[tree_[i].parent]) dropped_[i] = true;
    std::erase_if(blocks_, [this](const Block& block) { return dropped_[block.node]; });
  }

  bool begins_with_paragraph(std::uint32_t i) const {
    const auto first = std::ranges::lower_bound(by_node_, i, {}, &Block::node);
    return first != by_node_.end() && first->node < tree_[i].end && is_paragraph(*first);
  }

  void collect(Range range) {
    std::vector<const Block*> kept;
    for (const auto& block : blocks_)
      if (range.contains(block) && is_wanted(block)) kept.push_back(&block);
    trim(kept);
    for (std::size_t i = 0; i < kept.size(); ++i) {
      // A heading over nothing was one of links.
      const bool over_nothing =
          kept[i]->heading > 0 && (i + 1 == kept.size() || (kept[i + 1]->heading > 0 && kept[i + 1]->heading <= kept[i]->heading));
      if (over_nothing) continue;
      body_.paragraphs.push_back(kept[i]->text);
      body_.letters += kept[i]->letters;
    }
  }

  /// Takes away bylines, dates, labels and the like before the first paragraph and after the last.
  void trim(std::vector<const Block*>& kept) const {
    const auto is_text = [&](const Block* block) { return is_paragraph(*block); };
    const auto first = std::ranges::find_if(kept, is_text);
    if (first == kept.end()) {
      kept.clear();
      return;
    }
    auto begin = first;
    while (begin != kept.begin() && may_begin(**std::prev(begin))) --begin;
    auto end = std::find_if(kept.rbegin(), kept.rend(), is_text).base();
    while (end != kept.end() && may_end(**end)) ++end;
    kept = std::vector<const Block*>(begin, end);
  }

  bool may_begin(const Block& block) const {
    if (hints_.live && is_clock(block.text)) return true;
    if (!read_date(block.text).empty() || block.time) return false;
    if (block.heading >= 2) return false;
    const bool dateline = block.text.ends_with('-') || block.text.ends_with("–") || block.text.ends_with("—") ||
                          std::ranges::none_of(block.text, [](char c) { return c >= 'a' && c <= 'z'; });
    return dateline && block.letters <= 40 && block.linked() == 0;
  }

  static bool may_end(const Block& block) {
    if (block.row) return true;
    if (block.item) return block.linked() == 0;
    if (block.text.starts_with('(') && block.text.ends_with(')') && block.letters <= 40) return true;
    if (block.text.starts_with("Reporting by ") || block.text.starts_with("Additional reporting by ")) return true;
    return block.heading == 0 && block.linked() == 0 && ends_sentence(block.text) && read_date(block.text).empty();
  }

  /// What stands around the text: date, author, a notice of a paywall.
  void read_surroundings(std::uint32_t top, Range range) {
    constexpr std::uint32_t near_nodes = 60;
    bool after_title = !title_node_;
    for (const auto& block : all_) {
      body_.paywall = body_.paywall || is_paywall_notice(block.text);
      if (block.heading > 0 && block.node < range.begin) body_.heading = block.text;
      if (block.letters > 160 || is_paragraph(block)) continue;
      after_title = after_title || block.node >= *title_node_;
      const bool near = after_title || block.node + near_nodes > top;
      if (!near || block.node >= tree_[top].end + near_nodes || is_title(block)) continue;
      if (body_.date.empty() && block.node < tree_[top].end && block.linked() < 0.8) body_.date = read_date(block.text);
      if (body_.byline.empty()) body_.byline = author_in(block.text);
    }
  }

  /// The name behind "Oleh", "By", "Penulis:" and their like.
  static std::string author_in(std::string_view text) {
    constexpr std::array<std::string_view, 14> marks = {
        "Penulis:", "Penulis :", "Oleh:", "Oleh :", "Oleh ", "Laporan:", "Reporter:", "Pewarta:", "By ", "BY ", "Von ", "Par ", "Por ", "Автор: "};
    for (const auto mark : marks) {
      if (!text.starts_with(mark)) continue;
      auto name = text.substr(mark.size());
      name = name.substr(0, std::min({name.find('|'), name.find(" - "), name.find('\xC2'), name.find(','), name.find(" Editor"), name.find('/'),
                                      name.find(" Kategori"), name.find("  ")}));
      const auto begin = std::min(name.find_first_not_of(' '), name.size());
      name = name.substr(begin, name.find_last_not_of(' ') + 1 - begin);
      const auto words = 1 + std::ranges::count(name, ' ');
      if (!name.empty() && words <= 5 && name.size() <= 60 && name.find_first_of("0123456789") == std::string_view::npos) return std::string(name);
    }
    return {};
  }

  const Tree& tree_;
  const BodyHints& hints_;
  std::string title_;
  std::vector<bool> dropped_;
  std::vector<Block> blocks_, by_node_, all_;
  std::optional<std::uint32_t> title_node_;
  Body body_;
};

}  // namespace

Body find_body(const Tree& tree, const BodyHints& hints) { return BodyFinder(tree, hints).find(); }

}  // namespace entente::html
