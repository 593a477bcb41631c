#include "ingest/fetch/fetcher.h"

#include <curl/curl.h>
#include <fmt/format.h>

#include <charconv>
#include <map>
#include <thread>

#include "ingest/fetch/robots.h"

namespace entente {
namespace {

using Clock = std::chrono::steady_clock;

constexpr auto kAgent = "entente";
constexpr auto kNothingAllowed = "User-agent: *\nDisallow: /\n";
constexpr long kMostRedirects = 10;
constexpr long kSlowBytes = 100, kSlowSeconds = 30;  // slower than this for so long is a server that holds us up

struct UrlFree {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};

/// A part of an address; empty where it has none, or is no address.
std::string part_of(const std::string& url, CURLUPart part) {
  const std::unique_ptr<CURLU, UrlFree> parsed(curl_url());
  if (curl_url_set(parsed.get(), CURLUPART_URL, url.c_str(), 0) != CURLUE_OK) return {};
  char* text = nullptr;
  if (curl_url_get(parsed.get(), part, &text, 0) != CURLUE_OK) return {};
  std::string copy(text);
  curl_free(text);
  return copy;
}

/// Scheme, host and port: what a robots.txt is for.
std::string origin_of(const std::string& url) {
  const auto port = part_of(url, CURLUPART_PORT);
  return fmt::format("{}://{}{}{}", part_of(url, CURLUPART_SCHEME), part_of(url, CURLUPART_HOST), port.empty() ? "" : ":", port);
}

/// One answer while it comes.
struct Answer {
  std::string body;
  std::size_t limit = 0;
  bool too_large = false;
  std::map<std::string, std::string, std::less<>> headers;  // of the last response of a chain of redirects; names in lower case
};

std::size_t take_body(char* bytes, std::size_t, std::size_t count, void* into) {
  auto& answer = *static_cast<Answer*>(into);
  if (answer.body.size() + count > answer.limit) {
    answer.too_large = true;
    return 0;
  }
  answer.body.append(bytes, count);
  return count;
}

std::size_t take_header(char* bytes, std::size_t, std::size_t count, void* into) {
  auto& headers = static_cast<Answer*>(into)->headers;
  std::string_view line(bytes, count);
  while (!line.empty() && (line.back() == '\n' || line.back() == '\r' || line.back() == ' ')) line.remove_suffix(1);
  if (line.starts_with("HTTP/")) headers.clear();
  const auto colon = line.find(':');
  if (colon == std::string_view::npos) return count;
  std::string name(line.substr(0, colon));
  for (char& c : name)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  line.remove_prefix(colon + 1);
  headers[name] = line.substr(std::min(line.find_first_not_of(' '), line.size()));
  return count;
}

std::optional<std::chrono::seconds> seconds_in(std::string_view text) {
  long value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || value < 0 || value > 30L * 86'400) return std::nullopt;
  return std::chrono::seconds(value);
}

/// Retry-After in seconds, or as a date; else the max-age of Cache-Control.
std::optional<std::chrono::seconds> asked_wait(const Answer& answer) {
  if (const auto retry = answer.headers.find("retry-after"); retry != answer.headers.end()) {
    if (const auto seconds = seconds_in(retry->second)) return seconds;
    const auto date = curl_getdate(retry->second.c_str(), nullptr);
    if (date > 0) return std::chrono::seconds(std::max<long>(0, static_cast<long>(date - std::time(nullptr))));
  }
  if (const auto control = answer.headers.find("cache-control"); control != answer.headers.end())
    if (const auto at = control->second.find("max-age="); at != std::string::npos)
      return seconds_in(std::string_view(control->second).substr(at + 8));
  return std::nullopt;
}

struct Global {
  Global() { curl_global_init(CURL_GLOBAL_DEFAULT); }
  ~Global() { curl_global_cleanup(); }
};

}  // namespace

bool is_url(std::string_view text) { return text.starts_with("http://") || text.starts_with("https://"); }

class Fetcher::Impl {
 public:
  explicit Impl(FetchLimits limits) : limits_(limits) {
    static const Global global;
    curl_ = curl_easy_init();
  }
  ~Impl() {
    if (curl_ != nullptr) curl_easy_cleanup(curl_);
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  Result<Fetched> get(const std::string& url, const Validators& had) {
    if (!is_url(url) || part_of(url, CURLUPART_HOST).empty())
      return failure(StatusCode::invalid_input, fmt::format("{}: is no address that can be fetched; it must begin with http:// or https://", url));
    for (int attempt = 0;; ++attempt) {
      Answer answer;
      answer.limit = limits_.bytes;
      const CURLcode code = perform(url, had, answer);
      if (answer.too_large)
        return failure(StatusCode::invalid_input, fmt::format("{}: is larger than {} MiB; download it, and read the file", url, limits_.bytes >> 20));
      if (code != CURLE_OK)
        return failure(StatusCode::io, fmt::format("{}: cannot be fetched: {}", url, error_[0] != '\0' ? error_ : curl_easy_strerror(code)));
      long status = 0;
      curl_easy_getinfo(curl_, CURLINFO_RESPONSE_CODE, &status);
      const auto wait = asked_wait(answer);
      const bool busy = status == 429 || status == 503;
      if (!busy || attempt > 0 || !wait || *wait > limits_.longest_wait_for_a_busy_host) return outcome(url, status, wait, std::move(answer));
      std::this_thread::sleep_for(*wait);
    }
  }

  bool allowed_by_robots(const std::string& url) {
    const auto origin = origin_of(url);
    auto at = robots_.find(origin);
    if (at == robots_.end()) {
      const auto fetched = get(origin + "/robots.txt", {});
      const bool unreachable = !fetched && fetched.error().code() != StatusCode::not_found;
      at = robots_.emplace(origin, Robots::parse(fetched ? fetched->body : unreachable ? kNothingAllowed : "", kAgent)).first;
    }
    const auto query = part_of(url, CURLUPART_QUERY);
    return at->second.allows(part_of(url, CURLUPART_PATH) + (query.empty() ? "" : "?" + query));
  }

 private:
  CURLcode perform(const std::string& url, const Validators& had, Answer& answer) {
    if (curl_ == nullptr) return CURLE_FAILED_INIT;
    wait_for_host(part_of(url, CURLUPART_HOST));
    curl_easy_reset(curl_);
    error_[0] = '\0';
    curl_slist* headers = nullptr;
    if (!had.etag.empty()) headers = curl_slist_append(headers, ("If-None-Match: " + had.etag).c_str());
    if (!had.last_modified.empty()) headers = curl_slist_append(headers, ("If-Modified-Since: " + had.last_modified).c_str());
    const auto set = [this](CURLoption option, auto value) { curl_easy_setopt(curl_, option, value); };
    set(CURLOPT_URL, url.c_str());
    set(CURLOPT_PROTOCOLS_STR, "http,https");
    set(CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
    set(CURLOPT_FOLLOWLOCATION, 1L);
    set(CURLOPT_MAXREDIRS, kMostRedirects);
    set(CURLOPT_ACCEPT_ENCODING, "");  // whatever the library unpacks
    set(CURLOPT_USERAGENT, "entente/" ENTENTE_VERSION);
    set(CURLOPT_HTTPHEADER, headers);
    set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(limits_.connect.count()));
    set(CURLOPT_TIMEOUT_MS, static_cast<long>(limits_.whole.count()));
    set(CURLOPT_LOW_SPEED_LIMIT, kSlowBytes);
    set(CURLOPT_LOW_SPEED_TIME, kSlowSeconds);
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_ERRORBUFFER, error_);
    set(CURLOPT_WRITEFUNCTION, take_body);
    set(CURLOPT_WRITEDATA, static_cast<void*>(&answer));
    set(CURLOPT_HEADERFUNCTION, take_header);
    set(CURLOPT_HEADERDATA, static_cast<void*>(&answer));
    const CURLcode code = curl_easy_perform(curl_);
    curl_slist_free_all(headers);
    return code;
  }

