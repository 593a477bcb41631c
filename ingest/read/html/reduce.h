#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "graph/status.h"

namespace entente::html {

/// A page without what no reader of news needs, and safe to parse.
struct ReducedPage {
  std::string html;                  ///< the tags and attributes that say something of text and metadata, and the text
  std::size_t depth = 0;             ///< of the deepest tag, as far as it is counted: at most kDeepestTag; a parser may go some four times as deep
  std::vector<std::string> json_ld;  ///< what its scripts of type application/ld+json hold
};

// A page of a news site has some thousands of tags, some 50 levels deep. A parser of HTML needs stack for each level, and time for all of them at
// each tag.
inline constexpr std::size_t kMostTags = 400'000;
inline constexpr std::size_t kDeepestTag = 512;

/// Drops comments, scripts, styles, pictures, forms, and attributes that say nothing, and nests the elements well (nesting.h), so that what a parser
/// makes of the result is at most some 4 * kDeepestTag levels deep, and bounded by the number of tags. Errors: InvalidInput (deeper than kDeepestTag,
/// more tags than kMostTags). REQUIRES: valid UTF-8 without NUL.
Result<ReducedPage> reduce_page(std::string_view page, std::string_view origin);

}  // namespace entente::html
