#include "web/refusal.h"

#include <nlohmann/json.hpp>

namespace entente::web {
namespace {

Refusal of(const Status& status) {
  const std::string& message = status.message();
  switch (status.code()) {
    case StatusCode::ok:
    case StatusCode::invalid_input: return {400, "invalid_input", message};
    case StatusCode::not_found: return {404, "not_found", message};
    case StatusCode::ambiguous: return {400, "ambiguous", message};
    case StatusCode::unsupported: return {400, "unsupported", message};
    case StatusCode::locked: return {503, "locked", message};
    case StatusCode::version:
    case StatusCode::corruption:
    case StatusCode::io: break;
  }
  return {500, "internal", message};
}

}  // namespace

tl::unexpected<Refusal> refuse(const Status& status) { return refuse(of(status)); }

Response to_response(const Refusal& refusal) {
  nlohmann::ordered_json error = {{"code", refusal.code}, {"message", refusal.message}};
  if (refusal.line > 0) error["line"] = refusal.line;
  if (refusal.line > 0) error["column"] = refusal.column;
  Response response;
  response.status = refusal.status;
  response.body = nlohmann::ordered_json{{"error", std::move(error)}}.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
  if (refusal.status == 503 || refusal.status == 429) response.headers.emplace_back("Retry-After", "1");
  return response;
}

}  // namespace entente::web
