#pragma once

#include <string>
#include <string_view>

namespace entente::pdf {

/// Adds to `text` the line that follows it. A hyphen at the end of `text` goes where it only divides a word ("adminis-" and "tration"), and stays,
/// without a space behind it, where it belongs to the word: before a capital or a figure ("Jean-", "Pierre"), and where a word is doubled, as
/// Indonesian does
/// ("negara-" and "negara", "kehati-" and "hatian", "ber-" and "lari-lari" excepted). Whether a compound such as "self-" and "defence" has one cannot
/// be seen: it becomes one word. Else a space goes between. REQUIRES: valid UTF-8.
void append_line(std::string_view line, std::string& text);

/// Whether `text` ends within a word that a hyphen divides.
bool ends_with_hyphen(std::string_view text);

}  // namespace entente::pdf
