#include <fmt/format.h>

#include <sstream>
#include <string>
#include <vector>

#include "ingest/pipeline.h"
#include "ingest/read/open.h"
#include "tests/catch.h"

using namespace entente;

namespace {

class Silence final : public WarningSink {
 public:
  void warn(std::string_view, std::string_view) override {}
};

const Extractor& extractor() {
  static const auto loaded = Extractor::load(std::string(ENTENTE_SOURCE_DIR) + "/data");
  REQUIRE(loaded);
  return **loaded;
}

/// What a table of events says, a line a row: "source | relation | target", or why there is nothing.
std::vector<std::string> read(const std::string& table, std::vector<Extraction>* extractions = nullptr) {
  std::vector<std::string> lines;
  std::istringstream in(table);
  Silence silence;
  const ReadOptions options;
  auto reader = open_reader(in, {"events", "events"}, nullptr, options, silence);
  REQUIRE(reader);
  Extractor::Worker worker(extractor());
  for (;;) {
    auto article = (*reader)->next();
    if (!article) {
      lines.push_back(article.error().message());
      continue;
    }
    if (!*article) break;
    auto extraction = worker.extract(**article);
    REQUIRE(extraction);
    if (!extraction->passed_over.empty()) {
      lines.push_back(extraction->passed_over);
      continue;
    }
    REQUIRE(extraction->contribution.claims.size() == 1);
    const Claim& claim = extraction->contribution.claims.front();
    lines.push_back(fmt::format("{} | {} | {}", claim.source, extractor().ontology().relation_type(claim.type)->name, claim.target));
    if (extractions != nullptr) extractions->push_back(std::move(*extraction));
  }
  return lines;
}

struct Actor {
  std::string name, country, type;
};

/// A row of GDELT with 61 columns, or with 58 as its files were before 2015.
std::string gdelt(const std::string& id, const Actor& source, const std::string& code, const Actor& target, const std::string& place = {},
                  std::size_t columns = 61) {
  std::vector<std::string> cells(columns);
  const bool newer = columns == 61;
  cells[0] = id;
  cells[1] = "20240301";
  cells[6] = source.name, cells[7] = source.country, cells[12] = source.type;
  cells[16] = target.name, cells[17] = target.country, cells[22] = target.type;
  cells[26] = code;
  cells[newer ? 52 : 50] = place;
  if (!place.empty()) cells[newer ? 56 : 53] = "50.5", cells[newer ? 57 : 54] = "30.25";
  cells[newer ? 59 : 56] = newer ? "20240302001500" : "20240302";
  cells[newer ? 60 : 57] = "https://www.example.org/" + id;
  return fmt::format("{}\n", fmt::join(cells, "\t"));
}

}  // namespace

TEST_CASE("rows of GDELT become claims by the codes of their actors") {
  struct Row {
    Actor source;
    const char* code;
    Actor target;
    const char* claim;
  };
  const std::vector<Row> rows = {
      {{"RUSSIAN", "RUS", "MIL"}, "190", {"UKRAINE", "UKR", ""}, "force:RUS | attacks | state:UKR"},
      {{"PRESIDENT", "USA", "GOV"}, "0411", {"INDONESIA", "IDN", "GOV"}, "government:IDN | meets | government:USA"},
      {{"UNITED NATIONS", "", "IGO"}, "111", {"ISRAEL", "ISR", ""}, "alliance:un | condemns | state:ISR"},
      {{"INDONESIAN", "IDN", "CVL"}, "14", {"POLICE", "IDN", "COP"}, "people:IDN | protests_against | force:IDN/police"},
      {{"ROMANIA", "ROM", ""}, "0233", {"GERMANY", "DEU", ""}, "state:ROU | requests | state:DEU"},
      {{"COMPANY", "", "MNC"}, "061", {"CHINA", "CHN", ""}, "an actor is missing, or nobody in particular"},
      {{"KENYAN", "KEN", "MED"}, "010", {"CHINA", "CHN", ""}, "an actor is missing, or nobody in particular"},
      {{"REUTERS", "", "MED"}, "010", {"CHINA", "CHN", ""}, "media:reuters | says | state:CHN"},
      {{"RUSSIA", "RUS", ""}, "173", {"", "", ""}, "an actor is missing, or nobody in particular"},
      {{"RUSSIA", "RUS", ""}, "99", {"UKRAINE", "UKR", ""}, "its code stands for no relation"},
      {{"RUSSIA", "RUS", ""}, "112", {"KREMLIN", "RUS", ""}, "both actors are one"},
  };
  std::string table;
  for (std::size_t i = 0; i < rows.size(); ++i) table += gdelt(fmt::format("{}", 100 + i), rows[i].source, rows[i].code, rows[i].target);
  const auto lines = read(table);
  REQUIRE(lines.size() == rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    INFO("row " << i);
    CHECK(lines[i] == rows[i].claim);
  }
}

