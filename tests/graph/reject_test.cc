#include <algorithm>
#include <map>
#include <set>

#include "graph/identity/claim_name.h"
#include "graph/store/database.h"
#include "tests/catch.h"
#include "tests/graph/articles.h"
#include "tests/graph/fixture.h"

using namespace entente;
using namespace entente::test;

namespace {

std::string name_of(const Store& store, const std::string& document, std::size_t number) {
  const Contribution article = store.snapshot().contribution(document).value();
  return claim_name(article.claims.at(number), article.document, ontology());
}

/// The articles without the claims that are rejected.
Contribution without_rejected(const Contribution& article, const Store& store) {
  const auto identity = store.snapshot().identity().value();
  const Contribution said = store.snapshot().contribution(article.document.id).value();  // with ends of symmetric claims as they are named
  Contribution left = article;
  left.claims.clear();
  for (std::size_t i = 0; i < said.claims.size(); ++i)
    if (!identity->rejects(article.document.id, claim_name(said.claims[i], said.document, ontology()))) left.claims.push_back(article.claims[i]);
  return left;
}

/// The rows that follow from claims, but not the claims themselves, which are numbered.
std::map<std::string, std::string> derived(const std::filesystem::path& directory) {
  auto all = rows(directory);
  std::erase_if(all, [](const auto& row) {
    const std::string family = row.first.substr(0, row.first.find(' '));
    return family == "judgement" || family == "rejected" || family == "claim" || family == "document" || family == "by_document" || family == "top";
  });
  return all;
}

}  // namespace

TEST_CASE("a graph is as if rejected claims had never been made, and undone as before, byte for byte") {
  const auto seed = GENERATE(range(1, 6));
  CAPTURE(seed);
  RandomArticles articles(static_cast<std::uint32_t>(seed));
  const TemporaryDirectory directory;
  std::map<std::string, Contribution> held;
  auto store = open(directory.path() / "graph");
  std::set<std::uint64_t> made;
  for (int step = 0; step < 80; ++step) {
    CAPTURE(step);
    const std::string document = "doc-" + std::to_string(articles.below(20));
    switch (articles.below(8)) {
      case 0:
      case 1:
      case 2: {
        if (!held.contains(document) || held.at(document).claims.empty()) break;
        const std::size_t number = articles.below(static_cast<std::uint32_t>(held.at(document).claims.size()));
        const Verdict verdict = articles.below(4) == 0 ? Verdict::confirmed : Verdict::rejected;
        made.insert(judge(*store, {judged(verdict, document, name_of(*store, document, number))}).numbers.front());
        break;
      }
      case 3:
        if (made.empty()) break;
        judge(*store, {}, {*made.begin()});
        made.erase(made.begin());
        break;
      case 4:
        apply(*store, {Retraction{document}});
        held.erase(document);
        break;
      default: {
        // Half of the time the article comes again as it was, but for its title: what is rejected stays so.
        Contribution next = held.contains(document) && articles.below(2) == 0 ? held.at(document) : articles.next(document);
        next.document.content_hash = static_cast<std::uint64_t>(step) + 1000;
        held[document] = next;
        apply(*store, {next});
      }
    }
  }
  check_sound(*store);
  check_keys(store->snapshot());
  for (const auto& [id, article] : held) CHECK(store->snapshot().contribution(id).value().claims.size() == article.claims.size());
  {
    const auto other = open(directory.path() / "other");
    for (const auto& [id, article] : held) apply(*other, {without_rejected(article, *store)});
  }
  store.reset();
  CHECK(derived(directory.path() / "graph") == derived(directory.path() / "other"));

  store = open(directory.path() / "graph");
  std::vector<std::uint64_t> standing;
  for (const Judgement& judgement : store->snapshot().identity().value()->judgements())
    if (!judgement.revoked) standing.push_back(judgement.number);
  judge(*store, {}, standing);
  check_sound(*store);
  store.reset();
  {
    const auto plain = open(directory.path() / "plain");
    for (const auto& [id, article] : held) apply(*plain, {article});
  }
  CHECK(rows_but_judgements(directory.path() / "graph") == rows(directory.path() / "plain"));
}

TEST_CASE("a claim is rejected wherever its ends stand, before and after they are made one, and for a load") {
  RandomArticles articles(7);
  std::vector<Contribution> all;
  for (int i = 0; i < 30; ++i) all.push_back(articles.next("doc-" + std::to_string(i)));
  const TemporaryDirectory directory;
  {
    const auto first = open(directory.path() / "first"), last = open(directory.path() / "last"), loaded = open(directory.path() / "loaded");
    for (const auto* store : {&first, &last})
      for (const Contribution& article : all) apply(**store, {article});
    std::vector<Judgement> rejections;
    for (int i = 0; i < 30; i += 2)
      if (!all[static_cast<std::size_t>(i)].claims.empty())
        rejections.push_back(judged(Verdict::rejected, "doc-" + std::to_string(i), name_of(*first, "doc-" + std::to_string(i), 0)));
    REQUIRE(rejections.size() > 5);
    const std::vector<Judgement> merges = {same("person:5", "person:0"), same("person:4", "person:3")};
    judge(*first, rejections);
    judge(*first, merges);
    judge(*last, merges);
    judge(*last, rejections);
    check_sound(*first);
    check_sound(*last);
    // Judged and then retracted, so that a load brings the articles back.
    for (const Contribution& article : all) apply(*loaded, {article});
    judge(*loaded, rejections);
    judge(*loaded, merges);
    for (const Contribution& article : all) apply(*loaded, {Retraction{article.document.id}});
    const auto load = loaded->load().value();
    for (const Contribution& article : all) REQUIRE(load->add(article).ok());
    REQUIRE(load->finish());
    check_sound(*loaded);
    CHECK(first->snapshot().stats()->claims == loaded->snapshot().stats()->claims);
  }
  CHECK(rows_but_judgements(directory.path() / "first") == rows_but_judgements(directory.path() / "last"));
  CHECK(rows_but_judgements(directory.path() / "first") == rows_but_judgements(directory.path() / "loaded"));
}

