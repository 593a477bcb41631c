#include "ingest/read/reader.h"

#include "ingest/read/stream.h"
#include "tests/ingest/read/support.h"

namespace entente {
namespace {

using namespace std::string_literals;
using Strings = std::vector<std::string>;

Strings texts_of(const ReadOutcome& outcome) {
  Strings texts;
  for (const auto& article : outcome.articles) texts.push_back(article.text);
  return texts;
}

TEST_CASE("the table of formats", "[read]") {
  CHECK(find_input_format("auto").value() == nullptr);
  CHECK(find_input_format("jsonl").value()->name == "jsonl");
  CHECK(format_of_extension("a/b.TXT")->name == "text");
  CHECK(format_of_extension("b.ndjson")->name == "jsonl");
  CHECK(format_of_extension("b.json")->name == "json");
  CHECK(format_of_extension("b.md")->name == "markdown");
  CHECK(format_of_extension("b.odt") == nullptr);
  CHECK(!has_known_extension("b.odt"));
  CHECK(format_of_extension("b.xml") == nullptr);  // a feed or NewsML: the content says
  CHECK(has_known_extension("b.xml"));
  std::string all = "'docx' is not a format of input; use one of auto";
  for (const auto& format : input_formats()) all.append(", ").append(format.name);
  CHECK(find_input_format("docx").error().message() == all);
  CHECK(format_of_extension("a.txt/b") == nullptr);
}

TEST_CASE("formats are told from the beginning of a text", "[read]") {
  const std::vector<std::pair<std::string, std::string>> rows = {
      {"", "text"},
      {"JAKARTA - Presiden tiba.", "text"},
      {"[JAKARTA] Presiden tiba.", "text"},
      {"{sic} he said", "text"},
      {"\n\n{\"text\": \"a\"}\n", "jsonl"},
      {"{\"text\": \"a\"}", "jsonl"},
      {"{\"text\": \"a\"}\n{\"text\": \"b\"}\n", "jsonl"},
      {"{\"text\": \"a {\\\" } b", "jsonl"},
      {"{\n", "json"},
      {"{\"title\": \"t\",\n", "json"},
      {"[{\"text\": \"a\"}]", "json"},
      {"[\n", "json"},
      {"[]", "json"},
      {"{\"status\": \"ok\", \"articles\": [{\"text\": \"a\"}]}", "json"},
      {"{\"text\": \"a\", \"articles\": [1]}", "jsonl"},
      {"<!DOCTYPE html>", "html"},
      {"<?xml version=\"1.0\"?>", ""},
      {"---\ntitle: a", "markdown"},
      {"--- JAKARTA", "text"},
      {"# A heading", "text"},
      {"title,text\na,b", "csv"},
      {"Title, in a sentence", "text"},
      {"<newsMessage xmlns=\"x\">", "newsml"},
      {"<?xml version=\"1.0\"?><g2:newsItem>", "newsml"},
      {"<!DOCTYPE NewsML SYSTEM \"x\">", "newsml"},
  };
  for (const auto& [head, expected] : rows) {
    INFO(head);
    std::string claimed;
    for (const auto& format : input_formats())
      if (format.sniff != nullptr && format.sniff(head)) claimed += format.name;
    CHECK(claimed == expected);
  }
}

TEST_CASE("a text file is one article", "[read][text]") {
  const auto outcome = read_everything("text", "\xEF\xBB\xBFTitle\r\n\r\nJAKARTA - Body.\r\n");
  REQUIRE(outcome.articles.size() == 1);
  const auto& article = outcome.articles[0];
  CHECK(article.text == "Title\r\n\r\nJAKARTA - Body.\r\n");
  CHECK(article.origin == "f");
  CHECK(article.path == "f");
  CHECK((article.id + article.title + article.date + article.source + article.url + article.language).empty());
  CHECK(outcome.warnings.empty());

  CHECK(read_everything("text", "caf\xE9").warnings == Strings{"f: is not UTF-8; read as Windows-1252"});
  CHECK(read_everything("text", "\xFF\xFE" + utf16("Kim", false)).articles.at(0).text == "Kim");
}

TEST_CASE("the fields of an object", "[read][json]") {
  const auto outcome =
      read_everything("jsonl", R"({"id": 17, "title": "T", "text": "B", "date": " 2024-06-19T08:00:00+07:00 ", "source": "S", "url": "U",)"
                               R"( "lang": "id-ID", "desk": "world", "tags": ["a", {"b": 1.5}], "n": null, "ok": true, "é": "ü"})");
  CHECK(outcome.errors.empty());
  CHECK(outcome.warnings.empty());
  REQUIRE(outcome.articles.size() == 1);
  const auto& article = outcome.articles[0];
  CHECK(article.id == "17");
  CHECK(article.title == "T");
  CHECK(article.text == "B");
  CHECK(article.date == "2024-06-19T08:00:00+07:00");
  CHECK(article.source == "S");
  CHECK(article.url == "U");
  CHECK(article.language == "id");
  CHECK(article.origin == "f:1");
  CHECK(article.path.empty());
  CHECK(article.attributes ==
        std::map<std::string, std::string>{{"desk", "world"}, {"tags", R"(["a",{"b":1.5}])"}, {"n", "null"}, {"ok", "true"}, {"é", "ü"}});
}

TEST_CASE("fields go by several names", "[read][json]") {
  struct Row {
    std::string object;
    std::string Article::*field;
    std::string value;
  };
  const std::vector<Row> rows = {
      {R"({"body": "b"})", &Article::text, "b"},
      {R"({"content": "c"})", &Article::text, "c"},
      {R"({"content": "c", "body": "b", "text": "t"})", &Article::text, "t"},
      {R"({"text": null, "body": "b"})", &Article::text, "b"},
      {R"({"text": "first", "text": "last"})", &Article::text, "last"},
      {R"({"text": "\ud83d\ude00"})", &Article::text, "\xF0\x9F\x98\x80"},
      {R"({"text": "t", "headline": "h"})", &Article::title, "h"},
      {R"({"text": "t", "published": "2024-01-02"})", &Article::date, "2024-01-02"},
      {R"({"text": "t", "date_published": "2024-01-02"})", &Article::date, "2024-01-02"},
      {R"({"text": "t", "published_at": "2024-01-02"})", &Article::date, "2024-01-02"},
      {R"({"text": "t", "publishedAt": "2024-01-02T00:00:00Z"})", &Article::date, "2024-01-02T00:00:00Z"},
      {R"({"text": "t", "pubDate": "2024-01-02"})", &Article::date, "2024-01-02"},
      {R"({"text": "t", "link": "u"})", &Article::url, "u"},
      {R"({"text": "t", "source": {"id": null, "name": "Reuters"}})", &Article::source, "Reuters"},
      {R"({"text": "t", "source": null})", &Article::source, ""},
      {R"({"text": "t", "language": "EN"})", &Article::language, "en"},
      {R"({"text": "t", "lang": "eng"})", &Article::language, "en"},
      {R"({"text": "t", "lang": "in_ID"})", &Article::language, "id"},
      {R"({"text": "t", "id": "x"})", &Article::id, "x"},
      {R"({"text": "t", "id": -5})", &Article::id, "-5"},
      {R"({"text": "t", "id": 18446744073709551615})", &Article::id, "18446744073709551615"},
      {R"({"text": "t", "id": null})", &Article::id, ""},
  };
  for (const auto& row : rows) {
    INFO(row.object);
    for (const auto format : {"json", "jsonl"}) {
      const auto outcome = read_everything(format, row.object);
      CHECK(outcome.errors.empty());
      CHECK(outcome.warnings.empty());
      REQUIRE(outcome.articles.size() == 1);
      CHECK(outcome.articles[0].*row.field == row.value);
    }
  }
  // What the first name did not take stays.
  CHECK(read_everything("json", R"({"content": "c", "text": "t"})").articles.at(0).attributes ==
        std::map<std::string, std::string>{{"content", "c"}});
}

TEST_CASE("a date or language that cannot be read is left out with a warning", "[read][json]") {
  for (const auto date : {"yesterday", "19/06/2024", "2024-02-30", "2024-6-1", "Wed, 19 Jun 2024 10:00:00 GMT"}) {
    const auto outcome = read_everything("jsonl", R"({"text": "t", "date": ")"s + date + "\"}");
    REQUIRE(outcome.articles.size() == 1);
    CHECK(outcome.articles[0].date.empty());
    CHECK(outcome.warnings == Strings{"f:1: the date '"s + date + "' is not ISO 8601 (YYYY-MM-DD...); read without a date"});
  }
  const auto outcome = read_everything("jsonl", R"({"text": "t", "lang": "Elvish?"})");
  REQUIRE(outcome.articles.size() == 1);
  CHECK(outcome.articles[0].language.empty());
  CHECK(outcome.warnings == Strings{"f:1: the language 'Elvish?' is no ISO 639 code; it is told from the text"});
}

TEST_CASE("the shapes of JSON", "[read][json]") {
  struct Row {
    const char* name;
    std::string bytes;
    Strings texts, origins;
  };
  const std::vector<Row> rows = {
      {"one object", "\n{\"text\": \"a\"}\n", {"a"}, {"f"}},
      {"an array", "[{\"text\": \"a\"},\n {\"text\": \"b\"}\n]\n", {"a", "b"}, {"f:1", "f:2"}},
      {"a wrapper",
       "{\"status\": \"ok\",\n\"articles\": [\n{\"text\": \"a\"}, {\"text\": \"b\"}], \"next\": {\"page\": [2, \"}\"]}}",
       {"a", "b"},
       {"f:3", "f:3"}},
      {"an article with articles", "{\"articles\": [1], \"text\": \"a\"}", {"a"}, {"f"}},
      {"brackets in strings", R"([{"text": "]}\"]"}, {"text": "\\"}])", {"]}\"]", "\\"}, {"f:1", "f:1"}},
      {"a mark and CRLF", "\xEF\xBB\xBF[\r\n{\"text\": \"a\"}\r\n]\r\n", {"a"}, {"f:2"}},
      {"UTF-16LE", "\xFF\xFE" + utf16("[{\"text\": \"a\"}]", false), {"a"}, {"f:1"}},
      {"UTF-16BE without mark", utf16("[{\"text\": \"a\"}]", true), {"a"}, {"f:1"}},
      {"Windows-1252", "[{\"text\": \"caf\xE9\"}]", {"caf\xC3\xA9"}, {"f:1"}},
  };
  for (const auto& row : rows) {
    INFO(row.name);
    const auto outcome = read_everything("json", row.bytes);
    CHECK(outcome.errors.empty());
    CHECK(texts_of(outcome) == row.texts);
    Strings origins;
    for (const auto& article : outcome.articles) {
      origins.push_back(article.origin);
      CHECK(article.path == (article.origin == "f" ? "f" : ""));
    }
    CHECK(origins == row.origins);
  }
  CHECK(read_everything("json", "{\"articles\": []}").warnings == Strings{"f: holds no articles"});
}

