#include "web/guard.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <random>

namespace entente::web {
namespace {

bool same_letters(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

/// In a time that does not tell how much of it is right.
bool same_secret(std::string_view given, std::string_view secret) {
  unsigned char differs = given.size() == secret.size() ? 0 : 1;
  for (std::size_t i = 0; i < given.size(); ++i)
    differs = static_cast<unsigned char>(differs | (given[i] ^ secret[i % std::max<std::size_t>(secret.size(), 1)]));
  return differs == 0 && !secret.empty();
}

/// "application/json", with or without parameters.
bool is_json(std::string_view type) {
  type = type.substr(0, type.find(';'));
  while (type.ends_with(' ')) type.remove_suffix(1);
  return same_letters(type, "application/json");
}

constexpr std::size_t kLongestPath = 512;

bool is_loopback(std::string_view host) { return host == "127.0.0.1" || host == "::1" || host == "localhost"; }

constexpr std::array<std::pair<std::string_view, std::string_view>, 7> kHeaders = {{
    {"Content-Security-Policy",
     "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; worker-src 'self' blob:; "
     "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"},
    {"X-Content-Type-Options", "nosniff"},
    {"X-Frame-Options", "DENY"},
    {"Referrer-Policy", "no-referrer"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Permissions-Policy", "camera=(), geolocation=(), microphone=()"},
}};

}  // namespace

Guard::Guard(std::string_view host, int port, std::string token) : token_(std::move(token)) {
  const auto add = [&](std::string_view name) {
    const std::string shown = name.find(':') == name.npos ? std::string(name) : fmt::format("[{}]", name);
    authorities_.push_back(fmt::format("{}:{}", shown, port));
    if (port == 80) authorities_.push_back(shown);
  };
  add(host);
  if (!is_loopback(host)) return;
  for (const std::string_view name : {"127.0.0.1", "localhost", "::1"})
    if (name != host) add(name);
}

bool Guard::is_own(std::string_view authority) const {
  return std::ranges::any_of(authorities_, [&](const std::string& own) { return same_letters(own, authority); });
}

std::optional<Refusal> Guard::check(const Request& request) const {
  if (!is_own(request.host))
    return Refusal{403, "forbidden", "the request does not name this server as its host; open the address that 'entente serve' printed"};
  constexpr std::string_view kScheme = "http://";
  if (!request.origin.empty() && (!request.origin.starts_with(kScheme) || !is_own(std::string_view(request.origin).substr(kScheme.size()))))
    return Refusal{403, "forbidden", "the request comes from another page"};
  const std::string& site = request.fetch_site;
  // A link elsewhere may lead to the page, but not to the interface.
  if (!site.empty() && site != "same-origin" && site != "none" && request.path.starts_with("/api/"))
    return Refusal{403, "forbidden", "the request comes from another page"};
  if (request.path.size() > kLongestPath) return Refusal{414, "too_long", "there is no such long path"};
  if (request.method != "GET" && request.method != "HEAD" && request.method != "POST")
    return Refusal{405, "method_not_allowed", "this method is not known here; use GET or POST"};
  if (request.method != "POST")
    return request.length > 0 || !request.framed ? std::optional(Refusal{400, "invalid_input", "a request of this method has no body"})
                                                 : std::nullopt;
  if (!request.framed) return Refusal{411, "length_required", "a body has a length, and no encoding"};
  if (request.length > kLongestBody) return Refusal{413, "too_large", fmt::format("a body has at most {} bytes", kLongestBody)};
  if (!is_json(request.content_type)) return Refusal{415, "unsupported_type", "a body is JSON: Content-Type: application/json"};
  if (!request.path.starts_with("/api/v1/judgements")) return std::nullopt;
  if (token_.empty()) return Refusal{403, "read_only", "the graph is served to read only; start 'entente serve --write' to judge"};
  if (!same_secret(request.token, token_))
    return Refusal{401, "unauthorized", "the token is missing or not that of this server; load the page again"};
  return std::nullopt;
}

std::string random_token() {
  std::random_device device;  // of the operating system
  std::string token;
  for (int i = 0; i < 8; ++i) token += fmt::format("{:08x}", device());
  return token;
}

void add_security_headers(Response& response) {
  for (const auto& [name, value] : kHeaders) response.headers.emplace_back(name, value);
}

}  // namespace entente::web