TEST_CASE("a row of GDELT keeps what it says of time, place and source") {
  for (const std::size_t columns : {61, 58}) {
    INFO(columns << " columns");
    std::vector<Extraction> found;
    read(gdelt("7", {"RUSSIA", "RUS", ""}, "190", {"UKRAINE", "UKR", ""}, "Kyiv, Kyyiv, Misto, Ukraine", columns), &found);
    REQUIRE(found.size() == 1);
    const auto& [document, nodes, claims] = found[0].contribution;
    CHECK(document.id == "gdelt:7");
    CHECK(document.url == "https://www.example.org/7");
    CHECK(document.source == "example.org");
    CHECK(document.date == parse_day("2024-03-02"));
    CHECK(document.text == "RUSSIA (RUS) | 190 use conventional military force | UKRAINE (UKR) | 2024-03-01 | Kyiv, Kyyiv, Misto, Ukraine");
    const Claim& claim = claims[0];
    CHECK(claim.date == Date{*parse_day("2024-03-01"), DatePrecision::day});
    CHECK(claim.place == "location:kyiv");
    CHECK(slice(document.text, claim.evidence.source_span) == "RUSSIA");
    CHECK(slice(document.text, claim.evidence.trigger_span) == "190 use conventional military force");
    CHECK(slice(document.text, claim.evidence.target_span) == "UKRAINE");
    CHECK(claim.evidence.rule == "cameo:190");
    CHECK(claim.evidence.extractor == (columns == 61 ? "gdelt/2" : "gdelt/1"));
    CHECK(claim.evidence.confidence == 0.5F);
  }
}

TEST_CASE("rows of ICEWS become claims by the names of their actors") {
  const std::string header =
      "Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\tCAMEO Code\tIntensity\tTarget Name\tTarget Sectors\t"
      "Target Country\tStory ID\tSentence Number\tPublisher\tCity\tDistrict\tProvince\tCountry\tLatitude\tLongitude\n";
  const auto row = [](int id, const Actor& source, const char* code, const Actor& target) {
    return fmt::format(
        "{}\t2014-03-05\t{}\t{}\t{}\tSome text\t{}\t-5.0\t{}\t{}\t{}\t1\t2\tAntara\tKupang\t\tEast Nusa Tenggara\tIndonesia\t-10.17\t123.58\n", id,
        source.name, source.type, source.country, code, target.name, target.type, target.country);
  };
  const auto lines = read(
      header + row(1, {"Citizen (India)", "India", "General Population / Civilian / Social"}, "141", {"Government (India)", "India", "Government"}) +
      row(2, {"Military (Russia)", "Russia", "Military"}, "190", {"Ukraine", "Ukraine", ""}) +
      row(3, {"Barack Obama", "United States", "Executive Office,Government"}, "40", {"Angela Merkel", "Germany", "Government"}) +
      row(4, {"Jane Q. Nobody", "Fiji", ""}, "112", {"Ministry of Foreign Affairs (Iran)", "Iran", "Government"}) +
      row(5, {"Unspecified Actor", "", ""}, "111", {"China", "China", ""}) + "6\t2014-03-05\tcut off\n" +
      row(7, {"Indonesia", "Indonesia", ""}, "311", {"Japan", "Japan", ""}));
  CHECK(lines ==
        std::vector<std::string>{"people:IND | protests_against | government:IND", "force:RUS | attacks | state:UKR",
                                 "person:angela-merkel | meets | person:barack-obama",
                                 "person:jane-q-nobody | accuses | government:IRN/foreign-ministry", "an actor is missing, or nobody in particular",
                                 "events:7: has 3 fields where the header has 20; the row was passed over", "state:IDN | agrees_with | state:JPN"});
}

