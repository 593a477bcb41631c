#include "cli/shell.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <iostream>
#include <optional>
#include <utility>

#include "cli/shell_editor.h"
#include "graph/text/unicode.h"

namespace entente::cli {
namespace {

constexpr const char* kPrompt = "entente> ";
constexpr const char* kMore = "    ...> ";  // as wide, so that lines stand below each other

std::string duration_text(std::chrono::steady_clock::duration duration) {
  const double milliseconds = std::chrono::duration<double, std::milli>(duration).count();
  return milliseconds < 100 ? fmt::format("{:.1f} ms", milliseconds) : fmt::format("{:.0f} ms", milliseconds);
}

}  // namespace

Shell::Shell(const Context& context, const ShellFlags& flags, const PeriodFlags& period, Form form)
    : context_(context),
      form_(form),
      graph_(context),
      history_(flags.no_history ? std::filesystem::path() : history_file()),
      session_(flags.run.run_options()) {
  // Before a graph is there, this only notes it.
  (void)graph_.restrict_to({period, flags.run.unsure, flags.run.reference});
  renew_writer();
}

void Shell::renew_writer() { writer_ = make_row_writer(form_, answer_, context_.use_color()); }

int Shell::talk() {
  on_terminal_ = timing_ = true;
  if (const Status status = graph_.refresh(); !status.ok()) return complain(status);
  const Interruptible interruptible;
  return out_.finish(converse());
}

int Shell::converse() {
  LineEditor editor([&](std::string_view before) { return complete(before); });
  const auto entries = history_.load();
  if (!entries) complain(entries.error());
  for (const std::string& entry : entries.value_or(std::vector<std::string>())) editor.remember(entry);
  greet();
  for (std::string typed, last; !left_ && out_;) {
    Interruptible::forget();
    const auto [event, line] = editor.read(input_.waits() ? kMore : kPrompt);
    if (event == LineEditor::Event::end) break;
    if (event == LineEditor::Event::interrupted) {
      fmt::print(stderr, "^C\n");
      input_.restart();
      typed.clear();
      continue;
    }
    take(line);
    typed += (typed.empty() ? "" : "\n") + line;
    if (input_.waits()) continue;
    if (typed != last && typed.find_first_not_of(" \t\n") != std::string::npos) {
      editor.remember(typed);
      if (const Status status = history_.add(typed); !status.ok()) {
        complain(status);
        history_ = ShellHistory({});  // told once
      }
    }
    last = std::exchange(typed, {});
  }
  if (!left_) fmt::print(stderr, "\n");
  return kDone;
}

int Shell::run_script(std::istream& in) {
  if (const Status status = graph_.refresh(); !status.ok()) return complain(status);
  int code = kDone;
  std::size_t number = 0;
  for (std::string line; !left_ && code <= kPartly && out_ && std::getline(in, line);) {
    ++number;
    if (const auto bad = find_invalid_utf8(line))
      code = complain(fmt::format("line {}, byte {}: is not UTF-8; convert it to UTF-8", number, *bad + 1));
    else
      code = std::max(code, take(line));
  }
  if (!left_ && code <= kPartly) code = std::max(code, run(input_.take_all()));
  return out_.finish(code);
}

int Shell::take(std::string_view line) {
  // In the middle of a statement a colon may also begin a label.
  const bool is_command = line.substr(std::min(line.find_first_not_of(" \t"), line.size())).starts_with(':');
  if (is_command && (input_.waits() ? !input_.inside_quotes() && find_command(line) != nullptr : true)) return run_command(line);
  if (on_terminal_ && !input_.waits()) input_.restart();
  input_.add(line);
  return run(input_.take());
}

int Shell::run(const ShellInput::Statements& statements) {
  int code = kDone;
  for (const query::ScriptPart& part : statements.parts) {
    code = std::max(code, run_part(part));
    if (code > kPartly) break;
  }
  return code;
}

int Shell::run_part(const query::ScriptPart& part) {
  std::optional<Interruptible> interruptible;
  if (!on_terminal_) interruptible.emplace();  // between statements Ctrl-C ends a script
  if (on_terminal_) renew_writer();
  const auto begun = std::chrono::steady_clock::now();
  const QueryOutcome outcome = session_.run(graph_.graph(), part, *writer_);
  const auto took = std::chrono::steady_clock::now() - begun;
  out_.flush();
  if (Interruptible::interrupted()) {
    answer_.clear();
    return outcome.code > kPartly ? outcome.code : complain_of_interrupt("the answer was cut off");
  }
  if (timing_ && outcome.rows) fmt::print(stderr, "{} row{} in {}\n", *outcome.rows, *outcome.rows == 1 ? "" : "s", duration_text(took));
  return outcome.code;
}

std::function<int()> define_shell(CLI::App& app, const Context& context) {
  auto flags = std::make_shared<ShellFlags>();
  add_query_flags(app, flags->run);
  app.add_flag("--no-history", flags->no_history, "Do not keep what is typed");
  const auto period = add_period(app);
  const auto form = add_format(app);
  return [flags, period, form, &context] {
    Shell shell(context, *flags, *period, *form);
    return isatty(STDIN_FILENO) == 1 ? shell.talk() : shell.run_script(std::cin);
  };
}

}  // namespace entente::cli
