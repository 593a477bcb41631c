#include "graph/store/sorter.h"

#include <algorithm>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "graph/store/keys.h"
#include "tests/catch.h"
#include "tests/graph/fixture.h"

namespace entente::test {
namespace {

using store::RowSorter;
using Rows = std::vector<std::pair<std::string, std::string>>;

/// Keys of `sizes` that begin with `skip` zeroes and differ, if at all, in few bytes anywhere behind.
Rows some_rows(std::size_t skip, std::pair<std::size_t, std::size_t> sizes, std::size_t number) {
  std::mt19937 random(7);
  const auto below = [&](std::size_t limit) { return random() % limit; };
  Rows rows;
  for (std::size_t i = 0; i < number; ++i) {
    std::string key(skip + sizes.first + below(sizes.second - sizes.first + 1), '\0');
    for (int changes = 0; changes < 2 && key.size() > skip; ++changes) key[skip + below(key.size() - skip)] = "\0\x01\x7f\x80\xff"[below(5)];
    rows.emplace_back(std::move(key), std::to_string(i));
  }
  return rows;
}

Rows drained(RowSorter& sorter) {
  Rows rows;
  const Status status = sorter.drain([&](std::string_view key, std::string_view value) {
    rows.emplace_back(key, value);
    return Status::success();
  });
  REQUIRE(status.ok());
  return rows;
}

}  // namespace

TEST_CASE("rows come in order of their keys, of whatever sizes, from memory and from files") {
  const TemporaryDirectory directory;
  for (const auto& [skip, sizes] : std::vector<std::pair<std::size_t, std::pair<std::size_t, std::size_t>>>{
           {0, {8, 8}}, {0, {16, 16}}, {2, {16, 16}}, {2, {31, 31}}, {0, {0, 3}}, {0, {1, 40}}, {2, {7, 18}}})
    for (const std::size_t memory : {std::size_t{1} << 22, std::size_t{1} << 12}) {
      CAPTURE(skip, sizes, memory);
      Rows rows = some_rows(skip, sizes, 3000);
      RowSorter sorter(directory.path(), "rows", skip, memory);
      for (const auto& [key, value] : rows) REQUIRE(sorter.add(key, value).ok());
      Rows sorted = drained(sorter);
      CHECK(std::ranges::is_sorted(sorted, {}, &Rows::value_type::first));
      std::ranges::sort(rows);
      std::ranges::sort(sorted);
      CHECK(sorted == rows);
      CHECK(drained(sorter).empty());
    }
}

TEST_CASE("many rows come in order that are the same in the first bytes") {
  const TemporaryDirectory directory;
  RowSorter sorter(directory.path(), "rows", 0, 1u << 23);
  std::mt19937_64 random(7);
  for (int i = 0; i < 50'000; ++i) {
    const auto key = store::id_key(random() % 4096).be64(random());
    REQUIRE(sorter.add(key, {}).ok());
  }
  const Rows sorted = drained(sorter);
  CHECK(sorted.size() == 50'000);
  CHECK(std::ranges::is_sorted(sorted));
}

TEST_CASE("a row that is longer than what is read at once comes whole") {
  const TemporaryDirectory directory;
  RowSorter sorter(directory.path(), "rows", 0, 1u << 12);
  const std::string large(std::size_t{3} << 20, 'x');
  for (const char* key : {"c", "a", "d", "b"}) REQUIRE(sorter.add(key, key == std::string_view("d") ? "" : large).ok());
  CHECK(drained(sorter) == Rows{{"a", large}, {"b", large}, {"c", large}, {"d", ""}});
}

}  // namespace entente::test
