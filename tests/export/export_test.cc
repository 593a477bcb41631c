#include "export/exporter.h"

#include <cstdlib>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "export/evidence.h"
#include "export/selection.h"
#include "export/text.h"
#include "graph/text/unicode.h"
#include "tests/catch.h"
#include "tests/export/world.h"

using namespace entente;
using namespace entente::test;

namespace {

/// Compares with tests/golden/`name`, or writes it where ENTENTE_APPROVE is set.
void check_golden(const std::string& name, const std::string& bytes) {
  const std::string file = ENTENTE_SOURCE_DIR "/tests/golden/" + name;
  if (std::getenv("ENTENTE_APPROVE") != nullptr) std::ofstream(file, std::ios::binary) << bytes;
  std::ifstream in(file, std::ios::binary);
  const std::string golden{std::istreambuf_iterator<char>(in), {}};
  INFO(file << ": where the new output is right, run the test with ENTENTE_APPROVE=1 and commit the file");
  CHECK(bytes == golden);
}

struct Shown {
  std::set<std::string> nodes;
  std::vector<std::string> edges;
};

/// What an export shows, as its JSON has it.
Shown shown(const Snapshot& snapshot, const ExportOptions& options) {
  const auto json = nlohmann::json::parse(exported(snapshot, "json", options));
  Shown result;
  for (const auto& node : json["nodes"]) CHECK(result.nodes.insert(node["id"].get<std::string>()).second);
  for (const auto& link : json["links"]) {
    for (const auto* end : {"source", "target"}) CHECK(result.nodes.contains(link[end].get<std::string>()));
    result.edges.push_back(link["source"].get<std::string>() + " " + link["key"].get<std::string>() + " " + link["target"].get<std::string>());
  }
  std::sort(result.edges.begin(), result.edges.end());
  return result;
}

}  // namespace

TEST_CASE("exports are as they were approved") {
  const TemporaryDirectory directory;
  const auto store = make_world(directory.path());
  const ReferenceFacts facts = reference_facts();
  const Snapshot snapshot = store->snapshot();
  for (const ExportFormat& format : export_formats()) {
    CAPTURE(format.name);
    const ExportOptions options = {.statuses = kAllStatuses, .reference = &facts, .evidence = format.evidence, .isolated = true};
    const std::string bytes = exported(snapshot, format.name, options);
    CHECK_FALSE(find_invalid_utf8(bytes));
    CHECK(bytes == exported(snapshot, format.name, options));
    check_golden("export." + std::string(format.extension), bytes);
  }
}

TEST_CASE("an export shows the edges that its options ask for") {
  const TemporaryDirectory directory;
  const auto store = make_world(directory.path());
  const ReferenceFacts facts = reference_facts();
  const Snapshot snapshot = store->snapshot();
  const std::string hostile = clean_id(kHostileId);
  const std::string accuses = hostile + " accuses " + hostile, supports = hostile + " supports state:IRN",
                    condemns = "person:retno-marsudi condemns state:ISR", meets = "state:IDN meets state:IRN",
                    others_meet = "state:IRN meets state:ISR", attacks = "state:ISR attacks state:IRN";
  struct Row {
    const char* what;
    ExportOptions options;
    std::vector<std::string> edges;
    std::size_t nodes;
    Period period = {};
  };
  constexpr Day kFirst = std::numeric_limits<Day>::min(), kLast = std::numeric_limits<Day>::max();
  const auto day = [](const char* text) { return *parse_day(text); };
  const std::vector<Row> table = {
      {"default", {}, {accuses, supports, condemns, meets, others_meet, attacks}, 5},
      {"isolated", {.isolated = true}, {accuses, supports, condemns, meets, others_meet, attacks}, 8},
      {"type", {.relation_types = {relation("meets")}}, {meets, others_meet}, 3},
      {"from a day", {}, {others_meet, attacks}, 2, {.days = std::pair{day("2024-11-06"), kLast}}},
      {"to a day", {}, {condemns}, 2, {.days = std::pair{kFirst, day("2024-11-04")}}},
      {"undated are no days", {}, {condemns, meets, attacks}, 4, {.days = std::pair{day("1970-01-01"), day("2024-11-05")}}},
      {"as of a day", {}, {condemns, meets, attacks}, 4, {.known_by = day("2024-11-05")}},
      {"confidence", {.min_confidence = 0.6f}, {condemns}, 2},
      {"count", {.min_count = 2}, {supports, attacks}, 3},
      {"negated", {.statuses = {false, false, false, false, true}}, {"state:IDN recognizes state:ISR", attacks}, 3},
      {"planned too",
       {.relation_types = {relation("threatens")}, .statuses = {true, true, false, false, false}},
       {"state:ISR threatens state:IRN"},
       2},
      {"top", {.top = 2}, {others_meet, attacks}, 2},
      {"top without claims", {.relation_types = {relation("fights")}, .top = 3}, {}, 0},
      {"reference",
       {.relation_types = {relation("condemns"), relation("holds_office_in"), relation("recognizes")}, .statuses = kAllStatuses, .reference = &facts},
       {condemns, "person:retno-marsudi reference:holds_office_in state:IDN", "person:retno-marsudi reference:holds_office_in:2 state:IDN",
        "state:IDN recognizes state:ISR"},
       3},
      {"reference in time",
       {.reference = &facts, .isolated = true},
       {"location:jakarta-bay reference:located_in state:IDN", condemns, "person:retno-marsudi reference:holds_office_in state:IDN",
        "person:retno-marsudi reference:holds_office_in:2 state:IDN", meets, "state:IDN reference:member_of alliance:un", others_meet,
        "state:IRN reference:member_of alliance:un", attacks},
       6,
       {.days = std::pair{day("1970-01-01"), kLast}}},
  };
  for (const auto& [what, options, expected, nodes, period] : table) {
    CAPTURE(what);
    Snapshot part = snapshot;
    if (period.known_by) part = part.as_of(*period.known_by);
    if (period.days) part = part.during(period.days->first, period.days->second);
    const Shown result = shown(part, options);
    CHECK(result.edges == expected);
    CHECK(result.nodes.size() == nodes);
  }
}

