#include <chrono>
#include <optional>
#include <string>
#include <utility>

#include "graph/query/engine.h"
#include "graph/query/memory_graph.h"
#include "tests/catch.h"
#include "tests/query/bad_queries.h"

namespace entente::query::test {
namespace {

using entente::test::contains;

/// A state that leads one of a dozen persons, of whom each is an ally of each other: walks without end.
const Graph& dense_graph() {
  static const MemoryGraph graph = [] {
    MemoryGraph dense;
    const Node state = dense.add_node({"State"}, {{"name", "A"}, {"size", 1}});
    std::vector<Node> persons;
    for (int i = 0; i < 12; ++i) persons.push_back(dense.add_node({"Person"}, {{"name", "P" + std::to_string(i)}, {"size", i}}));
    for (const Node a : persons)
      for (const Node b : persons)
        if (a != b) dense.add_relationship(a, "ALLY", b, {{"since", 2000}});
    dense.add_relationship(state, "LEADS", persons[0], {});
    return dense;
  }();
  return graph;
}

struct Limits {
  std::chrono::milliseconds timeout = std::chrono::seconds(10);
  std::size_t memory = std::size_t{32} << 20;
};

/// Why there is no answer; none where there is one.
std::optional<Error> error_of(std::string_view text, const Graph& graph = dense_graph(), const Limits& limits = {}) {
  auto query = PreparedQuery::prepare(text, graph);
  if (!query) {
    CHECK_FALSE(query.error().runtime);
    CHECK(query.error().at.line > 0);
    return query.error();
  }
  RunOptions options;
  options.parameters = {{"p", 1}, {"text", "a"}, {"negative", -1}};
  options.timeout = limits.timeout;
  options.memory = limits.memory;
  const auto run = query->run(options, [](auto) { return true; });
  if (run) return std::nullopt;
  CHECK(run.error().runtime);
  return run.error();
}

/// What every message must be: one line that can be read, and a place inside the query.
void check_message(const Error& error, std::string_view text) {
  CHECK(error.message.size() > 5);
  CHECK(error.message.size() < 500);
  CHECK(error.message.find_first_of("\n\r\t\0", 0, 4) == std::string::npos);
  CHECK_FALSE(error.detail.empty());
  if (text.find('\n') == std::string_view::npos) CHECK(error.at.line <= 1);
  CHECK(error.at.column <= text.size() + 1);
}

void check_all(const std::vector<BadQuery>& queries) {
  for (const BadQuery& bad : queries) {
    INFO(bad.text);
    const auto error = error_of(bad.text);
    REQUIRE(error);
    INFO(to_string(*error));
    CHECK(name_of(error->type) == name_of(bad.type));
    CHECK(error->detail == bad.detail);
    CHECK(error->at.line == 1);
    check_message(*error, bad.text);
  }
}

void check_limit(const std::string& text, const std::string& detail, const Limits& limits = {}) {
  INFO(text.substr(0, 200));
  const auto begin = std::chrono::steady_clock::now();
  const auto error = error_of(text, dense_graph(), limits);
  REQUIRE(error);
  INFO(to_string(*error));
  CHECK(name_of(error->type) == "Limit");
  CHECK(error->detail == detail);
  check_message(*error, text);
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(8));  // sanitizers are slow
}

std::string repeat(std::string_view text, std::size_t times) {
  std::string all;
  for (std::size_t i = 0; i < times; ++i) all += text;
  return all;
}

/// `inside` in so many pairs of brackets.
std::string nest(std::string_view open, std::string_view inside, std::string_view close, std::size_t times) {
  return repeat(open, times) + std::string(inside) + repeat(close, times);
}

}  // namespace

TEST_CASE("Queries against the grammar are refused") { check_all(bad_grammar()); }
TEST_CASE("Queries of bad tokens are refused") { check_all(bad_tokens()); }
TEST_CASE("Queries that write are refused") { check_all(writing()); }
TEST_CASE("Queries with bad names are refused") { check_all(bad_names()); }
TEST_CASE("Queries that aggregate where they cannot are refused") { check_all(bad_aggregates()); }
TEST_CASE("Queries of impossible shortest paths are refused") { check_all(bad_shortest_paths()); }
TEST_CASE("Queries that mix up types are refused") { check_all(bad_types()); }
TEST_CASE("Queries with impossible values are refused") { check_all(bad_arguments()); }

