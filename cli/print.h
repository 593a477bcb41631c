#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <ostream>
#include <streambuf>
#include <string>
#include <string_view>
#include <vector>

#include "cli/command.h"

namespace entente::cli {

/// Writes to an open file descriptor, which stays open, and remembers why that failed.
class DescriptorBuffer : public std::streambuf {
 public:
  explicit DescriptorBuffer(int descriptor);
  ~DescriptorBuffer() override;

  /// The errno of the first write that failed; 0 for none.
  int error() const { return error_; }

 protected:
  int_type overflow(int_type c) override;
  int sync() override;

 private:
  int descriptor_;
  int error_ = 0;
  std::string buffer_;
};

/// Standard output of a command. Goes bad where nobody reads it any more.
class Output : public std::ostream {
 public:
  Output();
  /// Writes out what is left and returns `code`; 0 where the reader closed the pipe, kError with a message where writing failed.
  int finish(int code);

 private:
  DescriptorBuffer buffer_;
};

/// "12.3 MB".
std::string size_text(std::uint64_t bytes);

bool is_terminal();  ///< whether standard output is one

enum class Form { table, json, jsonl, csv };

/// Adds `--format table|json|jsonl|csv`.
std::shared_ptr<Form> add_format(CLI::App& app);

/// Rows under columns, for people and programs alike. A cell is text, a number or null.
class Table {
 public:
  using Cell = nlohmann::ordered_json;

  explicit Table(std::vector<std::string> columns);
  ~Table();
  Table(Table&&) noexcept;
  void add(std::vector<Cell> row);
  bool empty() const;

  /// `table`: columns under headings on a terminal, else tab-separated with a line of column names; `json`: a list of objects;
  /// `jsonl`: an object a line; `csv`: RFC 4180 with a line of column names.
  void print(std::ostream& out, Form form, bool color) const;

 private:
  void print_aligned(std::ostream& out, bool color) const;

  std::vector<std::string> columns_;
  std::vector<std::vector<Cell>> rows_;
};

/// `value` as JSON in one line (or indented by two), whatever bytes its texts have.
std::string dump(const nlohmann::ordered_json& value, bool indented = false);

enum class Ink { plain, bold, dim, blue, vermilion, green };

/// `text` in a colour, where `color` says so.
std::string paint(std::string_view text, Ink ink, bool color);

/// How many columns of a terminal `text` takes.
std::size_t display_width(std::string_view text);

}  // namespace entente::cli
