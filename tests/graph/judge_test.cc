#include <algorithm>
#include <map>
#include <random>
#include <set>

#include "graph/identity/identity.h"
#include "tests/catch.h"
#include "tests/graph/fixture.h"

using namespace entente;
using namespace entente::test;

namespace {

std::string describe(const StoredEdge& edge) {
  std::string text = edge.source + " " + std::to_string(edge.type) + " " + edge.target + ":";
  for (const std::uint32_t count : edge.aggregate.count) text += " " + std::to_string(count);
  return text + " articles " + std::to_string(edge.aggregate.articles) + " reports " + std::to_string(edge.aggregate.reports) + " days " +
         std::to_string(edge.aggregate.first) + ".." + std::to_string(edge.aggregate.last) + " confidence " +
         std::to_string(edge.aggregate.confidence);
}

std::string describe(Claim claim) {
  // Which end of a symmetric relation of a node with itself comes first says nothing.
  const auto ends = [](Span span) { return std::pair(span.begin, span.end); };
  if (claim.source == claim.target && ends(claim.evidence.target_span) < ends(claim.evidence.source_span))
    std::swap(claim.evidence.source_span, claim.evidence.target_span);
  const auto span = [](Span of) { return std::to_string(of.begin) + "-" + std::to_string(of.end); };
  return claim.evidence.document + " " + claim.source + " " + std::to_string(claim.type) + " " + claim.target + " " +
         std::to_string(claim.evidence.sentence) + " " + span(claim.evidence.source_span) + " " + span(claim.evidence.target_span) + " " +
         std::string(to_string(claim.modality)) + " " + std::string(to_string(claim.polarity));
}

/// What readers see of edges, by every way to them.
std::multiset<std::string> seen(const Snapshot& snapshot) {
  std::multiset<std::string> all;
  const auto add = [&](std::string_view way, const StoredEdge& edge) {
    all.insert(std::string(way) + " " + describe(edge));
    return true;
  };
  std::set<std::string> ends;
  CHECK(snapshot
            .for_each_edge([&](const StoredEdge& edge) {
              ends.insert({edge.source, edge.target});
              CHECK(snapshot
                        .claims(edge.source, edge.type, edge.target,
                                [&](const Claim& claim, std::uint32_t) {
                                  all.insert("claim " + describe(claim));
                                  return true;
                                })
                        .ok());
              CHECK(describe(snapshot.edge(edge.source, edge.type, edge.target).value()) == describe(edge));
              return add("all", edge);
            })
            .ok());
  for (const std::string& node : ends) {
    CHECK(snapshot.out(node, std::nullopt, [&](const StoredEdge& edge) { return add("out", edge); }).ok());
    CHECK(snapshot.in(node, std::nullopt, [&](const StoredEdge& edge) { return add("in", edge); }).ok());
    for (const TypeId type : {relation("meets"), relation("condemns")}) {
      CHECK(snapshot.out_days(node, type, -1000, 100000, [&](const StoredDay& day) { return add("out " + std::to_string(day.day), day.edge); }).ok());
      CHECK(snapshot.in_days(node, type, -1000, 100000, [&](const StoredDay& day) { return add("in " + std::to_string(day.day), day.edge); }).ok());
    }
  }
  CHECK(snapshot.for_each_day(-1000, 100000, [&](const StoredDay& day) { return add("day " + std::to_string(day.day), day.edge); }).ok());
  for (const Direction direction : {Direction::out, Direction::in}) {
    const auto top = snapshot.top(direction, std::nullopt, 10);
    for (const auto& [id, edges] : top.value()) all.insert("top " + id + " " + std::to_string(edges));
  }
  const StoreStats stats = snapshot.stats().value();
  for (const auto& [what, counts] :
       {std::pair{"edges", &stats.edges_by_type}, {"shown", &stats.shown_edges_by_type}, {"claims", &stats.claims_by_type}})
    for (const auto& [type, count] : *counts) all.insert(std::string(what) + " " + std::to_string(type) + " " + std::to_string(count));
  all.insert("nodes " + std::to_string(stats.nodes));
  return all;
}

/// What only one of the two has.
std::vector<std::string> difference(const std::multiset<std::string>& a, const std::multiset<std::string>& b) {
  std::vector<std::string> only;
  std::ranges::set_symmetric_difference(a, b, std::back_inserter(only));
  return only;
}

/// The article as it would be if it had known who is who.
Contribution told(Contribution article, const Identity& identity) {
  const auto follow = [&](std::string& id) {
    if (const Cluster* cluster = identity.cluster(hash64(id))) id = cluster->id;
  };
  std::vector<Node> nodes;
  for (Node& node : article.nodes) {
    follow(node.id);
    if (std::ranges::none_of(nodes, [&](const Node& other) { return other.id == node.id; })) nodes.push_back(node);
  }
  article.nodes = std::move(nodes);
  for (Claim& claim : article.claims) {
    follow(claim.source);
    follow(claim.target);
  }
  return article;
}

}  // namespace