TEST_CASE("What is no text is refused") {
  struct Row {
    std::string text;
    std::string detail;
    std::size_t line, column;
  };
  using namespace std::string_literals;
  const std::vector<Row> rows = {
      {"RETURN '\xFF'", "InvalidUnicodeCharacter", 1, 9},
      {"\xC3", "InvalidUnicodeCharacter", 1, 1},
      {"RETURN 1 // \xE2\x82", "InvalidUnicodeCharacter", 1, 13},
      {"RETURN\n'\xC0\x80'", "InvalidUnicodeCharacter", 2, 2},
      {"RETURN '\xED\xA0\x80'", "InvalidUnicodeCharacter", 1, 9},
      {"RETURN 'é\xF8'", "InvalidUnicodeCharacter", 1, 10},
      {"RETURN `\x80`", "InvalidUnicodeCharacter", 1, 9},
      {"\0"s, "UnexpectedSyntax", 1, 1},
      {"RETURN 1\0"s, "UnexpectedSyntax", 1, 9},
      {"RETURN \0 1"s, "UnexpectedSyntax", 1, 8},
      {"RETURN a\0b"s, "UnexpectedSyntax", 1, 9},
      {"RETURN \x01", "UnexpectedSyntax", 1, 8},
      {"RETURN \x7F", "UnexpectedSyntax", 1, 8},
  };
  for (const Row& row : rows) {
    INFO(row.text);
    const auto error = error_of(row.text);
    REQUIRE(error);
    CHECK(name_of(error->type) == "SyntaxError");
    CHECK(error->detail == row.detail);
    CHECK(error->at == Position{row.line, row.column});
    check_message(*error, row.text);
  }
}

TEST_CASE("Errors say where they are") {
  struct Row {
    std::string text;
    std::size_t line, column;
  };
  const std::vector<Row> rows = {
      {"MATCH (n)\nRETURN m", 2, 8},
      {"MATCH (n)\r\nWHERE n.size >\r\nRETURN n", 3, 1},
      {"/* é\n\n */ RETRUN 1", 3, 5},
      {"RETURN 'éé', x", 1, 14},
      {"RETURN 1 /\n  0", 1, 10},
      {"MATCH (n)\nRETURN\n  sum(n.name)", 3, 3},
      {"RETURN [1, 2,\n  toInteger([])]", 2, 3},
      {"RETURN '\n\n", 1, 8},
  };
  for (const Row& row : rows) {
    INFO(row.text);
    const auto error = error_of(row.text);
    REQUIRE(error);
    INFO(to_string(*error));
    CHECK(error->at == Position{row.line, row.column});
  }
}

TEST_CASE("Errors name the word that was meant") {
  const std::vector<std::pair<std::string, std::string>> rows = {
      {"MTACH (n) RETURN n", "did you mean MATCH?"},
      {"MATCH (n) RETRUN n", "did you mean RETURN?"},
      {"MATCH (n) WEHRE n.size = 1 RETURN n", "did you mean WHERE?"},
      {"MATCH (n) RETURN n ODER BY n", "did you mean ORDER?"},
      {"MATCH (n) RETURN n LIMT 1", "did you mean LIMIT?"},
      {"MATCH (n) RETURN n ORDER BY n.size DECS", "did you mean DESC?"},
      {"OPTIONL MATCH (n) RETURN n", "did you mean OPTIONAL?"},
      {"UNWID [1] AS x RETURN x", "did you mean UNWIND?"},
      {"RETURN 1 UNON RETURN 2", "did you mean UNION?"},
      {"RETURN 'a' CONTAIN 'b'", "did you mean CONTAINS?"},
      {"RETURN 'a' STRATS WITH 'b'", "did you mean STARTS?"},
      {"RETURN CASE WHEN true TEHN 1 END", "did you mean THEN?"},
      {"MATCH (person) RETURN persn", "did you mean 'person'?"},
      {"MATCH (person) RETURN Person.name", "did you mean 'person'?"},
      {"RETURN toUper('a')", "did you mean 'toupper'?"},
      {"RETURN lenght([1])", "did you mean 'length'?"},
      {"RETURN coun(1)", "did you mean 'count'?"},
      {"RETURN percentilCont(1, 0.5)", "did you mean 'percentileCont'?"},
      {"RETURN duration.inDay(1, 2)", "did you mean 'duration.indays'?"},
      {"RETURN 1 == 1", "equality is one ="},
      {"RETURN 1 != 1", "\"not equal\" is <>"},
      {"RETURN “a”", "write ' or \""},
      {"RETURN 1 – 1", "write -"},
  };
  for (const auto& [text, hint] : rows) {
    INFO(text);
    const auto error = error_of(text);
    REQUIRE(error);
    CHECK_THAT(error->message, contains(hint));
  }
  // What was not meant is not named.
  for (const char* text : {"RETURN CASE 1 END", "RETURN x", "MATCH (n) RETURN zzz", "RETURN quux(1)"}) {
    INFO(text);
    CHECK(error_of(text).value().message.find("did you mean") == std::string::npos);
  }
}

