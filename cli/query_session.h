#pragma once

#include <atomic>
#include <csignal>
#include <cstdint>
#include <string>
#include <vector>

#include "cli/command.h"
#include "cli/query_rows.h"
#include "graph/query/engine.h"
#include "graph/query/script.h"

namespace entente::cli {

/// While one lives, Ctrl-C (SIGINT) ends no process: it sets a flag, which ends the query that runs, and wakes who waits for a terminal (EINTR).
/// REQUIRES: no two of them at once.
class Interruptible {
 public:
  Interruptible();
  ~Interruptible();
  Interruptible(const Interruptible&) = delete;
  Interruptible& operator=(const Interruptible&) = delete;

  static const std::atomic<bool>& interrupted();
  static void forget();

 private:
  struct sigaction before_ = {};
};

/// complain() with kInterrupted, in a line of its own.
int complain_of_interrupt(std::string_view message);

/// Flags of every command that runs queries.
struct QueryFlags {
  bool unsure = false, reference = false;
  double timeout = 0;  ///< seconds; 0 for none
  std::size_t memory = 512;

  /// With Interruptible's flag as what stops a run.
  query::RunOptions run_options() const;
};

/// Adds `--include`, `--reference`, `--timeout` and `--memory`.
void add_query_flags(CLI::App& app, QueryFlags& flags);

/// Adds `name=value` of a command line to the parameters of a run. Errors: InvalidInput.
Status add_parameters(const std::vector<std::string>& given, query::RunOptions& options);

struct QueryOutcome {
  int code = kDone;                                  ///< kPartly where a statement found nothing
  std::optional<std::uint64_t> rows = std::nullopt;  ///< of a statement that ran to its end
};

/// Runs the parts of a script one after the other; a parameter holds for the statements after it. For one thread.
class QuerySession {
 public:
  explicit QuerySession(query::RunOptions options) : options_(std::move(options)), given_(options_.parameters) {}

  /// Says on standard error what is wrong, with the line of `part` added.
  QueryOutcome run(const query::Graph& graph, const query::ScriptPart& part, RowWriter& writer);

  const query::Map& parameters() const { return options_.parameters; }

 private:
  QueryOutcome run_statement(const query::Graph& graph, const query::ScriptPart& part, RowWriter& writer);
  int set_parameter(const query::ScriptPart& part);

  query::RunOptions options_;
  query::Map given_;  // parameters of the command line, which go before those of a script
};

}  // namespace entente::cli
