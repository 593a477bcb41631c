/// What services for news send, as their documentation shows it, with texts of our own.

#include "ingest/read/fields.h"
#include "tests/ingest/read/support.h"

namespace entente {
namespace {

using Strings = std::vector<std::string>;

Article only_article(std::string_view json, const Strings& warnings = {}) {
  const auto outcome = read_everything("json", json);
  CHECK(outcome.errors.empty());
  CHECK(outcome.warnings == warnings);
  REQUIRE(outcome.articles.size() == 1);
  return outcome.articles.front();
}

TEST_CASE("NewsAPI and GNews", "[read][json][news_api]") {
  const auto article =
      only_article(R"({"status": "ok", "totalResults": 1, "articles": [{"source": {"id": null, "name": "Courier"}, "author": "M. Osten",
      "title": "T", "description": "The ministers met. They signed.", "url": "https://x.example/1", "urlToImage": null,
      "publishedAt": "2024-11-05T10:00:00Z", "content": "The ministers met in Ves… [+1234 chars]"}]})",
                   {"f:1: its text is cut off; its summary 'description' was read"});
  CHECK(article.text == "The ministers met. They signed.");
  CHECK(article.source == "Courier");
  CHECK(article.date == "2024-11-05T10:00:00Z");
  CHECK(article.url == "https://x.example/1");
  CHECK(article.attributes.at("author") == "M. Osten");

  const auto gnews = only_article(R"({"totalArticles": 1, "articles": [{"id": "g1", "title": "T", "description": "", "lang": "id",
      "content": "Para menteri bertemu. Mereka menanda... [1186 chars]", "url": "u", "image": "i", "publishedAt": "2024-11-05T10:00:00Z",
      "source": {"name": "Buletin", "url": "https://b.example"}}]})",
                                  {"f:1: its text is cut off; what is there was read"});
  CHECK(gnews.text == "Para menteri bertemu.");
  CHECK(gnews.language == "id");
  CHECK(gnews.source == "Buletin");
}

TEST_CASE("The Guardian and The New York Times", "[read][json][news_api]") {
  const auto guardian = only_article(R"({"response": {"status": "ok", "total": 1, "results": [{"id": "world/2024/nov/05/talks", "type": "article",
      "sectionName": "World news", "webPublicationDate": "2024-11-05T10:00:00Z", "webTitle": "Talks", "webUrl": "https://g.example/talks",
      "fields": {"bodyText": "They met.", "body": "<p>They met.</p>", "publication": "The G"}}]}})");
  CHECK(guardian.id == "world/2024/nov/05/talks");
  CHECK(guardian.title == "Talks");
  CHECK(guardian.text == "They met.");
  CHECK(guardian.url == "https://g.example/talks");
  CHECK(guardian.source == "The G");
  CHECK(guardian.attributes == std::map<std::string, std::string>{{"sectionName", "World news"}, {"type", "article"}});
  CHECK(only_article(R"({"response": {"results": [{"webTitle": "T", "fields": {"body": "<p>One &amp; two.</p><p>Three.</p>"}}]}})").text ==
        "One & two.\n\nThree.");

  const auto times =
      only_article(R"({"copyright": "c", "response": {"meta": {"hits": 1}, "docs": [{"abstract": "Short.", "web_url": "https://t.example/1",
      "lead_paragraph": "They met on Tuesday.", "source": "The Times", "headline": {"main": "Talks", "kicker": null}, "keywords": [{"name": "x"}],
      "pub_date": "2024-11-05T10:00:00+0000", "_id": "t://1", "byline": {"original": "By M. Osten"}}]}})",
                   {"f:1: has no text; its summary 'lead_paragraph' was read"});
  CHECK(times.text == "They met on Tuesday.");
  CHECK(times.title == "Talks");
  CHECK(times.id == "t://1");
  CHECK(times.url == "https://t.example/1");
  CHECK(times.date == "2024-11-05T10:00:00+0000");
  CHECK(times.attributes.at("headline") == R"({"kicker":null})");
}

