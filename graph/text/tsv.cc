#include "graph/text/tsv.h"

#include <fmt/format.h>

#include <fstream>

#include "graph/text/unicode.h"

namespace entente {

std::vector<std::string_view> split_list(std::string_view cell, char separator) {
  std::vector<std::string_view> items;
  while (!cell.empty()) {
    const auto at = cell.find(separator);
    const auto item = cell.substr(0, at);
    if (!item.empty()) items.push_back(item);
    cell = at == std::string_view::npos ? std::string_view{} : cell.substr(at + 1);
  }
  return items;
}

namespace {

// split_list drops empty items; the cells of a row keep them.
std::vector<std::string_view> split_cells(std::string_view line) {
  std::vector<std::string_view> cells;
  for (;;) {
    const auto at = line.find('\t');
    cells.push_back(line.substr(0, at));
    if (at == std::string_view::npos) return cells;
    line = line.substr(at + 1);
  }
}

}  // namespace

Result<TsvTable> TsvTable::load(const std::filesystem::path& file, std::span<const std::string_view> columns) {
  TsvTable table;
  table.name_ = file.string();
  std::error_code ignored;
  std::ifstream in(file, std::ios::binary);
  // A folder opens like a file and fails only at the first byte, by an exception.
  if (!in || std::filesystem::is_directory(file, ignored))
    return failure(StatusCode::not_found, fmt::format("{}: cannot be read; is the data folder complete?", table.name_));
  table.bytes_.assign(std::istreambuf_iterator<char>(in), {});
  if (const auto bad = find_invalid_utf8(table.bytes_))
    return failure(StatusCode::invalid_input, fmt::format("{}: byte {} is no UTF-8; save the file as UTF-8", table.name_, *bad));

  std::string_view rest = table.bytes_;
  std::size_t line_number = 0;
  bool header_seen = false;
  while (!rest.empty()) {
    const auto at = rest.find('\n');
    auto line = rest.substr(0, at);
    rest = at == std::string_view::npos ? std::string_view{} : rest.substr(at + 1);
    ++line_number;
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty() || line.starts_with('#')) continue;
    Row row{line_number, split_cells(line)};
    if (!header_seen) {
      header_seen = true;
      if (!std::ranges::equal(row.cells, columns))
        return failure(table.bad_row(row, fmt::format("the columns must be: {}", fmt::join(columns, ", "))));
      continue;
    }
    if (row.cells.size() != columns.size())
      return failure(
          table.bad_row(row, fmt::format("{} cells where the columns are {}; separate cells by one tab each", row.cells.size(), columns.size())));
    table.rows_.push_back(std::move(row));
  }
  if (!header_seen) return failure(StatusCode::invalid_input, fmt::format("{}: is empty; its first line names the columns", table.name_));
  return table;
}

Status TsvTable::bad_row(const Row& row, std::string_view what) const {
  return {StatusCode::invalid_input, fmt::format("{}:{}: {}", name_, row.line, what)};
}

}  // namespace entente
