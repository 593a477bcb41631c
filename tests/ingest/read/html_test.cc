#include <algorithm>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>

#include "graph/text/unicode.h"
#include "ingest/read/formats.h"
#include "ingest/read/html/charset.h"
#include "ingest/read/html/dates.h"
#include "ingest/read/html/hints.h"
#include "ingest/read/html/reduce.h"
#include "ingest/read/html/tree.h"
#include "tests/ingest/read/support.h"

namespace entente {
namespace {

using nlohmann::json;
using test::contains;

std::string bytes_of(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// How often each word is there; a character of Chinese or Japanese is a word.
std::map<std::string, int> words_of(std::string_view text) {
  std::map<std::string, int> words;
  const auto folded = fold(text);
  std::string word;
  const auto end_word = [&] {
    if (!word.empty()) ++words[std::exchange(word, {})];
  };
  for (std::size_t at = 0; at < folded.size();) {
    const auto [c, next] = decode(folded, at);
    const bool alone = c >= 0x3040 && c <= 0x9FFF;
    if (alone || !(is_letter(c) || is_digit(c))) end_word();
    if (is_letter(c) || is_digit(c)) word.append(folded, at, next - at);
    if (alone) end_word();
    at = next;
  }
  end_word();
  return words;
}

/// The harmonic mean of how many of the words read are wanted, and how many of those wanted are read.
double f1(std::string_view read, std::string_view wanted) {
  const auto a = words_of(read), b = words_of(wanted);
  int common = 0, all = 0;
  for (const auto& [word, count] : a) {
    all += count;
    if (const auto found = b.find(word); found != b.end()) common += std::min(count, found->second);
  }
  for (const auto& [word, count] : b) all += count;
  return all == 0 ? 1 : 2.0 * common / all;
}

struct Tally {
  int pages = 0, titles = 0, dates = 0, outlets = 0, addresses = 0, languages = 0, authors = 0;
  double f1 = 0;
  std::vector<std::pair<double, std::string>> worst;

  std::string text() const {
    std::ostringstream out;
    out << pages << " pages: F1 " << f1 / pages << ", titles " << titles << ", dates " << dates << ", outlets " << outlets << ", addresses "
        << addresses << ", languages " << languages << ", authors " << authors << "; worst:";
    auto sorted = worst;
    std::ranges::sort(sorted);
    for (std::size_t i = 0; i < std::min<std::size_t>(sorted.size(), 5); ++i) out << "\n  " << sorted[i].first << " " << sorted[i].second;
    return out.str();
  }
};

void add(const json& wanted, const Article& article, const std::string& name, Tally& tally) {
  const double score = f1(article.text, wanted["text"].get<std::string>());
  ++tally.pages;
  tally.f1 += score;
  tally.worst.emplace_back(score, name);
  tally.titles += article.title == wanted["title"] ? 1 : 0;
  tally.dates += article.date.substr(0, 10) == wanted["date"] ? 1 : 0;
  tally.outlets += article.source == wanted["source"] ? 1 : 0;
  tally.addresses += article.url == wanted["url"] ? 1 : 0;
  tally.languages += article.language == wanted["language"] ? 1 : 0;
  const auto author = article.attributes.find("author");
  tally.authors += (author == article.attributes.end() ? "" : author->second) == wanted["author"] ? 1 : 0;
}

void check_attributes(const json& wanted, const ReadOutcome& read) {
  const auto expected = wanted.value("attributes", std::map<std::string, std::string>{});
  const auto& attributes = read.articles[0].attributes;
  for (const auto& [name, value] : expected) {
    INFO(name);
    REQUIRE(attributes.contains(name));
    CHECK(attributes.at(name) == value);
  }
  for (const auto* name : {"page", "paywall"}) CHECK(attributes.contains(name) == expected.contains(name));
  CHECK(read.warnings.size() == (wanted.contains("warns") ? 1 : 0));
  if (wanted.contains("warns") && !read.warnings.empty()) CHECK_THAT(read.warnings[0], contains(wanted["warns"].get<std::string>()));
}

TEST_CASE("saved pages", "[read][html]") {
  std::map<bool, Tally> tallies;  // whether a page was written after the rules
  for (const auto& entry : std::filesystem::directory_iterator(ENTENTE_SOURCE_DIR "/tests/pages")) {
    if (entry.path().extension() != ".json") continue;
    const auto name = entry.path().stem().string();
    const auto wanted = json::parse(bytes_of(entry.path()));
    const auto read = read_everything("html", bytes_of(std::filesystem::path(entry.path()).replace_extension(".html")));
    INFO(name);
    if (wanted.contains("error")) {
      CHECK(read.articles.empty());
      REQUIRE(read.errors.size() == 1);
      CHECK_THAT(read.errors[0], contains(wanted["error"].get<std::string>()));
      continue;
    }
    CHECK(read.errors.empty());
    if (read.articles.empty()) continue;
    check_attributes(wanted, read);
    add(wanted, read.articles[0], name, tallies[wanted.value("held_out", false)]);
  }
  REQUIRE(tallies.size() == 2);
  REQUIRE(tallies[false].pages >= 40);
  REQUIRE(tallies[true].pages >= 10);
  for (const auto& [later, tally] : tallies) {
    INFO((later ? "written after the rules: " : "written before the rules: ") << tally.text());
    const auto most = [pages = tally.pages](int right) { return right >= 0.95 * pages; };
    CHECK(tally.f1 / tally.pages >= 0.95);
    CHECK(most(tally.titles));
    CHECK(most(tally.dates));
    CHECK(most(tally.addresses));
    CHECK(most(tally.outlets));
    CHECK(most(tally.languages));
    CHECK(tally.authors >= 0.85 * tally.pages);
  }
}

constexpr std::string_view kSentence = "The ministers of two states met in the harbour town on Monday and agreed to meet again next week. ";

std::string repeated(std::string_view text, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out.append(text);
  return out;
}

/// A page around a body of three sentences.
std::string page_of(std::string_view head, std::string_view before = {}) {
  return "<!DOCTYPE html><html><head>" + std::string(head) + "</head><body>" + std::string(before) + "<p>" + repeated(kSentence, 3) +
         "</p></body></html>";
}

Article read_page(const std::string& page) {
  auto read = read_everything("html", page);
  INFO(Catch::StringMaker<std::vector<std::string>>::convert(read.errors));
  REQUIRE(read.articles.size() == 1);
  return std::move(read.articles[0]);
}

std::string error_of(const std::string& page) {
  const auto read = read_everything("html", page);
  REQUIRE(read.articles.empty());
  REQUIRE(read.errors.size() == 1);
  return read.errors[0];
}

TEST_CASE("what begins like a page", "[read][html]") {
  const std::vector<std::pair<std::string_view, Look>> rows = {
      {"<!DOCTYPE html>", Look::html},
      {"\n <!doctype HTML PUBLIC \"-//W3C//DTD\">", Look::html},
      {"<html lang=id>", Look::html},
      {"<!-- saved from url=(0014)about:internet -->\n<html>", Look::html},
      {"<?xml version=\"1.0\"?><!DOCTYPE html PUBLIC", Look::html},
      {"<body>", Look::html},
      {"<?xml version=\"1.0\"?><rss>", Look::feed},
      {"<?xml", Look::markup},
      {"<rss version=\"2.0\">", Look::feed},
      {"<feed xmlns=\"x\">", Look::feed},
      {"<!DOCTYPE nitf>", Look::newsml},
      {"<!-- a remark", Look::text},
      {"<b>bold</b>", Look::text},
  };
  for (const auto& [head, look] : rows) {
    INFO(head);
    CHECK(look_of(head) == look);
  }
}

TEST_CASE("dates of pages", "[read][html]") {
  const std::vector<std::pair<std::string_view, std::string_view>> rows = {
      {"2024-11-12T10:30:00+07:00", "2024-11-12T10:30:00+07:00"},
      {" 2024-11-12 10:30:00 ", "2024-11-12 10:30:00"},
      {"2024/11/12 10:30:00", "2024-11-12"},
      {"20241112", "2024-11-12"},
      {"Selasa, 12 November 2024 10:30 WIB", "2024-11-12"},
      {"Jum'at, 27 September 2024 - 06:45 WIB", "2024-09-27"},
      {"Diterbitkan 02 Maret 2025, 07:55 WIB", "2025-03-02"},
      {"Kompas.com - 03/09/2024, 14:05 WIB", "2024-09-03"},
      {"Mon, 22 Jul 2024 08:15:00 +0700", "2024-07-22"},
      {"Nov. 12, 2024", "2024-11-12"},
      {"November 12th, 2024", "2024-11-12"},
      {"11/25/2024", "2024-11-25"},
      {"08.10.2024, 17.22 Uhr", "2024-10-08"},
      {"3. März 2025", "2025-03-03"},
      {"28 de enero de 2025", "2025-01-28"},
      {"Publié le 1 août 2024", "2024-08-01"},
      {"11 апреля 2024, 14:20", "2024-04-11"},
      {"2024年11月1日 18時00分", "2024-11-01"},
      {"20 Mei 2024", "2024-05-20"},
      {"31 Februari 2024", ""},
      {"45/45/2024", ""},
      {"12 ministers 2024", ""},
      {"10:30 WIB", ""},
      {"99999999999", ""},
      {"", ""},
  };
  for (const auto& [text, date] : rows) {
    INFO(text);
    CHECK(html::read_date(text) == date);
  }
}

TEST_CASE("times above the entries of a ticker", "[read][html]") {
  for (const auto* clock : {"09.15 WIT", "8:20", "20:10", "7:05 pm", "17.35 Uhr"}) CHECK(html::is_clock(clock));
  for (const auto* other : {"", "9", "2024", "10:30 at the gate", "10:3", "a:30", "1.000 orang"}) CHECK_FALSE(html::is_clock(other));
}

TEST_CASE("a page names its encoding", "[read][html]") {
  const auto page = [](std::string_view label, std::string_view word) {
    return page_of("<meta http-equiv='Content-Type' content='text/html; charset=" + std::string(label) + "'>",
                   "<p>" + std::string(word) + " " + std::string(kSentence) + "</p>");
  };
  const std::vector<std::tuple<std::string_view, std::string_view, std::string_view>> rows = {
      {"iso-8859-1",
       "\x93"
       "caf\xE9\x94",
       "“café”"},
      {"windows-1250",
       "\xA3\xF3"
       "d\x9F",
       "Łódź"},
      {"ISO-8859-2",
       "\xA3\xF3"
       "d\xBC",
       "Łódź"},
      {"windows-1251", "\xCC\xE8\xED\xF1\xEA", "Минск"},
      {"koi8-r", "\xED\xC9\xCE\xD3\xCB", "Минск"},
      {"Shift_JIS", "\x93\xFA\x96\x7B", "日本"},
      {"gb2312", "\xD6\xD0\xB9\xFA", "中国"},
      {"euc-kr", "\xC7\xD1\xB1\xB9", "한국"},
      {"big5", "\xA5\x78\xC6\x57", "台灣"},
      {"windows-1256", "\xE3\xD5\xD1", "مصر"},
      {"iso-8859-9", "\xDDzmir", "İzmir"},
      {"utf-8", "Łódź", "Łódź"},
      {"koi8-r", "Łódź", "Łódź"},              // what is valid UTF-8 is no longer what the template says
      {"x-no-such-thing", "caf\xE9", "café"},  // Windows-1252, as where nothing is said
      {"utf-16", "caf\xE9", "café"},
  };
  for (const auto& [label, bytes, text] : rows) {
    INFO(label << " " << text);
    CHECK_THAT(read_page(page(label, bytes)).text, contains(std::string(text)));
  }
  CHECK(html::declared_charset("<meta charset = \"GBK\">") == "gbk");
  CHECK(html::declared_charset("<p>charset=x</p><META HTTP-EQUIV=x content=\"a;charset=Big5\">") == "big5");
  CHECK(html::declared_charset("<p>charset=x</p>").empty());
  CHECK_THAT(read_page("\xEF\xBB\xBF" + page("koi8-r", "Łódź")).text, contains("Łódź"));
  CHECK_THAT(read_page(utf16(page_of(""), false)).text, contains("harbour town"));
  const auto damaged = read_everything("html", page("shift_jis", "\x93\xFA\xFF"));
  REQUIRE(damaged.warnings.size() == 1);
  CHECK_THAT(damaged.warnings[0], contains("of the declared shift_jis replaced"));
}

TEST_CASE("what a page says of itself", "[read][html]") {
  SECTION("an address without a path is that of the site") {
    CHECK(read_page(page_of("<link rel=canonical href='https://site.example/'>")).url.empty());
    CHECK(read_page(page_of("<link rel=canonical href='https://site.example/'><meta property=og:url content='https://site.example/a'>")).url ==
          "https://site.example/a");
    CHECK(read_page(page_of("<link rel=canonical href='/a'>")).url.empty());
  }
  SECTION("an outlet that only the title of the document names") {
    const auto page = [](std::string_view title) {
      return page_of("<title>" + std::string(title) + "</title>", "<h1>Ministers meet in the harbour</h1>");
    };
    CHECK(read_page(page("Ministers meet in the harbour - Daily Post")).source == "Daily Post");
    CHECK(read_page(page("Daily Post :: Ministers meet in the harbour")).source == "Daily Post");
    CHECK(read_page(page("Ministers meet in the harbour » World » Уралл")).source == "Уралл");  // its last letter ends with a byte of »
    CHECK(read_page(page("Ministers meet in the harbour")).source.empty());
  }
  SECTION("languages") {
    CHECK(read_page("<html lang=in-ID><body><p>" + repeated(kSentence, 3)).language == "id");
    CHECK(read_page("<html lang=en><body><p>" + repeated(kSentence, 3)).language == "en");
    // The setting of a template that nobody changed.
    CHECK(read_page("<html lang=en-US><body><p>" + repeated("Pemerintah kedua negara menandatangani perjanjian di Jakarta pada hari Senin. ", 4))
              .language.empty());
    CHECK(read_page("<html lang=id><meta property=og:locale content=en_US><body><p>" + repeated(kSentence, 3)).language.empty());
  }
  SECTION("broken linked data") {
    const auto article =
        read_page(page_of("<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"headline\":\"Two\nlines &amp; more\",}</script>"));
    CHECK(article.title == "Two lines & more");
    CHECK(read_page(page_of("<title>A</title><script type='application/ld+json'>{\"@type\": </script>")).title == "A");
  }
  SECTION("authors that refer to each other") {
    read_page(page_of(
        "<script "
        "type='application/ld+json'>[{\"@type\":\"NewsArticle\",\"author\":{\"@id\":\"a\"}},{\"@id\":\"a\",\"name\":{\"@id\":\"a\"}}]</script>"));
  }
}

TEST_CASE("pages that are no article are refused", "[read][html]") {
  CHECK(error_of(" \n") == "f: is empty; nothing was read");
  CHECK_THAT(error_of("<html><body><script>draw()</script></body></html>"), contains("f: has no text of an article"));
  CHECK_THAT(error_of(page_of("") + std::string(1, '\0')), contains("is NUL"));
  CHECK_THAT(error_of("%PDF-1.7"), contains("is a PDF document"));
}

TEST_CASE("pages are bounded", "[read][html]") {
  const auto text = page_of("");
  SECTION("depth") {
    CHECK_THAT(error_of("<html>\n" + repeated("<div>", 100'000) + text), contains("f:2: is nested deeper than 512 levels"));
    CHECK_THAT(error_of(repeated("<table><tr><td>", 100'000)), contains("is nested deeper"));
    read_page(repeated("<div>", 500) + text);
    read_page("<svg>" + repeated("<div>", 20'000) + "</svg>" + text);  // what nobody reads does not count
  }
  SECTION("tags") { CHECK_THAT(error_of(repeated("<p>", 400'001)), contains("has more than 400000 tags")); }
  SECTION("elements that are opened again and again") {
    std::string open;
    for (int i = 0; i < 20'000; ++i) open += "<b id=x" + std::to_string(i) + "><i><p>";
    read_page(open + text);
  }
  SECTION("attributes") {
    std::string attributes;
    for (int i = 0; i < 100'000; ++i) attributes += " a" + std::to_string(i) + "=x";
    read_page("<div" + attributes + " class='" + repeated("a b ", 1'000'000) + "'>" + text);
  }
  SECTION("what is not closed") {
    for (const auto* tag : {"<svg><button>", "<!-- ", "<select><svg>", "<li><dd>", "<ruby><rt>", "<", "</", "<a href=\"", "&#x", "<table></div>"}) {
      INFO(tag);
      const auto read = read_everything("html", repeated(tag, 50'000) + text);
      CHECK(read.articles.size() + read.errors.size() == 1);
    }
  }
  SECTION("character references") {
    const auto article =
        read_page(page_of("", "<p>&#0;&#xD800;&#x110000;&#128;&#xFFFFFFFF;&#xD8bAAAAAAAAAAAA;&bogus; &lt;b&gt; " + std::string(kSentence) + "</p>"));
    CHECK_FALSE(find_invalid_utf8(article.text));
    CHECK_THAT(article.text, contains("<b>"));
  }
}

}  // namespace
}  // namespace entente
