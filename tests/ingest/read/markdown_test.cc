#include "ingest/read/markdown/front_matter.h"
#include "ingest/read/markdown/text.h"
#include "tests/ingest/read/support.h"

namespace entente {
namespace {

using Strings = std::vector<std::string>;
using Entries = std::map<std::string, std::string, std::less<>>;

Strings paragraphs_of(std::string_view markdown) {
  const auto text = markdown::read_text(markdown);
  REQUIRE(text);
  return text->paragraphs;
}

TEST_CASE("a Markdown file is one article", "[read][markdown]") {
  const auto outcome = read_everything("markdown",
                                       "---\ntitle: \"Talks: a beginning\"\ndate: 2024-11-05 # of the print\nauthor: Mira Osten\nsource: Courier\n"
                                       "url: https://x.example/1\nlang: en-GB\ntags: [border, 'talks, again']\n---\n"
                                       "# Talks: a beginning\n\nThe *ministers* of [Arlan](https://x.example) met.\n\nThey\nleft.\n");
  CHECK(outcome.errors.empty());
  CHECK(outcome.warnings.empty());
  REQUIRE(outcome.articles.size() == 1);
  const auto& article = outcome.articles[0];
  CHECK(article.title == "Talks: a beginning");
  CHECK(article.date == "2024-11-05");
  CHECK(article.source == "Courier");
  CHECK(article.url == "https://x.example/1");
  CHECK(article.language == "en");
  CHECK(article.text == "The ministers of Arlan met.\n\nThey left.");
  CHECK(article.attributes == std::map<std::string, std::string>{{"author", "Mira Osten"}, {"tags", "border, talks, again"}});
  CHECK(article.path == "f");
}

TEST_CASE("the title of a Markdown file", "[read][markdown]") {
  const auto title = [](std::string_view bytes) { return read_everything("markdown", bytes).articles.at(0).title; };
  CHECK(title("# A *big* day\n\nText.") == "A big day");
  CHECK(title("A big day\n=========\n\nText.") == "A big day");
  CHECK(title("Text.\n\n# Later\n").empty());
  CHECK(title("## Second\n\nText.").empty());
  // Another heading than the title that is given is part of the text.
  const auto both = read_everything("markdown", "---\ntitle: A\n---\n# B\n\nText.").articles.at(0);
  CHECK(both.title == "A");
  CHECK(both.text == "B\n\nText.");
}

TEST_CASE("the text of Markdown", "[read][markdown]") {
  struct Row {
    std::string markdown;
    Strings paragraphs;
  };
  const std::vector<Row> rows = {
      {"**Bold** and `code` &amp; \\*star\\*", {"Bold and code & *star*"}},
      {"a\\\nb  \nc\nd", {"a b c d"}},
      {"![a picture](p.png) Text ![with [a link](x)](y) here.", {"Text  here."}},
      {"- one\n- two\n  and more\n\n  2nd\n1. three", {"one", "two and more", "2nd", "three"}},
      {"> Quoted\n> words.\n\nText", {"Quoted words.", "Text"}},
      {"Text\n\n```cpp\nint x;\n```\n\n~~~\ny\n~~~\nEnd", {"Text", "End"}},
      {"Text\n\n    indented\n    lines\n\nEnd", {"Text", "indented lines", "End"}},
      {"| a | b |\n|---|:-:|\n| 1 | 2 |\n| 3 | 4 |", {"a | b", "1 | 2", "3 | 4"}},
      {"<div>\n<p>One &eacute;</p><p>Two</p>\n</div>\n\nThree <b>four</b>", {"One é", "Two", "Three four"}},
      {"<!-- nothing -->\n\nText", {"Text"}},
      {"Said[^1] and done[^note].\n\n[^1]: By two persons.\n[^note]: Reuters", {"Said and done.", "By two persons.", "Reuters"}},
      {"Array[^ 2] stays [^]", {"Array[^ 2] stays [^]"}},
      {"***\n\nText\n\n---", {"Text"}},
      {"## Two\n\n<https://x.example>", {"Two", "https://x.example"}},
  };
  for (const auto& row : rows) {
    INFO(row.markdown);
    CHECK(paragraphs_of(row.markdown) == row.paragraphs);
  }
}

TEST_CASE("front matter", "[read][markdown]") {
  struct Row {
    std::string text;
    Entries entries;
    std::string rest;
  };
  const std::vector<Row> rows = {
      {"---\na: b\n---\nText", {{"a", "b"}}, "Text"},
      {"---\r\nA: 'it''s'\r\nb: \"x \\\"y\\\"\"\r\n...\r\nText", {{"a", "it's"}, {"b", "x \"y\""}}, "Text"},
      {"---\ntags:\n  - one\n  - 'two'\n# comment\nnested:\n  x: y\nempty:\n---\n", {{"tags", "one, two"}}, ""},
      {"---\nurl: http://x.example/a:b\n---\nT", {{"url", "http://x.example/a:b"}}, "T"},
      {"---\na: b\nText", {}, "---\na: b\nText"},
      {"--- \nno entry\n---\nText", {}, "Text"},
      {"Text\n---\na: b\n---\n", {}, "Text\n---\na: b\n---\n"},
      {"---", {}, "---"},
      {"", {}, ""},
  };
  for (const auto& row : rows) {
    INFO(row.text);
    const auto front = markdown::read_front_matter(row.text);
    CHECK(front.entries == row.entries);
    CHECK(row.text.substr(front.end) == row.rest);
  }
}

TEST_CASE("what is no Markdown to be read", "[read][markdown]") {
  CHECK(read_everything("markdown", " \n").errors == Strings{"f: is empty; nothing was read"});
  CHECK(read_everything("markdown", "---\ntitle: a\n---\n# b\n```\nx\n```\n").errors ==
        Strings{"f: has no text besides headings, code and pictures"});
  CHECK(read_everything("markdown", "---\ndate: 5 November\n---\nText").warnings ==
        Strings{"f: the date '5 November' is not ISO 8601 (YYYY-MM-DD...); read without a date"});
  CHECK(read_everything("markdown", "caf\xE9").articles.at(0).text == "café");

  // What would take a parser the square of its length.
  const auto refused = "f: nests quotes or lists so deep, or brackets so often, as no article does; read it as it is with --from text";
  std::string brackets, quotes, lists;
  for (int i = 0; i < 50'000; ++i) {
    brackets += "![";
    quotes += ">";
    lists += "- ";
  }
  for (const auto& text : {brackets, quotes + "x", lists + "x"}) CHECK(read_everything("markdown", text).errors == Strings{refused});
  std::string links;
  for (int i = 0; i < 20'000; ++i) links += "A [link](x).\n\n";
  CHECK(read_everything("markdown", links).articles.size() == 1);
}

}  // namespace
}  // namespace entente
