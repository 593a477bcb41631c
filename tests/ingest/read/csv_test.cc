#include "ingest/read/stream.h"
#include "ingest/read/table/columns.h"
#include "ingest/read/table/rows.h"
#include "tests/ingest/read/support.h"

namespace entente {
namespace {

using namespace std::string_literals;
using Strings = std::vector<std::string>;
using Columns = std::map<std::string, std::string, std::less<>>;

Strings texts_of(const ReadOutcome& outcome) {
  Strings texts;
  for (const auto& article : outcome.articles) texts.push_back(article.text);
  return texts;
}

TEST_CASE("a row of a table is an article", "[read][csv]") {
  const auto outcome =
      read_everything("csv",
                      "id,Headline,Body,published,publication,url,language,Section,Empty\r\n"
                      "7,\"Talks, again\",\"He said \"\"no\"\".\r\nThen he left.\",2024-11-05 10:00:00,Courier,https://x.example/1,en,World,\r\n");
  CHECK(outcome.errors.empty());
  CHECK(outcome.warnings.empty());
  REQUIRE(outcome.articles.size() == 1);
  const auto& article = outcome.articles[0];
  CHECK(article.id == "7");
  CHECK(article.title == "Talks, again");
  CHECK(article.text == "He said \"no\".\r\nThen he left.");
  CHECK(article.date == "2024-11-05 10:00:00");
  CHECK(article.source == "Courier");
  CHECK(article.url == "https://x.example/1");
  CHECK(article.language == "en");
  CHECK(article.origin == "f:2");
  CHECK(article.path.empty());
  CHECK(article.attributes == std::map<std::string, std::string>{{"Section", "World"}});
}

TEST_CASE("the header tells what parts the columns", "[read][csv]") {
  for (const std::string delimiter : {",", ";", "\t", "|"}) {
    INFO(delimiter);
    const auto bytes = "title" + delimiter + "text" + delimiter + "date\nA" + delimiter + "\"b" + delimiter + "c\"" + delimiter + "2024-01-02\n";
    const auto outcome = read_everything("csv", bytes);
    REQUIRE(outcome.articles.size() == 1);
    CHECK(outcome.articles[0].text == "b" + delimiter + "c");
    CHECK(outcome.articles[0].date == "2024-01-02");
  }
  // More semicolons than commas, but the names of columns are between commas.
  CHECK(table::delimiter_of("title,text,a;b;c;d;e", {}) == ',');
  CHECK(table::delimiter_of("a;b;c,d", {}) == ';');
  CHECK(table::delimiter_of("text", {}) == ',');
}

TEST_CASE("columns are mapped as the user says", "[read][csv]") {
  const ReadOptions options{.columns = {{"text", "Isi"}, {"title", "judul"}, {"date", "tgl:%d/%m/%Y"}}};
  const auto outcome = read_everything("csv", "Judul;tgl;Isi;text\nA;05/11/2024;b;c\nB;2024-11-05;d;e\nC;;f;\n", options);
  CHECK(texts_of(outcome) == Strings{"b", "d", "f"});
  CHECK(outcome.articles.at(0).title == "A");
  CHECK(outcome.articles.at(0).date == "2024-11-05");
  CHECK(outcome.articles.at(0).attributes == std::map<std::string, std::string>{{"text", "c"}});
  CHECK(outcome.articles.at(1).date.empty());
  CHECK(outcome.warnings == Strings{"f:3: the date '2024-11-05' is not written as %d/%m/%Y; read without a date"});

  const auto date = [](const std::string& format, const std::string& value) {
    return read_everything("csv", "text|date\na|" + value + "\n", {.columns = {{"date", "date:" + format}}}).articles.at(0).date;
  };
  CHECK(date("%m/%d/%Y %H:%M", "11/05/2024 23:10") == "2024-11-05");
  CHECK(date("%d %b %Y", "5 Nov 2024") == "2024-11-05");
  CHECK(date("%d/%m/%Y", "31/02/2024").empty());
  CHECK(date("%d/%m/%Y", "5/11").empty());
}

TEST_CASE("the flag --columns", "[read][csv]") {
  Columns columns;
  CHECK(table::parse_columns("text=body,title=headline,date=published:%b %d, %Y", columns).ok());
  CHECK(columns == Columns{{"date", "published:%b %d, %Y"}, {"text", "body"}, {"title", "headline"}});
  CHECK(table::parse_columns("body", columns).message() ==
        "'body' says of no column what it is; write for instance text=body,title=headline, with fields of text, title, date, source, url, id, lang");
  CHECK(!table::parse_columns("text=", columns).ok());
  CHECK(!table::parse_columns("headline=title", columns).ok());
}

TEST_CASE("what is wrong with a table, and what is read all the same", "[read][csv]") {
  struct Row {
    std::string bytes;
    Strings texts, errors;
  };
  const std::vector<Row> rows = {
      {"", {}, {"f: is empty; nothing was read"}},
      {"\n \n", {}, {"f: is empty; nothing was read"}},
      {"text,title\na\nb,c,d\ne,f\n",
       {"e"},
       {"f:2: has 1 field where the header has 2; the row was passed over", "f:3: has 3 fields where the header has 2; the row was passed over"}},
      {"text,title\na,b,,\n\nc,d", {"a", "c"}, {}},
      {"text,title\n,b\nc,d\n", {"c"}, {"f:2: has no text; its column is empty"}},
      // A quote that is opened and not closed costs its row.
      {"text,title\n\"a,b\nc,d\ne,f\n",
       {"c", "e"},
       {"f:2: a quote that is opened here is not closed; the row was passed over, and the next line read as a row"}},
      {"text,title\n\"a,b\nc,\"d\"\ne,f\n",
       {"c", "e"},
       {"f:2: a field that begins with a quote here has one within that is not doubled; the row was passed over"}},
      {"text,title\na,\"b \"x\" y\"\nc,d\n",
       {"c"},
       {"f:2: a field that begins with a quote here has one within that is not doubled; the row was passed over"}},
      {"text,title\n\"a\nb\",\"c\nd,e\nf,g\n",
       {"d", "f"},
       {"f:3: a quote that is opened here is not closed; the row was passed over, and the next line read as a row"}},
      // Between tabs quotes are often only that.
      {"text\ttitle\n\"No,\" he said.\tT\n\"a \"\"b\"\"\"\tU\n", {"\"No,\" he said.", "a \"b\""}, {}},
      {"headline,when\nA,B\n",
       {},
       {"f: has no column with the text of articles; its columns are 'headline', 'when'; say which one it is, for instance --columns text=when"}},
      {"%PDF-1.7\n", {}, {"f: is a PDF document; convert it to text first"}},
      {"text,title\nabcdef"s + '\0' + ",b\nc,d\n", {"c"}, {"f:2: byte 6 is NUL, so this is no text; convert it to text first"}},
  };
  for (const auto& row : rows) {
    INFO(row.bytes);
    const auto outcome = read_everything("csv", row.bytes);
    CHECK(texts_of(outcome) == row.texts);
    CHECK(outcome.errors == row.errors);
  }
  CHECK(read_everything("csv", "text,title\na,b\n", {.columns = {{"text", "body"}}}).errors ==
        Strings{"f: has no column 'body' for the text; its columns are 'text', 'title'"});
  CHECK(read_everything("csv", "text,title\n").warnings == Strings{"f: holds no articles"});
}

TEST_CASE("encodings of tables", "[read][csv]") {
  CHECK(texts_of(read_everything("csv", "\xEF\xBB\xBFtext,title\ncaf\xC3\xA9,b\n")) == Strings{"café"});
  CHECK(texts_of(read_everything("csv", "\xEF\xBB\xBF\"text\",\"title\"\na,b\n")) == Strings{"a"});
  CHECK(texts_of(read_everything("csv", "\xFF\xFE" + utf16("text;title\na;b\n\"c\nd\";e\n", false))) == Strings{"a", "c\nd"});
  const auto outcome = read_everything("csv", "text,title\ncaf\xE9,b\nd,e\n");
  CHECK(texts_of(outcome) == Strings{"café", "d"});
  CHECK(outcome.warnings == Strings{"f:2: is not UTF-8; read as Windows-1252"});
}

TEST_CASE("a summary stands for a text that a service cut off", "[read][csv]") {
  const auto outcome =
      read_everything("csv", "title,description,content\nA,All of it.,Begins here and… [+1234 chars]\nB,,One. Two is cu… [+9 chars]\n");
  CHECK(texts_of(outcome) == Strings{"All of it.", "One."});
  CHECK(outcome.warnings ==
        Strings{"f:2: its text is cut off; its summary 'description' was read", "f:3: its text is cut off; what is there was read"});
}

TEST_CASE("memory and time of a table are bounded", "[read][csv]") {
  SECTION("a quote over more than the longest article") {
    std::string bytes = "text,title\n\"a,b\n";
    const std::string line = std::string(1023, 'x') + "\n";
    while (bytes.size() < kLongestArticle + (std::size_t{1} << 20)) bytes += line;
    bytes += "c,d\n";
    const auto outcome = [&] {
      Warnings warnings;
      std::istringstream in(bytes);
      const ReadOptions options;
      const auto reader = find_input_format("csv").value()->open(in, {"f", "f"}, options, warnings);
      std::size_t errors = 0;
      Strings texts;
      for (auto next = reader->next(); !next || *next; next = reader->next()) {
        if (next)
          texts.push_back((*next)->text);
        else if (errors++ == 0)
          CHECK(next.error().message() == "f:2: a quote that is opened here is not closed; the row was passed over, and the next line read as a row");
      }
      return texts;
    }();
    CHECK(outcome == Strings{"c"});
  }
  SECTION("a quote opened on every line") {
    std::string bytes = "text,title\n";
    for (int i = 0; i < 3000; ++i) bytes += "\"a,b\n";
    CHECK(read_everything("csv", bytes).errors.size() == 3000);
  }
}

TEST_CASE("a table is told by the names of its columns", "[read][csv]") {
  CHECK(table::is_header("title,text"));
  CHECK(table::is_header("\"Title\";\"Content\";\"Other\"\nrow"));
  CHECK(table::is_header("url\tdate\tdescription\n"));
  CHECK(!table::is_header("text"));
  CHECK(!table::is_header("title,date"));
  CHECK(!table::is_header("The text, the title and the date of it"));
  CHECK(!table::is_header(""));
}

}  // namespace
}  // namespace entente
