#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "graph/query/error.h"
#include "graph/query/graph.h"
#include "graph/query/temporal/temporal.h"
#include "graph/query/value.h"

namespace entente::query {

/// What functions may ask for while a query runs.
struct FunctionContext {
  const Graph& graph;
  Clock now;                                    ///< when the query began
  std::function<double()> random;               ///< 0 <= x < 1
  std::size_t memory = std::size_t{512} << 20;  ///< bytes that a result may take, about
};

/// A function of values: one row of the table. Errors are without place (the caller knows it).
struct Function {
  std::string_view name;            ///< in lower case
  std::size_t least = 0, most = 0;  ///< arguments
  Result<Value> (*call)(const FunctionContext& context, std::span<const Value> arguments) = nullptr;
  std::string_view help = {};  ///< one line with its arguments, for docs and completion
};

/// By name in any case; nullptr where there is none. Temporal functions are in the table too.
const Function* find_function(std::string_view name);
/// All, by name, aggregates aside.
std::span<const Function> functions();

/// Sums up rows. Nulls are left out, as openCypher has it.
class Aggregate {
 public:
  virtual ~Aggregate() = default;
  /// `arguments` are the values of the row. Errors: TypeError InvalidArgumentType, ArgumentError NumberOutOfRange.
  virtual Result<bool> add(std::span<const Value> arguments) = 0;
  virtual Value value() const = 0;
  /// About how many bytes it holds.
  virtual std::size_t bytes() const { return 64; }
};

/// count, sum, avg, min, max, collect, stDev, stDevP, percentileDisc, percentileCont; in any case.
bool is_aggregate(std::string_view name);
/// With DISTINCT where told. nullptr where there is none of the name.
std::unique_ptr<Aggregate> make_aggregate(std::string_view name, bool distinct);
/// How many arguments it takes: 1, of the percentiles 2.
std::size_t aggregate_arity(std::string_view name);
std::vector<std::string_view> aggregate_names();

/// Values as text: what toString() says for what it takes, else as a literal: strings and temporal values between quotes if `quoted`, and always
/// inside [1, 2], {a: 1}, (:Label {a: 1}), [:TYPE {a: 1}] and <(:A)-[:T]->(:B)>. Nodes and relationships are asked of `graph`.
entente::Result<std::string> to_text(const Graph& graph, const Value& value, bool quoted);
/// Floats as openCypher shows them: 1.0, 0.000001, 1000000000.0, 1e308, NaN, -Infinity; the fewest digits that are read back as the same float.
std::string float_text(double value);

}  // namespace entente::query
