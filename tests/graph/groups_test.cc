#include <algorithm>
#include <random>

#include "tests/catch.h"
#include "tests/graph/fixture.h"

using namespace entente;
using namespace entente::test;

namespace {

/// `from` to `to` of the words of a text that nobody else has.
std::string words(std::string_view text, int from, int to) {
  std::string all;
  for (int i = from; i < to; ++i) all += std::string(text) + std::to_string(i) + " ";
  return all;
}

/// An article that says that A meets B, with this text.
Contribution report(std::string_view id, std::string_view date, std::string text, std::uint64_t hash = 1) {
  Contribution article = contribution(id, date, {state("A", "A"), state("B", "B")}, {claim("state:A", "meets", "state:B")}, hash);
  article.document.text = std::move(text);
  return article;
}

std::pair<std::uint32_t, std::uint32_t> counts(const Store& store) {
  const auto edge = store.snapshot().edge("state:A", relation("meets"), "state:B");
  REQUIRE(edge);
  return {edge->aggregate.articles, edge->aggregate.reports};
}

using Counts = std::pair<std::uint32_t, std::uint32_t>;

}  // namespace

TEST_CASE("copies of one text count as one report, in whatever order they come and go") {
  const TemporaryDirectory directory;
  const auto store = open(directory.path());
  apply(*store, {report("agency", "2024-01-01", words("a", 0, 100))});
  CHECK(counts(*store) == Counts{1, 1});
  apply(*store, {report("outlet", "2024-01-02", words("a", 0, 60))});
  CHECK(counts(*store) == Counts{2, 1});
  CHECK(store->snapshot().report("outlet").value() == std::vector<std::string>{"agency", "outlet"});
  CHECK(store->snapshot().as_of(*parse_day("2024-01-01")).report("agency").value() == std::vector<std::string>{"agency"});
  apply(*store, {report("other", "2024-01-02", words("b", 0, 60))});
  CHECK(counts(*store) == Counts{3, 2});
  apply(*store, {report("late", "2024-01-09", words("a", 0, 100))});  // a week later it is another announcement in the same form
  CHECK(counts(*store) == Counts{4, 3});
  apply(*store, {report("undated", "", words("a", 0, 100)), report("short", "2024-01-01", words("a", 0, 10))});
  CHECK(counts(*store) == Counts{6, 5});
  check_sound(*store);
  // A text that has both joins them, and they part when it goes.
  apply(*store, {report("both", "2024-01-02", words("a", 0, 60) + words("b", 0, 60))});
  CHECK(counts(*store) == Counts{7, 4});
  check_sound(*store);
  apply(*store, {Retraction{"both"}});
  CHECK(counts(*store) == Counts{6, 5});
  apply(*store, {Retraction{"agency"}});
  CHECK(counts(*store) == Counts{5, 5});
  apply(*store, {report("outlet", "2024-01-02", words("b", 0, 60), 2)});  // another text under the same id
  CHECK(counts(*store) == Counts{5, 4});
  check_sound(*store);
}

TEST_CASE("copies of a text of a sentence or two are one report, where it is the whole text and nearly the same") {
  const TemporaryDirectory directory;
  const auto store = open(directory.path());
  apply(*store, {report("flash", "2024-01-01", words("a", 0, 20)), report("outlet", "2024-01-02", words("a", 0, 20))});
  CHECK(counts(*store) == Counts{2, 1});
  apply(*store, {report("cut", "2024-01-02", words("a", 1, 19)), report("reworded", "2024-01-02", words("a", 0, 9) + "other " + words("a", 10, 20))});
  CHECK(counts(*store) == Counts{4, 1});
  // A sentence that is quoted in a longer text, half of it, and what is too short to tell anything.
  apply(*store, {report("quotes", "2024-01-02", words("a", 0, 20) + words("b", 0, 100)), report("half", "2024-01-02", words("a", 0, 14))});
  apply(*store, {report("short", "2024-01-01", words("c", 0, 11)), report("short-too", "2024-01-01", words("c", 0, 11))});
  CHECK(counts(*store) == Counts{8, 5});
  check_sound(*store);
  apply(*store, {Retraction{"flash"}, Retraction{"outlet"}});
  CHECK(counts(*store) == Counts{6, 6});
  check_sound(*store);
}

