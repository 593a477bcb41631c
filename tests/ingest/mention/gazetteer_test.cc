#include "ingest/mention/gazetteer.h"

#include <algorithm>
#include <map>
#include <set>

#include "graph/text/tsv.h"
#include "tests/ingest/read/support.h"
#include "tests/ingest/shipped.h"

namespace entente {
namespace {

using Files = std::map<std::string, std::string>;

/// A gazetteer of a few rows a file, all columns of all files in it.
Files small_files() {
  return {
      {"states.tsv",
       "code\tstatus\tname\tname_id\tcapital\tcapital_id\tlat\tlon\tparent\tsince\tuntil\twikidata\n"
       "IDN\tstate\tIndonesia\tIndonesia\tJakarta\tJakarta\t-5\t120\t\t1945\t\tQ252\n"
       "USA\tstate\tUnited States\tAmerika Serikat\tWashington, D.C.\tWashington, D.C.\t38.5\t-97\t\t1776\t\tQ30\n"
       "SUN\tformer\tSoviet Union\tUni Soviet\tMoscow\tMoskow\t\t\t\t1922\t1991\tQ15180\n"},
      {"state-names.tsv",
       "text\tlang\tkind\tcode\n"
       "AS\tid\tabbreviation\tUSA\n"
       "American\ten\tadjective\tUSA\n"
       "Americans\ten\tpeople\tUSA\n"
       "Jakarta\t*\tcapital\tIDN\n"
       "White House\ten\tseat\tUSA\n"
       "East Indies\ten\tformer\tIDN\n"
       "RI\tid\tname\tIDN\n"},
      {"alliances.tsv",
       "id\tname\tnames_en\tnames_id\tacronyms\tkind\tparent\tseat\tsince\tuntil\twikidata\n"
       "un\tUN\tUnited Nations\tPerserikatan Bangsa-Bangsa\tUN|PBB\tbody\t\t\t1945\t\tQ1065\n"
       "un-security-council\tSecurity Council (UN)\tSecurity Council\tDewan Keamanan\tDK PBB\torgan\tun\t\t1945\t\t\n"
       "un-unifil\tUNIFIL\tInterim Force\t\tUNIFIL\tforce\tun\t\t1978\t\t\n"
       "nato\tNATO\t\t\tNATO\tbody\t\tBrussels\t1949\t\tQ7184\n"},
      {"groups.tsv",
       "id\tname\tnames_en\tnames_id\tacronyms\tcountries\tsince\tuntil\twikidata\n"
       "al-shabaab\tal-Shabaab\tal-Shabaab\tal-Shabaab\t\tSOM|KEN\t2006\t\t\n"
       "opm\tFree Papua Movement\tFree Papua Movement\tOrganisasi Papua Merdeka\tOPM\tIDN\t1965\t\t\n"},
      {"media.tsv",
       "id\tname\tnames\tacronyms\tcountry\tkind\twikidata\nantara\tAntara\tAntara\t\tIDN\tagency\t\ncnn\tCNN\tCable News "
       "Network\tCNN\tUSA\ttelevision\t\n"},
      {"parties.tsv",
       "id\tname\tnames_en\tnames_id\tacronyms\tcountry\tsince\tuntil\twikidata\n"
       "republican-party\tRepublican Party (United States)\tRepublican Party\tPartai Republik\tGOP\tUSA\t1854\t\t\n"},
      {"organizations.tsv",
       "id\tname\tnames_en\tnames_id\tacronyms\tkind\tcountry\twikidata\nmsf\tDoctors Without Borders\tMSF\tDokter Lintas Batas\tMSF\tngo\t\t\n"},
      {"organs.tsv",
       "id\tname\tnames_en\tnames_id\tnames\tacronyms\twikidata\n"
       "government:USA/congress\tCongress\tCapitol Congress\tKongres Capitol\t\t\t\n"
       "force:IDN\tarmed forces of Indonesia\t\tTentara Nasional Indonesia\t\tTNI\t\n"},
      {"agreements.tsv",
       "id\tname\tnames_en\tnames_id\tkind\tsince\tuntil\twikidata\nstart-i\tSTART I\tSTART I|first START treaty\tSTART I\ttreaty\t1991\t2009\t\n"},
      {"people.tsv",
       "id\tname\tnames\tshort\tcountry\n"
       "joko-widodo\tJoko Widodo\tIr. Joko Widodo\tJokowi|Widodo\tIDN\n"
       "retno\tRetno Lestari\t\t\tIDN\n"},
      {"offices.tsv", "slug\tname\tname_id\trank\npresident\tpresident\tpresiden\t1\n"},
      {"tenures.tsv", "person\toffice\tbody\tsince\tuntil\njoko-widodo\tpresident\tIDN\t2014\t2024\n"},
      {"memberships.tsv", "alliance\tstate\tsince\tuntil\nun\tIDN\t1950\t\n"},
      {"places.tsv",
       "id\tname\tnames_en\tnames_id\tcountry\tkind\tlat\tlon\tpopulation\tcontext\n"
       "bandung\tBandung\tBandung\tBandung\tIDN\tcity\t-6.92\t107.6\t2444160\tfree\n"
       "java-sea\tJava Sea\tJava Sea\tLaut Jawa\t\tsea\t-5\t110\t\tfree\n"
       "mobile\tMobile\tMobile\tMobile\tUSA\tcity\t30.7\t-88\t180000\tguarded\n"},
  };
}

Result<Gazetteer> load_files(const TemporaryFolder& folder, const Files& files, Vocabulary& vocabulary) {
  for (const auto& [name, bytes] : files) folder.write("g/" + name, bytes);
  return Gazetteer::load(folder / "g", vocabulary);
}

/// "id sense" of everything that goes by exactly `text` in `language`, sorted.
std::vector<std::string> entries_of(const Gazetteer& gazetteer, const Vocabulary& vocabulary, std::string_view language, std::string_view text) {
  std::vector<WordId> words;
  for (const auto& word : name_words(text)) words.push_back(vocabulary.find(word));
  std::set<std::string> ids;
  gazetteer.trie().matches([&](std::size_t i) { return i < words.size() ? words[i] : kUnknownWord; },
                           [&](const PhraseTrie::Match& match) {
                             if (match.length != words.size()) return;
                             for (const auto payload : *match.payloads) {
                               const auto& name = gazetteer.name(payload);
                               if (!name.language.empty() && name.language != language) continue;
                               if (name.sense == Sense::abbreviation && name.exact != text) continue;
                               ids.insert(gazetteer.entry(name).id);
                             }
                           });
  return {ids.begin(), ids.end()};
}

TEST_CASE("a small gazetteer, every file of it", "[gazetteer]") {
  const TemporaryFolder folder;
  Vocabulary vocabulary;
  const auto gazetteer = load_files(folder, small_files(), vocabulary);
  if (!gazetteer) FAIL(gazetteer.error().message());

  struct Row {
    std::string id;
    Kind kind;
    std::string name, country, home, parent, wikidata;
  };
  const std::vector<Row> rows = {
      {"state:IDN", Kind::state, "Indonesia", "IDN", "", "", "Q252"},
      {"state:SUN", Kind::state, "Soviet Union", "SUN", "", "", "Q15180"},
      {"alliance:un", Kind::alliance, "UN", "", "", "", "Q1065"},
      {"alliance:un-security-council", Kind::alliance, "Security Council (UN)", "", "", "alliance:un", ""},
      {"force:un-unifil", Kind::armed_force, "UNIFIL", "", "", "alliance:un", ""},
      {"group:al-shabaab", Kind::armed_group, "al-Shabaab", "", "SOM", "", ""},
      {"media:antara", Kind::media, "Antara", "", "IDN", "", ""},
      {"party:republican-party", Kind::party, "Republican Party (United States)", "USA", "", "", ""},
      {"org:msf", Kind::organization, "Doctors Without Borders", "", "", "", ""},
      {"agreement:start-i", Kind::agreement, "START I", "", "", "", ""},
      {"person:joko-widodo", Kind::official, "Joko Widodo", "IDN", "", "", ""},  // held an office
      {"person:retno", Kind::person, "Retno Lestari", "IDN", "", "", ""},
      {"location:bandung", Kind::location, "Bandung", "IDN", "", "", ""},
  };
  for (const auto& row : rows) {
    INFO(row.id);
    const auto* entry = gazetteer->find(row.id);
    REQUIRE(entry != nullptr);
    CHECK(entry->kind == row.kind);
    CHECK(entry->name == row.name);
    CHECK(entry->country == row.country);
    CHECK(entry->home == row.home);
    CHECK(entry->parent == row.parent);
    CHECK(entry->wikidata == row.wikidata);
  }
  CHECK(gazetteer->find("state:XXX") == nullptr);
  CHECK(gazetteer->find("") == nullptr);
  CHECK(gazetteer->state_name("USA") == "United States");
  CHECK(gazetteer->state_name("XXX").empty());

  CHECK(gazetteer->find("state:IDN")->located);
  CHECK(gazetteer->find("state:IDN")->latitude == -5.0);
  CHECK(gazetteer->find("state:IDN")->longitude == 120.0);
  CHECK(!gazetteer->find("state:SUN")->located);
  CHECK(gazetteer->find("location:bandung")->latitude == -6.92);
  CHECK(gazetteer->find("location:mobile")->guarded);
  CHECK(!gazetteer->find("location:bandung")->guarded);
  CHECK(gazetteer->find("location:java-sea")->wide);
  CHECK(!gazetteer->find("location:bandung")->wide);

  const std::vector<std::tuple<std::string, std::string, std::vector<std::string>>> names = {
      {"en", "Indonesia", {"state:IDN"}},
      {"id", "Amerika Serikat", {"state:USA"}},
      {"en", "Amerika Serikat", {}},  // Indonesian only
      {"id", "AS", {"state:USA"}},
      {"id", "As", {}},  // abbreviations match in exactly this case
      {"en", "AS", {}},
      {"id", "RI", {"state:IDN"}},  // a name in capitals is an abbreviation
      {"id", "Ri", {}},
      {"en", "American", {"state:USA"}},
      {"en", "jakarta", {"state:IDN"}},  // the trie itself knows no case
      {"en", "White House", {"state:USA"}},
      {"en", "East Indies", {"state:IDN"}},
      {"en", "Security Council", {"alliance:un-security-council"}},
      {"en", "Security Council (UN)", {}},  // a name with a bracket is for display alone
      {"id", "DK PBB", {"alliance:un-security-council"}},
      {"id", "PBB", {"alliance:un"}},
      {"en", "Brussels", {"alliance:nato"}},
      {"en", "al-Shabaab", {"group:al-shabaab"}},
      {"id", "Partai Republik", {"party:republican-party"}},
      {"en", "Jokowi", {"person:joko-widodo"}},
      {"id", "Laut Jawa", {"location:java-sea"}},
      {"en", "Republican", {}},  // only a part of a name
      {"en", "Atlantis", {}},
  };
  for (const auto& [language, text, ids] : names) {
    INFO(language << ": " << text);
    CHECK(entries_of(*gazetteer, vocabulary, language, text) == ids);
  }
}

TEST_CASE("a gazetteer that is wrong is refused", "[gazetteer]") {
  struct Row {
    std::string file, added, message;
  };
  const std::vector<Row> rows = {
      {"states.tsv", "USA\tstate\tAmerica\t\t\t\t\t\t\t\t\t\n", "g/states.tsv:5: 'state:USA' is listed twice; keep one row"},
      {"states.tsv", "FRA\tstate\t\t\t\t\t\t\t\t\t\t\n", "g/states.tsv:5: the name is empty; give the usual English one"},
      {"states.tsv", "FRA\tstate\tFrance\t\t\t\t48,5\t2\t\t\t\t\n", "g/states.tsv:5: '48,5' is no number of degrees"},
      {"states.tsv", "FRA\tstate\tFrance\t\t\t\t48.5\teast\t\t\t\t\n", "g/states.tsv:5: 'east' is no number of degrees"},
      {"states.tsv", "FRA\tstate\tFrance\n", "g/states.tsv:5: 3 cells where the columns are 12; separate cells by one tab each"},
      {"state-names.tsv", "Gaul\ten\tname\tXXK\n", "g/state-names.tsv:9: code 'XXK' is not in states.tsv"},
      {"state-names.tsv", "Yankee\ten\tnickname\tUSA\n",
       "g/state-names.tsv:9: kind 'nickname' is not one of name, abbreviation, adjective, people, capital, seat, former"},
      {"alliances.tsv", "nato\tNorth Atlantic Treaty\t\t\t\tbody\t\t\t\t\t\n", "g/alliances.tsv:6: 'alliance:nato' is listed twice; keep one row"},
      {"groups.tsv", "opm\tOPM\t\t\t\t\t\t\t\n", "g/groups.tsv:4: 'group:opm' is listed twice; keep one row"},
      {"media.tsv", "cnn\tCNN\t\t\t\t\t\n", "g/media.tsv:4: 'media:cnn' is listed twice; keep one row"},
      {"parties.tsv", "labour\tLabour\t\t\t\tXXK\t\t\t\n",
       "g/parties.tsv:3: country 'XXK' is not a known code; use a code of data/gazetteer/states.tsv"},
      {"organizations.tsv", "icg\tICG\t\t\t\tngo\tbelgium\t\n",
       "g/organizations.tsv:3: country 'belgium' is not a known code; use a code of data/gazetteer/states.tsv"},
      {"organs.tsv", "force:IDN\tTNI\t\t\t\t\t\n", "g/organs.tsv:4: 'force:IDN' is listed twice; keep one row"},
      {"organs.tsv", "org:tni\tTNI\t\t\t\t\t\n", "g/organs.tsv:4: id 'org:tni' must start with government: or force:, then the code of the state"},
      {"organs.tsv", "force:FRA\tArmée\t\t\t\t\t\n", "g/organs.tsv:4: country 'FRA' is not a known code; use a code of data/gazetteer/states.tsv"},
      {"agreements.tsv", "start-i\tSTART\t\t\ttreaty\t\t\t\n", "g/agreements.tsv:3: 'agreement:start-i' is listed twice; keep one row"},
      {"people.tsv", "retno\tRetno Marsudi\t\t\tIDN\n", "g/people.tsv:4: 'person:retno' is listed twice; keep one row"},
      {"people.tsv", "asterix\tAsterix\t\t\tGAU\n", "g/people.tsv:4: country 'GAU' is not a known code; use a code of data/gazetteer/states.tsv"},
      {"tenures.tsv", "sukarno\tpresident\tIDN\t1945\t1967\n", "g/tenures.tsv:3: person 'sukarno' is not in people.tsv"},
      {"places.tsv", "bandung\tBandung\t\t\tIDN\tcity\t\t\t\tfree\n", "g/places.tsv:5: 'location:bandung' is listed twice; keep one row"},
      {"places.tsv", "lyon\tLyon\t\t\tFRA\tcity\t\t\t\tfree\n",
       "g/places.tsv:5: country 'FRA' is not a known code; use a code of data/gazetteer/states.tsv"},
      {"places.tsv", "bogor\tBogor\t\t\tIDN\tcity\t6.6 S\t106.8\t\tfree\n", "g/places.tsv:5: '6.6 S' is no number of degrees"},
  };
  for (const auto& row : rows) {
    INFO(row.file << ": " << row.added);
    const TemporaryFolder folder;
    auto files = small_files();
    files[row.file] += row.added;
    Vocabulary vocabulary;
    const auto gazetteer = load_files(folder, files, vocabulary);
    REQUIRE(!gazetteer);
    CHECK(gazetteer.error().code() == StatusCode::invalid_input);
    CHECK(folder.relative(gazetteer.error().message()) == row.message);
  }

  for (const std::string file : {"states.tsv", "state-names.tsv", "alliances.tsv", "groups.tsv", "media.tsv", "parties.tsv", "organizations.tsv",
                                 "organs.tsv", "agreements.tsv", "people.tsv", "tenures.tsv", "places.tsv"}) {
    INFO(file);
    const TemporaryFolder folder;
    auto files = small_files();
    files.erase(file);
    Vocabulary vocabulary;
    const auto missing = load_files(folder, files, vocabulary);
    REQUIRE(!missing);
    CHECK(missing.error().code() == StatusCode::not_found);
    CHECK(folder.relative(missing.error().message()) == "g/" + file + ": cannot be read; is the data folder complete?");

    files[file] = "id,name\n";
    const auto wrong = load_files(folder, files, vocabulary);
    REQUIRE(!wrong);
    CHECK(wrong.error().code() == StatusCode::invalid_input);
    CHECK_THAT(folder.relative(wrong.error().message()), test::contains("g/" + file + ":1: the columns must be: "));
  }
}

// The shipped data.

TEST_CASE("a user's own table adds names and entries", "[gazetteer]") {
  const TemporaryFolder folder;
  for (const auto& [name, bytes] : small_files()) folder.write("g/" + name, bytes);
  const auto load = [&](const std::string& rows, Vocabulary& vocabulary) {
    folder.write("own.tsv", "id\ttype\tname\tcountry\tnames\n" + rows);
    const std::vector<std::filesystem::path> own = {folder / "own.tsv"};
    return Gazetteer::load(folder / "g", own, vocabulary);
  };
  Vocabulary vocabulary;
  const auto gazetteer =
      load("person:joko-widodo\tOfficial\tJoko Widodo\tIDN\tPak Jokowi\norg:kopi\tOrganization\tKopi Kita\tIDN\tKopi Kita|KKI\n", vocabulary);
  REQUIRE(gazetteer);
  CHECK(gazetteer->knows(vocabulary, "person:joko-widodo", "Pak Jokowi"));
  CHECK(gazetteer->knows(vocabulary, "person:joko-widodo", "Joko Widodo"));
  CHECK_FALSE(gazetteer->knows(vocabulary, "person:joko-widodo", "Kopi Kita"));
  REQUIRE(gazetteer->find("org:kopi") != nullptr);
  CHECK(gazetteer->find("org:kopi")->kind == Kind::organization);
  CHECK(entries_of(*gazetteer, vocabulary, "en", "KKI") == std::vector<std::string>{"org:kopi"});

  const std::vector<std::pair<std::string, std::string>> wrong = {
      {"person:x\tKing\tX\t\tX Y\n", "own.tsv:2: type 'King' is none that a name may have here"},
      {"state:XAA\tState\tX\t\tX Y\n", "own.tsv:2: type 'State' is none that a name may have here"},
      {"person:x\tPerson\tX\tGAU\tX Y\n", "own.tsv:2: country 'GAU' is not a known code"},
      {"person:x\tPerson\t\t\tX Y\n", "own.tsv:2: the name is empty"},
      {"person:x\tPerson\n", "own.tsv:2: 2 cells where the columns are 5"},
  };
  for (const auto& [rows, message] : wrong) {
    INFO(rows);
    Vocabulary other;
    const auto failed = load(rows, other);
    REQUIRE(!failed);
    CHECK(failed.error().code() == StatusCode::invalid_input);
    CHECK_THAT(folder.relative(failed.error().message()), test::contains(message));
  }
}

TEST_CASE("what the shipped gazetteer holds", "[gazetteer][data]") {
  const auto& gazetteer = shipped().gazetteer;
  std::map<Kind, int> count;
  for (const auto& entry : gazetteer.entries()) ++count[entry.kind];
  CHECK(count[Kind::alliance] >= 150);
  CHECK(count[Kind::armed_group] >= 150);
  CHECK(count[Kind::media] >= 150);
  CHECK(count[Kind::official] >= 1000);
}

/// Loads a file of the shipped gazetteer as it stands.
template <std::size_t N>
TsvTable shipped_table(const std::string& file, const std::array<std::string_view, N>& columns) {
  auto table = TsvTable::load(std::string(ENTENTE_SOURCE_DIR "/data/gazetteer/") + file, columns);
  if (!table) FAIL(table.error().message());
  return std::move(*table);
}

TEST_CASE("the states of the shipped gazetteer go by their names in both languages", "[gazetteer][data]") {
  static constexpr std::array<std::string_view, 12> kColumns = {"code", "status", "name",   "name_id", "capital", "capital_id",
                                                                "lat",  "lon",    "parent", "since",   "until",   "wikidata"};
  std::size_t states = 0;
  const auto table = shipped_table("states.tsv", kColumns);
  for (const auto& row : table.rows()) {
    const auto id = "state:" + std::string(row.cells[0]);
    INFO("states.tsv:" << row.line << ": " << id);
    const auto* entry = shipped().gazetteer.find(id);
    REQUIRE(entry != nullptr);
    CHECK(!row.cells[2].empty());
    CHECK(!row.cells[3].empty());
    bool found = true;
    for (const auto& [language, name] : {std::pair("en", row.cells[2]), std::pair("id", row.cells[3])}) {
      const auto ids = entries_of(shipped().gazetteer, shipped().vocabulary, language, name);
      found = found && std::ranges::find(ids, id) != ids.end();
    }
    CHECK(found);
    states += found;
  }
  CHECK(states >= 190);
}

TEST_CASE("every tenure and membership of the shipped gazetteer resolves", "[gazetteer][data]") {
  const auto& gazetteer = shipped().gazetteer;
  std::set<std::string> offices;
  static constexpr std::array<std::string_view, 4> kOffices = {"slug", "name", "name_id", "rank"};
  const auto office_table = shipped_table("offices.tsv", kOffices);
  for (const auto& row : office_table.rows()) {
    INFO("offices.tsv:" << row.line);
    CHECK(offices.insert(std::string(row.cells[0])).second);
    CHECK(!row.cells[1].empty());
    CHECK(!row.cells[2].empty());
  }
  CHECK(offices.size() >= 60);

  const auto check_years = [](std::string_view since, std::string_view until) {
    const auto year = [](std::string_view cell) { return cell.empty() ? 0 : std::stoi(std::string(cell)); };
    if (!since.empty()) CHECK((year(since) >= 1000 && year(since) <= 2100));
    if (!until.empty()) CHECK(year(until) >= year(since));
  };
  const auto known_body = [&](std::string_view body) {
    for (const std::string prefix : {"state:", "alliance:", "group:", "party:", "org:", "force:", "media:"})
      if (gazetteer.find(prefix + std::string(body)) != nullptr) return true;
    return false;
  };

  static constexpr std::array<std::string_view, 5> kTenures = {"person", "office", "body", "since", "until"};
  const auto tenures = shipped_table("tenures.tsv", kTenures);
  std::size_t unlisted = 0;
  for (const auto& row : tenures.rows()) {
    INFO("tenures.tsv:" << row.line << ": " << row.cells[0] << ", " << row.cells[1] << ", " << row.cells[2]);
    CHECK(gazetteer.find("person:" + std::string(row.cells[0])) != nullptr);
    CHECK(offices.contains(std::string(row.cells[1])));
    unlisted += !known_body(row.cells[2]);
    check_years(row.cells[3], row.cells[4]);
  }
  CHECK(unlisted * 100 <= tenures.rows().size());  // bodies that have an office and no row of their own: they make no relation

  static constexpr std::array<std::string_view, 4> kMemberships = {"alliance", "state", "since", "until"};
  const auto memberships = shipped_table("memberships.tsv", kMemberships);
  CHECK(memberships.rows().size() >= 1000);
  for (const auto& row : memberships.rows()) {
    INFO("memberships.tsv:" << row.line << ": " << row.cells[0] << ", " << row.cells[1]);
    CHECK(gazetteer.find("alliance:" + std::string(row.cells[0])) != nullptr);
    CHECK(gazetteer.find("state:" + std::string(row.cells[1])) != nullptr);
    check_years(row.cells[2], row.cells[3]);
  }
}

TEST_CASE("well-known names of the shipped gazetteer", "[gazetteer][data]") {
  const std::vector<std::tuple<std::string, std::string, std::string>> rows = {
      {"id", "AS", "state:USA"},
      {"id", "Amerika Serikat", "state:USA"},
      {"id", "RRT", "state:CHN"},
      {"id", "Korut", "state:PRK"},
      {"id", "Korsel", "state:KOR"},
      {"id", "Gedung Putih", "state:USA"},
      {"id", "Belanda", "state:NLD"},
      {"id", "PBB", "alliance:un"},
      {"id", "Uni Eropa", "alliance:eu"},
      {"id", "NATO", "alliance:nato"},
      {"id", "Uni Soviet", "state:SUN"},
      {"id", "Jokowi", "person:joko-widodo"},
      {"id", "Mahkamah Internasional", "alliance:icj"},
      {"id", "Hizbullah", "group:hezbollah"},
      {"id", "Laut China Selatan", "location:south-china-sea"},
      {"en", "U.S.", "state:USA"},
      {"en", "US", "state:USA"},
      {"en", "DPRK", "state:PRK"},
      {"en", "Kremlin", "state:RUS"},
      {"en", "White House", "state:USA"},
      {"en", "Israeli", "state:ISR"},
      {"en", "Russians", "state:RUS"},
      {"en", "Türkiye", "state:TUR"},
      {"en", "Cote d'Ivoire", "state:CIV"},
      {"en", "European Union", "alliance:eu"},
      {"en", "ASEAN", "alliance:asean"},
      {"en", "Hamas", "group:hamas"},
      {"en", "Houthis", "group:houthis"},
      {"en", "Reuters", "media:reuters"},
      {"en", "Vladimir Putin", "person:vladimir-putin"},
      {"en", "Erdoğan", "person:recep-tayyip-erdogan"},
      {"en", "Kosovo", "state:XKX"},
  };
  for (const auto& [language, text, id] : rows) {
    INFO(language << ": " << text);
    const auto ids = entries_of(shipped().gazetteer, shipped().vocabulary, language, text);
    CAPTURE(ids);
    CHECK(std::ranges::find(ids, id) != ids.end());
  }
  for (const auto& [language, text] :
       {std::pair("en", "AS"), std::pair("en", "As"), std::pair("id", "As"), std::pair("en", "us"), std::pair("en", "Us")}) {
    INFO(language << ": " << text);
    CHECK(entries_of(shipped().gazetteer, shipped().vocabulary, language, text) == std::vector<std::string>{});
  }
}

}  // namespace
}  // namespace entente