TEST_CASE("an edge whose claims are all rejected is gone, and its claim is still in the article") {
  const TemporaryDirectory directory;
  const auto store = open(directory.path());
  const Claim meets = claim("state:IDN", "meets", "state:ISR"), condemns = claim("state:IDN", "condemns", "state:ISR");
  apply(*store, {contribution("one", "2024-01-01", {state("IDN", "Indonesia"), state("ISR", "Israel")}, {meets, condemns})});
  const std::uint64_t number = judge(*store, {judged(Verdict::rejected, "one", name_of(*store, "one", 1))}).numbers.front();
  CHECK(store->snapshot().edge("state:IDN", relation("condemns"), "state:ISR").error().code() == StatusCode::not_found);
  CHECK(store->snapshot().edge("state:IDN", relation("meets"), "state:ISR"));
  CHECK(store->snapshot().stats()->claims == 1);
  CHECK(store->snapshot().contribution("one")->claims.size() == 2);
  CHECK(store->snapshot().identity().value()->rejects("one", name_of(*store, "one", 1)));
  judge(*store, {judged(Verdict::confirmed, "one", name_of(*store, "one", 1))});  // the later one counts
  CHECK(store->snapshot().edge("state:IDN", relation("condemns"), "state:ISR"));
  judge(*store, {}, {number + 1});
  CHECK(store->snapshot().stats()->claims == 1);
  judge(*store, {}, {number});
  CHECK(store->snapshot().stats()->claims == 2);
  check_sound(*store);
}

TEST_CASE("a judgement of a claim that cannot be made changes nothing and says why") {
  const TemporaryDirectory directory;
  {
    const auto store = open(directory.path());
    apply(*store, {contribution("one", "2024-01-01", {state("A", "A"), state("B", "B")}, {claim("state:A", "meets", "state:B")})});
    const std::string name = name_of(*store, "one", 0);
    judge(*store, {judged(Verdict::rejected, "one", name)});
    const auto refused = [&](std::vector<Judgement> judgements, const std::vector<std::pair<std::uint64_t, Revocation>>& revoked = {}) {
      return store->judge(judgements, revoked).error();
    };
    CHECK_THAT(refused({judged(Verdict::rejected, "two", name)}).message(), contains("article 'two': is not in the graph"));
    CHECK_THAT(refused({judged(Verdict::rejected, "one", "x")}).message(), contains("article 'one': has no claim 'x'"));
    CHECK(refused({judged(Verdict::confirmed, "one", name), same("state:A", "state:B")}).code() == StatusCode::invalid_input);
    CHECK(refused({same("state:A", "state:B")}, {{1, {"x", "", 0}}}).code() == StatusCode::invalid_input);
    CHECK(store->snapshot().stats()->claims == 0);
    check_sound(*store);
  }
}

TEST_CASE("a rejected claim that is lost, changed or made up is found, and repaired") {
  for (const std::string damage : {"lost", "changed", "made up"}) {
    CAPTURE(damage);
    const TemporaryDirectory directory;
    {
      const auto store = open(directory.path());
      for (const char* id : {"one", "two"})
        apply(*store, {contribution(id, "2024-01-01", {state("A", "A"), state("B", "B")},
                                    {claim("state:A", "meets", "state:B"), claim("state:A", "condemns", "state:B")})});
      judge(*store, {judged(Verdict::rejected, "one", name_of(*store, "one", 0))});
    }
    {
      const auto database = store::Database::open(directory.path(), store::Access::write);
      REQUIRE(database);
      auto* family = (*database)->family(store::Family::rejected);
      const std::string key = store::rejected_key(hash64(std::string_view("one")), 0).str();
      const auto status = damage == "lost" ? (*database)->db().Delete({}, family, key)
                                           : (*database)->db().Put({}, family, damage == "changed" ? key : store::rejected_key(7, 0).str(), "x");
      REQUIRE(status.ok());
    }
    {
      const auto store = open(directory.path());
      CHECK(store->check()->problem_count == 1);
    }
    const auto repaired = Store::repair(directory.path(), ontology());
    REQUIRE(repaired);
    CHECK(repaired->stray_claims == (damage == "made up" ? 1 : 0));
    CHECK(repaired->retracted == (damage == "made up" ? std::vector<std::string>() : std::vector<std::string>{"one"}));
    check_sound(*open(directory.path()));
  }
}