TEST_CASE("reports are counted by day too, and only of claims that are actual") {
  const TemporaryDirectory directory;
  const auto store = open(directory.path());
  Contribution planned = report("planned", "2024-01-01", words("a", 0, 100));
  planned.claims[0].modality = Modality::planned;
  apply(*store, {planned});
  apply(*store, {report("one", "2024-01-01", words("a", 0, 90)), report("two", "2024-01-02", words("a", 10, 100))});
  apply(*store, {report("three", "2024-01-02", words("a", 0, 80))});
  CHECK(counts(*store) == Counts{3, 1});
  std::vector<Counts> days;
  CHECK(store->snapshot()
            .for_each_day(0, 100000,
                          [&](const StoredDay& day) {
                            days.emplace_back(day.edge.aggregate.articles, day.edge.aggregate.reports);
                            return true;
                          })
            .ok());
  CHECK(days == std::vector<Counts>{{1, 1}, {2, 1}});
  check_sound(*store);
}

TEST_CASE("groups do not depend on the order of articles, or on how they are batched, or on what was there and went") {
  const auto seed = GENERATE(range(1, 5));
  CAPTURE(seed);
  RandomArticles articles(static_cast<std::uint32_t>(seed) + 100);
  std::mt19937 random(static_cast<std::uint32_t>(seed));
  std::vector<Contribution> all;
  for (int i = 0; i < 40; ++i) all.push_back(articles.next("doc-" + std::to_string(i)));
  const TemporaryDirectory directory;
  {
    const auto one_by_one = open(directory.path() / "1"), batched = open(directory.path() / "2"), eventful = open(directory.path() / "3");
    for (const Contribution& article : all) apply(*one_by_one, {article});
    check_sound(*one_by_one);
    std::ranges::shuffle(all, random);
    for (std::size_t i = 0; i < all.size(); i += 7)
      apply(*batched, {all.begin() + static_cast<std::ptrdiff_t>(i), all.begin() + static_cast<std::ptrdiff_t>(std::min(i + 7, all.size()))});
    for (int i = 0; i < 40; ++i) apply(*eventful, {articles.next("doc-" + std::to_string(articles.below(60)))});
    check_sound(*eventful);
    for (int i = 40; i < 60; ++i) apply(*eventful, {Retraction{"doc-" + std::to_string(i)}});
    std::ranges::shuffle(all, random);
    for (const Contribution& article : all) apply(*eventful, {article});
  }
  const auto right = rows(directory.path() / "1");
  CHECK(std::ranges::any_of(right, [](const auto& row) { return row.first.starts_with("report "); }));
  CHECK(rows(directory.path() / "2") == right);
  CHECK(rows(directory.path() / "3") == right);
}

TEST_CASE("a batch may have more articles than the writer remembers texts of") {
  const TemporaryDirectory directory;
  const auto store = open(directory.path());
  std::vector<Mutation> batch;
  for (int i = 0; i < 5000; ++i) {
    Contribution article = contribution("doc-" + std::to_string(i), "2024-01-01", {}, {});
    article.document.text = words("text" + std::to_string(i / 2) + "x", 0, 40);  // each twice
    batch.emplace_back(std::move(article));
  }
  apply(*store, std::move(batch));
  CHECK(store->snapshot().report("doc-0").value() == std::vector<std::string>{"doc-0", "doc-1"});
  CHECK(store->snapshot().report("doc-4999").value() == std::vector<std::string>{"doc-4998", "doc-4999"});
  CHECK(store->snapshot().report("doc-x").error().code() == StatusCode::not_found);
}

TEST_CASE("an undated article comes between no two that are dated around the first day of 1970") {
  const TemporaryDirectory directory;
  const auto store = open(directory.path());
  apply(*store, {report("before", "1969-12-30", words("a", 0, 60)), report("undated", "", words("a", 0, 60)),
                 report("after", "1970-01-02", words("a", 0, 60))});
  CHECK(counts(*store) == Counts{3, 2});
  check_sound(*store);
}

TEST_CASE("an article that is read anew with the same text stays in its report") {
  const TemporaryDirectory directory;
  const auto store = open(directory.path());
  apply(*store, {report("one", "2024-01-01", words("a", 0, 60)), report("two", "2024-01-01", words("a", 0, 60))});
  Contribution again = report("two", "2024-01-01", words("a", 0, 60), 2);
  again.nodes.push_back(state("C", "C"));
  again.claims.push_back(claim("state:A", "meets", "state:C"));
  again.claims.back().evidence.document = "two";
  Contribution other = report("one", "2024-01-01", words("a", 0, 60), 2);
  other.nodes = again.nodes;
  other.claims = {again.claims.back()};
  other.claims.back().evidence.document = "one";
  apply(*store, {again});
  CHECK(counts(*store) == Counts{2, 1});
  apply(*store, {other});
  CHECK(counts(*store) == Counts{1, 1});
  CHECK(store->snapshot().edge("state:A", relation("meets"), "state:C")->aggregate.reports == 1);
  check_sound(*store);
}
