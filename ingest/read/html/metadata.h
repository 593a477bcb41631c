#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ingest/read/html/linked_data.h"
#include "ingest/read/html/tree.h"

namespace entente::html {

/// What a page says of itself, outside of its text. Empty where it says nothing.
struct Metadata {
  std::string title;         ///< without the name of the site
  bool title_shown = false;  ///< a heading of the page shows the title, or more than the title of the document names it
  std::string site;          ///< the outlet
  std::string date;          ///< ISO 8601
  std::string url;           ///< absolute; never only the address of the site, which would be that of all its pages
  std::string language;      ///< ISO 639-1
  std::string section;
  std::vector<std::string> authors, keywords;
  bool article = false;  ///< something calls the page an article
  bool live = false, paid = false;
  std::string page;  ///< "2 of 3", "1" where the number of pages is not said; empty for a whole article
};

Metadata read_metadata(const Tree& tree, const LinkedData& linked);

}  // namespace entente::html
