#include "graph/store/period.h"

#include <rocksdb/db.h>

#include <algorithm>
#include <limits>
#include <map>
#include <set>

#include "graph/store/codec.h"
#include "graph/store/hops.h"
#include "tests/catch.h"
#include "tests/graph/fixture.h"

using namespace entente;
using namespace entente::test;

namespace {

constexpr Day kFirst = std::numeric_limits<Day>::min(), kLast = std::numeric_limits<Day>::max();
constexpr std::size_t kAll = std::numeric_limits<std::size_t>::max();

std::string text_of(const EdgeAggregate& sum) {
  std::string text;
  for (const std::uint32_t count : sum.count) text += std::to_string(count) + " ";
  return text + std::to_string(sum.articles) + " " + std::to_string(sum.reports) + " " + std::to_string(sum.first) + ".." + std::to_string(sum.last) +
         " " + std::to_string(sum.confidence);
}
std::string text_of(const StoredEdge& edge) {
  return edge.source + " " + std::to_string(edge.type) + " " + edge.target + ": " + text_of(edge.aggregate);
}
std::string text_of(const StoredDay& day) { return std::to_string(day.day) + " " + text_of(day.edge); }
std::string text_of(const Neighbour& neighbour) {
  return std::to_string(neighbour.type) + " " + std::to_string(neighbour.node) + ": " + text_of(neighbour.aggregate);
}
std::string text_of(const NeighbourDay& day) { return std::to_string(day.day) + " " + text_of(day.neighbour); }
std::string text_of(const Claim& claim) {
  return claim.source + " " + std::to_string(claim.type) + " " + claim.target + " " + claim.evidence.document + " " +
         std::to_string(claim.evidence.sentence) + " " + std::string(to_string(claim.modality)) + std::string(to_string(claim.polarity)) +
         (claim.date ? std::to_string(claim.date->day) : "");
}
std::string text_of(const DocumentRecord& document) { return document.id; }
std::string text_of(const StoredNode& node) {
  const auto day = [](std::optional<Day> of) { return of ? std::to_string(*of) : "none"; };
  return node.node.id + " " + node.node.name + " " + std::to_string(node.node.type) + " " + node.node.country + ": " +
         std::to_string(node.documents) + " " + day(node.first) + ".." + day(node.last);
}
std::string text_of(const std::vector<std::pair<TypeId, std::uint64_t>>& counts) {
  std::string text;
  for (const auto& [type, count] : counts) text += std::to_string(type) + "=" + std::to_string(count) + " ";
  return text;
}

/// The first `limit` things that `read(visitor)` visits.
template <class Thing, class Read>
std::vector<std::string> seen(const Read& read, std::size_t limit = kAll) {
  std::vector<std::string> texts;
  const Status status = read([&](const Thing& thing) {
    texts.push_back(text_of(thing));
    return texts.size() < limit;
  });
  if (!status.ok()) texts.push_back(status.message());
  return texts;
}

const std::vector<std::string> kNodes = {"person:0", "person:1", "person:2", "person:3", "person:4", "person:5"};

/// What a snapshot says of edges, by question. Visits end after `limit`.
std::map<std::string, std::vector<std::string>> edge_answers(const Snapshot& snapshot, std::size_t limit) {
  const TypeId meets = relation("meets"), condemns = relation("condemns");
  const Day some = *parse_day("2024-01-02"), more = *parse_day("2024-01-04");
  std::map<std::string, std::vector<std::string>> answers;
  Hops out(snapshot, Direction::out), in(snapshot, Direction::in);
  for (const std::string& node : kNodes) {
    const Key64 key = hash64(node);
    for (const std::optional<TypeId> type : {std::optional<TypeId>(), std::optional(meets), std::optional(condemns)}) {
      const std::string of = node + " " + std::to_string(type.value_or(0));
      answers["out " + of] = seen<StoredEdge>([&](const auto& visit) { return snapshot.out(node, type, visit); }, limit);
      answers["in " + of] = seen<StoredEdge>([&](const auto& visit) { return snapshot.in(node, type, visit); }, limit);
      for (const auto& [name, direction] : {std::pair{"out neighbours ", Direction::out}, {"in neighbours ", Direction::in}})
        answers[name + of] = seen<Neighbour>([&](const auto& visit) { return snapshot.neighbours(key, direction, type, visit); }, limit);
      CHECK(seen<Neighbour>([&](const auto& visit) { return out.from(key, type, visit); }, limit) == answers["out neighbours " + of]);
      CHECK(seen<Neighbour>([&](const auto& visit) { return in.from(key, type, visit); }, limit) == answers["in neighbours " + of]);
    }
    for (const TypeId type : {meets, condemns})
      for (const auto& [since, until] : {std::pair{kFirst, kLast}, {some, more}, {more, some}, {-1, 0}}) {
        const auto [from, to] = std::pair{since, until};
        const std::string of = node + " " + std::to_string(type) + " " + std::to_string(from) + ".." + std::to_string(to);
        answers["out days " + of] = seen<StoredDay>([&](const auto& visit) { return snapshot.out_days(node, type, from, to, visit); }, limit);
        answers["in days " + of] = seen<StoredDay>([&](const auto& visit) { return snapshot.in_days(node, type, from, to, visit); }, limit);
        for (const auto& [name, direction] : {std::pair{"out neighbour days ", Direction::out}, {"in neighbour days ", Direction::in}})
          answers[name + of] =
              seen<NeighbourDay>([&](const auto& visit) { return snapshot.neighbour_days(key, direction, type, from, to, visit); }, limit);
      }
    for (const std::string& other : kNodes)
      for (const TypeId type : {meets, condemns}) {
        const std::string of = node + " " + std::to_string(type) + " " + other;
        const auto edge = snapshot.edge(node, type, other);
        answers["edge " + of] = {edge ? text_of(*edge) : edge.error().code() == StatusCode::not_found ? "none" : edge.error().message()};
        answers["claims " + of] = seen<Claim>(
            [&](const auto& visit) { return snapshot.claims(node, type, other, [&](const Claim& claim, std::uint32_t) { return visit(claim); }); },
            limit);
        for (const Day day : {Day{-1}, Day{0}, some}) {
          std::vector<std::string>& answer = answers["confidences " + of + " " + std::to_string(day)];
          CHECK(snapshot.confidences(key, type, hash64(other), day, [&](float one) { answer.push_back(std::to_string(one)); }).ok());
        }
      }
  }
  check_keys(snapshot);
  answers["edges"] = seen<StoredEdge>([&](const auto& visit) { return snapshot.for_each_edge(visit); }, limit);
  for (const auto& [since, until] : {std::pair{kFirst, kLast}, {some, more}, {Day{0}, some}}) {
    const auto [from, to] = std::pair{since, until};
    answers["days " + std::to_string(from)] = seen<StoredDay>([&](const auto& visit) { return snapshot.for_each_day(from, to, visit); }, limit);
  }
  answers["documents"] = seen<DocumentRecord>([&](const auto& visit) { return snapshot.for_each_document(visit); }, limit);
  for (const Direction direction : {Direction::out, Direction::in})
    for (const std::optional<TypeId> type : {std::optional<TypeId>(), std::optional(meets), std::optional(condemns)})
      for (const std::size_t longest : {3, 100}) {
        const auto top = snapshot.top(direction, type, longest);
        REQUIRE(top);
        auto& answer = answers["top " + std::to_string(static_cast<int>(direction)) + std::to_string(type.value_or(0)) + std::to_string(longest)];
        for (const auto& [node, edges] : *top) answer.push_back(node + " " + std::to_string(edges));
      }
  const auto stats = snapshot.stats();
  REQUIRE(stats);
  answers["counts"] = {std::to_string(stats->documents), std::to_string(stats->edges),  std::to_string(stats->shown_edges),
                       std::to_string(stats->claims),    text_of(stats->edges_by_type), text_of(stats->shown_edges_by_type),
                       text_of(stats->claims_by_type)};
  return answers;
}

std::vector<Contribution> contributions_of(const Snapshot& snapshot) {
  std::vector<Contribution> contributions;
  REQUIRE(snapshot
              .for_each_document([&](const DocumentRecord& document) {
                contributions.push_back(snapshot.contribution(document.id).value());
                return true;
              })
              .ok());
  return contributions;
}

/// The articles that `period` leaves, with the claims that it leaves. Written without the code under test.
std::vector<Mutation> remaining(const std::vector<Contribution>& contributions, const Period& period) {
  std::vector<Mutation> mutations;
  for (Contribution left : contributions) {
    const std::optional<Day> date = left.document.date;
    if (period.known_by && (!date || *date > *period.known_by)) continue;
    std::erase_if(left.claims, [&](const Claim& claim) {
      const Day day = claim.date ? claim.date->day : date.value_or(0);
      return period.days && (day == 0 || day < period.days->first || day > period.days->second);
    });
    mutations.emplace_back(std::move(left));
  }
  return mutations;
}

/// The nodes that a restricted `whole` should have, where `left` is a graph of nothing but what remains.
std::vector<StoredNode> expected_nodes(const Snapshot& whole, const Snapshot& left, const Period& period) {
  std::set<std::string> ends;
  REQUIRE(left.for_each_edge([&](const StoredEdge& edge) {
                ends.insert({edge.source, edge.target});
                return true;
              })
              .ok());
  std::vector<StoredNode> nodes;
  REQUIRE(whole
              .for_each_node([&](const StoredNode& known) {
                const auto counted = left.node(known.node.id);
                if (!counted || (period.days && !ends.contains(known.node.id))) return true;
                nodes.push_back({known.node, counted->documents, counted->first, counted->last, {}});
                return true;
              })
              .ok());
  return nodes;
}

void check_nodes(const Snapshot& whole, const Snapshot& restricted, const std::vector<StoredNode>& expected) {
  std::vector<std::string> texts;
  std::set<std::string> ids;
  std::map<TypeId, std::uint64_t> by_type;
  for (const StoredNode& node : expected) {
    texts.push_back(text_of(node));
    ids.insert(node.node.id);
    ++by_type[node.node.type];
    const auto one = restricted.node(node.node.id);
    REQUIRE(one);
    CHECK(text_of(*one) == text_of(node));
    CHECK(one->node == node.node);
  }
  const auto read = [&](const auto& visit) { return restricted.for_each_node(visit); };
  CHECK(seen<StoredNode>(read) == texts);
  CHECK(seen<StoredNode>(read, 1) == std::vector(texts.begin(), texts.begin() + std::min<std::ptrdiff_t>(1, std::ssize(texts))));
  for (const std::string& id : kNodes) {
    const auto one = restricted.node(id);
    CHECK(one.has_value() == ids.contains(id));
    if (!one) CHECK(one.error().code() == StatusCode::not_found);
  }
  for (const char* name : {"Name0", "name1", "Other Name2", "X1", "y2", "person:3", "Atlantis"}) {
    auto found = whole.find(name).value();
    std::erase_if(found, [&](const std::string& id) { return !ids.contains(id); });
    CHECK(restricted.find(name).value() == found);
  }
  const StoreStats stats = restricted.stats().value();
  CHECK(stats.nodes == expected.size());
  CHECK(stats.nodes_by_type == std::vector<std::pair<TypeId, std::uint64_t>>(by_type.begin(), by_type.end()));
}

void check_documents(const std::vector<Contribution>& contributions, const Snapshot& restricted) {
  for (const Contribution& one : contributions) {
    const auto& known_by = restricted.period().known_by;
    const bool known = !known_by || (one.document.date && *one.document.date <= *known_by);
    const auto document = restricted.document(one.document.id);
    const auto contribution = restricted.contribution(one.document.id);
    CHECK(document.has_value() == known);
    CHECK(contribution.has_value() == known);
    if (known) {
      CHECK(*document == one.document);
      CHECK(*contribution == one);
    } else {
      CHECK(document.error().code() == StatusCode::not_found);
      CHECK(document.error().message().find("was not known on") != std::string::npos);
    }
  }
}

Snapshot restrict(const Snapshot& snapshot, const Period& period) {
  Snapshot restricted = snapshot;
  if (period.days) restricted = restricted.during(period.days->first, period.days->second);
  if (period.known_by) restricted = restricted.as_of(*period.known_by);
  return restricted;
}

std::vector<Period> periods() {
  const auto day = [](const char* text) { return *parse_day(text); };
  std::vector<Period> periods;
  for (const auto& known_by : {std::optional<Day>(), parse_day("2023-12-31"), parse_day("2024-01-03"), parse_day("2025-01-01")})
    for (const auto& days : std::vector<std::optional<std::pair<Day, Day>>>{
             {},
             {{kFirst, kLast}},
             {{-1, -1}},
             {{-1, 1}},
             {{0, 0}},
             {{day("2024-01-02"), day("2024-01-04")}},
             {{day("2024-01-03"), day("2024-01-03")}},
             {{1, day("2024-01-02")}},
             {{day("2024-01-04"), kLast}},
             {{day("2024-02-01"), day("2024-03-01")}},
             {{day("2024-01-04"), day("2024-01-02")}},
         })
      periods.push_back({known_by, days});
  return periods;
}

}  // namespace

