#include "graph/store/fold.h"

#include "graph/text/unicode.h"

namespace entente::store {
namespace {

bool is_control(char32_t c) { return c < 0x20 || (c >= 0x7f && c < 0xa0); }

}  // namespace

std::string fold_name(std::string_view name) {
  const std::string folded = fold(name);
  std::string kept;
  bool gap = false;
  for (std::size_t at = 0; at < folded.size();) {
    const auto [c, next] = decode(folded, at);
    if (is_space(c)) {
      gap = true;
    } else if (!is_control(c)) {
      if (gap && !kept.empty()) kept += ' ';
      gap = false;
      kept.append(folded, at, next - at);
    }
    at = next;
  }
  return kept;
}

}  // namespace entente::store
