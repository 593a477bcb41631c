#pragma once

#include <span>
#include <string>
#include <string_view>

namespace entente {

/// `text`, whatever its bytes, as character data or the value of an attribute: clean_text(), with what is markup escaped. Tabs and line breaks stay
/// what they are, also in an attribute.
void append_xml(std::string& out, std::string_view text);

/// clean_id() likewise.
void append_xml_id(std::string& out, std::string_view id);

/// Adds a text to a list with a bar between items, each on a line; a bar within one becomes a blank, an empty one is left out.
void append_item(std::string& list, std::string_view item);

/// Makes `list` such a list of `texts`.
void join_items(std::string& list, std::span<const std::string_view> texts);

}  // namespace entente
