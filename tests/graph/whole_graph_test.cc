/// What is asked of all of a graph at once, against what its edges say one by one.

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "graph/algorithm/activity.h"
#include "graph/algorithm/busiest.h"
#include "graph/algorithm/census.h"
#include "graph/algorithm/country_edges.h"
#include "graph/algorithm/edge_changes.h"
#include "graph/algorithm/paths.h"
#include "graph/algorithm/short_paths.h"
#include "graph/algorithm/strongest.h"
#include "graph/type_names.h"
#include "tests/catch.h"
#include "tests/graph/fixture.h"

namespace entente::test {
namespace {

using Keys = std::tuple<Key64, TypeId, Key64>;

Keys keys_of(const StoredEdge& edge) { return {hash64(edge.source), edge.type, hash64(edge.target)}; }
Keys keys_of(const KeyedEdge& edge) { return {edge.source, edge.type, edge.target}; }

/// A graph of random articles, of which two nodes are judged to be one.
class RandomGraph {
 public:
  explicit RandomGraph(std::uint32_t seed) : store_(open(directory_.path())) {
    RandomArticles articles(seed);
    std::vector<Mutation> mutations;
    for (int i = 0; i < 40; ++i) mutations.push_back(articles.next("article " + std::to_string(i)));
    apply(*store_, std::move(mutations));
    if (seed % 2 == 0) judge(*store_, {same("person:1", "person:4")});
  }

  Snapshot snapshot() const { return store_->snapshot(); }
  /// The whole and parts of it.
  std::vector<Snapshot> parts() const {
    const Day day = *parse_day("2024-01-02");
    return {snapshot(), snapshot().during(day, day + 2), snapshot().as_of(day), snapshot().during(-1, 1).as_of(day + 1)};
  }