TEST_CASE("rows of ACLED become claims, and their notes are the evidence") {
  const std::string header =
      "event_id_cnty,event_date,year,event_type,sub_event_type,actor1,assoc_actor_1,inter1,actor2,assoc_actor_2,inter2,country,location,latitude,"
      "longitude,source,notes,fatalities\n";
  const auto row = [](const char* id, const char* type, const char* sub_type, const Actor& source, const Actor& target) {
    return fmt::format(
        "{},01 March 2024,2024,{},{},{},,{},{},,{},Ukraine,Chasiv Yar,48.59,37.83,\"Liga, Suspilne\",\"On 1 March, \"\"fire\"\" near Chasiv "
        "Yar.\",3\n",
        id, type, sub_type, source.name, source.type, target.name, target.type);
  };
  std::vector<Extraction> found;
  const auto lines = read(
      header +
          row("UKR1", "Battles", "Armed clash", {"Military Forces of Russia (2000-)", "", "State forces"},
              {"Military Forces of Ukraine (2019-)", "", "State forces"}) +
          row("UKR2", "Explosions/Remote violence", "Shelling/artillery/missile attack", {"Military Forces of Russia (2000-)", "", "8"},
              {"Civilians (Ukraine)", "", "7"}) +
          row("IDN1", "Protests", "Peaceful protest", {"Protesters (Indonesia)", "", "Protesters"}, {"", "", ""}) +
          row("SYR1", "Strategic developments", "Agreement", {"HTS: Hayat Tahrir al Sham", "", "Rebel group"},
              {"Government of Syria (2024-)", "", "State forces"}) +
          row("MMR1", "Battles", "Armed clash", {"Kokang Test Militia", "", "Political militia"}, {"Unidentified Armed Group (Myanmar)", "", "3"}) +
          row("X1", "Strategic developments", "Other", {"Military Forces of Russia (2000-)", "", "1"}, {"Civilians (Ukraine)", "", "7"}) +
          row("MMR2", "Battles", "Armed clash", {"Kokang Test Militia", "", "Political militia"}, {"Military Forces of Myanmar (2021-)", "", "1"}),
      &found);
  CHECK(lines == std::vector<std::string>{"force:RUS | fights | force:UKR", "force:RUS | attacks | people:UKR",
                                          "an actor is missing, or nobody in particular", "government:SYR | signs_with | group:hts",
                                          "an actor is missing, or nobody in particular", "its code stands for no relation",
                                          "force:MMR | fights | group:kokang-test-militia"});
  REQUIRE(found.size() >= 1);
  const auto& document = found[0].contribution.document;
  CHECK(document.id == "acled:UKR1");
  CHECK(document.text == "On 1 March, \"fire\" near Chasiv Yar.");
  CHECK(document.source == "Liga, Suspilne");
  CHECK(document.attributes.at("fatalities") == "3");
  CHECK(found[0].contribution.claims[0].date == Date{*parse_day("2024-03-01"), DatePrecision::day});
}

TEST_CASE("every code of events stands for a relation that is there, and every phrase names somebody") {
  // Loading refuses wrong relations and types; here the phrases are tried, each for one country.
  const auto claims = [](const char* type) { return read(gdelt("1", {"X", "KEN", type}, "112", {"TANZANIA", "TZA", ""})).front(); };
  for (const char* type : {"GOV", "MIL", "COP", "JUD", "LEG", "SPY", "CVL", "LAB", "REF", "REB", "INS"}) {
    INFO(type);
    CHECK_THAT(claims(type), !Catch::Matchers::StartsWith("state:KEN") && Catch::Matchers::EndsWith(" | accuses | state:TZA"));
  }
}
