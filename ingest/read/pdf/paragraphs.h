#pragma once

#include <string>
#include <vector>

#include "ingest/read/pdf/layout.h"

namespace entente::pdf {

/// What a document says, as it is read.
struct Reading {
  std::string title;                    ///< the large lines above the text of the first page; empty for none
  std::string date;                     ///< that stands on a line of its own beside the title, as ISO 8601; empty for none
  std::vector<std::string> paragraphs;  ///< with headings, without title and that date; never empty strings
};

/// Puts the lines of a document without headers and footers (furniture.h) together. A paragraph ends where the next line is indented behind a full
/// stop, where a line leaves room for the first word of the next, where the distance or the size changes; it goes on over the ends of columns and
/// pages where they are within a sentence.
Reading read_paragraphs(const Layout& layout);

}  // namespace entente::pdf
