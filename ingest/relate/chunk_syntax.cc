#include "ingest/relate/chunk_syntax.h"

#include <algorithm>

#include "graph/text/unicode.h"

namespace entente {
namespace {

constexpr std::size_t kClauseReach = 8;  // units in which a subordinator's own verb must come

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
  if (units_[u].is_form(false) || unit_is(u, WordClass::verb)) return true;
  if (units_[u].word != kUnknownWord) return false;  // the data know it, as no verb ("menteri")
  const auto& token = passage_.tokens[units_[u].first];
  return token.shape == Shape::lower &&
         (annotator_ != nullptr ? tagged(u, Upos::verb) : language_.morphology->looks_like_verb(fold(passage_.surface(token))));
}

// Whether the tagger reads the unit's first word so.
bool ChunkSyntax::tagged(std::size_t u, Upos tag) const { return annotator_ != nullptr && annotator_->tag(units_[u].first - first_token_) == tag; }

bool ChunkSyntax::can_be_noun(std::size_t u) const { return units_[u].is_form(true) || unit_is(u, WordClass::noun); }

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
    if (!units_[u].has_voice(Voice::bare)) return Tag::verb;
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
      units_[u].is_form(true))
    return Tag::noun;
  const bool object_follows =
      followed && (units_[u + 1].mention >= 0 || unit_is(u + 1, WordClass::determiner) || unit_is(u + 1, WordClass::adjective) || can_be_noun(u + 1));
  if (units_[u].has_voice(Voice::gerund) && units_[u].is_form(true) && !object_follows && !(u > 0 && unit_is(u - 1, WordClass::auxiliary)))
    return Tag::noun;
  std::size_t before = u;
  while (before > 0 && units_[before - 1].mention < 0 && unit_is(before - 1, WordClass::adverb)) --before;
  if (before == 0) return units_[u].is_form(true) ? Tag::noun : Tag::verb;
  const auto& previous = units_[before - 1];
  if (previous.mention >= 0) {
    const auto& m = mention(previous.mention);
    if (m.form == MentionForm::adjective || (m.form == MentionForm::pronoun && m.possessive))
      return units_[u].has_voice(Voice::participle) ? Tag::verb : Tag::noun;
    // "struck Houthi targets in Yemen": the clause has its verb, and nothing follows that this one could govern.
    if (can_be_noun(u) && !object_follows && before >= 2 && before - 2 < tags_.size() && tags_[before - 2] != Tag::comma) {
      const auto clause = std::span(tags_).first(before - 1);
      for (std::size_t i = clause.size(); i-- > 0 && clause[i] != Tag::comma && clause[i] != Tag::complementizer && clause[i] != Tag::subordinator;)
        if (clause[i] == Tag::verb) return Tag::noun;
    }
    return Tag::verb;
  }
  const auto c = [&](WordClass w) { return has(previous.classes, w); };
  if (c(WordClass::infinitive) && units_[u].has_voice(Voice::bare)) return Tag::verb;
  const bool verb_before = before - 1 < tags_.size() && tags_[before - 1] == Tag::verb;  // "pledged aid": what a verb is held as says nothing here
  if (c(WordClass::pronoun) || c(WordClass::relativizer)) return Tag::verb;
  if (!verb_before &&
      (c(WordClass::auxiliary) || c(WordClass::passive_auxiliary) || c(WordClass::negator) || c(WordClass::planned) || c(WordClass::possible)))
    return Tag::verb;
  if (c(WordClass::preposition)) return units_[u].has_voice(Voice::gerund) ? Tag::verb : Tag::noun;
  if (c(WordClass::determiner) || c(WordClass::possessive) || c(WordClass::adjective)) return Tag::noun;
  if (can_be_verb(before - 1)) return can_be_noun(u) ? Tag::noun : Tag::verb;
  // "Israeli drone strikes": a noun that something before it already qualifies goes on into the next.
  if (units_[u].is_form(true) && before >= 2 && before - 1 < tags_.size() && tags_[before - 1] == Tag::noun) {
    const Tag earlier = tags_[before - 2];
    if (earlier == Tag::determiner || earlier == Tag::adjective || earlier == Tag::possessive ||
        (earlier == Tag::mention &&
         (mention(units_[before - 2].mention).form == MentionForm::adjective || mention(units_[before - 2].mention).possessive)))
      return Tag::noun;
  }
  if (c(WordClass::coordinator)) return units_[u].is_form(true) && units_[u].has_voice(Voice::bare) ? Tag::noun : Tag::verb;
  if (can_be_noun(u) && previous.classes.none() && passage_.tokens[previous.first].shape != Shape::punctuation && units_[u].has_voice(Voice::bare))
    return Tag::noun;
  return Tag::verb;
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

Span ChunkSyntax::phrase_tokens(std::size_t u) const {
  const auto& phrase = phrases_[phrase_of(u)];
  return {units_[phrase.first].first, units_[phrase.last - 1].last};
}

}  // namespace entente
