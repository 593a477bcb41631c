#include "graph/identity/suggest.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <random>
#include <set>
#include <tuple>

#include "graph/text/tsv.h"
#include "graph/text/unicode.h"
#include "tests/catch.h"
#include "tests/graph/articles.h"

using namespace entente;
using namespace entente::test;

namespace {

using Strings = std::vector<std::string>;

struct Known {
  std::string country = {};
  Strings offices = {};
  std::vector<Key64> neighbours = {};
  std::string wikidata = {};
};

const NameWords& name_words() {
  static const auto loaded = NameWords::load(ENTENTE_SOURCE_DIR "/data/identity");
  INFO((loaded ? std::string() : loaded.error().message()));
  REQUIRE(loaded);
  return *loaded;
}

IdentityCandidate candidate(std::string id, Strings names, const Known& known = {}) {
  IdentityCandidate out;
  out.type = node_type(id.starts_with("person:") ? "Person" : "Organization");
  out.id = std::move(id);
  out.names = std::move(names);
  out.country = known.country;
  out.offices = known.offices;
  out.neighbours = known.neighbours;
  out.wikidata = known.wikidata;
  return out;
}

std::vector<IdentitySuggestion> suggest(const std::vector<IdentityCandidate>& candidates, double min_score = 0) {
  return suggest_duplicates(candidates, name_words(), std::equal_to<>(), min_score);
}

/// The one suggestion for two nodes `<prefix>:a` and `<prefix>:b`; a score of 0 for none.
IdentitySuggestion suggest_pair(const std::string& prefix, const Strings& a, const Strings& b, const Known& of_a = {}, const Known& of_b = {}) {
  const auto found = suggest({candidate(prefix + ":a", a, of_a), candidate(prefix + ":b", b, of_b)});
  CHECK(found.size() <= 1);
  return found.empty() ? IdentitySuggestion{} : found.front();
}

std::string joined(const Strings& parts) {
  std::string out;
  for (const std::string& part : parts) out += (out.empty() ? "" : "; ") + part;
  return out;
}

/// Everything in favour of one thing but the name: what two of one ministry have.
const Known kSame = {.country = "IRN", .offices = {"state:IRN foreign minister"}, .neighbours = {1, 2, 3, 4, 5}};

}  // namespace

