#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "web/http.h"

namespace entente::web {

/// A file that is compiled into the program.
struct Asset {
  std::string_view path;            ///< as it is asked for: "/index.html"
  std::string_view type;            ///< of its content
  std::string_view bytes, gzipped;  ///< `gzipped` is empty where it would not help
  std::string_view tag;             ///< a hash of the bytes
};

/// All of them: those of the page, if it was built, else one that says that it was not.
std::span<const Asset> assets();
/// "/" is "/index.html". nullptr where there is none.
const Asset* asset(std::string_view path);

/// The answer to a request for it.
Response to_response(const Asset& asset, const Request& request);

}  // namespace entente::web
