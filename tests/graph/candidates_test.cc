#include "graph/identity/candidates.h"

#include <algorithm>

#include "tests/catch.h"
#include "tests/graph/fixture.h"

using namespace entente;
using namespace entente::test;

namespace {

using Strings = std::vector<std::string>;

Node node(std::string_view id, std::string_view type, std::string_view name, std::vector<NodeName> names = {}) {
  Node node;
  node.id = id;
  node.type = node_type(type);
  node.name = name;
  node.names = std::move(names);
  return node;
}

Claim planned(Claim claim) {
  claim.modality = Modality::planned;
  return claim;
}

std::vector<IdentityCandidate> candidates_of(Store& store, const ReferenceFacts* facts) {
  auto candidates = identity_candidates(store.snapshot(), ontology(), facts);
  INFO((candidates ? std::string() : candidates.error().message()));
  REQUIRE(candidates);
  return std::move(*candidates);
}

IdentityCandidate of(const std::vector<IdentityCandidate>& candidates, std::string_view id) {
  const auto found = std::ranges::find(candidates, id, &IdentityCandidate::id);
  REQUIRE(found != candidates.end());
  return *found;
}

ReferenceFacts small_facts() {
  auto facts = ReferenceFacts::load(ENTENTE_SOURCE_DIR "/tests/export/gazetteer", ontology());
  INFO((facts ? std::string() : facts.error().message()));
  REQUIRE(facts);
  return std::move(*facts);
}

std::vector<Key64> keys(const Strings& ids) {
  std::vector<Key64> keys;
  for (const std::string& id : ids) keys.push_back(hash64(id));
  std::ranges::sort(keys);
  return keys;
}

/// Retno Marsudi of the gazetteer, and the same under an id that some article made.
std::unique_ptr<Store> make_store(const std::filesystem::path& directory) {
  auto store = open(directory);
  Node retno = node("person:retno-marsudi", "Official", "Retno Marsudi", {{"Menlu Retno", "id"}, {"Retno Marsudi", "en"}});
  retno.country = "IDN";
  retno.wikidata = "Q7316857";
  Node marsudi = node("person:retno-lp-marsudi", "Person", "Retno L.P. Marsudi");
  marsudi.country = "IDN";
  Node bay = node("location:jakarta-bay", "Location", "Jakarta Bay");
  bay.latitude = -6.0, bay.longitude = 106.8;
  const Node asean = node("alliance:asean", "Alliance", "ASEAN");
  apply(*store,
        {contribution("doc-1", "2024-01-01", {retno, marsudi, bay, asean, state("IDN", "Indonesia"), state("AUS", "Australia")},
                      {claim("person:retno-marsudi", "meets", "state:AUS"), claim("state:AUS", "condemns", "person:retno-marsudi"),
                       claim("person:retno-lp-marsudi", "holds_office_in", "state:IDN"), claim("person:retno-lp-marsudi", "visits", "state:AUS"),
                       planned(claim("person:retno-lp-marsudi", "member_of", "alliance:asean")), claim("state:IDN", "member_of", "alliance:asean"),
                       claim("state:IDN", "attacks", "state:IDN")})});
  return store;
}

}  // namespace

TEST_CASE("candidates are what a graph and the gazetteer know of its nodes") {
  const TemporaryDirectory directory;
  const auto store = make_store(directory.path() / "graph");
  const ReferenceFacts facts = small_facts();
  const auto candidates = candidates_of(*store, &facts);
  REQUIRE(candidates.size() == 6);

  const IdentityCandidate retno = of(candidates, "person:retno-marsudi");
  CHECK(retno.type == node_type("Official"));
  CHECK(retno.names == Strings{"Retno Marsudi", "Menlu Retno"});
  CHECK(retno.country == "IDN");
  CHECK(retno.wikidata == "Q7316857");
  CHECK(retno.offices == Strings{"state:IDN ambassador", "state:IDN foreign minister"});
  CHECK(retno.neighbours == keys({"state:AUS"}));
  CHECK(retno.known);
  CHECK_FALSE(retno.latitude);

  const IdentityCandidate other = of(candidates, "person:retno-lp-marsudi");
  CHECK(other.offices == Strings{"state:IDN"});  // a plan to belong to something is none
  CHECK(other.neighbours == keys({"state:AUS", "state:IDN"}));
  CHECK_FALSE(other.known);

  const IdentityCandidate bay = of(candidates, "location:jakarta-bay");
  CHECK(bay.offices.empty());  // where it lies is no office
  CHECK(bay.latitude == -6.0);
  CHECK(bay.longitude == 106.8);
  CHECK(bay.known);

  // Out of an edge and into it, and not for a loop.
  CHECK(of(candidates, "state:IDN").neighbours == keys({"alliance:asean", "person:retno-lp-marsudi"}));
  CHECK(of(candidates, "alliance:asean").neighbours == keys({"state:IDN"}));
}

