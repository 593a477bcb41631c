#include <fstream>

#include "tests/catch.h"
#include "tests/graph/fixture.h"

using namespace entente;
using namespace entente::test;
namespace fs = std::filesystem;

namespace {

void ingest(const fs::path& graph, std::uint32_t seed, int first, int last) {
  RandomArticles articles(seed);
  const auto store = open(graph);
  for (int i = 0; i < last; ++i) {
    const Contribution article = articles.next("doc-" + std::to_string(i));
    if (i >= first) apply(*store, {article});
  }
}

template <class Value>
const Status& refused(const Result<Value>& result, StatusCode code) {
  REQUIRE_FALSE(result);
  CHECK(result.error().code() == code);
  return result.error();
}

}  // namespace

TEST_CASE("backups are added to a directory and restored, each as the graph was") {
  const TemporaryDirectory work;
  const fs::path graph = work.path() / "graph", backups = work.path() / "backups";
  ingest(graph, 1, 0, 10);
  const auto first_rows = rows(graph);
  const BackupInfo first = open(graph)->backup(backups).value();
  CHECK(first.number == 1);
  CHECK(first.bytes > 0);
  ingest(graph, 1, 10, 20);
  const auto second_rows = rows(graph);
  CHECK(open(graph)->backup(backups)->number == 2);
  CHECK(Store::backups(backups)->size() == 2);

  CHECK(Store::restore(backups, 0, work.path() / "newest")->number == 2);
  CHECK(rows(work.path() / "newest") == second_rows);
  CHECK(Store::restore(backups, 1, work.path() / "oldest")->number == 1);
  CHECK(rows(work.path() / "oldest") == first_rows);
  // The restored graph is one like any other.
  ingest(work.path() / "oldest", 1, 10, 20);
  CHECK(rows(work.path() / "oldest") == second_rows);
  CHECK(open(work.path() / "oldest")->check()->problem_count == 0);
}

TEST_CASE("what is no place for a backup, or none to restore to, is refused") {
  const TemporaryDirectory work;
  const fs::path graph = work.path() / "graph", backups = work.path() / "backups", letters = work.path() / "letters";
  ingest(graph, 1, 0, 3);
  fs::create_directories(letters);
  std::ofstream(letters / "letter.txt") << "x";
  CHECK_THAT(refused(open(graph)->backup(letters), StatusCode::invalid_input).message(), contains("holds other things, but no backups"));
  CHECK(refused(open(graph, {.read_only = true})->backup(backups), StatusCode::unsupported).message().find("read only") != std::string::npos);
  refused(Store::backups(letters), StatusCode::not_found);
  refused(Store::restore(backups, 0, work.path() / "new"), StatusCode::not_found);
  REQUIRE(open(graph)->backup(backups));
  refused(Store::restore(backups, 7, work.path() / "new"), StatusCode::not_found);
  CHECK_THAT(refused(Store::restore(backups, 0, graph), StatusCode::invalid_input).message(), contains("holds something already"));
  CHECK_FALSE(fs::exists(work.path() / "new"));
}

TEST_CASE("a damaged backup is not restored") {
  const TemporaryDirectory work;
  const fs::path graph = work.path() / "graph", backups = work.path() / "backups";
  ingest(graph, 1, 0, 10);
  REQUIRE(open(graph)->backup(backups));
  for (const auto& file : fs::directory_iterator(backups / "shared_checksum")) {
    std::fstream bytes(file.path(), std::ios::in | std::ios::out | std::ios::binary);
    bytes.seekp(10);
    bytes.put('\x55');
    break;
  }
  refused(Store::restore(backups, 0, work.path() / "new"), StatusCode::corruption);
  CHECK_FALSE(fs::exists(work.path() / "new"));
  CHECK_FALSE(fs::exists(work.path() / "new.restoring"));
}

TEST_CASE("compacting changes nothing that is read") {
  const TemporaryDirectory work;
  ingest(work.path(), 1, 0, 30);
  const auto before = rows(work.path());
  REQUIRE(open(work.path())->compact().ok());
  CHECK(rows(work.path()) == before);
  CHECK(open(work.path(), {.read_only = true})->compact().code() == StatusCode::unsupported);
}
