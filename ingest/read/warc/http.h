#pragma once

#include <string>
#include <string_view>

#include "graph/status.h"

namespace entente::warc {

/// An answer of a web server.
struct HttpResponse {
  int status = 0;       ///< 200 for a page
  std::string type;     ///< media type, lower case; empty where it is not said
  std::string charset;  ///< lower case; empty where it is not said
  std::string body;     ///< without its transfer encoding and content encoding; only of answers with status 200
};

/// Reads what a record of type "response" holds. Of encodings that are named but were taken away already, as some crawlers do, nothing is taken away.
/// `mine` says whether pages of that media type are wanted, so that others need not be unpacked: their body stays empty.
/// Errors: InvalidInput (no answer; a body that is damaged, or larger than kLongestBody when unpacked), Unsupported (an encoding that cannot be
/// read).
Result<HttpResponse> read_http(std::string_view bytes, bool (*mine)(std::string_view media_type));

inline constexpr std::size_t kLongestBody = std::size_t{64} << 20;

}  // namespace entente::warc
