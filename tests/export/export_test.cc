#include "export/exporter.h"

#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>
#include <tuple>

#include "export/evidence.h"
#include "export/fields.h"
#include "export/node_ids.h"
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
  const std::filesystem::path file = ENTENTE_SOURCE_DIR "/tests/golden/" + name;
  if (std::getenv("ENTENTE_APPROVE") != nullptr) {
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << bytes;
  }
  std::ifstream in(file, std::ios::binary);
  const std::string golden{std::istreambuf_iterator<char>(in), {}};
  INFO(file << ": where the new output is right, run the test with ENTENTE_APPROVE=1 and commit the file");
  CHECK(bytes == golden);
}

/// Compares what `options` export with tests/golden/`name`.<extension>, or with the files of the folder `name`.<format>.
void check_golden(const Snapshot& snapshot, const std::string& name, const ExportFormat& format, const ExportOptions& options) {
  CAPTURE(format.name);
  const auto files = exported_files(snapshot, format, options);
  CHECK(files == exported_files(snapshot, format, options));
  for (const auto& [file, bytes] : files) {
    CHECK_FALSE(find_invalid_utf8(bytes));
    const std::string_view ending = file.empty() && !format.extension.empty() ? format.extension : format.name;
    check_golden(name + "." + std::string(ending) + (file.empty() ? "" : "/" + file), bytes);
  }
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
  for (const ExportFormat& format : export_formats())
    check_golden(store->snapshot(), "export", format, {.statuses = kAllStatuses, .reference = &facts, .evidence = format.evidence, .isolated = true});
}

TEST_CASE("names that mean something to a reader stay names") {
  const TemporaryDirectory directory;
  const auto store = make_hostile_world(directory.path());
  // A place for each node, as a layout gives it.
  std::vector<std::pair<Key64, double>> x, y;
  for (std::size_t i = 0; i < kHostileNames.size(); ++i) {
    x.emplace_back(hash64(kHostileNames[i]), static_cast<double>(i) * 10.5);
    y.emplace_back(hash64(kHostileNames[i]), -static_cast<double>(i % 7));
  }
  const std::vector<NodeAttribute> places = {{"x", NodeAttribute::Kind::real, x}, {"y", NodeAttribute::Kind::real, y}};
  for (const ExportFormat& format : export_formats()) check_golden(store->snapshot(), "hostile", format, {.attributes = places});
}

TEST_CASE("formats have options") {
  const TemporaryDirectory directory;
  const auto store = make_world(directory.path());
  const ReferenceFacts facts = reference_facts();
  const Snapshot snapshot = store->snapshot();
  check_golden("export.plain.graphml", exported(snapshot, "graphml", {.settings = {{"dialect", "plain"}}}));
  check_golden("export.yed.graphml", exported(snapshot, "graphml", {.settings = {{"dialect", "yed"}}}));
  check_golden("export.1.2.gexf",
               exported(snapshot, "gexf", {.statuses = kAllStatuses, .reference = &facts, .isolated = true, .settings = {{"gexf", "1.2"}}}));
  check_golden("export.edges.json", exported(snapshot, "json", {.settings = {{"links", "edges"}}}));
  check_golden("export.v3.nebula/import.yaml",
               exported_files(snapshot, *export_format("nebula"), {.settings = {{"importer", "v3"}}}).at("import.yaml"));
  for (const ExportFormat& format : export_formats())
    for (const FormatOption& option : format.options) {
      CAPTURE(format.name, option.name);
      const std::string first(option.values.front());
      CHECK(exported_files(snapshot, format, {.settings = {{std::string(option.name), first}}}) == exported_files(snapshot, format, {}));
    }
  std::ostringstream out;
  const auto refused = [&](std::string_view format, const std::string& name, const std::string& value, const std::string& message) {
    const Status status = export_graph(snapshot, ontology(), {.settings = {{name, value}}}, *export_format(format), out);
    CHECK(status.code() == StatusCode::invalid_input);
    CHECK_THAT(status.message(), contains(message));
  };
  refused("graphml", "dialect", "visone", "use one of gephi, plain, yed");
  refused("json", "dialect", "plain", "json: has no dialect");
  CHECK(out.str().empty());
}

TEST_CASE("a format is one file or several") {
  const TemporaryDirectory directory;
  const auto store = make_world(directory.path());
  std::ostringstream out;
  for (const ExportFormat& format : export_formats()) {
    CAPTURE(format.name);
    CHECK((format.make == nullptr) != (format.make_folder == nullptr));
    CHECK((format.make != nullptr || format.extension.empty()));
    if (format.make == nullptr) CHECK(export_graph(store->snapshot(), ontology(), {}, format, out).code() == StatusCode::unsupported);
  }
}

