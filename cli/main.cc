#include <fmt/format.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <exception>
#include <iostream>
#include <string>
#include <vector>

#include "cli/command.h"

namespace {

int run(int argc, char** argv) {
  using namespace entente::cli;
  CLI::App app{"News articles to a geopolitical knowledge graph: who did what to whom, who says so, and where it is written.", "entente"};
  app.set_version_flag("--version", "entente " ENTENTE_VERSION);
  app.require_subcommand(1);
  app.fallthrough();
  Context context;
  app.add_option("--data", context.data, "Data folder (gazetteers, languages, ontology)")->type_name("DIR");
  app.add_option("--graph", context.graph, "Graph folder; else ENTENTE_GRAPH, else $XDG_DATA_HOME/entente/graph")->type_name("DIR");
  app.add_flag("-q,--quiet", context.quiet, "No progress on standard error");
  app.add_option("--color", context.color, "When to colour")->check(CLI::IsMember({"auto", "always", "never"}));

  std::function<int()> chosen;
  for (const auto& command : commands()) {
    auto* sub = app.add_subcommand(std::string(command.name), std::string(command.summary));
    // CLI11 prints the footer last; the examples are what people look for, so they lead the description.
    sub->description(fmt::format("{}\n\nExamples:\n{}", command.summary, command.examples));
    auto body = command.define(*sub, context);
    sub->callback([&chosen, body = std::move(body)] { chosen = body; });
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);
    const auto words = app.remaining();
    const auto word = std::ranges::find_if(words, [](const std::string& w) { return !w.starts_with('-'); });
    if (app.get_subcommands().empty() && word != words.end()) {
      fmt::print(stderr, "entente: '{}' is no command\n", *word);
      suggest(*word);
    } else {
      fmt::print(stderr, "entente: {}\n", error.what());
    }
    fmt::print(stderr, "Run 'entente --help' or 'entente COMMAND --help'.\n");
    return kError;
  }
  return chosen ? chosen() : kError;
}

}  // namespace

int main(int argc, char** argv) {
  // A closed pipe ends the program quietly: writes fail with EPIPE, the stream goes bad and the command stops.
  std::signal(SIGPIPE, SIG_IGN);
  std::ios::sync_with_stdio(false);  // or standard input is read byte by byte
  try {
    return run(argc, argv);
  } catch (const std::exception& error) {
    fmt::print(stderr, "entente: {}\n", error.what());
    return entente::cli::kError;
  }
}