TEST_CASE("evidence is a matter of JSON, and of the statuses asked for") {
  const TemporaryDirectory directory;
  const auto store = make_world(directory.path());
  const Snapshot snapshot = store->snapshot();
  std::ostringstream out;
  CHECK(export_graph(snapshot, ontology(), {.evidence = true}, *export_format("graphml"), out).code() == StatusCode::unsupported);
  const auto count = [&](const ExportOptions& options) {
    const auto json = nlohmann::json::parse(exported(snapshot, "json", options));
    for (const auto& link : json["links"])
      if (link["type"] == "attacks") return link["evidence"].size();
    return std::size_t{0};
  };
  CHECK(count({.evidence = true}) == 2);
  CHECK(count({.statuses = kAllStatuses, .evidence = true}) == 3);
}

TEST_CASE("a stream that goes bad ends an export quietly") {
  const TemporaryDirectory directory;
  const auto store = make_world(directory.path());
  for (const ExportFormat& format : export_formats()) {
    std::ostringstream out;
    out.setstate(std::ios::badbit);
    CHECK(export_graph(store->snapshot(), ontology(), {}, format, out).ok());
  }
}

TEST_CASE("an empty graph is exported as one") {
  const TemporaryDirectory directory;
  const auto store = open(directory.path());
  for (const ExportFormat& format : export_formats()) CHECK_FALSE(exported(store->snapshot(), format.name, {.top = 5}).empty());
  CHECK(shown(store->snapshot(), {}).nodes.empty());
}

TEST_CASE("text is made fit to print") {
  struct Row {
    std::string text, clean, line, id;
  };
  const std::vector<Row> table = {
      {"plain", "plain", "plain", "plain"},
      {"a\x01"
       "b",
       "ab", "ab", "a%01b"},
      {" a\n\tb ", " a\n\tb ", "a b", " a%0A%09b "},
      {"\xff", "\xEF\xBF\xBD", "\xEF\xBF\xBD", "%FF"},
      {"\xEF\xBF\xBD", "\xEF\xBF\xBD", "\xEF\xBF\xBD", "\xEF\xBF\xBD"},
      {"\xC2\x9B"
       "31m",
       "31m", "31m", "%C2%9B31m"},
      {"\xEF\xBF\xBF", "", "", "%EF%BF%BF"},
      {"", "", "", ""},
  };
  for (const auto& [text, clean, line, id] : table) {
    CAPTURE(text);
    CHECK(clean_text(text) == clean);
    CHECK(one_line(text) == line);
    CHECK(clean_id(text) == id);
  }
  CHECK(shortest(0.9f) == 0.9);
}

TEST_CASE("a span is cut out by code points") {
  const std::string text = "aé🕊z";
  CHECK(slice(text, {0, 1}) == "a");
  CHECK(slice(text, {1, 3}) == "é🕊");
  CHECK(slice(text, {3, 99}) == "z");
  CHECK(slice(text, {2, 2}).empty());
  CHECK(slice(text, {9, 12}).empty());
}

TEST_CASE("a set of nodes holds what was added") {
  NodeSet set;
  for (Key64 node = 0; node < 5000; ++node) set.add(node * 3 % 4000);
  set.finish();
  CHECK(set.size() == 4000);
  CHECK(set.contains(3999));
  CHECK_FALSE(set.contains(4000));
}
