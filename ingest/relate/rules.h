#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "graph/ontology.h"
#include "graph/status.h"
#include "ingest/language/language.h"
#include "ingest/mention/gazetteer.h"

namespace entente {

/// Where a frame looks for one of its ends.
struct Slot {
  enum class Place : std::uint8_t { subject, object, possessor, oblique, clause, content, main, partner, both };
  Place place = Place::subject;
  std::vector<WordId> prepositions;  ///< of an oblique
};

/// An object noun of several words.
struct ObjectPhrase {
  WordId head = kUnknownWord;     ///< noun lemma
  std::vector<WordId> modifiers;  ///< words that stand beside it, in order: before it, or behind it where modifiers follow
  bool operator==(const ObjectPhrase&) const = default;
};

/// One row of `relations.tsv`: words that trigger a relation and where its ends stand.
struct Rule {
  std::string id;  ///< "<language>.<row id>"
  TypeId type = 0;
  bool symmetric = false;
  bool noun = false;
  WordId head = kUnknownWord;                    ///< lemma that triggers
  std::vector<WordId> particles;                 ///< words that must follow at once: "call on"
  std::vector<WordId> object_nouns;              ///< sorted noun lemmas, one of which must be its object: "lift ~ sanction/ban"; empty for none
  std::vector<ObjectPhrase> object_phrases;      ///< likewise, of several words: "issue ~ travel warning"
  std::vector<Slot> source, target;              ///< tried in order; the first that is filled counts
  std::vector<WordId> recipient;                 ///< prepositions
  std::vector<Kind> source_kinds, target_kinds;  ///< empty: every kind that fits the type
  std::optional<Modality> modality;
  std::optional<Polarity> polarity;
  bool instrument = false;  ///< its object noun names what is used or handed over
  bool owner = false;       ///< a force as source stands for the state that it belongs to
  bool object = false;      ///< it must have an object, whatever that is: "supplied trucks to X"
  bool alone = false;       ///< nothing may say what its object is: "called X", not "called X a liar"
  bool whole = false;       ///< its target must be the phrase, not who owns it: "welcomed X", not "welcomed X's offer"
  bool loose = true;        ///< its target may stand in no slot
  std::string kind;
  float confidence = 0;

  bool wants_object_noun() const { return !object_nouns.empty() || !object_phrases.empty(); }
};

/// The rules of one language by head lemma, in file order, longer triggers first. Immutable after load.
struct Rules {
  std::vector<Rule> rules;
  std::unordered_map<WordId, std::vector<std::uint32_t>> by_head;
};

/// Loads `folder`/relations.tsv and makes every form of its triggers known to `language`.
Result<Rules> load_rules(const std::filesystem::path& folder, const Ontology& ontology, Language& language, Vocabulary& vocabulary);

}  // namespace entente
