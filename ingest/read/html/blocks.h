#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "ingest/read/html/tree.h"

namespace entente::html {

/// Text that is shown as one paragraph, heading, item or row of a table.
struct Block {
  std::string text;                ///< white space made single spaces; never empty
  std::uint32_t node = 0;          ///< the innermost element that begins and ends a paragraph and holds all of it
  std::size_t letters = 0;         ///< letters and digits; an ideograph or kana counts as two and a half, as it says that much
  std::size_t linked_letters = 0;  ///< of these, in links
  int heading = 0;                 ///< 1 to 6; 0 for none
  bool item = false;               ///< of a list
  bool row = false;                ///< of a table of figures
  bool time = false;               ///< a `time` element and nothing else

  double linked() const { return letters == 0 ? 0 : static_cast<double>(linked_letters) / static_cast<double>(letters); }
};

/// The blocks of a page in its order; elements for which `dropped` is true are left out with all that they hold. Two line breaks end a block; so does
/// one after a full stop.
std::vector<Block> blocks_of(const Tree& tree, const std::function<bool(std::uint32_t)>& dropped);

/// A block of running text, by its length, its links and its punctuation.
bool is_paragraph(const Block& block);

/// Whether a text ends as a sentence does, closing quotes and brackets aside.
bool ends_sentence(std::string_view text);

}  // namespace entente::html
