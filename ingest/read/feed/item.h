#pragma once

#include <optional>
#include <pugixml.hpp>
#include <string>
#include <string_view>

#include "graph/status.h"
#include "ingest/article.h"

namespace entente::feed {

/// What a feed says of itself. What it does not say is empty.
struct Channel {
  std::string title;
  std::string language;  ///< ISO 639-1
  std::string author;    ///< of all entries that name none
};

/// From the part of a feed before its first item.
Channel read_channel(const pugi::xml_node& document);

/// The article of an `item` or `entry`; none where it has no text. Warns, as of `where`, of a date that cannot be read.
std::optional<Article> read_item(const pugi::xml_node& item, const Channel& channel, const std::string& where, WarningSink& warnings);

/// A date of a feed (RFC 822, also with a year of two figures, or ISO 8601) as ISO 8601; empty where it cannot be read.
std::string read_feed_date(std::string_view text);

}  // namespace entente::feed