TEST_CASE("GDELT has addresses only", "[read][json][news_api]") {
  CHECK(read_everything("json",
                        R"({"articles": [{"url": "https://x.example/1", "title": "T", "seendate": "20241105T100000Z", "domain": "x.example"}]})")
            .errors == Strings{"f:1: has no text, only an address; save the page that it leads to, and read that"});
}

TEST_CASE("Event Registry, Mediastack, NewsData and Webz", "[read][json][news_api]") {
  const auto registry = only_article(R"({"articles": {"page": 1, "results": [{"uri": "823", "lang": "eng", "date": "2024-11-05", "time": "10:00:00",
      "dateTime": "2024-11-05T10:00:00Z", "url": "u", "title": "T", "body": "B", "source": {"uri": "x.example", "title": "X"}}], "totalResults": 1}})");
  CHECK(registry.id == "823");
  CHECK(registry.source == "X");
  CHECK(registry.language == "en");
  CHECK(registry.date == "2024-11-05");
  CHECK(registry.text == "B");

  const auto mediastack = only_article(R"({"pagination": {"limit": 1}, "data": [{"author": null, "title": "T", "description": "D", "url": "u",
      "source": "X", "language": "en", "published_at": "2024-11-05T10:00:00+00:00"}]})",
                                       {"f:1: has no text; its summary 'description' was read"});
  CHECK(mediastack.text == "D");
  CHECK(mediastack.date == "2024-11-05T10:00:00+00:00");

  const auto newsdata = only_article(R"({"status": "success", "results": [{"article_id": "n1", "title": "T", "link": "u", "description": "D",
      "content": "ONLY AVAILABLE IN PAID PLANS", "pubDate": "2024-11-05 10:00:00", "source_id": "x", "source_name": "X", "language": "indonesian"}]})",
                                     {"f:1: its text is withheld; its summary 'description' was read"});
  CHECK(newsdata.id == "n1");
  CHECK(newsdata.text == "D");
  CHECK(newsdata.source == "X");
  CHECK(newsdata.url == "u");
  CHECK(newsdata.language == "id");

  const auto webz = only_article(R"({"posts": [{"thread": {"site": "x.example", "title": "T"}, "uuid": "w1", "url": "u", "title": "T", "text": "B",
      "published": "2024-11-05T10:00:00.000+02:00", "language": "english"}], "totalResults": 1})");
  CHECK(webz.id == "w1");
  CHECK(webz.source == "x.example");
  CHECK(webz.language == "en");
}

TEST_CASE("ninjs, WordPress and JSON Feed", "[read][json][news_api]") {
  const auto ninjs = only_article(R"({"uri": "urn:n:1", "type": "text", "versioncreated": "2024-11-05T10:00:00Z", "language": "en", "headline": "T",
      "body_html": "<p>One</p><p>Two</p>", "pubstatus": "usable"})");
  CHECK(ninjs.id == "urn:n:1");
  CHECK(ninjs.title == "T");
  CHECK(ninjs.text == "One\n\nTwo");
  CHECK(ninjs.date == "2024-11-05T10:00:00Z");
  const auto ninjs3 =
      only_article(R"({"uri": "urn:n:2", "headlines": [{"value": "T"}], "bodies": [{"contentType": "text/html", "value": "<p>One</p>"}]})");
  CHECK(ninjs3.title == "T");
  CHECK(ninjs3.text == "One");
  CHECK(ninjs3.attributes.empty());

  const auto press = only_article(R"([{"id": 7, "date": "2024-11-05T10:00:00", "link": "u", "title": {"rendered": "T &#8211; U"},
      "content": {"rendered": "<p>One</p>", "protected": false}}])");
  CHECK(press.id == "7");
  CHECK(press.title == "T – U");
  CHECK(press.text == "One");

  const auto feed = only_article(R"({"version": "1.1", "title": "X", "description": "d", "items": [{"id": "1", "url": "u", "title": "T",
      "content_html": "<p>One</p>", "content_text": "one", "date_published": "2024-11-05T10:00:00Z"}]})");
  CHECK(feed.text == "one");
}

TEST_CASE("what is no answer of a service", "[read][json][news_api]") {
  // An article that has such a field, or an array that holds no articles.
  CHECK(only_article(R"({"text": "a", "results": [{"text": "b"}]})").text == "a");
  CHECK(only_article(R"({"body_html": "<p>a</p>", "data": [{"text": "b"}]})").text == "a");
  CHECK(only_article(R"({"data": [1, 2], "posts": [{"text": "b"}]})").text == "b");
  CHECK(only_article(R"({"results": [{"text": "a"}], "articles": [{"text": "b"}]})").text == "b");
  CHECK(read_everything("json", R"({"status": "ok", "results": []})").warnings == Strings{"f: holds no articles"});
  CHECK(read_everything("json", R"({"response": {"results": [{"text": "a"}]})").errors ==
        Strings{"f: the object is not closed; is the file cut off?"});
  CHECK(read_everything("json", R"({"response": {"results": [{"text": "a"}]}} x)").errors.size() == 1);
  // A value of a wrong type under a name that means other things too is left alone.
  CHECK(only_article(R"({"text": "a", "uri": {"x": 1}, "domain": 5, "_id": {"$oid": "x"}})").attributes.size() == 3);
}

TEST_CASE("languages by tags and names", "[read][json]") {
  CHECK(language_of("id-ID") == "id");
  CHECK(language_of(" English ") == "en");
  CHECK(language_of("indonesian") == "id");
  CHECK(language_of("no such").empty());
  CHECK(language_of("").empty());
}

}  // namespace
}  // namespace entente
