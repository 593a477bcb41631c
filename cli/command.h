#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "graph/ontology.h"
#include "graph/reference.h"
#include "graph/status.h"
#include "graph/store/store.h"

namespace entente::cli {

/// Exit codes of every command.
inline constexpr int kDone = 0;    ///< done
inline constexpr int kPartly = 1;  ///< nothing found, or some articles failed
inline constexpr int kError = 2;   ///< usage, or nothing could be done
inline constexpr int kInterrupted = 130;

/// What every command knows: where data and graph are, how to talk. Results go to standard output, everything else to standard error.
struct Context {
  std::string data;   ///< --data, else ENTENTE_DATA, else beside the program, else the source tree
  std::string graph;  ///< --graph, else ENTENTE_GRAPH, else $XDG_DATA_HOME/entente/graph
  bool quiet = false;
  std::string color = "auto";

  /// The data folder; an error names every place that was tried.
  Result<std::filesystem::path> data_folder() const;
  std::filesystem::path graph_folder() const;
  Result<Ontology> ontology() const;
  /// What the gazetteer knows of relations.
  Result<ReferenceFacts> reference_facts(const Ontology& ontology) const;
  /// Whether to colour what goes to standard output: `--color`, NO_COLOR, and whether it is a terminal.
  bool use_color() const;
};

enum class Access { read, write };

/// Prints "entente: message" on standard error and returns `code`.
int complain(const Status& status, int code = kError);
int complain(std::string_view message, int code = kError);

/// Opens the graph, to write or only to read, and runs `run` with it; complains and returns kError where that fails. The message of a missing one
/// says how to make it.
int with_graph(const Context& context, Access access, const std::function<int(const Ontology&, Store&)>& run);

std::int64_t now();  ///< seconds since 1970

/// One command: adds its flags to `app` and returns what runs once they are parsed.
struct Command {
  std::string_view name;
  std::string_view summary;
  std::string_view examples;  ///< shown first in its help
  std::function<int()> (*define)(CLI::App& app, const Context& context);
};

/// The one table of commands; help is printed from it.
std::span<const Command> commands();

/// Prints "did you mean" on standard error where a command is spelled nearly like `word`.
void suggest(std::string_view word);

// One file each, or one for what belongs together.
std::function<int()> define_extract(CLI::App&, const Context&);
std::function<int()> define_classify(CLI::App&, const Context&);
std::function<int()> define_ingest(CLI::App&, const Context&);
std::function<int()> define_watch(CLI::App&, const Context&);
std::function<int()> define_learn(CLI::App&, const Context&);
std::function<int()> define_retract(CLI::App&, const Context&);
std::function<int()> define_show(CLI::App&, const Context&);
std::function<int()> define_why(CLI::App&, const Context&);
std::function<int()> define_query(CLI::App&, const Context&);
std::function<int()> define_shell(CLI::App&, const Context&);
std::function<int()> define_timeline(CLI::App&, const Context&);
std::function<int()> define_analyze(CLI::App&, const Context&);
std::function<int()> define_compare(CLI::App&, const Context&);
std::function<int()> define_duplicates(CLI::App&, const Context&);
std::function<int()> define_merge(CLI::App&, const Context&);
std::function<int()> define_split(CLI::App&, const Context&);
std::function<int()> define_notsame(CLI::App&, const Context&);
std::function<int()> define_reject(CLI::App&, const Context&);
std::function<int()> define_confirm(CLI::App&, const Context&);
std::function<int()> define_undo(CLI::App&, const Context&);
std::function<int()> define_judgements(CLI::App&, const Context&);
std::function<int()> define_serve(CLI::App&, const Context&);
std::function<int()> define_stats(CLI::App&, const Context&);
std::function<int()> define_export(CLI::App&, const Context&);
std::function<int()> define_check(CLI::App&, const Context&);
std::function<int()> define_compact(CLI::App&, const Context&);
std::function<int()> define_backup(CLI::App&, const Context&);
std::function<int()> define_restore(CLI::App&, const Context&);
std::function<int()> define_upgrade(CLI::App&, const Context&);
std::function<int()> define_ontology(CLI::App&, const Context&);
std::function<int()> define_parse(CLI::App&, const Context&);
std::function<int()> define_train(CLI::App&, const Context&);
std::function<int()> define_evaluate(CLI::App&, const Context&);

}  // namespace entente::cli
