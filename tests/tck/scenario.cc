#include "tests/tck/scenario.h"

#include <algorithm>
#include <chrono>
#include <fstream>
#include <iterator>
#include <span>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>
#include <vector>

#include "graph/query/engine.h"
#include "graph/query/function/functions.h"
#include "graph/query/memory_graph.h"
#include "tests/tck/expected.h"
#include "tests/tck/loader.h"

namespace entente::tck {
namespace {

using Done = tl::expected<void, std::string>;

/// Longer than any scenario takes, so that a query that does not end is one failed scenario.
constexpr std::chrono::seconds patience{20};

tl::unexpected<std::string> fails(std::string reason) { return tl::unexpected(std::move(reason)); }

/// What a query led to: rows or an error.
struct Outcome {
  std::optional<query::Error> error;
  std::vector<std::string> columns;
  std::vector<query::List> rows;
};

Outcome execute(std::string_view text, const query::Map& parameters, const query::Graph& graph) {
  Outcome outcome;
  auto prepared = query::PreparedQuery::prepare(text, graph);
  if (!prepared) {
    outcome.error = prepared.error();
    return outcome;
  }
  outcome.columns = prepared->columns();
  query::RunOptions options;
  options.parameters = parameters;
  options.timeout = patience;
  const auto summary = prepared->run(options, [&](std::span<const query::Value> row) {
    outcome.rows.emplace_back(row.begin(), row.end());
    return true;
  });
  if (!summary) outcome.error = summary.error();
  return outcome;
}

std::string described(const query::Error& error) {
  return query::name_of(error.type) + (error.runtime ? " at runtime: " : " at compile time: ") + error.detail + " (" + query::to_string(error) + ")";
}

// Rows are printed as the tables of the TCK have them.
std::string row_text(const std::vector<std::string>& cells) {
  std::string text = "|";
  for (const std::string& cell : cells) text += " " + cell + " |";
  return text;
}

std::string row_text(const query::Graph& graph, const query::List& row) {
  std::vector<std::string> cells;
  for (const query::Value& value : row) {
    const auto text = query::to_text(graph, value, true);
    cells.push_back(text ? *text : text.error().message());
  }
  return row_text(cells);
}

struct ExpectedRow {
  const std::vector<std::string>* cells = nullptr;
  std::vector<Expected> values;
};

tl::expected<std::vector<ExpectedRow>, std::string> expected_rows(const Table& table) {
  std::vector<ExpectedRow> rows;
  for (std::size_t i = 1; i < table.size(); ++i) {
    ExpectedRow row{&table[i], {}};
    for (const std::string& cell : table[i]) {
      auto value = parse_expected(cell);
      if (!value) return tl::unexpected(value.error());
      row.values.push_back(std::move(*value));
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

bool row_matches(const query::Graph& graph, const ExpectedRow& expected, const query::List& actual, ListOrder lists) {
  return std::equal(expected.values.begin(), expected.values.end(), actual.begin(), actual.end(),
                    [&](const Expected& a, const query::Value& b) { return matches(graph, a, b, lists); });
}

Done check_in_order(const query::Graph& graph, const std::vector<ExpectedRow>& expected, const std::vector<query::List>& actual, ListOrder lists) {
  for (std::size_t i = 0; i < std::max(expected.size(), actual.size()); ++i) {
    if (i < expected.size() && i < actual.size() && row_matches(graph, expected[i], actual[i], lists)) continue;
    return fails("row " + std::to_string(i + 1) + ": expected " + (i < expected.size() ? row_text(*expected[i].cells) : "no more") + ", got " +
                 (i < actual.size() ? row_text(graph, actual[i]) : "no more"));
  }
  return {};
}

Done check_in_any_order(const query::Graph& graph, const std::vector<ExpectedRow>& expected, const std::vector<query::List>& actual,
                        ListOrder lists) {
  std::vector<const query::List*> rest;
  for (const query::List& row : actual) rest.push_back(&row);
  std::vector<const ExpectedRow*> missing;
  for (const ExpectedRow& row : expected) {
    // The tables of the TCK have few rows, so that to look at all is fast.
    const auto found = std::find_if(rest.begin(), rest.end(), [&](const query::List* one) { return row_matches(graph, row, *one, lists); });
    if (found == rest.end()) {
      missing.push_back(&row);
    } else {
      rest.erase(found);
    }
  }
  if (missing.empty() && rest.empty()) return {};
  std::string reason = "expected " + std::to_string(expected.size()) + " rows, got " + std::to_string(actual.size());
  if (!missing.empty()) reason += "; not there: " + row_text(*missing.front()->cells);
  if (!rest.empty()) reason += "; not expected: " + row_text(graph, *rest.front());
  return fails(std::move(reason));
}

/// What follows `before` where `text` begins with it.
std::optional<std::string_view> after(std::string_view text, std::string_view before) {
  if (!text.starts_with(before)) return std::nullopt;
  return text.substr(before.size());
}

class Run {
 public:
  explicit Run(const std::filesystem::path& features) : features_(features) {}

  Done step(const Step& step) {
    const std::string_view text = step.text;
    if (text == "an empty graph" || text == "any graph" || text == "no side effects") return {};  // the engine only reads
    if (text == "having executed:") return load(step.document, graph_);
    if (text == "parameters are:") return parameters(step.table);
    if (text == "executing query:" || text == "executing control query:") return query(step.document);
    if (text == "the side effects should be:") return side_effects(step.table);
    if (text == "the result should be empty") return result({}, false, ListOrder::kept);
    if (const auto how = after(text, "the result should be")) return result(*how, step.table);
    if (text.find(" should be raised at ") != std::string_view::npos) return error(text);
    if (text.starts_with("there exists a procedure ")) return fails("not supported: procedures");
    if (text.starts_with("the ") && text.ends_with(" graph")) return named_graph(text.substr(4, text.size() - 10));
    return fails("not supported: the step '" + step.text + "'");
  }

  /// What is wrong after the last step.
  Done end() const { return checked_ ? Done() : fails("nothing is expected of the query"); }

 private:
  Done named_graph(std::string_view name) {
    const std::filesystem::path file = std::filesystem::path("graphs") / name / (std::string(name) + ".cypher");
    for (std::filesystem::path folder = std::filesystem::absolute(features_);; folder = folder.parent_path()) {
      if (std::ifstream in(folder / file); in) {
        return load(std::string(std::istreambuf_iterator<char>(in), {}), graph_);
      }
      if (folder == folder.root_path()) return fails("there is no " + file.string() + " in or above the folder of the features");
    }
  }

  Done parameters(const Table& table) {
    for (const auto& row : table) {
      if (row.size() != 2) return fails("a parameter is a name and a value");
      const auto expected = parse_expected(row[1]);
      if (!expected) return fails(expected.error());
      auto value = to_value(*expected);
      if (!value) return fails(value.error());
      parameters_.insert_or_assign(row[0], std::move(*value));
    }
    return {};
  }

  Done query(std::string_view text) {
    if (outcome_.error) return fails("unexpected " + described(*outcome_.error));
    outcome_ = execute(text, parameters_, graph_);
    checked_ = false;
    return {};
  }

  static Done side_effects(const Table& table) {
    const bool all_none = std::all_of(table.begin(), table.end(), [](const auto& row) { return row.size() == 2 && row[1] == "0"; });
    return all_none ? Done() : fails("the graph should change: the engine only reads");
  }

  /// `how` is what follows "the result should be".
  Done result(std::string_view how, const Table& table) {
    const auto lists = how.find("(ignoring element order for lists)") == std::string_view::npos ? ListOrder::kept : ListOrder::ignored;
    return result(table, how.starts_with(", in order"), lists);
  }

  Done result(const Table& table, bool in_order, ListOrder lists) {
    checked_ = true;
    if (outcome_.error) return fails("unexpected " + described(*outcome_.error));
    if (!table.empty() && table.front() != outcome_.columns) {
      return fails("expected the columns " + row_text(table.front()) + ", got " + row_text(outcome_.columns));
    }
    const auto expected = expected_rows(table);
    if (!expected) return fails(expected.error());
    return in_order ? check_in_order(graph_, *expected, outcome_.rows, lists) : check_in_any_order(graph_, *expected, outcome_.rows, lists);
  }

  /// "a TypeError should be raised at runtime: InvalidArgumentType"
  Done error(std::string_view text) {
    checked_ = true;
    const std::string_view type = text.substr(text.find(' ') + 1, text.find(" should") - text.find(' ') - 1);
    const std::string_view when_and_detail = text.substr(text.find(" raised at ") + 11);
    const std::string_view when = when_and_detail.substr(0, when_and_detail.find(": "));
    const std::string_view detail = when.size() + 2 <= when_and_detail.size() ? when_and_detail.substr(when.size() + 2) : "*";
    if (!outcome_.error) return fails("expected " + std::string(text) + ", got " + std::to_string(outcome_.rows.size()) + " rows");
    const query::Error raised = *std::exchange(outcome_.error, std::nullopt);
    const bool right_time = when == "any time" || when == (raised.runtime ? "runtime" : "compile time");
    if (query::name_of(raised.type) == type && right_time && (detail == "*" || raised.detail == detail)) return {};
    return fails("expected " + std::string(text) + ", got " + described(raised));
  }

  const std::filesystem::path& features_;
  query::MemoryGraph graph_;
  query::Map parameters_;
  Outcome outcome_;
  bool checked_ = false;  // whether something was expected of the last query
};

/// One line of at most 400 bytes, without tabs, as it stands in a list of known failures.
std::string one_line(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c == '\n' || c == '\t' || c == '\r'; }, ' ');
  if (text.size() <= 400) return text;
  std::size_t end = 400;
  while ((static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;  // not inside a code point
  return text.substr(0, end) + "…";
}

}  // namespace

std::optional<std::string> why_fails(const Scenario& scenario, const std::filesystem::path& features) {
  Run run(features);
  for (const Step& step : scenario.steps) {
    if (const Done done = run.step(step); !done) return one_line(done.error());
  }
  if (const Done done = run.end(); !done) return one_line(done.error());
  return std::nullopt;
}

}  // namespace entente::tck
