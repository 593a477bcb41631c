#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "graph/status.h"

namespace entente {

/// A table of the data folder: UTF-8, tab-separated, first line names the columns, `#` starts a comment line, no quoting.
/// Holds the whole file; cells are views into it and live as long as the table.
class TsvTable {
 public:
  struct Row {
    std::size_t line = 0;  ///< 1-based
    std::vector<std::string_view> cells;
  };

  /// Reads `file`, whose first line must name exactly `columns` in this order. Errors: NotFound; InvalidInput with file, line and
  /// remedy: other columns, a row with another number of cells, invalid UTF-8.
  static Result<TsvTable> load(const std::filesystem::path& file, std::span<const std::string_view> columns);

  const std::vector<Row>& rows() const { return rows_; }
  /// "file:line: what", for the caller's own checks.
  Status bad_row(const Row& row, std::string_view what) const;

 private:
  std::string name_;
  std::string bytes_;
  std::vector<Row> rows_;
};

/// The items of a list cell, split at `separator`; none for an empty cell.
std::vector<std::string_view> split_list(std::string_view cell, char separator = '|');

}  // namespace entente
