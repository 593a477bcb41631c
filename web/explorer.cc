#include "web/explorer.h"

#include <fmt/format.h>

#include <algorithm>
#include <thread>

#include "graph/hash.h"
#include "web/assets.h"
#include "web/compress.h"
#include "web/guard.h"

namespace entente::web {
namespace {

constexpr std::string_view kApi = "/api/v1";
constexpr std::size_t kCacheBytes = std::size_t{32} << 20, kMostKept = std::size_t{2} << 20;
constexpr std::size_t kWorthCompressing = 1'000;
constexpr std::chrono::milliseconds kPatience{3'000};

std::size_t cores() { return std::max<std::size_t>(std::thread::hardware_concurrency(), 2); }

std::string text_of(const Request& request) {
  std::string text = request.path;
  for (const auto& [name, value] : request.parameters) text += fmt::format("\n{}:{}={}", name.size(), name, value);
  return text;
}

Response to_response(const Bytes& bytes, bool gzip, const std::string& tag) {
  Response response;
  response.gzipped = gzip && !bytes.gzipped.empty();
  response.body = response.gzipped ? bytes.gzipped : bytes.plain;
  if (!tag.empty()) response.headers.emplace_back("ETag", tag);
  response.headers.emplace_back("Cache-Control", "private, no-cache");
  response.headers.emplace_back("Vary", "Accept-Encoding");
  return response;
}

Refusal no_endpoint(const Request& request) {
  const std::string_view path = request.path.starts_with(kApi) ? std::string_view(request.path).substr(kApi.size()) : std::string_view();
  const auto known = std::ranges::find(endpoints(), path, &Endpoint::path);
  if (known == endpoints().end()) return {404, "not_found", "there is no such endpoint; /api/v1/openapi.json lists them"};
  return {405, "method_not_allowed", fmt::format("ask with {}", known->method)};
}

Refusal too_long() {
  return {408, "timeout", "this takes longer than a question may; ask for less, or start 'entente serve' with a longer --timeout"};
}

Refusal busy() { return {503, "busy", "too many questions are being answered; ask again in a moment"}; }

}  // namespace

Explorer::Explorer(Library& library)
    : library_(library), instance_(random_token().substr(0, 12)), cache_(kCacheBytes), light_(4 * cores()), heavy_(cores()), streams_(2 * cores()) {}

void Explorer::stop() { limits_.end_all(); }

Response Explorer::answer(const Request& request) {
  if (request.path.starts_with("/api/") && request.path != "/api/v1/openapi.json") {
    const std::string_view method = request.method == "HEAD" ? "GET" : std::string_view(request.method);
    for (const Endpoint& endpoint : endpoints())
      if (request.path.starts_with(kApi) && endpoint.method == method && endpoint.path == std::string_view(request.path).substr(kApi.size()))
        return answer(request, endpoint);
    return to_response(no_endpoint(request));
  }
  const Asset* found = asset(request.path);
  if (found == nullptr) return to_response(Refusal{404, "not_found", "there is no such page"});
  if (request.method == "POST") return to_response(Refusal{405, "method_not_allowed", "ask with GET"});
  return to_response(*found, request);
}

Response Explorer::answer(const Request& request, const Endpoint& endpoint) {
  const auto moment = library_.now();
  Question question;
  if (endpoint.method == "GET" && endpoint.answer != nullptr) {
    question.text = text_of(request);
    question.tag = fmt::format("W/\"{}-{}-{:016x}\"", instance_, moment->number(), hash64(question.text));
    // Only what was answered has a tag, and at one moment a question has one answer.
    if (request.if_none_match == question.tag) {
      Response same;
      same.status = 304;
      same.headers.emplace_back("ETag", question.tag);
      return same;
    }
    if (const auto kept = cache_.find(moment->number(), question.text)) return to_response(*kept, request.gzip, question.tag);
  }
  return compute(request, endpoint, moment, question);
}

/// An answer that is written while it is sent: who takes it slowly is in nobody's way but that of others like it.
Response Explorer::stream(const Call& call, const Endpoint& endpoint) {
  const auto pass = std::make_shared<Gate::Pass>(streams_.enter(kPatience));
  if (!*pass) return to_response(busy());
  auto response = endpoint.respond(call);
  if (!response) return to_response(response.error());
  response->stream = [pass, write = std::move(response->stream)](std::ostream& out) { return write(out); };
  return std::move(*response);
}

Response Explorer::compute(const Request& request, const Endpoint& endpoint, const std::shared_ptr<const Moment>& moment, const Question& question) {
  const auto pass = endpoint.heavy ? heavy_.enter(library_.options().timeout) : light_.enter(kPatience);
  if (!pass) return to_response(busy());
  if (endpoint.respond != nullptr) return stream({library_, moment, request, nullptr}, endpoint);
  const TimeLimits::Limit limit(limits_, library_.options().timeout);
  const Call call{library_, moment, request, &limit.flag()};
  const auto json = endpoint.answer(call);
  // Whatever a library says of it, it was the flag that ended it.
  if (!json && limit.flag()) return to_response(too_long());
  if (!json) return to_response(json.error());
  auto bytes = std::make_shared<Bytes>();
  bytes->plain = dump(*json);
  bytes->plain.shrink_to_fit();  // it grew by doubling
  if (bytes->plain.size() >= kWorthCompressing) bytes->gzipped = gzip(bytes->plain);
  if (!question.text.empty() && bytes->plain.size() <= kMostKept) cache_.keep(moment->number(), question.text, bytes);
  return to_response(*bytes, request.gzip, question.tag);
}

}  // namespace entente::web
