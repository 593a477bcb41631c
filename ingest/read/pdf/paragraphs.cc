#include "ingest/read/pdf/paragraphs.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "graph/text/unicode.h"
#include "ingest/read/html/blocks.h"
#include "ingest/read/html/dates.h"
#include "ingest/read/pdf/hyphen.h"

namespace entente::pdf {
namespace {

// Lengths in heights of a line, which is a little more than the size of its letters.
constexpr double kIndent = 0.5;     // that begins a paragraph
constexpr double kWideGap = 1.35;   // of the usual distance of lines: an empty line between
constexpr double kTitle = 1.15;     // of the usual height
constexpr double kSameSize = 0.15;  // sizes that differ by less are one

constexpr double kInitial = 1.5;  // of the usual height

constexpr std::size_t kShortestTitle = 4, kLongestTitle = 300;  // bytes
constexpr std::size_t kLongestDateline = 60;

/// A line, and how it stands in its block.
struct Placed {
  const Line* line = nullptr;
  const Block* block = nullptr;
  double left = 0, right = 0;  // of the block
  bool first_page = false;
};

std::vector<Placed> lines_of(const Layout& layout) {
  std::vector<Placed> lines;
  for (const auto& page : layout.pages)
    for (const auto& block : page.blocks) {
      double left = block.lines.front().box.left, right = block.lines.front().box.right;
      for (const auto& line : block.lines) {
        left = std::min(left, line.box.left);
        right = std::max(right, line.box.right);
      }
      for (const auto& line : block.lines) lines.push_back({&line, &block, left, right, &page == &layout.pages.front()});
    }
  return lines;
}

/// The middle one of values, each weighed; 0 where there are none.
double median(std::vector<std::pair<double, std::size_t>> values) {
  std::ranges::sort(values);
  std::size_t all = 0, passed = 0;
  for (const auto& [value, weight] : values) all += weight;
  for (const auto& [value, weight] : values)
    if ((passed += weight) * 2 >= all) return value;
  return 0;
}

double usual_height(const std::vector<Placed>& lines) {
  std::vector<std::pair<double, std::size_t>> heights;
  for (const auto& placed : lines) heights.emplace_back(placed.line->box.height(), placed.line->text.size());
  return median(std::move(heights));
}

/// From the top of a line to that of the next.
double usual_distance(const std::vector<Placed>& lines) {
  std::vector<std::pair<double, std::size_t>> distances;
  for (std::size_t i = 1; i < lines.size(); ++i)
    if (lines[i].block == lines[i - 1].block) distances.emplace_back(lines[i].line->box.top - lines[i - 1].line->box.top, 1);
  return median(std::move(distances));
}

bool same_size(const Line& a, const Line& b) {
  return std::abs(a.box.height() - b.box.height()) <= kSameSize * std::max(a.box.height(), b.box.height());
}

bool is_point(std::string_view text) {
  constexpr std::array<std::string_view, 6> kPoints = {"\u2022", "\u25AA", "\u25CF", "\u25A0", "\u25E6", "\u2023"};
  return std::ranges::any_of(kPoints, [&](std::string_view point) { return text.starts_with(point); });
}

bool has_letter(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const auto [c, next] = decode(text, at);
    if (is_letter(c) || is_digit(c)) return true;
    at = next;
  }
  return false;
}

class Reader {
 public:
  explicit Reader(const Layout& layout) : lines_(lines_of(layout)), height_(usual_height(lines_)), distance_(usual_distance(lines_)) {}

  Reading read() {
    const auto text_begins = take_title();
    for (std::size_t i = text_begins; i < lines_.size(); ++i) {
      if (!begun_ && take_date(lines_[i])) {
        end_paragraph();
        continue;
      }
      add(lines_[i]);
    }
    end_paragraph();
    return std::move(reading_);
  }

 private:
  /// Takes the largest lines of the first page, if they are larger than the text and nothing long stands before them. Returns where the text begins.
  std::size_t take_title() {
    constexpr std::size_t most_lines_above = 8;
    auto begin = lines_.size();
    double least = kTitle * height_;
    for (std::size_t i = 0; i < lines_.size() && lines_[i].first_page; ++i)
      if (lines_[i].line->box.height() >= least && lines_[i].line->text.size() >= kShortestTitle) {
        least = lines_[i].line->box.height() * (1 + kSameSize / 2);
        begin = i;
      }
    if (begin > most_lines_above || begin == lines_.size()) return 0;
    auto end = begin;
    for (; end < lines_.size() && lines_[end].first_page && same_size(*lines_[end].line, *lines_[begin].line); ++end)
      append_line(lines_[end].line->text, reading_.title);
    if (reading_.title.size() > kLongestTitle || end == lines_.size() || !has_letter(reading_.title)) {
      reading_.title.clear();
      return 0;
    }
    // What stands above it, such as the name of a section, is kept out of the text; a date counts.
    for (std::size_t i = 0; i < begin; ++i) static_cast<void>(take_date(lines_[i]));
    return end;
  }

