#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "graph/status.h"
#include "ingest/article.h"

namespace entente {

/// Where a JSON text stands in its input.
struct RecordPlace {
  std::string_view name;  ///< of the input
  std::size_t line = 1;   ///< on which it begins
};

/// "name:line".
std::string to_string(const RecordPlace& place);

/// The article of one JSON object, as docs/formats.md maps its keys; `origin` is set to the place, `path` stays empty.
/// Warns of a date or language that cannot be read, and leaves it empty.
/// Errors: InvalidInput (no JSON, no object, a field of a wrong type, no text).
/// REQUIRES: `object` is valid UTF-8.
Result<Article> parse_record(std::string_view object, const RecordPlace& place, WarningSink& warnings);

/// The ISO 639-1 code of a language tag like "en", "en-US", "eng" or "in_ID"; empty for anything else. A language without such a
/// code keeps its code of three letters.
std::string language_code(std::string_view tag);

/// Whether an object with this key is an article.
bool is_text_key(std::string_view key);

// The few things that have to be known of a JSON text before it is parsed. None of them judges whether it is JSON.

/// The first byte at or after `at` that is no white space of JSON; text.size() where there is none.
std::size_t skip_space(std::string_view text, std::size_t at);

struct ScannedValue {
  std::size_t end = 0;    ///< the byte after the value
  std::size_t depth = 0;  ///< of nested arrays and objects
  bool closed = true;     ///< false: the text ends before the value does
};
/// The extent of the value that begins at `at`. REQUIRES: at < text.size().
ScannedValue scan_value(std::string_view text, std::size_t at);

struct WrappedArticles {
  std::size_t begin = 0;   ///< of their array
  std::size_t levels = 0;  ///< objects around it, the outermost included
};
/// For an object at `at` that wraps articles, as services for news send them (`{..., "articles": [...], ...}`; docs/formats.md has the other names):
/// where they are. None for any other object, so also for an article with such a field.
std::optional<WrappedArticles> find_articles(std::string_view text, std::size_t at);

}  // namespace entente
