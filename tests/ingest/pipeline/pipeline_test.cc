#include "ingest/pipeline.h"

#include <algorithm>
#include <set>
#include <sstream>
#include <thread>

#include "graph/text/unicode.h"
#include "tests/ingest/read/support.h"

namespace entente {
namespace {

const std::filesystem::path kData = ENTENTE_SOURCE_DIR "/data";

/// Loaded at the first call, once a program: the data are large.
const Extractor& extractor() {
  static const std::unique_ptr<Extractor> loaded = [] {
    auto result = Extractor::load(kData);
    if (!result) FAIL(result.error().message());
    return std::move(*result);
  }();
  return *loaded;
}

/// The articles of examples/articles in the order of their files' names.
const std::vector<Article>& examples() {
  static const std::vector<Article> articles = [] {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(ENTENTE_SOURCE_DIR "/examples/articles")) files.push_back(entry.path());
    std::ranges::sort(files);
    std::vector<Article> all;
    for (const auto& file : files) {
      std::ifstream in(file, std::ios::binary);
      const std::string bytes(std::istreambuf_iterator<char>(in), {});
      auto outcome = read_everything(format_of_extension(file.string())->name, bytes);
      REQUIRE(outcome.errors.empty());
      for (auto& article : outcome.articles) {
        article.origin = file.filename().string();
        if (article.id.empty()) article.id = article.origin;
        if (article.date.empty()) article.date = "2024-06-20";
        all.push_back(std::move(article));
      }
    }
    return all;
  }();
  return articles;
}

Article article_of(std::string text, std::string title = {}) {
  Article article;
  article.id = std::string("a");
  article.origin = std::string("f:1");
  article.date = std::string("2024-11-06");
  article.text = std::move(text);
  article.title = std::move(title);
  return article;
}

void write(std::ostream& out, const Span& span) { out << '[' << span.begin << ',' << span.end << ')'; }

/// Everything that an extraction holds, to compare two.
std::string printed(const Extraction& extraction) {
  std::ostringstream out;
  const auto& document = extraction.contribution.document;
  out << document.id << '|' << document.title << '|' << document.text << '|' << document.language << '|' << document.date.value_or(0) << '|'
      << document.content_hash << '|' << extraction.text_changed << '\n';
  for (const auto& [key, value] : document.attributes) out << key << '=' << value << '\n';
  for (std::size_t i = 0; i < extraction.contribution.nodes.size(); ++i) {
    const auto& node = extraction.contribution.nodes[i];
    out << node.id << '|' << node.type << '|' << node.name << '|' << node.country << '|' << node.wikidata << '|' << node.latitude.value_or(999) << '|'
        << node.longitude.value_or(999);
    for (const auto& name : node.names) out << '|' << name.text << '@' << name.language;
    for (const auto& place : extraction.mentions[i]) {
      out << ' ' << to_string(place.part) << place.sentence;
      write(out, place.span);
    }
    out << '\n';
  }
  for (const auto& claim : extraction.contribution.claims) {
    out << claim.source << ' ' << claim.type << ' ' << claim.target << ' ' << to_string(claim.polarity) << ' ' << to_string(claim.modality) << ' '
        << claim.background << ' ' << (claim.date ? format_day(claim.date->day) : "-") << ' ' << claim.place << ' ' << claim.recipient << ' '
        << claim.kind;
    for (const auto& who : claim.attribution) {
      out << ' ' << who.node << '"' << who.text << '"';
      write(out, who.span);
    }
    const auto& e = claim.evidence;
    out << ' ' << e.document << ' ' << to_string(e.part) << e.sentence << ' ' << e.rule << ' ' << e.extractor << ' ' << e.confidence;
    for (const auto& span : {e.sentence_span, e.trigger_span, e.source_span, e.target_span}) write(out, span);
    out << '\n';
  }
  for (const auto& warning : extraction.warnings) out << warning << '\n';
  return out.str();
}

/// What `articles` give on one worker, in order.
std::string read_all(Extractor::Worker& worker, const std::vector<Article>& articles) {
  std::string out;
  for (const auto& article : articles) {
    const auto extraction = worker.extract(article);
    out += extraction ? printed(*extraction) : extraction.error().message();
    out += "\n\n";
  }
  return out;
}

std::size_t code_points(std::string_view text) { return CodePointIndex(text).at(text.size()); }

TEST_CASE("the examples give nodes and claims that hold together", "[pipeline]") {
  REQUIRE(examples().size() == 14);
  Extractor::Worker worker(extractor());
  const auto& ontology = extractor().ontology();
  std::size_t claims = 0;
  for (const auto& article : examples()) {
    const auto extraction = worker.extract(article);
    INFO(article.origin);
    if (!extraction) FAIL(extraction.error().message());
    const auto& [document, nodes, all_claims] = extraction->contribution;
    CHECK(document.id == article.id);
    CHECK(document.language == (article.origin.starts_with("id") || article.id.find("-id-") != std::string::npos ? "id" : "en"));
    const auto text_size = code_points(document.text), title_size = code_points(document.title);
    const auto size_of = [&](Part part) { return part == Part::title ? title_size : text_size; };

    std::set<std::string> ids;
    REQUIRE(extraction->mentions.size() == nodes.size());
    for (std::size_t i = 0; i < nodes.size(); ++i) {
      INFO(nodes[i].id);
      CHECK(ids.insert(nodes[i].id).second);
      CHECK(!nodes[i].name.empty());
      CHECK(nodes[i].id.find(':') != std::string::npos);
      std::string prefix = "-";
      for (const auto& type : ontology.node_types())
        if (type.number == nodes[i].type) prefix = type.prefix;
      CHECK(nodes[i].id.starts_with(prefix + ":"));
      for (const auto& place : extraction->mentions[i]) {
        CHECK(place.span.begin < place.span.end);
        CHECK(place.span.end <= size_of(place.part));
      }
    }
    CHECK(!nodes.empty());
    CHECK(!all_claims.empty());
    claims += all_claims.size();
    for (const auto& claim : all_claims) {
      const auto& e = claim.evidence;
      INFO(claim.source << ' ' << claim.type << ' ' << claim.target << ", sentence " << e.sentence << " of the " << to_string(e.part) << ", rule "
                        << e.rule);
      CHECK(ids.contains(claim.source));
      CHECK(ids.contains(claim.target));
      CHECK((claim.place.empty() || ids.contains(claim.place)));
      CHECK((claim.recipient.empty() || ids.contains(claim.recipient)));
      CHECK(claim.source != claim.target);
      CHECK(e.document == document.id);
      CHECK(e.extractor == extractor().name());
      CHECK(!e.rule.empty());
      CHECK((e.confidence > 0 && e.confidence <= 1));
      CHECK(e.sentence_span.begin < e.sentence_span.end);
      CHECK(e.sentence_span.end <= size_of(e.part));
      for (const auto& span : {e.trigger_span, e.source_span, e.target_span}) {
        CHECK(span.begin < span.end);
        CHECK(e.sentence_span.contains(span));
      }
      for (const auto& who : claim.attribution) {
        CHECK((who.node.empty() || ids.contains(who.node)));
        CHECK(!who.text.empty());
        CHECK(who.span.end <= size_of(e.part));
      }
      const auto* type = ontology.relation_type(claim.type);
      REQUIRE(type != nullptr);
      if (type->symmetric) CHECK(claim.source < claim.target);
    }
  }
  CHECK(claims >= 50);
}

TEST_CASE("the same article gives the same bytes, whoever reads it", "[pipeline]") {
  Extractor::Worker worker(extractor());
  const auto first = read_all(worker, examples());
  CHECK(read_all(worker, examples()) == first);

  auto reversed = examples();
  std::ranges::reverse(reversed);
  const auto backwards = read_all(worker, reversed);
  CHECK(backwards.size() == first.size());

  std::string other, another;
  {
    const auto read = [](const std::vector<Article>& articles, std::string& out) {
      Extractor::Worker own(extractor());
      for (int i = 0; i < 3; ++i) out = read_all(own, articles);
    };
    std::jthread one([&] { read(examples(), other); });
    std::jthread two([&] { read(reversed, another); });
  }
  CHECK(other == first);
  CHECK(another == backwards);

  const auto again = Extractor::load(kData);
  REQUIRE(again);
  Extractor::Worker fresh(**again);
  CHECK(read_all(fresh, examples()) == first);
}

TEST_CASE("identify gives what extract would", "[pipeline]") {
  Extractor::Worker worker(extractor());
  for (const auto& article : examples()) {
    INFO(article.origin);
    const auto identity = worker.identify(article);
    const auto extraction = worker.extract(article);
    REQUIRE(identity);
    REQUIRE(extraction);
    CHECK(identity->first == extraction->contribution.document.id);
    CHECK(identity->second == extraction->contribution.document.content_hash);
  }
  CHECK(!worker.identify(article_of("")));
}

TEST_CASE("claims of the title are told from those of the body", "[pipeline]") {
  Extractor::Worker worker(extractor());
  for (const auto& article : {article_of("The weather was fine for days in the north.", "Iran condemns Israel's attack on Syria"),
                              article_of("Iran condemns Israel's attack on Syria\n\nThe weather was fine for days in the north.")}) {
    auto named = article;
    named.language = std::string("en");
    const auto extraction = worker.extract(named);
    REQUIRE(extraction);
    CHECK(extraction->contribution.document.title == "Iran condemns Israel's attack on Syria");
    REQUIRE(!extraction->contribution.claims.empty());
    for (const auto& claim : extraction->contribution.claims) CHECK(claim.evidence.part == Part::title);
  }
  auto in_body = article_of("Iran condemns Israel's attack on Syria.");
  const auto extraction = worker.extract(in_body);
  REQUIRE(extraction);
  REQUIRE(!extraction->contribution.claims.empty());
  for (const auto& claim : extraction->contribution.claims) CHECK(claim.evidence.part == Part::body);
}

TEST_CASE("spans count code points of the text that is kept", "[pipeline]") {
  Extractor::Worker worker(extractor());
  // An emoji, decomposed letters and line ends of Windows stand before the claim.
  const auto extraction = worker.extract(article_of("🙂 “Cafe\u0301” naïve.\r\nTürkiye condemned Israel on Monday.\r\n"));
  REQUIRE(extraction);
  CHECK(extraction->text_changed);
  REQUIRE(!extraction->contribution.claims.empty());
  const auto& text = extraction->contribution.document.text;
  CHECK(text == "🙂 “Café” naïve.\nTürkiye condemned Israel on Monday.\n");
  std::vector<std::string> points;
  for (std::size_t at = 0; at < text.size();) {
    const auto next = decode(text, at).next;
    points.push_back(text.substr(at, next - at));
    at = next;
  }
  const auto cut = [&](Span span) {
    std::string out;
    for (auto i = span.begin; i < span.end; ++i) out += points.at(i);
    return out;
  };
  const auto& claim = extraction->contribution.claims.front();
  CHECK(claim.source == "state:TUR");
  CHECK(claim.target == "state:ISR");
  CHECK(cut(claim.evidence.sentence_span) == "Türkiye condemned Israel on Monday.");
  CHECK(cut(claim.evidence.source_span) == "Türkiye");
  CHECK(cut(claim.evidence.trigger_span) == "condemned");
  CHECK(cut(claim.evidence.target_span) == "Israel");
  REQUIRE(claim.date);
  CHECK(format_day(claim.date->day) == "2024-11-04");
}

TEST_CASE("the language is told, or named", "[pipeline]") {
  Extractor::Worker worker(extractor());
  const std::vector<std::tuple<std::string, std::string, std::string>> rows = {
      {"", "Russia accuses Ukraine.", "en"},
      {"", "Iran kecam serangan AS", "id"},
      {"", "Presiden Rusia Vladimir Putin tiba di Pyongyang dan menandatangani perjanjian dengan Korea Utara.", "id"},
      {"", "Perdana Menteri Malaysia berkata beliau akan mengadakan mesyuarat dengan wakil kerajaan Thailand pada hari Isnin.", "id"},
      {"en", "Iran kecam serangan AS", "en"},
      {"id", "Russia accuses Ukraine.", "id"},
  };
  for (const auto& [given, text, expected] : rows) {
    INFO(text);
    auto article = article_of(text);
    article.language = given;
    const auto extraction = worker.extract(article);
    if (!extraction) FAIL(extraction.error().message());
    CHECK(extraction->contribution.document.language == expected);
  }
}

TEST_CASE("articles that cannot be read are refused", "[pipeline]") {
  Extractor::Worker worker(extractor());
  auto unknown = article_of("Russia accuses Ukraine.");
  unknown.language = std::string("xx");
  auto nowhere = unknown;
  nowhere.origin.clear();
  const std::vector<std::pair<Article, std::string>> rows = {
      {article_of(""), "f:1: the article has no text; nothing was read from it"},
      {article_of(" \n\t"), "f:1: the article has no text; nothing was read from it"},
      {article_of("%PDF" + std::string(40, '\0')), "f:1: this is no text (control characters throughout); convert it to text first"},
      {article_of("Le président français Emmanuel Macron a reçu mardi à l'Élysée le chancelier allemand pour évoquer la guerre en Ukraine. Les deux "
                  "dirigeants "
                  "ont condamné les frappes russes et annoncé une nouvelle aide militaire. Ils se retrouveront à Bruxelles la semaine prochaine."),
       "f:1: there are no data for language 'fr'; name the language with --lang if it is one of those"},
      {article_of("Президент России прибыл вчера в столицу и подписал договор о партнёрстве."),
       "f:1: there are no data for language 'ru'; name the language with --lang if it is one of those"},
      {article_of("12345 67890"), "f:1: no language could be told; name the language with --lang if it is one of those"},
      {unknown, "f:1: there are no data for language 'xx'; name the language with --lang if it is one of those"},
      {nowhere, "a: there are no data for language 'xx'; name the language with --lang if it is one of those"},
  };
  for (const auto& [article, message] : rows) {
    INFO(article.text);
    const auto extraction = worker.extract(article);
    REQUIRE(!extraction);
    CHECK(extraction.error().code() == StatusCode::invalid_input);
    CHECK(extraction.error().message() == message);
  }
  CHECK(worker.extract(article_of("Russia accuses Ukraine.")));  // the worker goes on
}

TEST_CASE("odd texts are read without harm", "[pipeline]") {
  Extractor::Worker worker(extractor());
  std::string endless, quotes, names;
  while (endless.size() < 200'000) endless += "Rusia menyerang Ukraina dan ";
  while (quotes.size() < 20'000) quotes += "\"Russia's ('Iran’s) – ";
  while (names.size() < 20'000) names += "Presiden Menteri AS Rusia Korut, ";
  for (const auto& text : {endless, quotes, names, std::string("Iran"), std::string("Iran's"), std::string("’s condemned"), std::string("condemned"),
                           std::string("He said he said he said."), std::string("🙂 Iran 🙂 condemned 🙂 Israel 🙂"),
                           std::string("Iran\x01 condemned\x02 Israel, the U.S., and")})
    for (const std::string language : {"en", "id"}) {
      INFO(language << ": " << text.substr(0, 60));
      auto article = article_of(text);
      article.language = language;
      CHECK(worker.extract(article));
    }
}

TEST_CASE("a data folder that is not whole is refused", "[pipeline]") {
  const TemporaryFolder folder;
  const auto none = Extractor::load(folder / "missing");
  REQUIRE(!none);
  CHECK(none.error().code() == StatusCode::not_found);

  std::filesystem::copy_file(kData / "ontology.json", folder / "ontology.json");
  const auto no_gazetteer = Extractor::load(folder / "");
  REQUIRE(!no_gazetteer);
  CHECK(no_gazetteer.error().code() == StatusCode::not_found);
  CHECK_THAT(no_gazetteer.error().message(), test::contains("gazetteer/states.tsv: cannot be read"));

  std::filesystem::create_directory_symlink(kData / "gazetteer", folder / "gazetteer");
  const auto no_events = Extractor::load(folder / "");
  REQUIRE(!no_events);
  CHECK(folder.relative(no_events.error().message()) == "events/codes.tsv: cannot be read; is the data folder complete?");

  std::filesystem::create_directory_symlink(kData / "events", folder / "events");
  const auto no_language = Extractor::load(folder / "");
  REQUIRE(!no_language);
  CHECK(no_language.error().code() == StatusCode::not_found);
  CHECK(folder.relative(no_language.error().message()) == "lang: holds no language; the data folder is not complete");

  std::filesystem::create_directory(folder / "lang");
  std::filesystem::copy(kData / "lang/en", folder / "lang/en", std::filesystem::copy_options::recursive);
  folder.write("lang/README", "Not a language.");
  CHECK(Extractor::load(folder / ""));
  std::filesystem::remove(folder / "lang/en/roles.tsv");
  const auto no_roles = Extractor::load(folder / "");
  REQUIRE(!no_roles);
  CHECK(folder.relative(no_roles.error().message()) == "lang/en/roles.tsv: cannot be read; is the data folder complete?");
}

}  // namespace
}  // namespace entente