TEST_CASE("nodes with names of one thing are suggested") {
  struct Row {
    std::string prefix;
    Strings a, b;
    double least;
    std::string reason;
  };
  const std::vector<Row> table = {
      // case, diacritics, punctuation, titles, particles
      {"person", {"Ali Larijani"}, {"ALI LARIJANI"}, 0.8, "same name 'Ali Larijani'"},
      {"person", {"Recep Tayyip Erdoğan"}, {"Recep Tayyip Erdogan"}, 0.8, "same name"},
      {"person", {"Dr. Hassan Rouhani"}, {"Hassan Rouhani"}, 0.8, "same name but for titles"},
      {"person", {"Lt. Gen. Abdel Fattah al-Burhan"}, {"Abdel Fattah Burhan"}, 0.8, "same name but for titles"},
      {"person", {"Jean-Yves Le Drian"}, {"Jean Yves Le Drian"}, 0.8, "same name"},
      {"person", {"Jasem Albudaiwi"}, {"Jasem Al-Budaiwi"}, 0.75, "transliterations"},
      // transliterations
      {"person", {"Mohammed Dahlan"}, {"Muhammad Dahlan"}, 0.75, "transliterations of one name: 'Mohammed Dahlan', 'Muhammad Dahlan'"},
      {"person", {"Mohamed Dahlan"}, {"Mohammad Dahlan"}, 0.75, "transliterations"},
      {"person", {"Choe Son Hui"}, {"Choi Sun-hee"}, 0.65, "one given name"},
      {"person", {"Volodymyr Zelensky"}, {"Volodymyr Zelenskyy"}, 0.75, "transliterations"},
      {"person", {"Volodymyr Zelenskyy"}, {"Volodymyr Zelenskiy"}, 0.75, "transliterations"},
      {"person", {"Muammar Gaddafi"}, {"Moammar Qaddafi"}, 0.7, "transliterations"},
      {"person", {"Abdel Fattah el-Sisi"}, {"Abdul Fattah al-Sisi"}, 0.75, "transliterations"},
      {"person", {"Abdurrahman Wahid"}, {"Abdul Rahman Wahid"}, 0.75, "transliterations"},
      {"person", {"Soeharto"}, {"Suharto"}, 0.65, "transliterations"},
      {"person", {"Tjokroaminoto"}, {"Cokroaminoto"}, 0.65, "transliterations"},
      {"person", {"Djoko Soejanto"}, {"Joko Suyanto"}, 0.65, ""},
      {"person", {"Syarif Hasan"}, {"Sharif Hassan"}, 0.7, "transliterations"},
      {"person", {"Gerhard Schröder"}, {"Gerhard Schroeder"}, 0.75, "transliterations"},
      {"person", {"Joe Biden"}, {"Joseph Biden"}, 0.7, "forms of one given name"},
      // other scripts
      {"person", {"Volodymyr Zelensky"}, {"Володимир Зеленський"}, 0.7, "transliterations"},
      {"person", {"Sergei Lavrov"}, {"Сергей Лавров"}, 0.75, "transliterations"},
      {"person", {"Xi Jinping"}, {"习近平"}, 0.75, "transliterations"},
      {"person", {"Kim Jong Un"}, {"김정은"}, 0.7, "transliterations"},
      {"person", {"Narendra Modi"}, {"नरेन्द्र मोदी"}, 0.8, "same name"},
      {"person", {"Mahmoud Abbas"}, {"محمود عباس"}, 0.6, "transliterations"},
      {"person", {"Ali Larijani"}, {"علی لاریجانی"}, 0.6, "transliterations"},
      // order, parts, initials, letters
      {"person", {"Choe Son Hui"}, {"Son Hui Choe"}, 0.7, "same words in another order"},
      {"person", {"Kim Jong-un"}, {"Kim Jongun"}, 0.75, "transliterations"},
      {"person", {"Narendra Modi"}, {"Narendra Damodardas Modi"}, 0.7, "one name is part of the other"},
      {"person", {"A. Fachir"}, {"Abdurrahman Fachir"}, 0.65, "initials that fit the name"},
      {"person", {"A.M. Fachir"}, {"Abdurrahman Mohammad Fachir"}, 0.65, "initials that fit the name"},
      {"person", {"AM Fachir"}, {"Abdurrahman Mohammad Fachir"}, 0.65, "initials that fit the name"},
      {"person", {"Ali Larijani"}, {"Ali Larjani"}, 0.7, "names differ by one letter: 'Ali Larijani', 'Ali Larjani'"},
      // one of several names is enough
      {"person", {"Lai Ching-te", "William Lai"}, {"William Lai"}, 0.8, "same name 'William Lai'"},
      // what is no person
      {"org", {"The Rockefeller Foundation"}, {"Rockefeller Foundation"}, 0.8, "same name"},
      {"org", {"Saudi Aramco Co. Ltd"}, {"Saudi Aramco"}, 0.8, "same name"},
      {"group", {"Hezbollah"}, {"Hizbullah"}, 0.6, "transliterations"},
      {"alliance", {"NATO"}, {"North Atlantic Treaty Organization"}, 0.6, "acronym and name: 'NATO', 'North Atlantic Treaty Organization'"},
      {"force", {"1st Armoured Brigade"}, {"First Armored Brigade"}, 0.7, ""},
      {"location", {"Sulawesi Utara"}, {"North Sulawesi"}, 0.7, "another order"},
      {"agreement", {"Resolution 2231"}, {"UN Security Council Resolution 2231"}, 0.6, "one name is part of the other"},
  };
  for (const auto& [prefix, a, b, least, reason] : table) {
    CAPTURE(prefix, a, b);
    const IdentitySuggestion found = suggest_pair(prefix, a, b);
    CAPTURE(found.reasons);
    CHECK(found.score >= least);
    CHECK(found.score <= 0.8 + 1e-9);
    CHECK_THAT(joined(found.reasons), contains(reason));
    CHECK(suggest_pair(prefix, b, a).score == Approx(found.score));
  }
}

