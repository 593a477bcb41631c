#include "ingest/document.h"

#include <functional>
#include <set>

#include "ingest/hash.h"
#include "tests/catch.h"

namespace entente {
namespace {

constexpr std::string_view kExtractor = "entente/test";

Article with_text(std::string text) {
  Article article;
  article.text = std::move(text);
  article.origin = "f:1";
  return article;
}

TEST_CASE("the text of a document is NFC with line feeds", "[document]") {
  struct Row {
    std::string given, text;
    bool changed;
  };
  const std::vector<Row> rows = {
      {"One line.", "One line.", false},
      {"Two\nlines.\n", "Two\nlines.\n", false},
      {"Two\r\nlines.\r\n", "Two\nlines.\n", true},
      {"Two\rlines.", "Two\nlines.", true},
      {"Mixed\r\n\r\nends\rof\nlines.", "Mixed\n\nends\nof\nlines.", true},
      {"Caf\u00E9", "Caf\u00E9", false},
      {"Cafe\u0301", "Caf\u00E9", true},
      {"  blanks stay  ", "  blanks stay  ", false},
      {"🙂 ok", "🙂 ok", false},
  };
  for (const auto& row : rows) {
    INFO(row.given);
    Document document;
    REQUIRE(make_document(with_text(row.given), kExtractor, document).ok());
    CHECK(document.record.text == row.text);
    CHECK(document.text_changed == row.changed);
  }
}

TEST_CASE("a short first line without a stop is the headline", "[document]") {
  struct Row {
    std::string text, title;
    std::uint32_t body_begin;
  };
  const std::vector<Row> rows = {
      {"Sweden joins NATO\n\nSTOCKHOLM - Sweden joined.", "Sweden joins NATO", 17},
      {"Sweden joins NATO\nSweden joined.", "Sweden joins NATO", 17},
      {"\n  Sweden joins NATO  \r\nSweden joined.", "Sweden joins NATO", 20},
      {"Perdana Menteri: “Tidak”\nIsi.", "Perdana Menteri: “Tidak”", 28},
      {"Will Sweden join?\nYes.", "Will Sweden join?", 17},
      {std::string(160, 'a') + "\nBody.", std::string(160, 'a'), 160},
      {std::string(161, 'a') + "\nBody.", "", 0},                 // too long
      {"Sweden joined NATO.\nIt was Thursday.", "", 0},           // a sentence
      {"JAKARTA, 5 Mei 2024 – Presiden tiba\nIa pergi.", "", 0},  // a dateline
      {"\"We are ready\"\nhe said.", "", 0},                      // a quotation
      {"Sweden joins NATO", "", 0},                               // nothing follows
      {"Sweden joins NATO\n \n\t\n", "", 0},
  };
  for (const auto& row : rows) {
    INFO(row.text);
    Document document;
    REQUIRE(make_document(with_text(row.text), kExtractor, document).ok());
    CHECK(document.record.title == row.title);
    CHECK(document.body_begin == row.body_begin);
  }
}

TEST_CASE("a title that is given is kept, and the text is all body", "[document]") {
  auto article = with_text("Sweden joins NATO\n\nSweden joined.");
  article.title = "  Cafe\u0301 talks \r\n";
  Document document;
  REQUIRE(make_document(article, kExtractor, document).ok());
  CHECK(document.record.title == "Café talks");
  CHECK(document.body_begin == 0);
}

TEST_CASE("what the article names is taken over", "[document]") {
  auto article = with_text("Text.");
  article.date = "2024-11-05T10:00:00Z";
  article.source = "Outlet";
  article.url = "https://example.org/a";
  article.language = "en";
  article.attributes = {{"author", "A"}};
  Document document;
  REQUIRE(make_document(article, kExtractor, document).ok());
  CHECK(document.record.date == parse_day("2024-11-05"));
  CHECK(document.record.source == "Outlet");
  CHECK(document.record.url == "https://example.org/a");
  CHECK(document.record.language == "en");
  CHECK(document.record.attributes == article.attributes);

  article.date = "5 Nov 2024";
  Document undated;
  REQUIRE(make_document(article, kExtractor, undated).ok());
  CHECK(!undated.record.date);
}

TEST_CASE("the id of a document: given, else URL, else path, else hash", "[document]") {
  const auto id_of = [](const Article& article) {
    Document document;
    REQUIRE(make_document(article, kExtractor, document).ok());
    return document.record.id;
  };
  auto article = with_text("Text.");
  const auto by_text = id_of(article);
  CHECK(by_text.size() == std::string("text:0123456789abcdef").size());
  CHECK(by_text.starts_with("text:"));
  CHECK(id_of(article) == by_text);
  CHECK(id_of(with_text("Text!")) != by_text);
  auto other_place = article;
  other_place.origin = "elsewhere:7";
  CHECK(id_of(other_place) == by_text);
  article.path = "news/a.txt";
  CHECK(id_of(article) == "news/a.txt");
  article.url = "https://example.org/a";
  CHECK(id_of(article) == "https://example.org/a");
  article.id = "a-1";
  CHECK(id_of(article) == "a-1");
}

TEST_CASE("the content hash changes with every field that is kept", "[document]") {
  const auto hash_of = [](const Article& article, std::string_view extractor = kExtractor) {
    Document document;
    REQUIRE(make_document(article, extractor, document).ok());
    return document.record.content_hash;
  };
  auto article = with_text("Text.");
  article.id = "a";
  article.title = "Title";
  article.date = "2024-11-05";
  article.attributes = {{"k", "v"}};
  const auto hash = hash_of(article);
  CHECK(hash_of(article) == hash);

  // std::string(…) keeps GCC 12 from a false overlap warning.
  const std::vector<std::pair<std::string, std::function<void(Article&)>>> rows = {
      {"id", [](Article& a) { a.id = std::string("b"); }},
      {"title", [](Article& a) { a.title = std::string("Titel"); }},
      {"text", [](Article& a) { a.text = std::string("Text. "); }},
      {"date", [](Article& a) { a.date = std::string("2024-11-06"); }},
      {"no date", [](Article& a) { a.date.clear(); }},
      {"source", [](Article& a) { a.source = std::string("s"); }},
      {"url", [](Article& a) { a.url = std::string("s"); }},
      {"language", [](Article& a) { a.language = std::string("en"); }},
      {"attribute's value", [](Article& a) { a.attributes["k"] = std::string("w"); }},
      {"attribute's key",
       [](Article& a) {
         a.attributes = {{"l", "v"}};
       }},
      {"another attribute", [](Article& a) { a.attributes["l"].clear(); }},
      {"no attribute", [](Article& a) { a.attributes.clear(); }},
  };
  std::set<std::uint64_t> seen = {hash};
  for (const auto& [field, change] : rows) {
    INFO(field);
    auto changed = article;
    change(changed);
    CHECK(seen.insert(hash_of(changed)).second);
  }
  CHECK(seen.insert(hash_of(article, "entente/other")).second);

  auto same = article;
  same.origin = "elsewhere:9";
  CHECK(hash_of(same) == hash);
  CHECK(Hasher().add("ab").add("c").value() != Hasher().add("a").add("bc").value());
  CHECK(Hasher().add("").value() != Hasher().add("").add("").value());
}

TEST_CASE("what is no text is refused", "[document]") {
  std::string binary;
  for (int i = 0; i < 300; ++i) binary += static_cast<char>(i % 32);
  std::string replaced;
  for (int i = 0; i < 50; ++i) replaced += "a\uFFFD";
  const std::vector<std::pair<std::string, std::string>> rows = {
      {"", "f:1: the article has no text; nothing was read from it"},
      {" \t\r\n \r ", "f:1: the article has no text; nothing was read from it"},
      {binary, "f:1: this is no text (control characters throughout); convert it to text first"},
      {"%PDF" + std::string(40, '\0'), "f:1: this is no text (control characters throughout); convert it to text first"},
      {replaced, "f:1: this is no text (control characters throughout); convert it to text first"},
  };
  for (const auto& [text, message] : rows) {
    INFO(text);
    Document document;
    const auto status = make_document(with_text(text), kExtractor, document);
    CHECK(status.code() == StatusCode::invalid_input);
    CHECK(status.message() == message);
  }
  Document few;
  CHECK(make_document(with_text("A text with one stray\x01 control character."), kExtractor, few).ok());
}

}  // namespace
}  // namespace entente
