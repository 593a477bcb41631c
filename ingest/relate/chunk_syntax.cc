#include "ingest/relate/chunk_syntax.h"

#include <algorithm>

#include "graph/text/unicode.h"

namespace entente {
namespace {

constexpr int kDeepest = 4;              // verbs that may pass a subject on, or hold one another
constexpr std::size_t kClauseReach = 8;  // units in which a subordinator's own verb must come

bool is_form(const std::vector<WordForm>* forms, bool noun) {
  return forms != nullptr && std::ranges::any_of(*forms, [&](const WordForm& f) { return f.noun == noun; });
}

bool has_voice(const std::vector<WordForm>* forms, Voice voice) {
  return forms != nullptr && std::ranges::any_of(*forms, [&](const WordForm& f) { return !f.noun && f.voice == voice; });
}

}  // namespace

ChunkSyntax::ChunkSyntax(const Language& language, const Passage& passage, const Sentence& sentence, std::uint32_t sentence_index,
                         const PassageMentions& mentions, Annotator* annotator)
    : language_(language), passage_(passage), mentions_(mentions), annotator_(annotator), first_token_(sentence.first) {
  make_units(passage, sentence, sentence_index);
  title_case_ = is_title_case();
  tag_units();
  make_phrases();
}

// ---- units and tags ----

void ChunkSyntax::make_units(const Passage& passage, const Sentence& sentence, std::uint32_t index) {
  auto next = std::ranges::lower_bound(mentions_.mentions, index, {}, &Mention::sentence);
  for (std::uint32_t at = sentence.first; at < sentence.last;) {
    Unit unit{.first = at, .last = at + 1, .classes = {}};
    if (next != mentions_.mentions.end() && next->sentence == index && next->first == at) {
      unit.last = next->last;
      unit.mention = static_cast<int>(next - mentions_.mentions.begin());
      ++next;
    } else {
      const std::uint32_t limit = next != mentions_.mentions.end() && next->sentence == index ? next->first : sentence.last;
      unit.word = passage.tokens[at].word;
      language_.phrases.matches([&](std::size_t i) { return at + i < limit ? passage.tokens[at + i].word : kUnknownWord; },
                                [&](const PhraseTrie::Match& m) {
                                  unit.last = at + static_cast<std::uint32_t>(m.length);
                                  unit.word = m.payloads->front();
                                });
      unit.classes = language_.classes_of(unit.word);
      // A verb of several words ("call on") triggers as its first word does; its further words are in the unit.
      if (unit.last == at + 1)
        unit.forms = language_.forms_of(unit.word);
      else if (has(unit.classes, WordClass::verb))
        unit.forms = language_.forms_of(passage.tokens[at].word);
    }
    at = unit.last;
    units_.push_back(unit);
  }
}

bool ChunkSyntax::can_be_verb(std::size_t u) const {
  if (u >= units_.size() || units_[u].mention >= 0) return false;
  if (is_form(units_[u].forms, false) || unit_is(u, WordClass::verb)) return true;
  if (units_[u].word != kUnknownWord) return false;  // the data know it, as no verb ("menteri")
  const auto& token = passage_.tokens[units_[u].first];
  return token.shape == Shape::lower &&
         (annotator_ != nullptr ? tagged(u, Upos::verb) : language_.morphology->looks_like_verb(fold(passage_.surface(token))));
}

// Whether the tagger reads the unit's first word so.
bool ChunkSyntax::tagged(std::size_t u, Upos tag) const { return annotator_ != nullptr && annotator_->tag(units_[u].first - first_token_) == tag; }

bool ChunkSyntax::can_be_noun(std::size_t u) const { return is_form(units_[u].forms, true) || unit_is(u, WordClass::noun); }

bool ChunkSyntax::verb_follows(std::size_t u) const {
  for (std::size_t i = u + 1; i < units_.size(); ++i) {
    if (can_be_verb(i)) return true;
    if (!unit_is(i, WordClass::adverb) && !unit_is(i, WordClass::negator) && !unit_is(i, WordClass::auxiliary) && !unit_is(i, WordClass::planned))
      return false;
  }
  return false;
}

bool ChunkSyntax::clause_follows(std::size_t u) const {
  for (std::size_t i = u + 1; i < units_.size() && i <= u + kClauseReach; ++i) {
    const auto& token = passage_.tokens[units_[i].first];
    if (token.shape == Shape::punctuation && passage_.surface(token) == ",") return false;
    if (can_be_verb(i) && (!can_be_noun(i) || tag_ambiguous_verb(i) == Tag::verb)) return true;
  }
  return false;
}

void ChunkSyntax::tag_units() {
  tags_.reserve(units_.size());
  for (std::size_t u = 0; u < units_.size(); ++u) tags_.push_back(tag(u));
  // What stands in brackets is beside the sentence: "pada Kamis (21/11) menuduh".
  constexpr std::size_t kLongestBracket = 10;
  const auto is_mark = [&](std::size_t u, std::string_view mark) {
    return units_[u].mention < 0 && passage_.surface(passage_.tokens[units_[u].first]) == mark;
  };
  for (std::size_t open = 0; open < units_.size(); ++open) {
    if (!is_mark(open, "(")) continue;
    std::size_t close = open + 1;
    while (close < units_.size() && close < open + kLongestBracket && !is_mark(close, ")")) ++close;
    if (close < units_.size() && is_mark(close, ")"))
      std::fill(tags_.begin() + static_cast<std::ptrdiff_t>(open), tags_.begin() + static_cast<std::ptrdiff_t>(close) + 1, Tag::mark);
  }
}

// "Iran-aligned", "flood-hit": the end of a word that qualifies another, with a hyphen before it.
bool ChunkSyntax::is_hyphen_tail(std::size_t u) const {
  if (u >= units_.size() || units_[u].mention >= 0) return false;
  if (u > 1 && units_[u - 2].mention < 0) {
    const auto &head = passage_.tokens[units_[u - 2].first], &hyphen = passage_.tokens[units_[u - 1].first], &tail = passage_.tokens[units_[u].first];
    const bool one_word = passage_.surface(hyphen) == "-" && head.span.end == hyphen.span.begin && hyphen.span.end == tail.span.begin;
    if (one_word && head.shape != Shape::capitalized && tail.shape == Shape::lower) return true;
  }
  return std::ranges::find(language_.hyphen_tails, fold(passage_.surface(passage_.tokens[units_[u].first]))) != language_.hyphen_tails.end();
}

ChunkSyntax::Tag ChunkSyntax::tag(std::size_t u) const {
  const auto& unit = units_[u];
  if (unit.mention >= 0) return Tag::mention;
  const auto& token = passage_.tokens[unit.first];
  const auto text = passage_.surface(token);
  if (token.shape == Shape::punctuation) {
    if (text == ",") return Tag::comma;
    if (text == ":" || text == ";") return Tag::colon;
    if (text == "\"" || text == "“" || text == "”" || text == "«" || text == "»") return Tag::quote;
    if (text == "-") return is_hyphen_tail(u + 1) ? Tag::adjective : Tag::coordinator;                    // "Iran-aligned", "Russia-Ukraine"
    if (text == "$" || text == "€" || text == "£" || text == "¥" || text == "%") return Tag::determiner;  // part of a sum
    return Tag::mark;
  }
  if (u > 0 && is_hyphen_tail(u) && units_[u - 1].mention < 0 && passage_.surface(passage_.tokens[units_[u - 1].first]) == "-") return Tag::adjective;
  const auto c = [&](WordClass w) { return has(unit.classes, w); };
  const bool before_number = u + 1 < units_.size() && units_[u + 1].mention < 0 && passage_.tokens[units_[u + 1].first].shape == Shape::number;
  if (before_number && c(WordClass::preposition) && c(WordClass::adverb)) return Tag::determiner;  // "about 10,000 troops"
  if (c(WordClass::infinitive) && verb_follows(u)) return Tag::infinitive;
  if (c(WordClass::relativizer) && (!c(WordClass::complementizer) || verb_follows(u))) return Tag::relativizer;
  if (c(WordClass::complementizer)) return Tag::complementizer;
  if (c(WordClass::subordinator) && (!c(WordClass::preposition) || clause_follows(u))) return Tag::subordinator;
  if (c(WordClass::preposition)) return Tag::preposition;
  if (c(WordClass::coordinator)) return Tag::coordinator;
  if (c(WordClass::possessive)) return Tag::possessive;
  if (can_be_verb(u)) return can_be_noun(u) ? tag_ambiguous_verb(u) : after_qualifier(u) ? Tag::noun : Tag::verb;
  if (c(WordClass::auxiliary) || c(WordClass::passive_auxiliary) || c(WordClass::negator) || c(WordClass::adverb) || c(WordClass::planned) ||
      c(WordClass::possible))
    return c(WordClass::noun) || c(WordClass::adjective) ? Tag::noun : Tag::filler;
  if (c(WordClass::determiner) || token.shape == Shape::number) return Tag::determiner;
  if (c(WordClass::adjective)) return Tag::adjective;
  if (unit.word == kUnknownWord && token.shape == Shape::lower && language_.morphology->looks_like_adverb(text)) return Tag::filler;
  return Tag::noun;
}

// After "the", "its", "new" or "Israel's" comes no finite verb.
bool ChunkSyntax::after_qualifier(std::size_t u) const {
  if (language_.modifiers_follow || u == 0 || u - 1 >= tags_.size()) return false;
  const Tag before = tags_[u - 1];
  if (before == Tag::mention) {
    const auto& m = mention(units_[u - 1].mention);
    return m.form == MentionForm::adjective || m.possessive;
  }
  return before == Tag::determiner || before == Tag::adjective || before == Tag::possessive;
}

// Headlines in capitals are strange to taggers.
std::optional<ChunkSyntax::Tag> ChunkSyntax::told_by_tagger(std::size_t u) const {
  if (!can_be_noun(u) || passage_.tokens[units_[u].first].shape != Shape::lower) return std::nullopt;
  if (tagged(u, Upos::verb)) return Tag::verb;
  if (tagged(u, Upos::noun)) return Tag::noun;
  return std::nullopt;
}

// A word that may be a noun or a verb ("attack", "visits", "reported"): the tagger decides, else what stands before it.
ChunkSyntax::Tag ChunkSyntax::tag_ambiguous_verb(std::size_t u) const {
  if (language_.modifiers_follow) {
    if (!can_be_noun(u)) return Tag::verb;
    if (u > 0 && u - 1 < tags_.size() && (tags_[u - 1] == Tag::verb || tags_[u - 1] == Tag::preposition || tags_[u - 1] == Tag::determiner))
      return Tag::noun;  // "terjadi bentrok"
    if (!has_voice(units_[u].forms, Voice::bare)) return Tag::verb;
    if (const auto told = told_by_tagger(u)) return *told;
    // A bare root ("protes", "kritik") is a verb only where headlines have one: at the start or after an actor.
    return u == 0 || units_[u - 1].mention >= 0 ? Tag::verb : Tag::noun;
  }
  // "US and Britain bomb Houthi targets": as headlines write, which taggers take for compounds.
  const bool headline = u > 0 && u + 1 < units_.size() && units_[u - 1].mention >= 0 && units_[u + 1].mention >= 0 &&
                        mention(units_[u - 1].mention).form == MentionForm::name && !mention(units_[u - 1].mention).possessive;
  if (const auto told = told_by_tagger(u); told && !(headline && *told == Tag::noun)) return *told;
  // "Israel strikes kill five": another verb follows at once. "A tense White House meeting": a gerund that governs nothing.
  const bool followed = u + 1 < units_.size();
  if (followed && units_[u + 1].mention < 0 && can_be_verb(u + 1) && !can_be_noun(u + 1) && !unit_is(u + 1, WordClass::auxiliary) &&
      is_form(units_[u].forms, true))
    return Tag::noun;
  const bool object_follows =
      followed && (units_[u + 1].mention >= 0 || unit_is(u + 1, WordClass::determiner) || unit_is(u + 1, WordClass::adjective) || can_be_noun(u + 1));
  if (has_voice(units_[u].forms, Voice::gerund) && is_form(units_[u].forms, true) && !object_follows &&
      !(u > 0 && unit_is(u - 1, WordClass::auxiliary)))
    return Tag::noun;
  std::size_t before = u;
  while (before > 0 && units_[before - 1].mention < 0 && unit_is(before - 1, WordClass::adverb)) --before;
  if (before == 0) return is_form(units_[u].forms, true) ? Tag::noun : Tag::verb;
  const auto& previous = units_[before - 1];
  if (previous.mention >= 0) {
    const auto& m = mention(previous.mention);
    if (m.form == MentionForm::adjective || (m.form == MentionForm::pronoun && m.possessive))
      return has_voice(units_[u].forms, Voice::participle) ? Tag::verb : Tag::noun;
    // "struck Houthi targets in Yemen": the clause has its verb, and nothing follows that this one could govern.
    if (can_be_noun(u) && !object_follows && before >= 2 && before - 2 < tags_.size() && tags_[before - 2] != Tag::comma) {
      const auto clause = std::span(tags_).first(before - 1);
      for (std::size_t i = clause.size(); i-- > 0 && clause[i] != Tag::comma && clause[i] != Tag::complementizer && clause[i] != Tag::subordinator;)
        if (clause[i] == Tag::verb) return Tag::noun;
    }
    return Tag::verb;
  }
  const auto c = [&](WordClass w) { return has(previous.classes, w); };
  if (c(WordClass::infinitive) && has_voice(units_[u].forms, Voice::bare)) return Tag::verb;
  const bool verb_before = before - 1 < tags_.size() && tags_[before - 1] == Tag::verb;  // "pledged aid": what a verb is held as says nothing here
  if (c(WordClass::pronoun) || c(WordClass::relativizer)) return Tag::verb;
  if (!verb_before &&
      (c(WordClass::auxiliary) || c(WordClass::passive_auxiliary) || c(WordClass::negator) || c(WordClass::planned) || c(WordClass::possible)))
    return Tag::verb;
  if (c(WordClass::preposition)) return has_voice(units_[u].forms, Voice::gerund) ? Tag::verb : Tag::noun;
  if (c(WordClass::determiner) || c(WordClass::possessive) || c(WordClass::adjective)) return Tag::noun;
  if (can_be_verb(before - 1)) return can_be_noun(u) ? Tag::noun : Tag::verb;
  // "Israeli drone strikes": a noun that something before it already qualifies goes on into the next.
  if (is_form(units_[u].forms, true) && before >= 2 && before - 1 < tags_.size() && tags_[before - 1] == Tag::noun) {
    const Tag earlier = tags_[before - 2];
    if (earlier == Tag::determiner || earlier == Tag::adjective || earlier == Tag::possessive ||
        (earlier == Tag::mention &&
         (mention(units_[before - 2].mention).form == MentionForm::adjective || mention(units_[before - 2].mention).possessive)))
      return Tag::noun;
  }
  if (c(WordClass::coordinator)) return is_form(units_[u].forms, true) && has_voice(units_[u].forms, Voice::bare) ? Tag::noun : Tag::verb;
  if (can_be_noun(u) && previous.classes.none() && passage_.tokens[previous.first].shape != Shape::punctuation &&
      has_voice(units_[u].forms, Voice::bare))
    return Tag::noun;
  return Tag::verb;
}

// ---- phrases ----

std::size_t ChunkSyntax::noun_phrase_end(std::size_t u) const {
  bool content = false;
  std::size_t end = u;
  for (; end < units_.size(); ++end) {
    const Tag t = tags_[end];
    if (t == Tag::determiner || t == Tag::adjective) {
      if (t == Tag::determiner && content && !language_.modifiers_follow) break;
    } else if (t == Tag::noun) {
      content = true;
    } else if (t == Tag::mention) {
      if (content && end > u && tags_[end - 1] == Tag::mention && !language_.modifiers_follow) {
        const auto& m = mention(units_[end - 1].mention);
        if (m.form != MentionForm::adjective && !m.possessive) break;
      }
      if (const auto& m = mention(units_[end].mention); content && m.form == MentionForm::pronoun && !language_.modifiers_follow)
        break;  // "on Thursday it …"
      content = true;
    } else if (t != Tag::possessive) {
      break;
    }
  }
  return end;
}

// "is" before a noun phrase is the verb of its clause.
std::size_t ChunkSyntax::copula_in(std::size_t first, std::size_t last) const {
  for (std::size_t u = first; u < last; ++u)
    if (unit_is(u, WordClass::copula)) return u;
  return npos;
}

void ChunkSyntax::make_phrases() {
  phrase_of_unit_.assign(units_.size(), 0);
  const auto add = [&](PhraseKind kind, std::size_t first, std::size_t last) {
    for (std::size_t u = first; u < last; ++u) phrase_of_unit_[u] = phrases_.size();
    phrases_.push_back({kind, first, last});
  };
  for (std::size_t u = 0; u < units_.size();) {
    switch (tags_[u]) {
      case Tag::mention:
      case Tag::noun:
      case Tag::determiner:
      case Tag::adjective:
      case Tag::possessive: {
        const auto end = noun_phrase_end(u);
        add(PhraseKind::noun, u, end);
        u = end;
        break;
      }
      case Tag::filler: {
        std::size_t end = u;
        while (end < units_.size() && tags_[end] == Tag::filler) ++end;
        if (end < units_.size() && tags_[end] == Tag::verb) {
          add(PhraseKind::verb, u, end + 1);
          u = end + 1;
        } else if (const auto be = copula_in(u, end); be != npos) {
          add(PhraseKind::verb, u, be + 1);
          u = be + 1;
        } else {  // "telah secara resmi": belongs to no verb of its own
          for (std::size_t i = u; i < end; ++i) phrase_of_unit_[i] = phrases_.empty() ? 0 : phrases_.size() - 1;
          u = end;
        }
        break;
      }
      case Tag::verb:
        add(PhraseKind::verb, u, u + 1);
        ++u;
        break;
      case Tag::preposition:
        add(PhraseKind::preposition, u, u + 1);
        ++u;
        break;
      case Tag::coordinator:
        add(PhraseKind::coordinator, u, u + 1);
        ++u;
        break;
      case Tag::comma:
        add(PhraseKind::comma, u, u + 1);
        ++u;
        break;
      case Tag::complementizer:
        add(PhraseKind::complementizer, u, u + 1);
        ++u;
        break;
      case Tag::relativizer:
        add(PhraseKind::relativizer, u, u + 1);
        ++u;
        break;
      case Tag::subordinator:
        add(PhraseKind::subordinator, u, u + 1);
        ++u;
        break;
      case Tag::infinitive:
        add(PhraseKind::infinitive, u, u + 1);
        ++u;
        break;
      case Tag::quote:
        add(PhraseKind::quote, u, u + 1);
        ++u;
        break;
      case Tag::colon:
        add(PhraseKind::colon, u, u + 1);
        ++u;
        break;
      case Tag::mark:
        add(PhraseKind::mark, u, u + 1);
        ++u;
        break;
    }
  }
}

bool ChunkSyntax::phrase_has(std::size_t p, WordClass c) const {
  for (std::size_t u = phrases_[p].first; u < phrases_[p].last; ++u)
    if (unit_is(u, c)) return true;
  return false;
}

// ---- noun phrases to mentions ----

// The mention that is the head of a noun phrase, else the one that its head belongs to.
// "US-backed forces": whoever stands before such a hyphen is not whose they are.
bool ChunkSyntax::backs(std::size_t u) const {
  if (!is_hyphen_tail(u + 2) || units_[u + 1].mention >= 0 || passage_.surface(passage_.tokens[units_[u + 1].first]) != "-") return false;
  return std::ranges::find(language_.own_tails, fold(passage_.surface(passage_.tokens[units_[u + 2].first]))) == language_.own_tails.end();
}

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

bool ChunkSyntax::is_title_case() const {
  constexpr std::size_t kShortWord = 3;  // bytes: headlines write "in", "di", "the" in lower case
  std::size_t capital = 0, lower = 0;
  for (const auto& unit : units_) {
    if (unit.mention >= 0) continue;
    const auto& token = passage_.tokens[unit.first];
    capital += token.shape == Shape::capitalized || token.shape == Shape::all_capitals;
    lower += token.shape == Shape::lower && token.span.size() > kShortWord;
  }
  return capital > lower;
}

// A common noun that no data know: who or what it is cannot be told. "US Muslim groups" are not the US.
bool ChunkSyntax::is_unknown_noun(std::size_t u) const {
  return units_[u].mention < 0 && units_[u].word == kUnknownWord && passage_.tokens[units_[u].first].shape == Shape::lower && !title_case_;
}

// A word in capitals that no data know, where capitals mean something.
bool ChunkSyntax::is_unknown_name(std::size_t u) const {
  if (units_[u].mention >= 0 || u == 0 || title_case_) return false;
  const auto shape = passage_.tokens[units_[u].first].shape;
  return (shape == Shape::capitalized || shape == Shape::all_capitals) && units_[u].classes.none() && units_[u].forms == nullptr;
}

bool ChunkSyntax::has_trigger_noun(std::size_t p) const {
  for (std::size_t u = phrases_[p].first; u < phrases_[p].last; ++u)
    if (tags_[u] == Tag::noun && is_form(units_[u].forms, true)) return true;
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
  const auto* forms = units_[verb_of(p)].forms;
  if (has_voice(forms, Voice::passive)) return true;
  const bool unknown = forms == nullptr;
  if (unknown && language_.modifiers_follow) return fold(passage_.surface(passage_.tokens[units_[verb_of(p)].first])).starts_with("di");
  if (!unknown && !has_voice(forms, Voice::participle)) return false;
  if (phrase_has(p, WordClass::passive_auxiliary)) return true;
  if (phrase_has(p, WordClass::auxiliary)) return false;
  if (!unknown && !has_voice(forms, Voice::active)) {
    const bool regular = passage_.surface(passage_.tokens[units_[verb_of(p)].first]).ends_with("ed");
    if (!regular) return true;  // "taken", "struck down" without auxiliary
  }
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
  return has_voice(units_[verb_of(p + 1)].forms, Voice::gerund);
}

// The noun phrase that is the grammatical subject of verb phrase `p`, or npos. `inherits`: the subject is that of phrase `from`.
std::size_t ChunkSyntax::subject_phrase(std::size_t p, bool& inherits, std::size_t& from) const {
  inherits = false;
  // "… dan mendesak X", "Telepon Putin, Minta …", ", killing 32 people": the subject is that of the verb before.
  if (p > 0 && (is(p - 1, PhraseKind::coordinator) || is(p - 1, PhraseKind::comma))) {
    for (std::size_t back = p - 1; back-- > 0;) {
      if (is(back, PhraseKind::colon)) break;
      if (is(p - 1, PhraseKind::comma) && (is(back, PhraseKind::subordinator) || is(back, PhraseKind::complementizer))) break;
      if (!is(back, PhraseKind::verb) || (relative_start(back) != npos && relative_start(back) != relative_start(p))) continue;
      inherits = true;
      from = back;
      return npos;
    }
  }
  // "memanggil duta besar, X, untuk memprotes": who summons, protests.
  if (p > 1 && is(p - 1, PhraseKind::infinitive) && is(p - 2, PhraseKind::comma))
    for (std::size_t back = p - 2; back-- > 0;) {
      if (!is(back, PhraseKind::verb)) continue;
      inherits = true;
      from = back;
      return npos;
    }
  std::size_t q = p;
  while (q-- > 0) {
    switch (phrases_[q].kind) {
      case PhraseKind::noun: {
        if (q > 0 && is(q - 1, PhraseKind::preposition) && q + 1 == p && heads_clause(q)) return q;
        if (const auto start = list_start(q);
            start > 0 && is(start - 1, PhraseKind::preposition)) {  // a prepositional phrase: whose noun comes before
          q = start - 1;
          break;
        }
        // "media yang mengutip sumber Ukraina menyebutkan": the object of the relative clause is not our subject.
        if (q > 1 && is(q - 1, PhraseKind::verb) && is(q - 2, PhraseKind::relativizer) && (language_.modifiers_follow || !passive_phrase(q - 1)) &&
            !commands(verb_of(q - 1)) && !unit_is(verb_of(q - 1), WordClass::speech)) {
          q -= 2;
          if (q > 0 && is(q - 1, PhraseKind::comma)) --q;
          break;
        }
        // "memanggil duta besar untuk memprotes": who summons, protests; only the object of a command does what follows.
        if (is(p - 1, PhraseKind::infinitive) && q + 2 == p && q > 0 && is(q - 1, PhraseKind::verb) && !passive_phrase(q - 1) &&
            !commands(verb_of(q - 1))) {
          inherits = true;
          from = q - 1;
          return npos;
        }
        // "Israel didesak Mesir membuka perbatasan": who is urged, opens.
        if (language_.modifiers_follow && q + 1 == p && q > 0 && is(q - 1, PhraseKind::verb) && passive_phrase(q - 1) && commands(verb_of(q - 1))) {
          inherits = true;
          from = q - 1;
          return npos;
        }
        // "Kementerian, Senin (11/11/2024), menegaskan": a day, or whatever else is nobody.
        if (q > 1 && is(q - 1, PhraseKind::comma) && is(q - 2, PhraseKind::noun) && own_mentions(q).empty()) {
          --q;
          break;
        }
        // "Iran, sekutu Rusia, mengecam": what stands between commas is beside the sentence.
        if (is(q + 1, PhraseKind::comma) && q > 1 && is(q - 1, PhraseKind::comma) && is(q - 2, PhraseKind::noun) && q + 2 == p) {
          --q;
          break;
        }
        return q;
      }
      case PhraseKind::verb: {
        const auto relative = relative_start(q);
        const bool ours = relative_start(p) == relative;
        if (relative != npos && (!ours || is(p - 1, PhraseKind::comma))) {
          q = relative;
          if (q > 0 && is(q - 1, PhraseKind::comma)) --q;
          break;
        }
        inherits = true;
        from = q;
        return npos;
      }
      case PhraseKind::relativizer: {
        std::size_t antecedent = q;
        if (antecedent > 0 && is(antecedent - 1, PhraseKind::comma)) --antecedent;
        while (antecedent > 1 && is(antecedent - 1, PhraseKind::noun) && is(antecedent - 2, PhraseKind::preposition) &&
               own_mentions(antecedent - 1).empty())
          antecedent -= 2;
        return antecedent > 0 && is(antecedent - 1, PhraseKind::noun) ? antecedent - 1 : npos;
      }
      case PhraseKind::complementizer:
      case PhraseKind::subordinator: {
        for (std::size_t back = q; back-- > 0;)
          if (is(back, PhraseKind::verb)) {
            // "mengecam Rusia karena menyerang X": who is blamed, did it.
            if (phrase_has(q, WordClass::reason) && q + 1 == p && is(back + 1, PhraseKind::noun) && !passive_phrase(back) &&
                !own_mentions(back + 1).empty() && (unit_is(verb_of(back), WordClass::object_control) || unit_is(verb_of(back), WordClass::judging)))
              return back + 1;
            inherits = true;
            from = back;
            return npos;
          }
        [[fallthrough]];
      }
      case PhraseKind::colon:
      case PhraseKind::quote: {
        // "Bertemu Netanyahu, Trump: …", "After meeting Putin, Modi …": the subject comes after the comma.
        for (std::size_t next = p + 1; next + 1 < phrases_.size(); ++next)
          if (is(next, PhraseKind::comma) && is(next + 1, PhraseKind::noun) && (is(next + 2, PhraseKind::verb) || is(next + 2, PhraseKind::colon)))
            return next + 1;
        return npos;
      }
      case PhraseKind::preposition:
        if (q + 1 == p) {  // "by killing", "setelah menyerang"
          for (std::size_t back = q; back-- > 0;)
            if (is(back, PhraseKind::verb)) {
              inherits = true;
              from = back;
              return npos;
            }
        }
        break;
      case PhraseKind::infinitive:
      case PhraseKind::coordinator:
      case PhraseKind::comma:
      case PhraseKind::mark: break;
    }
  }
  for (std::size_t next = p + 1; next + 1 < phrases_.size(); ++next)
    if (is(next, PhraseKind::comma) && is(next + 1, PhraseKind::noun) && (is(next + 2, PhraseKind::verb) || is(next + 2, PhraseKind::colon)))
      return next + 1;
  return npos;
}

Argument ChunkSyntax::grammatical_subject(std::size_t p, int depth) const {
  bool inherits = false;
  std::size_t from = 0;
  const auto phrase = subject_phrase(p, inherits, from);
  Argument argument;
  if (phrase != npos) {
    // The object of a verb that commands is the subject of what it commands: "urged Iran to release".
    argument = group_left(phrase);
    argument.distance = static_cast<std::uint32_t>(p > phrase ? p - phrase : phrase - p);
    return argument;
  }
  if (!inherits || depth >= kDeepest) return argument;
  // "accused Russia of attacking": the object of such a verb does what its complement says.
  const bool beside = p > 0 && (is(p - 1, PhraseKind::coordinator) || is(p - 1, PhraseKind::comma));
  if (!beside && unit_is(verb_of(from), WordClass::object_control)) argument = passive_phrase(from) ? Argument{} : grammatical_object(from);
  if (argument.empty()) argument = grammatical_subject(from, depth + 1);
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
  if (language_.modifiers_follow && is(p + 1, PhraseKind::noun)) {
    auto argument = group_right(p + 1);
    if (!argument.empty() && !argument.modifier) return argument;
    return argument.empty() ? Argument{} : argument;
  }
  return {};
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
      case PhraseKind::noun: break;
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
    bool inherits = false;
    std::size_t from = 0;
    const auto subject = subject_phrase(p, inherits, from);
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

// ---- how a clause holds what it says ----

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
      case PhraseKind::quote: break;
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
  const bool verb = is(p, PhraseKind::verb);
  for (std::size_t u = phrases_[p].first; u < phrases_[p].last; ++u)
    if (u != trigger) apply(units_[u].classes, depth > 0, holding);
  if (depth >= kDeepest) return;
  if (verb) {
    // "would attack X and occupy Y": the second is held as the first is.
    bool shares = false;
    std::size_t first = 0;
    if (depth == 0 && !language_.modifiers_follow && p > 0 && is(p - 1, PhraseKind::coordinator) && phrases_[p].first + 1 == phrases_[p].last &&
        has_voice(units_[verb_of(p)].forms, Voice::bare) && subject_phrase(p, shares, first) == npos && shares)
      for (std::size_t u = phrases_[first].first; u + 1 < phrases_[first].last; ++u) apply(units_[u].classes, false, holding);
    // "since X attacked Y", "Previously, X had …"
    if (depth == 0)
      for (std::size_t q = p; q-- > 0 && !is(q, PhraseKind::verb);) {
        if ((is(q, PhraseKind::subordinator) || is(q, PhraseKind::mark) || q == 0) && phrase_has(q, WordClass::recalled)) holding.background = true;
        // "if X attacks Y"
        if (is(q, PhraseKind::subordinator) && phrase_has(q, WordClass::possible) && holding.modality == Modality::actual)
          holding.modality = Modality::possible;
      }
    // "was not invaded and occupied": what stands before two verbs side by side holds for both.
    if (p > 1 && is(p - 1, PhraseKind::coordinator) && is(p - 2, PhraseKind::verb))
      for (std::size_t u = phrases_[p - 2].first; u + 1 < phrases_[p - 2].last; ++u) apply(units_[u].classes, depth > 0, holding);
    if (depth == 0 && (denied_phrase(p + 1) || (p > 0 && denied_phrase(p - 1)))) holding.polarity = Polarity::negated;
    // "kemungkinan Rusia mengirim"
    if (p > 0 && is(p - 1, PhraseKind::noun) && heads_clause(p - 1))
      for (std::size_t u = phrases_[p - 1].first; u < phrases_[p - 1].last; ++u) apply(units_[u].classes, true, holding);
    if (p > 0 && is(p - 1, PhraseKind::preposition)) apply(units_[phrases_[p - 1].first].classes, true, holding);  // "without asking"
    // "tidak berarti X mengakui": a complementizer that denies its clause.
    for (std::size_t q = p; q-- > 0 && !is(q, PhraseKind::verb);)
      if (is(q, PhraseKind::complementizer)) apply(units_[phrases_[q].first].classes, true, holding);
    // "convinced X not to attack Y"
    if (p > 0 && is(p - 1, PhraseKind::infinitive) && phrases_[p - 1].first > 0 && unit_is(phrases_[p - 1].first - 1, WordClass::negator) &&
        !unit_is(phrases_[p - 1].first - 1, WordClass::verb))
      holding.polarity = Polarity::negated;
    const auto up = governor(p);
    if (up != npos && serves_purpose(p, up) && holding.modality == Modality::actual) holding.modality = Modality::planned;
    const bool series = language_.modifiers_follow && up + 1 == p;  // "tidak berunjuk rasa menentang X"
    if (up != npos && (is(up, PhraseKind::noun) || series || passes_on(up) || (p > 0 && is(p - 1, PhraseKind::infinitive))))
      hold(up, trigger, depth + 1, holding);
    return;
  }
  if (depth == 0) hold_by_own_verb(p, holding);
  // A noun is held as the verb is whose object it is, or as the noun is that it belongs to.
  if (p > 0 && is(p - 1, PhraseKind::verb) && passes_on(p - 1)) {
    hold(p - 1, trigger, depth + 1, holding);
    for (std::size_t u = phrases_[p - 1].last; u < phrases_[p].first; ++u) apply(units_[u].classes, true, holding);  // "is not a member"
  }
  if (p > 0 && is(p - 1, PhraseKind::preposition)) {
    apply(units_[phrases_[p - 1].first].classes, true, holding);
    if (p > 1 && is(p - 2, PhraseKind::noun) && phrase_has(p - 1, WordClass::particle)) hold(p - 2, trigger, depth + 1, holding);
  }
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

Span ChunkSyntax::phrase_tokens(std::size_t u) const {
  const auto& phrase = phrases_[phrase_of(u)];
  return {units_[phrase.first].first, units_[phrase.last - 1].last};
}

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
    const bool gerund = has_voice(units_[verb_of(p)].forms, Voice::gerund);  // ", accusing it of": the subject is the main clause's
    const bool closes = p > 0 && !gerund && (is(p - 1, PhraseKind::comma) || is(p - 1, PhraseKind::quote));
    if (closes && is(p + 1, PhraseKind::noun)) {  // "…, kata X"
      found.push_back(speech(p + 1, 0, phrases_[p].first));
      continue;
    }
    bool inherits = false;
    std::size_t from = 0;
    const auto subject = subject_phrase(p, inherits, from);
    if (subject == npos || subject > p) {
      if (inherits) {
        const auto shared = subject_phrase(from, inherits, from);
        if (shared != npos && shared < p) found.push_back(speech(shared, phrases_[p].last, units_.size()));
      }
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