TEST_CASE("JSON Lines", "[read][jsonl]") {
  struct Row {
    const char* name;
    std::string bytes;
    Strings texts;
  };
  const std::string two = "{\"text\": \"a\"}\n{\"text\": \"b\"}\n";
  const std::vector<Row> rows = {
      {"two lines", two, {"a", "b"}},
      {"no end of the last line", "{\"text\": \"a\"}\n{\"text\": \"b\"}", {"a", "b"}},
      {"CRLF and blank lines", "\r\n{\"text\": \"a\"}\r\n \t\r\n\r\n{\"text\": \"b\"}\r\n\r\n", {"a", "b"}},
      {"a mark", "\xEF\xBB\xBF" + two, {"a", "b"}},
      {"files with marks put together", "\xEF\xBB\xBF" + two + "\xEF\xBB\xBF" + two, {"a", "b", "a", "b"}},
      {"UTF-16LE with mark", "\xFF\xFE" + utf16(two, false), {"a", "b"}},
      {"UTF-16BE with mark", "\xFE\xFF" + utf16(two, true), {"a", "b"}},
      {"UTF-16LE", utf16(two, false), {"a", "b"}},
      {"UTF-16BE", utf16(two, true), {"a", "b"}},
  };
  for (const auto& row : rows) {
    INFO(row.name);
    const auto outcome = read_everything("jsonl", row.bytes);
    CHECK(outcome.errors.empty());
    CHECK(outcome.warnings.empty());
    CHECK(texts_of(outcome) == row.texts);
  }
  CHECK(read_everything("jsonl", "\n\n{\"text\": \"a\"}").articles.at(0).origin == "f:3");
}

