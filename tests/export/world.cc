#include "tests/export/world.h"

#include <sstream>

#include "tests/catch.h"

namespace entente::test {

const std::string kHostileId = "org:\x01\"<a>&b\\\n]]>\xff\\";
const std::string kHostileText =
    "Line one\nline\ttwo \"quoted\" <b>&amp; ]]> back\\slash\\ \x01\x1b[31m \xff\xc3 \xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d \xf0\x9f\x95\x8a |";

const ExportPage kPage = {
    "<!doctype html>\n<title>page</title>\n<script type=\"application/json\" id=\"entente-data\"></script>\n<script>show()</script>\n", "0.1",
    "world"};

namespace {

Node node(std::string_view id, std::string_view type, std::string_view name, std::string_view country = "") {
  Node made;
  made.id = id;
  made.type = node_type(type);
  made.name = name;
  made.names = {{std::string(name), "en"}};
  made.country = country;
  return made;
}

Claim with_status(Claim claim, Polarity polarity, Modality modality) {
  claim.polarity = polarity;
  claim.modality = modality;
  return claim;
}

Contribution first_article() {
  const std::string text = "Menlu Retno mengecam serangan Israel. Kata Retno — di Teluk Jakarta — Iran dan Indonesia bertemu.";
  Node retno = node("person:retno-marsudi", "Official", "Retno Marsudi", "IDN");
  retno.names = {{"Retno", "id"}, {"Menlu Retno", "id"}, {"Retno Marsudi", "en"}};
  Node bay = node("location:jakarta-bay", "Location", "Jakarta Bay", "IDN");
  bay.latitude = -6;
  bay.longitude = 106.8;
  bay.names = {{"Teluk Jakarta", "id"}};
  Node indonesia = state("IDN", "Indonesia");
  indonesia.wikidata = "Q252";
  indonesia.attributes = {{"region", "South-East Asia"}, {"Region", "ASEAN"}};

  Claim condemns = claim("person:retno-marsudi", "condemns", "state:ISR");
  condemns.date = Date{*parse_day("2024-11-04"), DatePrecision::day};
  condemns.attribution = {{"person:retno-marsudi", "Retno", {43, 48}}, {"", "kantor berita", {0, 0}}};
  condemns.evidence.sentence_span = {0, 37};
  condemns.evidence.trigger_span = {12, 20};
  condemns.evidence.source_span = {6, 11};
  condemns.evidence.target_span = {30, 36};
  condemns.evidence.rule = "id.condemn";
  condemns.evidence.extractor = "entente/1";
  condemns.evidence.confidence = 0.9f;
  Claim meets = claim("state:IRN", "meets", "state:IDN");
  meets.place = "location:jakarta-bay";
  meets.evidence.sentence = 1;
  meets.evidence.sentence_span = {38, 97};
  meets.evidence.trigger_span = {89, 96};
  meets.evidence.source_span = {70, 74};
  meets.evidence.target_span = {79, 88};

  Contribution made = contribution("doc-1", "2024-11-05",
                                   {retno, bay, indonesia, state("ISR", "Israel"), state("IRN", "Iran"), node("alliance:un", "Alliance", "UN")},
                                   {condemns, meets, claim("state:ISR", "attacks", "state:IRN"),
                                    with_status(claim("state:ISR", "threatens", "state:IRN"), Polarity::affirmed, Modality::planned),
                                    with_status(claim("state:ISR", "attacks", "state:IRN"), Polarity::negated, Modality::actual),
                                    with_status(claim("state:IDN", "recognizes", "state:ISR"), Polarity::negated, Modality::actual),
                                    with_status(claim("alliance:un", "requests", "state:ISR"), Polarity::affirmed, Modality::demanded),
                                    with_status(claim("state:IRN", "deploys_to", "location:jakarta-bay"), Polarity::affirmed, Modality::possible)});
  made.document.title = "Menlu Retno mengecam";
  made.document.text = text;
  made.document.language = "id";
  made.document.source = "Kantor Berita";
  made.document.url = "https://example.org/1?a=1&b=2";
  return made;
}

Contribution second_article() {
  Node hostile = node(kHostileId, "Organization", kHostileText);
  hostile.names = {{kHostileText, "en"}, {"a|b", "id"}, {"no language", ""}};
  hostile.attributes = {{kHostileText, kHostileText}};
  Claim supports = claim(kHostileId, "supports", "state:IRN");
  supports.instrument = kHostileText;
  supports.evidence.part = Part::title;
  supports.evidence.sentence_span = {0, 1000};
  supports.evidence.rule = kHostileText;
  Contribution made = contribution("doc-2\x01\xff", "", {hostile, state("IRN", "Iran"), node("people:IRN", "People", "Iranians", "IRN")},
                                   {supports, claim(kHostileId, "accuses", kHostileId), claim(kHostileId, "supports", "state:IRN")});
  made.document.title = kHostileText;
  made.document.text = kHostileText;
  made.document.date = std::nullopt;
  return made;
}

}  // namespace

std::unique_ptr<Store> make_world(const std::filesystem::path& directory) {
  auto store = open(directory);
  Contribution third = contribution("doc-3", "2024-12-01", {state("ISR", "Israel"), state("IRN", "Iran")},
                                    {claim("state:ISR", "attacks", "state:IRN"), claim("state:IRN", "meets", "state:ISR")});
  apply(*store, {first_article(), second_article(), std::move(third)});
  return store;
}

using std::string_literals::operator""s;

const std::vector<std::string> kHostileNames = {
    "constructor",
    "__proto__",
    "toString",
    "42",
    "1e5",
    "007",
    "true",
    "e0",
    "ee1",
    "null",
    "=1+1",
    "=HYPERLINK(\"http://example.org\")",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1+1",
    "a;b",
    "a,b",
    "a|b",
    "a:b",
    "quote\"inside",
    "it's",
    "line\nbreak",
    "carriage\rreturn",
    "]]>",
    "<!--",
    "&amp;",
    "back\\slash\\",
    "nul\0inside"s,
    "surrogate\xED\xA0\x80",
    "cut\xF0\x9F\x95",
    "\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D",
    "\xE2\x80\xAEoverride",
    "\xF0\x9F\x95\x8A\xEF\xB8\x8F",
    "\xEF\xBF\xBE",
    "  spaced  out ",
    "{{x}}",
    "$x",
    "%41",
};

std::unique_ptr<Store> make_hostile_world(const std::filesystem::path& directory) {
  std::vector<Node> nodes;
  std::vector<Claim> claims;
  for (const std::string& name : kHostileNames) {
    Node made = node(name, "Organization", name);
    made.attributes = {{"note", name}, {"__proto__", "1"}, {"parent", "2"}, {"id", "3"}, {"a:b;c,d\"e", "4"}};
    if (!nodes.empty()) claims.push_back(claim(nodes.back().id, "supports", name));
    nodes.push_back(std::move(made));
  }
  auto store = open(directory);
  apply(*store, {contribution("doc-1", "2024-11-05", std::move(nodes), std::move(claims))});
  return store;
}

ReferenceFacts reference_facts() {
  auto facts = ReferenceFacts::load(ENTENTE_SOURCE_DIR "/tests/export/gazetteer", ontology());
  INFO((facts ? std::string() : facts.error().message()));
  REQUIRE(facts);
  return std::move(*facts);
}

namespace {

class Files : public ExportFolder {
 public:
  std::ostream& file(std::string_view name) override { return streams_[std::string(name)]; }
  std::map<std::string, std::string> texts() const {
    std::map<std::string, std::string> texts;
    for (const auto& [name, stream] : streams_) texts[name] = stream.str();
    return texts;
  }

 private:
  std::map<std::string, std::ostringstream> streams_;
};

}  // namespace

std::map<std::string, std::string> exported_files(const Snapshot& snapshot, const ExportFormat& format, ExportOptions options) {
  if (options.page == nullptr) options.page = &kPage;
  Files files;
  const Status status = format.make_folder != nullptr ? export_graph(snapshot, ontology(), options, format, files)
                                                      : export_graph(snapshot, ontology(), options, format, files.file(""));
  INFO(format.name << ": " << status.message());
  REQUIRE(status.ok());
  return files.texts();
}

std::string exported(const Snapshot& snapshot, std::string_view format, const ExportOptions& options) {
  const ExportFormat* row = export_format(format);
  REQUIRE(row != nullptr);
  return exported_files(snapshot, *row, options).at("");
}

}  // namespace entente::test
