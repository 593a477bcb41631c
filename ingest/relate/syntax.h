#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "ingest/mention/mentions.h"

namespace entente {

/// A word, a fixed phrase ("according to") or a mention of one sentence: what frames are matched against.
struct Unit {
  std::uint32_t first = 0, last = 0;  ///< tokens
  int mention = -1;                   ///< index into PassageMentions::mentions; -1 for words
  WordId word = kUnknownWord;
  WordClasses classes;
  const std::vector<WordForm>* forms = nullptr;  ///< of triggers; nullptr for other words

  /// Whether it may be a form of a noun (of a verb) that is a trigger.
  bool is_form(bool noun) const {
    return forms != nullptr && std::ranges::any_of(*forms, [&](const WordForm& f) { return f.noun == noun; });
  }
  /// Whether it may be a form of a verb in that voice.
  bool has_voice(Voice voice) const {
    return forms != nullptr && std::ranges::any_of(*forms, [&](const WordForm& f) { return !f.noun && f.voice == voice; });
  }
};

/// Who fills a slot of a frame: mentions that stand side by side ("A, B, dan C"), each on its own.
struct Argument {
  std::vector<int> mentions;   ///< indexes into PassageMentions::mentions
  bool modifier = false;       ///< not the phrase's head but what belongs to it: "serangan Israel", "Israel's decision"
  bool inherited = false;      ///< the subject of another verb that this one shares
  bool taken = false;          ///< somebody stands there whom nobody knows: it is not who is named elsewhere
  std::uint32_t distance = 0;  ///< units between the trigger and the phrase

  bool empty() const { return mentions.empty(); }
};

/// How a clause holds what its trigger says.
struct Holding {
  Polarity polarity = Polarity::affirmed;
  Modality modality = Modality::actual;
  bool background = false;
  /// What the source, by a word that governs the trigger, consents to, refuses or threatens to do: an act of its own.
  bool consent = false, refusal = false, threat = false;
  bool will = false;  ///< planned by no more than an auxiliary: "will", "akan"
};

/// Someone says what stands in units [content_first, content_last).
struct Speech {
  Argument speaker;  ///< empty where the speaker is no mention ("sumber")
  Span tokens;       ///< of the speaker's phrase
  std::size_t content_first = 0, content_last = 0;
};

/// The grammar of one sentence as frames ask for it. A trigger is the index of a unit. Frames say nothing of word order, so that
/// chunks or a dependency tree can answer.
class Syntax {
 public:
  virtual ~Syntax() = default;

  virtual std::span<const Unit> units() const = 0;
  /// Whether the unit is read as a verb (a noun otherwise).
  virtual bool is_verb(std::size_t trigger) const = 0;
  virtual bool is_reciprocal(std::size_t trigger) const = 0;
  /// Whether a noun is the head of its phrase: "trade" in "trade deal" is not.
  virtual bool heads_phrase(std::size_t trigger) const = 0;

  /// Who does it: the subject of an active verb, the agent of a passive one; for a noun the subject of the verb that carries it ("melancarkan
  /// serangan").
  virtual Argument subject(std::size_t trigger) const = 0;
  /// Whom it is done to: the object of an active verb, the subject of a passive one. Nothing for a noun.
  /// `last` is the last unit of the trigger: its particles stand before the object ("broke off relations").
  virtual Argument object(std::size_t trigger, std::size_t last) const = 0;
  /// Whether a verb has an object (a subject, where passive), named or not.
  virtual bool has_object(std::size_t trigger, std::size_t last) const = 0;
  /// Whether a noun phrase behind the object says what the object is: "called X a liar".
  virtual bool has_predicate(std::size_t trigger, std::size_t last) const = 0;
  /// Who gets what a verb hands over, `noun`, where no preposition says so: "gave X an ultimatum", "X was granted asylum".
  virtual Argument beneficiary(std::size_t trigger, std::size_t last, std::size_t noun) const = 0;
  /// The phrase after one of `prepositions` that belongs to the trigger.
  virtual Argument oblique(std::size_t trigger, std::span<const WordId> prepositions) const = 0;
  /// Who owns a noun: "serangan Israel", "Israel's attack", "Israeli attack".
  virtual Argument possessor(std::size_t trigger) const = 0;
  /// The subject of the clause that a noun stands in, though it is not the noun's own: "setelah pembicaraan dengan X, Y mengatakan".
  virtual Argument main_subject(std::size_t trigger) const = 0;
  /// The other of two that are named together before the trigger, where mention `of` is one: "cooperation between A and B, including purchases from
  /// A".
  virtual Argument partner(std::size_t trigger, int of) const = 0;
  /// The subject of the clause that a verb takes: "demanded that Moscow withdraw".
  virtual Argument clause_subject(std::size_t trigger) const = 0;
  /// The object of the verb in the clause that a verb takes: "threatened to attack Iran".
  virtual Argument clause_object(std::size_t trigger) const = 0;
  /// Everybody within what a verb says, its subject apart: in its object and its other phrases, with `clause` also in the clause that it takes, the
  /// nearest in the tree first. `about`: the verb speaks of them, so that whom a phrase is only turned to ("against X") is left out. Nobody where
  /// there is no tree.
  virtual std::vector<int> within(std::size_t trigger, bool clause, bool about) const = 0;
  /// The position of the first of the sorted noun lemmas `nouns` in the object (subject, where passive) of verb `trigger`, or in the phrase of a noun
  /// `trigger`; npos where none is there. `last` as in object().
  virtual std::size_t object_noun(std::size_t trigger, std::size_t last, std::span<const WordId> nouns) const = 0;

  virtual Holding holding(std::size_t trigger) const = 0;
  /// Whether a noun is denied by what stands before it: "no threat".
  virtual bool is_none(std::size_t noun) const = 0;
  /// Whether its auxiliaries say that a verb must be done: "must", "harus".
  virtual bool is_obligation(std::size_t verb) const = 0;
  /// Every "X says …", "…, kata X", "menurut X" of the sentence.
  virtual std::vector<Speech> speeches() const = 0;
  /// Tokens of the phrase that a mention or noun at `unit` heads.
  virtual Span phrase_tokens(std::size_t unit) const = 0;

  static constexpr std::size_t npos = ~std::size_t{0};
};

}  // namespace entente
