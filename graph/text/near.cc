#include "graph/text/near.h"

#include <string>

namespace entente {
namespace {

constexpr std::size_t kLongest = 64;  // letters of a word that is worth comparing

std::string upper(std::string_view text) {
  std::string result(text);
  for (char& c : result)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return result;
}

}  // namespace

std::string_view near_word(std::string_view word, std::span<const std::string_view> words) {
  if (word.size() < 3 || word.size() > kLongest) return {};
  const std::string written = upper(word);
  std::size_t least = word.size() < 6 ? 2 : 3;  // as many are too many
  std::string_view near;
  for (const std::string_view one : words) {
    if (one.size() > kLongest) continue;
    const std::size_t count = slips<char>(written, upper(one));
    if (count == 0) return {};
    if (count < least && count + 1 < one.size()) {
      least = count;
      near = one;
    }
  }
  return near;
}

}  // namespace entente
