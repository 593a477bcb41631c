#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "graph/status.h"
#include "ingest/article.h"
#include "ingest/read/fields.h"
#include "ingest/read/reader.h"

namespace entente::table {

/// Reads "text=body,title=headline,date=published:%d/%m/%Y" into `columns`, as ReadOptions has them. A comma that no field follows belongs to the
/// column before. Errors: InvalidInput (no such field, no column).
Status parse_columns(std::string_view mapping, std::map<std::string, std::string, std::less<>>& columns);

/// What parts the columns of the table that begins with `header`: comma, semicolon, tab or bar, whichever leaves most names of columns that are
/// known, else most columns.
char delimiter_of(std::string_view header, const ReadOptions& options);

/// Whether a text that begins with this line is a table of articles: it names a column for the text, and one more.
bool is_header(std::string_view line);

/// Which column of a table holds which field of an article.
class Columns {
 public:
  /// Errors: InvalidInput (no column of the text, or a column that `options` names is not there; the message lists those that are). REQUIRES:
  /// `header` is valid UTF-8.
  static Result<Columns> make(std::vector<std::string> header, const ReadOptions& options, std::string_view origin);

  std::size_t size() const { return header_.size(); }

  /// The article of a row, which came from `origin`; its text may be empty. What no field takes becomes an attribute by the name of its column.
  /// REQUIRES: row.size() >= size().
  Article read(std::vector<std::string>&& row, std::string origin, WarningSink& warnings) const;

 private:
  explicit Columns(std::vector<std::string> header) : header_(std::move(header)) {}

  std::vector<std::string> header_;
  std::array<std::optional<std::size_t>, kFields> of_field_;
  std::string date_format_;  // of strptime; empty for ISO 8601
};

}  // namespace entente::table