TEST_CASE("what is one is seen as if all articles had known it, and undone it is as before, byte for byte") {
  const auto seed = GENERATE(range(1, 7));
  CAPTURE(seed);
  RandomArticles articles(static_cast<std::uint32_t>(seed));
  const TemporaryDirectory directory;
  std::map<std::string, Contribution> held;
  auto store = open(directory.path() / "graph");
  std::set<std::uint64_t> made;
  for (int step = 0; step < 60; ++step) {
    CAPTURE(step);
    const std::string document = "doc-" + std::to_string(articles.below(25));
    switch (articles.below(6)) {
      case 0: {
        const std::string a = "person:" + std::to_string(articles.below(6)), b = "person:" + std::to_string(articles.below(6));
        if (a == b || !store->snapshot().node(a) || !store->snapshot().node(b)) break;
        made.insert(judge(*store, {judged(articles.below(4) == 0 ? Verdict::not_same : Verdict::same, a, b)}).numbers.front());
        break;
      }
      case 1:
        if (made.empty()) break;
        judge(*store, {}, {*made.begin()});
        made.erase(made.begin());
        break;
      case 2:
        apply(*store, {Retraction{document}});
        held.erase(document);
        break;
      default: held[document] = articles.next(document); apply(*store, {held.at(document)});
    }
  }
  judge(*store, {same("person:2", "person:1")});
  const auto identity = store->snapshot().identity().value();
  check_sound(*store);
  check_keys(store->snapshot());
  {
    const auto other = open(directory.path() / "told");
    for (const auto& [id, article] : held) apply(*other, {told(article, *identity)});
    CHECK(difference(seen(store->snapshot()), seen(other->snapshot())) == std::vector<std::string>());
    check_sound(*other);
  }
  for (const auto& [id, article] : held) {
    const Contribution given = store->snapshot().contribution(id).value();
    CHECK(given.nodes == article.nodes);
    REQUIRE(given.claims.size() == article.claims.size());
  }
  std::vector<std::uint64_t> standing;
  for (const Judgement& judgement : identity->judgements())
    if (!judgement.revoked) standing.push_back(judgement.number);
  judge(*store, {}, standing);
  CHECK(store->snapshot().identity().value()->trivial());
  store.reset();
  {
    const auto plain = open(directory.path() / "plain");
    for (const auto& [id, article] : held) apply(*plain, {article});
  }
  CHECK(rows_but_judgements(directory.path() / "graph") == rows(directory.path() / "plain"));
}

TEST_CASE("judgements that come before articles have the same effect as those that come after, for a load too") {
  RandomArticles articles(4);
  std::vector<Contribution> all;
  for (int i = 0; i < 60; ++i) all.push_back(articles.next("doc-" + std::to_string(i)));
  const std::vector<Judgement> judgements = {same("person:5", "person:0"), same("person:0", "person:2"), same("person:4", "person:3")};
  const TemporaryDirectory directory;
  {
    const auto late = open(directory.path() / "late"), early = open(directory.path() / "early"), loaded = open(directory.path() / "loaded");
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (i == 10) {
        judge(*early, judgements);
        judge(*loaded, judgements);
      }
      apply(*late, {all[i]});
      apply(*early, {all[i]});
      if (i < 10) apply(*loaded, {all[i]});
    }
    judge(*late, judgements);
    const auto load = loaded->load().value();
    for (std::size_t i = 10; i < all.size(); ++i) REQUIRE(load->add(all[i]).ok());
    REQUIRE(load->finish());
    check_sound(*late);
  }
  CHECK(rows(directory.path() / "early") == rows(directory.path() / "late"));
  CHECK(rows(directory.path() / "loaded") == rows(directory.path() / "late"));
}

