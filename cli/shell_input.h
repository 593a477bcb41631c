#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "graph/query/script.h"

namespace entente::cli {

/// Collects the lines of statements until a semicolon ends them.
class ShellInput {
 public:
  struct Statements {
    std::string text;
    std::vector<query::ScriptPart> parts;  ///< views of `text`; lines count from the first that add() was given
  };

  /// `line` is without its line break.
  void add(std::string_view line);
  /// Takes out the statements that are complete.
  Statements take();
  /// Takes out all, as if the last statement were complete.
  Statements take_all();
  /// Counts a line that is of no statement.
  void pass_line() { ++next_; }
  /// Forgets what waits; lines count from 1 again.
  void restart() { *this = ShellInput(); }

  const std::string& text() const { return text_; }
  /// Whether something waits for its end.
  bool waits() const { return !text_.empty(); }
  /// Whether what waits is in the middle of a string, a name in backticks or a comment.
  bool inside_quotes() const;

 private:
  Statements cut(std::size_t length);

  std::string text_;
  std::size_t first_ = 1, next_ = 1;  // lines: of the begin of text_, and of what comes
};

}  // namespace entente::cli