TEST_CASE("nodes with names of two things stay below 0.6, whatever else they share") {
  struct Row {
    std::string prefix;
    Strings a, b;
  };
  const std::vector<Row> table = {
      {"person", {"Ali Khamenei"}, {"Mojtaba Khamenei"}},
      {"person", {"Ali Khamenei", "Khamenei"}, {"Mojtaba Khamenei", "Khamenei"}},
      {"person", {"Hassan Rouhani"}, {"Hussein Rouhani"}},
      {"person", {"Mahmoud Abbas"}, {"Mohammed Abbas"}},
      {"person", {"محمود عباس"}, {"Mohammed Abbas"}},
      {"person", {"George H. W. Bush"}, {"George W. Bush"}},
      {"person", {"George H. W. Bush", "George Bush", "George Herbert Walker Bush"}, {"George W. Bush", "George Bush", "George Walker Bush"}},
      {"person", {"Robert Menendez"}, {"Robert M. Gates"}},
      {"person", {"Kim Jong Un"}, {"Kim Jong Il"}},
      {"person", {"Kim Jong Un"}, {"Kim Yo Jong"}},
      {"person", {"Kim Jong Un"}, {"Kim Jong Nam"}},
      {"person", {"Chen Wei"}, {"Chan Wei"}},
      {"person", {"Benedict XV"}, {"Benedict XVI"}},
      {"person", {"Ferdinand Marcos Jr."}, {"Ferdinand Marcos Sr."}},
      {"person", {"Abdulaziz bin Salman"}, {"Salman bin Abdulaziz"}},
      {"person", {"Karim Sadjadi"}, {"Karimi Sadjadi"}},
      {"location", {"North Darfur"}, {"South Darfur"}},
      {"location", {"Northwest Syria"}, {"Northeast Syria"}},
      {"location", {"Darfur"}, {"North Darfur"}},
      {"location", {"Kursk"}, {"Kursk Oblast"}},
      {"force", {"1st Brigade"}, {"2nd Brigade"}},
      {"force", {"Kodam IX"}, {"Kodam XI"}},
      {"agreement", {"Resolution 2231"}, {"Resolution 2331"}},
      {"agreement", {"Zone A"}, {"Zone B"}},
      {"org", {"Amnesty International"}, {"Amnesty International Indonesia"}},
      {"group", {"Islamic State"}, {"Islamic State Khorasan Province"}},
      {"alliance", {"OPEC"}, {"OPEC+"}},
      {"alliance", {"UNMIS"}, {"UNMISS"}},
      {"government", {"Directorate-General for External Security"}, {"Directorate-General for Internal Security"}},
      {"org", {"Anglican Church"}, {"Methodist Church"}},
  };
  for (const auto& [prefix, a, b] : table) {
    CAPTURE(prefix, a, b);
    const IdentitySuggestion found = suggest_pair(prefix, a, b, kSame, kSame);
    CAPTURE(found.reasons);
    CHECK(found.score < 0.6);
  }
}

TEST_CASE("namesakes of two countries stay below 0.6 where they are no persons, and are weak where they are") {
  const Known here = {.country = "LBY", .neighbours = {1, 2, 3, 4, 5}}, there = {.country = "LBN", .neighbours = {1, 2, 3, 4, 5}};
  for (const std::string prefix : {"location", "org", "party", "media", "group"}) {
    CAPTURE(prefix);
    const IdentitySuggestion found = suggest_pair(prefix, {"Tripoli"}, {"Tripoli"}, here, there);
    CHECK(found.score < 0.6);
    CHECK_THAT(joined(found.reasons), contains("countries differ: LBY, LBN"));
  }
  CHECK(suggest_pair("person", {"Ali Hassan"}, {"Ali Hassan"}, {.country = "LBY"}, {.country = "LBN"}).score < 0.6);
}

