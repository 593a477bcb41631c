#include "graph/query/value.h"

#include <cmath>
#include <limits>
#include <optional>
#include <unordered_set>
#include <vector>

#include "graph/query/error.h"
#include "tests/catch.h"

namespace entente::query {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t kLeast = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kExact = std::int64_t{1} << 53;
const Value kNull;

Value list(List values) { return Value(std::move(values)); }
Value map(Map values) { return Value(std::move(values)); }

struct Equality {
  Value a, b;
  std::optional<bool> equal;
};

TEST_CASE("equality knows true, false and null") {
  const std::vector<Equality> table = {
      {1, 1, true},
      {1, 1.0, true},
      {0.0, -0.0, true},
      {"1", 1, false},
      {true, 1, false},
      {kNull, kNull, std::nullopt},
      {kNull, 1, std::nullopt},
      {kNaN, kNaN, false},
      {kNaN, "a", false},
      {kExact + 1, static_cast<double>(kExact), false},
      {kMost, 9223372036854775808.0, false},
      {kLeast, -9223372036854775808.0, true},
      {list({1, 2}), list({1}), false},
      {list({1}), list({1, kNull}), false},
      {list({kNull}), list({1}), std::nullopt},
      {list({kNull, 2}), list({1, 3}), false},
      {list({"a"}), list({1}), false},
      {list({list({1}), list({2, 3})}), list({list({1}), list({kNull})}), false},
      {list({list({1}), list({2})}), list({list({1}), list({kNull})}), std::nullopt},
      {list({1}), 1, false},
      {map({}), map({}), true},
      {map({{"k", 1}}), map({{"k", 1.0}}), true},
      {map({}), map({{"k", kNull}}), false},
      {map({{"k", kNull}}), map({{"k", kNull}}), std::nullopt},
      {map({{"k", 1}, {"l", kNull}}), map({{"k", 2}, {"l", 1}}), false},
      {map({{"k", 1}}), map({{"l", 1}}), false},
      {Node{1}, Node{1}, true},
      {Node{1}, Node{2}, false},
      {Relationship{1, 2, 3}, Relationship{1, 2, 4}, false},
      {Path{{{1}, {2}}, {{1, 2, 3}}}, Path{{{1}, {2}}, {{1, 2, 3}}}, true},
      {Date{1}, LocalTime{1}, false},
      {Duration{1, 0, 0, 0}, Duration{1, 0, 0, 0}, true},
      {Duration{0, 1, 0, 0}, Duration{0, 0, 86400, 0}, false},
  };
  for (std::size_t i = 0; i < table.size(); ++i) {
    CAPTURE(i);
    CHECK(equal(table[i].a, table[i].b) == table[i].equal);
    CHECK(equal(table[i].b, table[i].a) == table[i].equal);
  }
}

struct Comparison {
  Value a, b;
  std::optional<int> order;
};

TEST_CASE("only values of one type can be compared, and numbers exactly") {
  const std::vector<Comparison> table = {
      {1, 2, -1},
      {1, 3.14, -1},
      {4, 3.14, 1},
      {-4, -3.14, -1},
      {kExact + 1, static_cast<double>(kExact), 1},
      {kMost, 9223372036854775808.0, -1},
      {kMost, kInfinity, -1},
      {kLeast, -kInfinity, 1},
      {kNaN, 1, 2},
      {kNaN, kNaN, 2},
      {kNaN, "a", std::nullopt},
      {kNull, 1, std::nullopt},
      {"a", 1, std::nullopt},
      {"B", "a", -1},
      {"\xEF\xBF\xBD", "\xF0\x9F\x98\x80", -1},  // U+FFFD before U+1F600, as UTF-16 would not have it
      {false, true, -1},
      {list({1, 0}), list({1}), 1},
      {list({1, kNull}), list({1}), 1},
      {list({1, 2}), list({1, kNull}), std::nullopt},
      {list({1, "a"}), list({1, kNull}), std::nullopt},
      {list({1, 2}), list({3, kNull}), -1},
      {list({Node{1}, 1}), list({Node{1}, 2}), -1},
      {list({Node{1}, 1}), list({Node{2}, 1}), std::nullopt},
      {list({kNaN, 1}), list({1, 2}), 2},
      {map({{"a", 1}}), map({{"a", 2}}), std::nullopt},
      {Node{1}, Node{2}, std::nullopt},
      {Date{1}, Date{2}, -1},
      {LocalDateTime{1, 5}, LocalDateTime{1, 4}, 1},
      {Date{1}, LocalDateTime{1, 0}, std::nullopt},
      {Duration{1, 0, 0, 0}, Duration{2, 0, 0, 0}, std::nullopt},
  };
  for (std::size_t i = 0; i < table.size(); ++i) {
    CAPTURE(i);
    CHECK(compare(table[i].a, table[i].b) == table[i].order);
    const auto turned = table[i].order && *table[i].order != 2 ? std::optional<int>(-*table[i].order) : table[i].order;
    CHECK(compare(table[i].b, table[i].a) == turned);
  }
}

TEST_CASE("ORDER BY puts all values into one order") {
  const std::vector<Value> ascending = {
      map({}),
      map({{"a", 1}}),
      map({{"a", 2}}),
      map({{"b", 1}}),
      map({{"a", 1}, {"b", 1}}),
      Node{1},
      Node{2},
      Relationship{1, 2, 3},
      list({}),
      list({"a"}),
      list({"a", 1}),
      list({1}),
      list({1, "a"}),
      list({1, kNull}),
      list({kNull, 1}),
      list({kNull, 2}),
      Path{{{1}, {2}}, {{1, 2, 3}}},
      DateTime{5, 0, 0, nullptr},
      LocalDateTime{5, 0},
      Date{-1},
      Date{5},
      Time{5, 0},
      LocalTime{5},
      Duration{0, 0, 59, 999999999},
      Duration{0, 30, 0, 0},
      Duration{1, 0, 0, 0},  // 30.436875 days
      Duration{0, 31, 0, 0},
      "",
      " ",
      "a",
      false,
      true,
      -kInfinity,
      kLeast,
      1,
      1.5,
      kExact,
      kExact + 1,
      kMost,
      9223372036854775808.0,
      kInfinity,
      kNaN,
      kNull,
  };
  for (std::size_t i = 0; i < ascending.size(); ++i)
    for (std::size_t j = 0; j < ascending.size(); ++j) {
      CAPTURE(i, j);
      CHECK(order(ascending[i], ascending[j]) == (i < j ? -1 : (i > j ? 1 : 0)));
      CHECK(same(ascending[i], ascending[j]) == (i == j));
    }
}

TEST_CASE("same values have the same hash") {
  const std::vector<std::pair<Value, Value>> table = {
      {1, 1.0},
      {0.0, -0.0},
      {kLeast, -9223372036854775808.0},
      {kNaN, -kNaN},
      {kNull, kNull},
      {list({1, kNull, kNaN}), list({1.0, kNull, kNaN})},
      {map({{"a", 1}, {"b", kNull}}), map({{"b", kNull}, {"a", 1.0}})},
      {Path{{{1}, {2}}, {{1, 2, 3}}}, Path{{{1}, {2}}, {{1, 2, 3}}}},
      {DateTime{1, 2, 3, nullptr}, DateTime{1, 2, 3, nullptr}},
      {Duration{1, 2, 3, 4}, Duration{1, 2, 3, 4}},
  };
  for (std::size_t i = 0; i < table.size(); ++i) {
    CAPTURE(i);
    CHECK(same(table[i].first, table[i].second));
    CHECK(hash(table[i].first) == hash(table[i].second));
  }
  CHECK_FALSE(same(kExact + 1, static_cast<double>(kExact)));
  CHECK_FALSE(same(kNull, 0));
  CHECK_FALSE(same(true, 1));
}

TEST_CASE("rows are keys of sets") {
  std::unordered_set<List, HashValue, SameValue> rows;
  CHECK(rows.insert({1, kNull}).second);
  CHECK_FALSE(rows.insert({1.0, kNull}).second);
  CHECK(rows.insert({kNull, 1}).second);
  CHECK(rows.insert({1}).second);
}

TEST_CASE("an error tells where it is") {
  const Error error{ErrorType::type, true, "InvalidArgumentType", "size() takes a string", {1, 8}};
  CHECK(name_of(error.type) == "TypeError");
  CHECK(to_string(error) == "line 1, column 8: size() takes a string");
  CHECK(to_string(Error{ErrorType::limit, true, "Limit", "too much", {}}) == "too much");
}

}  // namespace
}  // namespace entente::query
