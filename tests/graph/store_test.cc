#include "graph/store/store.h"

#include <algorithm>
#include <atomic>
#include <limits>
#include <thread>

#include "graph/threads.h"
#include "tests/catch.h"
#include "tests/graph/fixture.h"

using namespace entente;
using namespace entente::test;

namespace {

/// Indonesia condemns Israel, and meets Iran.
Contribution article(std::string_view id = "doc-1", std::string_view date = "2024-11-05", std::uint64_t hash = 1) {
  return contribution(id, date, {state("IDN", "Indonesia"), state("ISR", "Israel"), state("IRN", "Iran")},
                      {claim("state:IDN", "condemns", "state:ISR"), claim("state:IRN", "meets", "state:IDN")}, hash);
}

std::vector<Claim> claims_of(const Snapshot& snapshot, std::string_view source, std::string_view type, std::string_view target) {
  std::vector<Claim> claims;
  REQUIRE(snapshot
              .claims(source, relation(type), target,
                      [&](const Claim& claim, std::uint32_t) {
                        claims.push_back(claim);
                        return true;
                      })
              .ok());
  return claims;
}

std::vector<std::string> edges_of(const Snapshot& snapshot) {
  std::vector<std::string> edges;
  REQUIRE(snapshot
              .for_each_edge([&](const StoredEdge& edge) {
                edges.push_back(edge.source + " " + ontology().relation_type(edge.type)->name + " " + edge.target);
                return true;
              })
              .ok());
  std::sort(edges.begin(), edges.end());
  return edges;
}

}  // namespace

TEST_CASE("an article is read back as it was applied") {
  const TemporaryDirectory directory;
  const auto store = open(directory.path());
  const ApplySummary summary = apply(*store, {article()});
  CHECK(summary.added == 1);
  const Snapshot snapshot = store->snapshot();

  const auto node = snapshot.node("state:IDN");
  REQUIRE(node);
  CHECK(node->node == state("IDN", "Indonesia"));
  CHECK(node->documents == 1);
  CHECK(node->first == parse_day("2024-11-05"));

  const auto edge = snapshot.edge("state:IDN", relation("condemns"), "state:ISR");
  REQUIRE(edge);
  const Day day = *parse_day("2024-11-05");
  CHECK(edge->aggregate == EdgeAggregate{{1, 0, 0, 0, 0}, 1, 1, day, day, 0.5f});
  CHECK(claims_of(snapshot, "state:IDN", "condemns", "state:ISR").size() == 1);
  CHECK(edges_of(snapshot) == std::vector<std::string>{"state:IDN condemns state:ISR", "state:IDN meets state:IRN"});

  const auto document = snapshot.document("doc-1");
  REQUIRE(document);
  CHECK(*document == article().document);
  CHECK(store->holds("doc-1", 1).value());
  CHECK_FALSE(store->holds("doc-1", 2).value());
  CHECK_FALSE(store->holds("doc-2", 1).value());
}

TEST_CASE("what is not there is not found") {
  const TemporaryDirectory directory;
  const auto store = open(directory.path());
  apply(*store, {article()});
  const Snapshot snapshot = store->snapshot();
  CHECK(snapshot.node("state:XXX").error().code() == StatusCode::not_found);
  CHECK(snapshot.document("doc-9").error().code() == StatusCode::not_found);
  CHECK(snapshot.contribution("doc-9").error().code() == StatusCode::not_found);
  CHECK(snapshot.edge("state:ISR", relation("condemns"), "state:IDN").error().code() == StatusCode::not_found);
  CHECK(claims_of(snapshot, "state:ISR", "condemns", "state:IDN").empty());
  CHECK(snapshot.find("Atlantis").value().empty());
}

TEST_CASE("a symmetric claim is stored from the smaller id, with its spans, and read from both ends") {
  const TemporaryDirectory directory;
  const auto store = open(directory.path());
  Contribution one = article();
  one.claims[1].evidence.source_span = {1, 2};
  one.claims[1].evidence.target_span = {3, 4};
  apply(*store, {one});
  const Snapshot snapshot = store->snapshot();

  const auto read = snapshot.contribution("doc-1");
  REQUIRE(read);
  Contribution expected = one;
  std::swap(expected.claims[1].source, expected.claims[1].target);
  std::swap(expected.claims[1].evidence.source_span, expected.claims[1].evidence.target_span);
  CHECK(*read == expected);

  CHECK(snapshot.edge("state:IDN", relation("meets"), "state:IRN").has_value());
  CHECK(snapshot.edge("state:IRN", relation("meets"), "state:IDN")->source == "state:IDN");
  CHECK(claims_of(snapshot, "state:IRN", "meets", "state:IDN") == std::vector{expected.claims[1]});

  CHECK(apply(*store, {*read}).unchanged == 1);
}

