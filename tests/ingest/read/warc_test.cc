#include <zlib.h>

#include "ingest/read/formats.h"
#include "ingest/read/warc/fields.h"
#include "ingest/read/warc/http.h"
#include "ingest/read/warc/records.h"
#include "tests/ingest/read/pack.h"
#include "tests/ingest/read/support.h"

namespace entente {
namespace {

using namespace std::string_literals;
using test::contains;
using test::gzipped;
using Strings = std::vector<std::string>;

std::string record(std::string_view type, std::string_view content, std::string_view content_type = "application/http; msgtype=response",
                   std::string_view more = {}) {
  return "WARC/1.0\r\nWARC-Type: " + std::string(type) +
         "\r\nWARC-Target-URI: https://site.example/a\r\nWARC-Date: 2024-11-05T10:00:00Z\r\nContent-Type: " + std::string(content_type) + "\r\n" +
         std::string(more) + "Content-Length: " + std::to_string(content.size()) + "\r\n\r\n" + std::string(content) + "\r\n\r\n";
}

std::string answer(std::string_view body, std::string_view type = "text/html", std::string_view more = {}, std::string_view status = "200 OK") {
  return "HTTP/1.1 " + std::string(status) + "\r\nContent-Type: " + std::string(type) + "\r\n" + std::string(more) + "\r\n" + std::string(body);
}

std::string page(std::string_view about) {
  return "<html><head><title>News of " + std::string(about) + " from the town</title></head><body><p>The ministers of two states met in " +
         std::string(about) +
         " on Monday and agreed to meet again next week. The talks of the ministers were the first in a year, and both called them "
         "useful.</p></body></html>";
}

/// One record for each name, with a request before it, as crawlers write them.
Strings crawl(const Strings& names) {
  Strings records = {record("warcinfo", "software: x\r\n", "application/warc-fields")};
  for (const auto& name : names) {
    records.push_back(record("request", "GET / HTTP/1.1\r\n\r\n", "application/http; msgtype=request"));
    records.push_back(record("response", answer(page(name))));
  }
  return records;
}

std::string joined(const Strings& parts) {
  std::string all;
  for (const auto& part : parts) all += part;
  return all;
}

Strings each_gzipped(const Strings& records) {
  Strings members;
  for (const auto& one : records) members.push_back(gzipped(one));
  return members;
}

std::size_t size_of(const Strings& parts, std::size_t count) {
  std::size_t size = 0;
  for (std::size_t i = 0; i < count; ++i) size += parts[i].size();
  return size;
}

/// What the articles are about.
Strings names_in(const ReadOutcome& outcome) {
  Strings names;
  for (const auto& article : outcome.articles) {
    const auto begin = article.text.find("met in ") + 7;
    names.push_back(article.text.substr(begin, article.text.find(" on Monday") - begin));
  }
  return names;
}

TEST_CASE("pages of a crawl", "[read][warc]") {
  const auto records = crawl({"Bern", "Lima"});
  for (const auto& file : {joined(records), joined(each_gzipped(records)), gzipped(joined(records))}) {
    const auto read = read_everything("warc", file);
    CHECK(read.errors.empty());
    CHECK(read.warnings.empty());
    CHECK(names_in(read) == Strings{"Bern", "Lima"});
    const auto& article = read.articles[0];
    CHECK(article.url == "https://site.example/a");
    CHECK(article.date.empty());  // the day of the crawl is not that of publication
    CHECK(article.attributes.at("crawled") == "2024-11-05T10:00:00Z");
    CHECK(article.path.empty());
  }
  const auto offset = size_of(each_gzipped(records), 2);
  CHECK(read_everything("warc", joined(each_gzipped(records))).articles[0].origin == "f:byte " + std::to_string(offset));
}

TEST_CASE("files of a crawl are told from their beginning", "[read][warc]") {
  const auto sniff = warc_format().sniff_bytes;
  const auto one = record("warcinfo", "x", "application/warc-fields");
  CHECK(sniff(one));
  CHECK(sniff(gzipped(one)));
  CHECK(sniff(gzipped(one).substr(0, 100)));
  CHECK_FALSE(sniff(gzipped("a text")));
  CHECK_FALSE(sniff("WARC is a format"));
  CHECK_FALSE(sniff(""));
  CHECK(format_of_extension("x.warc.gz")->name == "warc");
  CHECK(format_of_extension("x.warc.wet.gz")->name == "warc");
}

TEST_CASE("records that hold no page are passed over in silence", "[read][warc]") {
  const auto read = read_everything(
      "warc", record("response", answer(page("a"), "text/html", "", "404 Not Found")) + record("response", answer(page("b"), "image/png")) +
                  record("revisit", answer(page("c"))) + record("metadata", "x", "text/plain") + record("resource", "\x89PNG", "image/png") +
                  record("response", answer(page("d")), "application/http; msgtype=response", "WARC-Identified-Payload-Type: application/pdf\r\n") +
                  record("response", answer(page("Bern"))));
  CHECK(names_in(read) == Strings{"Bern"});
  CHECK(read.errors.empty());
  CHECK(read.warnings.empty());
  CHECK(read_everything("warc", record("metadata", "x")).warnings == Strings{"f: holds no page of a web site"});
  CHECK(read_everything("warc", "").errors == Strings{"f: is empty; nothing was read"});
}

TEST_CASE("pages that are no articles are counted", "[read][warc]") {
  const auto stub = record("response", answer("<html><body><p>Subscribe.</p></body></html>"));
  const auto read = read_everything("warc", stub + record("response", answer(page("Bern"))) + stub + record("response", answer("")) +
                                                record("response", answer("xx", "text/html", "Content-Encoding: zstd\r\n")));
  CHECK(read.articles.size() == 1);
  CHECK(read.errors.empty());
  CHECK(read.warnings.size() == 2);
  CHECK(read.warnings[0] == "f: 2 of 5 pages are no articles, such as front pages, lists and what scripts draw; they were left out");
  CHECK_THAT(read.warnings[1], contains("f: 2 of 5 pages cannot be read; the first: byte "));
}

TEST_CASE("texts and pages without an answer around them", "[read][warc]") {
  const auto read = read_everything(
      "warc", record("conversion", "A headline\nJAKARTA - The text of the page.\n", "text/plain", "WARC-Identified-Content-Language: eng\r\n") +
                  record("conversion", "Zwei Sprachen.", "text/plain", "WARC-Identified-Content-Language: deu,eng\r\n") +
                  record("resource", page("Bern"), "text/html; charset=utf-8", "WARC-Truncated: length\r\n") +
                  record("resource", "caf\xE9 \xA4 and more text", "text/plain; charset=ISO-8859-15"));
  REQUIRE(read.articles.size() == 4);
  CHECK(read.articles[0].text == "A headline\nJAKARTA - The text of the page.\n");
  CHECK(read.articles[0].language == "en");
  CHECK(read.articles[1].language.empty());
  CHECK(read.articles[2].attributes.at("truncated") == "length");
  CHECK_THAT(read.articles[3].text, contains("café €"));
}

std::string chunked(std::string_view body, std::size_t size) {
  std::string out;
  for (std::size_t at = 0; at < body.size(); at += size) {
    const auto part = body.substr(at, size);
    std::array<char, 20> length{};
    std::snprintf(length.data(), length.size(), "%zx;x=y\r\n", part.size());
    out.append(length.data()).append(part).append("\r\n");
  }
  return out + "0\r\n\r\n";
}

std::string deflated(std::string_view body) {
  auto size = compressBound(body.size());
  std::string out(size, '\0');
  REQUIRE(compress(reinterpret_cast<Bytef*>(out.data()), &size, reinterpret_cast<const Bytef*>(body.data()), body.size()) == Z_OK);
  out.resize(size);
  return out;
}

TEST_CASE("bodies of answers", "[read][warc]") {
  const auto body = page("Bern");
  const auto zlib = deflated(body);
  // "<p>x</p>" by the encoder of brotli, which stores what is that short.
  const auto brotli = "\x8B\x03\x80<p>x</p>\x03"s;
  struct Row {
    std::string header, body, expected;
  };
  const std::vector<Row> rows = {
      {"", body, body},
      {"Transfer-Encoding: chunked\r\n", chunked(body, 50), body},
      {"Transfer-Encoding: chunked\r\n", chunked(body, 50).substr(0, 100), body.substr(0, 82)},
      {"Transfer-Encoding: chunked\r\n", "3\r\nabc", "abc"},
      {"Transfer-Encoding: chunked\r\n", body, body},  // the crawler joined it already
      {"Content-Encoding: gzip\r\n", gzipped(body), body},
      {"Content-Encoding: x-gzip\r\nTransfer-Encoding: Chunked\r\n", chunked(gzipped(body), 64), body},
      {"Content-Encoding: gzip\r\n", body, body},  // and unpacked it
      {"Content-Encoding: deflate\r\n", zlib, body},
      {"Content-Encoding: deflate\r\n", zlib.substr(2, zlib.size() - 6), body},
      {"Content-Encoding: br\r\n", brotli, "<p>x</p>"},
  };
  for (const auto& row : rows) {
    INFO(row.header);
    const auto read = warc::read_http(answer(row.body, "text/html", row.header), [](std::string_view) { return true; });
    REQUIRE(read);
    CHECK(read->body == row.expected);
  }
  const auto cut =
      warc::read_http(answer(gzipped(body).substr(0, 150), "text/html", "Content-Encoding: gzip\r\n"), [](std::string_view) { return true; });
  REQUIRE(cut);
  CHECK(body.starts_with(cut->body));
  CHECK(cut->body.size() > 20);
}

TEST_CASE("answers that are refused", "[read][warc]") {
  const auto error = [](const std::string& bytes) {
    const auto read = warc::read_http(bytes, [](std::string_view) { return true; });
    return read ? ""s : read.error().message();
  };
  CHECK(error("no answer") == "is no answer of a web server");
  CHECK(error(answer("\x01 nothing", "text/html", "Content-Encoding: gzip\r\n")) == "its body is no gzip data, as its header says");
  CHECK(error(answer("\xFF\xFF", "text/html", "Content-Encoding: br\r\n")) == "its body is no brotli data, as its header says");
  CHECK(error(answer("\xFF\xFF", "text/html", "Content-Encoding: deflate\r\n")) == "its body is no deflate data, as its header says");
  CHECK(error(answer("\xFF", "text/html", "Content-Encoding: zstd\r\n")) == "its body is in the encoding 'zstd', which is not read");
  CHECK(error(answer("\xFF", "text/html", "Content-Encoding: a\x8E\x01z\r\n")) == "its body is in the encoding 'a??z', which is not read");
  const auto bomb = gzipped(std::string(warc::kLongestBody + 1, 'a'), 1);
  CHECK(error(answer(bomb, "text/html", "Content-Encoding: gzip\r\n")) == "its body is larger than 64 MiB when it is unpacked");
}

TEST_CASE("headers", "[read][warc]") {
  const warc::Fields fields("HTTP/1.1 200 OK\r\nContent-Type:text/html;  Charset = \"KOI8-R\"\r\nlong: a\r\n b\r\nnonsense\r\nLONG: c\r\n");
  CHECK(fields.first_line() == "HTTP/1.1 200 OK");
  CHECK(fields.get("long") == "a b");
  CHECK(fields.get("none").empty());
  CHECK(warc::parameter(fields.get("content-type"), "charset") == "koi8-r");
  CHECK(warc::media_type(fields.get("content-type")) == "text/html");
}

TEST_CASE("the encoding that the server said", "[read][warc]") {
  auto body = page("\xED\xC9\xCE\xD3\xCB");  // in KOI8-R
  CHECK(names_in(read_everything("warc", record("response", answer(body, "text/html; charset=KOI8-R")))) == Strings{"Минск"});
  body.insert(6, "<meta charset=koi8-r>");
  CHECK(names_in(read_everything("warc", record("response", answer(body, "text/html; charset=x-unknown")))) == Strings{"Минск"});
}

TEST_CASE("damaged members cost themselves only", "[read][warc]") {
  auto members = each_gzipped(crawl({"Bern", "Lima", "Oslo", "Rome"}));
  SECTION("data") {
    for (std::size_t i = 60; i < 120; ++i) members[4][i] = static_cast<char>(~members[4][i]);
    const auto read = read_everything("warc", joined(members));
    CHECK(names_in(read) == Strings{"Bern", "Oslo", "Rome"});
    REQUIRE(read.errors.size() == 1);
    CHECK_THAT(read.errors[0], contains("f: the gzip data that begin at byte " + std::to_string(size_of(members, 4)) + " are damaged"));
  }
  SECTION("a checksum") {
    members[4][members[4].size() - 7] ^= 1;
    const auto read = read_everything("warc", joined(members));
    CHECK(names_in(read) == Strings{"Bern", "Oslo", "Rome"});
    CHECK_THAT(read.errors.at(0), contains("(incorrect data check)"));
  }
  SECTION("something in between") {
    const auto read = read_everything(
        "warc", joined({members.begin(), members.begin() + 4}) + "\x1F\x8B\x08 no record" + joined({members.begin() + 4, members.end()}));
    CHECK(names_in(read) == Strings{"Bern", "Lima", "Oslo", "Rome"});
    CHECK(read.errors.size() == 1);
  }
  SECTION("the end") {
    const auto whole = joined(members);
    const auto read = read_everything("warc", whole.substr(0, whole.size() - 30));
    CHECK(names_in(read) == Strings{"Bern", "Lima", "Oslo"});
    REQUIRE(read.errors.size() == 1);
    CHECK_THAT(read.errors[0], contains("are cut off"));
  }
}

TEST_CASE("records that say a wrong length", "[read][warc]") {
  const auto with = [](std::size_t which, std::string_view before, std::string_view after) {
    auto records = crawl({"Bern", "Lima", "Oslo", "Rome"});
    auto& changed = records[which];
    changed.replace(changed.find(before), before.size(), after);
    return records;
  };
  const Strings others = {"Bern", "Oslo", "Rome"};
  SECTION("longer than the file") {
    for (const auto* digits : {"Content-Length: 99", "Content-Length: 99999999999"}) {
      const auto records = with(4, "Content-Length: ", digits);
      const auto offset = size_of(records, 4);
      const auto read = read_everything("warc", joined(records));
      CHECK(names_in(read) == others);
      CHECK(read.errors == Strings{"f: byte " + std::to_string(offset) + ": the record is shorter than it says; records behind it are looked for"});
      CHECK(names_in(read_everything("warc", joined(each_gzipped(records)))) == others);
    }
  }
  SECTION("shorter") {
    const auto records = with(4, "</body></html>", "</body></html>" + std::string(40, ' '));
    const auto read = read_everything("warc", joined(records));
    CHECK(names_in(read) == others);
    REQUIRE(read.errors.size() == 1);
    CHECK_THAT(read.errors[0], contains("the record is longer than it says"));
    CHECK(names_in(read_everything("warc", joined(each_gzipped(records)))) == others);
  }
  SECTION("none") {
    for (const auto* digits : {"Content-Length: x", "Length: ", "Content-Length: -"}) {
      const auto read = read_everything("warc", joined(with(4, "Content-Length: ", digits)));
      CHECK(names_in(read) == others);
      REQUIRE(read.errors.size() == 1);
      CHECK_THAT(read.errors[0], contains("does not say how long it is"));
    }
  }
  SECTION("no record") {
    const auto read = read_everything("warc", joined(with(4, "WARC/1.0", "Warc/1.0")));
    CHECK(names_in(read) == others);
    REQUIRE(read.errors.size() == 1);
    CHECK_THAT(read.errors[0], contains("no record begins"));
  }
  SECTION("a header that the file ends in") {
    const auto read = read_everything("warc", crawl({"Bern"})[2] + "WARC/1.0\r\nWARC-Type: response\r\n");
    CHECK(names_in(read) == Strings{"Bern"});
    CHECK(read.errors.size() == 1);
  }
  SECTION("a header without end") {
    const auto read = read_everything("warc", crawl({"Bern"})[2] + "WARC/1.0\r\n" + std::string(200'000, 'x') + "\r\n\r\n" + crawl({"Oslo"})[2]);
    CHECK(names_in(read) == Strings{"Bern", "Oslo"});
    REQUIRE(read.errors.size() == 1);
    CHECK_THAT(read.errors[0], contains("the header of a record does not end"));
  }
}

TEST_CASE("long records are passed over", "[read][warc]") {
  const std::string large(warc::kLongestRecord + 1, 'a');
  const auto read = read_everything("warc", record("response", answer(large)) + record("metadata", large) + record("response", answer(page("Bern"))));
  CHECK(names_in(read) == Strings{"Bern"});
  CHECK(read.errors == Strings{"f: byte 0: the record is longer than 64 MiB and was passed over"});
}

TEST_CASE("lines of a crawl may end with a line feed alone", "[read][warc]") {
  auto file = joined(crawl({"Bern"})) + "\n\n\n" + joined(crawl({"Oslo"}));
  CHECK(names_in(read_everything("warc", file)) == Strings{"Bern", "Oslo"});
  std::erase(file, '\r');
  const auto read = read_everything("warc", file);  // the lengths count the other line ends
  CHECK(read.errors.size() > 0);
  const std::string text = "The text of a page.";
  CHECK(read_everything("warc",
                        "WARC/1.1\nWARC-Type: conversion\nContent-Type: text/plain\nContent-Length: " + std::to_string(text.size()) + "\n\n" + text)
            .articles.at(0)
            .text == text);
}

}  // namespace
}  // namespace entente
