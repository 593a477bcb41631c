#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "web/http.h"
#include "web/refusal.h"

namespace entente::web {

/// A larger body is not read.
inline constexpr std::uint64_t kLongestBody = std::uint64_t{1} << 20;

/// Who may ask: the page that this server gave, in a browser on this machine, and programs that speak to it directly. Looks at heads only, so that
/// nothing of a refused request is read. Immutable; any thread may ask it.
///
/// - Host names this server, or the request came through a name that somebody else controls (DNS rebinding).
/// - Origin, where a browser sends it, is the page's own; so is Sec-Fetch-Site. There is no CORS: no other page can read an answer.
/// - What has a body is JSON, which no other page can send without asking first, has a length, and is not encoded.
/// - What changes the graph carries the token, which only the page that this server gave knows.
class Guard {
 public:
  /// `host` is the address that is listened on. `token`: empty where nothing can be changed.
  Guard(std::string_view host, int port, std::string token);

  /// Why `request` is not let in; none where it is.
  std::optional<Refusal> check(const Request& request) const;

  const std::string& token() const { return token_; }

 private:
  bool is_own(std::string_view authority) const;

  std::vector<std::string> authorities_;  // "127.0.0.1:8765"
  std::string token_;
};

/// 32 random bytes in hexadecimal, from the operating system.
std::string random_token();

/// Adds what browsers are to hold to: no script but the page's own files, no frame, no other origin.
void add_security_headers(Response& response);

}  // namespace entente::web