TEST_CASE("a line of a megabyte is read whole", "[read][jsonl]") {
  const std::string text(std::size_t{1} << 20, 'x');
  const auto line = "{\"text\": \"" + text + "\"}\n";
  const auto outcome = read_everything("jsonl", line + line);
  CHECK(outcome.errors.empty());
  CHECK(texts_of(outcome) == Strings{text, text});
  CHECK(texts_of(read_everything("jsonl", utf16(line, false))) == Strings{text});
  // Lines about as long as the block that they are read in.
  for (std::size_t size = (std::size_t{1} << 16) - 20; size < (std::size_t{1} << 16) + 5; ++size) {
    const auto around = "{\"text\": \"" + text.substr(0, size) + "\"}\n";
    CHECK(texts_of(read_everything("jsonl", around + around)) == Strings{text.substr(0, size), text.substr(0, size)});
  }
}

TEST_CASE("a line that is too long is passed over", "[read][jsonl]") {
  std::string bytes = "{\"text\": \"a\"}\n{\"text\": \"";
  bytes.append(kLongestArticle, 'x').append("\"}\n{\"text\": \"b\"}\n");
  const auto outcome = read_everything("jsonl", bytes);
  CHECK(texts_of(outcome) == Strings{"a", "b"});
  CHECK(outcome.errors == Strings{"f:2: the line is longer than 64 MiB and was passed over"});
}