TEST_CASE("edges are read with the ids of nodes that are one") {
  const TemporaryDirectory directory;
  const auto store = make_world(directory.path());
  judge(*store, {same("people:IRN", "state:IRN"), same("alliance:un", "state:ISR")});
  const Snapshot snapshot = store->snapshot();
  NodeIds ids;
  REQUIRE(snapshot
              .for_each_node([&](const StoredNode& node) {
                ids.add(node.node.id);
                return true;
              })
              .ok());
  ids.finish();
  using Edge = std::tuple<std::string, TypeId, std::string, std::uint32_t>;
  const auto list = [](std::vector<Edge>& edges) {
    return [&edges](const StoredEdge& edge) {
      edges.emplace_back(edge.source, edge.type, edge.target, edge.aggregate.actual());
      return true;
    };
  };
  std::vector<Edge> stored, quick, none;
  REQUIRE(snapshot.for_each_edge(list(stored)).ok());
  REQUIRE(for_each_edge_with_ids(snapshot, ids, list(quick)).ok());
  CHECK_FALSE(stored.empty());
  CHECK(quick == stored);
  // Ids that were not added are read from the store.
  NodeIds empty;
  empty.finish();
  REQUIRE(for_each_edge_with_ids(snapshot, empty, list(none)).ok());
  CHECK(none == stored);
}

TEST_CASE("ids are found by their keys") {
  NodeIds ids;
  ids.finish();
  CHECK_FALSE(ids.position(hash64("a")));
  std::vector<std::string> added = {"", "a", std::string("nul\0", 4), std::string(300, 'x')};
  for (int i = 0; i < 3000; ++i) added.push_back("n:" + std::to_string(i));
  for (const std::string& id : added) ids.add(id);
  ids.finish();
  std::set<std::size_t> positions;
  for (const std::string& id : added) {
    const auto position = ids.position(hash64(id));
    REQUIRE(position);
    CHECK(ids.at(*position) == id);
    positions.insert(*position);
  }
  CHECK(positions.size() == added.size());
  CHECK_FALSE(ids.position(hash64("n:3000")));
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
  struct BadFolder : ExportFolder {
    std::ostringstream out;
    std::ostream& file(std::string_view) override { return out; }
  };
  for (const ExportFormat& format : export_formats()) {
    BadFolder bad;
    bad.out.setstate(std::ios::badbit);
    const Status status = format.make_folder != nullptr ? export_graph(store->snapshot(), ontology(), {}, format, bad)
                                                        : export_graph(store->snapshot(), ontology(), {.page = &kPage}, format, bad.out);
    CHECK(status.ok());
    CHECK(bad.out.str().empty());
  }
}

TEST_CASE("an empty graph is exported as one") {
  const TemporaryDirectory directory;
  const auto store = open(directory.path());
  for (const ExportFormat& format : export_formats()) CHECK_NOTHROW(exported_files(store->snapshot(), format, {.top = 5}));
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

TEST_CASE("numbers are as short as they can be") {
  const auto real = [](double value) {
    std::string out;
    append_real(out, value);
    return out;
  };
  CHECK(real(1) == "1");
  CHECK(real(-6) == "-6");
  CHECK(real(0.573) == "0.573");
  CHECK(real(-0.0) == "-0");
  CHECK(real(1e15) == "1000000000000000");
  CHECK(real(1e300) == "1e+300");
  for (const float value : {0.9f, 0.5731f, 1.0f, 0.0f, 1234.5678f, 1e-9f, 0.1234567f}) {
    CAPTURE(value);
    CHECK(static_cast<float>(shortest(value)) == value);
    CHECK(real(shortest(value)) == fmt::format("{}", value));
  }
  std::string days;
  for (const Day day : {0, -1, 20031, -719162}) append_day(days, day);
  CHECK(days == format_day(0) + format_day(-1) + format_day(20031) + format_day(-719162));
}

TEST_CASE("fields have names of their own") {
  FieldNames names;
  CHECK(names.add("Region") == "Region");
  CHECK(names.add("region") == "region_2");
  CHECK(names.add("REGION") == "REGION_3");
  CHECK(names.add("id") == "id_2");
  CHECK(names.add("two\nlines") == "two lines");
  CHECK(names.add_identifier("a:b;c d") == "a_b_c_d");
  CHECK(names.add_identifier("a b-c\"d") == "a_b_c_d_2");
  CHECK(names.add_identifier("") == "_2");
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