  void wait_for_host(const std::string& host) {
    const auto [last, first_time] = last_request_.try_emplace(host, Clock::now());
    if (first_time) return;
    std::this_thread::sleep_until(last->second + limits_.between_requests_of);
    last->second = Clock::now();
  }

  Result<Fetched> outcome(const std::string& url, long status, std::optional<std::chrono::seconds> wait, Answer answer) const {
    Fetched fetched;
    fetched.again_after = wait;
    if (status == 304) {
      fetched.unchanged = true;
      return fetched;
    }
    if (status >= 400 && status < 500 && status != 408 && status != 429)
      return failure(StatusCode::not_found, fmt::format("{}: is not there for us (HTTP {})", url, status));
    if (status < 200 || status > 299) {
      const auto later = wait ? fmt::format("; it asks to come again in {} seconds", wait->count()) : std::string();
      return failure(StatusCode::io, fmt::format("{}: the server answers HTTP {}{}", url, status, later));
    }
    char* effective = nullptr;
    curl_easy_getinfo(curl_, CURLINFO_EFFECTIVE_URL, &effective);
    fetched.url = effective != nullptr ? effective : url;
    fetched.body = std::move(answer.body);
    fetched.content_type = answer.headers["content-type"];
    fetched.validators = {answer.headers["etag"], answer.headers["last-modified"]};
    return fetched;
  }

  FetchLimits limits_;
  CURL* curl_ = nullptr;
  char error_[CURL_ERROR_SIZE] = {};
  std::map<std::string, Clock::time_point> last_request_;  // by host
  std::map<std::string, Robots> robots_;                   // by origin
};

Fetcher::Fetcher(FetchLimits limits) : impl_(std::make_unique<Impl>(limits)) {}
Fetcher::~Fetcher() = default;
Result<Fetched> Fetcher::get(const std::string& url, const Validators& had) { return impl_->get(url, had); }
bool Fetcher::allowed_by_robots(const std::string& url) { return impl_->allowed_by_robots(url); }

}  // namespace entente