  /// Whether a line is a date and little else: it stands alone, where that of a text would be full.
  bool take_date(const Placed& placed) {
    const auto& line = *placed.line;
    const bool alone = placed.block->lines.size() == 1 || placed.right - line.box.right > (placed.right - placed.left) / 3;
    if (!alone || line.text.size() > kLongestDateline) return false;
    auto date = html::read_date(line.text);
    if (date.empty()) return false;
    if (reading_.date.empty()) reading_.date = std::move(date);
    return true;
  }

  /// Whether the paragraph is a large letter by now, over the first lines of the word that it begins.
  bool is_initial() const { return last_ != nullptr && paragraph_.size() == 1 && last_->line->box.height() > kInitial * height_; }

  void add(const Placed& placed) {
    const auto& box = placed.line->box;
    begun_ = begun_ || paragraph_.size() + placed.line->text.size() > kLongestDateline;
    if (is_initial()) {
      paragraph_.append(placed.line->text);
      last_ = &placed;
      end_of_row_ = box.right;
      return;
    }
    const bool in_row = last_ != nullptr && is_in_row(box);
    if (last_ != nullptr && !in_row && !continues(placed)) end_paragraph();
    append_line(placed.line->text, paragraph_);
    if (!in_row) last_ = &placed;
    end_of_row_ = box.right;
  }

  /// Whether a piece of a line stands right behind the last one, as numbers of notes do.
  bool is_in_row(const Box& box) const {
    const auto& row = last_->line->box;
    const double common = std::min(row.bottom, box.bottom) - std::max(row.top, box.top);
    const double space = box.left - end_of_row_;
    return common > std::min(row.height(), box.height()) / 2 && std::abs(space) < row.height();
  }

  /// Whether a line goes on with the paragraph of the line before.
  bool continues(const Placed& placed) const {
    const auto& line = *placed.line;
    const auto& before = *last_->line;
    if (is_point(line.text) || !same_size(line, before)) return false;
    const bool sentence_ended = html::ends_sentence(before.text);
    if (placed.block != last_->block) return !sentence_ended && goes_on_elsewhere(placed);
    const double unit = before.box.height();
    if (line.box.top - before.box.top > kWideGap * std::max(distance_, unit)) return false;
    const bool indented = line.box.left > placed.left + kIndent * unit && before.box.left < line.box.left - kIndent * unit / 2;
    if (indented && (sentence_ended || before.text.ends_with(':'))) return false;
    const double room = last_->right - end_of_row_ - line.first_word - unit / 2;
    const bool left_room = room > 0 && (sentence_ended || room > (last_->right - last_->left) / 3);
    return !left_room;
  }

  /// Whether the first line of another block goes on with a sentence that has not ended.
  bool goes_on_elsewhere(const Placed& placed) const {
    if (ends_with_hyphen(last_->line->text)) return true;
    const auto first = decode(placed.line->text, 0).value;
    if (is_letter(first) && !is_upper(first)) return true;
    const bool full = last_->block->lines.size() > 1 && end_of_row_ > last_->right - last_->line->box.height();
    return full && placed.block->lines.size() > 1 && placed.line->box.left < placed.left + kIndent * placed.line->box.height();
  }

  void end_paragraph() {
    if (has_letter(paragraph_)) reading_.paragraphs.push_back(std::move(paragraph_));
    paragraph_.clear();
    last_ = nullptr;
  }

  std::vector<Placed> lines_;
  double height_, distance_;
  Reading reading_;
  std::string paragraph_;
  const Placed* last_ = nullptr;  // the first piece of the last line of paragraph_
  double end_of_row_ = 0;         // where that line ends
  bool begun_ = false;            // more than bylines and the like was read
};

}  // namespace

Reading read_paragraphs(const Layout& layout) { return Reader(layout).read(); }

}  // namespace entente::pdf
