#pragma once

#include <pugixml.hpp>
#include <string>
#include <vector>

#include "graph/status.h"
#include "ingest/article.h"

namespace entente::newsml {

/// The elements of a document that stand for an article each: `newsItem` of NewsML-G2, `NewsItem` of NewsML 1, `nitf`.
std::vector<pugi::xml_node> items_of(const pugi::xml_document& document);

/// What an item says. Its text is empty where it has none; `skipped` says why it is none to be read.
struct Item {
  Article article;
  std::string skipped;  ///< "is a picture", "was withdrawn"; empty for articles
};
Item read_item(const pugi::xml_node& item, std::string origin, WarningSink& warnings);

}  // namespace entente::newsml
