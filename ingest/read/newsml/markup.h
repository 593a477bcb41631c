#pragma once

#include <pugixml.hpp>
#include <string>
#include <string_view>

namespace entente::newsml {

/// Whether no element of a document is deeper than functions here, which call themselves, can bear.
bool is_shallow(const pugi::xml_node& document);

/// The name of an element without its prefix.
std::string_view local_name(const pugi::xml_node& node);

/// The first child with that local name; an empty node where there is none.
pugi::xml_node child(const pugi::xml_node& node, std::string_view name);

/// What child() of child() finds: "contentMeta/headline".
pugi::xml_node descendant(const pugi::xml_node& node, std::string_view path);

/// The first element with that local name below a node, in document order.
pugi::xml_node find_below(const pugi::xml_node& node, std::string_view name);

/// The text below a node, white space made single spaces.
std::string text_of(const pugi::xml_node& node);

/// The text of an element that holds XHTML or the body of NITF: paragraphs, headings, items and rows with empty lines between. Bylines, datelines of
/// their own, headlines, media and their captions are left out.
std::string body_text(const pugi::xml_node& node);

}  // namespace entente::newsml