TEST_CASE("Messages stay short and on one line whatever is in the query") {
  const std::string name(100'000, 'x');
  for (const std::string& text :
       {"RETURN " + name, "WITH 1 AS y" + name + " RETURN " + name, "RETURN " + name + "(1)", "RETURN $" + name, "RETURN 'a' =~ '(" + name + "'",
        "RETURN toInteger('" + std::string(100'000, '9') + "')", "RETURN date('" + name + "')", "RETURN " + std::string(100'000, '9'),
        "MATCH (n " + name + ") RETURN n", "CALL " + name + "()"}) {
    INFO(text.substr(0, 40));
    const auto error = error_of(text);
    REQUIRE(error);
    check_message(*error, text);
  }
  for (const char* text :
       {"RETURN `a\nb`", "RETURN `a\nb`(1)", "RETURN $`a\nb`", R"(RETURN 'a' =~ '\n(')", R"(RETURN date('\r\n'))", "CALL `a\nb`()"}) {
    INFO(text);
    const auto error = error_of(text);
    REQUIRE(error);
    CHECK(error->message.find('\n') == std::string::npos);
  }
}

TEST_CASE("Deep nesting is refused before the stack ends") {
  constexpr std::size_t deep = 20'000;
  const std::vector<std::string> queries = {
      "RETURN " + nest("(", "1", ")", deep),
      "RETURN " + nest("[", "1", "]", deep),
      "RETURN " + nest("{a: ", "1", "}", deep),
      "RETURN " + nest("abs(", "1", ")", deep),
      "RETURN " + nest("[x IN ", "[1]", "]", deep),
      "RETURN " + nest("[x IN [1] | ", "x", "]", deep),
      "RETURN " + nest("all(x IN ", "[1]", " WHERE x)", deep),
      "RETURN " + nest("reduce(s = 0, x IN ", "[1]", " | s)", deep),
      "RETURN " + nest("CASE WHEN ", "true", " THEN 1 END", deep),
      "RETURN " + nest("EXISTS { RETURN ", "1", " }", deep),
      "RETURN " + nest("COUNT { MATCH (n) WHERE n.size = ", "1", " }", deep),
      "RETURN " + nest("[1][", "0", "]", deep),
      "RETURN " + repeat("[", deep),
      "RETURN " + repeat("(", deep),
      "RETURN " + repeat("NOT ", deep) + "true",
      "RETURN " + repeat("-", deep) + "1",
      "RETURN " + repeat("+", deep) + "1",
      "RETURN 1" + repeat(" + 1", deep),
      "RETURN 1" + repeat(" ^ 1", deep),
      "RETURN 1" + repeat(" IN [1]", deep),
      "RETURN 1" + repeat(" IS NULL", deep),
      "RETURN n" + repeat(".a", deep),
      "RETURN n" + repeat("[0]", deep),
      "MATCH (n:" + nest("(", "A", ")", deep) + ") RETURN n",
      "MATCH (n:" + repeat("!", deep) + "A) RETURN n",
      "MATCH " + nest("(", "(n)", ")", deep) + " RETURN n",
      "MATCH (n " + nest("{a: ", "1", "}", deep) + ") RETURN n",
      "MATCH (n)" + repeat("-->()", deep) + " RETURN n",
      "MATCH (n)" + repeat(", ()", deep) + " RETURN n",
      "MATCH (n) WHERE n.size = 1" + repeat(" AND n.size = 1", deep) + " RETURN n",
      "UNWIND [1] AS x" + repeat(" WITH x + 1 AS x", deep) + " RETURN x",
      "MATCH (n)" + repeat(" OPTIONAL MATCH (n)-[:LEADS]->()", deep) + " RETURN n",
  };
  for (const std::string& text : queries) check_limit(text, "Limit");
}

TEST_CASE("Values that nest in each other end before the stack does") {
  for (const char* next : {"[l]", "{a: l}", "[y IN [1] | l]", "[1, [2, l]]", "COLLECT { RETURN l }", "[] + [l]"})
    check_limit(std::string("RETURN reduce(l = 1, x IN range(1, 500000) | ") + next + ")", "Depth");
}

TEST_CASE("Values that grow end before the memory does") {
  const std::vector<std::string> queries = {
      "RETURN reduce(s = 'a', x IN range(1, 100) | s + s)",
      "RETURN reduce(s = 'ab', x IN range(1, 100) | replace(s, 'a', s))",
      "RETURN replace(reduce(s = 'a', x IN range(1, 20) | s + s), 'a', reduce(s = 'b', x IN range(1, 20) | s + s))",
      "RETURN size(split(reduce(s = 'a', x IN range(1, 23) | s + s), ''))",
      "RETURN reduce(l = [1], x IN range(1, 100) | l + l)",
      "RETURN reduce(l = [1], x IN range(1, 100) | [l, l])",
      "RETURN reduce(l = [1], x IN range(1, 100) | l + [l])",
      "RETURN reduce(m = {a: 1}, x IN range(1, 100) | {a: m, b: m})",
      "RETURN [x IN range(1, 1000) | range(1, 100000)]",
      "RETURN [x IN range(1, 500000) | 'a text that is too long for its value']",
      "RETURN [" + repeat("range(1, 500000), ", 100) + "1]",
      "RETURN {a: range(1, 500000), b: range(1, 500000), c: range(1, 500000)}",
      "WITH range(1, 500000) AS a, range(1, 500000) AS b, range(1, 500000) AS c RETURN 1",
      "UNWIND range(1, 800000) AS x RETURN collect(x)",
      "UNWIND range(1, 800000) AS x RETURN DISTINCT x",
      "UNWIND range(1, 800000) AS x RETURN x ORDER BY x",
      "UNWIND range(1, 800000) AS x RETURN x, count(*)",
      "UNWIND range(1, 800000) AS x RETURN count(DISTINCT x)",
      "UNWIND range(1, 800000) AS x RETURN x UNION RETURN 1 AS x",
      "RETURN COLLECT { UNWIND range(1, 500000) AS x UNWIND range(1, 10) AS y RETURN x + y }",
      "MATCH (a)-[*2..4]-(b) RETURN collect([a, b])",
  };
  for (const std::string& text : queries) check_limit(text, "Memory");
  check_limit("RETURN range(1, 1000000000000)", "Limit");
  check_limit("RETURN range(-9223372036854775808, 9223372036854775807)", "Limit");
}

TEST_CASE("Memory that a subquery gave back is not counted twice") {
  const std::string text = "UNWIND range(1, 2000) AS x RETURN max(COUNT { MATCH (n)--(m) RETURN DISTINCT n, m, x }) AS c ";
  CHECK_FALSE(error_of(text, dense_graph(), {.memory = std::size_t{1} << 20}));
}

TEST_CASE("Queries without end are stopped") {
  const Limits soon = {.timeout = std::chrono::milliseconds(50)};
  const std::vector<std::string> queries = {
      "MATCH ()-[*]-() RETURN count(*)",
      "MATCH p = (a)-[*]->(b) WHERE a.name = 'P1' AND b.name = 'P2' RETURN count(p)",
      "MATCH (a)-[*]-(a) RETURN count(*)",
      "MATCH (a)-[:ALLY*5..]-(b) WHERE a.size > 100 + size(b.name) RETURN count(*)",
      "MATCH (a)-[r*]-(b) WHERE all(x IN r WHERE x.since = 1) RETURN count(*)",
      "MATCH (a)-[]-+(b) RETURN count(*)",
      "MATCH (a)-[]-{3,9}(b) RETURN count(*)",
      "MATCH (n) WHERE NOT EXISTS { (n)-[*]-({name: 'nobody'}) } RETURN n",
      "MATCH (n) RETURN COUNT { (n)-[*]-() }",
      "MATCH (n) RETURN [(n)-[*]-(m {name: 'nobody'}) | m]",
      "MATCH (n) WHERE (n)-[*]-({name: 'nobody'}) RETURN n",
      "MATCH " + repeat("(), ", 20) + "() RETURN count(*)",
      "MATCH ()" + repeat("--()", 20) + " RETURN count(*)",
      "MATCH ()" + repeat("--()", 500) + " RETURN 1",
      "MATCH (a) OPTIONAL MATCH (a)-[*]-(b {name: 'nobody'}) RETURN b",
      repeat("UNWIND range(1, 1000) AS x WITH 1 AS y ", 10) + "RETURN count(*)",
      "UNWIND range(1, 500000) AS x UNWIND range(1, 500000) AS y RETURN max(x + y)",
      "UNWIND range(1, 1000) AS x RETURN max(size(range(1, 500000)))",
      "WITH range(1, 100000) AS l UNWIND l AS x WITH x WHERE -x IN l RETURN x",
      "WITH range(1, 100000) AS l RETURN size([x IN l WHERE -x IN l])",
      "WITH range(1, 100000) AS l RETURN reduce(s = 0, x IN l | s + size(tail(l)))",
      "WITH range(1, 100000) AS l RETURN reduce(s = 0, x IN l | s + size(l[1..]))",
      "WITH range(1, 100000) AS l RETURN all(x IN l WHERE none(y IN l WHERE x = -y))",
      "RETURN reduce(l = [], x IN range(1, 500000) | l + [x])",
  };
  for (const std::string& text : queries) check_limit(text, "Timeout", soon);
}

TEST_CASE("Regular expressions that go back without end are given up") {
  const std::string text = "'" + std::string(40, 'a') + "'";
  for (const char* pattern : {"(a+)+b", "(a|aa)+b", "(a*)*b", "(.*a){20}b"})
    check_limit("RETURN " + text + " =~ '" + pattern + "'", "RegularExpression");
}

TEST_CASE("A query can be stopped from outside") {
  auto query = PreparedQuery::prepare("MATCH ()-[*]-() RETURN count(*)", dense_graph());
  REQUIRE(query);
  const std::atomic<bool> stop = true;
  RunOptions options;
  options.stop = &stop;
  const auto run = query->run(options, [](auto) { return true; });
  REQUIRE_FALSE(run);
  CHECK(run.error().detail == "Stopped");
}

TEST_CASE("Long ways do not end the stack") {
  MemoryGraph chain;
  constexpr int length = 200'000;
  Node last = chain.add_node({"First"}, {});
  for (int i = 1; i < length; ++i) {
    const Node next = chain.add_node({i + 1 == length ? "Last" : "Inner"}, {});
    chain.add_relationship(last, "NEXT", next, {});
    last = next;
  }
  CHECK_FALSE(error_of("MATCH p = shortestPath((a:First)-[*]->(b:Last)) RETURN length(p)", chain));
  const auto error = error_of("MATCH (a:First)-[*]->(b:Last) RETURN count(*)", chain);
  REQUIRE(error);
  CHECK(error->detail == "Depth");
}

TEST_CASE("Large queries are planned in short time") {
  std::string columns = "1 AS a", elements = "1", labels = "A", keys = "a: 1", unions = "RETURN 1 AS x";
  for (int i = 0; i < 5000; ++i) {
    columns += ", 1 AS a" + std::to_string(i);
    elements += ", " + std::to_string(i);
    labels += "|A" + std::to_string(i);
    keys += ", a" + std::to_string(i) + ": 1";
  }
  for (int i = 0; i < 500; ++i) unions += " UNION RETURN 1 AS x";
  const auto begin = std::chrono::steady_clock::now();
  for (const std::string& text :
       {"RETURN " + columns, "RETURN [" + elements + "]", "MATCH (n:" + labels + ") RETURN n", "MATCH ()-[:" + labels + "]-() RETURN 1",
        "RETURN {" + keys + "}", unions, "MATCH (n) WHERE n.size IN [" + elements + "] RETURN n",
        "MATCH (n) WHERE n.size = 1" + repeat(" OR n.size = 2", 5000) + " RETURN n"}) {
    INFO(text.substr(0, 40));
    CHECK_FALSE(error_of(text));
  }
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(20));
}

}  // namespace entente::query::test
