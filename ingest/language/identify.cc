#include "ingest/language/identify.h"

// cld2's header names FILE and its encodings without including them.
#include <cstdio>

#include <cld2/public/compact_lang_det.h>
#include <cld2/public/encodings.h>

#include <algorithm>
#include <array>

#include "ingest/language/segment.h"

namespace entente {
namespace {

// Malay is read as Indonesian.
std::string code_of(CLD2::Language language) {
  if (language == CLD2::UNKNOWN_LANGUAGE) return {};
  const std::string code = CLD2::LanguageCode(language);
  return code == "ms" ? "id" : code;
}

}  // namespace

LanguageGuess identify_language(std::string_view text) {
  constexpr std::size_t kEnough = 8192;      // bytes: more text does not change the answer, only the time
  constexpr int kMuch = 20, kCertain = 400;  // percent; bytes of a text whose parts can be told apart
  const CLD2::CLDHints no_hints{nullptr, nullptr, CLD2::UNKNOWN_ENCODING, CLD2::UNKNOWN_LANGUAGE};
  std::array<CLD2::Language, 3> best{};
  std::array<int, 3> percent{};
  std::array<double, 3> score{};
  int bytes = 0;
  bool reliable = false;
  // The plainer calls of cld2 say English where they cannot tell; this one says unknown.
  const auto language = CLD2::ExtDetectLanguageSummary(text.data(), static_cast<int>(std::min(text.size(), kEnough)), true, &no_hints, 0, best.data(),
                                                       percent.data(), score.data(), nullptr, &bytes, &reliable);
  LanguageGuess guess{code_of(language), {}, 0};
  for (std::size_t i = 0; i < best.size(); ++i) {
    const auto code = code_of(best[i]);
    if (bytes < kCertain || percent[i] < kMuch || code.empty() || code == guess.code || !guess.other.empty()) continue;
    guess.other = code;
    guess.other_percent = percent[i];
  }
  return guess;
}

std::string identify_by_words(const Vocabulary& vocabulary, const std::map<std::string, const Language*>& languages, std::string_view text) {
  constexpr std::size_t kEnough = 2000;  // bytes
  std::string best;
  std::size_t most = 0;
  const auto words = name_words(text.substr(0, kEnough));
  for (const auto& [code, language] : languages) {
    const auto count = static_cast<std::size_t>(std::ranges::count_if(words, [&](const std::string& word) {
      const auto id = vocabulary.find(word);
      return language->classes_of(id).any() || language->forms_of(id) != nullptr;
    }));
    if (count > most) best = code, most = count;
  }
  return most * 6 >= words.size() ? best : std::string();
}

}  // namespace entente