TEST_CASE("candidates without the gazetteer") {
  const TemporaryDirectory directory;
  const auto store = make_store(directory.path() / "graph");
  const auto candidates = candidates_of(*store, nullptr);
  const IdentityCandidate retno = of(candidates, "person:retno-marsudi");
  CHECK(retno.offices.empty());
  CHECK_FALSE(retno.known);
  CHECK(of(candidates, "state:IDN").offices == Strings{"alliance:asean"});

  const auto empty = open(directory.path() / "empty");
  CHECK(candidates_of(*empty, nullptr).empty());
  const auto bare = Ontology::parse(R"({"version": 1,
    "node_types": [{"number": 1, "name": "State", "prefix": "state", "supertypes": ["Actor"], "description": "-"}],
    "relation_types": [{"number": 1, "name": "meets", "family": "CONSULT", "cameo": "040", "quad": 1, "symmetric": true, "targets": ["Actor"],
                        "description": "-"}]})",
                                    "bare.json");
  INFO((bare ? std::string() : bare.error().message()));
  REQUIRE(bare);
  const auto refused = identity_candidates(empty->snapshot(), *bare, nullptr);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code() == StatusCode::unsupported);
  CHECK_THAT(refused.error().message(), contains("no relation type 'holds_office_in'"));
}

TEST_CASE("a node with many names and neighbours is cut") {
  const TemporaryDirectory directory;
  const auto store = open(directory.path() / "graph");
  std::vector<Node> nodes = {node("org:a", "Organization", "Hub")};
  for (int i = 0; i < 50; ++i) nodes[0].names.push_back({"Hub " + std::to_string(i), "en"});
  std::vector<Claim> claims;
  std::vector<Key64> all;
  for (int i = 0; i < 5000; ++i) {
    const std::string id = "person:" + std::to_string(i);
    nodes.push_back(node(id, "Person", "Name"));
    claims.push_back(claim("org:a", "meets", id));
    all.push_back(hash64(id));
  }
  apply(*store, {contribution("doc-1", "2024-01-01", nodes, claims)});
  const IdentityCandidate hub = of(candidates_of(*store, nullptr), "org:a");
  CHECK(hub.names.size() == 32);
  CHECK(hub.names.front() == "Hub");
  std::ranges::sort(all);
  CHECK(std::ranges::equal(hub.neighbours, std::span(all).first(4096)));
}

TEST_CASE("which types can be one thing") {
  struct Row {
    const char *a, *b;
    bool expected;
  };
  const Row table[] = {
      {"Person", "Person", true},           {"Person", "Official", true},
      {"Location", "Location", true},       {"Organization", "Party", true},
      {"Organization", "Media", true},      {"Organization", "Alliance", true},
      {"Organization", "Government", true}, {"ArmedGroup", "Party", true},
      {"ArmedGroup", "ArmedForce", true},   {"Party", "Media", false},
      {"ArmedForce", "Party", false},       {"State", "Location", false},
      {"State", "People", false},           {"State", "Organization", false},
      {"Person", "Organization", false},    {"Agreement", "Organization", false},
  };
  const auto may_match = types_of_one_thing(ontology());
  for (const auto& [a, b, expected] : table) {
    CAPTURE(a, b);
    CHECK(may_match(node_type(a), node_type(b)) == expected);
    CHECK(may_match(node_type(b), node_type(a)) == expected);
  }
}

TEST_CASE("from a graph to suggestions") {
  const TemporaryDirectory directory;
  const auto store = make_store(directory.path() / "graph");
  const ReferenceFacts facts = small_facts();
  const auto words = NameWords::load(ENTENTE_SOURCE_DIR "/data/identity");
  REQUIRE(words);
  const auto found = suggest_duplicates(candidates_of(*store, &facts), *words, types_of_one_thing(ontology()), 0.6);
  REQUIRE(found.size() == 1);
  CHECK(found[0].a == "person:retno-lp-marsudi");
  CHECK(found[0].b == "person:retno-marsudi");
  CHECK(found[0].reasons ==
        Strings{"one name is part of the other: 'Retno L.P. Marsudi', 'Retno Marsudi'", "both of IDN", "1 of 1 neighbours shared"});
}
