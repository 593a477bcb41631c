#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// What the server is asked and what it answers, as plain values: only server.cc and connection.cc know the library that speaks HTTP.

namespace entente::web {

/// The head of a request, as far as anyone looks at it, and its body. Header values are as sent; absent ones are empty.
struct Request {
  std::string method, path;                            ///< path: decoded, without parameters
  std::multimap<std::string, std::string> parameters;  ///< decoded
  std::string host, origin, fetch_site, content_type, token, if_none_match;
  bool gzip = false;         ///< whether the answer may be compressed
  bool framed = true;        ///< a body, if there is one, is announced by its length and is not encoded
  std::uint64_t length = 0;  ///< of the body, as announced
  std::string body;
};

struct Response {
  int status = 200;
  std::string type = "application/json", body;
  bool gzipped = false;                                           ///< `body` is compressed
  std::vector<std::pair<std::string, std::string>> headers = {};  ///< besides type and length
  /// Writes the body instead, in pieces, while the connection takes them; false where it broke off.
  std::function<bool(std::ostream&)> stream = {};
};

}  // namespace entente::web