TEST_CASE("the edges of a node are read in both directions, by type, and no further than asked") {
  const TemporaryDirectory directory;
  const auto store = open(directory.path());
  apply(*store, {article()});
  const Snapshot snapshot = store->snapshot();
  const auto count = [&](bool out, std::string_view node, std::optional<TypeId> type, int limit = 100) {
    int seen = 0;
    const auto visit = [&](const StoredEdge& edge) {
      CHECK((out ? edge.source : edge.target) == node);
      return ++seen < limit;
    };
    CHECK((out ? snapshot.out(node, type, visit) : snapshot.in(node, type, visit)).ok());
    return seen;
  };
  CHECK(count(true, "state:IDN", std::nullopt) == 2);
  CHECK(count(true, "state:IDN", std::nullopt, 1) == 1);
  CHECK(count(true, "state:IDN", relation("meets")) == 1);
  CHECK(count(true, "state:IDN", relation("attacks")) == 0);
  CHECK(count(false, "state:ISR", std::nullopt) == 1);
  CHECK(count(false, "state:IRN", relation("meets")) == 1);
  CHECK(count(false, "state:IDN", std::nullopt) == 0);
  CHECK(count(true, "state:XXX", std::nullopt) == 0);
}

TEST_CASE("days are read newest first from a node and oldest first from the graph") {
  const TemporaryDirectory directory;
  const auto store = open(directory.path());
  apply(*store, {article("a", "2024-01-01"), article("b", "2024-01-03"), article("c", "2024-01-02"), article("d", "2024-01-03", 4),
                 article("e", "1969-12-30")});
  const Snapshot snapshot = store->snapshot();
  std::vector<std::string> seen;
  const auto visit = [&](const StoredDay& day) {
    CHECK(day.edge.source == "state:IDN");
    CHECK(day.edge.target == "state:ISR");
    CHECK(day.edge.aggregate.first == day.day);
    seen.push_back(format_day(day.day) + " " + std::to_string(day.edge.aggregate.reports));
    return true;
  };
  const TypeId condemns = relation("condemns");
  const Day since = *parse_day("2024-01-02"), until = *parse_day("2024-01-03");
  REQUIRE(snapshot.out_days("state:IDN", condemns, since, until, visit).ok());
  CHECK(seen == std::vector<std::string>{"2024-01-03 2", "2024-01-02 1"});
  seen.clear();
  REQUIRE(snapshot.in_days("state:ISR", condemns, std::numeric_limits<Day>::min(), since, visit).ok());
  CHECK(seen == std::vector<std::string>{"2024-01-02 1", "2024-01-01 1", "1969-12-30 1"});

  std::vector<std::string> days;
  const auto collect = [&](const StoredDay& day) {
    if (day.edge.type == condemns) days.push_back(format_day(day.day));
    return true;
  };
  REQUIRE(snapshot.for_each_day(std::numeric_limits<Day>::min(), since, collect).ok());
  CHECK(days == std::vector<std::string>{"1969-12-30", "2024-01-01", "2024-01-02"});
  days.clear();
  REQUIRE(snapshot.for_each_day(until, std::numeric_limits<Day>::max(), collect).ok());
  CHECK(days == std::vector<std::string>{"2024-01-03"});
}

TEST_CASE("applying again changes nothing, other content replaces, a retraction leaves nothing") {
  const TemporaryDirectory directory;
  {
    const auto store = open(directory.path());
    CHECK(apply(*store, {article()}).added == 1);
  }
  const auto before = rows(directory.path());
  {
    const auto store = open(directory.path());
    CHECK(apply(*store, {article()}).unchanged == 1);
  }
  CHECK(rows(directory.path()) == before);
  {
    const auto store = open(directory.path());
    Contribution other =
        contribution("doc-1", "2024-11-06", {state("IDN", "Indonesia"), state("AUS", "Australia")}, {claim("state:IDN", "visits", "state:AUS")}, 2);
    CHECK(apply(*store, {other}).replaced == 1);
    const Snapshot snapshot = store->snapshot();
    CHECK(edges_of(snapshot) == std::vector<std::string>{"state:IDN visits state:AUS"});
    CHECK(snapshot.node("state:ISR").error().code() == StatusCode::not_found);
    CHECK(snapshot.find("israel").value().empty());
    CHECK(snapshot.contribution("doc-1").value() == other);
  }
  {
    const auto store = open(directory.path());
    const ApplySummary summary = apply(*store, {Retraction{"doc-1"}, Retraction{"doc-2"}});
    CHECK(summary.retracted == 1);
    CHECK(summary.missing == 1);
  }
  CHECK(rows(directory.path()).empty());
}

