#include "ingest/read/pdf/layout.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <utility>

namespace entente::pdf {
namespace {

using namespace std::string_view_literals;

// Far larger than any sheet of paper; beyond it sums of coordinates mean nothing.
constexpr double kFarthest = 1e6;

/// The value of an attribute of a tag; empty where it is not there.
std::string_view attribute(std::string_view tag, std::string_view name) {
  for (auto at = tag.find(name); at != std::string_view::npos; at = tag.find(name, at + 1)) {
    const auto after = tag.substr(at + name.size());
    if (at == 0 || tag[at - 1] != ' ' || !after.starts_with("=\"")) continue;
    return after.substr(2, after.find('"', 2) - 2);
  }
  return {};
}

double number(std::string_view tag, std::string_view name) {
  const auto text = attribute(tag, name);
  double value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return std::isfinite(value) ? std::clamp(value, -kFarthest, kFarthest) : 0;
}

Box box_of(std::string_view tag) { return {number(tag, "xMin"), number(tag, "yMin"), number(tag, "xMax"), number(tag, "yMax")}; }

constexpr std::string_view kNoSpace = "\u200B", kSoftHyphen = "\u00AD";

struct Replacement {
  std::string_view from, to;
};
constexpr std::array kReferences = {Replacement{"&amp;"sv, "&"sv},   Replacement{"&lt;"sv, "<"sv},   Replacement{"&gt;"sv, ">"sv},
                                    Replacement{"&quot;"sv, "\""sv}, Replacement{"&apos;"sv, "'"sv}, Replacement{"&#39;"sv, "'"sv}};
// U+FB00 to U+FB06.
constexpr std::array kLigatures = {"ff"sv, "fi"sv, "fl"sv, "ffi"sv, "ffl"sv, "st"sv, "st"sv};

/// Appends what the text of an element says.
void append_text(std::string_view text, std::string& out) {
  while (!text.empty()) {
    const auto byte = static_cast<unsigned char>(text.front());
    if (byte == '&') {
      const auto* known = std::ranges::find_if(kReferences, [&](const Replacement& reference) { return text.starts_with(reference.from); });
      if (known != kReferences.end()) {
        out.append(known->to);
        text.remove_prefix(known->from.size());
        continue;
      }
    }
    if (text.size() >= 3 && text.starts_with("\xEF\xAC") && static_cast<unsigned char>(text[2]) - 0x80u < kLigatures.size()) {
      out.append(kLigatures[static_cast<unsigned char>(text[2]) - 0x80u]);
      text.remove_prefix(3);
      continue;
    }
    if (text.starts_with(kNoSpace)) {
      text.remove_prefix(kNoSpace.size());
      continue;
    }
    if (text.starts_with(kSoftHyphen) && text.size() > kSoftHyphen.size()) {  // within a line it is one that is shown
      out.push_back('-');
      text.remove_prefix(kSoftHyphen.size());
      continue;
    }
    if (byte >= 0x20 && byte != 0x7F) out.push_back(text.front());
    text.remove_prefix(1);
  }
}

std::string text_of(std::string_view text) {
  std::string out;
  append_text(text, out);
  return out;
}

class LayoutReader {
 public:
  explicit LayoutReader(std::string_view rest) : rest_(rest) {}

  Layout read() {
    for (auto tag = next(); !tag.empty(); tag = next()) take(tag);
    for (auto& page : layout_.pages) {
      for (auto& block : page.blocks) std::erase_if(block.lines, [](const Line& line) { return line.text.empty(); });
      std::erase_if(page.blocks, [](const Block& block) { return block.lines.empty(); });
    }
    return std::move(layout_);
  }

 private:
  /// The next tag, without its brackets; rest_ begins behind it.
  std::string_view next() {
    for (auto open = rest_.find('<'); open != std::string_view::npos; open = rest_.find('<')) {
      rest_.remove_prefix(open + 1);
      const auto close = rest_.find('>');
      if (close == std::string_view::npos) break;
      const auto tag = rest_.substr(0, close);
      rest_.remove_prefix(close + 1);
      if (!tag.empty()) return tag;
    }
    return {};
  }

  void take(std::string_view tag) {
    const auto name = tag.substr(0, tag.find_first_of(" /"));
    auto& pages = layout_.pages;
    if (name == "page") {
      pages.push_back({.width = number(tag, "width"), .height = number(tag, "height"), .blocks = {}});
    } else if (name == "title" && pages.empty()) {
      layout_.title = text_of(rest_.substr(0, rest_.find('<')));
    } else if (name == "meta" && pages.empty()) {
      if (attribute(tag, "name") == "Author") layout_.author = text_of(attribute(tag, "content"));
      if (attribute(tag, "name") == "CreationDate") layout_.created = text_of(attribute(tag, "content"));
    } else if (!pages.empty()) {
      take_of_page(name, tag, pages.back());
    }
  }

  void take_of_page(std::string_view name, std::string_view tag, Page& page) {
    if (name == "block") page.blocks.emplace_back();
    if (page.blocks.empty()) return;
    auto& lines = page.blocks.back().lines;
    if (name == "line") lines.push_back({.box = box_of(tag), .text = {}});
    if (name != "word" || lines.empty()) return;
    auto& line = lines.back();
    std::string word = text_of(rest_.substr(0, rest_.find('<')));
    if (word.empty()) return;
    if (line.text.empty())
      line.first_word = std::clamp(box_of(tag).width(), 0.0, kFarthest);
    else
      line.text.push_back(' ');
    line.text.append(word);
  }

  std::string_view rest_;
  Layout layout_;
};

}  // namespace

Layout read_layout(std::string_view xhtml) { return LayoutReader(xhtml).read(); }

}  // namespace entente::pdf
