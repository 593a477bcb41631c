#include "graph/reference.h"

#include <fstream>
#include <limits>

#include "tests/catch.h"
#include "tests/export/world.h"

using namespace entente;
using namespace entente::test;

namespace {

std::string text_of(const ReferenceEdge& edge) {
  std::string text = edge.source + " " + ontology().relation_type(edge.type)->name + " " + edge.target;
  if (edge.since || edge.until) text += " " + (edge.since ? std::to_string(*edge.since) : "") + "-" + (edge.until ? std::to_string(*edge.until) : "");
  return edge.office.empty() ? text : text + " " + edge.office;
}

std::vector<std::string> texts(const std::vector<ReferenceEdge>& edges) {
  std::vector<std::string> list;
  for (const ReferenceEdge& edge : edges) list.push_back(text_of(edge));
  return list;
}

}  // namespace

TEST_CASE("the gazetteer says what leaves a node") {
  const ReferenceFacts facts = reference_facts();
  const std::vector<std::pair<std::string, std::vector<std::string>>> table = {
      {"state:IDN", {"state:IDN member_of alliance:un 1950-1965", "state:IDN member_of alliance:un 1966-"}},
      {"person:retno-marsudi",
       {"person:retno-marsudi holds_office_in state:IDN 2012-2014 ambassador",
        "person:retno-marsudi holds_office_in state:IDN 2014-2024 foreign minister"}},
      {"person:hassan-nasrallah", {"person:hassan-nasrallah holds_office_in group:hezbollah 1992-2024 leader"}},
      {"location:jakarta-bay", {"location:jakarta-bay located_in state:IDN"}},
      {"location:atlantis", {}},
      {"force:un/unifil", {"force:un/unifil part_of alliance:un"}},
      {"alliance:un/security-council", {"alliance:un/security-council part_of alliance:un"}},
      {"alliance:un", {}},
      {"force:RUS/810th-brigade", {"force:RUS/810th-brigade part_of state:RUS"}},
      {"government:UKR", {"government:UKR part_of state:UKR"}},
      {"government:eu/commission", {"government:eu/commission part_of alliance:eu"}},
      {"state:XXX", {}},
      {"force:", {}},
      {"no id", {}},
      {"", {}},
  };
  for (const auto& [node, expected] : table) {
    CAPTURE(node);
    CHECK(texts(facts.from(node)) == expected);
  }
  CHECK(facts.name("alliance:un") == "UN");
  CHECK(facts.name("state:IDN") == "Indonesia");
  CHECK(facts.name("state:XXX").empty());
}

TEST_CASE("the gazetteer knows which nodes it lists") {
  const ReferenceFacts facts = reference_facts();
  for (const char* id : {"state:IDN", "alliance:un", "group:hezbollah", "location:jakarta-bay", "location:atlantis", "person:malala-yousafzai",
                         "force:IDN", "agreement:abraham-accords", "media:antara"}) {
    CAPTURE(id);
    CHECK(facts.lists(id));
  }
  for (const char* id : {"state:XXX", "location:nowhere", "force:RUS/810th-brigade", "person:antara", "media:", ""}) {
    CAPTURE(id);
    CHECK_FALSE(facts.lists(id));
  }
}

TEST_CASE("reference edges join only nodes that are both there") {
  const ReferenceFacts facts = reference_facts();
  CHECK(facts.between({}).empty());
  CHECK(facts.between({"state:IDN", "person:hassan-nasrallah"}).empty());
  CHECK(texts(facts.between({"state:IDN", "alliance:un", "location:jakarta-bay", "force:IDN"})) ==
        std::vector<std::string>{"force:IDN part_of state:IDN", "location:jakarta-bay located_in state:IDN",
                                 "state:IDN member_of alliance:un 1950-1965", "state:IDN member_of alliance:un 1966-"});
}

TEST_CASE("a reference edge is compared by its years") {
  struct Row {
    std::optional<int> since, until;
    Period period;
    bool overlap;
  };
  const auto days = [](const char* from, const char* to) {
    return Period{.days =
                      std::pair{parse_day(from).value_or(std::numeric_limits<Day>::min()), parse_day(to).value_or(std::numeric_limits<Day>::max())}};
  };
  const Row table[] = {
      {2014, 2024, days("2024-12-31", ""), true},
      {2014, 2024, days("2025-01-01", ""), false},
      {2014, 2024, days("", "2014-01-01"), true},
      {2014, 2024, days("", "2013-12-31"), false},
      {{}, {}, days("2025-01-01", "2025-01-02"), true},
      {2014, {}, days("2030-01-01", ""), true},
      {2014, 2024, {}, true},
      {2014, 2024, {.known_by = parse_day("2014-01-01")}, true},
      {2014, 2024, {.known_by = parse_day("2013-12-31")}, false},
  };
  for (const Row& row : table) {
    CAPTURE(&row - table);
    CHECK(overlaps(ReferenceEdge{"a", 1, "b", row.since, row.until, ""}, row.period) == row.overlap);
  }
}

TEST_CASE("a wrong row is refused with its place") {
  const TemporaryDirectory directory;
  struct Row {
    const char *file, *line, *message;
  };
  const Row table[] = {
      {"memberships.tsv", "nato\tIDN\t1949\t", "memberships.tsv:5: alliance 'nato' is not in alliances.tsv"},
      {"memberships.tsv", "un\tIDN\tlong ago\t", "since 'long ago' is no year"},
      {"memberships.tsv", "un\tIDN\t1949", "3 cells"},
      {"tenures.tsv", "a\tjester\tIDN\t\t", "office 'jester' is not in offices.tsv"},
      {"tenures.tsv", "a\tleader\tIDN\t\t19x", "until '19x' is no year"},
  };
  for (const auto& [file, line, message] : table) {
    CAPTURE(line);
    std::filesystem::copy(ENTENTE_SOURCE_DIR "/tests/export/gazetteer", directory.path(),
                          std::filesystem::copy_options::recursive | std::filesystem::copy_options::overwrite_existing);
    std::ofstream(directory.path() / file, std::ios::app) << line << '\n';
    const auto facts = ReferenceFacts::load(directory.path(), ontology());
    REQUIRE_FALSE(facts);
    CHECK(facts.error().code() == StatusCode::invalid_input);
    CHECK_THAT(facts.error().message(), contains(message));
  }
  CHECK(ReferenceFacts::load(directory.path() / "nowhere", ontology()).error().code() == StatusCode::not_found);
}

TEST_CASE("the packaged gazetteer is read") {
  const auto facts = ReferenceFacts::load(ENTENTE_SOURCE_DIR "/data/gazetteer", ontology());
  INFO((facts ? std::string() : facts.error().message()));
  REQUIRE(facts);
  CHECK_FALSE(facts->between({"state:IDN", "alliance:asean"}).empty());
  CHECK_FALSE(facts->between({"location:kursk-oblast", "state:RUS"}).empty());
}