TEST_CASE("what is never suggested") {
  struct Row {
    const char* what;
    IdentityCandidate a, b;
  };
  const std::vector<Row> table = {
      {"two states", candidate("state:COD", {"Congo"}), candidate("state:COG", {"Congo"})},
      {"two states with one number", candidate("state:COD", {"Congo"}, {.wikidata = "Q1"}), candidate("state:COG", {"Congo"}, {.wikidata = "Q1"})},
      {"organs of two states", candidate("government:IRN/defence-ministry", {"Ministry of Defence"}),
       candidate("government:IRQ/defence-ministry", {"Ministry of Defence"})},
      {"the same with no key after the code", candidate("force:IRN", {"armed forces"}), candidate("force:IRQ", {"armed forces"})},
      {"an organ and its state's other kind", candidate("government:IRN", {"the Guards"}), candidate("force:IRQ/guards", {"the Guards"})},
      {"different Wikidata numbers", candidate("person:a", {"Ali Larijani"}, {.wikidata = "Q1"}),
       candidate("person:b", {"Ali Larijani"}, {.wikidata = "Q2"})},
      {"a force and its branch by id", candidate("force:RUS", {"Russian Navy"}), candidate("force:RUS/navy", {"Russian Navy"})},
      {"a body and its part by office", candidate("org:a", {"Rote Fahne"}), candidate("org:b", {"Rote Fahne"}, {.offices = {"org:a"}})},
      {"types that cannot match", candidate("person:a", {"Ali Larijani"}), candidate("org:b", {"Ali Larijani"}, {.wikidata = "Q1"})},
      {"names without a word", candidate("person:a", {"...", ""}), candidate("person:b", {"...", ""})},
      {"initials alone", candidate("person:a", {"A. B."}), candidate("person:b", {"A. B."})},
      {"nothing shared", candidate("person:a", {"Ali Larijani"}), candidate("person:b", {"Xi Jinping"})},
      {"one id", candidate("person:a", {"Ali Larijani"}), candidate("person:a", {"Ali Larijani"})},
  };
  for (const auto& [what, a, b] : table) {
    CAPTURE(what);
    CHECK(suggest({a, b}).empty());
    CHECK(suggest({b, a}).empty());
  }
}

TEST_CASE("one Wikidata number is near certainty and says what disagrees") {
  const IdentitySuggestion found = suggest_pair("person", {"Ahmed al-Sharaa"}, {"Abu Mohammed al-Julani"}, {.country = "SYR", .wikidata = "Q7"},
                                                {.country = "IRQ", .wikidata = "Q7"});
  CHECK(found.score == Approx(0.99));
  CHECK(found.reasons == Strings{"same Wikidata number Q7", "countries differ: SYR, IRQ"});
  // What is no number is none.
  CHECK(suggest_pair("person", {"Ali Larijani"}, {"Xi Jinping"}, {.wikidata = "unknown"}, {.wikidata = "unknown"}).score == 0);
  CHECK(suggest_pair("person", {"Ali Larijani"}, {"Ali Larijani"}, {.wikidata = "-"}, {.wikidata = "Q7"}).score == Approx(0.8));
}

TEST_CASE("country, offices and neighbours speak for or against, in words") {
  const Strings name = {"Ali Larijani"};
  const auto score = [&](const Known& a, const Known& b) { return suggest_pair("person", name, name, a, b).score; };
  const double alone = score({}, {});
  CHECK(score({.country = "IRN"}, {.country = "IRN"}) > alone);
  CHECK(score({.country = "IRN"}, {}) == Approx(alone));
  CHECK(score({.country = "IRN"}, {.country = "IRQ"}) < alone);
  CHECK(score({.offices = {"state:IRN speaker"}}, {.offices = {"government:IRN speaker"}}) > alone);
  CHECK(score({.offices = {"alliance:opec"}}, {.offices = {"alliance:opec"}}) > alone);
  CHECK(score({.offices = {"state:IRN speaker"}}, {.offices = {"state:IRQ speaker"}}) == Approx(alone));
  CHECK(score({.neighbours = {1, 2, 3, 4}}, {.neighbours = {1, 2, 3, 4}}) > score({.neighbours = {1, 2, 3, 4}}, {.neighbours = {1, 2, 3, 9}}));
  CHECK(score({.neighbours = {hash64("person:b")}}, {}) < alone);

  CHECK(suggest_pair("person", name, name, {.country = "IRN", .offices = {"state:IRN foreign-minister"}, .neighbours = {1, 2, 3, 4, 5, 6, 7, 8, 9}},
                     {.country = "IRN", .offices = {"state:IRN Foreign minister"}, .neighbours = {1, 2, 3, 4, 5, 6, 7, 10, 11, 12}})
            .reasons == Strings{"same name 'Ali Larijani'", "both of IRN", "both foreign-minister of IRN", "7 of 9 neighbours shared"});
  CHECK(suggest_pair("person", name, {"Ali Larjani"}, {.country = "IRN", .offices = {"org:a"}, .neighbours = {hash64("person:b")}},
                     {.country = "IRQ", .offices = {"org:a"}})
            .reasons == Strings{"names differ by one letter: 'Ali Larijani', 'Ali Larjani'", "both belong to a", "countries differ: IRN, IRQ",
                                "they have relations with each other"});
}

