#include "ingest/mention/atoms.h"

#include <algorithm>

#include "graph/text/unicode.h"

namespace entente {
namespace {

constexpr std::uint32_t kLongestName = 5;  // tokens of a person's name that no list knows

int rank_of(const GazetteerName& name, const GazetteerEntry& entry, bool locative) {
  if (entry.kind == Kind::location) return locative ? 80 : 30;
  if (name.sense == Sense::capital) return locative ? 40 : 70;
  switch (entry.kind) {
    case Kind::state: return 90;
    case Kind::alliance: return 85;
    case Kind::official: return 65;
    case Kind::person: return 60;
    default: return 50;
  }
}

}  // namespace

void SentenceAtoms::read(std::uint32_t index) {
  sentence_ = index;
  const auto& sentence = passage_.sentences[index];
  atoms_.clear();
  no_role_before_ = 0;
  for (std::uint32_t at = sentence.first; at < sentence.last;) {
    atoms_.push_back(best_atom(at, sentence.last));
    at = atoms_.back().last;
  }
  find_names(sentence);
}

// ---- what starts at a token ----

Atom SentenceAtoms::best_atom(std::uint32_t at, std::uint32_t end) {
  Atom best{.first = at, .last = at + 1};
  const auto word_at = [&](std::size_t i) { return at + i < end ? passage_.tokens[at + i].word : kUnknownWord; };
  const auto take = [&](std::size_t length, Atom atom) {
    atom.first = at;
    atom.last = at + static_cast<std::uint32_t>(length);
    best = atom;
  };
  roles_.anaphor_trie.matches(word_at, [&](const PhraseTrie::Match& m) {
    // "The president of France" stands for nothing named before.
    if (!language_.modifiers_follow && language_.is(word_at(m.length), WordClass::particle)) return;
    take(m.length, {.what = Atom::What::anaphor, .anaphor = roles_.anaphors[m.payloads->front()]});
  });
  roles_.role_trie.matches(word_at, [&](const PhraseTrie::Match& m) {
    if (m.length < best.last - best.first || at < no_role_before_ || after_clock(at)) return;
    take(m.length, {.what = Atom::What::role, .role = &roles_.roles[m.payloads->front()]});
  });
  if (best.what == Atom::What::role && best.role->role_class == RoleClass::none) {
    no_role_before_ = best.last;
    best = {.first = at, .last = at + 1};
  }
  const bool locative = at_locative(at);
  gazetteer_.trie().matches(word_at, [&](const PhraseTrie::Match& m) {
    if (m.length < best.last - best.first) return;
    if (const auto* name = choose(*m.payloads, at, m.length, end, locative))
      take(m.length, {.what = Atom::What::name, .name = name, .locative = locative});
  });
  if (best.what == Atom::What::word && entities_.has_learned() && starts_upper(at))
    if (const auto entity = entities_.learned(fold(surface(at, at + 1))); entity != kNoEntity) best.what = Atom::What::learned, best.learned = entity;
  best.locative = locative;
  return best;
}

// "03:16 PM": no prime minister.
bool SentenceAtoms::after_clock(std::uint32_t at) const {
  return passage_.tokens[at].shape == Shape::all_capitals && at > passage_.sentences[sentence_].first &&
         passage_.tokens[at - 1].shape == Shape::number;
}

// Among the names that one phrase may be, the one that fits case, language and context; nullptr for none.
const GazetteerName* SentenceAtoms::choose(const std::vector<std::uint32_t>& payloads, std::uint32_t at, std::size_t length, std::uint32_t end,
                                           bool locative) const {
  const GazetteerName* best = nullptr;
  int best_rank = 0;
  const auto text = surface(at, at + static_cast<std::uint32_t>(length));
  const bool upper = is_upper(decode(text, 0).value);
  for (const auto payload : payloads) {
    const auto& name = gazetteer_.name(payload);
    if (!name.language.empty() && name.language != language_.code) continue;
    if (!name.exact.empty() ? name.exact != text : !(upper || name.lower_start)) continue;
    const auto& entry = gazetteer_.entry(name);
    if (entry.kind == Kind::state && beside_currency(at, at + static_cast<std::uint32_t>(length), end)) continue;
    if (entry.guarded && !locative && !before_its_country(entry, at + static_cast<std::uint32_t>(length), end)) continue;
    const int rank = rank_of(name, entry, locative);
    if (best == nullptr || rank > best_rank) best = &name, best_rank = rank;
  }
  return best;
}

// "dolar AS", "Canadian dollars": money, not the state.
bool SentenceAtoms::beside_currency(std::uint32_t first, std::uint32_t last, std::uint32_t end) const {
  if (language_.modifiers_follow)
    return first > passage_.sentences[sentence_].first && language_.is(passage_.tokens[first - 1].word, WordClass::currency);
  return last < end && language_.is(passage_.tokens[last].word, WordClass::currency);
}

bool SentenceAtoms::before_its_country(const GazetteerEntry& place, std::uint32_t at, std::uint32_t end) const {
  if (at + 1 >= end || surface(at, at + 1) != ",") return false;
  bool found = false;
  const auto word_at = [&](std::size_t i) { return at + 1 + i < end ? passage_.tokens[at + 1 + i].word : kUnknownWord; };
  gazetteer_.trie().matches(word_at, [&](const PhraseTrie::Match& m) {
    for (const auto payload : *m.payloads) found |= gazetteer_.entry(gazetteer_.name(payload)).country == place.country;
  });
  return found;
}

bool SentenceAtoms::at_locative(std::uint32_t at) const {
  const auto begin = passage_.sentences[sentence_].first;
  for (std::uint32_t back = 1; back <= 2 && at >= begin + back; ++back) {
    const WordId word = passage_.tokens[at - back].word;
    if (language_.is(word, WordClass::locative)) return true;
    if (!language_.is(word, WordClass::determiner)) return false;
  }
  return false;
}

// ---- names that no list holds ----

// Names that no list holds and no title introduces: a run of words that the model takes for the name of a person or an organisation becomes
// one atom. What a list knows within it is part of the longer name: "Sony Music Indonesia", "Fatah Yasin".
void SentenceAtoms::find_names(const Sentence& sentence) {
  if (annotator_ == nullptr || !has_unknown_name()) return;
  annotator_->start(passage_, sentence);
  for (const auto& name : annotator_->names()) {
    if (name.type != NameType::person && name.type != NameType::organization) continue;
    const auto length = name.last - name.first;
    if (length > kLongestName || (length < 2 && name.type != NameType::person)) continue;
    const auto first = sentence.first + name.first, last = sentence.first + name.last;
    const auto begin = std::ranges::find(atoms_, first, &Atom::first), end = std::ranges::find(atoms_, last, &Atom::first);
    if (begin == atoms_.end() || !starts_upper(first) || !starts_upper(last - 1)) continue;
    if (length == 1 && begin->what != Atom::What::word) continue;  // a short form that the text introduced
    if (is_unknown_name(begin, end, name.type == NameType::person)) replace_by_name(begin, end, first, last, name.type == NameType::person);
  }
}

// Whether there is a word in capitals that no list knows, or a learned short form beside another name, as if both were one.
bool SentenceAtoms::has_unknown_name() const {
  for (std::size_t i = 0; i < atoms_.size(); ++i)
    if (is_unknown_capital(i) &&
        (atoms_[i].what == Atom::What::word || (i > 0 && is_capital_name(i - 1)) || (i + 1 < atoms_.size() && is_capital_name(i + 1))))
      return true;
  return false;
}

// Whether the words are a name of their own: one at least that no list knows, no role, and no other name but a place or, of a person, a body
// ("Fatah Yasin"). Of an organisation only one with a place or state in it matters: that is not meant.
bool SentenceAtoms::is_unknown_name(Iterator begin, Iterator end, bool person) const {
  bool unknown = false, known = person;
  for (auto a = begin; a != end; ++a) {
    if (a->what == Atom::What::role || a->what == Atom::What::anaphor) return false;
    if (a->what == Atom::What::name) {
      const auto kind = gazetteer_.entry(*a->name).kind;
      const bool place = kind == Kind::location || (!person && kind == Kind::state);
      if (!place && !(person && (kind == Kind::party || kind == Kind::organization))) return false;
    }
    known |= a->what == Atom::What::name;
    unknown |= is_unknown_capital(static_cast<std::size_t>(a - atoms_.begin()));
  }
  return unknown && known;
}

// Of an organisation nothing is known but that it is not the state in its name: it becomes a word that is nobody.
void SentenceAtoms::replace_by_name(Iterator begin, Iterator end, std::uint32_t first, std::uint32_t last, bool person) {
  Atom atom{.what = Atom::What::word, .first = first, .last = last};
  if (person) {
    const auto text = surface(first, last);
    atom.what = Atom::What::learned;
    atom.learned = entities_.add({.id = "person:" + slug(text), .kind = Kind::person, .name = std::string(text), .names = {}});
  }
  atom.locative = begin->locative;
  atoms_.insert(atoms_.erase(begin, end), atom);
}

// ---- what may be asked of an atom ----

bool SentenceAtoms::is_person(std::size_t i) const {
  if (!is(i, Atom::What::name)) return is(i, Atom::What::learned) && is_person_kind(entities_[atoms_[i].learned].kind);
  return is_person_kind(gazetteer_.entry(*atoms_[i].name).kind);
}

bool SentenceAtoms::is_capital_name(std::size_t i) const {
  return is_unknown_capital(i) || (atoms_[i].what == Atom::What::name && starts_upper(atoms_[i].first));
}

bool SentenceAtoms::is_unknown_capital(std::size_t i) const {
  if (!is(i, Atom::What::word) && !is(i, Atom::What::learned)) return false;
  return starts_upper(atoms_[i].first) && language_.classes_of(word(atoms_[i].first)).none();
}

std::size_t SentenceAtoms::unknown_name(std::size_t i) const {
  const auto is_title = [&](std::size_t k) { return is_word(k, WordClass::title_word); };  // "bin"
  std::size_t j = i;
  while (j - i < kLongestName && (is_unknown_capital(j) || (j > i && is_title(j) && is(j, Atom::What::word)))) ++j;
  while (j > i && is_title(j - 1)) --j;
  return j;
}

bool SentenceAtoms::is_proper(std::size_t i) {
  if (annotator_ == nullptr) return true;
  const auto& sentence = passage_.sentences[sentence_];
  annotator_->start(passage_, sentence);
  const auto tag = annotator_->tag(atoms_[i].first - sentence.first);
  return tag == Upos::propn || tag == Upos::x || tag == Upos::noun;
}

// The end of a word with a hyphen.
bool SentenceAtoms::is_tail(std::size_t i, const std::vector<std::string>& tails) const {
  return i > 0 && i < atoms_.size() && is_mark(i - 1, "-") && std::ranges::find(tails, fold(surface(atoms_[i]))) != tails.end();
}

bool SentenceAtoms::is_gap(std::size_t i) const {
  if (!is(i, Atom::What::word)) return false;
  const auto& token = passage_.tokens[atoms_[i].first];
  const auto own_tail = [&](std::size_t k) { return is_tail(k, language_.own_tails); };
  // "Kurdish-led forces" are Kurdish, "US-backed forces" not those of the US.
  if (own_tail(i) || (is_mark(i, "-") && own_tail(i + 1))) return true;
  if (is_tail(i, language_.hyphen_tails)) return false;
  if (token.shape == Shape::punctuation) return false;
  const auto classes = language_.classes_of(token.word);
  for (const auto c : {WordClass::preposition, WordClass::coordinator, WordClass::subordinator, WordClass::complementizer, WordClass::relativizer,
                       WordClass::infinitive, WordClass::auxiliary, WordClass::passive_auxiliary, WordClass::negator, WordClass::pronoun,
                       WordClass::possessive, WordClass::determiner, WordClass::speech, WordClass::planned, WordClass::possible})
    if (has(classes, c)) return false;
  return language_.forms_of(token.word) == nullptr;
}

}  // namespace entente