TEST_CASE("the last word of a batch about a document counts") {
  const Contribution first = article("doc-1", "2024-11-05", 1), second = article("doc-1", "2024-11-06", 2);
  struct Row {
    const char* what;
    std::vector<Mutation> batch;
    std::vector<Mutation> same;
    ApplySummary summary;
  };
  const std::vector<Row> table = {
      {"twice the same", {first, first}, {first}, {.added = 1}},
      {"a newer content", {first, second}, {second}, {.added = 1}},
      {"added and retracted", {first, Retraction{"doc-1"}}, {}, {.missing = 1}},
      {"retracted and added", {Retraction{"doc-1"}, first}, {first}, {.added = 1}},
      {"with another between", {first, article("doc-2"), second}, {second, article("doc-2")}, {.added = 2}},
  };
  for (const auto& [what, batch, same, summary] : table) {
    CAPTURE(what);
    const TemporaryDirectory directory, expected;
    const ApplySummary done = apply(*open(directory.path()), batch);
    CHECK(done.added == summary.added);
    CHECK(done.replaced == summary.replaced);
    CHECK(done.missing == summary.missing);
    apply(*open(expected.path()), same);
    CHECK(rows(directory.path()) == rows(expected.path()));
  }
}

TEST_CASE("a batch that is wrong is refused as a whole") {
  struct Row {
    std::string message;
    Contribution bad;
  };
  std::vector<Row> table;
  const auto row = [&](std::string message, auto change) {
    Contribution bad = article("bad");
    change(bad);
    table.push_back({std::move(message), std::move(bad)});
  };
  row("document '' (No id): has no id", [](Contribution& c) {
    c.document.id.clear();
    c.document.title = "No id";
  });
  row("claim 0: target 'state:XXX' is not among the nodes", [](Contribution& c) { c.claims[0].target = "state:XXX"; });
  row("claim 1: source 'state:XXX' is not among the nodes", [](Contribution& c) { c.claims[1].source = "state:XXX"; });
  row("claim 0: place 'location:x' is not among the nodes", [](Contribution& c) { c.claims[0].place = "location:x"; });
  row("claim 0: recipient 'state:XXX' is not among the nodes", [](Contribution& c) { c.claims[0].recipient = "state:XXX"; });
  row("claim 0: attribution 'person:x' is not among the nodes", [](Contribution& c) { c.claims[0].attribution = {{"person:x", "X", {}}}; });
  row("claim 0: type 999 is not in the ontology", [](Contribution& c) { c.claims[0].type = 999; });
  row("claim 0: its evidence is of document 'other'", [](Contribution& c) { c.claims[0].evidence.document = "other"; });
  row("claim 0: confidence 1.5 is out of range", [](Contribution& c) { c.claims[0].evidence.confidence = 1.5f; });
  row("claim 0: confidence nan is out of range", [](Contribution& c) { c.claims[0].evidence.confidence = std::numeric_limits<float>::quiet_NaN(); });
  row("node '': has no id", [](Contribution& c) { c.nodes[0].id.clear(); });
  row("node 'state:IDN': is there twice", [](Contribution& c) { c.nodes[1].id = "state:IDN"; });
  row("node 'state:IDN': type 0 is not in the ontology", [](Contribution& c) { c.nodes[0].type = 0; });
  row("node 'state:IDN': has half a position", [](Contribution& c) { c.nodes[0].latitude = 1; });
  row("node 'state:IDN': is not on the earth", [](Contribution& c) { c.nodes[0].latitude = 91, c.nodes[0].longitude = 0; });

  const TemporaryDirectory directory;
  for (const auto& [message, bad] : table) {
    CAPTURE(message);
    const auto result = open(directory.path())->apply({{article("good"), bad}});
    REQUIRE_FALSE(result);
    CHECK(result.error().code() == StatusCode::invalid_input);
    CHECK_THAT(result.error().message(), contains(message));
    CHECK(rows(directory.path()).empty());
  }
}

