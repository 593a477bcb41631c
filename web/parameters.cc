#include "web/parameters.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>

#include "graph/text/near.h"
#include "graph/text/unicode.h"

namespace entente::web {
namespace {

constexpr std::size_t kLongestText = 1'000;

}  // namespace

std::string_view Parameters::text(std::string_view name) {
  known_.insert(name);
  const auto found = given_.find(std::string(name));
  if (found == given_.end()) return {};
  const std::string& text = found->second;
  if (text.size() > kLongestText)
    refuse(fmt::format("{}: has {} bytes; at most {} are read", name, text.size(), kLongestText));
  else if (find_invalid_utf8(text))
    refuse(fmt::format("{}: is not UTF-8", name));
  else
    return text;
  return {};
}

std::string_view Parameters::needed(std::string_view name) {
  const std::string_view text = this->text(name);
  if (text.empty()) refuse(fmt::format("{}: is missing; give it", name));
  return text;
}

std::size_t Parameters::whole(std::string_view name, std::size_t otherwise, std::size_t least, std::size_t most) {
  const std::string_view text = this->text(name);
  if (text.empty()) return otherwise;
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number < least || number > most) {
    refuse(fmt::format("{} '{}': is no whole number from {} to {}", name, text, least, most));
    return otherwise;
  }
  return number;
}

bool Parameters::flag(std::string_view name) {
  return std::ranges::count(std::vector<std::string_view>{"1", "true"}, word(name, {"0", "1", "true", "false"})) > 0;
}

std::string_view Parameters::word(std::string_view name, std::initializer_list<std::string_view> words) {
  const std::string_view text = this->text(name);
  if (text.empty()) return *words.begin();
  const auto* found = std::ranges::find(words, text);
  if (found != words.end()) return *found;
  refuse(fmt::format("{} '{}': is none of {}", name, text, fmt::join(words, ", ")));
  return *words.begin();
}

std::vector<std::string_view> Parameters::list(std::string_view name) {
  std::vector<std::string_view> words;
  std::string_view text = this->text(name);
  while (!text.empty()) {
    const auto comma = text.find(',');
    if (comma > 0) words.push_back(text.substr(0, comma));
    text = comma == text.npos ? std::string_view() : text.substr(comma + 1);
  }
  return words;
}

void Parameters::refuse(std::string message) {
  if (!wrong_) wrong_ = Refusal{400, "invalid_input", std::move(message)};
}

std::optional<Refusal> Parameters::finish() const {
  if (wrong_) return wrong_;
  for (const auto& [name, value] : given_) {
    if (!known_.contains(name)) {
      const std::vector<std::string_view> names(known_.begin(), known_.end());
      const std::string_view near = near_word(name, names);
      return Refusal{400, "invalid_input",
                     near.empty() ? fmt::format("'{}' is no parameter here; there are {}", name, fmt::join(names, ", "))
                                  : fmt::format("'{}' is no parameter here; did you mean '{}'?", name, near)};
    }
    if (given_.count(name) > 1) return Refusal{400, "invalid_input", fmt::format("{}: is given twice; give it once", name)};
  }
  return std::nullopt;
}

}  // namespace entente::web