TEST_CASE("a restricted snapshot answers as a graph of nothing but what remains") {
  for (const auto& [seed, size] : {std::pair{1u, 200}, {2u, 8}}) {  // edges of many days, and of one
    const TemporaryDirectory directory;
    const auto store = open(directory.path());
    RandomArticles random(seed);
    std::vector<Mutation> articles;
    for (int i = 0; i < size; ++i) articles.emplace_back(random.next("doc-" + std::to_string(i)));
    apply(*store, std::move(articles));
    const Snapshot whole = store->snapshot();
    const auto contributions = contributions_of(whole);
    for (const Period& period : periods()) {
      const auto shown = [](std::optional<Day> day) { return day ? std::to_string(*day) : "none"; };
      CAPTURE(seed, shown(period.known_by), shown(period.days ? std::optional(period.days->first) : std::nullopt),
              shown(period.days ? std::optional(period.days->second) : std::nullopt));
      const TemporaryDirectory place;
      const auto left = open(place.path(), {.create = true, .sync = SyncMode::off});
      apply(*left, remaining(contributions, period));
      const Snapshot restricted = restrict(whole, period), expected = left->snapshot();
      CHECK(restricted.period() == period);
      for (const std::size_t limit : {kAll, std::size_t{2}}) {
        const auto answers = edge_answers(restricted, limit);
        for (const auto& [question, answer] : edge_answers(expected, limit)) {
          if (answers.at(question) == answer) continue;
          CAPTURE(question, limit);
          CHECK(answers.at(question) == answer);
        }
      }
      check_nodes(whole, restricted, expected_nodes(whole, expected, period));
      check_documents(contributions, restricted);
    }
  }
}