TEST_CASE("two ids with one key are refused") {
  // These two have the same 64-bit FNV-1a, on which the keys are built.
  const std::string one = "8yn0iYCKYHlIj4-BwPqk", other = "GReLUrM4wMqfg9yzV3KQ";
  const auto naming = [](std::string_view document, std::string_view node) {
    Node named = state("IDN", "Indonesia");
    named.id = node;
    return contribution(document, "2024-01-01", {named}, {});
  };
  struct Row {
    const char* what;
    std::vector<Mutation> before, batch;
  };
  const std::vector<Row> table = {
      {"documents in one batch", {}, {article(one), article(other)}},
      {"documents in two batches", {article(one)}, {article(other)}},
      {"retraction of another document", {article(one)}, {Retraction{other}}},
      {"nodes of one article", {}, {contribution("a", "", {naming("a", one).nodes[0], naming("a", other).nodes[0]}, {})}},
      {"nodes in one batch", {}, {naming("a", one), naming("b", other)}},
      {"nodes in two batches", {naming("a", one)}, {naming("b", other)}},
  };
  for (const auto& [what, before, batch] : table) {
    CAPTURE(what);
    const TemporaryDirectory directory;
    apply(*open(directory.path()), before);
    const auto kept = rows(directory.path());
    const auto result = open(directory.path())->apply({batch});
    REQUIRE_FALSE(result);
    CHECK(result.error().code() == StatusCode::invalid_input);
    CHECK_THAT(result.error().message(), contains("has the same 64-bit key as"));
    CHECK(rows(directory.path()) == kept);
  }
  const TemporaryDirectory directory;
  const auto store = open(directory.path());
  apply(*store, {naming(one, one)});
  CHECK(store->snapshot().node(other).error().code() == StatusCode::not_found);
  CHECK(store->snapshot().document(other).error().code() == StatusCode::not_found);
}

TEST_CASE("a node is found by any of its names, case and diacritics aside") {
  const TemporaryDirectory directory;
  const auto store = open(directory.path());
  Node turkey = state("TUR", "T\xc3\xbcrkiye");
  turkey.names.push_back({"Turki", "id"});
  Node erdogan;
  erdogan.id = "person:erdogan";
  erdogan.type = node_type("Official");
  erdogan.name =
      "Recep Tayyip Erdo\xc4\x9f"
      "an";
  erdogan.names = {{"Erdogan", "id"}};
  Node son = erdogan;
  son.id = "person:bilal-erdogan";
  son.name = "Bilal Erdogan";
  apply(*store, {contribution("a", "2024-01-01", {turkey, erdogan, son}, {})});
  const Snapshot snapshot = store->snapshot();
  using Ids = std::vector<std::string>;
  struct Row {
    const char* name;
    Ids ids;
  };
  for (const auto& [name, ids] : {Row{"turkiye", {"state:TUR"}},
                                  {"T\xc3\x9cRKIYE", {"state:TUR"}},
                                  {"TURKI", {"state:TUR"}},
                                  {"Turk", {}},
                                  {"Turkiye2", {}},
                                  {"ERDO\xc4\x9e"
                                   "AN",
                                   {"person:bilal-erdogan", "person:erdogan"}},
                                  {" recep  tayyip erdogan", {"person:erdogan"}},
                                  {"state:TUR", {"state:TUR"}},
                                  {"state:tur", {}},
                                  {"", {}}}) {
    CAPTURE(name);
    CHECK(snapshot.find(name).value() == ids);
  }
  const auto named = [&](std::string_view beginning) {
    Ids found;
    const Status status = snapshot.for_each_named(beginning, [&](Key64 node) {
      found.push_back(snapshot.id(node).value());
      return found.size() < 3;
    });
    CHECK(status.ok());
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
  };
  CHECK(named("turk") == Ids{"state:TUR"});
  CHECK(named("erdo\xc4\x9f") == Ids{"person:bilal-erdogan", "person:erdogan"});
  CHECK(named("recep ") == Ids{"person:erdogan"});
  CHECK(named("x").empty());
}

