#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace entente::markdown {

struct Text {
  std::string heading;                  ///< the first of level 1, if no text stands before it; else empty, and it is one of the paragraphs
  std::vector<std::string> paragraphs;  ///< paragraphs, headings, items of lists, rows of tables (cells between " | "); never empty strings
};

/// The text of a document in CommonMark without its markup. Links leave their text; pictures, code between fences and what is HTML but no text are
/// left out; code that is only indented is text, as it mostly is one. Of footnotes the marks are left out and the notes stay where they stand. None
/// where the document would take a parser long: more than 100 levels of quotes and lists, or more than 10,000 brackets between two empty lines.
/// REQUIRES: valid UTF-8.
std::optional<Text> read_text(std::string_view markdown);

}  // namespace entente::markdown
