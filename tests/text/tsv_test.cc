#include "graph/text/tsv.h"

#include <array>

#include "tests/ingest/read/support.h"

namespace entente {
namespace {

using Cells = std::vector<std::string>;
constexpr std::array<std::string_view, 3> kColumns = {"id", "name", "note"};

std::vector<std::pair<std::size_t, Cells>> rows_of(const TsvTable& table) {
  std::vector<std::pair<std::size_t, Cells>> rows;
  for (const auto& row : table.rows()) rows.emplace_back(row.line, Cells(row.cells.begin(), row.cells.end()));
  return rows;
}

TEST_CASE("tables of the data folder", "[tsv]") {
  const TemporaryFolder folder;
  using Rows = std::vector<std::pair<std::size_t, Cells>>;
  const std::vector<std::pair<std::string, Rows>> rows = {
      {"id\tname\tnote\n", {}},
      {"id\tname\tnote", {}},
      {"id\tname\tnote\na\tb\tc\n", {{2, {"a", "b", "c"}}}},
      {"id\tname\tnote\na\tb\tc", {{2, {"a", "b", "c"}}}},                                           // no end of line at the end
      {"id\tname\tnote\r\na\tb\tc\r\n", {{2, {"a", "b", "c"}}}},                                     // line ends of Windows
      {"# one\nid\tname\tnote\n# two\n\na\tb\tc\n", {{5, {"a", "b", "c"}}}},                         // comments before and after, a blank line
      {"id\tname\tnote\n\t\t\n", {{2, {"", "", ""}}}},                                               // every cell empty
      {"id\tname\tnote\na\t\t\nb\t\"q\"\tx y\n", {{2, {"a", "", ""}}, {3, {"b", "\"q\"", "x y"}}}},  // no quoting
      {"id\tname\tnote\nGöteborg\tيافا\t🙂\n", {{2, {"Göteborg", "يافا", "🙂"}}}},
      {"id\tname\tnote\na\t#b\tc#\n", {{2, {"a", "#b", "c#"}}}},  // comments are whole lines
  };
  for (const auto& [bytes, expected] : rows) {
    INFO(bytes);
    const auto table = TsvTable::load(folder.write("t.tsv", bytes), kColumns);
    REQUIRE(table);
    CHECK(rows_of(*table) == expected);
  }

  const std::vector<std::pair<std::string, std::string>> refused = {
      {"", "t.tsv: is empty; its first line names the columns"},
      {"\n\n# only a comment\n", "t.tsv: is empty; its first line names the columns"},
      {"id\tname\n", "t.tsv:1: the columns must be: id, name, note"},
      {"id\tnote\tname\n", "t.tsv:1: the columns must be: id, name, note"},
      {"# c\nid,name,note\n", "t.tsv:2: the columns must be: id, name, note"},
      {"id\tname\tnote\tmore\n", "t.tsv:1: the columns must be: id, name, note"},
      {"id\tname\tnote\na\tb\n", "t.tsv:2: 2 cells where the columns are 3; separate cells by one tab each"},
      {"id\tname\tnote\na\tb\tc\na\tb\tc\td\n", "t.tsv:3: 4 cells where the columns are 3; separate cells by one tab each"},
      {"id\tname\tnote\n \n", "t.tsv:2: 1 cells where the columns are 3; separate cells by one tab each"},
      {"id\tname\tnote\ncaf\xE9\tb\tc\n", "t.tsv: byte 16 is no UTF-8; save the file as UTF-8"},
  };
  for (const auto& [bytes, message] : refused) {
    INFO(bytes);
    const auto table = TsvTable::load(folder.write("t.tsv", bytes), kColumns);
    REQUIRE(!table);
    CHECK(table.error().code() == StatusCode::invalid_input);
    CHECK(folder.relative(table.error().message()) == message);
  }

  const auto missing = TsvTable::load(folder / "missing.tsv", kColumns);
  REQUIRE(!missing);
  CHECK(missing.error().code() == StatusCode::not_found);
  CHECK(folder.relative(missing.error().message()) == "missing.tsv: cannot be read; is the data folder complete?");
  CHECK(!TsvTable::load(folder / "", kColumns));  // a folder is no table
}

TEST_CASE("rows of a table outlive its moves", "[tsv]") {
  const TemporaryFolder folder;
  auto table = TsvTable::load(folder.write("t.tsv", "id\tname\tnote\na\tb\tc\n"), kColumns);
  REQUIRE(table);
  const TsvTable moved = std::move(*table);
  CHECK(rows_of(moved) == std::vector<std::pair<std::size_t, Cells>>{{2, {"a", "b", "c"}}});
  CHECK(folder.relative(moved.bad_row(moved.rows()[0], "no such thing").message()) == "t.tsv:2: no such thing");
}

TEST_CASE("the items of a list cell", "[tsv]") {
  const std::vector<std::tuple<std::string, char, Cells>> rows = {
      {"", '|', {}},
      {"a", '|', {"a"}},
      {"a|b c|d", '|', {"a", "b c", "d"}},
      {"|a||b|", '|', {"a", "b"}},
      {"a|b", ',', {"a|b"}},
      {"5/11/2024", '/', {"5", "11", "2024"}},
  };
  for (const auto& [cell, separator, expected] : rows) {
    INFO(cell);
    const auto items = split_list(cell, separator);
    CHECK(Cells(items.begin(), items.end()) == expected);
  }
}

}  // namespace
}  // namespace entente
