#pragma once

#include <optional>
#include <vector>

#include "ingest/language/annotation.h"
#include "ingest/relate/syntax.h"

namespace entente {

/// Syntax from word order: function words cut the sentence into noun phrases, verb groups and prepositional phrases, and the slots of a
/// trigger are the phrases that stand where its language puts them. Knows no language by name; the language's data say what is what, and a
/// tagger, where there is one, what a word is that may be several things.
class ChunkSyntax final : public Syntax {
 public:
  ChunkSyntax(const Language& language, const Passage& passage, const Sentence& sentence, std::uint32_t sentence_index,
              const PassageMentions& mentions, Annotator* annotator = nullptr);

  std::span<const Unit> units() const override { return units_; }
  bool is_verb(std::size_t trigger) const override { return tags_[trigger] == Tag::verb; }
  bool is_reciprocal(std::size_t trigger) const override;
  Argument subject(std::size_t trigger) const override;
  bool heads_phrase(std::size_t trigger) const override;
  Argument object(std::size_t trigger, std::size_t last) const override;
  bool has_object(std::size_t trigger, std::size_t last) const override;
  bool has_predicate(std::size_t trigger, std::size_t last) const override;
  Argument beneficiary(std::size_t trigger, std::size_t last, std::size_t noun) const override;
  Argument oblique(std::size_t trigger, std::span<const WordId> prepositions) const override;
  Argument possessor(std::size_t trigger) const override;
  Argument main_subject(std::size_t trigger) const override;
  Argument partner(std::size_t trigger, int of) const override;
  Argument clause_subject(std::size_t trigger) const override;
  Argument clause_object(std::size_t trigger) const override;
  std::vector<int> within(std::size_t /*trigger*/, bool /*clause*/, bool /*about*/) const override { return {}; }
  std::size_t object_noun(std::size_t trigger, std::size_t last, std::span<const WordId> nouns) const override;
  Holding holding(std::size_t trigger) const override;
  bool is_none(std::size_t noun) const override;
  bool is_obligation(std::size_t verb) const override;
  std::vector<Speech> speeches() const override;
  Span phrase_tokens(std::size_t unit) const override;

  /// All that are named side by side with the mention at `unit`, itself included: "A, B, dan C".
  Argument listed_with(std::size_t unit) const;
  bool is_passive(std::size_t verb) const;
  /// Whether the object of verb `unit` does what its complement says: "mendesak X …", "accused X of …".
  bool commands(std::size_t unit) const;
  /// Whether a coordinator stands before the phrase of `unit`: "…, and X".
  bool after_coordinator(std::size_t unit) const;
  /// What `holding` becomes below a verb at `unit` that governs it: "denied …", "plans …".
  void hold_by(std::size_t unit, Holding& holding) const;
  /// Whether a common noun is none that the data know: who or what it is cannot be told.
  bool is_unknown_noun(std::size_t unit) const;
  /// Whether a colon or semicolon stands between two units.
  bool colon_between(std::size_t a, std::size_t b) const;

 private:
  enum class Tag : std::uint8_t {
    mention,
    verb,
    noun,
    determiner,
    adjective,
    possessive,
    preposition,
    coordinator,
    comma,
    complementizer,
    relativizer,
    subordinator,
    infinitive,
    filler,
    quote,
    colon,
    mark,
  };
  enum class PhraseKind : std::uint8_t {
    noun,
    verb,
    preposition,
    coordinator,
    comma,
    complementizer,
    relativizer,
    subordinator,
    infinitive,
    quote,
    colon,
    mark
  };
  /// Units [first, last). A verb phrase is its auxiliaries and one verb, which stands last.
  struct Phrase {
    PhraseKind kind = PhraseKind::noun;
    std::size_t first = 0, last = 0;
  };
  /// Of a verb phrase: the noun phrase that is its subject, or else the verb phrase whose subject it shares; npos for neither.
  struct SubjectPlace {
    std::size_t phrase = npos, shared = npos;
  };

  // chunk_syntax.cc: units, tags, phrases
  void make_units(const Passage& passage, const Sentence& sentence, std::uint32_t index);
  void tag_units();
  Tag tag(std::size_t unit) const;
  bool is_hyphen_tail(std::size_t unit) const;
  std::optional<Tag> told_by_tagger(std::size_t unit) const;
  Tag tag_ambiguous_verb(std::size_t unit) const;
  bool after_qualifier(std::size_t unit) const;
  bool tagged(std::size_t unit, Upos tag) const;
  bool can_be_verb(std::size_t unit) const;
  bool can_be_noun(std::size_t unit) const;
  bool verb_follows(std::size_t unit) const;
  bool clause_follows(std::size_t unit) const;
  bool is_title_case() const;
  bool is_unknown_name(std::size_t unit) const;
  std::size_t copula_in(std::size_t first, std::size_t last) const;
  void make_phrases();
  std::size_t noun_phrase_end(std::size_t unit) const;