TEST_CASE("statistics are counted without looking, and are right after every change") {
  const TemporaryDirectory directory;
  const auto store = open(directory.path());
  Node person;
  person.id = "person:x";
  person.type = node_type("Person");
  Node official = person;
  official.type = node_type("Official");
  const auto nodes_of = [](const StoreStats& stats, std::string_view type) {
    for (const auto& [number, count] : stats.nodes_by_type)
      if (number == node_type(type)) return count;
    return std::uint64_t{0};
  };

  apply(*store, {article("a"), contribution("b", "", {person}, {})});
  StoreStats stats = store->snapshot().stats().value();
  CHECK(stats.documents == 2);
  CHECK(stats.nodes == 4);
  CHECK(stats.edges == 2);
  CHECK(stats.claims == 2);
  CHECK(stats.edges_by_type == decltype(stats.edges_by_type){{relation("meets"), 1}, {relation("condemns"), 1}});
  CHECK(stats.bytes_on_disk > 0);
  CHECK(nodes_of(stats, "Person") == 1);

  apply(*store, {article("c", "2024-01-01", 3), contribution("d", "", {official}, {})});
  stats = store->snapshot().stats().value();
  CHECK(stats.documents == 4);
  CHECK(stats.nodes == 4);
  CHECK(stats.edges == 2);
  CHECK(stats.claims == 4);
  CHECK(nodes_of(stats, "Person") == 0);
  CHECK(nodes_of(stats, "Official") == 1);

  apply(*store, {Retraction{"d"}, Retraction{"a"}});
  stats = store->snapshot().stats().value();
  CHECK(stats.documents == 2);
  CHECK(stats.edges == 2);
  CHECK(stats.claims == 2);
  CHECK(nodes_of(stats, "Person") == 1);
  CHECK(nodes_of(stats, "Official") == 0);
}

TEST_CASE("a snapshot does not see what comes later") {
  const TemporaryDirectory directory;
  const auto store = open(directory.path());
  const Snapshot empty = store->snapshot();
  apply(*store, {article()});
  const Snapshot one = store->snapshot();
  apply(*store, {Retraction{"doc-1"}});
  CHECK(edges_of(empty).empty());
  CHECK(empty.stats()->documents == 0);
  CHECK(edges_of(one).size() == 2);
  CHECK(one.stats()->documents == 1);
  CHECK(edges_of(store->snapshot()).empty());
}

TEST_CASE("readers see whole batches while the writer works") {
  const TemporaryDirectory directory;
  const auto store = open(directory.path());
  std::atomic<bool> done = false;
  std::atomic<int> torn = 0, looked = 0;
  const TypeId condemns = relation("condemns");  // here, because Catch2 asserts on one thread only
  const auto look = [&] {
    while (!done) {
      const Snapshot snapshot = store->snapshot();
      const auto stats = snapshot.stats();
      const auto edge = snapshot.edge("state:IDN", condemns, "state:ISR");
      std::uint64_t edges = 0;
      const Status status = snapshot.for_each_edge([&](const StoredEdge&) { return ++edges > 0; });
      const std::uint64_t reports = edge ? edge->aggregate.reports : 0;
      if (!stats || !status.ok() || stats->edges != edges || stats->documents != reports) ++torn;
      ++looked;
    }
  };
  std::thread one(look), two(look);
  for (int i = 0; i < 50; ++i) {
    const std::string a = "a" + std::to_string(i), b = "b" + std::to_string(i);
    CHECK(store->apply({{article(a), article(b)}}).has_value());
    if (i % 3 == 0) CHECK(store->apply({{Retraction{a}}}).has_value());
  }
  done = true;
  one.join();
  two.join();
  CHECK(torn == 0);
  CHECK(looked > 0);
}

