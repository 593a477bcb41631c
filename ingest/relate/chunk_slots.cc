// Who fills the slots of a frame, by chunks.

#include "ingest/relate/chunk_syntax.h"

#include <algorithm>

#include "graph/text/unicode.h"

namespace entente {
namespace {

constexpr int kDeepest = 4;  // verbs that may pass a subject on

}  // namespace

// ---- noun phrases to mentions ----

// "US-backed forces": whoever stands before such a hyphen is not whose they are.
bool ChunkSyntax::backs(std::size_t u) const {
  if (!is_hyphen_tail(u + 2) || units_[u + 1].mention >= 0 || passage_.surface(passage_.tokens[units_[u + 1].first]) != "-") return false;
  return std::ranges::find(language_.own_tails, fold(passage_.surface(passage_.tokens[units_[u + 2].first]))) == language_.own_tails.end();
}

// The mention that is the head of a noun phrase, else the one that its head belongs to.
Argument ChunkSyntax::own_mentions(std::size_t p) const {
  Argument argument;
  const auto& phrase = phrases_[p];
  const auto content = [&](std::size_t u) { return tags_[u] == Tag::noun || tags_[u] == Tag::mention; };
  std::size_t first = phrase.last, last = phrase.last;
  std::size_t any = phrase.last, possessive = phrase.last;
  for (std::size_t u = phrase.first; u < phrase.last; ++u) {
    if (!content(u)) continue;
    if (first == phrase.last) first = u;
    last = u;
    if (units_[u].mention < 0 || backs(u)) continue;
    const auto& m = mention(units_[u].mention);
    // "its neighbour" is somebody else; "its attack" is its own.
    if (m.form == MentionForm::pronoun && m.possessive && u + 1 < phrase.last && !has_trigger_noun(p)) continue;
    if (m.possessive && u + 1 < phrase.last) possessive = u;
    if (any == phrase.last || !language_.modifiers_follow) any = u;
  }
  if (any == phrase.last) return argument;
  const std::size_t head = language_.modifiers_follow ? first : last;
  if (is_unknown_name(head) || is_unknown_noun(head)) return argument;  // "the American-Arab Discrimination Committee" is not America
  if (units_[head].mention >= 0 && (language_.modifiers_follow || head != possessive)) {
    argument.mentions = {units_[head].mention};
  } else {
    argument.mentions = {units_[possessive != phrase.last ? possessive : any].mention};
    argument.modifier = true;
  }
  return argument;
}

bool ChunkSyntax::has_trigger_noun(std::size_t p) const {
  for (std::size_t u = phrases_[p].first; u < phrases_[p].last; ++u)
    if (tags_[u] == Tag::noun && units_[u].is_form(true)) return true;
  return false;
}

// The actor behind a noun phrase: its own mentions, else that of a phrase which says whose it is ("the decision of X", "serangan oleh X").
Argument ChunkSyntax::resolve(std::size_t p, bool subject) const {
  auto argument = own_mentions(p);
  if (!argument.empty()) return argument;
  const auto wanted = has_trigger_noun(p) ? WordClass::agent : WordClass::particle;
  for (std::size_t next = p + 1; is(next, PhraseKind::preposition) && is(next + 1, PhraseKind::noun); next += 2) {
    if (!phrase_has(next, wanted) && !phrase_has(next, WordClass::between) && !(subject && phrase_has(next, WordClass::origin))) continue;
    argument = group_right(next + 1);
    argument.modifier = true;
    return argument;
  }
  // "perang yang dilancarkan Rusia"
  if (is(p + 1, PhraseKind::relativizer) && is(p + 2, PhraseKind::verb) && passive_phrase(p + 2)) {
    argument = agent(p + 2);
    argument.modifier = true;
  }
  // "sekolah di Gaza dibom": the place stands for what lies in it.
  if (argument.empty() && !has_trigger_noun(p) && is(p + 1, PhraseKind::preposition) && phrase_has(p + 1, WordClass::locative) &&
      is(p + 2, PhraseKind::noun)) {
    argument = own_mentions(p + 2);
    std::erase_if(argument.mentions, [&](int m) { return !mention(m).locative; });
    argument.modifier = true;
  }
  return argument;
}

// Whether another noun phrase is coordinated to the right of `p`: "A, B", "A dan B", "A, dan B".
bool ChunkSyntax::joins_right(std::size_t p, std::size_t& next) const {
  std::size_t q = p + 1;
  bool coordinator = false;
  if (is(q, PhraseKind::comma)) ++q;
  if (is(q, PhraseKind::coordinator)) coordinator = true, ++q;
  if (q == p + 1 || !is(q, PhraseKind::noun) || own_mentions(q).empty()) return false;
  if (!coordinator) {  // a comma alone joins only within a list that a coordinator ends
    std::size_t further = q;
    for (std::size_t seen = 0; seen < 24; ++seen) {
      if (is(further + 1, PhraseKind::coordinator) || (is(further + 1, PhraseKind::comma) && is(further + 2, PhraseKind::coordinator))) break;
      if (!is(further + 1, PhraseKind::comma) || !is(further + 2, PhraseKind::noun) || own_mentions(further + 2).empty()) return false;
      further += 2;
    }
  } else if (is(q + 1, PhraseKind::verb) && q + 1 < phrases_.size()) {
    // "A met B and C condemned D": C starts a clause of its own, if a verb stands before this list.
    for (std::size_t back = p; back-- > 0;) {
      if (is(back, PhraseKind::verb)) {
        if (language_.modifiers_follow && (unit_is(verb_of(back), WordClass::demanded) || unit_is(verb_of(back), WordClass::object_control)))
          break;  // "meminta A maupun B menahan diri"
        return false;
      }
      if (is(back, PhraseKind::complementizer) || is(back, PhraseKind::subordinator) || is(back, PhraseKind::relativizer) ||
          is(back, PhraseKind::colon))
        break;
    }
  }
  next = q;
  return true;
}

Argument ChunkSyntax::group_right(std::size_t p) const {
  auto group = own_mentions(p);
  std::size_t next = 0;
  // "Jeenbekov and Narendra Modi": the first is nobody we know.
  const bool unknown = group.empty() && is_unknown_name(phrases_[p].last - 1);
  while ((unknown || !group.empty()) && joins_right(p, next)) {
    const auto more = own_mentions(next);
    group.mentions.insert(group.mentions.end(), more.mentions.begin(), more.mentions.end());
    // "Israeli and US strikes": the shared head stands at the end.
    p = next;
  }
  return group;
}

// The first noun phrase of the list that ends in `p`; `p` itself where there is no list.
std::size_t ChunkSyntax::list_start(std::size_t p) const {
  std::size_t start = p;
  for (;;) {
    std::size_t q = start;
    if (q > 0 && is(q - 1, PhraseKind::coordinator)) --q;
    if (q > 0 && is(q - 1, PhraseKind::comma)) --q;
    std::size_t next = 0;
    if (q == start || q == 0 || !is(q - 1, PhraseKind::noun) || own_mentions(q - 1).empty() || !joins_right(q - 1, next) || next != start)
      return start;
    start = q - 1;
  }
}

Argument ChunkSyntax::group_left(std::size_t p) const {
  if (const auto start = list_start(p); start != p) return group_right(start);
  auto argument = resolve(p, true);  // "warships from China began"
  // "G7 dan tiga sekutu utamanya": who is named counts.
  if (argument.empty() && p > 1 && is(p - 1, PhraseKind::coordinator) && is(p - 2, PhraseKind::noun) && !own_mentions(p - 2).modifier)
    argument = group_left(p - 2);
  return argument;
}

bool ChunkSyntax::after_coordinator(std::size_t unit) const {
  const auto p = phrase_of(unit);
  return p > 0 && is(p - 1, PhraseKind::coordinator);
}

bool ChunkSyntax::colon_between(std::size_t a, std::size_t b) const {
  if (a > b) std::swap(a, b);
  return std::find(tags_.begin() + static_cast<std::ptrdiff_t>(a), tags_.begin() + static_cast<std::ptrdiff_t>(b), Tag::colon) !=
         tags_.begin() + static_cast<std::ptrdiff_t>(b);
}

Argument ChunkSyntax::listed_with(std::size_t unit) const {
  const auto p = phrase_of(unit);
  auto argument = group_right(list_start(p));
  if (std::ranges::find(argument.mentions, units_[unit].mention) == argument.mentions.end()) argument.mentions = {units_[unit].mention};
  return argument;
}

// ---- verbs ----

bool ChunkSyntax::passive_phrase(std::size_t p) const {
  const auto& verb = units_[verb_of(p)];
  const auto surface = passage_.surface(passage_.tokens[verb.first]);
  if (verb.has_voice(Voice::passive)) return true;
  const bool unknown = verb.forms == nullptr;
  if (unknown && language_.modifiers_follow) return fold(surface).starts_with("di");
  if (!unknown && !verb.has_voice(Voice::participle)) return false;
  if (phrase_has(p, WordClass::passive_auxiliary)) return true;
  if (phrase_has(p, WordClass::auxiliary)) return false;
  if (!unknown && !verb.has_voice(Voice::active) && !surface.ends_with("ed")) return true;  // "taken", "struck down" without auxiliary
  return is(p + 1, PhraseKind::preposition) && phrase_has(p + 1, WordClass::agent) && !language_.modifiers_follow;
}

bool ChunkSyntax::is_passive(std::size_t u) const { return is_verb(u) && passive_phrase(phrase_of(u)); }

bool ChunkSyntax::heads_phrase(std::size_t u) const {
  if (language_.modifiers_follow) return true;
  const auto& phrase = phrases_[phrase_of(u)];
  for (std::size_t i = u + 1; i < phrase.last; ++i)
    if (tags_[i] == Tag::noun) return false;
  return true;
}

bool ChunkSyntax::is_reciprocal(std::size_t u) const {
  const auto p = phrase_of(u);
  if (phrase_has(p, WordClass::reciprocal)) return true;
  return p + 1 < phrases_.size() && phrase_has(p + 1, WordClass::reciprocal);
}

// Where the relative clause that holds verb phrase `p` starts: the relativizer's phrase, or npos.
std::size_t ChunkSyntax::relative_start(std::size_t p) const {
  for (std::size_t q = p; q-- > 0;) {
    if (is(q, PhraseKind::relativizer)) return q;
    if (is(q, PhraseKind::complementizer) || is(q, PhraseKind::subordinator) || is(q, PhraseKind::colon) || is(q, PhraseKind::quote)) return npos;
    if (is(q, PhraseKind::verb) && q + 1 != p) return npos;
  }
  return npos;
}

bool ChunkSyntax::commands(std::size_t verb) const { return unit_is(verb, WordClass::object_control) || unit_is(verb, WordClass::demanded); }

// "kemungkinan Rusia mengirim", "about Russia sending": a noun phrase after a preposition that is the subject of the verb behind it.
bool ChunkSyntax::heads_clause(std::size_t p) const {
  if (own_mentions(p).empty() || passive_phrase(p + 1)) return false;
  if (language_.modifiers_follow)
    return phrase_has(p, WordClass::possible) || phrase_has(p, WordClass::planned) || phrase_has(p, WordClass::demanded);
  return units_[verb_of(p + 1)].has_voice(Voice::gerund);
}

// The nearest verb phrase before phrase `p`, or npos.
std::size_t ChunkSyntax::verb_before(std::size_t p) const {
  while (p-- > 0)
    if (is(p, PhraseKind::verb)) return p;
  return npos;
}

// The verb phrase whose subject `p` shares by what stands right before it, or npos: "… dan mendesak X", "Telepon Putin, Minta …",
// ", killing 32 people", "memanggil duta besar, X, untuk memprotes".
std::size_t ChunkSyntax::sharer_before(std::size_t p) const {
  if (p == 0) return npos;
  const bool comma = is(p - 1, PhraseKind::comma);
  if (comma || is(p - 1, PhraseKind::coordinator))
    for (std::size_t back = p - 1; back-- > 0;) {
      if (is(back, PhraseKind::colon)) break;
      if (comma && (is(back, PhraseKind::subordinator) || is(back, PhraseKind::complementizer))) break;
      if (is(back, PhraseKind::verb) && (relative_start(back) == npos || relative_start(back) == relative_start(p))) return back;
    }
  return p > 1 && is(p - 1, PhraseKind::infinitive) && is(p - 2, PhraseKind::comma) ? verb_before(p - 2) : npos;
}

// "Bertemu Netanyahu, Trump: …", "After meeting Putin, Modi …": a subject of verb phrase `p` that comes after a comma; npos for none.
std::size_t ChunkSyntax::subject_after(std::size_t p) const {
  for (std::size_t next = p + 1; next + 1 < phrases_.size(); ++next)
    if (is(next, PhraseKind::comma) && is(next + 1, PhraseKind::noun) && (is(next + 2, PhraseKind::verb) || is(next + 2, PhraseKind::colon)))
      return next + 1;
  return npos;
}

// What the relative clause of relativizer `q` belongs to, or npos.
std::size_t ChunkSyntax::antecedent(std::size_t q) const {
  if (q > 0 && is(q - 1, PhraseKind::comma)) --q;
  while (q > 1 && is(q - 1, PhraseKind::noun) && is(q - 2, PhraseKind::preposition) && own_mentions(q - 1).empty()) q -= 2;
  return q > 0 && is(q - 1, PhraseKind::noun) ? q - 1 : npos;
}

// Whether noun phrase `q`, somewhere before verb phrase `p`, tells where the subject of `p` is. None: it does not, and `q` is then the first phrase
// of what is to be passed over.
std::optional<ChunkSyntax::SubjectPlace> ChunkSyntax::subject_at_noun(std::size_t p, std::size_t& q) const {
  if (q > 0 && is(q - 1, PhraseKind::preposition) && q + 1 == p && heads_clause(q)) return SubjectPlace{.phrase = q};
  if (const auto start = list_start(q); start > 0 && is(start - 1, PhraseKind::preposition)) {
    q = start - 1;  // a prepositional phrase: whose noun comes before
    return std::nullopt;
  }
  const bool behind_verb = q > 0 && is(q - 1, PhraseKind::verb);
  // "media yang mengutip sumber Ukraina menyebutkan": the object of the relative clause is not our subject.
  if (behind_verb && q > 1 && is(q - 2, PhraseKind::relativizer) && (language_.modifiers_follow || !passive_phrase(q - 1)) &&
      !commands(verb_of(q - 1)) && !unit_is(verb_of(q - 1), WordClass::speech)) {
    q -= 2;
    if (q > 0 && is(q - 1, PhraseKind::comma)) --q;
    return std::nullopt;
  }
  // "memanggil duta besar untuk memprotes": who summons, protests; only the object of a command does what follows.
  if (behind_verb && is(p - 1, PhraseKind::infinitive) && q + 2 == p && !passive_phrase(q - 1) && !commands(verb_of(q - 1)))
    return SubjectPlace{.shared = q - 1};
  // "Israel didesak Mesir membuka perbatasan": who is urged, opens.
  if (behind_verb && language_.modifiers_follow && q + 1 == p && passive_phrase(q - 1) && commands(verb_of(q - 1)))
    return SubjectPlace{.shared = q - 1};
  if (q > 1 && is(q - 1, PhraseKind::comma) && is(q - 2, PhraseKind::noun)) {
    const bool nobody = own_mentions(q).empty();                     // "Kementerian, Senin (11/11/2024), menegaskan"
    const bool beside = is(q + 1, PhraseKind::comma) && q + 2 == p;  // "Iran, sekutu Rusia, mengecam"
    if (nobody || beside) {
      --q;
      return std::nullopt;
    }
  }
  return SubjectPlace{.phrase = q};
}

// Where the grammatical subject of verb phrase `p` is.
ChunkSyntax::SubjectPlace ChunkSyntax::subject_place(std::size_t p) const {
  if (const auto verb = sharer_before(p); verb != npos) return {.shared = verb};
  for (std::size_t q = p; q-- > 0;) {
    switch (phrases_[q].kind) {
      case PhraseKind::noun:
        if (const auto place = subject_at_noun(p, q)) return *place;
        break;
      case PhraseKind::verb: {
        const auto relative = relative_start(q);
        if (relative == npos || (relative_start(p) == relative && !is(p - 1, PhraseKind::comma))) return {.shared = q};
        q = relative > 0 && is(relative - 1, PhraseKind::comma) ? relative - 1 : relative;
        break;
      }
      case PhraseKind::relativizer: return {.phrase = antecedent(q)};
      case PhraseKind::complementizer:
      case PhraseKind::subordinator: {
        const auto verb = verb_before(q);
        if (verb == npos) return {.phrase = subject_after(p)};
        // "mengecam Rusia karena menyerang X": who is blamed, did it.
        const bool blames = unit_is(verb_of(verb), WordClass::object_control) || unit_is(verb_of(verb), WordClass::judging);
        if (blames && phrase_has(q, WordClass::reason) && q + 1 == p && is(verb + 1, PhraseKind::noun) && !passive_phrase(verb) &&
            !own_mentions(verb + 1).empty())
          return {.phrase = verb + 1};
        return {.shared = verb};
      }
      case PhraseKind::colon:
      case PhraseKind::quote: return {.phrase = subject_after(p)};
      case PhraseKind::preposition:  // "by killing", "setelah menyerang"
        if (const auto verb = q + 1 == p ? verb_before(q) : npos; verb != npos) return {.shared = verb};
        break;
      case PhraseKind::infinitive:
      case PhraseKind::coordinator:
      case PhraseKind::comma:
      case PhraseKind::mark: break;
    }
  }
  return {.phrase = subject_after(p)};
}

Argument ChunkSyntax::grammatical_subject(std::size_t p, int depth) const {
  const auto [phrase, shared] = subject_place(p);
  Argument argument;
  if (phrase != npos) {
    // The object of a verb that commands is the subject of what it commands: "urged Iran to release".
    argument = group_left(phrase);
    argument.distance = static_cast<std::uint32_t>(p > phrase ? p - phrase : phrase - p);
    return argument;
  }
  if (shared == npos || depth >= kDeepest) return argument;
  // "accused Russia of attacking": the object of such a verb does what its complement says.
  const bool beside = p > 0 && (is(p - 1, PhraseKind::coordinator) || is(p - 1, PhraseKind::comma));
  if (!beside && unit_is(verb_of(shared), WordClass::object_control) && !passive_phrase(shared)) argument = grammatical_object(shared);
  if (argument.empty()) argument = grammatical_subject(shared, depth + 1);
  argument.inherited = true;
  return argument;
}

Argument ChunkSyntax::grammatical_object(std::size_t p) const {
  std::size_t q = p + 1;
  while (is(q, PhraseKind::quote)) ++q;
  Argument argument;
  if (!is(q, PhraseKind::noun)) return argument;
  // "mengecam pembunuhan Haniyeh oleh Israel": who did it counts, not whom it befell.
  if (has_trigger_noun(q))
    for (std::size_t next = q + 1; is(next, PhraseKind::preposition) && is(next + 1, PhraseKind::noun); next += 2)
      if (phrase_has(next, WordClass::agent) && !phrase_has(next, WordClass::locative)) argument = group_right(next + 1);
  if (argument.empty()) argument = group_right(q);
  if (argument.empty()) argument = resolve(q);
  argument.distance = 1;
  return argument;
}

Argument ChunkSyntax::agent(std::size_t p) const {
  for (std::size_t q = p + 1; q < phrases_.size(); ++q) {
    if (is(q, PhraseKind::preposition) && phrase_has(q, WordClass::agent) && is(q + 1, PhraseKind::noun)) {
      auto argument = group_right(q + 1);
      return argument.empty() ? resolve(q + 1) : argument;
    }
    if (!is(q, PhraseKind::noun) && !is(q, PhraseKind::preposition)) break;
  }
  // Indonesian leaves the preposition out: "dikecam Iran".
  return language_.modifiers_follow && is(p + 1, PhraseKind::noun) ? group_right(p + 1) : Argument{};
}

// "Turkey, a NATO member, …": what the noun phrase is said of.
Argument ChunkSyntax::apposed(std::size_t p) const {
  if (p < 2 || !is(p - 1, PhraseKind::comma) || !is(p - 2, PhraseKind::noun)) return {};
  if (!language_.modifiers_follow && tags_[phrases_[p].first] != Tag::determiner) return {};
  auto argument = own_mentions(p - 2);
  return argument.modifier ? Argument{} : argument;
}

Argument ChunkSyntax::subject(std::size_t u) const {
  if (!is_verb(u)) {
    const auto verb = carrier(u);
    if (verb == npos) return apposed(phrase_of(u));
    return unit_is(verb, WordClass::copula) ? grammatical_subject(phrase_of(verb), 0) : subject(verb);
  }
  const auto p = phrase_of(u);
  return passive_phrase(p) ? agent(p) : grammatical_subject(p, 0);
}

Argument ChunkSyntax::object(std::size_t u, std::size_t last) const {
  if (!is_verb(u)) return {};
  const auto p = phrase_of(u);
  return passive_phrase(p) ? grammatical_subject(p, 0) : grammatical_object(phrase_of(last));
}

bool ChunkSyntax::has_object(std::size_t u, std::size_t last) const {
  if (!is_verb(u)) return false;
  return passive_phrase(phrase_of(u)) || is(phrase_of(last) + 1, PhraseKind::noun);
}

bool ChunkSyntax::has_predicate(std::size_t u, std::size_t last) const {
  const auto object = phrase_of(last) + 1;
  if (!is_verb(u) || !is(object, PhraseKind::noun) || !is(object + 1, PhraseKind::noun)) return false;
  return tags_[phrases_[object + 1].first] == Tag::determiner;
}

Argument ChunkSyntax::beneficiary(std::size_t u, std::size_t last, std::size_t noun) const {
  if (!is_verb(u)) return {};
  const auto p = phrase_of(u), things = phrase_of(noun);
  if (passive_phrase(p)) return things == p + 1 ? grammatical_subject(p, 0) : Argument{};
  const auto after = phrase_of(last) + 1;
  if (after + 1 != things || !is(after, PhraseKind::noun)) return {};
  return own_mentions(after).modifier ? Argument{} : group_right(after);
}

Argument ChunkSyntax::phrase_after(std::size_t u, std::span<const WordId> prepositions) const {
  const bool verb = is_verb(u);
  const auto start = phrase_of(u);
  for (std::size_t q = start + 1; q < phrases_.size(); ++q) {
    switch (phrases_[q].kind) {
      case PhraseKind::preposition:
        if (std::ranges::find(prepositions, units_[phrases_[q].first].word) != prepositions.end() && is(q + 1, PhraseKind::noun)) {
          auto argument = group_right(q + 1);
          if (argument.empty()) argument = resolve(q + 1);
          argument.distance = static_cast<std::uint32_t>(q - start);
          if (!argument.empty()) return argument;
        }
        break;
      case PhraseKind::noun:
      case PhraseKind::coordinator:
      case PhraseKind::mark: break;
      case PhraseKind::comma:
        if (!verb || q > start + 8) return {};
        break;
      default: return {};
    }
  }
  return {};
}

Argument ChunkSyntax::oblique(std::size_t u, std::span<const WordId> prepositions) const {
  auto argument = phrase_after(u, prepositions);
  if (!argument.empty() || is_verb(u)) return argument;
  // The verb that carries a noun may hold its phrase: "perang yang dilancarkan Rusia terhadap Ukraina".
  const auto verb = carrier(u);
  return verb == npos ? argument : phrase_after(verb, prepositions);
}

Argument ChunkSyntax::possessor(std::size_t u) const {
  if (is_verb(u)) return {};
  const auto p = phrase_of(u);
  Argument argument;
  const auto& phrase = phrases_[p];
  if (language_.modifiers_follow) {
    for (std::size_t i = u + 1; i < phrase.last; ++i)
      if (units_[i].mention >= 0) {
        argument.mentions = {units_[i].mention};
        break;
      }
    std::size_t next = 0;
    if (!argument.empty() && units_[phrase.last - 1].mention == argument.mentions.front() && joins_right(p, next)) {
      const auto more = group_right(next);
      if (!more.modifier) argument.mentions.insert(argument.mentions.end(), more.mentions.begin(), more.mentions.end());
    }
    // "kunjungannya": of the subject of the clause.
    if (argument.empty() && u + 1 < phrase.last && tags_[u + 1] == Tag::possessive) argument = main_subject(u);
  } else {
    for (std::size_t i = phrase.first; i < u; ++i)
      if (units_[i].mention >= 0) argument.mentions = {units_[i].mention};
    if (!argument.empty() && p > 1 && is(p - 1, PhraseKind::coordinator) && is(p - 2, PhraseKind::noun)) {
      const auto before = own_mentions(p - 2);
      const auto& last = units_[phrases_[p - 2].last - 1];
      const bool hyphen =
          units_[phrases_[p - 1].first].word == kUnknownWord || passage_.tokens[units_[phrases_[p - 1].first].first].shape == Shape::punctuation;
      if (!before.modifier && last.mention >= 0 &&
          (hyphen || mention(last.mention).form == MentionForm::adjective || mention(last.mention).possessive))
        argument.mentions.insert(argument.mentions.begin(), before.mentions.begin(), before.mentions.end());
    }
  }
  argument.modifier = true;
  return argument;
}

Argument ChunkSyntax::main_subject(std::size_t u) const {
  const auto p = phrase_of(u);
  Argument argument;
  for (std::size_t q = p; argument.empty() && q-- > 0;)
    if (is(q, PhraseKind::verb)) argument = passive_phrase(q) ? Argument{} : grammatical_subject(q, 0);
  for (std::size_t q = p + 1; argument.empty() && q < phrases_.size(); ++q)
    if (is(q, PhraseKind::verb)) {
      argument = passive_phrase(q) ? Argument{} : grammatical_subject(q, 0);
      break;
    }
  argument.inherited = true;
  return argument;
}

Argument ChunkSyntax::partner(std::size_t u, int of) const {
  for (std::size_t p = phrase_of(u); p-- > 0;) {
    if (!is(p, PhraseKind::noun) || own_mentions(p).empty()) continue;
    const auto pair = group_left(p);
    if (pair.mentions.size() != 2) continue;
    const auto same = [&](int m) { return mention(m).entity == mention(of).entity; };
    if (!same(pair.mentions[0]) && !same(pair.mentions[1])) continue;
    Argument argument;
    argument.mentions = {same(pair.mentions[0]) ? pair.mentions[1] : pair.mentions[0]};
    argument.inherited = true;
    return argument;
  }
  return {};
}

Argument ChunkSyntax::clause_subject(std::size_t u) const {
  const auto start = phrase_of(u);
  for (std::size_t q = start + 1; q < phrases_.size(); ++q) {
    if (is(q, PhraseKind::complementizer) || is(q, PhraseKind::infinitive) || is(q, PhraseKind::subordinator)) {
      for (std::size_t n = q + 1; n < phrases_.size() && n <= q + 3; ++n)
        if (is(n, PhraseKind::noun) && !is(n - 1, PhraseKind::preposition)) {
          auto argument = group_right(n);
          return argument.empty() ? resolve(n) : argument;
        }
      return {};
    }
    if (is(q, PhraseKind::verb) || is(q, PhraseKind::colon)) return {};
  }
  return {};
}

Argument ChunkSyntax::clause_object(std::size_t u) const {
  const auto start = phrase_of(u);
  for (std::size_t q = start + 1; q < phrases_.size() && q <= start + 4; ++q) {
    if (is(q, PhraseKind::verb)) {
      auto argument = object(verb_of(q), verb_of(q));
      for (std::size_t next = q + 1; argument.empty() && next + 1 < phrases_.size() && next <= q + 4; ++next)
        if (is(next, PhraseKind::preposition) && is(next + 1, PhraseKind::noun)) argument = group_right(next + 1);
      return argument;
    }
    if (!is(q, PhraseKind::infinitive) && !is(q, PhraseKind::complementizer) && !is(q, PhraseKind::noun)) return {};
  }
  return {};
}

std::size_t ChunkSyntax::object_noun(std::size_t u, std::size_t last, std::span<const WordId> nouns) const {
  const auto p = phrase_of(u);
  const auto find = [&](std::size_t q, std::size_t from = 0) -> std::size_t {
    const auto is_noun = [&](const std::vector<WordForm>* forms) {
      return forms != nullptr && std::ranges::any_of(*forms, [&](const WordForm& f) { return f.noun && std::ranges::binary_search(nouns, f.lemma); });
    };
    for (std::size_t i = std::max(phrases_[q].first, from); i < phrases_[q].last; ++i) {
      if (tags_[i] == Tag::noun && is_noun(units_[i].forms)) return i;
      if (tags_[i] == Tag::mention && mention(units_[i].mention).form == MentionForm::phrase)
        for (auto t = units_[i].first; t < units_[i].last && !language_.is(passage_.tokens[t].word, WordClass::preposition); ++t)
          if (is_noun(language_.forms_of(passage_.tokens[t].word))) return i;
      // "withdrew its troops": the head of an actor's phrase counts too.
      if (tags_[i] == Tag::mention && mention(units_[i].mention).form == MentionForm::role) {
        const auto head = language_.modifiers_follow ? units_[i].first : units_[i].last - 1;
        if (is_noun(language_.forms_of(passage_.tokens[head].word))) return i;
      }
    }
    return npos;
  };
  if (!is_verb(u)) return find(p);  // "pembelian ilegal rudal": within the noun's own phrase
  if (passive_phrase(p)) {
    const auto subject = subject_place(p).phrase;
    if (subject != npos)
      if (const auto found = find(subject); found != npos) return found;
    return is(p + 1, PhraseKind::noun) ? find(p + 1) : npos;
  }
  const auto after = phrase_of(last);
  // "rolled back tariffs": a particle that is a noun elsewhere.
  if (last > u && is(after, PhraseKind::noun))
    if (const auto found = find(after, last + 1); found != npos) return found;
  for (std::size_t q = after + 1; q < phrases_.size() && q <= after + 4; ++q) {
    if (is(q, PhraseKind::noun)) {
      if (const auto found = find(q); found != npos) return found;
    } else if (!is(q, PhraseKind::coordinator) && !is(q, PhraseKind::comma) && !(is(q, PhraseKind::preposition) && q > after + 1)) {
      return npos;
    }
  }
  return npos;
}

// The support verb whose object (subject, where passive) the noun phrase of `u` is: "melancarkan serangan", "sanctions were imposed".
std::size_t ChunkSyntax::carrier(std::size_t u) const {
  const auto p = phrase_of(u);
  std::size_t q = p;
  while (q > 1 && is(q - 1, PhraseKind::coordinator) && is(q - 2, PhraseKind::noun)) q -= 2;
  if (q > 0 && is(q - 1, PhraseKind::verb)) {
    const auto verb = verb_of(q - 1);
    if (unit_is(verb, WordClass::copula)) return verb;
    // "considering sanctions", "threatened strikes": whose plan it is, would do it.
    const bool carries = unit_is(verb, WordClass::support) || unit_is(verb, WordClass::planned) || unit_is(verb, WordClass::possible);
    if (carries && !passive_phrase(q - 1)) return verb;
  }
  for (std::size_t next = p + 1; next < phrases_.size(); ++next) {
    if (is(next, PhraseKind::verb)) return unit_is(verb_of(next), WordClass::support) && passive_phrase(next) ? verb_of(next) : npos;
    if (!is(next, PhraseKind::preposition) && !is(next, PhraseKind::noun) && !is(next, PhraseKind::relativizer)) return npos;
  }
  return npos;
}

}  // namespace entente
