#include "ingest/read/feed/item.h"
#include "ingest/read/feed/split.h"
#include "tests/ingest/read/support.h"

namespace entente {
namespace {

using test::contains;
using Strings = std::vector<std::string>;

std::string rss(std::string_view items, std::string_view channel = "<title>The Post</title><language>en-GB</language>") {
  return "<?xml version=\"1.0\"?>\n<rss version=\"2.0\"><channel>" + std::string(channel) + "\n" + std::string(items) + "</channel></rss>";
}

Article one_article(const std::string& feed) {
  auto read = read_everything("feed", feed);
  INFO(Catch::StringMaker<Strings>::convert(read.errors) << Catch::StringMaker<Strings>::convert(read.warnings));
  REQUIRE(read.articles.size() == 1);
  return std::move(read.articles[0]);
}

TEST_CASE("items of RSS", "[read][feed]") {
  const auto article = one_article(rss(R"(<item>
<title>Talks in &amp;#8220;Bern&amp;#8221; &amp;amp; Oslo</title><link> https://post.example/1 </link>
<guid isPermaLink="false">https://post.example/?p=1</guid><pubDate>Mon, 22 Jul 2024 08:15:00 +0700</pubDate>
<dc:creator><![CDATA[Ann Bell]]></dc:creator><category>World</category><category><![CDATA[Food &amp; Drink]]></category>
<media:title>A picture</media:title><media:content url="x"/>
<description><![CDATA[<p>A summary.</p>]]></description>
<content:encoded><![CDATA[<p>The talks of the ministers <a href="x">began</a>&nbsp;on Monday.</p><script>x()</script><p>They end in the week after.</p>
<p>The post <a href="y">Talks</a> appeared first on <a href="z">The Post</a>.</p>]]></content:encoded></item>)"));
  CHECK(article.text == "The talks of the ministers began on Monday.\n\nThey end in the week after.");
  CHECK(article.title == "Talks in “Bern” & Oslo");
  CHECK(article.url == "https://post.example/1");
  CHECK(article.id == "https://post.example/?p=1");
  CHECK(article.date == "2024-07-22");
  CHECK(article.source == "The Post");
  CHECK(article.language == "en");
  CHECK(article.origin == "f:3");
  CHECK(article.path.empty());
  CHECK(article.attributes == std::map<std::string, std::string>{{"author", "Ann Bell"}, {"keywords", "World, Food & Drink"}});
}

TEST_CASE("items with a summary only", "[read][feed]") {
  const auto article =
      one_article(rss("<item><title>T</title><description>&lt;p&gt;Talks &amp;amp; more of the ministers.&lt;/p&gt;</description><guid>17</guid>"
                      "<link>https://post.example/2</link><author>desk@post.example (Ann Bell)</author><source url='u'>The "
                      "Agency</source><content:encoded/></item>"));
  CHECK(article.text == "Talks & more of the ministers.");
  CHECK(article.source == "The Agency");
  CHECK(article.id.empty());  // 17 is an id within the feed only
  CHECK(article.url == "https://post.example/2");
  CHECK(article.attributes == std::map<std::string, std::string>{{"author", "Ann Bell"}, {"guid", "17"}, {"summary_only", "true"}});
  CHECK(one_article(rss("<item><description>AT&T and the <b>bold</b> plan. </description></item>")).text == "AT&T and the bold plan.");
}

TEST_CASE("addresses of items", "[read][feed]") {
  const auto url = [](std::string_view elements) {
    return one_article(rss("<item><description>A text.</description>" + std::string(elements) + "</item>")).url;
  };
  CHECK(url("<guid>https://post.example/3</guid>") == "https://post.example/3");
  CHECK(url("<guid isPermaLink='false'>https://post.example/3</guid>").empty());
  CHECK(url("<link>https://proxy.example/9</link><feedburner:origLink>https://post.example/9</feedburner:origLink>") == "https://post.example/9");
  CHECK(url("<atom:link rel='self' href='https://post.example/self'/><link>https://post.example/4</link>") == "https://post.example/4");
}

TEST_CASE("entries of Atom", "[read][feed]") {
  const auto read = read_everything("feed", R"(<?xml version="1.0" encoding="utf-8"?>
<?xml-stylesheet href="x.css"?>
<!-- an <entry> in a remark -->
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr"><title type="html">La &lt;b&gt;Poste&lt;/b&gt;</title><author><name>Redaction</name></author>
<entry><title type="text">a &lt; b &amp; c</title><id>tag:post.example,2024:1</id>
<link rel="self" href="https://post.example/self"/><link rel="alternate" href="https://post.example/1"/>
<updated>2024-11-05T10:00:00Z</updated><published>2024-11-04T10:00:00+01:00</published><category term="world" label="World"/>
<content type="xhtml"><xhtml:div><xhtml:p>Two states.</xhtml:p><p>Met &#xD800; twice.</p></xhtml:div></content></entry>
<entry xml:lang="en"><title>Two</title><summary type="text">3 &lt; 4 of them.</summary><author><name>Ann</name></author><author><name>Bo</name></author>
<source><title>Planet</title></source></entry>
<atom:entry><atom:title>Three</atom:title><atom:content>Text of &lt;i&gt;three&lt;/i&gt;.</atom:content><issued>2003-12-13T18:30:02Z</issued></atom:entry>
</feed>)");
  CHECK(read.errors.empty());
  CHECK(read.warnings.empty());
  REQUIRE(read.articles.size() == 3);
  const auto& first = read.articles[0];
  CHECK(first.title == "a < b & c");
  CHECK(first.text == "Two states.\n\nMet twice.");
  CHECK(first.id == "tag:post.example,2024:1");
  CHECK(first.url == "https://post.example/1");
  CHECK(first.date == "2024-11-04T10:00:00+01:00");
  CHECK(first.source == "La Poste");
  CHECK(first.language == "fr");
  CHECK(first.attributes == std::map<std::string, std::string>{{"author", "Redaction"}, {"keywords", "World"}});
  CHECK(read.articles[1].text == "3 < 4 of them.");
  CHECK(read.articles[1].source == "Planet");
  CHECK(read.articles[1].attributes.at("author") == "Ann, Bo");
  CHECK(read.articles[2].text == "Text of three.");
  CHECK(read.articles[2].date == "2003-12-13T18:30:02Z");
}

TEST_CASE("items of RSS 1.0 stand beside their channel", "[read][feed]") {
  const auto article = one_article(
      "<rdf:RDF xmlns=\"http://purl.org/rss/1.0/\"><channel rdf:about=\"c\"><title>Old news</title><dc:language>en</dc:language></channel>"
      "<item rdf:about=\"https://old.example/1\"><title>T</title><link>https://old.example/1</link><description>The text of an item of the "
      "feed.</description>"
      "<dc:date>2005-01-02T03:04:05+09:00</dc:date></item></rdf:RDF>");
  CHECK(article.id == "https://old.example/1");
  CHECK(article.source == "Old news");
  CHECK(article.language == "en");
  CHECK(article.date == "2005-01-02T03:04:05+09:00");
}

TEST_CASE("dates of feeds", "[read][feed]") {
  const std::vector<std::pair<std::string_view, std::string_view>> rows = {{"Mon, 22 Jul 2024 08:15:00 GMT", "2024-07-22"},
                                                                           {"22 Jul 24 08:15 EST", "2024-07-22"},
                                                                           {"Thu, 01-Jan-98 00:00:00", "1998-01-01"},
                                                                           {"2024-11-05T10:00:00Z", "2024-11-05T10:00:00Z"},
                                                                           {"whenever", ""},
                                                                           {"", ""},
                                                                           {"a b c", ""},
                                                                           {"32 Jul 24", ""}};
  for (const auto& [text, date] : rows) {
    INFO(text);
    CHECK(feed::read_feed_date(text) == date);
  }
}

TEST_CASE("a bad item costs itself only", "[read][feed]") {
  const auto read = read_everything("feed", rss("<item><title>A</title><description>Text a.</description></item>\n"
                                                "<item><title>B</title>\n<description><b>Text b.</i></description></item>\n"
                                                "<item><title>No text</title></item>\n"
                                                "<item><title>C</title><description>Text c.</description><pubDate>whenever</pubDate></item>\n"
                                                "<item><title>D</title><description>Not closed.\n"
                                                "<item><title>E</title><description>Text e.</description></item>\n"
                                                "<item><title>F</title><descr"));
  Strings titles;
  for (const auto& article : read.articles) titles.push_back(article.title);
  CHECK(titles == Strings{"A", "C", "E"});
  REQUIRE(read.errors.size() == 3);
  CHECK_THAT(read.errors[0], contains("f:5: column 26: the item is not well-formed XML ("));
  CHECK(read.errors[1] == "f:8: the item is not closed; is the feed cut off?");
  CHECK(read.errors[2] == "f:10: the item is not closed; is the feed cut off?");
  CHECK(read.warnings == Strings{"f:6: the item has no text; skipped", "f:7: the date 'whenever' cannot be read; the item has none"});
}

TEST_CASE("tags that are none", "[read][feed]") {
  const auto read = read_everything("feed",
                                    "<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY a \"<item>x]></item>\"><!ENTITY b '&a;&a;&a;'><!-- <item> -->]>\n"
                                    "<rss><channel><title>T</title><!-- <item> --><![CDATA[<item>]]><items><rdf:li/></items>"
                                    "<item><description>&b; <![CDATA[</item> stays]]></description></item></channel></rss>");
  CHECK(read.errors.empty());
  REQUIRE(read.articles.size() == 1);
  CHECK(read.articles[0].text == "&b; stays");  // entities that a document defines are not expanded
  CHECK(read.articles[0].source == "T");
  CHECK(feed::Splitter("<item/>").next()->text == "<item/>");
  CHECK_FALSE(feed::Splitter("</item>").next());
}

TEST_CASE("feeds that are refused or empty", "[read][feed]") {
  CHECK(read_everything("feed", " ").errors == Strings{"f: is empty; nothing was read"});
  CHECK(read_everything("feed", "<?xml version='1.0'?><urlset/>").errors == Strings{"f: is neither RSS nor Atom; --from names another format"});
  CHECK(read_everything("feed", rss("")).warnings == Strings{"f: the feed holds no items"});
  CHECK(read_everything("feed", "<rss/>").warnings == Strings{"f: the feed holds no items"});
}

TEST_CASE("encodings of feeds", "[read][feed]") {
  const auto with = [](std::string_view label, std::string_view word) {
    return one_article("<?xml version=\"1.0\" encoding=\"" + std::string(label) + "\"?><rss><channel><item><description>" + std::string(word) +
                       " is there.</description></item></channel></rss>")
        .text;
  };
  CHECK(with("ISO-8859-2",
             "\xA3\xF3"
             "d\xBC") == "Łódź is there.");
  CHECK(with("windows-1251", "\xCC\xE8\xED\xF1\xEA") == "Минск is there.");
  CHECK(with("windows-1251", "Минск") == "Минск is there.");  // valid UTF-8 is what it is
  CHECK(with("utf-8", "caf\xE9") == "café is there.");
  CHECK(with("\x95koi8-r", "caf\xE9") == "café is there.");  // no label
  CHECK(one_article(utf16(rss("<item><description>A text.</description></item>"), true).insert(0, "\xFE\xFF")).text == "A text.");
}

TEST_CASE("feeds are bounded", "[read][feed]") {
  std::string deep = "<item><description>";
  for (int i = 0; i < 100'000; ++i) deep += "<div>";
  deep += "x";
  for (int i = 0; i < 100'000; ++i) deep += "</div>";
  const auto read = read_everything("feed", rss(deep + "</description></item><item><description>A text.</description></item>"));
  CHECK(read.articles.size() == 1);
  CHECK(read.warnings.size() == 1);
  const auto unclosed = read_everything("feed", rss(std::string(deep, 0, 500'000)));
  CHECK(unclosed.articles.empty());
  CHECK(unclosed.errors.size() == 1);
}

}  // namespace
}  // namespace entente
