#pragma once

#include "ingest/read/pdf/layout.h"

namespace entente::pdf {

/// Takes headers, footers and numbers of pages out of a layout: lines in the upper or lower sixth of a page that stand at the same place of another
/// with the same words, figures aside; lines there that only number the page ("7", "- 7 -", "Page 7 of 9", "Halaman 7"); and a line there that stands
/// alone in the middle of a sentence which goes on over the page.
void drop_furniture(Layout& layout);

}  // namespace entente::pdf
