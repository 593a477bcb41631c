#include "cli/query_session.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>

#include "cli/query_value.h"

namespace entente::cli {
namespace {

std::atomic<bool> g_interrupted = false;
static_assert(std::atomic<bool>::is_always_lock_free, "it is set by a signal handler");

int refuse(query::Error error, const query::ScriptPart& part) {
  if (g_interrupted) return complain_of_interrupt(query::to_string(error));
  if (error.at.line > 0) error.at.line += part.line - 1;
  return complain(query::to_string(error));
}

QueryOutcome outcome(const Status& status) { return {status.ok() ? kDone : complain(status)}; }

}  // namespace

Interruptible::Interruptible() {
  forget();
  struct sigaction action = {};
  action.sa_handler = [](int) { g_interrupted = true; };
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, &before_);
}

Interruptible::~Interruptible() { sigaction(SIGINT, &before_, nullptr); }

const std::atomic<bool>& Interruptible::interrupted() { return g_interrupted; }
void Interruptible::forget() { g_interrupted = false; }

int complain_of_interrupt(std::string_view message) {
  if (isatty(STDERR_FILENO) == 1) std::fputc('\n', stderr);  // the terminal has written ^C
  return complain(message, kInterrupted);
}

query::RunOptions QueryFlags::run_options() const {
  query::RunOptions options;
  if (timeout > 0) options.timeout = std::chrono::milliseconds(static_cast<std::int64_t>(timeout * 1000));
  options.memory = memory << 20;
  options.stop = &g_interrupted;
  return options;
}

void add_query_flags(CLI::App& app, QueryFlags& flags) {
  app.add_flag("--include", flags.unsure, "Also relations that are only planned, possible, demanded or denied");
  app.add_flag("--reference", flags.reference, "Also what the gazetteer knows of relations between nodes");
  app.add_option("--timeout", flags.timeout, "Seconds after which a query is given up")->check(CLI::PositiveNumber);
  app.add_option("--memory", flags.memory, "MB that rows to sort or group may take")->check(CLI::PositiveNumber)->capture_default_str();
}

Status add_parameters(const std::vector<std::string>& given, query::RunOptions& options) {
  for (const std::string& parameter : given) {
    const auto equals = parameter.find('=');
    if (equals == std::string::npos || equals == 0) return {StatusCode::invalid_input, fmt::format("--param '{}': is no name=value", parameter)};
    options.parameters.insert_or_assign(parameter.substr(0, equals), parameter_value(std::string_view(parameter).substr(equals + 1)));
  }
  return Status::success();
}

QueryOutcome QuerySession::run(const query::Graph& graph, const query::ScriptPart& part, RowWriter& writer) {
  if (part.statement.empty()) return {set_parameter(part)};
  return run_statement(graph, part, writer);
}

int QuerySession::set_parameter(const query::ScriptPart& part) {
  if (part.name.empty() || part.value.empty())
    return complain(fmt::format("line {}: :param has a name and a value, as in ':param since 2024-01-01'", part.line));
  if (!given_.contains(part.name)) options_.parameters.insert_or_assign(part.name, parameter_value(part.value));
  return kDone;
}

QueryOutcome QuerySession::run_statement(const query::Graph& graph, const query::ScriptPart& part, RowWriter& writer) {
  auto query = query::PreparedQuery::prepare(part.statement, graph);
  if (!query) return {refuse(query.error(), part)};
  for (const std::string& notice : query->notices()) fmt::print(stderr, "entente: {}\n", notice);
  if (query->explains()) return outcome(writer.plan(query->plan()));
  writer.begin(query->columns());
  Status failed;
  const auto run = query->run(options_, [&](std::span<const query::Value> values) {
    if (query->profiles()) return true;
    failed = writer.add(graph, values);
    return failed.ok() && writer.wanted();
  });
  if (!run) return {refuse(run.error(), part)};
  if (!failed.ok()) return outcome(failed);
  if (query->profiles()) return outcome(writer.plan(query->plan()));
  if (const Status ended = writer.end(); !ended.ok()) return outcome(ended);
  return {run->rows > 0 ? kDone : kPartly, run->rows};
}

}  // namespace entente::cli
