#include "ingest/relate/triggers.h"

namespace entente {

// Whether `words` start with all words of a unit: of a fixed phrase ("out of") there are several.
bool TriggerMatcher::starts_with_words(std::size_t unit, std::span<const WordId> words) const {
  const auto& u = syntax_.units()[unit];
  if (u.last - u.first > words.size()) return false;
  for (auto t = u.first; t < u.last; ++t)
    if (passage_.tokens[t].word != words[t - u.first]) return false;
  return true;
}

// Whether the rule's further words are there; `last` becomes the last unit of the trigger, `noun` its object noun.
bool TriggerMatcher::matches(const Rule& rule, std::size_t u, std::size_t& last, std::size_t& noun) const {
  const auto units = syntax_.units();
  std::uint32_t inner = units[u].first + 1;  // words of the trigger's own unit come first
  for (std::size_t p = 0; p < rule.particles.size();) {
    if (last == u && inner < units[u].last && passage_.tokens[inner].word == rule.particles[p]) {
      ++inner;
      ++p;
      continue;
    }
    const auto rest = std::span(rule.particles).subspan(p);
    std::size_t next = last + 1;
    while (next < units.size() && units[next].mention < 0 && !starts_with_words(next, rest) && has(units[next].classes, WordClass::adverb)) ++next;
    if (next >= units.size() || units[next].mention >= 0 || !starts_with_words(next, rest)) return false;
    p += units[next].last - units[next].first;
    last = next;
  }
  if (rule.noun && !syntax_.heads_phrase(last)) return false;
  if (rule.alone && syntax_.has_predicate(u, last)) return false;
  if (rule.object && !syntax_.has_object(u, last)) return false;
  if (!rule.wants_object_noun()) return true;
  if (!rule.object_nouns.empty()) noun = syntax_.object_noun(u, last, rule.object_nouns);
  for (std::size_t i = 0; noun == Syntax::npos && i < rule.object_phrases.size(); ++i) {
    const auto& phrase = rule.object_phrases[i];
    const auto head = syntax_.object_noun(u, last, std::span(&phrase.head, 1));
    if (head != Syntax::npos && stands_beside(head, phrase.modifiers)) noun = head;
  }
  return noun != Syntax::npos;
}

// Whether `words` stand right before the noun at `unit`, or right behind it where modifiers follow.
bool TriggerMatcher::stands_beside(std::size_t unit, std::span<const WordId> words) const {
  const auto& u = syntax_.units()[unit];
  const auto matches = [&](std::size_t first) {
    for (std::size_t i = 0; i < words.size(); ++i)
      if (first + i >= passage_.tokens.size() || passage_.tokens[first + i].word != words[i]) return false;
    return true;
  };
  return matches(u.last) || (u.first >= words.size() && matches(u.first - words.size()));
}

Argument TriggerMatcher::fill(const Slot& slot, std::size_t u, std::size_t last, std::size_t noun) const {
  switch (slot.place) {
    case Slot::Place::subject: return syntax_.subject(u);
    case Slot::Place::object: {
      if (noun == Syntax::npos) return syntax_.object(u, last);
      auto argument = syntax_.possessor(noun);
      return argument.empty() ? syntax_.beneficiary(u, last, noun) : argument;
    }
    case Slot::Place::possessor: return syntax_.possessor(noun == Syntax::npos ? u : noun);
    case Slot::Place::oblique: {
      auto argument = syntax_.oblique(u, slot.prepositions);
      if (argument.empty() && noun != Syntax::npos) argument = syntax_.oblique(noun, slot.prepositions);
      return argument;
    }
    case Slot::Place::clause: return syntax_.clause_subject(u);
    case Slot::Place::content: return syntax_.clause_object(u);
    case Slot::Place::main: return syntax_.main_subject(u);
    case Slot::Place::partner:
    case Slot::Place::both: return {};
  }
  return {};
}

}  // namespace entente