TEST_CASE("a node is shown under one id with all that its ids have, and answers to each of them") {
  const TemporaryDirectory directory;
  const auto store = open(directory.path());
  Node ali = state("A", "Ali"), ali2 = state("B", "Aly");
  ali2.country = "IRN";
  apply(*store, {contribution("one", "2024-01-01", {ali, state("C", "C")}, {claim("state:A", "meets", "state:C")}),
                 contribution("two", "2024-01-03", {ali2, state("C", "C")}, {claim("state:B", "meets", "state:C")})});
  CHECK(judge(*store, {same("state:B", "state:A")}).claims_moved == 1);
  const Snapshot snapshot = store->snapshot();
  for (const char* id : {"state:A", "state:B"}) {
    const StoredNode node = snapshot.node(id).value();
    CHECK(node.node.id == "state:B");
    CHECK(node.ids == std::vector<std::string>{"state:B", "state:A"});
    CHECK(node.documents == 2);
    CHECK(node.first == parse_day("2024-01-01"));
    CHECK(node.last == parse_day("2024-01-03"));
    CHECK(node.node.names.size() == 2);
    CHECK(snapshot.edge(id, relation("meets"), "state:C")->aggregate.articles == 2);
  }
  CHECK(snapshot.find("ali").value() == std::vector<std::string>{"state:B"});
  CHECK(snapshot.find("aly").value() == std::vector<std::string>{"state:B"});
  CHECK(snapshot.find("state:A").value() == std::vector<std::string>{"state:B"});
  CHECK(snapshot.id(hash64("state:A")).value() == "state:B");
  std::vector<std::string> nodes;
  CHECK(snapshot
            .for_each_node([&](const StoredNode& node) {
              nodes.push_back(node.node.id);
              return true;
            })
            .ok());
  std::ranges::sort(nodes);
  CHECK(nodes == std::vector<std::string>{"state:B", "state:C"});
  CHECK(snapshot.stats()->nodes == 2);

  // The id that stands for all is gone from the articles, and still stands for the rest.
  apply(*store, {Retraction{"two"}});
  CHECK(store->snapshot().node("state:A")->node.id == "state:B");
  CHECK(store->snapshot().edge("state:A", relation("meets"), "state:C")->source == "state:B");
  CHECK(snapshot.edge("state:A", relation("meets"), "state:C")->aggregate.articles == 2);  // of its moment
}

TEST_CASE("relations between ids that are one become relations of the node with itself, and come back") {
  const TemporaryDirectory directory;
  const auto store = open(directory.path());
  apply(*store, {contribution("one", "2024-01-01", {state("A", "A"), state("B", "B")}, {claim("state:A", "meets", "state:B")})});
  const auto number = judge(*store, {same("state:A", "state:B")}).numbers.front();
  CHECK(store->snapshot().edge("state:A", relation("meets"), "state:A")->aggregate.actual() == 1);
  check_sound(*store);
  judge(*store, {}, {number});
  CHECK(store->snapshot().edge("state:A", relation("meets"), "state:B")->aggregate.actual() == 1);
  check_sound(*store);
}

TEST_CASE("a judgement that cannot be made changes nothing and says why") {
  const TemporaryDirectory directory;
  {
    const auto store = open(directory.path());
    apply(*store, {contribution("one", "2024-01-01", {state("A", "A"), state("B", "B")}, {})});
    judge(*store, {same("state:A", "state:B")});
  }
  const auto before = rows(directory.path());
  {
    const auto store = open(directory.path());
    Judgement nobody = same("state:A", "state:B");
    nobody.author.clear();
    CHECK(store->judge({same("state:A", "state:X")}).error().code() == StatusCode::not_found);
    CHECK(store->judge({same("state:A", "state:A")}).error().code() == StatusCode::invalid_input);
    CHECK(store->judge({nobody}).error().code() == StatusCode::invalid_input);
    CHECK(store->judge({}, {{7, {"x", "", 0}}}).error().code() == StatusCode::not_found);
    CHECK(store->judge({judged(Verdict::unsure, "state:A", "state:B")}, {{7, {"x", "", 0}}}).error().code() == StatusCode::not_found);
    CHECK(store->judge({}, {{1, {"x", "", 0}}, {1, {"x", "", 0}}}).error().code() == StatusCode::invalid_input);
  }
  {
    const auto reader = open(directory.path(), {.read_only = true});
    CHECK(reader->judge({same("state:A", "state:B")}).error().code() == StatusCode::unsupported);
  }
  CHECK(rows(directory.path()) == before);
}

TEST_CASE("the ends of a symmetric claim keep their words when both change sides at once") {
  const TemporaryDirectory directory;
  const auto store = open(directory.path());
  Claim met = claim("state:M", "meets", "state:N");
  met.evidence.source_span = {1, 2};
  met.evidence.target_span = {3, 4};
  apply(*store, {contribution("one", "2024-01-01", {state("A", "A"), state("B", "B"), state("M", "M"), state("N", "N")}, {met})});
  judge(*store, {same("state:A", "state:M"), same("state:B", "state:N")});
  const auto spans = [&] {
    std::pair<Span, Span> found;
    CHECK(store->snapshot()
              .claims("state:A", relation("meets"), "state:B",
                      [&](const Claim& claim, std::uint32_t) {
                        found = {claim.evidence.source_span, claim.evidence.target_span};
                        return true;
                      })
              .ok());
    return found;
  };
  CHECK(spans() == std::pair(Span{1, 2}, Span{3, 4}));
  REQUIRE(store->judge({same("state:A", "state:N"), same("state:B", "state:M")}, {{1, {"x", "", 0}}, {2, {"x", "", 0}}}));
  CHECK(spans() == std::pair(Span{3, 4}, Span{1, 2}));
  check_sound(*store);
}
