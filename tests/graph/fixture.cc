#include "tests/graph/fixture.h"

#include <stdlib.h>

#include "graph/store/database.h"
#include "tests/catch.h"

namespace entente::test {

TemporaryDirectory::TemporaryDirectory() {
  std::string pattern = (std::filesystem::temp_directory_path() / "entente-test-XXXXXX").string();
  REQUIRE(mkdtemp(pattern.data()) != nullptr);
  path_ = pattern;
}

TemporaryDirectory::~TemporaryDirectory() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::unique_ptr<Store> open(const std::filesystem::path& directory, StoreOptions options) {
  auto store = Store::open(directory, ontology(), options);
  INFO((store ? std::string() : store.error().message()));
  REQUIRE(store);
  return std::move(*store);
}

ApplySummary apply(Store& store, std::vector<Mutation> mutations) {
  const auto summary = store.apply({std::move(mutations)});
  INFO((summary ? std::string() : summary.error().message()));
  REQUIRE(summary);
  return *summary;
}

Judgement judged(Verdict verdict, std::string a, std::string b) {
  Judgement judgement;
  judgement.verdict = verdict;
  judgement.a = std::move(a);
  judgement.b = std::move(b);
  judgement.author = "analyst";
  judgement.reason = "known";
  judgement.time = 1700000000;
  return judgement;
}

JudgementSummary judge(Store& store, std::vector<Judgement> judgements, std::vector<std::uint64_t> undone) {
  std::vector<std::pair<std::uint64_t, Revocation>> revocations;
  for (const std::uint64_t number : undone) revocations.emplace_back(number, Revocation{"analyst", "wrong", 1700000001});
  const auto summary = store.judge(judgements, revocations);
  INFO((summary ? std::string() : summary.error().message()));
  REQUIRE(summary);
  return *summary;
}

void check_sound(const Store& store) {
  const auto report = store.check();
  REQUIRE(report);
  CAPTURE(report->problems);
  CHECK(report->problem_count == 0);
}

std::map<std::string, std::string> rows(const std::filesystem::path& directory) {
  const auto database = store::Database::open(directory, store::Access::read);
  REQUIRE(database);
  const store::Reader reader(**database);
  std::map<std::string, std::string> rows;
  for (std::size_t i = 0; i < store::kFamilyNames.size(); ++i) {
    const auto family = static_cast<store::Family>(i);
    if (family == store::Family::meta) continue;
    const Status status = reader.scan(family, {}, [&](std::string_view key, std::string_view value) -> Result<bool> {
      rows[std::string(name_of(family)) + " " + std::string(key)] = value;
      return true;
    });
    REQUIRE(status.ok());
  }
  return rows;
}

}  // namespace entente::test