TEST_CASE("a bare family name is worth a look only where nobody else has it") {
  const Known iran = {.country = "IRN"};
  std::vector<IdentityCandidate> nodes = {candidate("person:ali-khamenei", {"Ali Khamenei"}, iran), candidate("person:khamenei", {"Khamenei"}, iran)};
  const auto sure = suggest(nodes, 0.6);
  REQUIRE(sure.size() == 1);
  CHECK(sure[0].reasons.front() == "one name alone, of the other's: 'Ali Khamenei', 'Khamenei'");
  nodes.push_back(candidate("person:mojtaba-khamenei", {"Mojtaba Khamenei"}, iran));
  CHECK(suggest(nodes, 0.6).empty());
  const auto unsure = suggest(nodes, 0.3);
  REQUIRE_FALSE(unsure.empty());
  CHECK(unsure[0].reasons.back() == "3 nodes have this name or a name with it");
}

TEST_CASE("places of one name are told apart by where they are") {
  struct Row {
    const char* what;
    double latitude, longitude;  // of the second; the first is at 10, 20
    double least, most;
    std::string reason;
  };
  const double nowhere = std::nan("");
  const std::vector<Row> table = {
      {"the same point", 10, 20, 0.96, 0.97, "same name 'Rafah'; both of EGY; 0 km apart"},
      {"the same town", 10.05, 20.05, 0.96, 0.97, "same name 'Rafah'; both of EGY; 8 km apart"},
      {"neither near nor far", 10.3, 20, 0.88, 0.89, "same name 'Rafah'; both of EGY"},
      {"two towns", 11, 20, 0.2, 0.3, "same name 'Rafah'; both of EGY; two places 111 km apart"},
      {"the other end of the world", -10, -160, 0.2, 0.3, "two places 20015 km apart"},
      {"no position", nowhere, 20, 0.88, 0.89, "same name 'Rafah'; both of EGY"},
      {"impossible", 100, 20, 0.88, 0.89, "same name 'Rafah'; both of EGY"},
  };
  for (const auto& [what, latitude, longitude, least, most, reason] : table) {
    CAPTURE(what);
    auto a = candidate("location:a", {"Rafah"}, {.country = "EGY"}), b = candidate("location:b", {"Rafah"}, {.country = "EGY"});
    a.latitude = 10, a.longitude = 20;
    b.latitude = latitude, b.longitude = longitude;
    const auto found = suggest({a, b});
    REQUIRE(found.size() == 1);
    CHECK(found[0].score >= least - 1e-9);
    CHECK(found[0].score <= most + 1e-9);
    CHECK_THAT(joined(found[0].reasons), contains(reason));
    CHECK((joined(found[0].reasons).find("km") == std::string::npos) == (reason.find("km") == std::string::npos));
  }
  // Across the meridian of dates; and only of places.
  auto a = candidate("location:a", {"Taveuni"}), b = candidate("location:b", {"Taveuni"});
  a.latitude = b.latitude = -16.8;
  a.longitude = 179.99, b.longitude = -179.99;
  CHECK(joined(suggest({a, b}).at(0).reasons) == "same name 'Taveuni'; 2 km apart");
  a.id = "person:a", b.id = "person:b", b.latitude = 60;
  CHECK(suggest({a, b}).at(0).score == Approx(0.8 * 0.9));
}

TEST_CASE("what the gazetteer tells apart is not suggested") {
  auto a = candidate("person:a", {"Ali Larijani"}, {.wikidata = "Q7"}), b = candidate("person:b", {"Ali Larijani"}, {.wikidata = "Q7"});
  a.known = true;
  CHECK(suggest({a, b}).size() == 1);
  b.known = true;
  CHECK(suggest({a, b}).empty());
}

TEST_CASE("an acronym that stands for one name is not taken for another") {
  const Strings chinese = {"People's Liberation Army", "PLA"}, palestinian = {"Palestine Liberation Army", "PLA"};
  CHECK(suggest_pair("force", chinese, palestinian).score < 0.6);
  CHECK(suggest_pair("force", chinese, {"PLA"}).score >= 0.6);
}

