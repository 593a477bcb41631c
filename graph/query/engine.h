#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "graph/query/error.h"
#include "graph/query/graph.h"
#include "graph/query/value.h"

namespace entente::query {

/// What a run may take. Reaching a limit is an Error of type limit.
struct RunOptions {
  Map parameters = {};
  std::size_t memory = std::size_t{512} << 20;                      ///< bytes that values, sorting, grouping and DISTINCT may hold, about
  std::optional<std::chrono::milliseconds> timeout = std::nullopt;  ///< of the whole run
  const std::atomic<bool>* stop = nullptr;                          ///< ends the run soon after it is set, from any thread
};

struct RunSummary {
  std::uint64_t rows = 0;
  bool stopped_early = false;  ///< the visitor wanted no more
};

/// A statement that was parsed, checked and planned for a Graph. It can run many times, one after the other.
class PreparedQuery {
 public:
  /// REQUIRES: the graph outlives it. Errors: those of parse(); SyntaxError for what the names and types in it do not allow.
  static Result<PreparedQuery> prepare(std::string_view text, const Graph& graph);
  PreparedQuery(PreparedQuery&&) noexcept;
  PreparedQuery& operator=(PreparedQuery&&) noexcept;
  ~PreparedQuery();

  const std::vector<std::string>& columns() const;
  /// Visits the rows of the result, one value a column; the span is good during the visit. Errors: at runtime.
  Result<RunSummary> run(const RunOptions& options, const std::function<bool(std::span<const Value>)>& visit);
  /// The plan, a line a step, the first step first; after a run with the rows that each step gave.
  std::string plan() const;
  /// What is allowed but hardly meant, as a label that no node can have: a line each.
  const std::vector<std::string>& notices() const;
  /// What EXPLAIN and PROFILE before the statement ask for.
  bool explains() const;
  bool profiles() const;

 private:
  class Impl;
  explicit PreparedQuery(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace entente::query
