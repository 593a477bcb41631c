#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/read/html/tree.h"

namespace entente::html {

struct Body {
  std::vector<std::string> paragraphs;  ///< with headings, items and rows of tables; never empty strings
  std::string heading;                  ///< the last one before the text
  std::string date;                     ///< that stands beside the title or around the text, as ISO 8601; empty for none
  std::string byline;                   ///< the author that a line beside the title names; empty for none
  std::size_t letters = 0;              ///< of the paragraphs
  std::size_t cards = 0;                ///< headlines on the page that lead elsewhere
  bool paywall = false;                 ///< a notice on the page says that the rest is for subscribers
};

struct BodyHints {
  std::string_view title;
  bool live = false;  ///< a ticker: times of day above its entries are headings
};

/// The main text of a page: the element whose blocks of running text outweigh what else it holds, without what its blocks and elements say is none of
/// the article.
Body find_body(const Tree& tree, const BodyHints& hints);

}  // namespace entente::html
