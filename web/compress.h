#pragma once

#include <string>
#include <string_view>

namespace entente::web {

/// `bytes` in the format of gzip; empty where that failed.
std::string gzip(std::string_view bytes);

}  // namespace entente::web