TEST_CASE("restrictions add up, and a snapshot without any is as it was") {
  const TemporaryDirectory directory;
  const auto store = open(directory.path());
  const Snapshot whole = store->snapshot();
  CHECK_FALSE(whole.period().restricts());
  CHECK(whole.as_of(5).as_of(3).as_of(4).period() == Period{3, {}});
  CHECK(whole.during(2, 9).as_of(7).during(4, 12).period() == Period{7, std::pair{4, 9}});
  CHECK(whole.during(1, 2).during(3, 4).period() == Period{{}, std::pair{3, 2}});
  CHECK_FALSE(whole.during(1, 2).as_of(3).whole().period().restricts());
}

TEST_CASE("a period too long to gather is read in order, with the same edges") {
  const TemporaryDirectory directory;
  {
    const auto store = open(directory.path());
    RandomArticles random(4);
    std::vector<Mutation> articles;
    for (int i = 0; i < 50; ++i) articles.emplace_back(random.next("doc-" + std::to_string(i)));
    apply(*store, std::move(articles));
  }
  const auto database = store::Database::open(directory.path(), store::Access::read);
  REQUIRE(database);
  for (const Period& period : periods()) {
    if (!period.days) continue;
    const auto edges = [&](std::size_t gathered) {
      std::vector<std::pair<store::EdgeKey, std::string>> found;
      const store::PeriodReader reader(store::Reader(**database), period, gathered);
      CHECK(reader
                .all_edges([&](const store::EdgeKey& key, const EdgeAggregate& aggregate) -> Result<bool> {
                  found.emplace_back(key, text_of(aggregate));
                  return true;
                })
                .ok());
      return found;
    };
    CHECK(edges(1) == edges(store::PeriodReader::kGathered));
  }
}