TEST_CASE("most spellings of persons in the gazetteer are found, and few pairs of two persons") {
  static constexpr std::string_view kColumns[] = {"id", "name", "names", "short", "country"};
  const auto people = TsvTable::load(ENTENTE_SOURCE_DIR "/data/gazetteer/people.tsv", kColumns);
  REQUIRE(people);
  std::vector<IdentityCandidate> persons, spellings;  // each person under all names; each spelling beside the first as a node of its own
  for (const auto& row : people->rows()) {
    const std::string id = "person:" + std::string(row.cells[0]);
    const Known known = {.country = std::string(row.cells[4])};
    Strings names = {std::string(row.cells[1])};
    spellings.push_back(candidate(id, names, known));
    for (const std::string_view name : split_list(row.cells[2])) {
      names.emplace_back(name);
      spellings.push_back(candidate(id + "#" + std::to_string(names.size()), {names.back()}, known));
    }
    persons.push_back(candidate(id, names, known));
  }
  std::set<std::string> found;
  for (const IdentitySuggestion& pair : suggest(spellings, 0.6))
    if (pair.b.starts_with(pair.a + "#")) found.insert(pair.b);
  CHECK(static_cast<double>(found.size()) > 0.86 * static_cast<double>(spellings.size() - persons.size()));
  CHECK(suggest(persons, 0.6).size() < persons.size() / 400);
}

TEST_CASE("suggestions are best first and the same whatever the order of candidates") {
  const Strings given = {"Ali", "Hassan", "Mohammed", "Muhammad", "Sergei", "Sergey", "Kim", "A.", "Dr. Ali"};
  const Strings family = {"Larijani", "Larjani", "Khamenei", "Lavrov", "Jong Un", "Jongun", "al-Sisi", "Fachir", ""};
  const Strings countries = {"", "IRN", "IRQ"};
  std::vector<IdentityCandidate> world;
  for (std::size_t i = 0; i < given.size(); ++i) {
    for (std::size_t j = 0; j < family.size(); ++j) {
      const std::string name = given[i] + " " + family[j];
      const Known known = {.country = countries[(i + j) % 3], .offices = {"state:IRN minister"}, .neighbours = {i, 100 + j}};
      world.push_back(candidate("person:" + std::to_string(i) + "-" + std::to_string(j), {name, family[j]}, known));
    }
  }
  const auto expected = suggest(world);
  REQUIRE(expected.size() > 50);
  CHECK(std::ranges::is_sorted(expected, [](const auto& x, const auto& y) { return std::tie(y.score, x.a, x.b) < std::tie(x.score, y.a, y.b); }));
  CHECK(std::ranges::all_of(expected, [](const auto& s) { return s.a < s.b && s.score >= 0 && s.score <= 1 && !s.reasons.empty(); }));
  std::mt19937 random(1);
  for (int i = 0; i < 5; ++i) {
    std::ranges::shuffle(world, random);
    const auto again = suggest(world);
    REQUIRE(again.size() == expected.size());
    for (std::size_t at = 0; at < again.size(); ++at) {
      CHECK(again[at].a == expected[at].a);
      CHECK(again[at].b == expected[at].b);
      CHECK(again[at].score == expected[at].score);
      CHECK(again[at].reasons == expected[at].reasons);
    }
  }
  const auto best = suggest(world, 0.7);
  CHECK(best.size() < expected.size());
  CHECK(std::ranges::equal(best, std::span(expected).first(best.size()), {}, &IdentitySuggestion::a, &IdentitySuggestion::a));
  CHECK(std::ranges::all_of(best, [](const auto& s) { return s.score >= 0.7; }));
}

TEST_CASE("nothing gives nothing") {
  CHECK(suggest({}).empty());
  CHECK(suggest({candidate("person:a", {"Ali Larijani"})}).empty());
  CHECK(suggest({candidate("", {}), candidate("person:", {}), candidate("person:a", {})}).empty());
}

