#pragma once

#include <span>
#include <string>
#include <vector>

namespace entente::html {

/// What the JSON-LD of a page (schema.org) says of its article. What is not said is empty; strings are plain text.
struct LinkedData {
  bool article = false;  ///< there is an article (NewsArticle, BlogPosting, ...); else the rest is of the page or its video
  bool live = false;     ///< a LiveBlogPosting
  bool paid = false;     ///< isAccessibleForFree is false
  std::string headline;
  std::string date;       ///< datePublished as given
  std::string publisher;  ///< of the article, else the name of the site
  std::string section;
  std::string body;  ///< articleBody, with its line breaks
  std::vector<std::string> authors, keywords;
};

/// Reads the scripts of a page. Scripts that are no JSON are mended where line breaks in strings and commas too many are all that is wrong, else
/// passed over.
LinkedData read_linked_data(std::span<const std::string> scripts);

}  // namespace entente::html
