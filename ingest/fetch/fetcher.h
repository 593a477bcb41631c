#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "graph/status.h"

namespace entente {

/// Whether `text` is an address that a Fetcher gets: http:// or https://.
bool is_url(std::string_view text);

/// How much a Fetcher takes, and how politely.
struct FetchLimits {
  std::size_t bytes = std::size_t{256} << 20;             ///< of one answer, unpacked
  std::chrono::milliseconds connect{20'000};              ///< to be connected
  std::chrono::milliseconds whole{600'000};               ///< for one answer; one that delivers nearly nothing for half a minute ends earlier
  std::chrono::milliseconds between_requests_of{1'000};   ///< to one host
  std::chrono::seconds longest_wait_for_a_busy_host{60};  ///< a longer Retry-After is an error that says so
};

/// What was had from a server before, so that it need not send the same again.
struct Validators {
  std::string etag, last_modified;

  friend bool operator==(const Validators&, const Validators&) = default;
};

struct Fetched {
  bool unchanged = false;  ///< the server says that it is as the validators say: the rest is empty
  std::string body;
  std::string url;           ///< where redirects led
  std::string content_type;  ///< as the server names it; empty for unknown
  Validators validators;
  std::optional<std::chrono::seconds> again_after;  ///< the server asks not to come earlier: Cache-Control max-age, Retry-After
};

/// Gets what is at an address, by libcurl. The only part of the project that opens connections, and only to addresses that a user named or, where
/// asked to follow, that a feed named which a user named. Proxies as the environment says (https_proxy, no_proxy). One thread.
class Fetcher {
 public:
  explicit Fetcher(FetchLimits limits = {});
  ~Fetcher();
  Fetcher(const Fetcher&) = delete;
  Fetcher& operator=(const Fetcher&) = delete;

  /// Follows up to ten redirects, to http and https only. Waits where it was at this host a moment ago, and once where the host is busy (429, 503
  /// with Retry-After). Errors: InvalidInput (no such address; larger than the limit), NotFound (HTTP 4xx), Io (all else), with the address.
  Result<Fetched> get(const std::string& url, const Validators& had = {});

  /// Whether the robots.txt of the host lets us get `url`; asked once a host. Without one all is allowed; where the
  /// host fails to send it, nothing (RFC 9309).
  bool allowed_by_robots(const std::string& url);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace entente
