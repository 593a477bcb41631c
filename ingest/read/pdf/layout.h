#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace entente::pdf {

/// A rectangle on a page in points, from its upper left corner.
struct Box {
  double left = 0, top = 0, right = 0, bottom = 0;
  double width() const { return right - left; }
  double height() const { return bottom - top; }
};

struct Line {
  Box box;
  double first_word = 0;  ///< width
  std::string text;       ///< words with single spaces; never empty
};

struct Block {
  std::vector<Line> lines;  ///< never empty
};

struct Page {
  double width = 0, height = 0;
  std::vector<Block> blocks;  ///< in the order in which they are read
};

/// A document as it is laid out.
struct Layout {
  std::string title, author, created;  ///< as the document says; `created` is ISO 8601, or empty
  std::vector<Page> pages;
};

/// Reads what poppler's `pdftotext -bbox-layout` prints. What is none of it is passed over, so that there is always a layout; no number in it is
/// infinite or NaN. Ligatures ("ﬁ") become letters; control characters are left out. REQUIRES: valid UTF-8.
Layout read_layout(std::string_view xhtml);

}  // namespace entente::pdf
