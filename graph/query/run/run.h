#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "graph/query/engine.h"
#include "graph/query/error.h"
#include "graph/query/function/functions.h"
#include "graph/query/graph.h"
#include "graph/query/value.h"

namespace entente::query {

/// The values of a query's variables, by slot. Steps and expressions write into slots that the compiler gave them alone.
using Row = std::vector<Value>;

/// One run of a query: what all its steps and expressions share. The first failure stays; whoever sees !ok() returns soon.
class Run {
 public:
  Run(const Graph& graph, const RunOptions& options);

  const Graph& graph() const { return graph_; }
  const Map& parameters() const { return options_.parameters; }
  const FunctionContext& functions() const { return functions_; }

  bool ok() const { return !error_; }
  const std::optional<Error>& error() const { return error_; }
  /// Keeps the first error. Returns null, so that an expression can return it.
  Value fail(Error error);
  Value fail(ErrorType type, std::string detail, std::string message, Position at);
  /// Keeps what reading the graph failed with. True if it did not.
  bool check(const Status& status);
  /// The value, or null and the failure kept.
  template <class T>
  T take(entente::Result<T> result) {
    if (result) return std::move(*result);
    check(result.error());
    return {};
  }

  /// To be called for each row that a step looks at, or with how many rows something took as much work as: false if the time is up or the run was
  /// stopped.
  bool tick(std::uint64_t work = 1) {
    const std::uint64_t before = std::exchange(ticks_, ticks_ + work);
    return (before ^ ticks_) <= kTicks || look_at_clock();
  }
  /// Counts memory that rows take: false if the limit is reached.
  bool hold(std::size_t bytes);
  void release(std::size_t bytes) { held_ -= bytes; }
  std::size_t held() const { return held_; }
  /// Adds what an element takes to `bytes`, what the list or map that it goes into takes. False, and the run failed, where that is more than may be
  /// held, or lists and maps are nested so deep that what goes through them would run out of stack.
  bool fits(const Value& element, Position at, std::size_t& bytes) { return fits(element, at, bytes, kDeepest); }

 private:
  static constexpr std::uint64_t kTicks = 0x3ff;
  static constexpr int kDeepest = 200;  // levels of lists and maps
  bool look_at_clock();
  bool fits(const Value& element, Position at, std::size_t& bytes, int levels);

  const Graph& graph_;
  const RunOptions& options_;
  FunctionContext functions_;
  std::optional<Error> error_;
  std::uint64_t ticks_ = 0;
  std::size_t held_ = 0;
  std::optional<std::chrono::steady_clock::time_point> deadline_;
};

/// About how many bytes a value holds beside itself.
std::size_t bytes_of(const Value& value);
std::size_t bytes_of(const Row& row);

/// How many rows go through in the time that it takes to make or to read a value.
std::uint64_t work_of(const Value& value);

/// What computes a value from a row.
using Evaluate = std::function<Value(Run&, Row&)>;

}  // namespace entente::query
