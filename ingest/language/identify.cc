#include "ingest/language/identify.h"

// cld2's header names FILE and its encodings without including them.
#include <cstdio>

#include <cld2/public/compact_lang_det.h>
#include <cld2/public/encodings.h>

#include <algorithm>
#include <array>

namespace entente {

std::string identify_language(std::string_view text) {
  constexpr std::size_t kEnough = 8192;  // bytes: more text does not change the answer, only the time
  const CLD2::CLDHints no_hints{nullptr, nullptr, CLD2::UNKNOWN_ENCODING, CLD2::UNKNOWN_LANGUAGE};
  std::array<CLD2::Language, 3> best{};
  std::array<int, 3> percent{};
  std::array<double, 3> score{};
  int bytes = 0;
  bool reliable = false;
  // The plainer calls of cld2 say English where they cannot tell; this one says unknown.
  const auto language = CLD2::ExtDetectLanguageSummary(text.data(), static_cast<int>(std::min(text.size(), kEnough)), true, &no_hints, 0, best.data(),
                                                       percent.data(), score.data(), nullptr, &bytes, &reliable);
  if (language == CLD2::UNKNOWN_LANGUAGE) return {};
  const std::string code = CLD2::LanguageCode(language);
  return code == "ms" ? "id" : code;
}

}  // namespace entente