  bool is(std::size_t phrase, PhraseKind kind) const { return phrase < phrases_.size() && phrases_[phrase].kind == kind; }
  bool unit_is(std::size_t unit, WordClass c) const { return has(units_[unit].classes, c); }
  bool phrase_has(std::size_t phrase, WordClass c) const;
  std::size_t verb_of(std::size_t phrase) const { return phrases_[phrase].last - 1; }
  std::size_t phrase_of(std::size_t unit) const { return phrase_of_unit_[unit]; }
  const Mention& mention(int index) const { return mentions_.mentions[static_cast<std::size_t>(index)]; }

  // chunk_slots.cc: who a noun phrase stands for
  bool backs(std::size_t unit) const;
  Argument own_mentions(std::size_t noun_phrase) const;
  bool has_trigger_noun(std::size_t noun_phrase) const;
  Argument resolve(std::size_t noun_phrase, bool subject = false) const;
  bool joins_right(std::size_t noun_phrase, std::size_t& next) const;
  Argument group_right(std::size_t noun_phrase) const;
  std::size_t list_start(std::size_t noun_phrase) const;
  Argument group_left(std::size_t noun_phrase) const;

  // chunk_slots.cc: who stands around a verb or noun
  bool passive_phrase(std::size_t verb_phrase) const;
  std::size_t relative_start(std::size_t verb_phrase) const;
  bool heads_clause(std::size_t noun_phrase) const;
  std::size_t verb_before(std::size_t phrase) const;
  std::size_t sharer_before(std::size_t verb_phrase) const;
  std::size_t subject_after(std::size_t verb_phrase) const;
  std::size_t antecedent(std::size_t relativizer) const;
  std::optional<SubjectPlace> subject_at_noun(std::size_t verb_phrase, std::size_t& noun_phrase) const;
  SubjectPlace subject_place(std::size_t verb_phrase) const;
  Argument grammatical_subject(std::size_t verb_phrase, int depth) const;
  Argument grammatical_object(std::size_t verb_phrase) const;
  Argument agent(std::size_t verb_phrase) const;
  Argument apposed(std::size_t noun_phrase) const;
  Argument phrase_after(std::size_t trigger, std::span<const WordId> prepositions) const;
  std::size_t carrier(std::size_t noun_unit) const;

  // chunk_holding.cc
  std::size_t governor(std::size_t phrase) const;
  static void apply(const WordClasses& classes, bool governs, Holding& holding);
  void apply_auxiliaries(std::size_t verb_phrase, bool governs, Holding& holding) const;
  bool denies(std::size_t verb) const;
  bool denied_phrase(std::size_t phrase) const;
  bool serves_purpose(std::size_t verb_phrase, std::size_t governor) const;
  bool passes_on(std::size_t verb_phrase) const;
  void hold(std::size_t phrase, std::size_t trigger, int depth, Holding& holding) const;
  void hold_verb(std::size_t verb_phrase, std::size_t trigger, int depth, Holding& holding) const;
  void hold_as_sharer(std::size_t verb_phrase, Holding& holding) const;
  void hold_by_opening(std::size_t verb_phrase, Holding& holding) const;
  void hold_by_words_before(std::size_t verb_phrase, Holding& holding) const;
  void hold_noun(std::size_t noun_phrase, std::size_t trigger, int depth, Holding& holding) const;
  void hold_by_own_verb(std::size_t noun_phrase, Holding& holding) const;
  std::size_t content_end(std::size_t verb_phrase) const;
  Speech speech(std::size_t speaker_phrase, std::size_t content_first, std::size_t content_last) const;

  const Language& language_;
  const Passage& passage_;
  const PassageMentions& mentions_;
  Annotator* annotator_;  // turned to the sentence; nullptr where the language has no model
  std::uint32_t first_token_ = 0;
  bool title_case_ = false;  // as headlines are written: capitals tell no names
  std::vector<Unit> units_;
  std::vector<Tag> tags_;
  std::vector<Phrase> phrases_;
  std::vector<std::size_t> phrase_of_unit_;
};

}  // namespace entente
