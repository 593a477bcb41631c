#include <rocksdb/db.h>

#include <algorithm>

#include "graph/store/codec.h"
#include "graph/store/database.h"
#include "tests/catch.h"
#include "tests/graph/fixture.h"

using namespace entente;
using namespace entente::test;
using store::Family;

namespace {

constexpr int kArticles = 40;

void fill(const std::filesystem::path& directory, std::uint32_t seed, const std::vector<std::string>& left_out = {}) {
  RandomArticles articles(seed);
  const auto store = open(directory);
  for (int i = 0; i < kArticles; ++i) {
    const Contribution article = articles.next("doc-" + std::to_string(i));
    if (std::ranges::find(left_out, article.document.id) == left_out.end()) apply(*store, {article});
    if (i == kArticles / 2) judge(*store, {same("person:3", "person:1"), same("person:1", "person:4")});
  }
}

/// Opens the rows of the store at `directory` for whoever wants to break them.
void with_rows(const std::filesystem::path& directory, const std::function<void(const store::Database&)>& change) {
  const auto database = store::Database::open(directory, store::Access::write);
  REQUIRE(database);
  change(**database);
}

/// Some row of `family`, the same on every run.
std::pair<std::string, std::string> some_row(const store::Database& database, Family family) {
  store::Cursor rows{store::Reader(database), family};
  for (int i = 0; i < 3 && rows.valid(); ++i) rows.next();
  if (!rows.valid()) rows = store::Cursor(store::Reader(database), family);
  REQUIRE(rows.valid());
  return {std::string(rows.key()), std::string(rows.value())};
}

CheckReport check(const std::filesystem::path& directory) {
  const auto report = open(directory, {.read_only = true})->check();
  INFO((report ? std::string() : report.error().message()));
  REQUIRE(report);
  return *report;
}

RepairReport repair(const std::filesystem::path& directory) {
  const auto report = Store::repair(directory, ontology());
  INFO((report ? std::string() : report.error().message()));
  REQUIRE(report);
  return *report;
}

}  // namespace

TEST_CASE("a sound graph is found so, and counted") {
  const TemporaryDirectory directory;
  fill(directory.path(), 1);
  REQUIRE(open(directory.path())->flush().ok());
  const CheckReport report = check(directory.path());
  CAPTURE(report.problems);
  CHECK(report.problem_count == 0);
  const StoreStats stats = open(directory.path(), {.read_only = true})->snapshot().stats().value();
  CHECK(report.documents == kArticles);
  CHECK(report.nodes == stats.nodes);
  CHECK(report.edges == stats.edges);
  CHECK(report.claims == stats.claims);

  const TemporaryDirectory empty;
  open(empty.path());
  CHECK(check(empty.path()).problem_count == 0);
}

TEST_CASE("a derived row that is lost, changed or made up is found, and repaired") {
  const auto family = GENERATE(Family::seen, Family::report, Family::node, Family::node_day, Family::name, Family::out, Family::out_day,
                               Family::in_day, Family::by_date, Family::degree, Family::counter, Family::top);
  CAPTURE(name_of(family));
  for (const std::string damage : {"lost", "changed", "made up"}) {
    CAPTURE(damage);
    const TemporaryDirectory directory;
    fill(directory.path(), 2);
    REQUIRE(open(directory.path())->flush().ok());
    const auto sound = rows(directory.path());
    with_rows(directory.path(), [&](const store::Database& database) {
      const auto [key, value] = some_row(database, family);
      auto* handle = database.family(family);
      if (damage == "lost")
        REQUIRE(database.db().Delete({}, handle, key).ok());
      else
        REQUIRE(database.db().Put({}, handle, damage == "changed" ? key : key + "x", value + "x").ok());
    });
    const CheckReport report = check(directory.path());
    REQUIRE(report.problem_count == 1);
    CHECK_THAT(report.problems.front(), contains(std::string(name_of(family)) + ": "));

    CHECK(repair(directory.path()).retracted.empty());
    CHECK(check(directory.path()).problem_count == 0);
    REQUIRE(open(directory.path())->flush().ok());
    CHECK(rows(directory.path()) == sound);
  }
}

TEST_CASE("an article of which a part is lost or damaged is found, and retracted by a repair") {
  struct Row {
    const char* what;
    Family family;
    std::optional<std::string> value;  // to put; else the row goes
  };
  for (const auto& [what, family, value] : {Row{"no text", Family::document, std::nullopt},
                                            {"a damaged text", Family::document, "x"},
                                            {"no list", Family::by_document, std::nullopt},
                                            {"a damaged list", Family::by_document, "x"},
                                            {"no claim", Family::claim, std::nullopt},
                                            {"a damaged claim", Family::claim, "x"}}) {
    CAPTURE(what);
    const TemporaryDirectory directory, rest;
    fill(directory.path(), 3);
    std::string broken;
    with_rows(directory.path(), [&](const store::Database& database) {
      const std::string key = some_row(database, family).first;
      const auto document = family == Family::claim ? store::id_key(store::parse_claim_key(key)->document).str() : key;
      DocumentRecord record;
      REQUIRE(store::decode(*store::Reader(database).get(Family::document, document).value(), record));
      broken = record.id;
      auto* handle = database.family(family);
      REQUIRE((value ? database.db().Put({}, handle, key, *value) : database.db().Delete({}, handle, key)).ok());
    });
    const CheckReport report = check(directory.path());
    CHECK(report.problem_count > 0);

    const RepairReport repaired = repair(directory.path());
    REQUIRE(repaired.retracted.size() == 1);
    if (family != Family::by_document) CHECK(repaired.retracted.front() == broken);
    CHECK(repaired.documents == kArticles - 1);
    CHECK(check(directory.path()).problem_count == 0);
    fill(rest.path(), 3, {broken});
    CHECK(rows(directory.path()) == rows(rest.path()));
  }
}

TEST_CASE("a claim that no article lists is found, and removed by a repair") {
  const TemporaryDirectory directory;
  fill(directory.path(), 4);
  const auto sound = rows(directory.path());
  with_rows(directory.path(), [](const store::Database& database) {
    const auto [key, value] = some_row(database, Family::claim);
    auto stray = *store::parse_claim_key(key);
    stray.number = 77;
    REQUIRE(database.db().Put({}, database.family(Family::claim), store::claim_key(stray).str(), value).ok());
  });
  const CheckReport report = check(directory.path());
  REQUIRE(report.problem_count == 1);
  CHECK_THAT(report.problems.front(), contains("claim 77 of doc-") && contains("no article lists it"));
  CHECK(repair(directory.path()).stray_claims == 1);
  CHECK(rows(directory.path()) == sound);
}

TEST_CASE("a repair that was broken off must be ended before the graph is used again") {
  const TemporaryDirectory directory;
  fill(directory.path(), 5);
  const auto sound = rows(directory.path());
  with_rows(directory.path(), [](const store::Database& database) {
    REQUIRE(database.db().Put({}, database.family(Family::meta), "repair", "").ok());
    REQUIRE(database.db().DropColumnFamily(database.family(Family::out)).ok());
  });
  const auto refused = Store::open(directory.path(), ontology(), {});
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code() == StatusCode::corruption);
  CHECK_THAT(refused.error().message(), contains("check --repair"));
  CHECK(repair(directory.path()).documents == kArticles);
  CHECK(rows(directory.path()) == sound);
}
