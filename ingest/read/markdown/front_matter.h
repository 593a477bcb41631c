#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>

namespace entente::markdown {

/// What stands before the text of a Markdown file, between two lines "---".
struct FrontMatter {
  std::map<std::string, std::string, std::less<>> entries;  ///< keys in lower case; values without quotes, items of a list with ", " between
  std::size_t end = 0;                                      ///< byte of the text behind it; 0 where there is none
};

/// Reads the front matter that `text` begins with. Of YAML it knows lines `key: value`, with the value plain, in quotes or a list of such in brackets
/// or on lines "- item" below; comments; other lines are passed over. REQUIRES: valid UTF-8.
FrontMatter read_front_matter(std::string_view text);

}  // namespace entente::markdown
