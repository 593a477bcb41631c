#include <cmath>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "graph/query/function/functions.h"
#include "graph/query/memory_graph.h"
#include "tests/catch.h"

namespace entente::query {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
const Value kNull;
const Duration kDay{0, 1, 0, 0};
const Duration kMonth{1, 0, 0, 0};

/// What the aggregate gives for rows of one value as a literal, or its error as "ArithmeticError: IntegerOverflow".
std::string result(std::string_view name, const List& rows, bool distinct = false, const Value& second = {}) {
  const auto aggregate = make_aggregate(name, distinct);
  REQUIRE(aggregate != nullptr);
  for (const Value& row : rows) {
    List arguments{row};
    if (aggregate_arity(name) == 2) arguments.push_back(second);
    const std::size_t before = aggregate->bytes();
    if (const auto added = aggregate->add(arguments); !added) return name_of(added.error().type) + ": " + added.error().detail;
    CHECK(aggregate->bytes() >= before);
  }
  return to_text(MemoryGraph(), aggregate->value(), true).value();
}

struct Case {
  std::string name;
  List rows;
  std::string result;
};

TEST_CASE("aggregates sum up and leave nulls out") {
  const std::vector<Case> table = {
      {"count", {}, "0"},
      {"count", {1, kNull, 1}, "2"},
      {"COLLECT", {1, kNull, "a"}, "[1, 'a']"},
      {"collect", {}, "[]"},
      {"sum", {}, "0"},
      {"sum", {1, kNull, 2}, "3"},
      {"sum", {1, 0.5}, "1.5"},
      {"sum", {0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1}, "1.0"},
      {"sum", {kInfinity, 1.0}, "Infinity"},
      {"sum", {kMost, 1}, "ArithmeticError: IntegerOverflow"},
      {"sum", {kDay, kNull, kMonth, kDay}, "'P1M2D'"},
      {"sum", {kDay, 1}, "TypeError: InvalidArgumentType"},
      {"sum", {1, kDay}, "TypeError: InvalidArgumentType"},
      {"sum", {"a"}, "TypeError: InvalidArgumentType"},
      {"avg", {}, "null"},
      {"avg", {1, 2}, "1.5"},
      {"avg", {2, kNull, 2}, "2.0"},
      {"aVg", {kDay, Duration{0, 3, 0, 0}}, "'P2D'"},
      {"avg", {true}, "TypeError: InvalidArgumentType"},
      {"avg", {1, kDay}, "TypeError: InvalidArgumentType"},
      {"min", {}, "null"},
      {"min", {1, 2.0, 5, kNull, 3.2, 0.1}, "0.1"},
      {"max", {1, 2.0, 5, kNull, 3.2, 0.1}, "5"},
      {"max", {"a", "b", "B", kNull, "abc"}, "'b'"},
      {"max", {List{1}, List{2}, List{2, 1}}, "[2, 1]"},
      {"min", {1, "a", kNull, List{1, 2}, 0.2}, "[1, 2]"},
      {"max", {1, "a", kNull, List{1, 2}, 0.2}, "1"},
      {"max", {1.0, kNaN}, "NaN"},
      {"stDev", {}, "0.0"},
      {"stDev", {5}, "0.0"},
      {"stDev", {1, 2, 3, kNull}, "1.0"},
      {"stDevP", {1, 3}, "1.0"},
      {"stDev", {"a"}, "TypeError: InvalidArgumentType"},
  };
  for (std::size_t i = 0; i < table.size(); ++i) {
    CAPTURE(i, table[i].name);
    CHECK(result(table[i].name, table[i].rows) == table[i].result);
  }
}

TEST_CASE("DISTINCT goes with any aggregate") {
  CHECK(result("count", {1, 1.0, kNull, kNull, 2}, true) == "2");
  CHECK(result("collect", {1, 1.0, kNull, kNull, 2}, true) == "[1, 2]");
  CHECK(result("sum", {2, 2, 3}, true) == "5");
  CHECK(result("count", {kNaN, kNaN}, true) == "1");
  CHECK(result("count", {List{1, kNull}, List{1, kNull}}, true) == "1");
}

struct Share {
  std::string name;
  Value share;
  std::string result;
};

TEST_CASE("percentiles") {
  const std::vector<Share> table = {
      {"percentileDisc", 0.0, "10"},
      {"percentileDisc", 0.5, "20"},
      {"percentileDisc", 1, "30.0"},
      {"percentileCont", 0.0, "10.0"},
      {"percentileCont", 0.25, "15.0"},
      {"percentileCont", 0.5, "20.0"},
      {"percentileCont", 1.0, "30.0"},
      {"percentileDisc", 1000, "ArgumentError: NumberOutOfRange"},
      {"percentileDisc", -1, "ArgumentError: NumberOutOfRange"},
      {"percentileCont", 1.1, "ArgumentError: NumberOutOfRange"},
      {"percentileCont", kNaN, "ArgumentError: NumberOutOfRange"},
      {"percentileCont", "a", "TypeError: InvalidArgumentType"},
  };
  for (std::size_t i = 0; i < table.size(); ++i) {
    CAPTURE(i, table[i].name);
    CHECK(result(table[i].name, {30.0, kNull, 10, 20}, false, table[i].share) == table[i].result);
  }
  CHECK(result("percentileDisc", {kNull}, false, 0.5) == "null");
  CHECK(result("percentileDisc", {1, 1, 1, 5, 6}, true, 0.5) == "5");
}

TEST_CASE("what collect and DISTINCT hold is counted") {
  const auto collect = make_aggregate("collect", false);
  const auto distinct = make_aggregate("count", true);
  const std::vector<Value> long_text = {std::string(100000, 'x')};
  for (int i = 0; i < 10; ++i) {
    REQUIRE(collect->add(long_text));
    REQUIRE(distinct->add(long_text));
  }
  CHECK(collect->bytes() > 1000000);
  CHECK(distinct->bytes() > 100000);
  CHECK(distinct->bytes() < 200000);
}

TEST_CASE("aggregates are known by name in any case") {
  CHECK(aggregate_names().size() == 10);
  for (const std::string_view name : aggregate_names()) {
    CHECK(is_aggregate(name));
    CHECK(aggregate_arity(name) == (name.starts_with("percentile") ? 2 : 1));
  }
  CHECK(is_aggregate("cOuNt"));
  CHECK_FALSE(is_aggregate("size"));
  CHECK(make_aggregate("size", false) == nullptr);
}

}  // namespace
}  // namespace entente::query
