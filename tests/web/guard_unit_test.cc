#include "web/guard.h"

#include <set>

#include "tests/catch.h"

namespace entente::web {
namespace {

Request request(std::string host, std::string method = "GET", std::string path = "/api/v1/info") {
  Request request;
  request.method = std::move(method);
  request.path = std::move(path);
  request.host = std::move(host);
  return request;
}

int status(const Guard& guard, const Request& request) {
  const auto refusal = guard.check(request);
  return refusal ? refusal->status : 200;
}

TEST_CASE("a guard lets in who names the server") {
  const Guard guard("127.0.0.1", 8765, "");
  for (const auto* host : {"127.0.0.1:8765", "localhost:8765", "LocalHost:8765", "[::1]:8765"}) CHECK(status(guard, request(host)) == 200);
  for (const auto* host : {"", "127.0.0.1", "127.0.0.1:8766", "evil.example:8765", "::1:8765", "127.0.0.1:8765.evil.example"})
    CHECK(status(guard, request(host)) == 403);
}

TEST_CASE("a guard of another address knows it by that only") {
  const Guard guard("192.168.1.5", 80, "");
  CHECK(status(guard, request("192.168.1.5:80")) == 200);
  CHECK(status(guard, request("192.168.1.5")) == 200);
  CHECK(status(guard, request("localhost:80")) == 403);
  CHECK(status(Guard("::1", 9000, ""), request("[::1]:9000")) == 200);
}

TEST_CASE("a guard looks at where a request comes from") {
  const Guard guard("127.0.0.1", 8765, "");
  Request asked = request("127.0.0.1:8765");
  asked.origin = "http://127.0.0.1:8765";
  CHECK(status(guard, asked) == 200);
  for (const auto* origin : {"https://127.0.0.1:8765", "http://evil.example", "null", "http://", "http://127.0.0.1:8765/"}) {
    asked.origin = origin;
    CHECK(status(guard, asked) == 403);
  }
  asked.origin.clear();
  asked.fetch_site = "cross-site";
  CHECK(status(guard, asked) == 403);
  asked.path = "/";
  CHECK(status(guard, asked) == 200);
}

TEST_CASE("a guard refuses bodies that are not as they should be") {
  const Guard guard("127.0.0.1", 8765, "");
  Request asked = request("127.0.0.1:8765", "POST", "/api/v1/query");
  asked.content_type = "application/json; charset=utf-8";
  asked.length = 10;
  CHECK(status(guard, asked) == 200);
  asked.length = kLongestBody + 1;
  CHECK(status(guard, asked) == 413);
  asked.length = 10;
  asked.framed = false;
  CHECK(status(guard, asked) == 411);
  asked.framed = true;
  asked.content_type = "text/plain";
  CHECK(status(guard, asked) == 415);
  asked.method = "GET";
  CHECK(status(guard, asked) == 400);
  asked.method = "DELETE";
  CHECK(status(guard, asked) == 405);
  CHECK(status(guard, request("127.0.0.1:8765", "GET", std::string(1000, '/'))) == 414);
}

TEST_CASE("a guard asks for the token where something is changed") {
  const std::string token = random_token();
  Request asked = request("127.0.0.1:8765", "POST", "/api/v1/judgements");
  asked.content_type = "application/json";
  CHECK(status(Guard("127.0.0.1", 8765, ""), asked) == 403);
  const Guard guard("127.0.0.1", 8765, token);
  for (const std::string& given : {std::string(), token.substr(1), token + "0", std::string(token.size(), '0'), token + token}) {
    asked.token = given;
    CHECK(status(guard, asked) == 401);
  }
  asked.token = token;
  CHECK(status(guard, asked) == 200);
  asked.path = "/api/v1/judgements/undo";
  asked.token.clear();
  CHECK(status(guard, asked) == 401);
}

TEST_CASE("tokens are long and differ") {
  std::set<std::string> tokens;
  for (int i = 0; i < 100; ++i) {
    tokens.insert(random_token());
    CHECK(tokens.begin()->size() == 64);
  }
  CHECK(tokens.size() == 100);
}

}  // namespace
}  // namespace entente::web
