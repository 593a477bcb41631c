/// The parts that requests are read and answered with.

#include <thread>

#include "tests/catch.h"
#include "web/answer_cache.h"
#include "web/assets.h"
#include "web/body.h"
#include "web/compress.h"
#include "web/gate.h"
#include "web/parameters.h"
#include "web/time_limits.h"

namespace entente::web {
namespace {

using std::chrono::milliseconds;

Request with(std::multimap<std::string, std::string> parameters) {
  Request request;
  request.parameters = std::move(parameters);
  return request;
}

TEST_CASE("parameters are read, and what is wrong first is said") {
  const Request request = with({{"a", "text"}, {"n", "5"}, {"f", "true"}, {"w", "in"}, {"l", "x,,y,"}});
  Parameters parameters(request);
  CHECK(parameters.text("a") == "text");
  CHECK(parameters.needed("a") == "text");
  CHECK(parameters.text("none").empty());
  CHECK(parameters.whole("n", 1, 0, 10) == 5);
  CHECK(parameters.whole("none", 7, 0, 10) == 7);
  CHECK(parameters.flag("f"));
  CHECK_FALSE(parameters.flag("none"));
  CHECK(parameters.word("w", {"out", "in"}) == "in");
  CHECK(parameters.word("none", {"out", "in"}) == "out");
  CHECK(parameters.list("l") == std::vector<std::string_view>{"x", "y"});
  CHECK_FALSE(parameters.finish());
  parameters.needed("missing");
  parameters.refuse("later");
  CHECK(parameters.finish()->message == "missing: is missing; give it");
}

TEST_CASE("bad parameters are refused") {
  const auto refused = [](std::multimap<std::string, std::string> given, const auto& read) {
    const Request request = with(std::move(given));
    Parameters parameters(request);
    read(parameters);
    const auto wrong = parameters.finish();
    return wrong ? wrong->message : std::string();
  };
  const auto whole = [](Parameters& parameters) { parameters.whole("n", 1, 1, 10); };
  for (const auto* text : {"0", "11", "-1", "1.0", "x", " 1", "1 ", "99999999999999999999999"}) CHECK(refused({{"n", text}}, whole) != "");
  CHECK(refused({{"n", "10"}}, whole) == "");
  CHECK(refused({{"n", "1"}, {"n", "2"}}, whole) == "n: is given twice; give it once");
  CHECK(refused({{"limt", "1"}}, [](Parameters& parameters) { parameters.whole("limit", 1, 1, 10); }) ==
        "'limt' is no parameter here; did you mean 'limit'?");
  const auto text = [](Parameters& parameters) { parameters.text("t"); };
  CHECK(refused({{"t", "\xff"}}, text) == "t: is not UTF-8");
  CHECK(refused({{"t", std::string(1001, 'x')}}, text) != "");
  CHECK(refused({{"t", std::string(1000, 'x')}}, text) == "");
  CHECK(refused({{"w", "up"}}, [](Parameters& parameters) { parameters.word("w", {"out", "in"}); }) == "w 'up': is none of out, in");
  CHECK(refused({{"f", "yes"}}, [](Parameters& parameters) { parameters.flag("f"); }) != "");
}

TEST_CASE("a body is an object with known keys") {
  const auto read = [](std::string text) {
    Request request;
    request.body = std::move(text);
    return read_body(request, {"a", "b"});
  };
  CHECK(read(R"({"a": "x", "b": [1]})"));
  for (const auto* text : {"", "[]", "5", "null", "{", R"({"c": 1})", "{\"a\": \"\xff\"}", R"({"a": 1} x)"}) CHECK_FALSE(read(text));
  CHECK_FALSE(read("{\"a\": " + std::string(100'000, '[')));
  CHECK_FALSE(read("{\"a\": " + std::string(21, '[') + std::string(21, ']') + "}"));
  CHECK(read("{\"a\": " + std::string(15, '[') + std::string(15, ']') + "}"));
  CHECK(read(R"({"a": "[[[[[[[[[[[[[[[[[[[[[[[[[[[[ \" ["})"));

  const Json body = *read(R"({"a": "text", "b": 7})");
  CHECK(text_of(body, "a", 10) == "text");
  CHECK_FALSE(text_of(body, "a", 3));
  CHECK_FALSE(text_of(body, "b", 10));
  CHECK_FALSE(text_of(body, "c", 10));
  CHECK(text_or_empty(body, "c", 10) == "");
  CHECK(whole_of(body, "b", 1, 1, 10) == 7u);
  CHECK_FALSE(whole_of(body, "b", 1, 1, 6));
  CHECK(whole_of(body, "c", 1, 1, 6) == 1u);
  CHECK_FALSE(whole_of(body, "a", 1, 1, 6));
  CHECK(ids_of(*read(R"({"a": ["x", "y"]})"), "a", 2) == std::vector<std::string>{"x", "y"});
  CHECK_FALSE(ids_of(*read(R"({"a": ["x", "y"]})"), "a", 1));
  CHECK_FALSE(ids_of(*read(R"({"a": ["x", 5]})"), "a", 5));
}

TEST_CASE("a time limit sets its flag") {
  TimeLimits limits;
  const TimeLimits::Limit later(limits, milliseconds(60'000));
  {
    const TimeLimits::Limit soon(limits, milliseconds(20));
    for (int i = 0; i < 500 && !soon.flag(); ++i) std::this_thread::sleep_for(milliseconds(10));
    CHECK(soon.flag());
  }
  CHECK_FALSE(later.flag());
  limits.end_all();
  CHECK(later.flag());
  const TimeLimits::Limit after(limits, milliseconds(60'000));
  CHECK(after.flag());
}

TEST_CASE("a gate lets so many through") {
  Gate gate(2);
  auto first = gate.enter(milliseconds(0)), second = gate.enter(milliseconds(0));
  CHECK(first);
  CHECK(second);
  CHECK_FALSE(gate.enter(milliseconds(10)));
  {
    const auto gone = std::move(first);
    CHECK(gone);
  }
  CHECK(gate.enter(milliseconds(0)));
}

TEST_CASE("answers are kept while there is room, and for one moment") {
  AnswerCache cache(100);
  const auto answer = [](std::size_t size) { return std::make_shared<const Bytes>(Bytes{std::string(size, 'x'), {}}); };
  cache.keep(1, "a", answer(40));
  cache.keep(1, "b", answer(40));
  CHECK(cache.find(1, "a") != nullptr);
  cache.keep(1, "c", answer(40));
  CHECK(cache.find(1, "b") == nullptr);  // used longest ago
  CHECK(cache.find(1, "a") != nullptr);
  CHECK(cache.find(1, "c") != nullptr);
  cache.keep(1, "d", answer(1000));
  CHECK(cache.find(1, "d") == nullptr);
  cache.keep(2, "a", answer(1));
  CHECK(cache.find(2, "a")->plain == "x");
  CHECK(cache.find(2, "c") == nullptr);
  cache.keep(1, "late", answer(1));  // of a moment that is over
  CHECK(cache.find(1, "late") == nullptr);
  CHECK(cache.find(2, "a") != nullptr);
}

TEST_CASE("gzip makes what gzip makes") {
  const std::string text(10'000, 'a'), packed = gzip(text);
  CHECK(packed.size() < 100);
  CHECK(packed.substr(0, 2) == "\x1f\x8b");
  CHECK_FALSE(gzip("").empty());
}

TEST_CASE("the program has a page and the description of its interface") {
  REQUIRE(asset("/") != nullptr);
  CHECK(asset("/") == asset("/index.html"));
  REQUIRE(asset("/api/v1/openapi.json") != nullptr);
  CHECK(Json::parse(asset("/api/v1/openapi.json")->bytes).contains("paths"));
  CHECK(asset("/none") == nullptr);
  Request request;
  CHECK(to_response(*asset("/"), request).status == 200);
  request.if_none_match = "\"" + std::string(asset("/")->tag) + "\"";
  CHECK(to_response(*asset("/"), request).status == 304);
}

}  // namespace
}  // namespace entente::web
