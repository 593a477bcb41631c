#include <fmt/format.h>

#include <atomic>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "cli/period.h"
#include "cli/print.h"
#include "cli/query_value.h"
#include "graph/query/engine.h"
#include "graph/query/script.h"
#include "graph/query/store_graph.h"
#include "graph/text/unicode.h"

namespace entente::cli {
namespace {

std::atomic<bool> g_stop = false;

struct Flags {
  std::string query;
  std::string file;
  std::vector<std::string> parameters;
  bool unsure = false;
  double timeout = 0;
  std::size_t memory = 512;
};

Result<std::string> read_script(const Flags& flags) {
  if (!flags.query.empty() && !flags.file.empty()) return failure(StatusCode::invalid_input, "a query and a file are given; give one of them");
  if (!flags.query.empty() && flags.query != "-") return flags.query;
  if (flags.file.empty() || flags.file == "-") return std::string(std::istreambuf_iterator<char>(std::cin), {});
  std::error_code ignored;
  if (std::filesystem::is_directory(flags.file, ignored)) return failure(StatusCode::io, fmt::format("{}: is a folder; name a file", flags.file));
  std::ifstream file(flags.file, std::ios::binary);
  if (!file) return failure(StatusCode::io, fmt::format("{}: cannot be read; check its name and permissions", flags.file));
  return std::string(std::istreambuf_iterator<char>(file), {});
}

/// Runs the parts of a script one after the other and prints what they return.
class Session {
 public:
  Session(const query::Graph& graph, Form form, bool color, query::RunOptions options)
      : graph_(graph), form_(form), color_(color), options_(std::move(options)), given_(options_.parameters) {}

  int run(const query::ScriptPart& part, std::ostream& out) {
    if (part.statement.empty()) {
      if (part.name.empty() || part.value.empty())
        return complain(fmt::format("line {}: :param has a name and a value, as in ':param since 2024-01-01'", part.line));
      if (!given_.contains(part.name)) options_.parameters.insert_or_assign(part.name, parameter_value(part.value));
      return kDone;
    }
    auto query = query::PreparedQuery::prepare(part.statement, graph_);
    if (!query) return refuse(query.error(), part);
    for (const std::string& notice : query->notices()) fmt::print(stderr, "entente: {}\n", notice);
    if (query->explains()) {
      out << query->plan();
      return kDone;
    }
    Table table(query->columns());
    Status unreadable;
    const auto run = query->run(options_, [&](std::span<const query::Value> values) { return take(table, *query, values, out, unreadable); });
    if (!run) return refuse(run.error(), part);
    if (!unreadable.ok()) return complain(unreadable);
    if (query->profiles()) {
      out << query->plan();
      return kDone;
    }
    if (form_ != Form::jsonl) print(table, out);
    return run->rows > 0 ? kDone : kPartly;
  }

 private:
  using Json = nlohmann::ordered_json;

  int refuse(query::Error error, const query::ScriptPart& part) const {
    if (error.at.line > 0) error.at.line += part.line - 1;
    const int code = complain(query::to_string(error));
    return g_stop ? kInterrupted : code;
  }

  /// False where no more rows are wanted.
  bool take(Table& table, const query::PreparedQuery& query, std::span<const query::Value> values, std::ostream& out, Status& unreadable) {
    const bool json = form_ == Form::json || form_ == Form::jsonl;
    Json object = Json::object();
    std::vector<Table::Cell> cells;
    for (std::size_t i = 0; i < values.size(); ++i) {
      auto cell = json ? to_json(graph_, values[i]) : to_cell(graph_, values[i]);
      if (!cell) {
        unreadable = cell.error();
        return false;
      }
      if (json)
        object[query.columns()[i]] = std::move(*cell);
      else
        cells.push_back(std::move(*cell));
    }
    if (form_ == Form::jsonl)
      out << dump(object) << '\n';
    else if (json)
      objects_.push_back(std::move(object));
    else
      table.add(std::move(cells));
    return static_cast<bool>(out);
  }

  void print(const Table& table, std::ostream& out) {
    if (form_ == Form::json) {
      out << dump(objects_, true) << '\n';
      objects_ = Json::array();
    } else {
      table.print(out, form_, color_);
    }
  }

  const query::Graph& graph_;
  Form form_;
  bool color_;
  query::RunOptions options_;
  query::Map given_;  // parameters of the command line, which go before those of a script
  Json objects_ = Json::array();
};

int run(const Context& context, const Flags& flags, const PeriodFlags& period, Form form) {
  const auto script = read_script(flags);
  if (!script) return complain(script.error());
  if (const auto bad = find_invalid_utf8(*script)) return complain(fmt::format("byte {} of the query is not UTF-8; convert it to UTF-8", *bad + 1));
  const auto parts = query::split_script(*script);
  if (parts.empty()) return complain("there is no query; write one, as in: entente query 'MATCH (n) RETURN n.name LIMIT 10'");
  query::RunOptions options;
  for (const std::string& parameter : flags.parameters) {
    const auto equals = parameter.find('=');
    if (equals == std::string::npos || equals == 0) return complain(fmt::format("--param '{}': is no name=value", parameter));
    options.parameters.insert_or_assign(parameter.substr(0, equals), parameter_value(std::string_view(parameter).substr(equals + 1)));
  }
  if (flags.timeout > 0) options.timeout = std::chrono::milliseconds(static_cast<std::int64_t>(flags.timeout * 1000));
  options.memory = flags.memory << 20;
  options.stop = &g_stop;
  return with_snapshot(context, period, [&](const Ontology& ontology, const Snapshot& snapshot) {
    const auto graph = query::StoreGraph::make(ontology, snapshot, {.include_unsure = flags.unsure});
    if (!graph) return complain(graph.error());
    std::signal(SIGINT, [](int) { g_stop = true; });
    Output out;
    Session session(**graph, form, context.use_color(), options);
    int code = kDone;
    for (const query::ScriptPart& part : parts) {
      const int one = session.run(part, out);
      code = std::max(code, one);
      if (one > kPartly) break;
    }
    return out.finish(code);
  });
}

}  // namespace

std::function<int()> define_query(CLI::App& app, const Context& context) {
  auto flags = std::make_shared<Flags>();
  app.add_option("query", flags->query, "What is asked, in openCypher; '-' or nothing reads standard input");
  app.add_option("-f,--file", flags->file, "Read it from a file: statements that end with ';', and lines ':param name value'");
  app.add_option("--param", flags->parameters, "name=value of a parameter $name; JSON, or else text")->allow_extra_args(false);
  app.add_flag("--include", flags->unsure, "Also relations that are only planned, possible, demanded or denied");
  app.add_option("--timeout", flags->timeout, "Seconds after which a query is given up")->check(CLI::PositiveNumber);
  app.add_option("--memory", flags->memory, "MB that rows to sort or group may take")->check(CLI::PositiveNumber)->capture_default_str();
  const auto period = add_period(app);
  const auto form = add_format(app);
  return [flags, period, form, &context] { return run(context, *flags, *period, *form); };
}

}  // namespace entente::cli