TEST_CASE("near-copies count as one report of those that remain") {
  const TemporaryDirectory directory;
  const auto article = [](std::string_view id, std::string_view date) {
    return contribution(id, date, {state("IDN", "Indonesia"), state("ISR", "Israel")}, {claim("state:IDN", "condemns", "state:ISR")});
  };
  apply(*open(directory.path()), {article("a", "2024-01-01"), article("b", "2024-01-02"), article("c", "2024-01-02"), article("d", "2024-01-03")});
  {
    const auto database = store::Database::open(directory.path(), store::Access::write);
    REQUIRE(database);
    for (const char* document : {"a", "b"}) {
      const std::string key = store::report_key(hash64(document)).str();
      REQUIRE((*database)->db().Put({}, (*database)->family(store::Family::report), key, store::encode_group(hash64("a"))).ok());
    }
  }
  const auto store = open(directory.path());
  const auto counts = [&](const Snapshot& snapshot) {
    const EdgeAggregate sum = snapshot.edge("state:IDN", relation("condemns"), "state:ISR").value().aggregate;
    return std::pair{sum.articles, sum.reports};
  };
  const Day second = *parse_day("2024-01-02");
  CHECK(counts(store->snapshot().as_of(second - 1)) == std::pair{1u, 1u});
  CHECK(counts(store->snapshot().as_of(second)) == std::pair{3u, 2u});
  CHECK(counts(store->snapshot().during(second, second)) == std::pair{2u, 2u});
  CHECK(counts(store->snapshot().during(second, second + 1)) == std::pair{3u, 3u});
  CHECK(counts(store->snapshot().during(kFirst, kLast)) == std::pair{4u, 3u});
}