TEST_CASE("a file is read up to its limit", "[read]") {
  for (const auto size : std::vector<std::size_t>{0, 1, 99'999, 100'000, 100'001, 300'000}) {
    INFO(size);
    const std::string bytes(size, 'x');
    std::istringstream in(bytes);
    const auto read = read_all(in, 100'000, "f", "cut it");
    REQUIRE(read.has_value() == (size <= 100'000));
    if (read) CHECK(*read == bytes);
  }
  std::istringstream in(std::string((std::size_t{1} << 20) + 1, 'x'));
  CHECK(read_all(in, std::size_t{1} << 20, "f", "cut it").error().message() == "f: is larger than 1 MiB; cut it");
}

TEST_CASE("a bad line costs nothing but itself", "[read][jsonl]") {
  const auto outcome = read_everything("jsonl", "{\"text\": \"a\"}\nnonsense\n{\"text\": 5}\n{\"text\": \"b \xFF \xC3\xA9\"}\n{\"text\": \"c");
  CHECK(texts_of(outcome) == Strings{"a", "b \xEF\xBF\xBD \xC3\xA9"});
  CHECK(outcome.errors == Strings{"f:2: column 2: is not valid JSON (invalid literal)", "f:3: 'text' must be a string, not a number",
                                  "f:5: the object is not closed; is the input cut off?"});
  CHECK(outcome.warnings == Strings{"f:4: 1 malformed sequence of UTF-8 replaced by U+FFFD, the first at byte 12"});
}

TEST_CASE("what is refused, and with what words", "[read]") {
  const std::string deep = "{\"text\": \"a\", \"x\": " + std::string(100'000, '[') + std::string(100'000, ']') + "}";
  struct Row {
    const char* format;
    std::string bytes;
    Strings errors;
    std::size_t articles = 0;
  };
  const std::vector<Row> rows = {
      {"text", "", {"f: is empty; nothing was read"}},
      {"text", " \r\n\n", {"f: is empty; nothing was read"}},
      {"text", "\xEF\xBB\xBF", {"f: is empty; nothing was read"}},
      {"text", "%PDF-1.4", {"f: is a PDF document; convert it to text first"}},
      {"text", "a\0b"s, {"f: byte 1 is NUL, so this is no text; convert it to text first"}},

      {"json", "", {"f: is empty; nothing was read"}},
      {"json", "\n", {"f: is empty; nothing was read"}},
      {"json", "\x1F\x8B\x08", {"f: is gzip data; convert it to text first"}},
      {"json", "hello", {"f:1: must begin with '{' or '[', as JSON with articles does; --from names another format"}},
      {"json", "{", {"f:1: the object is not closed; is the input cut off?"}},
      {"json", "{\"text\": \"a", {"f:1: the object is not closed; is the input cut off?"}},
      {"json", "{\"text\": \"a\"", {"f:1: the object is not closed; is the input cut off?"}},
      {"json", "[", {"f: the array is not closed; is the file cut off?"}},
      {"json", "[{\"text\": \"a\"}", {"f: the array is not closed; is the file cut off?"}, 1},
      {"json", "[{\"text\": \"a\"},", {"f: the array is not closed; is the file cut off?"}, 1},
      {"json", "[{\"text\": \"a\"},\n{\"text\": \"b", {"f:2: the object is not closed; is the input cut off?"}, 1},
      {"json", "[{\"text\": \"a\"},]", {"f:1: expected an article; what follows was not read"}, 1},
      {"json", "[{\"text\": \"a\"}\n{\"text\": \"b\"}]", {"f:2: expected ',' or ']' after an article; what follows was not read"}, 1},
      {"json",
       "[{\"text\": \"a\"}] x",
       {"f:1: more follows after the end of the JSON value and was not read; for one object a line use --from jsonl or the extension .jsonl"},
       1},
      {"json",
       "{\"text\": \"a\"}\n{\"text\": \"b\"}",
       {"f:2: more follows after the end of the JSON value and was not read; for one object a line use --from jsonl or the extension .jsonl"},
       1},
      {"json", "{\"articles\": [{\"text\": \"a\"}]", {"f: the object is not closed; is the file cut off?"}, 1},
      {"json",
       "[1, \"a\", null, [], {\"text\": \"a\"}]",
       {"f:1: an article must be an object, not a number", "f:1: an article must be an object, not a string",
        "f:1: an article must be an object, not null", "f:1: an article must be an object, not an array"},
       1},
      {"json", "[\n{\n\"text\": \"a\",\n oops},\n{\"text\": \"b\"}]", {"f:4: column 2: is not valid JSON (invalid literal)"}, 1},
      {"json", "[{\"text\": \"a\"]]", {"f:1: column 13: is not valid JSON (unexpected ']')"}},
      {"json", deep, {"f:1: is nested deeper than 100 levels"}},
      {"json", std::string(1'000'000, '['), {"f:1: is nested deeper than 100 levels"}},

      {"jsonl", "", {"f: is empty; nothing was read"}},
      {"jsonl", "\n\r\n", {"f: is empty; nothing was read"}},
      {"jsonl", "PK\x03\x04zip\n\n\x01\n", {"f: is a zip archive or an office document; convert it to text first"}},
      {"jsonl", "{\"text\": \"a\0\"}\n{\"text\": \"b\"}"s, {"f:1: byte 11 is NUL, so this is no text; convert it to text first"}, 1},
      {"jsonl", "{}", {"f:1: has no text; an article needs a 'text' that is not empty"}},
      {"jsonl", R"({"title": "t", "text": ""})", {"f:1: has no text; an article needs a 'text' that is not empty"}},
      {"jsonl", R"({"text": null})", {"f:1: has no text; an article needs a 'text' that is not empty"}},
      {"jsonl", R"({"text": ["a"]})", {"f:1: 'text' must be a string, not an array"}},
      {"jsonl", R"({"body": {}})", {"f:1: 'body' must be a string, not an object"}},
      {"jsonl", R"({"text": "a", "title": 1})", {"f:1: 'title' must be a string, not a number"}},
      {"jsonl", R"({"text": "a", "date": 1718755200})", {"f:1: 'date' must be a string, not a number"}},
      {"jsonl", R"({"text": "a", "url": false})", {"f:1: 'url' must be a string, not true or false"}},
      {"jsonl", R"({"text": "a", "source": ["x"]})", {"f:1: 'source' must be a string, not an array"}},
      {"jsonl", R"({"text": "a", "source": {"name": 1}})", {"f:1: the name in 'source' must be a string, not a number"}},
      {"jsonl", R"({"text": "a", "id": 1.5})", {"f:1: 'id' must be a string or an integer of at most 64 bits, not such a number"}},
      {"jsonl",
       R"({"text": "a", "id": 123456789012345678901234567890})",
       {"f:1: 'id' must be a string or an integer of at most 64 bits, not such a number"}},
      {"jsonl", R"({"text": "a", "id": true})", {"f:1: 'id' must be a string or an integer of at most 64 bits, not true or false"}},
      {"jsonl", R"({"text": "a\u0000b"})", {"f:1: 'text' holds a NUL character"}},
      {"jsonl", R"({"text": "a", "n": 1e999})", {"f:1: a number is too large"}},
      {"jsonl",
       R"({"text": "\ud800"})",
       {"f:1: column 17: is not valid JSON (invalid string: surrogate U+D800..U+DBFF must be followed by U+DC00..U+DFFF)"}},
      {"jsonl",
       R"({"text": "\udc00x"})",
       {"f:1: column 16: is not valid JSON (invalid string: surrogate U+DC00..U+DFFF must follow U+D800..U+DBFF)"}},
      {"jsonl", R"({"text": "a"} {"text": "b"})", {"f:1: column 15: is not valid JSON (unexpected '{')"}},
      {"jsonl", R"([{"text": "a"}])", {"f:1: an article must be an object, not an array"}},
      {"jsonl", "\"text\"", {"f:1: an article must be an object, not a string"}},
      {"jsonl", deep, {"f:1: is nested deeper than 100 levels"}},
      {"jsonl", "{\"text\": \"a\"}\n" + std::string(1'000'000, '{'), {"f:2: is nested deeper than 100 levels"}, 1},
  };
  for (const auto& row : rows) {
    INFO(row.format << " " << row.bytes.substr(0, 80));
    const auto outcome = read_everything(row.format, row.bytes);
    CHECK(outcome.errors == row.errors);
    CHECK(outcome.articles.size() == row.articles);
  }
}

TEST_CASE("an object cut off anywhere is an error, never a crash or an article", "[read]") {
  const std::string whole = R"({"id": "x", "text": "a \"b\" \u00e9 )"
                            "\xC3\xA9"
                            R"(", "n": [1, {"m": -2.5e3}], "ok": true})";
  for (std::size_t size = 1; size < whole.size(); ++size) {
    INFO(size);
    for (const auto format : {"json", "jsonl"}) {
      const auto outcome = read_everything(format, std::string_view(whole).substr(0, size));
      CHECK(outcome.errors.size() == 1);
      CHECK(outcome.articles.empty());
    }
    CHECK(read_everything("json", std::string("[").append(whole, 0, size)).errors.size() == 1);
  }
}

/// Bytes, then an error of the system.
class Failing : public std::streambuf {
 public:
  explicit Failing(std::string bytes) : bytes_(std::move(bytes)) { setg(bytes_.data(), bytes_.data(), bytes_.data() + bytes_.size()); }

 protected:
  int_type underflow() override { throw std::runtime_error("disk"); }

 private:
  std::string bytes_;
};

TEST_CASE("an input that the system stops giving", "[read]") {
  for (const auto& format : input_formats()) {
    INFO(format.name);
    Failing bytes(format.name == "csv" ? "text,title\na,b\nc" : format.name == "warc" ? "WARC/1.0\r\nWARC-Type: " : "{\"text\": \"a\"}\n{\"te");
    std::istream in(&bytes);
    Warnings warnings;
    const ReadOptions options;
    const auto reader = format.open(in, {"f", "f"}, options, warnings);
    auto article = reader->next();
    if (article && *article) article = reader->next();
    REQUIRE(!article);
    CHECK(article.error().code() == StatusCode::io);
    article = reader->next();
    CHECK((article && !*article));
  }
}

}  // namespace
}  // namespace entente
