#include "tests/ingest/read/support.h"

namespace entente {
namespace {

using Strings = std::vector<std::string>;

std::string g2_item(std::string_view id, std::string_view kind, std::string_view status, std::string_view content) {
  return "<newsItem guid=\"" + std::string(id) + R"(" standard="NewsML-G2">
    <itemMeta><itemClass qcode="ninat:)" +
         std::string(kind) + R"("/><provider qcode="nprov:X"><name>X Agency</name></provider>
      <versionCreated>2024-11-05T10:00:00+07:00</versionCreated><pubStatus qcode="stat:)" +
         std::string(status) + R"("/></itemMeta>
    <contentMeta><urgency>3</urgency><by>M. Osten</by><language tag="en-GB"/><headline>Talks &amp; more</headline>
      <subject qcode="medtop:1"><name>politics</name></subject><subject qcode="medtop:2"/></contentMeta>
    <contentSet>)" +
         std::string(content) + "</contentSet></newsItem>";
}

std::string message(const std::string& items) {
  return R"(<?xml version="1.0" encoding="UTF-8"?>
<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><header/><itemSet>
)" + items +
         "\n</itemSet></newsMessage>";
}

constexpr std::string_view kXhtml =
    R"(<inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><head><title>no</title></head>
  <body><p>They met
  in Vestra.</p><ul><li>One</li></ul></body></html></inlineXML>)";

TEST_CASE("a message of NewsML-G2", "[read][newsml]") {
  const auto outcome =
      read_everything("newsml", message(g2_item("urn:1", "text", "usable", kXhtml) + "\n" + g2_item("urn:2", "picture", "usable", "") + "\n" +
                                        g2_item("urn:3", "text", "canceled", kXhtml) + "\n" + g2_item("urn:4", "text", "usable", "")));
  REQUIRE(outcome.articles.size() == 1);
  const auto& article = outcome.articles[0];
  CHECK(article.id == "urn:1");
  CHECK(article.title == "Talks & more");
  CHECK(article.text == "They met in Vestra.\n\nOne");
  CHECK(article.date == "2024-11-05T10:00:00+07:00");
  CHECK(article.source == "X Agency");
  CHECK(article.language == "en");
  CHECK(article.origin == "f:3");
  CHECK(article.path.empty());
  CHECK(article.attributes == std::map<std::string, std::string>{{"author", "M. Osten"}, {"subjects", "politics, 2"}, {"urgency", "3"}});
  CHECK(outcome.warnings == Strings{"f:11: is no text but of the class 'picture'; skipped", "f:17: was canceled by its agency; skipped"});
  CHECK(outcome.errors == Strings{"f:25: the item has no text within it"});
}

