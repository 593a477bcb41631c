#pragma once

#include <string_view>

#include "ingest/read/html/tree.h"

namespace entente::html {

/// What the tag, the class, the id and the role of an element say of what is in it.
enum class Hint {
  none,
  weak,    ///< probably no part of an article ("related", "widget")
  strong,  ///< no part of any article (navigation, comments, a cookie wall)
  body,    ///< the text of an article ("entry-content", itemprop articleBody)
};
Hint hint_of(const Node& node);

/// Whether class or id have this word: "live" is a word of "live-list" and "liveList", not of "delivery".
bool has_word(const Node& node, std::string_view word);

/// Whether a block of text is of the page, not of the article, by how it begins or ends: "Baca juga: ...", "Advertisement", "© 2024 ...".
bool is_furniture(std::string_view text);

/// Whether a block says that the rest is for subscribers.
bool is_paywall_notice(std::string_view text);

/// Whether the whole text is a time of day, as above an entry of a live ticker: "09.15 WIT", "8:20 pm".
bool is_clock(std::string_view text);

bool is_block(std::string_view tag);
/// 1 to 6 for h1 to h6, else 0.
int heading_level(std::string_view tag);

}  // namespace entente::html
