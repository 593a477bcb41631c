#pragma once

#include <array>
#include <iosfwd>
#include <memory>
#include <ostream>
#include <span>
#include <streambuf>
#include <string>
#include <string_view>

#include "cli/query_session.h"
#include "cli/shell_complete.h"
#include "cli/shell_graph.h"
#include "cli/shell_history.h"
#include "cli/shell_input.h"

namespace entente::cli {

/// An answer on its way to standard output; Ctrl-C cuts it off.
class StoppableBuffer : public std::streambuf {
 public:
  explicit StoppableBuffer(std::streambuf& target) : target_(target) {}

 protected:
  int_type overflow(int_type c) override { return stopped() ? traits_type::eof() : target_.sputc(traits_type::to_char_type(c)); }
  std::streamsize xsputn(const char* text, std::streamsize size) override { return stopped() ? 0 : target_.sputn(text, size); }
  int sync() override { return target_.pubsync(); }

 private:
  static bool stopped() { return Interruptible::interrupted(); }

  std::streambuf& target_;
};

struct ShellFlags {
  QueryFlags run;
  bool no_history = false;
};

/// Asks one graph statement by statement, on a terminal or from a script. For one thread.
class Shell {
 public:
  /// REQUIRES: `context` outlives it.
  Shell(const Context& context, const ShellFlags& flags, const PeriodFlags& period, Form form);

  /// Reads a terminal until the user leaves; mistakes are told. Returns the exit code.
  int talk();
  /// Reads `in` to its end or the first mistake. Returns the exit code.
  int run_script(std::istream& in);

 private:
  struct Command {
    std::string_view name, arguments, help;
    int (Shell::*run)(std::string_view argument);
  };
  static std::span<const Command> commands();
  static const Command* find_command(std::string_view line);

  // All of these return an exit code.
  int take(std::string_view line);
  int run(const ShellInput::Statements& statements);
  int run_part(const query::ScriptPart& part);
  int run_command(std::string_view line);
  int converse();

  // Commands.
  int help(std::string_view);
  int param(std::string_view argument);
  int params(std::string_view);
  int format(std::string_view argument);
  int timing(std::string_view argument);
  int include(std::string_view argument);
  int reference(std::string_view argument);
  int as_of(std::string_view argument);
  int during(std::string_view argument);
  int refresh(std::string_view);
  int quit(std::string_view);
  int restrict_to(const ShellPart& part);

  void greet() const;
  void renew_writer();
  Completion complete(std::string_view before) const;

  const Context& context_;
  Output out_;
  StoppableBuffer buffer_{*out_.rdbuf()};
  std::ostream answer_{&buffer_};
  Form form_;
  bool on_terminal_ = false, timing_ = false, left_ = false;
  ShellGraph graph_;
  ShellHistory history_;
  ShellInput input_;
  QuerySession session_;
  std::unique_ptr<RowWriter> writer_;
};

}  // namespace entente::cli
