#pragma once

#include <map>
#include <string>
#include <string_view>

#include "ingest/language/language.h"

namespace entente {

/// What language a text is in, by CLD2.
struct LanguageGuess {
  std::string code;   ///< ISO 639-1, the most likely; empty where it cannot tell
  std::string other;  ///< a second language that much of the text is in; empty for none
  int other_percent = 0;
};

/// Malay counts as Indonesian: the two cannot be told apart in a sentence, and the Indonesian data read both.
LanguageGuess identify_language(std::string_view text);

/// The language whose words `text` has most of, by share of its words, for texts too short for statistics; empty where none has many.
std::string identify_by_words(const Vocabulary& vocabulary, const std::map<std::string, const Language*>& languages, std::string_view text);

}  // namespace entente
