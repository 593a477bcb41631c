#include "graph/query/function/functions.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "graph/query/memory_graph.h"
#include "tests/catch.h"

namespace entente::query {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t kLeast = std::numeric_limits<std::int64_t>::min();
const Value kNull;

Value list(List values) { return Value(std::move(values)); }

/// (:A:B {name: 'it''s'})-[:T {n: 1}]->()
struct World {
  World() {
    a = graph.add_node({"A", "B"}, {{"name", "it's"}});
    b = graph.add_node({}, {});
    ab = graph.add_relationship(a, "T", b, {{"n", 1}});
    ba = graph.add_relationship(b, "odd type", a, {});
    path = Path{{a, b, a}, {ab, ba}};
    back = Path{{b, a}, {ab}};
  }

  Result<Value> call(std::string_view name, List arguments) const {
    const Function* function = find_function(name);
    REQUIRE(function != nullptr);
    REQUIRE(arguments.size() >= function->least);
    REQUIRE(arguments.size() <= function->most);
    return function->call({graph, Clock{1700000000, 123456789}, [] { return 0.25; }}, arguments);
  }
  std::string text(const Value& value, bool quoted = true) const { return to_text(graph, value, quoted).value(); }
  /// What the function gives as a literal, or its error as "ArgumentError: NumberOutOfRange".
  std::string result(std::string_view name, List arguments) const {
    const auto value = call(name, std::move(arguments));
    if (value) return text(*value);
    CHECK(value.error().runtime);
    CHECK_FALSE(value.error().message.empty());
    return name_of(value.error().type) + ": " + value.error().detail;
  }

