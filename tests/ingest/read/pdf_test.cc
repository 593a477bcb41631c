#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>

#include "ingest/read/pdf/furniture.h"
#include "ingest/read/pdf/hyphen.h"
#include "ingest/read/pdf/layout.h"
#include "ingest/read/pdf/paragraphs.h"
#include "ingest/read/pdf/process.h"
#include "tests/ingest/read/support.h"

namespace entente {
namespace {

using Strings = std::vector<std::string>;
using test::contains;

/// The documents are made by tests/pdf/make.sh.
std::string bytes_of(std::string_view name) {
  std::ifstream in(std::string(ENTENTE_SOURCE_DIR "/tests/pdf/") + std::string(name), std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(in), {}};
  REQUIRE(!bytes.empty());
  return bytes;
}

TEST_CASE("a PDF document of one column", "[read][pdf]") {
  const auto outcome = read_everything("pdf", bytes_of("one_column.pdf"));
  CHECK(outcome.errors.empty());
  CHECK(outcome.warnings.empty());
  REQUIRE(outcome.articles.size() == 1);
  const auto& article = outcome.articles[0];
  CHECK(article.title == "Ministers of Arlan and Bereg sign a border accord");
  CHECK(article.date == "2024-11-12");
  CHECK(article.attributes == std::map<std::string, std::string>{{"author", "Mira Osten"}});
  CHECK(article.path == "f");
  const auto has = [&](std::string_view text) { return article.text.find(text) != std::string::npos; };
  CHECK(article.text.starts_with("Mira Osten\n\nVESTRA"));  // the date between them is that of the article
  CHECK(
      has("\n\nVESTRA - The foreign ministers of Arlan and Bereg signed an accord on Tuesday that ends a dispute over the river Sorn which has kept "
          "their "
          "governments apart for eleven years and has stopped nearly all trade between the two countries.\n\n"));
  CHECK(has("thanked the mediators of the Northern Council"));       // "media-" and "tors"
  CHECK(has("\n\nWhat comes next\n\nParliament in Arlan"));          // a heading
  CHECK(has("is to be discussed. Its secretary general called"));    // over the page
  CHECK(has("south-eastern districts, where self-defence groups"));  // hyphens within lines
  CHECK(!has("Page "));
  CHECK(!has("The Northern Courier"));
}

TEST_CASE("a PDF document of two columns", "[read][pdf]") {
  const auto article = read_everything("pdf", bytes_of("two_columns.pdf")).articles.at(0);
  CHECK(article.title == "Arlan dan Bereg sepakati penarikan pasukan");  // not the name of a file that the document has for a title
  CHECK(article.date == "2024-11-11");                                   // of the line below it, not of the file
  const auto has = [&](std::string_view text) { return article.text.find(text) != std::string::npos; };
  CHECK(article.text.starts_with("VESTRA - Pemerintah Arlan dan Bereg menyepakati penarikan pasukan"));
  CHECK(has("akan membangun kembali dua jembatan yang hancur.\n\nNegara-negara tetangga menyambut kesepakatan itu."));  // over the column
  CHECK(has("luar negeri negara-negara kawasan"));
  CHECK(has("kelompok-kelompok bersenjata"));
  CHECK(has("kembali ke ladang-ladang mereka."));
  for (const auto furniture : {"Buletin Kawasan\n", "Edisi", "Hak cipta", "Halaman"}) CHECK(!has(furniture));
  CHECK(std::ranges::count(article.text, '\n') == 2 * 8);  // nine paragraphs
}

TEST_CASE("PDF documents that cannot be read", "[read][pdf]") {
  const auto error = [](std::string_view bytes) {
    const auto outcome = read_everything("pdf", bytes);
    CHECK(outcome.articles.empty());
    REQUIRE(outcome.errors.size() == 1);
    return outcome.errors.front();
  };
  CHECK(error(bytes_of("blank.pdf")) == "f: holds no text, as a scan does not; run a program for text recognition on it first, such as ocrmypdf");
  CHECK(error(bytes_of("encrypted.pdf")) == "f: is encrypted; take its password away first, for instance with 'qpdf --decrypt --password=...'");
  CHECK_THAT(error(bytes_of("truncated.pdf")), contains("f: is damaged and cannot be read ("));
  CHECK(error("") == "f: is empty; nothing was read");
  CHECK(error("%!PS-Adobe") == "f: is no PDF document; name its format with --from");
  CHECK_THAT(error("%PDF-1.7\n" + std::string(5000, '\xFF')), contains("f: is damaged and cannot be read ("));

  const auto repaired = read_everything("pdf", bytes_of("wrong_table.pdf"));
  CHECK(repaired.errors.empty());
  REQUIRE(repaired.warnings.size() == 1);
  CHECK_THAT(repaired.warnings[0], contains("f: is damaged ("));
  CHECK_THAT(repaired.articles.at(0).text, contains("The foreign ministers of Arlan"));
}

TEST_CASE("without pdftotext a PDF document is refused with the remedy", "[read][pdf]") {
  const std::string path = std::getenv("PATH");
  REQUIRE(setenv("PATH", "/nonexistent", 1) == 0);
  const auto outcome = read_everything("pdf", bytes_of("one_column.pdf"));
  REQUIRE(setenv("PATH", path.c_str(), 1) == 0);
  CHECK(outcome.errors == Strings{"f: is a PDF document, which the program pdftotext reads, and it is not installed; install poppler-utils"});
}

TEST_CASE("programs are run within limits", "[read][pdf]") {
  const int input = ::open(ENTENTE_SOURCE_DIR "/tests/pdf/make.sh", O_RDONLY | O_CLOEXEC);
  REQUIRE(input >= 0);
  const auto run = [&](std::initializer_list<const char*> words, const ProcessLimits& limits) {
    std::vector<const char*> arguments(words);
    arguments.push_back(nullptr);
    REQUIRE(::lseek(input, 0, SEEK_SET) == 0);
    return run_program(arguments, input, limits);
  };
  using End = ProcessOutcome::End;
  const auto read = run({"cat"}, {});
  REQUIRE(read);
  CHECK(read->end == End::exited);
  CHECK(read->code == 0);
  CHECK(read->output == bytes_of("make.sh"));
  CHECK(run({"cat", "/nonexistent"}, {})->code == 1);
  CHECK_THAT(run({"cat", "/nonexistent"}, {})->messages, contains("No such file"));
  CHECK(run({"sleep", "60"}, {.time = std::chrono::milliseconds(50)})->end == End::out_of_time);
  const auto endless = run({"yes"}, {.output = 100'000});
  CHECK(endless->end == End::too_much);
  CHECK(endless->output.size() == 100'000);
  CHECK(run({"sh", "-c", "kill -TERM $$"}, {})->end == End::signalled);
  CHECK(run({"env"}, {})->output == "LC_ALL=C\n");
  CHECK(run({"no-such-program"}, {}).error().code() == StatusCode::not_found);
  ::close(input);
}

TEST_CASE("lines are joined at hyphens", "[read][pdf]") {
  struct Row {
    std::string first, second, joined;
  };
  const std::vector<Row> rows = {
      {"the adminis-", "tration said", "the administration said"},
      {"the adminis\u2010", "tration", "the administration"},
      {"the adminis\u00AD", "tration", "the administration"},
      {"a line", "and another", "a line and another"},
      {"", "first", "first"},
      {"JAKARTA -", "presiden", "JAKARTA - presiden"},
      {"Jean-", "Pierre", "Jean-Pierre"},
      {"the F-", "16 jets", "the F-16 jets"},
      {"2023-", "2024", "2023- 2024"},
      {"pre-", "(and post-)", "pre- (and post-)"},
      {"negara-", "negara itu", "negara-negara itu"},
      {"Negara-", "negara itu", "Negara-negara itu"},
      {"negara-nega-", "ra itu", "negara-negara itu"},
      {"pemimpin-", "pemimpinnya", "pemimpin-pemimpinnya"},
      {"berlari-", "lari", "berlari-lari"},
      {"kehati-", "hatian", "kehati-hatian"},
      {"me-", "menuhi", "memenuhi"},
      {"peme-", "rintah", "pemerintah"},
      {"Élys-", "ée", "Élysée"},
  };
  for (const auto& row : rows) {
    std::string text = row.first;
    pdf::append_line(row.second, text);
    CHECK(text == row.joined);
  }
}

/// A line of a layout, twelve points high, seven points for each letter.
pdf::Line line(double left, double top, std::string text, double height = 12) {
  const auto first = static_cast<double>(std::min(text.find(' '), text.size()));
  return {{left, top, left + 7 * static_cast<double>(text.size()), top + height}, 7 * first, std::move(text)};
}

pdf::Page page(std::vector<pdf::Block> blocks) { return {600, 800, std::move(blocks)}; }

Strings paragraphs_of(pdf::Layout layout) {
  pdf::drop_furniture(layout);
  return pdf::read_paragraphs(layout).paragraphs;
}

TEST_CASE("paragraphs of a layout", "[read][pdf]") {
  SECTION("an indented line behind a full stop begins one") {
    CHECK(
        paragraphs_of({{},
                       {},
                       {},
                       {page({{{line(50, 300, "The first of all the long lines that are"), line(50, 314, "said here, and it ends right at the end."),
                                line(70, 328, "Another of these lines follows here it"), line(50, 342, "goes on.")}}})}}) ==
        Strings{"The first of all the long lines that are said here, and it ends right at the end.",
                "Another of these lines follows here it goes on."});
  }
  SECTION("a line that leaves room for the next word ends one") {
    CHECK(paragraphs_of({{},
                         {},
                         {},
                         {page({{{line(50, 300, "The first of all the long lines that are"), line(50, 314, "said here."),
                                  line(50, 328, "Another of these lines follows it here."), line(50, 342, "More")}}})}}) ==
          Strings{"The first of all the long lines that are said here.", "Another of these lines follows it here. More"});
  }
  SECTION("a wide gap ends one") {
    CHECK(paragraphs_of({{},
                         {},
                         {},
                         {page({{{line(50, 300, "One line of words"), line(50, 314, "another of these."), line(50, 345, "Then a third line"),
                                  line(50, 359, "and a fourth one.")}}})}}) ==
          Strings{"One line of words another of these.", "Then a third line and a fourth one."});
  }
  SECTION("a sentence goes on in the next column and on the next page") {
    const pdf::Layout layout = {{},
                                {},
                                {},
                                {page({{{line(50, 300, "The first of the lines"), line(50, 314, "that go on in the next")}},
                                       {{line(300, 300, "column, and there they"), line(300, 314, "go on to the next page")}}}),
                                 page({{{line(50, 300, "which is the last of it.")}}})}};
    CHECK(paragraphs_of(layout) ==
          Strings{"The first of the lines that go on in the next column, and there they go on to the next page which is the last of it."});
  }
  SECTION("a large first letter belongs to its word") {
    CHECK(paragraphs_of(
              {{}, {}, {}, {page({{{line(50, 300, "T", 30)}}, {{line(80, 300, "he ministers met in the"), line(80, 314, "town of Vestra.")}}})}}) ==
          Strings{"The ministers met in the town of Vestra."});
  }
  SECTION("a date in the first line of a text is none beside a title") {
    CHECK(paragraphs_of({{}, {}, {}, {page({{{line(50, 300, "On 12 November 2024 they"), line(50, 314, "met in the town hall.")}}})}}) ==
          Strings{"On 12 November 2024 they met in the town hall."});
  }
  SECTION("the number of a note stands in its line") {
    CHECK(
        paragraphs_of({{},
                       {},
                       {},
                       {page({{{line(50, 300, "One line of words")}}, {{line(170, 299, "[1]", 7)}}, {{line(191, 300, ", and what follows.")}}})}}) ==
        Strings{"One line of words [1] , and what follows."});
  }
}

TEST_CASE("headers, footers and numbers of pages", "[read][pdf]") {
  const auto numbered = [](int number, std::string text) {
    return page({{{line(50, 40, "The Courier, page " + std::to_string(number))}},
                 {{line(50, 300, std::move(text))}},
                 {{line(300, 780, std::to_string(number))}}});
  };
  CHECK(paragraphs_of({{}, {}, {}, {numbered(1, "One."), numbered(2, "Two.")}}) == Strings{"One.", "Two."});
  // One page says only that a number is one.
  CHECK(paragraphs_of({{}, {}, {}, {numbered(1, "One.")}}) == Strings{"The Courier, page 1", "One."});
  // What stands in the middle of pages is text.
  CHECK(paragraphs_of({{}, {}, {}, {page({{{line(50, 400, "Again.")}}}), page({{{line(50, 400, "Again.")}}})}}) == Strings{"Again.", "Again."});
  // A line that cuts a sentence at the end of a page.
  CHECK(paragraphs_of(
            {{}, {}, {}, {page({{{line(50, 300, "They went to the")}}}), page({{{line(50, 40, "A Heading")}}, {{line(50, 300, "next page.")}}})}}) ==
        Strings{"They went to the next page."});
}

TEST_CASE("what pdftotext prints is read whatever it is", "[read][pdf]") {
  const auto layout = pdf::read_layout(
      "<html><head><title>A &amp; B</title><meta name=\"Author\" content=\"M\"/></head><body><doc><page width=\"600.0\" height=\"800\"><flow><block>"
      "<line xMin=\"1\" yMin=\"2\" xMax=\"3\" yMax=\"inf\"><word xMin=\"1\" "
      "xMax=\"2.5\">\uFB01rst</word><word>a\u00ADb\u200B&lt;</word></line></block></flow></page>");
  CHECK(layout.title == "A & B");
  CHECK(layout.author == "M");
  REQUIRE(layout.pages.size() == 1);
  CHECK(layout.pages[0].height == 800);
  REQUIRE(layout.pages[0].blocks.size() == 1);
  const auto& read = layout.pages[0].blocks[0].lines.at(0);
  CHECK(read.text == "first a-b<");
  CHECK(read.box.bottom == 0);
  CHECK(read.first_word == 1.5);
  for (const auto broken :
       {"", "<", "<page", "<word>x</word>", "<page><line><word>x", "<page><block><line></line><line><word></word></line></block>"})
    CHECK(paragraphs_of(pdf::read_layout(broken)).empty());
}

}  // namespace
}  // namespace entente
