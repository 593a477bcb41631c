#pragma once

#include <cstddef>
#include <istream>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/read/stream.h"

namespace entente::table {

/// Parts the fields of one row, without their quotes; `row` may span lines where a field in quotes does. Doubled quotes in such a field are one. A
/// row that Rows::next hands out has whole fields only; in others a quote that is not closed ends with the row.
void split(std::string_view row, char delimiter, std::vector<std::string>& fields);

/// The rows of a table (RFC 4180: CSV, and likewise with other delimiters than commas), with bounded memory. Between tabs a field that begins with a
/// quote and is no field in quotes is as it is, as many programs write no quotes there.
class Rows {
 public:
  /// `in` must outlive this. Reads nothing yet.
  explicit Rows(std::istream& in) : lines_(in) {}

  enum class Got {
    row,
    bad_quote,  ///< a quote within a field in quotes that is neither doubled nor its end
    unclosed,   ///< a quote that is open at the end of the input, or for more than kLongestArticle bytes
    too_long,   ///< a line of more than kLongestArticle bytes
    end,
    failed,  ///< the system refused to read on
  };
  /// Sets `row` to the next row without its end, lines within it ending as they do. After bad_quote and unclosed the row after the line in which the
  /// quote was opened is next. Blank lines are passed over.
  Got next(char delimiter, std::string& row);

  /// The first row, before its delimiter is known: the first line that is not blank.
  Got next_line(std::string& line);
  /// Makes that line be read again by next().
  void unread_line();

  std::size_t line() const { return line_; }  ///< on which the row began; of bad_quote and unclosed the line of the quote that was opened
  const Decoded& repairs() const { return lines_.repairs(); }  ///< as Lines::repairs

 private:
  Got take_line(std::string_view& line);
  void rewind(std::size_t at, std::size_t number);
  void compact();

  Lines lines_;
  std::string ahead_;       // lines that were read, each with its '\n', from the beginning of the row on
  std::size_t at_ = 0;      // the next of them
  std::size_t number_ = 0;  // of the line before at_
  std::size_t line_ = 0;
  std::size_t first_ = 0;  // where the line of next_line() began
  std::string read_;       // one line, kept for its memory
};

}  // namespace entente::table
