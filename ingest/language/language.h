#pragma once

#include <array>
#include <bitset>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "graph/status.h"
#include "ingest/language/vocabulary.h"

namespace entente {

/// What a function word can be (`words.tsv`, column class). One word may be several.
enum class WordClass : std::uint8_t {
  preposition,
  determiner,
  coordinator,
  subordinator,
  complementizer,
  relativizer,
  infinitive,
  auxiliary,
  passive_auxiliary,
  negator,
  pronoun,
  possessive,
  adverb,
  adjective,
  noun,
  verb,
  speech,
  support,
  locative,
  planned,
  possible,
  demanded,
  background,
  prevent,
  title_word,
  particle,
  agent,
  reciprocal,
  listing,
  addition,
  copula,
  object_control,
  consent,
  refusal,
  threat,
  obligation,
  occurrence,
  recalled,
  currency,
  reason,
  judging,
  between,
  origin,
  kCount,
};

/// Reads a class name of `words.tsv`; false where there is none of this name.
bool parse_word_class(std::string_view name, WordClass& out);

using WordClasses = std::bitset<static_cast<std::size_t>(WordClass::kCount)>;

inline bool has(const WordClasses& classes, WordClass c) { return classes.test(static_cast<std::size_t>(c)); }

/// How a verb form shows who does it.
enum class Voice : std::uint8_t {
  none,        ///< a noun, or no verb of ours
  active,      ///< subject acts
  passive,     ///< subject undergoes, by the form alone (Indonesian di-)
  participle,  ///< English -ed form: active past or passive, as its auxiliary says
  gerund,      ///< English -ing form
  bare,        ///< English infinitive or present; Indonesian root as headlines use it
};

/// A form of a lemma that rules may name.
struct WordForm {
  WordId lemma = kUnknownWord;
  Voice voice = Voice::none;
  bool noun = false;
};

/// How forms are made from the lemmas that rules name. `morphology` in `language.tsv` chooses one.
class Morphology {
 public:
  virtual ~Morphology() = default;
  /// All inflected forms of verb `lemma` with their voice; the lemma's own form included.
  virtual std::vector<std::pair<std::string, Voice>> verb_forms(const std::string& lemma) const = 0;
  /// All inflected forms of noun `lemma`, its own included.
  virtual std::vector<std::string> noun_forms(const std::string& lemma) const = 0;
  /// Whether a form that no data mentions looks like a verb.
  virtual bool looks_like_verb(std::string_view folded) const = 0;
  /// Whether a form that no data mentions looks like an adverb.
  virtual bool looks_like_adverb(std::string_view folded) const = 0;
};

/// English: inflection by rule; `irregular` maps a lemma to its forms "past participle".
std::unique_ptr<Morphology> make_english_morphology(const std::filesystem::path& irregular_verbs, Status& status);
/// Indonesian: meN- and di- over roots, which may carry -kan or -i.
std::unique_ptr<Morphology> make_indonesian_morphology();

/// The data of one language, a folder `data/lang/<code>/` of same-named files. Immutable after load.
struct Language {
  std::string code;
  bool modifiers_follow = false;     ///< the noun comes before what modifies it (Indonesian), not after (English)
  std::vector<std::string> clitics;  ///< split from a word where the rest is known: "nya"
  std::unordered_map<std::string, std::size_t>
      clitic_words;                   ///< folded words that end like a clitic: bytes of the clitic that is split off, 0 for none
  std::size_t clitic_minimum = 0;     ///< bytes of the shortest word of which the first of `clitics` is split though the rest is unknown; 0: never
  std::vector<std::string> elisions;  ///< split from the start of any word: "l'"
  std::vector<std::string> contractions;                    ///< split from the end of any word: "'re"
  std::vector<std::pair<std::string, std::size_t>> joined;  ///< words written as one, with where they are cut: "cannot" after 3 bytes
  bool splits_hyphens = false;                              ///< "native-like" is three tokens where no data know the whole
  std::vector<std::string> prefixes;                        ///< after which a hyphen does not split: "anti", "co"
  std::vector<std::string> units;                           ///< written before a number without a blank, and split from it: "rp" in "Rp9.000"
  std::vector<std::string> own_tails;                       ///< those that leave a thing its own: "led" in "US-led forces"
  std::vector<std::string> hyphen_tails;                    ///< split after a hyphen: "backed" in "US-backed"
  std::vector<WordClasses> classes;                         ///< by WordId; may be shorter than the vocabulary
  PhraseTrie phrases;  ///< function words of several words ("according to"); the payload is the WordId of the whole
  std::unordered_map<WordId, std::vector<WordForm>> forms;
  std::unordered_map<std::string, bool> abbreviations;  ///< folded, with the stop: never end a sentence
  std::vector<std::pair<std::string, bool>> furniture;  ///< folded starts of lines that are no prose; true: only of short lines
  std::unique_ptr<Morphology> morphology;

  WordClasses classes_of(WordId word) const { return word < classes.size() ? classes[word] : WordClasses{}; }
  bool is(WordId word, WordClass c) const { return has(classes_of(word), c); }
  const std::vector<WordForm>* forms_of(WordId word) const {
    const auto at = forms.find(word);
    return at == forms.end() ? nullptr : &at->second;
  }
  /// Makes every form of a lemma known. Called while rules load.
  WordId add_verb(Vocabulary& vocabulary, const std::string& lemma);
  WordId add_noun(Vocabulary& vocabulary, const std::string& lemma);
};

/// Loads `folder` (language.tsv, words.tsv, abbreviations.tsv, furniture.tsv, and what the morphology needs).
Result<std::unique_ptr<Language>> load_language(const std::filesystem::path& folder, Vocabulary& vocabulary);

}  // namespace entente
