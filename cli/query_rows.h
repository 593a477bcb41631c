#pragma once

#include <memory>
#include <optional>
#include <ostream>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/print.h"
#include "graph/query/graph.h"
#include "graph/query/value.h"
#include "graph/status.h"

namespace entente::cli {

/// Writes what statements answer, one after the other, in one form. For one thread.
class RowWriter {
 public:
  /// REQUIRES: `out` outlives it.
  explicit RowWriter(std::ostream& out) : out_(out) {}
  virtual ~RowWriter() = default;
  RowWriter(const RowWriter&) = delete;
  RowWriter& operator=(const RowWriter&) = delete;

  /// A statement begins. What an earlier one that was broken off has left is forgotten.
  virtual void begin(const std::vector<std::string>& columns) = 0;
  /// One row, a value a column. Errors: those of reading the graph.
  virtual Status add(const query::Graph& graph, std::span<const query::Value> values) = 0;
  /// The statement has no more rows. Errors: InvalidInput where the form cannot hold them.
  virtual Status end() = 0;
  /// A statement is answered by its plan. Errors: Unsupported where the form has none.
  virtual Status plan(std::string_view text) = 0;
  /// All statements are answered. Errors: those of reading the graph.
  virtual Status finish(const query::Graph&) { return Status::success(); }

  /// False where nobody reads any more.
  bool wanted() const { return static_cast<bool>(out_); }

 protected:
  std::ostream& out() { return out_; }

 private:
  std::ostream& out_;
};

/// - `table`, `csv`: as Table::print(), with an empty line between the answers of two statements;
/// - `json`: each answer is a list of objects in a line of its own, written when the statement has ended;
/// - `jsonl`: an object a line, written at once.
std::unique_ptr<RowWriter> make_row_writer(Form form, std::ostream& out, bool color);

/// "table", "json", "jsonl", "csv"; none for another word.
std::optional<Form> form_of(std::string_view name);
std::string_view name_of(Form form);

}  // namespace entente::cli
