#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "cli/query_value.h"
#include "cli/shell.h"
#include "cli/shell_complete.h"
#include "graph/text/near.h"

namespace entente::cli {
namespace {

constexpr std::string_view kBlank = " \t\r";

std::string_view trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(kBlank);
  return begin == std::string_view::npos ? std::string_view() : text.substr(begin, text.find_last_not_of(kBlank) - begin + 1);
}

/// A line ":name argument;" taken apart. Nobody would mean the semicolon that statements have.
std::pair<std::string_view, std::string_view> split_command(std::string_view line) {
  std::string_view words = trimmed(line).substr(1);
  if (words.ends_with(';')) words = trimmed(words.substr(0, words.size() - 1));
  const auto end = std::min(words.find_first_of(kBlank), words.size());
  return {words.substr(0, end), trimmed(words.substr(end))};
}

/// What "on" and "off" say.
std::optional<bool> switch_of(std::string_view argument) {
  if (argument == "on") return true;
  return argument == "off" ? std::optional(false) : std::nullopt;
}

std::string_view name_of(bool on) { return on ? "on" : "off"; }

}  // namespace

std::span<const Shell::Command> Shell::commands() {
  static constexpr std::array kCommands = {
      Command{"help", "", "this list", &Shell::help},
      Command{"param", "NAME VALUE", "gives the parameter $NAME: JSON, or else text", &Shell::param},
      Command{"params", "", "lists the parameters", &Shell::params},
      Command{"format", "table|json|jsonl|csv", "form of the answers", &Shell::format},
      Command{"timing", "on|off", "rows and milliseconds after each answer", &Shell::timing},
      Command{"include", "on|off", "also relations that are only planned, possible, demanded or denied", &Shell::include},
      Command{"reference", "on|off", "also what the gazetteer knows", &Shell::reference},
      Command{"as-of", "DATE|off", "the graph as it was known on that day", &Shell::as_of},
      Command{"during", "DATE..DATE|off", "only what happened then", &Shell::during},
      Command{"refresh", "", "takes the graph as it is now", &Shell::refresh},
      Command{"quit", "", "leaves; so does Ctrl-D", &Shell::quit},
  };
  return kCommands;
}

const Shell::Command* Shell::find_command(std::string_view line) {
  const auto found = std::ranges::find(commands(), split_command(line).first, &Command::name);
  return found == commands().end() ? nullptr : &*found;
}

int Shell::run_command(std::string_view line) {
  input_.pass_line();
  const auto [name, argument] = split_command(line);
  if (const Command* command = find_command(line)) {
    const int code = (this->*command->run)(argument);
    out_.flush();
    return code;
  }
  std::vector<std::string_view> names;
  for (const Command& command : commands()) names.push_back(command.name);
  const auto near = near_word(name, names);
  return complain(fmt::format("':{}' is no command; {}", name, near.empty() ? ":help lists them" : fmt::format("did you mean ':{}'?", near)));
}

Completion Shell::complete(std::string_view before) const {
  const auto begin = std::min(before.find_first_not_of(kBlank), before.size());
  if (!input_.waits() && before.substr(begin).starts_with(':')) {
    std::vector<std::string> words;
    for (const Command& command : commands()) words.push_back(fmt::format(":{}{}", command.name, command.arguments.empty() ? "" : " "));
    return complete_word(before.substr(begin), std::move(words));
  }
  return complete_statement(input_.text() + std::string(before), graph_.graph(), session_.parameters(),
                            [this](std::string_view begun) { return graph_.names_that_begin(begun); });
}

void Shell::greet() const {
  if (context_.quiet) return;
  fmt::print(stderr, "entente {}, graph {}\nA statement ends with a semicolon. :help lists commands, Tab completes words, Ctrl-D leaves.\n",
             ENTENTE_VERSION, context_.graph_folder().string());
}

int Shell::help(std::string_view) {
  out_ << "A statement in openCypher may have several lines; a semicolon ends it. EXPLAIN or PROFILE before it shows its plan.\n"
          "A line with a command runs at once:\n\n";
  for (const Command& command : commands())
    out_ << fmt::format("  {:<30} {}\n", fmt::format(":{} {}", command.name, command.arguments), command.help);
  out_ << "\nTab       completes keywords, labels, types, properties, functions, parameters, and names of nodes in texts\n"
          "Ctrl-C    stops the query that runs, or forgets the statement that is being typed\n"
          "Ctrl-R    looks for what was typed before; the arrow keys go through it\n";
  out_ << (history_.file().empty()
               ? std::string("\nWhat is typed is not kept.\n")
               : fmt::format("\nWhat is typed is kept in {}, for its owner only; --no-history keeps nothing.\n", history_.file().string()));
  return kDone;
}

int Shell::param(std::string_view argument) {
  const std::string line = fmt::format(":param {}", argument);
  return run(ShellInput::Statements{line, query::split_script(line)});
}

int Shell::params(std::string_view) {
  for (const auto& [name, value] : session_.parameters()) {
    const auto json = to_json(graph_.graph(), value);
    if (!json) return complain(json.error());
    out_ << fmt::format(":param {} {}\n", name, dump(*json));
  }
  return kDone;
}

int Shell::format(std::string_view argument) {
  const auto form = form_of(argument);
  if (!form) return complain(fmt::format("':format {}': is no form of answers; write table, json, jsonl or csv", argument));
  form_ = *form;
  renew_writer();
  return kDone;
}

int Shell::timing(std::string_view argument) {
  const auto on = switch_of(argument);
  if (!on) return complain(fmt::format(":timing is {}; write ':timing on' or ':timing off'", name_of(timing_)));
  timing_ = *on;
  return kDone;
}

int Shell::include(std::string_view argument) {
  const auto on = switch_of(argument);
  if (!on) return complain(fmt::format(":include is {}; write ':include on' or ':include off'", name_of(graph_.part().unsure)));
  ShellPart part = graph_.part();
  part.unsure = *on;
  return restrict_to(part);
}

int Shell::reference(std::string_view argument) {
  const auto on = switch_of(argument);
  if (!on) return complain(fmt::format(":reference is {}; write ':reference on' or ':reference off'", name_of(graph_.part().reference)));
  ShellPart part = graph_.part();
  part.reference = *on;
  return restrict_to(part);
}

int Shell::as_of(std::string_view argument) {
  if (argument.empty()) return complain("':as-of' takes a date, as 2024-11-05, or off");
  ShellPart part = graph_.part();
  part.period.as_of = argument == "off" ? std::string_view() : argument;
  return restrict_to(part);
}

int Shell::during(std::string_view argument) {
  if (argument.empty()) return complain("':during' takes a period, as 2024-11-01..2024-11-05 or 2024-11, or off");
  ShellPart part = graph_.part();
  part.period.during = argument == "off" ? std::string_view() : argument;
  return restrict_to(part);
}

int Shell::restrict_to(const ShellPart& part) {
  const Status status = graph_.restrict_to(part);
  return status.ok() ? kDone : complain(status);
}

int Shell::refresh(std::string_view) {
  const Status status = graph_.refresh();
  return status.ok() ? kDone : complain(status);
}

int Shell::quit(std::string_view) {
  left_ = true;
  return kDone;
}

}  // namespace entente::cli
