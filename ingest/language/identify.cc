#include "ingest/language/identify.h"

#include <cld2/public/compact_lang_det.h>

#include <algorithm>

namespace entente {

std::string identify_language(std::string_view text) {
  constexpr std::size_t kEnough = 8192;  // bytes: more text does not change the answer, only the time
  bool reliable = false;
  const auto language = CLD2::DetectLanguage(text.data(), static_cast<int>(std::min(text.size(), kEnough)), true, &reliable);
  if (language == CLD2::UNKNOWN_LANGUAGE) return {};
  const std::string code = CLD2::LanguageCode(language);
  return code == "ms" ? "id" : code;
}

}  // namespace entente