TEST_CASE("where an item has its text", "[read][newsml]") {
  const auto text = [](std::string_view content) { return read_everything("newsml", g2_item("a", "text", "usable", content)).articles.at(0).text; };
  CHECK(text(R"(<inlineData contenttype="text/plain">One.

Two &amp; three.</inlineData>)") == "One.\n\nTwo & three.");
  CHECK(text("<inlineData><![CDATA[<p>One</p><p>Two</p>]]></inlineData>") == "One\n\nTwo");
  CHECK(
      text("<remoteContent href=\"x\"/><inlineXML><x:html xmlns:x=\"h\"><x:body><x:p>One</x:p><x:p/><x:p>Two</x:p></x:body></x:html></inlineXML>") ==
      "One\n\nTwo");
  CHECK(text("<inlineXML><nitf><body><body.head><hedline><hl1>H</hl1></hedline></body.head><body.content><block><p>One</p>"
             "<media><media-caption>no</media-caption></media><hl2>Two</hl2><p>Three &lt;3</p></block></body.content></body></nitf></inlineXML>") ==
        "One\n\nTwo\n\nThree <3");
  CHECK(text("<inlineXML><p>One</p></inlineXML><inlineData>Two</inlineData>") == "One");
}

TEST_CASE("NITF", "[read][newsml]") {
  const auto outcome = read_everything("newsml", R"(<!DOCTYPE nitf SYSTEM "nitf.dtd"><nitf><head><title>Slug</title>
      <docdata><doc-id id-string="n-1"/><date.issue norm="20241105T101500+0700"/></docdata><pubdata name="Courier"/></head>
      <body><body.head><hedline><hl1>Talks</hl1></hedline><byline>By <person>M. Osten</person></byline></body.head>
      <body.content><p>They met.</p></body.content></body></nitf>)");
  CHECK(outcome.errors.empty());
  REQUIRE(outcome.articles.size() == 1);
  const auto& article = outcome.articles[0];
  CHECK(article.id == "n-1");
  CHECK(article.title == "Talks");
  CHECK(article.date == "2024-11-05T101500+0700");
  CHECK(article.source == "Courier");
  CHECK(article.text == "They met.");
  CHECK(article.path == "f");
  CHECK(article.attributes == std::map<std::string, std::string>{{"author", "M. Osten"}});
}

TEST_CASE("NewsML 1", "[read][newsml]") {
  const auto outcome =
      read_everything("newsml", R"(<NewsML><NewsItem><Identification><NewsIdentifier><ProviderId>x.example</ProviderId><DateId>20241105</DateId>
      <PublicIdentifier>urn:x:1</PublicIdentifier></NewsIdentifier></Identification>
      <NewsManagement><ThisRevisionCreated>20241105T101500Z</ThisRevisionCreated><Status FormalName="Usable"/></NewsManagement>
      <NewsComponent><NewsLines><HeadLine>Talks</HeadLine><ByLine>M. Osten</ByLine></NewsLines>
      <AdministrativeMetadata><Provider><Party FormalName="X"/></Provider></AdministrativeMetadata>
      <DescriptiveMetadata><Language FormalName="in"/></DescriptiveMetadata>
      <ContentItem><DataContent><p>They met.</p></DataContent></ContentItem></NewsComponent></NewsItem></NewsML>)");
  CHECK(outcome.errors.empty());
  REQUIRE(outcome.articles.size() == 1);
  const auto& article = outcome.articles[0];
  CHECK(article.id == "urn:x:1");
  CHECK(article.title == "Talks");
  CHECK(article.text == "They met.");
  CHECK(article.date == "2024-11-05T101500Z");
  CHECK(article.source == "X");
  CHECK(article.language == "id");
}

TEST_CASE("what is wrong with NewsML", "[read][newsml]") {
  CHECK(read_everything("newsml", "").errors == Strings{"f: is empty; nothing was read"});
  CHECK(read_everything("newsml", "<rss></rss>").errors == Strings{"f: is neither NewsML nor NITF; --from names another format"});
  CHECK(read_everything("newsml", message("")).warnings == Strings{"f: holds no articles"});
  CHECK_THAT(read_everything("newsml", "<nitf>\n<body></nitf>").errors.at(0), test::contains("f:2: is not well-formed XML ("));
  std::string deep = "<nitf><body><body.content>";
  for (int i = 0; i < 300; ++i) deep += "<p>";
  deep += "x";
  for (int i = 0; i < 300; ++i) deep += "</p>";
  CHECK(read_everything("newsml", deep + "</body.content></body></nitf>").errors == Strings{"f: is nested deeper than 256 levels, as no article is"});
  // Entities of one's own are not expanded.
  const auto bomb = read_everything(
      "newsml", R"(<!DOCTYPE nitf [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><nitf><body><body.content><p>&b;</p></body.content></body></nitf>)");
  CHECK(bomb.articles.at(0).text == "&b;");
  // Latin-1, as the declaration says.
  CHECK(read_everything("newsml",
                        "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><nitf><body><body.content><p>caf\xE9</p></body.content></body></nitf>")
            .articles.at(0)
            .text == "café");
}

}  // namespace
}  // namespace entente
