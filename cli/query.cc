#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

#include "cli/period.h"
#include "cli/print.h"
#include "cli/query_graphml.h"
#include "cli/query_session.h"
#include "graph/query/store_graph.h"
#include "graph/text/unicode.h"

namespace entente::cli {
namespace {

struct Flags {
  std::string query;
  std::string file;
  std::vector<std::string> parameters;
  std::string form = "table";
  QueryFlags run;
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

/// Runs the statements until one cannot be answered.
int answer(const query::Graph& graph, std::span<const query::ScriptPart> parts, query::RunOptions options, RowWriter& writer) {
  const Interruptible interruptible;
  QuerySession session(std::move(options));
  int code = kDone;
  for (const query::ScriptPart& part : parts) {
    const int one = session.run(graph, part, writer).code;
    if (one > kPartly) return one;
    code = std::max(code, one);
  }
  const Status finished = writer.finish(graph);
  return finished.ok() ? code : complain(finished);
}

int run(const Context& context, const Flags& flags, const PeriodFlags& period) {
  const auto script = read_script(flags);
  if (!script) return complain(script.error());
  if (const auto bad = find_invalid_utf8(*script)) return complain(fmt::format("byte {} of the query is not UTF-8; convert it to UTF-8", *bad + 1));
  const auto parts = query::split_script(*script);
  if (parts.empty()) return complain("there is no query; write one, as in: entente query 'MATCH (n) RETURN n.name LIMIT 10'");
  query::RunOptions options = flags.run.run_options();
  if (const Status status = add_parameters(flags.parameters, options); !status.ok()) return complain(status);
  return with_snapshot(context, period, [&](const Ontology& ontology, const Snapshot& snapshot) {
    const auto graph = query::StoreGraph::make(ontology, snapshot,
                                               {.include_unsure = flags.run.unsure,
                                                .reference = [&] { return context.reference_facts(ontology); },
                                                .include_reference = flags.run.reference});
    if (!graph) return complain(graph.error());
    Output out;
    const auto form = form_of(flags.form);
    const auto writer = form ? make_row_writer(*form, out, context.use_color()) : make_graphml_writer(out);
    return out.finish(answer(**graph, parts, options, *writer));
  });
}

}  // namespace

std::function<int()> define_query(CLI::App& app, const Context& context) {
  auto flags = std::make_shared<Flags>();
  app.add_option("query", flags->query, "What is asked, in openCypher; '-' or nothing reads standard input");
  app.add_option("-f,--file", flags->file, "Read it from a file: statements that end with ';', and lines ':param name value'");
  app.add_option("--param", flags->parameters, "name=value of a parameter $name; JSON, or else text")->allow_extra_args(false);
  add_query_flags(app, flags->run);
  const auto period = add_period(app);
  app.add_option("--format", flags->form,
                 "Form of the answer; a table is tab-separated in a pipe; graphml: the nodes and relationships in the rows, for Gephi and NetworkX")
      ->check(CLI::IsMember({"table", "json", "jsonl", "csv", "graphml"}));
  return [flags, period, &context] { return run(context, *flags, *period); };
}

}  // namespace entente::cli