  MemoryGraph graph;
  Node a, b;
  Relationship ab, ba;
  Path path, back;
};

struct Case {
  std::string name;
  List arguments;
  std::string result;
};

void check(const World& world, const std::vector<Case>& table) {
  for (std::size_t i = 0; i < table.size(); ++i) {
    CAPTURE(i, table[i].name);
    CHECK(world.result(table[i].name, table[i].arguments) == table[i].result);
  }
}

const std::string kWrongType = "TypeError: InvalidArgumentType";
const std::string kWrongValue = "TypeError: InvalidArgumentValue";
const std::string kOutOfRange = "ArgumentError: NumberOutOfRange";
const std::string kOverflow = "ArithmeticError: IntegerOverflow";

TEST_CASE("the table of functions is sorted, and every row has a help") {
  const auto all = functions();
  CHECK(std::ranges::is_sorted(all, {}, &Function::name));
  CHECK(std::ranges::adjacent_find(all, {}, &Function::name) == all.end());
  for (const Function& function : all) {
    CAPTURE(function.name);
    CHECK(function.call != nullptr);
    CHECK(function.least <= function.most);
    CHECK(function.help.find("): ") != std::string_view::npos);
    CHECK(function.help.find('\n') == std::string_view::npos);
    CHECK_FALSE(is_aggregate(function.name));
    CHECK(find_function(function.name) == &function);
  }
  CHECK(find_function("TOSTRING") == find_function("toString"));
  CHECK(find_function("foo") == nullptr);
  CHECK(find_function("") == nullptr);
}

TEST_CASE("every temporal function is in the table") {
  for (const std::string type : {"date", "localtime", "time", "localdatetime", "datetime"})
    for (const std::string of : {"", ".truncate", ".transaction", ".statement", ".realtime"}) {
      CAPTURE(type, of);
      REQUIRE(find_function(type + of) != nullptr);
      CHECK(find_function(type + of)->least == temporal_arity(type + of)->least);
    }
  for (const char* name : {"duration", "duration.between", "duration.inMonths", "duration.inDays", "duration.inSeconds", "datetime.fromEpoch",
                           "datetime.fromEpochMillis"}) {
    CAPTURE(name);
    CHECK(find_function(name) != nullptr);
  }
  const World world;
  CHECK(world.result("date", {"2015-07-21"}) == "'2015-07-21'");
  CHECK(world.result("toString", {Date{0}}) == "'1970-01-01'");
  CHECK(world.result("date", {kNull}) == "null");
}

TEST_CASE("functions of any value") {
  const World world;
  check(world, {
                   {"coalesce", {kNull, kNull, 3, 4}, "3"},
                   {"coalesce", {kNull}, "null"},
                   {"exists", {kNull}, "false"},
                   {"exists", {0}, "true"},
                   {"nullIf", {1, 1.0}, "null"},
                   {"nullIf", {1, kNull}, "1"},
                   {"size", {"h\xC3\xA9llo"}, "5"},
                   {"size", {list({1, kNull})}, "2"},
                   {"size", {kNull}, "null"},
                   {"size", {world.path}, kWrongType},
                   {"size", {1}, kWrongType},
                   {"char_length", {"\xF0\x9F\x98\x80"}, "1"},
                   {"character_length", {list({})}, kWrongType},
                   {"isEmpty", {""}, "true"},
                   {"isEmpty", {list({1})}, "false"},
                   {"isEmpty", {Map{}}, "true"},
                   {"isEmpty", {1}, kWrongType},
                   {"timestamp", {}, "1700000000123"},
                   {"valueType", {kNull}, "'NULL'"},
                   {"valueType", {1.5}, "'FLOAT NOT NULL'"},
                   {"valueType", {list({})}, "'LIST<NOTHING> NOT NULL'"},
                   {"valueType", {list({1, "a", 2})}, "'LIST<STRING NOT NULL | INTEGER NOT NULL> NOT NULL'"},
                   {"valueType", {list({1, kNull})}, "'LIST<INTEGER> NOT NULL'"},
               });
}

TEST_CASE("functions that convert") {
  const World world;
  check(world, {
                   {"toInteger", {82.9}, "82"},
                   {"toInteger", {-82.9}, "-82"},
                   {"toInteger", {"2.9"}, "2"},
                   {"toInteger", {"+7"}, "7"},
                   {"toInteger", {" 7 "}, "7"},
                   {"toInteger", {"foo"}, "null"},
                   {"toInteger", {""}, "null"},
                   {"toInteger", {"+-7"}, "null"},
                   {"toInteger", {"7x"}, "null"},
                   {"toInteger", {kNaN}, "null"},
                   {"toInteger", {"9223372036854775807"}, "9223372036854775807"},
                   {"toInteger", {"9223372036854775808"}, kOverflow},
                   {"toInteger", {9223372036854775808.0}, kOverflow},
                   {"toInteger", {true}, kWrongValue},
                   {"toInteger", {list({})}, kWrongValue},
                   {"toIntegerOrNull", {true}, "null"},
                   {"toIntegerOrNull", {"3"}, "3"},
                   {"toIntegerList", {list({"3", "x", true, 2.5, kNull})}, "[3, null, null, 2, null]"},
                   {"toIntegerList", {3}, kWrongType},
                   {"toFloat", {3}, "3.0"},
                   {"toFloat", {"5"}, "5.0"},
                   {"toFloat", {"-.5e1"}, "-5.0"},
                   {"toFloat", {"foo"}, "null"},
                   {"toFloat", {""}, "null"},
                   {"toFloat", {"inf"}, "null"},
                   {"toFloat", {"Infinity"}, "Infinity"},
                   {"toFloat", {"1e999"}, "null"},
                   {"toFloat", {true}, kWrongValue},
                   {"toFloat", {world.a}, kWrongValue},
                   {"toFloatOrNull", {world.a}, "null"},
                   {"toFloatList", {list({1, "2", "x"})}, "[1.0, 2.0, null]"},
                   {"toBoolean", {"TRUE"}, "true"},
                   {"toBoolean", {false}, "false"},
                   {"toBoolean", {" tru "}, "null"},
                   {"toBoolean", {1.0}, kWrongValue},
                   {"toBoolean", {kNull}, "null"},
                   {"toBooleanOrNull", {1.0}, "null"},
                   {"toBooleanList", {list({"true", 1})}, "[true, null]"},
                   {"toString", {42}, "'42'"},
                   {"toString", {2.3}, "'2.3'"},
                   {"toString", {true}, "'true'"},
                   {"toString", {"apa"}, "'apa'"},
                   {"toString", {kNull}, "null"},
                   {"toString", {list({})}, kWrongValue},
                   {"toString", {world.path}, kWrongValue},
                   {"toStringOrNull", {world.path}, "null"},
                   {"toStringList", {list({1, kNull, "a"})}, "['1', null, 'a']"},
               });
}

TEST_CASE("functions of nodes, relationships and paths") {
  const World world;
  check(world, {
                   {"id", {world.b}, "1"},
                   {"id", {1}, kWrongType},
                   {"elementId", {world.b}, "'1'"},
                   {"elementId", {world.ba}, "'1:0:1'"},
                   {"type", {world.ab}, "'T'"},
                   {"type", {kNull}, "null"},
                   {"type", {world.a}, kWrongValue},
                   {"startNode", {world.ba}, "()"},
                   {"endNode", {world.ab}, "()"},
                   {"labels", {world.a}, "['A', 'B']"},
                   {"labels", {kNull}, "null"},
                   {"labels", {1}, kWrongValue},
                   {"properties", {world.a}, "{name: 'it\\'s'}"},
                   {"properties", {world.ab}, "{n: 1}"},
                   {"properties", {Map{{"a", kNull}}}, "{a: null}"},
                   {"properties", {1}, kWrongType},
                   {"keys", {world.a}, "['name']"},
                   {"keys", {Map{{"k", kNull}, {"l", 1}}}, "['k', 'l']"},
                   {"keys", {kNull}, "null"},
                   {"keys", {list({})}, kWrongType},
                   {"length", {world.path}, "2"},
                   {"length", {"text"}, kWrongType},
                   {"nodes", {world.back}, "[(), (:A:B {name: 'it\\'s'})]"},
                   {"nodes", {kNull}, "null"},
                   {"relationships", {world.path}, "[[:T {n: 1}], [:`odd type`]]"},
                   {"relationships", {world.ab}, kWrongType},
               });
}

TEST_CASE("functions of lists") {
  const World world;
  check(world, {
                   {"head", {list({1, 2})}, "1"},
                   {"head", {list({})}, "null"},
                   {"last", {list({1, 2})}, "2"},
                   {"last", {kNull}, "null"},
                   {"tail", {list({1, 2, 3})}, "[2, 3]"},
                   {"tail", {list({})}, "[]"},
                   {"tail", {"abc"}, kWrongType},
                   {"reverse", {list({1, kNull, 3})}, "[3, null, 1]"},
                   {"reverse",
                    {"a\xC3\xA9z"},
                    "'z\xC3\xA9"
                    "a'"},
                   {"reverse", {1}, kWrongType},
                   {"range", {-1, 1}, "[-1, 0, 1]"},
                   {"range", {0, -1}, "[]"},
                   {"range", {0, 7, 3}, "[0, 3, 6]"},
                   {"range", {7, 0, -3}, "[7, 4, 1]"},
                   {"range", {0, 7, -3}, "[]"},
                   {"range", {0, 7, 1000}, "[0]"},
                   {"range", {kLeast, kMost, kMost}, "[-9223372036854775808, -1, 9223372036854775806]"},
                   {"range", {kMost, kLeast, kLeast}, "[9223372036854775807, -1]"},
                   {"range", {0, kNull}, "null"},
                   {"range", {2, 8, 0}, kOutOfRange},
                   {"range", {0.0, 1}, "ArgumentError: InvalidArgumentType"},
                   {"range", {0, 1, true}, "ArgumentError: InvalidArgumentType"},
                   {"range", {1, 10000001}, "Limit: Limit"},
                   {"range", {kLeast, kMost}, "Limit: Limit"},
               });
}

TEST_CASE("functions of numbers") {
  const World world;
  check(world, {
                   {"abs", {-1}, "1"},
                   {"abs", {-1.5}, "1.5"},
                   {"abs", {kLeast}, kOverflow},
                   {"abs", {"1"}, kWrongType},
                   {"abs", {kNull}, "null"},
                   {"sign", {-2.5}, "-1"},
                   {"sign", {0}, "0"},
                   {"ceil", {0.1}, "1.0"},
                   {"floor", {0.9}, "0.0"},
                   {"floor", {-1}, "-1.0"},
                   {"round", {2.5}, "3.0"},
                   {"round", {-1.5}, "-1.0"},
                   {"round", {0.49999999999999994}, "0.0"},
                   {"round", {3.141592, 3}, "3.142"},
                   {"round", {1.005, 2}, "1.01"},
                   {"round", {-1.25, 1}, "-1.3"},
                   {"round", {9.99, 1}, "10.0"},
                   {"round", {7, 2}, "7.0"},
                   {"round", {1.5, kMost}, "1.5"},
                   {"round", {1e300, 2}, "1e300"},
                   {"round", {kNaN, 2}, "NaN"},
                   {"round", {1.25, 1, "HALF_EVEN"}, "1.2"},
                   {"round", {1.251, 1, "HALF_EVEN"}, "1.3"},
                   {"round", {1.25, 1, "half_down"}, "1.2"},
                   {"round", {-1.21, 1, "CEILING"}, "-1.2"},
                   {"round", {-1.21, 1, "FLOOR"}, "-1.3"},
                   {"round", {1.21, 1, "UP"}, "1.3"},
                   {"round", {1.29, 1, "DOWN"}, "1.2"},
                   {"round", {2.5, 0, "HALF_EVEN"}, "2.0"},
                   {"round", {1.2, -1}, kOutOfRange},
                   {"round", {1.2, 1, "SIDEWAYS"}, "ArgumentError: InvalidArgumentValue"},
                   {"rand", {}, "0.25"},
                   {"e", {}, "2.718281828459045"},
                   {"pi", {}, "3.141592653589793"},
                   {"sqrt", {12.96}, "3.6"},
                   {"sqrt", {-1}, "NaN"},
                   {"sqrt", {"x"}, kWrongType},
                   {"exp", {0}, "1.0"},
                   {"log", {0}, "-Infinity"},
                   {"log10", {1000}, "3.0"},
                   {"sin", {0}, "0.0"},
                   {"cos", {0}, "1.0"},
                   {"tan", {0}, "0.0"},
                   {"cot", {0}, "Infinity"},
                   {"asin", {0}, "0.0"},
                   {"acos", {1}, "0.0"},
                   {"atan", {0}, "0.0"},
                   {"atan2", {0, 1}, "0.0"},
                   {"haversin", {0}, "0.0"},
                   {"degrees", {std::acos(-1.0)}, "180.0"},
                   {"radians", {180}, "3.141592653589793"},
                   {"isNaN", {kNaN}, "true"},
                   {"isNaN", {1}, "false"},
               });
}

TEST_CASE("functions of text count code points") {
  const World world;
  const std::string cafe = "caf\xC3\xA9!";
  check(world, {
                   {"left", {cafe, 4}, "'caf\xC3\xA9'"},
                   {"left", {cafe, 99}, "'caf\xC3\xA9!'"},
                   {"left", {cafe, -1}, kOutOfRange},
                   {"left", {cafe, 1.0}, kWrongType},
                   {"left", {kNull, 1}, "null"},
                   {"right", {cafe, 2}, "'\xC3\xA9!'"},
                   {"right", {cafe, 99}, "'caf\xC3\xA9!'"},
                   {"right", {cafe, 0}, "''"},
                   {"substring", {"0123456789", 1}, "'123456789'"},
                   {"substring", {cafe, 3, 1}, "'\xC3\xA9'"},
                   {"substring", {cafe, 9}, "''"},
                   {"substring", {cafe, 1, kMost}, "'af\xC3\xA9!'"},
                   {"substring", {cafe, -1}, kOutOfRange},
                   {"substring", {1, 1}, kWrongType},
                   {"split", {"one1two", "1"}, "['one', 'two']"},
                   {"split", {"1one1", "1"}, "['', 'one', '']"},
                   {"split", {"", "1"}, "['']"},
                   {"split", {"a\xC3\xA9", ""}, "['a', '\xC3\xA9']"},
                   {"split", {"a,b;c", list({",", ";"})}, "['a', 'b', 'c']"},
                   {"split", {"a", 1}, kWrongType},
                   {"split", {"a", list({1})}, kWrongType},
                   {"replace", {"hello", "l", "LL"}, "'heLLLLo'"},
                   {"replace", {"hello", "", "x"}, "'hello'"},
                   {"replace", {"hello", "x", kNull}, "null"},
                   {"replace", {"hello", "x", 1}, kWrongType},
                   {"trim", {" \t a b\xC2\xA0\n"}, "'a b'"},
                   {"ltrim", {"  a "}, "'a '"},
                   {"rtrim", {"  a "}, "'  a'"},
                   {"btrim", {"xy\xC3\xA9yx", "xy"}, "'\xC3\xA9'"},
                   {"ltrim", {"xxa", "x"}, "'a'"},
                   {"trim", {"   "}, "''"},
                   {"trim", {1}, kWrongType},
                   {"toUpper",
                    {"stra\xC3\x9F"
                     "e \xC3\xA9"},
                    "'STRASSE \xC3\x89'"},
                   {"upper", {"a"}, "'A'"},
                   {"toLower",
                    {"\xC3\x89"
                     "A"},
                    "'\xC3\xA9"
                    "a'"},
                   {"lower", {"ABC"}, "'abc'"},
                   {"toLower", {1}, kWrongType},
               });
}

TEST_CASE("values are written as literals") {
  const World world;
  CHECK(world.text("a\\'b\n\t\x01") == R"('a\\\'b\n\t\u0001')");
  CHECK(world.text("it's", false) == "it's");
  CHECK(world.text(list({"a", 1, kNull, true}), false) == "['a', 1, null, true]");
  CHECK(world.text(Map{{"a", 1}, {"b c", "x"}, {"d`", list({})}}) == "{a: 1, `b c`: 'x', `d```: []}");
  CHECK(world.text(Date{0}) == "'1970-01-01'");
  CHECK(world.text(Date{0}, false) == "1970-01-01");
  CHECK(world.text(world.path) == "<(:A:B {name: 'it\\'s'})-[:T {n: 1}]->()-[:`odd type`]->(:A:B {name: 'it\\'s'})>");
  CHECK(world.text(world.back) == "<()<-[:T {n: 1}]-(:A:B {name: 'it\\'s'})>");
}

TEST_CASE("floats are written in as few digits as can be read back") {
  const std::vector<std::pair<double, std::string>> table = {
      {1, "1.0"},
      {0.1, "0.1"},
      {-0.0, "0.0"},
      {2.3, "2.3"},
      {1e9, "1000000000.0"},
      {-1e8, "-100000000.0"},
      {1e-5, "0.00001"},
      {1e-6, "0.000001"},
      {1e-7, "1e-7"},
      {1.5e-7, "1.5e-7"},
      {3985764.3405892687, "3985764.3405892686"},
      {9007199254740992.0, "9007199254740992.0"},
      {1e16, "1e16"},
      {1e308, "1e308"},
      {1.23456789e308, "1.23456789e308"},
      {-1.2635418652381264e305, "-1.2635418652381264e305"},
      {kNaN, "NaN"},
      {kInfinity, "Infinity"},
      {-kInfinity, "-Infinity"},
  };
  for (const auto& [value, text] : table) CHECK(float_text(value) == text);
}

}  // namespace
}  // namespace entente::query