TEST_CASE("hostile bytes do no harm and do not come out again") {
  const std::string cut = "Ali Larijani \xE2\x80", broken = "Ali\xFF Larijani\x80", control = "Ali \x1B[31mLarijani\n\t\u202E",
                    null("Ali\0Larijani", 12);
  for (const std::string& name : {cut, broken, control, null}) {
    const IdentitySuggestion found = suggest_pair("person", {name}, {"Ali Larijani"}, {.country = "\x1B"}, {.country = "\x1B"});
    for (const std::string& reason : found.reasons) {
      CHECK_FALSE(find_invalid_utf8(reason));
      CHECK(std::ranges::none_of(reason, [](char c) { return static_cast<unsigned char>(c) < 0x20; }));
      CHECK(reason.find("\u202E") == std::string::npos);
    }
  }
  CHECK(suggest_pair("person", {broken}, {"Ali Larijani"}).score >= 0.8);

  std::mt19937 random(7);
  std::uniform_int_distribution<int> byte(0, 255), length(0, 40);
  std::vector<IdentityCandidate> nodes;
  for (int i = 0; i < 300; ++i) {
    Strings names;
    for (int n = 0; n < 4; ++n) {
      std::string name;
      for (int c = length(random); c > 0; --c) name += static_cast<char>(byte(random));
      names.push_back(name);
    }
    nodes.push_back(candidate((i % 2 == 0 ? "person:" : "org:") + std::to_string(i), names,
                              {.country = names[0], .offices = {names[1], names[2]}, .wikidata = names[3]}));
  }
  for (const IdentitySuggestion& found : suggest(nodes))
    for (const std::string& reason : found.reasons) CHECK_FALSE(find_invalid_utf8(reason));

  // Names that are no names: long ones, and thousands of them.
  const std::string longest(400, 'a'), too_long(600, 'a');
  CHECK(suggest_pair("org", {longest}, {longest}).score >= 0.8);
  CHECK(joined(suggest_pair("org", {longest}, {longest}).reasons).size() < 200);
  CHECK(suggest_pair("org", {too_long}, {too_long}).score == 0);
  std::string words;
  for (int i = 0; i < 60; ++i) words += "w" + std::to_string(i) + " ";
  CHECK(suggest_pair("agreement", {words}, {words}).score >= 0.8);
  CHECK(suggest_pair("agreement", {words + "x"}, {words + "y"}, kSame, kSame).score < 0.6);
  CHECK(suggest_pair("org", Strings(20'000, "Rote Fahne"), Strings(20'000, "Rote Fahne")).score >= 0.8);
}

TEST_CASE("what thousands share does not take quadratic time") {
  constexpr std::size_t kMany = 5000;
  struct Row {
    const char* what;
    std::function<std::string(std::size_t)> name;
    std::size_t most;  // pairs that may be compared
  };
  // Letters only, so that they are words.
  const auto word = [](std::size_t i) {
    std::string out = "Q";
    for (; i > 0; i /= 20) out += std::string(1, "bcdfghjklmnpqrstvwxz"[i % 20]) + "a";
    return out;
  };
  const std::vector<Row> table = {
      {"one name", [](std::size_t) { return "Mohammed Ali"; }, kMany * 8},
      {"one given name", [&](std::size_t i) { return "Mohammed " + word(i); }, kMany * 50},
      {"one family name", [&](std::size_t i) { return word(i) + " Khan"; }, kMany * 50},
  };
  for (const auto& [what, name, most] : table) {
    CAPTURE(what);
    std::vector<IdentityCandidate> nodes;
    for (std::size_t i = 0; i < kMany; ++i) nodes.push_back(candidate("person:" + std::to_string(i), {name(i)}));
    std::size_t compared = 0;
    const auto found = suggest_duplicates(
        nodes, name_words(),
        [&](TypeId, TypeId) {
          ++compared;
          return true;
        },
        0.6);
    CHECK(compared <= most);
    CHECK(found.size() <= most);
  }

  std::vector<IdentityCandidate> equal;
  for (std::size_t i = 0; i < kMany; ++i)
    equal.push_back(candidate("person:" + std::to_string(i), {"Mohammed Ali"}, {.country = i % 1000 == 7 ? "EGY" : ""}));
  const auto found = suggest(equal, 0.6);
  REQUIRE_FALSE(found.empty());
  CHECK(found.front().reasons.back() == "5000 nodes have this name: each was compared with 16 of them only");
  // Those of one country are next to each other.
  CHECK(std::ranges::count_if(found, [](const auto& s) { return joined(s.reasons).find("both of EGY") != std::string::npos; }) == 10);
}