 private:
  TemporaryDirectory directory_;
  std::unique_ptr<Store> store_;
};

std::vector<EdgeFilter> filters() {
  EdgeFilter all, planned, typed;
  all.statuses = {true, true, true, true, true};
  planned.statuses = {false, true, false, false, true};
  typed.types = {relation("meets")};
  return {{}, all, planned, typed};
}

std::map<Keys, EdgeAggregate> edges_of(const Snapshot& snapshot, const EdgeFilter& filter) {
  std::map<Keys, EdgeAggregate> edges;
  REQUIRE(snapshot
              .for_each_edge([&](const StoredEdge& edge) {
                if (filter.shows(edge.type, edge.aggregate)) edges.emplace(keys_of(edge), edge.aggregate);
                return true;
              })
              .ok());
  return edges;
}

/// Calls `check` with several graphs, parts of them and filters.
template <class Check>
void for_each_part(const Check& check) {
  for (std::uint32_t seed = 1; seed <= 2; ++seed) {
    const RandomGraph graph(seed);
    for (const Snapshot& part : graph.parts())
      for (const EdgeFilter& filter : filters()) check(part, filter);
  }
}

TEST_CASE("the busiest nodes are those with the most edges that count") {
  for_each_part([](const Snapshot& part, const EdgeFilter& filter) {
    std::map<Key64, std::uint64_t> counts;
    const auto edges = edges_of(part, filter);
    for (const auto& [keys, aggregate] : edges) {
      ++counts[std::get<0>(keys)];
      ++counts[std::get<2>(keys)];
    }
    std::vector<std::pair<Key64, std::uint64_t>> expected(counts.begin(), counts.end());
    std::ranges::stable_sort(expected, std::greater<>(), &std::pair<Key64, std::uint64_t>::second);
    const auto all = busiest_nodes(part, filter, 100), some = busiest_nodes(part, filter, 2), none = busiest_nodes(part, filter, 0);
    REQUIRE((all && some && none));
    CHECK(all->nodes == expected);
    CHECK(all->all_edges == edges.size());
    CHECK(all->all_nodes == counts.size());
    if (expected.size() > 2) expected.resize(2);
    CHECK(some->nodes == expected);
    CHECK(none->nodes.empty());
  });
}

TEST_CASE("the strongest and the newest edges come first") {
  for_each_part([](const Snapshot& part, const EdgeFilter& filter) {
    const auto edges = edges_of(part, filter);
    for (const std::size_t limit : {std::size_t{1}, std::size_t{3}, std::size_t{1000}}) {
      const auto found = strongest_edges(part, filter, limit);
      REQUIRE(found);
      CHECK(found->strongest.size() == std::min(limit, edges.size()));
      std::uint64_t last = ~std::uint64_t{0};
      std::set<Keys> given;
      for (const KeyedEdge& edge : found->strongest) {
        CHECK(edge.aggregate == edges.at(keys_of(edge)));
        CHECK(filter.claims(edge.aggregate) <= last);
        last = filter.claims(edge.aggregate);
        CHECK(given.insert(keys_of(edge)).second);
      }
      for (const auto& [keys, aggregate] : edges)
        if (!given.contains(keys)) CHECK(filter.claims(aggregate) <= last);
      CHECK(std::ranges::is_sorted(found->newest, std::greater<>(), [](const KeyedEdge& edge) { return edge.aggregate.last; }));
      const auto dated = static_cast<std::size_t>(std::ranges::count_if(edges, [](const auto& edge) { return edge.second.last != 0; }));
      CHECK(found->newest.size() == std::min(limit, dated));
    }
  });
}

TEST_CASE("what countries do to each other is the sum of what their nodes do") {
  for_each_part([](const Snapshot& part, const EdgeFilter& filter) {
    const auto census = Census::take(part.whole());
    REQUIRE(census);
    const auto found = country_edges(part, *census, ontology(), filter);
    REQUIRE(found);
    std::map<std::tuple<std::string, TypeId, std::string>, std::uint64_t> expected, got;
    std::uint64_t without = 0, within = 0;
    for (const auto& [keys, aggregate] : edges_of(part, filter)) {
      const auto& [source, type, target] = keys;
      std::string from = part.whole().node(source)->node.country, to = part.whole().node(target)->node.country;
      if (from.empty() || to.empty()) {
        ++without;
      } else if (from == to) {
        ++within;
      } else {
        if (ontology().relation_type(type)->symmetric && to < from) std::swap(from, to);
        expected[{from, type, to}] += filter.claims(aggregate);
      }
    }
    for (const CountryEdge& edge : found->edges)
      got[{census->countries()[edge.source].code, edge.type, census->countries()[edge.target].code}] = filter.claims(edge.aggregate);
    CHECK(got == expected);
    CHECK(std::pair(found->without_country, found->within) == std::pair(without, within));
  });
}

TEST_CASE("a census knows every node") {
  const RandomGraph graph(2);
  const auto census = Census::take(graph.snapshot());
  REQUIRE(census);
  std::size_t nodes = 0;
  REQUIRE(graph.snapshot()
              .for_each_node([&](const StoredNode& stored) {
                const Census::Entry* entry = census->find(hash64(stored.node.id));
                REQUIRE(entry != nullptr);
                CHECK(entry->documents == stored.documents);
                CHECK(entry->type == stored.node.type);
                CHECK(census->countries()[entry->country].code == stored.node.country);
                ++nodes;
                return true;
              })
              .ok());
  CHECK(census->entries().size() == nodes);
  CHECK(census->find(hash64("person:none")) == nullptr);
  CHECK(Census().find(1) == nullptr);
  const std::atomic<bool> stop = true;
  CHECK(Census::take(graph.snapshot(), &stop).error().code() == StatusCode::unsupported);
}

TEST_CASE("edge changes are what one of two snapshots has and the other has not") {
  for_each_part([](const Snapshot& part, const EdgeFilter& filter) {
    const Day day = *parse_day("2024-01-02");
    const Snapshot before = part.during(-1, day), after = part.during(day, day + 9);
    const auto earlier = edges_of(before, filter), later = edges_of(after, filter);
    const auto found = edge_changes(before, after, filter, 1000);
    REQUIRE(found);
    std::set<Keys> gained, lost, changed;
    for (const auto& [keys, aggregate] : later) {
      const auto known = earlier.find(keys);
      if (known == earlier.end())
        gained.insert(keys);
      else if (filter.claims(known->second) != filter.claims(aggregate))
        changed.insert(keys);
    }
    for (const auto& [keys, aggregate] : earlier)
      if (!later.contains(keys)) lost.insert(keys);
    const auto keys_in = [](const std::vector<EdgeChange>& changes) {
      std::set<Keys> keys;
      for (const EdgeChange& change : changes) keys.insert(keys_of(change.edge));
      return keys;
    };
    CHECK(keys_in(found->gained) == gained);
    CHECK(keys_in(found->lost) == lost);
    CHECK(keys_in(found->changed) == changed);
    for (const EdgeChange& change : found->lost) CHECK(change.edge.aggregate == earlier.at(keys_of(change.edge)));
    for (const EdgeChange& change : found->changed) CHECK(change.before == filter.claims(earlier.at(keys_of(change.edge))));
    const auto first = edge_changes(before, after, filter, 1);
    REQUIRE(first);
    CHECK(first->all_gained == gained.size());
    CHECK(first->gained.size() == std::min<std::size_t>(gained.size(), 1));
    if (earlier.size() > 1) CHECK(edge_changes(before, after, filter, 1, 1).error().code() == StatusCode::invalid_input);
  });
}

TEST_CASE("activity adds up to the claims of edges") {
  for_each_part([](const Snapshot& part, const EdgeFilter& filter) {
    const auto total = [&](const ActivityOf& of) {
      const auto found = activity(part, ontology(), filter, of);
      REQUIRE(found);
      CHECK(std::ranges::is_sorted(found->days, {}, &ActivityDay::day));
      std::uint64_t sum = found->undated;
      for (const ActivityDay& day : found->days) sum += day.cooperation + day.conflict + day.structural;
      return sum;
    };
    std::map<Key64, std::uint64_t> of_node;
    std::uint64_t all = 0, between = 0;
    const Key64 a = hash64("person:1"), b = hash64("person:2");
    for (const auto& [keys, aggregate] : edges_of(part, filter)) {
      const auto& [source, type, target] = keys;
      const std::uint64_t claims = filter.claims(aggregate);
      all += claims;
      of_node[source] += claims;
      if (target != source) of_node[target] += claims;
      if ((source == a && target == b) || (source == b && target == a)) between += claims;
    }
    CHECK(total({}) == all);
    CHECK(total({.node = a, .other = {}}) == of_node[a]);
    CHECK(total({.node = a, .other = b}) == between);
  });
}

TEST_CASE("short paths lie in the view that is made of them") {
  for_each_part([](const Snapshot& part, const EdgeFilter& filter) {
    const auto whole = GraphView::build(part, {.statuses = filter.statuses, .relation_types = filter.types, .isolated_nodes = false});
    REQUIRE(whole);
    PathOptions how;
    how.count = 20;
    how.cost = [&](const ViewEdge& edge) { return 1 / static_cast<double>(filter.claims(edge.aggregate)); };
    const auto shortest = [&](const GraphView& view, const std::string& from, const std::string& to) {
      std::vector<std::string> texts;
      for (const Path& path : paths(view, ontology(), *view.vertex(from), *view.vertex(to), how)) {
        if (!texts.empty() && path.steps.size() > static_cast<std::size_t>(std::ranges::count(texts.front(), '>'))) break;
        std::string text;
        for (const PathStep& step : path.steps) text += ">" + view.graph()[step.to].id + " " + std::to_string(step.edges.size());
        texts.push_back(text);
      }
      return texts;
    };
    for (GraphView::Vertex from = 0; from < num_vertices(whole->graph()); ++from)
      for (GraphView::Vertex to = 0; to < num_vertices(whole->graph()); ++to) {
        if (from == to) continue;
        const std::string &a = whole->graph()[from].id, &b = whole->graph()[to].id;
        const auto view = short_paths_view(part, filter, hash64(a), hash64(b));
        REQUIRE(view);
        const auto expected = shortest(*whole, a, b);
        REQUIRE(view->has_value() == !expected.empty());
        if (!expected.empty()) CHECK(shortest(**view, a, b) == expected);
      }
  });
}

TEST_CASE("short paths respect their limits") {
  const TemporaryDirectory directory;
  const auto store = open(directory.path());
  const auto nodes = [] {
    return std::vector<Node>{state("RUS", "Russia"), state("UKR", "Ukraine"), state("IDN", "Indonesia"), state("PER", "Peru")};
  };
  apply(*store, {contribution("a", "2024-01-01", nodes(),
                              {claim("state:RUS", "attacks", "state:UKR"), claim("state:IDN", "condemns", "state:UKR"),
                               claim("state:IDN", "meets", "state:PER")})});
  const auto view = [&](unsigned most, std::size_t read = 1000) {
    ShortPathsOptions options;
    options.most_edges = most;
    options.most_read = read;
    return short_paths_view(store->snapshot(), {}, hash64("state:RUS"), hash64("state:PER"), options);
  };
  CHECK(view(3).value().has_value());
  CHECK_FALSE(view(2).value().has_value());
  CHECK(view(3, 1).error().code() == StatusCode::invalid_input);
  const std::atomic<bool> stop = true;
  CHECK(short_paths_view(store->snapshot(), {}, hash64("state:RUS"), hash64("state:PER"), {.stop = &stop}).error().code() == StatusCode::unsupported);
  CHECK(short_paths_view(store->snapshot(), {}, hash64("state:XXX"), hash64("state:PER")).value() == std::nullopt);
}

TEST_CASE("degrees and days by key are those that are visited") {
  for (std::uint32_t seed = 1; seed <= 2; ++seed) {
    const RandomGraph graph(seed);
    const Snapshot snapshot = graph.snapshot();
    REQUIRE(snapshot
                .for_each_degree([&](Key64 node, const std::vector<NodeDegree>& degrees) {
                  const auto of = snapshot.degrees(node);
                  REQUIRE(of);
                  REQUIRE(of->size() == degrees.size());
                  for (std::size_t i = 0; i < degrees.size(); ++i)
                    CHECK(std::tuple((*of)[i].type, (*of)[i].direction, (*of)[i].edges, (*of)[i].shown) ==
                          std::tuple(degrees[i].type, degrees[i].direction, degrees[i].edges, degrees[i].shown));
                  return true;
                })
                .ok());
    CHECK(snapshot.degrees(hash64("person:none")).value().empty());
    CHECK(snapshot.as_of(0).degrees(1).error().code() == StatusCode::unsupported);
    for (const Snapshot& part : graph.parts()) {
      std::map<std::pair<Keys, Day>, std::uint32_t> expected, got;
      REQUIRE(part.for_each_day(-100'000, 100'000,
                                [&](const StoredDay& day) {
                                  expected[{keys_of(day.edge), day.day}] = day.edge.aggregate.count[0];
                                  return true;
                                })
                  .ok());
      REQUIRE(part.for_each_edge_day([&](Key64 source, const NeighbourDay& found) {
                    got[{Keys{source, found.neighbour.type, found.neighbour.node}, found.day}] = found.neighbour.aggregate.count[0];
                    return true;
                  })
                  .ok());
      CHECK(got == expected);
    }
  }
}

TEST_CASE("types are named by name and by kind") {
  CHECK(relation_types_named(ontology(), "meets") == std::vector<TypeId>{relation("meets")});
  CHECK(relation_types_named(ontology(), "marries").empty());
  std::size_t all = 0;
  for (const std::string_view kind : kRelationKinds) {
    const auto types = relation_types_named(ontology(), kind);
    CHECK_FALSE(types.empty());
    all += types.size();
    for (const TypeId type : types) CHECK(relation_kind(ontology().relation_type(type)->quad) == kind);
  }
  CHECK(all == ontology().relation_types().size());
  CHECK(node_types_named(ontology(), "State") == std::vector<TypeId>{node_type("State")});
  CHECK(node_types_named(ontology(), "Actor").size() > 3);
  CHECK(node_types_named(ontology(), "Planet").empty());
}

}  // namespace
}  // namespace entente::test