TEST_CASE("a store is what its surviving articles make it, byte for byte, whatever happened before") {
  const std::uint32_t seed = GENERATE(1u, 2u, 3u);
  CAPTURE(seed);
  RandomArticles articles(seed);
  const TemporaryDirectory directory, fresh;
  std::map<std::string, Contribution> alive;
  std::map<std::string, std::string> before_last;
  {
    auto store = open(directory.path());
    for (int step = 0; step < 200;) {
      MutationBatch batch;
      for (std::uint32_t n = 1 + articles.below(5); n > 0; --n, ++step) {
        const std::string document = "doc-" + std::to_string(articles.below(30));
        if (articles.below(3) == 0) {
          batch.mutations.push_back(Retraction{document});
          alive.erase(document);
        } else {
          alive[document] = articles.next(document);
          batch.mutations.push_back(alive[document]);
        }
      }
      apply(*store, batch.mutations);
      if (articles.below(10) == 0) {
        store.reset();
        store = open(directory.path());
      }
    }
  }
  REQUIRE(alive.size() > 5);
  for (auto one = alive.rbegin(); one != alive.rend(); ++one) apply(*open(fresh.path()), {one->second});

  const auto found = rows(directory.path()), expected = rows(fresh.path());
  CHECK(found.size() == expected.size());
  for (const auto& [key, value] : expected) {
    CAPTURE(key);
    REQUIRE(found.contains(key));
    CHECK(found.at(key) == value);
  }
  CHECK(found == expected);
  const CheckReport report = open(directory.path())->check().value();
  CAPTURE(report.problems);
  CHECK(report.problem_count == 0);

  std::vector<Mutation> retractions;
  for (const auto& [document, contribution] : alive) retractions.push_back(Retraction{document});
  apply(*open(directory.path()), retractions);
  CHECK(rows(directory.path()).empty());
}

TEST_CASE("a load makes the graph that the same articles make one by one, byte for byte") {
  const std::uint32_t seed = GENERATE(1u, 2u, 3u);
  // So little memory that every kind of row is spilled many times, and enough to hold all.
  const std::size_t memory = GENERATE(std::size_t{4096}, std::size_t{64} << 20);
  CAPTURE(seed, memory);
  RandomArticles articles(seed);
  const TemporaryDirectory loaded, applied;
  ApplySummary expected, summary;
  const auto count = [](ApplySummary& sum, const ApplySummary& part) {
    sum.added += part.added;
    sum.replaced += part.replaced;
    sum.unchanged += part.unchanged;
  };
  {
    const auto fast = open(loaded.path()), slow = open(applied.path());
    const auto load = fast->load(memory).value();
    CHECK(fast->apply({}).error().code() == StatusCode::locked);
    CHECK(fast->load().error().code() == StatusCode::locked);
    std::vector<Contribution> before;
    for (int i = 0; i < 300; ++i) {
      // Now and then an article of before comes again, with the same or another content.
      Contribution article = articles.below(5) == 0 && !before.empty() ? before[articles.below(static_cast<std::uint32_t>(before.size()))]
                                                                       : articles.next("doc-" + std::to_string(articles.below(250)));
      before.push_back(article);
      REQUIRE(load->add(article).ok());
      count(expected, apply(*slow, {article}));
      if (i % 80 == 79) {
        CHECK(load->size() > 0);
        count(summary, load->finish().value());
        CHECK(load->size() == 0);
        CHECK(fast->snapshot().stats()->documents == slow->snapshot().stats()->documents);
      }
    }
    Contribution bad = articles.next("bad");
    bad.document.id.clear();
    CHECK(load->add(bad).code() == StatusCode::invalid_input);
    count(summary, load->finish().value());
  }
  CHECK(summary.added == expected.added);
  CHECK(summary.replaced > 0);  // of one document that came several times only the last counts, so there are fewer than of `expected`
  CHECK(summary.unchanged > 0);
  CHECK_FALSE(std::filesystem::exists(loaded.path() / "loading"));
  const auto found = rows(loaded.path()), right = rows(applied.path());
  for (const auto& [key, value] : right) {
    CAPTURE(key);
    REQUIRE(found.contains(key));
    CHECK(found.at(key) == value);
  }
  CHECK(found.size() == right.size());
}

TEST_CASE("several threads may add to a load") {
  const std::size_t memory = GENERATE(std::size_t{4096}, std::size_t{64} << 20);
  CAPTURE(memory);
  RandomArticles articles(4);
  std::vector<Contribution> all;
  for (int i = 0; i < 400; ++i) all.push_back(articles.next("doc-" + std::to_string(i)));
  const TemporaryDirectory loaded, applied;
  {
    const auto fast = open(loaded.path()), slow = open(applied.path());
    const auto load = fast->load(memory).value();
    std::atomic<std::size_t> next = 0, refused = 0;
    run_in_threads(3, [&] {
      for (std::size_t i = next++; i < all.size(); i = next++)
        if (!load->add(all[i]).ok()) ++refused;
    });
    CHECK(refused == 0);
    CHECK(load->finish().value().added == all.size());
    for (const Contribution& one : all) apply(*slow, {one});
  }
  CHECK(rows(loaded.path()) == rows(applied.path()));
}

