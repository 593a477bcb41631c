#pragma once

#include <optional>
#include <string_view>

#include "graph/status.h"
#include "ingest/article.h"
#include "ingest/read/reader.h"

namespace entente {

struct Page {
  std::optional<Article> article;  ///< none: the page is no article
  std::string_view lacks;          ///< then: what it is, and what to do
};

/// The article of a page of HTML, which `origin` names and its path identifies. `charset` is the encoding that whoever sent it said, in lower case;
/// empty where nobody did. Warns of what had to be guessed or is cut off.
/// Errors: InvalidInput (empty, no text, nested too deep, too many tags). REQUIRES: bytes.size() < 2 GiB.
Result<Page> read_page(std::string_view bytes, std::string_view charset, const Origin& origin, WarningSink& warnings);

/// `language`, but nothing where it is English and `text` is without the small words of English: many sites leave the setting of their software as it
/// was. REQUIRES: valid UTF-8.
std::string_view believed_language(std::string_view language, std::string_view text);

}  // namespace entente
