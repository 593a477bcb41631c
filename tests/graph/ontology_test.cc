#include "graph/ontology.h"

#include <fmt/format.h>

#include "tests/catch.h"
#include "tests/graph/fixture.h"

using namespace entente;

namespace {

const std::string kState = R"({"number": 1, "name": "State", "prefix": "state", "supertypes": ["Actor", "Place"], "description": "a state"})";
const std::string kMeets =
    R"({"number": 3, "name": "meets", "family": "CONSULT", "cameo": "040", "quad": 1, "symmetric": true, "targets": ["Actor"], "description": "meets"})";
const std::string kSays =
    R"({"number": 39, "name": "says", "family": null, "cameo": null, "quad": 0, "symmetric": false, "targets": ["Actor"], "description": "says"})";

std::string ontology_of(const std::string& nodes, const std::string& relations) {
  return fmt::format(R"({{"version": 1, "node_types": [{}], "relation_types": [{}]}})", nodes, relations);
}

/// `text` with the first `from` replaced by `to`.
std::string with(std::string text, std::string_view from, std::string_view to) {
  const auto at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("the ontology of the project is valid") {
  const Ontology& ontology = test::ontology();
  CHECK(ontology.node_types().size() == 13);
  CHECK(ontology.relation_types().size() == 40);
  REQUIRE(ontology.relation_type("meets") != nullptr);
  CHECK(ontology.relation_type("meets")->symmetric);
  CHECK(ontology.relation_type("meets")->quad == Quad::verbal_cooperation);
  CHECK(ontology.relation_type(ontology.relation_type("meets")->number)->name == "meets");
  CHECK(ontology.node_type("Person")->prefix == "person");
  CHECK(ontology.node_type(TypeId{999}) == nullptr);
  CHECK(ontology.relation_type("marries") == nullptr);
}

TEST_CASE("the hash is of what stored keys depend on") {
  const auto hash = [](const std::string& text) {
    const auto ontology = Ontology::parse(text, "test");
    REQUIRE(ontology);
    return ontology->hash();
  };
  const auto base = hash(ontology_of(kState, kMeets + "," + kSays));
  CHECK(base == hash(ontology_of(kState, kSays + "," + kMeets)));
  CHECK(base == hash(ontology_of(with(kState, "a state", "a land"), kMeets + "," + kSays)));
  CHECK(base != hash(ontology_of(with(kState, "State", "Land"), kMeets + "," + kSays)));
  CHECK(base != hash(ontology_of(kState, with(kMeets, "true", "false") + "," + kSays)));
  CHECK(base != hash(ontology_of(kState, kMeets)));
}

TEST_CASE("an ontology that is wrong is refused with place and remedy") {
  struct Row {
    std::string text, message;
  };
  const std::vector<Row> table = {
      {ontology_of(kState, kMeets + "," + with(kSays, "39", "3")),
       "o.json: relation_types[1] 'says': number 3 is used twice; give it a number of its own"},
      {ontology_of(kState, kMeets + "," + with(kSays, "\"says\"", "\"meets\"")),
       "o.json: relation_types[1] 'meets': the name is used twice; give it a name of its own"},
      {ontology_of(with(kState, "\"number\": 1", "\"number\": 0"), kMeets),
       "o.json: node_types[0] 'State': number 0 is not a whole number from 1 to 65535; give it one"},
      {ontology_of(with(kState, "\"number\": 1", "\"number\": 65536"), kMeets),
       "o.json: node_types[0] 'State': number 65536 is not a whole number from 1 to 65535; give it one"},
      {ontology_of(with(kState, "Place", "Thing"), kMeets),
       "o.json: node_types[0] 'State': super-type \"Thing\" is unknown; use a list of Actor, Place, Text"},
      {ontology_of(with(kState, "\"prefix\"", "\"prefixe\""), kMeets),
       "o.json: node_types[0] 'State': unknown key 'prefixe'; use number, name, prefix, supertypes, description"},
      {ontology_of(with(kState, "\"prefix\": \"state\", ", ""), kMeets), "o.json: node_types[0] 'State': key 'prefix' is missing; add it"},
      {ontology_of(kState, with(kMeets, "\"quad\": 1", "\"quad\": 5")), "o.json: relation_types[0] 'meets': quad 5 is unknown; use 0 to 4"},
      {ontology_of(kState, with(kMeets, "\"quad\": 1", "\"quad\": 0")),
       "o.json: relation_types[0] 'meets': has a family but quad 0; use null, or a quad from 1 to 4"},
      {ontology_of(kState, with(kMeets, "true", "\"yes\"")),
       "o.json: relation_types[0] 'meets': symmetric is neither true nor false; write one of them"},
      {ontology_of(kState, with(kMeets, "[\"Actor\"]", "[]")),
       "o.json: relation_types[0] 'meets': targets is no list with an entry; use a list of Actor, Place, Text"},
      {ontology_of(kState, with(kMeets, "\"meets\"", "7")), "o.json: relation_types[0]: name is not a text; write it as \"...\""},
      {ontology_of("7", kMeets), "o.json: node_types[0]: not an object; give it as {\"number\": ..., \"name\": ...}"},
      {ontology_of("", kMeets), "o.json: 'node_types' is no list with an entry; add its rows"},
      {R"({"version": 2, "node_types": [], "relation_types": []})", "o.json: version 2 is not known here; use 1"},
      {R"({"version": 1, "node_types": []})", "o.json: key 'relation_types' is missing; add it"},
      {R"({"version": 1, "types": []})", "o.json: unknown key 'types'; use version, node_types, relation_types"},
      {"[]", "o.json: not a JSON object; see data/ontology.json for the form"},
  };
  for (const auto& [text, message] : table) {
    CAPTURE(text);
    const auto ontology = Ontology::parse(text, "o.json");
    REQUIRE_FALSE(ontology);
    CHECK(ontology.error().code() == StatusCode::invalid_input);
    CHECK(ontology.error().message() == message);
  }
}

TEST_CASE("text that is no JSON is refused with the byte") {
  const auto ontology = Ontology::parse("{\"version\": 1,}", "o.json");
  REQUIRE_FALSE(ontology);
  CHECK(ontology.error().message().starts_with("o.json: byte 15: not JSON; correct it there"));
}

TEST_CASE("an ontology that is not there is not found") {
  const auto ontology = Ontology::load("/nowhere/ontology.json");
  REQUIRE_FALSE(ontology);
  CHECK(ontology.error().code() == StatusCode::not_found);
}
