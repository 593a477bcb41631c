#pragma once

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "web/http.h"
#include "web/json.h"
#include "web/refusal.h"

/// Reads the body of a request.

namespace entente::web {

/// The body as a JSON object that has no other keys than `keys`. It nests 20 levels at most.
Answer<Json> read_body(const Request& request, std::initializer_list<std::string_view> keys);

/// A text of the object that must be there; at most `most` bytes.
Answer<std::string> text_of(const Json& body, std::string_view key, std::size_t most);
/// The same; empty where it is not there.
Answer<std::string> text_or_empty(const Json& body, std::string_view key, std::size_t most);
/// A list of texts that must be there; at most `most` of them.
Answer<std::vector<std::string>> ids_of(const Json& body, std::string_view key, std::size_t most);
/// A whole number; `otherwise` where it is not there.
Answer<std::uint64_t> whole_of(const Json& body, std::string_view key, std::uint64_t otherwise, std::uint64_t least, std::uint64_t most);

}  // namespace entente::web
