#pragma once

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "export/fields.h"

namespace entente {

/// How the cells of a table are written.
struct CsvStyle {
  char between = '|';  ///< items of a list; within an item it becomes `within`
  char within = ' ';
  std::string_view end = "\n";  ///< of a row
  bool harmless = false;        ///< an apostrophe before what a spreadsheet would take for a formula
};

/// `text`, clean, as a cell: in quotes where it must be, with the quotes in it doubled.
void append_cell(std::string& out, std::string_view text, const CsvStyle& style);

/// One row of a table while it is written: cells that are put before the fields, one cell a field, empty for what is unknown, and cells after them.
class CsvRow : public FieldSink {
 public:
  /// `shown`: the fields that have a cell, by number, in their order.
  CsvRow(const std::vector<Field>& fields, std::vector<std::size_t> shown, CsvStyle style);

  const std::vector<std::size_t>& shown() const { return shown_; }

  void begin();
  /// Before the fields or, once end_fields() was called, after them.
  void add(std::string_view text);
  void add_id(std::string_view id);
  void add_whole(std::int64_t value);
  void end_fields();
  /// Puts the row to the end of `out`.
  void end(std::string& out);

  void text(std::size_t field, std::string_view value) override;
  void texts(std::size_t field, std::span<const std::string_view> values) override;
  void whole(std::size_t field, std::int64_t value) override;
  void real(std::size_t field, double value) override;
  void flag(std::size_t field, bool value) override;
  void day(std::size_t field, Day value) override;

 private:
  std::string* cell(std::size_t field);
  std::string& next();

  CsvStyle style_;
  std::vector<std::size_t> shown_, place_;  // place_: by field, its number among the shown ones, or kHidden
  std::vector<std::string> cells_;          // of the fields
  std::string row_, list_;
  bool first_ = true;
};

/// All fields but those of `hidden`.
std::vector<std::size_t> fields_without(const std::vector<Field>& fields, std::initializer_list<std::size_t> hidden);

}  // namespace entente
