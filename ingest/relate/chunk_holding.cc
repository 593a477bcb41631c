// How a clause holds what its trigger says, and who says so, by chunks.

#include "ingest/relate/chunk_syntax.h"

namespace entente {
namespace {

constexpr int kDeepest = 4;  // verbs and nouns that may hold one another

}  // namespace

// ---- polarity, modality, background ----

// The phrase whose word governs phrase `p`: the verb before an infinitive, a complementizer or, in series, the verb itself.
std::size_t ChunkSyntax::governor(std::size_t p) const {
  std::size_t q = p;
  bool crossed = p > 0 && is(p - 1, PhraseKind::preposition);  // "from attacking"
  while (q-- > 0) {
    switch (phrases_[q].kind) {
      case PhraseKind::infinitive:
      case PhraseKind::complementizer: crossed = true; break;
      case PhraseKind::verb: return crossed || q + 1 == p ? q : npos;
      case PhraseKind::noun:
        // "menuntut Turki menarik pasukan"
        if (q + 1 == p && q > 0 && is(q - 1, PhraseKind::verb) && (unit_is(verb_of(q - 1), WordClass::demanded) || denies(verb_of(q - 1))))
          return q - 1;
        if (crossed && (phrase_has(q, WordClass::planned) || phrase_has(q, WordClass::possible) || phrase_has(q, WordClass::demanded))) return q;
        break;
      case PhraseKind::preposition:
      case PhraseKind::quote:
      case PhraseKind::comma:
      case PhraseKind::coordinator: break;
      default: return npos;
    }
  }
  return npos;
}

void ChunkSyntax::apply(const WordClasses& classes, bool governs, Holding& holding) {
  if (has(classes, WordClass::negator) && has(classes, WordClass::verb) && holding.polarity == Polarity::negated) {
    holding.polarity = Polarity::affirmed;  // "has not ruled out"
    holding.modality = Modality::possible;
  } else if (has(classes, WordClass::negator) || has(classes, WordClass::prevent)) {
    holding.polarity = Polarity::negated;
  }
  if (holding.modality == Modality::actual) {
    if (has(classes, WordClass::obligation) || (has(classes, WordClass::demanded) && governs))
      holding.modality = Modality::demanded;
    else if (has(classes, WordClass::possible))
      holding.modality = Modality::possible;
    else if (has(classes, WordClass::planned))
      holding.modality = Modality::planned;
  }
  if (has(classes, WordClass::background) || (has(classes, WordClass::recalled) && !governs)) holding.background = true;
  holding.will |= has(classes, WordClass::planned) && !has(classes, WordClass::verb) && !has(classes, WordClass::noun);
  holding.consent |= has(classes, WordClass::consent);
  holding.refusal |= has(classes, WordClass::refusal);
  holding.threat |= has(classes, WordClass::threat);
}

// "denied", "prevented"
bool ChunkSyntax::denies(std::size_t verb) const {
  return unit_is(verb, WordClass::prevent) || (unit_is(verb, WordClass::negator) && unit_is(verb, WordClass::verb));
}

// "No troops attacked X", "expelled no diplomats": a noun phrase that is none.
bool ChunkSyntax::denied_phrase(std::size_t p) const {
  if (p >= phrases_.size() || !unit_is(phrases_[p].first, WordClass::negator)) return false;
  if (is(p, PhraseKind::complementizer)) return is(p + 1, PhraseKind::noun);  // "neither X nor Y"
  return is(p, PhraseKind::noun) && unit_is(phrases_[p].first, WordClass::determiner);
}

// A noun is denied by the verb whose subject it is, where that says no more than that it happens or is prevented: "the talks never took place".
void ChunkSyntax::hold_by_own_verb(std::size_t p, Holding& holding) const {
  std::size_t q = p + 1;
  while ((is(q, PhraseKind::preposition) || is(q, PhraseKind::coordinator)) && is(q + 1, PhraseKind::noun)) q += 2;
  if (!is(q, PhraseKind::verb)) return;
  const auto verb = verb_of(q);
  const bool happens = unit_is(verb, WordClass::occurrence) || (unit_is(verb, WordClass::support) && passive_phrase(q));
  if (happens || (passive_phrase(q) && unit_is(verb, WordClass::prevent)))
    for (std::size_t u = phrases_[q].first; u < phrases_[q].last; ++u) apply(units_[u].classes, false, holding);
}

// "launched attacks to compel X": an infinitive behind an object says what for, unless it says what the object is to do.
bool ChunkSyntax::serves_purpose(std::size_t p, std::size_t up) const {
  if (p == 0 || !is(p - 1, PhraseKind::infinitive) || !is(up, PhraseKind::verb) || up + 2 >= p) return false;
  const auto& classes = units_[verb_of(up)].classes;
  for (const auto c : {WordClass::copula, WordClass::planned, WordClass::possible, WordClass::demanded, WordClass::negator, WordClass::prevent})
    if (has(classes, c)) return false;
  return !commands(verb_of(up)) && !passive_phrase(up);
}

// Whether what a verb governs is held as the verb says: it carries the noun, or is about plans, demands, fears or denials itself.
bool ChunkSyntax::passes_on(std::size_t verb_phrase) const {
  const auto& classes = units_[verb_of(verb_phrase)].classes;
  for (const auto c : {WordClass::support, WordClass::occurrence, WordClass::copula, WordClass::planned, WordClass::possible, WordClass::demanded,
                       WordClass::negator, WordClass::prevent})
    if (has(classes, c)) return true;
  return false;
}

void ChunkSyntax::hold(std::size_t p, std::size_t trigger, int depth, Holding& holding) const {
  for (std::size_t u = phrases_[p].first; u < phrases_[p].last; ++u)
    if (u != trigger) apply(units_[u].classes, depth > 0, holding);
  if (depth >= kDeepest) return;
  if (is(p, PhraseKind::verb))
    hold_verb(p, trigger, depth, holding);
  else
    hold_noun(p, trigger, depth, holding);
}

void ChunkSyntax::hold_verb(std::size_t p, std::size_t trigger, int depth, Holding& holding) const {
  if (depth == 0) {
    hold_as_sharer(p, holding);
    hold_by_opening(p, holding);
  }
  // "was not invaded and occupied": what stands before two verbs side by side holds for both.
  if (p > 1 && is(p - 1, PhraseKind::coordinator) && is(p - 2, PhraseKind::verb)) apply_auxiliaries(p - 2, depth > 0, holding);
  if (depth == 0 && (denied_phrase(p + 1) || (p > 0 && denied_phrase(p - 1)))) holding.polarity = Polarity::negated;
  hold_by_words_before(p, holding);
  const auto up = governor(p);
  if (up == npos) return;
  if (serves_purpose(p, up) && holding.modality == Modality::actual) holding.modality = Modality::planned;
  const bool series = language_.modifiers_follow && up + 1 == p;  // "tidak berunjuk rasa menentang X"
  if (is(up, PhraseKind::noun) || series || passes_on(up) || is(p - 1, PhraseKind::infinitive)) hold(up, trigger, depth + 1, holding);
}

// "would attack X and occupy Y": the second is held as the first is.
void ChunkSyntax::hold_as_sharer(std::size_t p, Holding& holding) const {
  if (language_.modifiers_follow || p == 0 || !is(p - 1, PhraseKind::coordinator) || phrases_[p].first != verb_of(p)) return;
  if (!units_[verb_of(p)].has_voice(Voice::bare)) return;
  if (const auto shared = subject_place(p).shared; shared != npos) apply_auxiliaries(shared, false, holding);
}

// What opens the clause: "since X attacked Y", "Previously, X had …", "if X attacks Y".
void ChunkSyntax::hold_by_opening(std::size_t p, Holding& holding) const {
  for (std::size_t q = p; q-- > 0 && !is(q, PhraseKind::verb);) {
    const bool subordinator = is(q, PhraseKind::subordinator);
    if ((subordinator || is(q, PhraseKind::mark) || q == 0) && phrase_has(q, WordClass::recalled)) holding.background = true;
    if (subordinator && phrase_has(q, WordClass::possible) && holding.modality == Modality::actual) holding.modality = Modality::possible;
  }
}

void ChunkSyntax::hold_by_words_before(std::size_t p, Holding& holding) const {
  if (p == 0) return;
  // "kemungkinan Rusia mengirim"
  if (is(p - 1, PhraseKind::noun) && heads_clause(p - 1))
    for (std::size_t u = phrases_[p - 1].first; u < phrases_[p - 1].last; ++u) apply(units_[u].classes, true, holding);
  const auto before = phrases_[p - 1].first;
  if (is(p - 1, PhraseKind::preposition)) apply(units_[before].classes, true, holding);  // "without asking"
  // "tidak berarti X mengakui": a complementizer that denies its clause.
  for (std::size_t q = p; q-- > 0 && !is(q, PhraseKind::verb);)
    if (is(q, PhraseKind::complementizer)) apply(units_[phrases_[q].first].classes, true, holding);
  // "convinced X not to attack Y"
  if (is(p - 1, PhraseKind::infinitive) && before > 0 && unit_is(before - 1, WordClass::negator) && !unit_is(before - 1, WordClass::verb))
    holding.polarity = Polarity::negated;
}

// A noun is held as the verb is whose object it is, or as the noun is that it belongs to.
void ChunkSyntax::hold_noun(std::size_t p, std::size_t trigger, int depth, Holding& holding) const {
  if (depth == 0) hold_by_own_verb(p, holding);
  if (p == 0) return;
  if (is(p - 1, PhraseKind::verb) && passes_on(p - 1)) {
    hold(p - 1, trigger, depth + 1, holding);
    for (std::size_t u = phrases_[p - 1].last; u < phrases_[p].first; ++u) apply(units_[u].classes, true, holding);  // "is not a member"
  }
  if (is(p - 1, PhraseKind::preposition)) {
    apply(units_[phrases_[p - 1].first].classes, true, holding);
    if (p > 1 && is(p - 2, PhraseKind::noun) && phrase_has(p - 1, WordClass::particle)) hold(p - 2, trigger, depth + 1, holding);
  }
}

// The words of a verb phrase before its verb.
void ChunkSyntax::apply_auxiliaries(std::size_t p, bool governs, Holding& holding) const {
  for (std::size_t u = phrases_[p].first; u < verb_of(p); ++u) apply(units_[u].classes, governs, holding);
}

Holding ChunkSyntax::holding(std::size_t u) const {
  Holding holding;
  hold(phrase_of(u), u, 0, holding);
  return holding;
}

bool ChunkSyntax::is_none(std::size_t u) const {
  const auto& phrase = phrases_[phrase_of(u)];
  for (std::size_t i = phrase.first; i < u; ++i)
    if (unit_is(i, WordClass::negator)) return true;
  return false;
}

void ChunkSyntax::hold_by(std::size_t u, Holding& holding) const {
  const auto p = phrase_of(u);
  if (is(p, PhraseKind::verb) && passes_on(p)) hold(p, npos, 1, holding);
}

bool ChunkSyntax::is_obligation(std::size_t u) const { return phrase_has(phrase_of(u), WordClass::obligation); }

// ---- who says so ----

Speech ChunkSyntax::speech(std::size_t p, std::size_t first, std::size_t last) const {
  Speech speech{group_left(p), phrase_tokens(phrases_[p].first), first, last};
  if (speech.speaker.empty()) speech.speaker = resolve(p);
  return speech;
}

// Where what verb phrase `p` says ends: at the comma that closes its relative clause, else with the sentence.
std::size_t ChunkSyntax::content_end(std::size_t p) const {
  const auto start = relative_start(p);
  if (start == npos || start == 0 || !is(start - 1, PhraseKind::comma)) return units_.size();
  for (std::size_t q = p + 1; q + 1 < phrases_.size(); ++q)
    if (is(q, PhraseKind::comma) && is(q + 1, PhraseKind::verb)) return phrases_[q].first;
  return units_.size();
}

std::vector<Speech> ChunkSyntax::speeches() const {
  std::vector<Speech> found;
  for (std::size_t p = 0; p < phrases_.size(); ++p) {
    if (is(p, PhraseKind::preposition) && unit_is(phrases_[p].first, WordClass::speech) && is(p + 1, PhraseKind::noun)) {
      // "menurut X": all of the sentence but the phrase itself.
      found.push_back(speech(p + 1, 0, phrases_[p].first));
      found.push_back(speech(p + 1, phrases_[p + 1].last, units_.size()));
      continue;
    }
    if (!is(p, PhraseKind::verb) || !unit_is(verb_of(p), WordClass::speech)) continue;
    const bool gerund = units_[verb_of(p)].has_voice(Voice::gerund);  // ", accusing it of": the subject is the main clause's
    const bool closes = p > 0 && !gerund && (is(p - 1, PhraseKind::comma) || is(p - 1, PhraseKind::quote));
    if (closes && is(p + 1, PhraseKind::noun)) {  // "…, kata X"
      found.push_back(speech(p + 1, 0, phrases_[p].first));
      continue;
    }
    const auto [subject, sharer] = subject_place(p);
    if (subject == npos || subject > p) {
      const auto shared = sharer == npos ? npos : subject_place(sharer).phrase;
      if (shared != npos && shared < p) found.push_back(speech(shared, phrases_[p].last, units_.size()));
      continue;
    }
    // "…, X said": what stands before the comma is said; otherwise what follows the verb is.
    const bool after = p + 1 < phrases_.size() && !is(p + 1, PhraseKind::mark) &&
                       !(is(p + 1, PhraseKind::comma) && subject > 0 && is(subject - 1, PhraseKind::comma));
    std::size_t start = subject;
    while (start > 0 && (is(start - 1, PhraseKind::noun) || is(start - 1, PhraseKind::preposition) || is(start - 1, PhraseKind::coordinator)))
      --start;
    const bool before = start > 0 && (is(start - 1, PhraseKind::comma) || is(start - 1, PhraseKind::quote));
    if (after) found.push_back(speech(subject, phrases_[p].last, content_end(p)));
    if (before && !(after && is(p + 1, PhraseKind::complementizer))) found.push_back(speech(subject, 0, phrases_[start].first));
  }
  return found;
}

}  // namespace entente
