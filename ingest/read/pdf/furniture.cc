#include "ingest/read/pdf/furniture.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "graph/text/unicode.h"
#include "ingest/read/html/blocks.h"

namespace entente::pdf {
namespace {

constexpr double kZone = 1.0 / 6;  // of the height of a page
constexpr double kSamePlace = 10;  // points

/// The text with each run of digits as one '#', folded.
std::string pattern_of(std::string_view text) {
  std::string pattern;
  for (const char c : fold(text)) {
    const bool digit = c >= '0' && c <= '9';
    if (!digit || !pattern.ends_with('#')) pattern.push_back(digit ? '#' : c);
  }
  return pattern;
}

bool is_page_number(std::string_view pattern) {
  constexpr std::array<std::string_view, 16> kForms = {
      "#",     "- # -",  "-#-",  "\u2013 # \u2013", "\u2014 # \u2014", "[#]",    "# / #",  "#/#",
      "# | #", "page #", "p. #", "page # of #",     "halaman #",       "hal. #", "hlm. #", "halaman # dari #"};
  return std::ranges::find(kForms, pattern) != kForms.end();
}

bool is_in_zone(const Line& line, const Page& page) {
  return page.height > 0 && (line.box.bottom < kZone * page.height || line.box.top > (1 - kZone) * page.height);
}

/// Where a text stands: rows of kSamePlace points each.
using Place = std::pair<std::string, std::int64_t>;

Place place_of(std::string pattern, const Line& line) { return {std::move(pattern), std::llround(line.box.top / kSamePlace)}; }

/// The pages that have something at a place: the first and the last of them.
struct Pages {
  std::size_t first = 0, last = 0;
};

std::map<Place, Pages> places_of(const Layout& layout) {
  std::map<Place, Pages> places;
  for (std::size_t i = 0; i < layout.pages.size(); ++i)
    for (const auto& block : layout.pages[i].blocks)
      for (const auto& line : block.lines)
        if (is_in_zone(line, layout.pages[i])) places.try_emplace(place_of(pattern_of(line.text), line), Pages{i, i}).first->second.last = i;
  return places;
}

void drop_repeated(Layout& layout) {
  const auto places = places_of(layout);
  const auto is_on_another = [&](const Place& place, std::size_t page) {
    for (const std::int64_t row : {place.second - 1, place.second, place.second + 1})  // rows have borders: the neighbours count
      if (const auto found = places.find({place.first, row}); found != places.end() && (found->second.first != page || found->second.last != page))
        return true;
    return false;
  };
  for (std::size_t i = 0; i < layout.pages.size(); ++i) {
    auto& page = layout.pages[i];
    for (auto& block : page.blocks)
      std::erase_if(block.lines, [&](const Line& line) {
        if (!is_in_zone(line, page)) return false;
        auto pattern = pattern_of(line.text);
        return is_page_number(pattern) || is_on_another(place_of(std::move(pattern), line), i);
      });
  }
}

bool is_capital(std::string_view text) {
  const auto c = decode(text, 0).value;
  return !is_letter(c) || is_upper(c);
}

/// A line that stands alone at the beginning or end of a page, in the middle of a sentence that goes over to the next.
void drop_interruptions(Layout& layout) {
  struct Placed {
    Page* page;
    Block* block;
    const Line* line;
  };
  std::vector<Placed> lines;
  for (auto& page : layout.pages)
    for (auto& block : page.blocks)
      for (auto& line : block.lines) lines.push_back({&page, &block, &line});
  std::vector<Block*> dropped;
  for (std::size_t i = 1; i + 1 < lines.size(); ++i) {
    const auto& [page, block, line] = lines[i];
    const bool alone = block->lines.size() == 1 && lines[i - 1].page != lines[i + 1].page && is_in_zone(*line, *page);
    if (alone && is_capital(line->text) && !html::ends_sentence(line->text) && !html::ends_sentence(lines[i - 1].line->text) &&
        !is_capital(lines[i + 1].line->text))
      dropped.push_back(block);
  }
  for (auto* block : dropped) block->lines.clear();
}

void drop_empty_blocks(Layout& layout) {
  for (auto& page : layout.pages) std::erase_if(page.blocks, [](const Block& block) { return block.lines.empty(); });
}

}  // namespace

void drop_furniture(Layout& layout) {
  drop_repeated(layout);
  drop_empty_blocks(layout);
  drop_interruptions(layout);
  drop_empty_blocks(layout);
}

}  // namespace entente::pdf
