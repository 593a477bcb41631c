#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>

#include "graph/status.h"
#include "web/http.h"

namespace entente::web {

/// Why a request is not answered: what the page shows, and a program branches on.
struct Refusal {
  int status = 400;  ///< of HTTP
  std::string code = "invalid_input", message = {};
  std::size_t line = 0, column = 0;  ///< in the text of a query; 0: nowhere
};

template <class T>
using Answer = tl::expected<T, Refusal>;

/// Makes the failed side of an Answer.
inline tl::unexpected<Refusal> refuse(Refusal refusal) { return tl::unexpected<Refusal>(std::move(refusal)); }
inline tl::unexpected<Refusal> refuse(int status, std::string_view code, std::string message) {
  return refuse(Refusal{status, std::string(code), std::move(message)});
}
/// What a library says of a failure. REQUIRES: !status.ok().
tl::unexpected<Refusal> refuse(const Status& status);

/// {"error": {"code": ..., "message": ..., "line"?: n, "column"?: n}}
Response to_response(const Refusal& refusal);

}  // namespace entente::web
