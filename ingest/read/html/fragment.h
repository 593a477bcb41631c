#pragma once

#include <string>
#include <string_view>

namespace entente::html {

/// The text of a piece of HTML that holds an article and nothing else, as feeds and news services send them: paragraphs, headings, items of lists and
/// rows of tables with empty lines between them. Lines of the page such as "Read also: ..." and the captions of pictures are left out. Empty where
/// there is no text, and for what is no article (deeper or with more tags than reduce_page reads). REQUIRES: valid UTF-8 without NUL.
std::string text_of_fragment(std::string_view html);

}  // namespace entente::html
