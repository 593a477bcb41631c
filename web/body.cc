#include "web/body.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace entente::web {
namespace {

constexpr int kDeepest = 20;
constexpr std::size_t kLongestId = 1'000;

tl::unexpected<Refusal> wrong(std::string message) { return refuse(400, "invalid_input", std::move(message)); }

/// Whether brackets outside of texts open more levels than a body needs: reading them would take the stack. It also bounds what a reader recurses.
bool too_deep(std::string_view text) {
  int depth = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted && c == '\\') ++i;
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    if (c == '[' || c == '{') ++depth;
    if (c == ']' || c == '}') --depth;
    if (depth > kDeepest) return true;
  }
  return false;
}

}  // namespace

Answer<Json> read_body(const Request& request, std::initializer_list<std::string_view> keys) {
  if (too_deep(request.body)) return wrong("the body nests too deep");
  Json body = Json::parse(request.body, nullptr, false);
  if (!body.is_object()) return wrong("the body is no JSON object in UTF-8");
  for (const auto& [key, value] : body.items())
    if (std::ranges::find(keys, key) == keys.end()) return wrong(fmt::format("'{}' is no key here; there are {}", key, fmt::join(keys, ", ")));
  return body;
}

Answer<std::string> text_or_empty(const Json& body, std::string_view key, std::size_t most) {
  const auto found = body.find(std::string(key));
  if (found == body.end() || found->is_null()) return std::string();
  if (!found->is_string()) return wrong(fmt::format("{}: is no text", key));
  auto text = found->get<std::string>();
  if (text.size() > most) return wrong(fmt::format("{}: has {} bytes; at most {} are read", key, text.size(), most));
  return text;
}

Answer<std::string> text_of(const Json& body, std::string_view key, std::size_t most) {
  auto text = text_or_empty(body, key, most);
  if (text && text->empty()) return wrong(fmt::format("{}: is missing; give it", key));
  return text;
}

Answer<std::vector<std::string>> ids_of(const Json& body, std::string_view key, std::size_t most) {
  const auto found = body.find(std::string(key));
  if (found == body.end() || !found->is_array()) return wrong(fmt::format("{}: is no list of texts", key));
  if (found->size() > most) return wrong(fmt::format("{}: has {} entries; at most {} are read", key, found->size(), most));
  std::vector<std::string> ids;
  for (const Json& one : *found) {
    if (!one.is_string() || one.get_ref<const std::string&>().size() > kLongestId) return wrong(fmt::format("{}: is no list of texts", key));
    ids.push_back(one.get<std::string>());
  }
  return ids;
}

Answer<std::uint64_t> whole_of(const Json& body, std::string_view key, std::uint64_t otherwise, std::uint64_t least, std::uint64_t most) {
  const auto found = body.find(std::string(key));
  if (found == body.end() || found->is_null()) return otherwise;
  if (!found->is_number_unsigned() || found->get<std::uint64_t>() < least || found->get<std::uint64_t>() > most)
    return wrong(fmt::format("{}: is no whole number from {} to {}", key, least, most));
  return found->get<std::uint64_t>();
}

}  // namespace entente::web
