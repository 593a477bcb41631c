#include "graph/query/script.h"

#include "tests/catch.h"

namespace entente::query {
namespace {

/// "line: statement" or "line: name = value", a line each.
std::string split(std::string_view text) {
  std::string all;
  for (const ScriptPart& part : split_script(text)) {
    all += std::to_string(part.line) + ": ";
    all += part.statement.empty() ? part.name + " = " + part.value : std::string(part.statement);
    all += '\n';
  }
  return all;
}

TEST_CASE("a script is split where a statement ends, and nowhere else") {
  struct Row {
    std::string_view text, parts;
  };
  const Row rows[] = {
      {"", ""},
      {" \n ;; // nothing\n/* at all */ ;", ""},
      {"// Whom?\n:param who Iran\nRETURN $who", "2: who = Iran\n3: RETURN $who\n"},
      {":param who => \"x\";\n/* a */ :param n 1", "1: who = \"x\"\n2: n = 1\n"},
      {"RETURN 'a\\';b'; RETURN `c``;d`", "1: RETURN 'a\\';b';\n1: RETURN `c``;d`\n"},
      {"RETURN 1", "1: RETURN 1\n"},
      {"RETURN 1;", "1: RETURN 1;\n"},
      {"RETURN 1;RETURN 2;", "1: RETURN 1;\n1: RETURN 2;\n"},
      {"RETURN 1;\n\nRETURN 2", "1: RETURN 1;\n3: RETURN 2\n"},
      {"RETURN ';', \";\", `;` /* ; */;RETURN 2", "1: RETURN ';', \";\", `;` /* ; */;\n1: RETURN 2\n"},
      {"RETURN 1 // ; \n;RETURN 2", "1: RETURN 1 // ; \n;\n2: RETURN 2\n"},
      {":param who Russia\nRETURN $who;", "1: who = Russia\n2: RETURN $who;\n"},
      {":param who\t North Korea \r\n:param n 3", "1: who = North Korea\n2: n = 3\n"},
      {":param", "1:  = \n"},
      {":param list [1, 2]; RETURN 1", "1: list = [1, 2]; RETURN 1\n"},
      {"RETURN 'unfinished ; RETURN 2", "1: RETURN 'unfinished ; RETURN 2\n"},
  };
  for (const Row& row : rows) {
    INFO(row.text);
    CHECK(split(row.text) == row.parts);
  }
}

}  // namespace
}  // namespace entente::query
