#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <histedit.h>

#include "cli/shell_complete.h"

namespace entente::cli {

/// Reads lines that are typed and edited on a terminal, by libedit. For one thread.
class LineEditor {
 public:
  enum class Event { line, interrupted, end };
  struct Line {
    Event event = Event::end;
    std::string text = {};  ///< without the line break at its end; may have others, where an older entry was taken again
  };
  using Complete = std::function<Completion(std::string_view before_cursor)>;

  /// Ctrl-C interrupts a line while an Interruptible lives. `complete` answers the Tab key.
  explicit LineEditor(Complete complete);
  ~LineEditor();
  LineEditor(const LineEditor&) = delete;
  LineEditor& operator=(const LineEditor&) = delete;

  Line read(const std::string& prompt);
  /// Makes `entry` one that the arrow keys find.
  void remember(const std::string& entry);

 private:
  static LineEditor& self(EditLine* editor);
  unsigned char on_tab();
  unsigned char insert(const Completion& completion);
  void list(const std::vector<std::string>& words) const;

  Complete complete_;
  std::string prompt_;
  EditLine* editor_;
  History* history_;
};

}  // namespace entente::cli