TEST_CASE("a load that is given up leaves nothing, and the store can be written again") {
  const TemporaryDirectory directory;
  open(directory.path() / "graph");
  std::filesystem::create_directories(directory.path() / "graph" / "loading");  // as one that was killed leaves it
  open(directory.path() / "graph", {.read_only = true});
  CHECK(std::filesystem::exists(directory.path() / "graph" / "loading"));
  open(directory.path() / "graph");
  CHECK_FALSE(std::filesystem::exists(directory.path() / "graph" / "loading"));

  const auto store = open(directory.path() / "new");
  {
    const auto load = store->load().value();
    REQUIRE(load->add(article()).ok());
    CHECK(store->snapshot().stats()->documents == 0);
  }
  CHECK_FALSE(std::filesystem::exists(directory.path() / "new" / "loading"));
  CHECK(apply(*store, {article()}).added == 1);
}

TEST_CASE("two node ids with one key end a load, and the store is as before") {
  const std::string one = "8yn0iYCKYHlIj4-BwPqk", other = "GReLUrM4wMqfg9yzV3KQ";  // see above
  const auto naming = [](std::string_view document, std::string_view node) {
    Node named = state("IDN", "Indonesia");
    named.id = node;
    return contribution(document, "2024-01-01", {named}, {});
  };
  for (const bool stored : {false, true}) {
    CAPTURE(stored);
    const TemporaryDirectory directory;
    const auto store = open(directory.path());
    if (stored) apply(*store, {naming("a", one)});
    const auto load = store->load().value();
    if (!stored) REQUIRE(load->add(naming("a", one)).ok());
    REQUIRE(load->add(naming("b", other)).ok());
    const auto result = load->finish();
    REQUIRE_FALSE(result);
    CHECK(result.error().code() == StatusCode::invalid_input);
    CHECK_THAT(result.error().message(), contains("has the same 64-bit key as"));
    CHECK(store->snapshot().stats()->documents == (stored ? 1 : 0));
  }
}

TEST_CASE("the nodes with the most edges are known, whether or not the lists are renewed") {
  const TemporaryDirectory directory;
  const auto store = open(directory.path());
  std::vector<Node> nodes = {state("IDN", "Indonesia")};
  std::vector<Claim> claims;
  for (char c = 'A'; c < 'F'; ++c) {
    nodes.push_back(state(std::string("AA") + c, "X"));
    claims.push_back(claim("state:IDN", "condemns", nodes.back().id));
  }
  claims.push_back(claim("state:AAA", "condemns", "state:AAB"));
  claims.push_back(claim("state:AAA", "attacks", "state:AAB"));
  claims.push_back(claim("state:AAB", "condemns", "state:AAA"));
  claims.back().modality = Modality::planned;  // is not shown, so it does not count
  apply(*store, {contribution("a", "", nodes, claims)});
  using List = std::vector<std::pair<std::string, std::uint64_t>>;
  const auto check = [&] {
    const Snapshot snapshot = store->snapshot();
    CHECK(snapshot.top(Direction::out, relation("condemns"), 9).value() == List{{"state:IDN", 5}, {"state:AAA", 1}});
    CHECK(snapshot.top(Direction::out, std::nullopt, 1).value() == List{{"state:IDN", 5}});
    CHECK(snapshot.top(Direction::in, relation("condemns"), 1).value() == List{{"state:AAB", 2}});
    CHECK(snapshot.top(Direction::in, std::nullopt, 1).value() == List{{"state:AAB", 3}});
    CHECK(snapshot.top(Direction::in, relation("meets"), 1).value().empty());
  };
  check();
  REQUIRE(store->flush().ok());
  check();
  apply(*store, {contribution("b", "", {nodes[0], nodes[1]}, {claim("state:IDN", "attacks", "state:AAA")})});
  CHECK(store->snapshot().top(Direction::out, std::nullopt, 1).value() == List{{"state:IDN", 6}});
  apply(*store, {Retraction{"b"}});
  check();
  REQUIRE(store->flush().ok());
  check();
  apply(*store, {Retraction{"a"}});
  REQUIRE(store->flush().ok());
  CHECK(store->snapshot().top(Direction::out, std::nullopt, 1).value().empty());
}
