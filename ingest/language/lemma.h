#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "graph/status.h"
#include "ingest/language/language.h"

namespace entente {

/// What a word is a form of.
struct Lemma {
  std::string text;           ///< English: the dictionary form; Indonesian: the root ("kutuk" for mengutuk, dikutuk, terkutuk, kutukan)
  Voice voice = Voice::none;  ///< of a verb, as its form shows it: who does it
};

/// Lemmas of one language. Immutable, so any number of threads may share one.
class Lemmatizer {
 public:
  virtual ~Lemmatizer() = default;
  /// The lemma of `word`, a token as the text has it, of universal part of speech `upos` ("VERB"; empty where it is not known).
  virtual Lemma lemma(std::string_view word, std::string_view upos) const = 0;
};

/// Reads `lemmas.tsv` of a language folder: columns lemma, upos ("_": any), forms. A row without forms makes the lemma known, so that rules
/// may lead to it. `morphology` is that of `language.tsv`. Errors: NotFound, InvalidInput with file, line and remedy; Unsupported for a
/// morphology that has no lemmas.
Result<std::unique_ptr<Lemmatizer>> load_lemmatizer(const std::filesystem::path& folder, std::string_view morphology);

}  // namespace entente
