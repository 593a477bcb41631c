#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "graph/status.h"
#include "ingest/article.h"

namespace entente {

// What inputs of many makers call the fields of an article. docs/formats.md lists the names.

enum class Field : std::uint8_t { text, title, date, source, url, id, language };
inline constexpr std::size_t kFields = 7;

/// "text", "title", "date", "source", "url", "id", "lang": as `--columns` takes them.
std::string_view to_string(Field field);
std::optional<Field> field_named(std::string_view name);

struct FieldNames {
  /// Keys of an object, or columns of a table; the first that is there counts. "headline.main" is a key of an object within, "bodies.0.value" one of
  /// the first element of an array.
  std::span<const std::string_view> names;
  std::size_t common = 0;  ///< so many of them mean the field and nothing else, so that a value of a wrong type is an error
};
FieldNames names_of(Field field);

/// Keys of a text in HTML, for objects without a plain one.
std::span<const std::string_view> names_of_markup();

/// Keys and columns of a summary.
std::span<const std::string_view> names_of_summary();

/// The language that a tag ("en-US", "ind") or an English name ("indonesian") stands for, as in Article::language; empty for anything else.
std::string language_of(std::string_view tag_or_name);

/// The beginning of what an input says, fit to stand in a message of one line: control characters become '?'. REQUIRES: valid UTF-8.
std::string for_message(std::string_view text);

/// Sets the date of an article. Warns of one that is not ISO 8601 and leaves it empty.
void set_date(std::string_view date, Article& article, WarningSink& warnings);

/// Sets the language. Warns of what stands for none and leaves it empty.
void set_language(std::string_view tag_or_name, Article& article, WarningSink& warnings);

/// Gives an article the best text that there is, where the service that it comes from has cut its text off ("... [+1234 chars]"), withheld or never
/// had it: the summary among its attributes; else what is there, up to its last whole sentence. Warns of both. A text that is empty after that stays
/// so.
void complete_text(Article& article, WarningSink& warnings);

}  // namespace entente
