#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

#include "graph/text/unicode.h"
#include "ingest/mention/mentions.h"

namespace entente {
namespace {

constexpr std::uint32_t kLongestName = 5;   // tokens of a person's name that no list knows
constexpr std::uint32_t kWidestGap = 3;     // words between a state and the role tied to it: "newly elected defence"
constexpr std::uint32_t kAnaphorReach = 2;  // sentences back; further links were wrong more often than right

/// What the tokens of a sentence are before they are put together.
struct Atom {
  enum class What : std::uint8_t { word, name, role, anaphor, learned };
  What what = What::word;
  std::uint32_t first = 0, last = 0;
  const GazetteerName* name = nullptr;
  const Role* role = nullptr;
  Anaphor anaphor = Anaphor::person;
  EntityIndex learned = kNoEntity;
  bool locative = false;
};

}  // namespace

/// Entities of a document and the short forms that its text introduces.
class EntityTable {
 public:
  EntityTable(const Gazetteer& gazetteer, std::vector<Entity>& entities) : gazetteer_(gazetteer), entities_(entities) {}

  EntityIndex add(Entity entity) {
    const auto [at, added] = by_id_.try_emplace(entity.id, static_cast<EntityIndex>(entities_.size()));
    if (added) entities_.push_back(std::move(entity));
    return at->second;
  }
  EntityIndex of(const GazetteerEntry& entry) {
    return add({.id = entry.id,
                .kind = entry.kind,
                .name = entry.name,
                .country = entry.country,
                .entry = &entry,
                .names = {},
                .plural = entry.kind == Kind::alliance});
  }
  EntityIndex state(std::string_view code) {
    const auto* entry = gazetteer_.find(fmt::format("state:{}", code));
    return entry == nullptr ? kNoEntity : of(*entry);
  }
  Entity& operator[](EntityIndex i) { return entities_[i]; }

  void met(EntityIndex entity, std::string_view text, std::string_view language) {
    auto& names = entities_[entity].names;
    const auto same = [&](const NodeName& n) { return n.text == text; };
    if (std::ranges::none_of(names, same)) names.push_back({std::string(text), std::string(language)});
  }

  // A short form that two things share in one text stands for neither.
  void learn(std::string_view folded, EntityIndex entity) {
    const auto [at, added] = learned_.try_emplace(std::string(folded), entity);
    if (!added && at->second != entity) at->second = kNoEntity;
  }
  EntityIndex learned(const std::string& folded) const {
    const auto at = learned_.find(folded);
    return at == learned_.end() ? kNoEntity : at->second;
  }
  bool has_learned() const { return !learned_.empty(); }

 private:
  const Gazetteer& gazetteer_;
  std::vector<Entity>& entities_;
  std::map<std::string, EntityIndex, std::less<>> by_id_;
  std::map<std::string, EntityIndex> learned_;
};

/// Reads one passage, sentence by sentence.
class PassageReader {
 public:
  PassageReader(const Gazetteer& gazetteer, const Language& language, const Roles& roles, const Passage& passage, Annotator* annotator,
                EntityTable& entities, PassageMentions& out)
      : gazetteer_(gazetteer), language_(language), roles_(roles), passage_(passage), annotator_(annotator), entities_(entities), out_(out) {}

  void read_sentence(std::uint32_t sentence) {
    sentence_ = sentence;
    make_atoms(passage_.sentences[sentence_]);
    find_names(passage_.sentences[sentence_]);
    for (std::size_t i = 0; i < atoms_.size();) i = std::max(read(i), i + 1);
  }

 private:
  using What = Atom::What;

  // ---- atoms ----

  void make_atoms(const Sentence& sentence) {
    atoms_.clear();
    no_role_before_ = 0;
    for (std::uint32_t at = sentence.first; at < sentence.last;) {
      Atom atom = best_atom(at, sentence.last);
      at = atom.last;
      atoms_.push_back(atom);
    }
  }

  // Names that no list holds and no title introduces: a run of words that the model takes for the name of a person or an organisation becomes
  // one atom. What a list knows within it is part of the longer name: "Sony Music Indonesia", "Fatah Yasin".
  void find_names(const Sentence& sentence) {
    if (annotator_ == nullptr || !has_unknown_name()) return;
    annotator_->start(passage_, sentence);
    for (const auto& name : annotator_->names()) {
      if (name.type != NameType::person && name.type != NameType::organization) continue;
      const auto length = name.last - name.first;
      if (length > kLongestName || (length < 2 && name.type != NameType::person)) continue;
      const auto first = sentence.first + name.first, last = sentence.first + name.last;
      const auto begin = std::ranges::find(atoms_, first, &Atom::first), end = std::ranges::find(atoms_, last, &Atom::first);
      if (begin == atoms_.end() || !starts_upper(first) || !starts_upper(last - 1)) continue;
      if (length == 1 && begin->what != What::word) continue;  // a short form that the text introduced
      if (is_unknown_name(begin, end, name.type == NameType::person)) replace_by_name(begin, end, first, last, name.type == NameType::person);
    }
  }

  using AtomIterator = std::vector<Atom>::iterator;

  // Whether the words are a name of their own: one at least that no list knows, no role, and no other name but a place or, of a person, a body
  // ("Fatah Yasin"). Of an organisation only one with a place or state in it matters: that is not meant.
  bool is_unknown_name(AtomIterator begin, AtomIterator end, bool person) {
    bool unknown = false, known = person;
    for (auto a = begin; a != end; ++a) {
      if (a->what == What::role || a->what == What::anaphor) return false;
      if (a->what == What::name) {
        const auto kind = gazetteer_.entry(*a->name).kind;
        const bool place = kind == Kind::location || (!person && kind == Kind::state);
        if (!place && !(person && (kind == Kind::party || kind == Kind::organization))) return false;
      }
      known |= a->what == What::name;
      unknown |= is_unknown_capital(static_cast<std::size_t>(a - atoms_.begin()));
    }
    return unknown && known;
  }

  // Of an organisation nothing is known but that it is not the state in its name: it becomes a word that is nobody.
  void replace_by_name(AtomIterator begin, AtomIterator end, std::uint32_t first, std::uint32_t last, bool person) {
    Atom atom{.what = What::word, .first = first, .last = last};
    if (person) {
      const auto text = surface(first, last);
      atom.what = What::learned;
      atom.learned = entities_.add({.id = "person:" + slug(text), .kind = Kind::person, .name = std::string(text), .names = {}});
    }
    atom.locative = begin->locative;
    atoms_.insert(atoms_.erase(begin, end), atom);
  }

  // Whether there is a word in capitals that no list knows, or a learned short form beside another name, as if both were one.
  bool has_unknown_name() const {
    for (std::size_t i = 0; i < atoms_.size(); ++i)
      if (is_unknown_capital(i) &&
          (atoms_[i].what == What::word || (i > 0 && is_capital_name(i - 1)) || (i + 1 < atoms_.size() && is_capital_name(i + 1))))
        return true;
    return false;
  }
  bool is_capital_name(std::size_t i) const { return is_unknown_capital(i) || (atoms_[i].what == What::name && starts_upper(atoms_[i].first)); }
  bool is_unknown_capital(std::size_t i) const {
    if (atoms_[i].what != What::word && atoms_[i].what != What::learned) return false;
    return starts_upper(atoms_[i].first) && language_.classes_of(passage_.tokens[atoms_[i].first].word).none();
  }

  Atom best_atom(std::uint32_t at, std::uint32_t end) {
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
      take(m.length, {.what = What::anaphor, .anaphor = roles_.anaphors[m.payloads->front()]});
    });
    roles_.role_trie.matches(word_at, [&](const PhraseTrie::Match& m) {
      if (m.length < best.last - best.first || at < no_role_before_ || after_clock(at)) return;
      take(m.length, {.what = What::role, .role = &roles_.roles[m.payloads->front()]});
    });
    if (best.what == What::role && best.role->role_class == RoleClass::none) {
      no_role_before_ = best.last;
      best = {.first = at, .last = at + 1};
    }
    const bool locative = at_locative(at);
    gazetteer_.trie().matches(word_at, [&](const PhraseTrie::Match& m) {
      if (m.length < best.last - best.first) return;
      if (const auto* name = choose(*m.payloads, at, m.length, end, locative))
        take(m.length, {.what = What::name, .name = name, .locative = locative});
    });
    if (best.what == What::word && entities_.has_learned() && starts_upper(at))
      if (const auto entity = entities_.learned(fold(surface(at, at + 1))); entity != kNoEntity) best.what = What::learned, best.learned = entity;
    best.locative = locative;
    return best;
  }

  // "03:16 PM": no prime minister.
  bool after_clock(std::uint32_t at) const {
    return passage_.tokens[at].shape == Shape::all_capitals && at > passage_.sentences[sentence_].first &&
           passage_.tokens[at - 1].shape == Shape::number;
  }

  // Among the names that one phrase may be, the one that fits case, language and context; nullptr for none.
  const GazetteerName* choose(const std::vector<std::uint32_t>& payloads, std::uint32_t at, std::size_t length, std::uint32_t end,
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
  bool beside_currency(std::uint32_t first, std::uint32_t last, std::uint32_t end) const {
    if (language_.modifiers_follow)
      return first > passage_.sentences[sentence_].first && language_.is(passage_.tokens[first - 1].word, WordClass::currency);
    return last < end && language_.is(passage_.tokens[last].word, WordClass::currency);
  }

  static int rank_of(const GazetteerName& name, const GazetteerEntry& entry, bool locative) {
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

  bool before_its_country(const GazetteerEntry& place, std::uint32_t at, std::uint32_t end) const {
    if (at + 1 >= end || surface(at, at + 1) != ",") return false;
    bool found = false;
    const auto word_at = [&](std::size_t i) { return at + 1 + i < end ? passage_.tokens[at + 1 + i].word : kUnknownWord; };
    gazetteer_.trie().matches(word_at, [&](const PhraseTrie::Match& m) {
      for (const auto payload : *m.payloads) found |= gazetteer_.entry(gazetteer_.name(payload)).country == place.country;
    });
    return found;
  }

  bool at_locative(std::uint32_t at) const {
    const auto begin = passage_.sentences[sentence_].first;
    for (std::uint32_t back = 1; back <= 2 && at >= begin + back; ++back) {
      const WordId word = passage_.tokens[at - back].word;
      if (language_.is(word, WordClass::locative)) return true;
      if (!language_.is(word, WordClass::determiner)) return false;
    }
    return false;
  }

  std::string_view surface(std::uint32_t first, std::uint32_t last) const {
    return passage_.surface(Span{passage_.tokens[first].span.begin, passage_.tokens[last - 1].span.end});
  }
  bool starts_upper(std::uint32_t at) const {
    const auto shape = passage_.tokens[at].shape;
    return shape == Shape::capitalized || shape == Shape::all_capitals;
  }
  WordId word(std::uint32_t at) const { return passage_.tokens[at].word; }
  bool is_mark(std::size_t i, std::string_view mark) const {
    return i < atoms_.size() && atoms_[i].what == What::word && surface(atoms_[i].first, atoms_[i].last) == mark;
  }
  bool is_word(std::size_t i, WordClass c) const { return i < atoms_.size() && language_.is(word(atoms_[i].first), c); }
  bool is(std::size_t i, What what) const { return i < atoms_.size() && atoms_[i].what == what; }
  bool is_person(std::size_t i) const {
    if (!is(i, What::name)) return is(i, What::learned) && is_person_kind(entities_[atoms_[i].learned].kind);
    return is_person_kind(gazetteer_.entry(*atoms_[i].name).kind);
  }
  static bool is_person_kind(Kind kind) { return kind == Kind::official || kind == Kind::person; }
  bool is_body(std::size_t i) const { return (is(i, What::name) || is(i, What::learned)) && !is_person(i) && !is_people_name(i); }
  bool is_people_name(std::size_t i) const { return is(i, What::name) && atoms_[i].name->sense == Sense::people; }
  bool is_possessive_mark(std::size_t i) const { return is_word(i, WordClass::possessive) && is(i, What::word) && !starts_upper(atoms_[i].first); }

  bool is_hyphen_tail(std::size_t i) const { return is_tail(i, language_.hyphen_tails); }
  bool is_own_tail(std::size_t i) const { return is_tail(i, language_.own_tails); }
  bool is_tail(std::size_t i, const std::vector<std::string>& tails) const {
    if (i == 0 || i >= atoms_.size() || !is_mark(i - 1, "-")) return false;
    return std::ranges::find(tails, fold(surface(atoms_[i].first, atoms_[i].last))) != tails.end();
  }

  // A word that may stand between a state and its role: no function word, no verb, no mark.
  bool is_gap(std::size_t i) const {
    if (!is(i, What::word)) return false;
    const auto& token = passage_.tokens[atoms_[i].first];
    // "Kurdish-led forces" are Kurdish, "US-backed forces" not those of the US.
    if (is_own_tail(i) || (is_mark(i, "-") && is_own_tail(i + 1))) return true;
    if (is_hyphen_tail(i)) return false;
    if (token.shape == Shape::punctuation) return false;
    const auto classes = language_.classes_of(token.word);
    for (const auto c : {WordClass::preposition, WordClass::coordinator, WordClass::subordinator, WordClass::complementizer, WordClass::relativizer,
                         WordClass::infinitive, WordClass::auxiliary, WordClass::passive_auxiliary, WordClass::negator, WordClass::pronoun,
                         WordClass::possessive, WordClass::determiner, WordClass::speech, WordClass::planned, WordClass::possible})
      if (has(classes, c)) return false;
    return language_.forms_of(token.word) == nullptr;
  }

  // ---- putting atoms together ----

  std::size_t read(std::size_t i) {
    switch (atoms_[i].what) {
      case What::role: return read_role(i);
      case What::name:
      case What::learned: return read_name(i);
      case What::anaphor: return read_anaphor(i);
      case What::word: return i + 1;
    }
    return i + 1;
  }

  std::size_t read_name(std::size_t i) {
    if (is_person(i)) {
      if (!language_.modifiers_follow)
        if (const auto next = read_body_then_role(i)) return *next;
      return read_person(i);
    }
    if (!is_people_name(i) && !language_.modifiers_follow)
      if (const auto next = read_body_then_role(i)) return *next;
    return add_named(i);
  }

  // English: "Israeli soldiers", "Ukraine's newly appointed defence minister Rustem Umerov".
  std::optional<std::size_t> read_body_then_role(std::size_t i) {
    std::size_t j = i + 1;
    if (is_possessive_mark(j)) ++j;
    std::size_t role = j;
    while (role < j + kWidestGap && is_gap(role)) ++role;
    if (!is(role, What::role)) return share_role(i);
    while (is(role + 1, What::role)) ++role;
    return add_role(i, i, role, role + 1, is_former(i) || former_between(j, role));
  }

  // "Thai and Cambodian soldiers": the first adjective shares the role of the last.
  std::optional<std::size_t> share_role(std::size_t i) {
    const auto adjective = [&](std::size_t k) { return is(k, What::name) && atoms_[k].name->sense == Sense::adjective; };
    std::size_t j = i;
    while (adjective(j) && (is_mark(j + 1, ",") || is_word(j + 1, WordClass::coordinator)) && adjective(j + 2)) j += 2;
    if (j == i) return std::nullopt;
    std::size_t role = j + 1;
    while (role < j + 1 + kWidestGap && is_gap(role)) ++role;
    if (!is(role, What::role) || atoms_[role].role->role_class == RoleClass::office) return std::nullopt;
    const auto entity = role_entity(*atoms_[role].role, entity_of(i));
    if (entity == kNoEntity) return std::nullopt;
    add(entity, atoms_[i].first, atoms_[i].last, MentionForm::adjective, i);
    return i + 1;
  }

  std::size_t read_role(std::size_t i) {
    if (language_.modifiers_follow) {
      std::size_t j = i + 1;
      while (is(j, What::role)) ++j;
      if (is_mark(j, "(") && is_mark(j + 2, ")")) j += 3;  // "Badan Keamanan Laut (Bakamla) RI"
      std::size_t body = j;
      while (body < j + kWidestGap && is_gap(body)) ++body;
      if (is_word(body, WordClass::particle) || is_origin(i, body)) ++body;  // "tentara dari Korea Utara"
      if (is_body(body) && !(atoms_[body].locative && body > j)) return add_role(i, body, i, body + 1, is_former(i));
      if (is_own(j)) return add_role_of(i, own_body(), i, j + 1, j, is_former(i));
      if (is_person(j) || unknown_name(j) > j) return add_role_of(i, kNoEntity, i, j, i, is_former(i));
      return add_bare_role(i, j, i);
    }
    std::size_t last = i;
    while (is(last + 1, What::role)) ++last;
    std::size_t j = last + 1;
    if (is_word(j, WordClass::particle) || is_origin(last, j)) {  // "president of", "militants from"
      std::size_t body = j + 1;
      while (body < j + 3 && is_word(body, WordClass::determiner)) ++body;
      const std::size_t start = body;
      while (body < start + kWidestGap && is_gap(body)) ++body;
      if (is_body(body)) return add_role(i, body, last, body + 1, is_former(i));
    }
    if (i > 0 && is_word(i - 1, WordClass::possessive) && is(i - 1, What::anaphor)) return i + 1;
    if (is_person(j) || (atoms_[last].role->role_class == RoleClass::office && unknown_name(j) > j))
      return add_role_of(i, kNoEntity, last, j, i, is_former(i));
    return add_bare_role(i, j, last);
  }

  // "militants from al Shabaab", but not "missiles from Russia" or "troops from Idlib", which may be where they are taken.
  bool is_origin(std::size_t role, std::size_t i) const {
    if (!is_word(i, WordClass::origin) || !is(i + 1, What::name) || gazetteer_.entry(*atoms_[i + 1].name).kind == Kind::location) return false;
    const auto c = atoms_[role].role->role_class;
    return c == RoleClass::rebels || c == RoleClass::people || c == RoleClass::officials || (c == RoleClass::force && role == 0);
  }

  // "pasukannya", "menteri mereka".
  bool is_own(std::size_t i) const { return is_word(i, WordClass::possessive); }

  bool is_former(std::size_t i) const {
    for (std::size_t back = 1; back <= 2 && back <= i; ++back)
      if (is_word(i - back, WordClass::background) && is(i - back, What::word)) return true;
    return false;
  }
  bool former_between(std::size_t from, std::size_t to) const {
    for (std::size_t i = from; i < to; ++i)
      if (is_word(i, WordClass::background)) return true;
    return false;
  }

  // The end of a run of capitalised words that no list knows, as a person's name may be; `i` where there is none.
  std::size_t unknown_name(std::size_t i) const {
    std::size_t j = i;
    while (j < atoms_.size() && j - i < kLongestName) {
      const auto& token = passage_.tokens[atoms_[j].first];
      const bool plain = atoms_[j].what == What::word || atoms_[j].what == What::learned;
      const bool capital =
          (token.shape == Shape::capitalized || token.shape == Shape::all_capitals) && plain && language_.classes_of(token.word).none();
      const bool particle = j > i && is_word(j, WordClass::title_word) && is(j, What::word);
      if (!capital && !particle) break;
      ++j;
    }
    while (j > i && is_word(j - 1, WordClass::title_word)) --j;
    return j;
  }

  // Whether the tagger takes a word for a name, or there is none to ask.
  bool is_proper(std::uint32_t token) {
    if (annotator_ == nullptr) return true;
    const auto& sentence = passage_.sentences[sentence_];
    annotator_->start(passage_, sentence);
    const auto tag = annotator_->tag(token - sentence.first);
    return tag == Upos::propn || tag == Upos::x || tag == Upos::noun;
  }

  // ---- adding mentions ----

  EntityIndex entity_of(std::size_t i) {
    return atoms_[i].what == What::learned ? atoms_[i].learned : entities_.of(gazetteer_.entry(*atoms_[i].name));
  }

  Mention& add(EntityIndex entity, std::uint32_t first, std::uint32_t last, MentionForm form, std::size_t atom) {
    Mention mention{.sentence = sentence_, .first = first, .last = last, .entity = entity, .form = form};
    mention.locative = atoms_[atom].locative;
    const auto end = passage_.sentences[sentence_].last;
    mention.possessive = last < end && language_.is(word(last), WordClass::possessive) && !starts_upper(last);
    out_.mentions.push_back(mention);
    return out_.mentions.back();
  }

  std::size_t add_named(std::size_t i) {
    const auto& atom = atoms_[i];
    EntityIndex entity = entity_of(i);
    auto form = MentionForm::name;
    if (atom.what == What::name) {
      if (atom.name->sense == Sense::people) {
        const auto country = entities_[entity].country;
        entity = entities_.add({.id = "people:" + country,
                                .kind = Kind::people,
                                .name = "People of " + std::string(gazetteer_.state_name(country)),
                                .country = country,
                                .entry = nullptr,
                                .names = {},
                                .plural = true});
      } else if (atom.name->sense == Sense::adjective) {
        form = MentionForm::adjective;
      }
    }
    entities_.met(entity, surface(atom.first, atom.last), language_.code);
    std::size_t next = i + 1;
    std::uint32_t last = atom.last;
    if (const auto close = read_bracket(next, entity)) next = *close, last = atoms_[next - 1].last;
    // "USS Carney", "KRI Nanggala": the ship's name belongs to it.
    if (entities_[entity].kind == Kind::armed_force && passage_.tokens[atom.first].shape == Shape::all_capitals && next < atoms_.size() &&
        next == i + 1 && is_unknown_capital(next))
      last = atoms_[next++].last;
    auto& mention = add(entity, atom.first, last, form, i);
    mention.seat = atom.what == What::name && (atom.name->sense == Sense::capital || atom.name->sense == Sense::seat);
    if (entities_[entity].kind == Kind::location) read_container(i, next, entity);
    return next;
  }

  // "(G7)", "(Korea Utara)" after a name: another name of the same thing. Returns the atom after the bracket.
  std::optional<std::size_t> read_bracket(std::size_t i, EntityIndex entity) {
    if (!is_mark(i, "(") || !is_mark(i + 2, ")")) return std::nullopt;
    const auto& inner = atoms_[i + 1];
    const auto text = surface(inner.first, inner.last);
    if (inner.what == What::name) {
      const auto& entry = gazetteer_.entry(*inner.name);
      if (entry.id != entities_[entity].id) return std::nullopt;
    } else if (inner.what == What::word || inner.what == What::role) {
      const auto shape = passage_.tokens[inner.first].shape;
      if (inner.last != inner.first + 1 || (shape != Shape::all_capitals && !(shape == Shape::capitalized && text.size() <= 12)) || text.size() < 2)
        return std::nullopt;
      entities_.learn(fold(text), entity);
    } else if (inner.learned != entity) {
      return std::nullopt;
    }
    entities_.met(entity, text, language_.code);
    return i + 3;
  }

  // "Kursk, Rusia", "wilayah Kursk Rusia": a place and what it lies in.
  void read_container(std::size_t i, std::size_t next, EntityIndex place) {
    std::size_t j = next;
    const bool comma = is_mark(j, ",");
    if (comma) ++j;
    if (!is(j, What::name) || entities_[place].country.empty()) return;
    const auto sense = atoms_[j].name->sense;
    const auto& container = gazetteer_.entry(*atoms_[j].name);
    if (sense == Sense::adjective || sense == Sense::people || sense == Sense::capital || sense == Sense::seat) return;
    if (container.country != entities_[place].country || container.id == entities_[place].id) return;
    const bool state = container.kind == Kind::state;
    // "NTT, NTB, Aceh dan Bali" is a list, not one place in another.
    if (!state && ((is_mark(j + 1, ",") && is_place(j + 2)) || (i > 1 && is_mark(i - 1, ",") && is_place(i - 2)))) return;
    if (!state && !(container.kind == Kind::location && container.wide && comma && !is_word(j + 1, WordClass::coordinator))) return;
    if (!comma && is_possessive_mark(j + 1)) return;
    out_.structures.push_back({.type = Structure::Type::located_in,
                               .sentence = sentence_,
                               .source = place,
                               .target = entities_.of(container),
                               .source_first = atoms_[i].first,
                               .source_last = atoms_[i].last,
                               .target_first = atoms_[j].first,
                               .target_last = atoms_[j].last,
                               .trigger_first = atoms_[next].first,
                               .trigger_last = atoms_[next].last,
                               .office = {}});
  }

  bool is_place(std::size_t i) const { return is(i, What::name) && gazetteer_.entry(*atoms_[i].name).kind == Kind::location; }

  // A person who is named; an apposition may say the office: "Salome Zourabichvili, president of Georgia".
  std::size_t read_person(std::size_t i) {
    const EntityIndex person = entity_of(i);
    const auto& atom = atoms_[i];
    entities_.met(person, surface(atom.first, atom.last), language_.code);
    learn_person(person, atom.first, atom.last);
    add(person, atom.first, atom.last, MentionForm::name, i);
    read_apposition(i, person);
    return i + 1;
  }

  void read_apposition(std::size_t i, EntityIndex person) {
    std::size_t j = i + 1;
    if (!is_mark(j, ",")) return;
    ++j;
    bool former = false;
    while (is_word(j, WordClass::determiner) || (is_word(j, WordClass::background) && is(j, What::word)))
      former |= is_word(j, WordClass::background), ++j;
    std::size_t body = j, role = j;
    if (language_.modifiers_follow) {
      while (is(body, What::role)) ++body;
      while (body < j + 1 + kWidestGap && is_gap(body)) ++body;
    } else if (is_body(j)) {
      role = j + 1;
      if (is_possessive_mark(role)) ++role;
      while (role < j + 2 + kWidestGap && is_gap(role)) ++role;
    } else {
      while (is(role + 1, What::role)) ++role;
      body = role + 1;
      if (!is_word(body, WordClass::particle)) return;
      ++body;
      while (is_word(body, WordClass::determiner)) ++body;
    }
    if (!is(role, What::role) || atoms_[role].role->role_class != RoleClass::office || !is_body(body)) return;
    add_office(person, atoms_[i].first, atoms_[i].last, entity_of(body), body, role, former);
  }

  // Short forms by which the rest of the text may call a person.
  void learn_person(EntityIndex person, std::uint32_t first, std::uint32_t last) {
    if (last - first < 2) return;
    const auto learn = [&](std::uint32_t at) {
      const auto folded = fold(surface(at, at + 1));
      if (folded.size() > 2 && language_.classes_of(word(at)).none()) entities_.learn(folded, person);
    };
    learn(last - 1);
    learn(first);
  }

  std::size_t add_role(std::size_t first, std::size_t body, std::size_t role, std::size_t next, bool former) {
    EntityIndex body_entity = entity_of(body);
    // "Netanyahu's government", "Trump envoy Richard Grenell": of the state that the person speaks for.
    if (is_person_kind(entities_[body_entity].kind) && !entities_[body_entity].country.empty()) {
      entities_.met(body_entity, surface(atoms_[body].first, atoms_[body].last), language_.code);
      body_entity = entities_.state(entities_[body_entity].country);
      return add_role_of(first, body_entity, role, next, first, former);
    }
    entities_.met(body_entity, surface(atoms_[body].first, atoms_[body].last), language_.code);
    if (const auto close = read_bracket(next, body_entity)) next = *close;
    return add_role_of(first, body_entity, role, after_posting(next), first, former, body);
  }

  // "Duta Besar Palestina untuk Indonesia NAME", "Russia's ambassador to the UN NAME": where the holder is posted is no part of it.
  std::size_t after_posting(std::size_t next) const {
    if (!is_word(next, WordClass::preposition) || !is(next, What::word)) return next;
    std::size_t post = next + 1;
    while (is_word(post, WordClass::determiner)) ++post;
    if (!is(post, What::name) || !is_body(post)) return next;
    return is_person(post + 1) || unknown_name(post + 1) > post + 1 ? post + 1 : next;
  }

  // A role tied to a body (kNoEntity: to none that the text names), with the holder's name if one follows at `next`.
  std::size_t add_role_of(std::size_t first, EntityIndex body, std::size_t role_atom, std::size_t next, std::size_t locative_atom, bool former,
                          std::optional<std::size_t> body_atom = std::nullopt) {
    Role role = *atoms_[role_atom].role;
    if (role.role_class == RoleClass::counterpart) {
      role.role_class = RoleClass::office;
      role.slug = office_;
    } else if (role.role_class == RoleClass::office) {
      office_ = role.slug;
    }
    if (role.role_class == RoleClass::office || role.role_class == RoleClass::people) {
      std::size_t name = next;
      const bool comma = is_mark(name, ",") && body != kNoEntity;
      if (comma) ++name;
      if (const auto person = read_holder(name, comma, body, role.role_class == RoleClass::office ? Kind::official : Kind::person)) {
        const std::size_t end = is_person(name) ? name + 1 : unknown_name(name);
        if (body != kNoEntity && body_atom && role.role_class == RoleClass::office)
          add_office(*person, atoms_[name].first, atoms_[end - 1].last, body, *body_atom, role_atom, former);
        add(*person, atoms_[first].first, atoms_[end - 1].last, MentionForm::name, locative_atom);
        return end;
      }
    }
    if (role.role_class == RoleClass::office && role.slug.empty()) role.role_class = RoleClass::officials;
    const auto entity = role_entity(role, body);
    if (entity == kNoEntity) return next;
    const auto last = atoms_[next - 1].last;
    if (body_atom) entities_.met(entity, surface(atoms_[first].first, last), language_.code);
    auto& mention = add(entity, atoms_[first].first, last, MentionForm::role, locative_atom);
    mention.resolved_by_context = !body_atom;
    return next;
  }

  std::optional<EntityIndex> read_holder(std::size_t name, bool comma, EntityIndex body, Kind kind) {
    if (is_person(name)) {
      const auto person = entity_of(name);
      auto& known = entities_[person];
      if (known.entry == nullptr && known.country.empty() && body != kNoEntity) known.country = entities_[body].country;
      entities_.met(person, surface(atoms_[name].first, atoms_[name].last), language_.code);
      learn_person(person, atoms_[name].first, atoms_[name].last);
      return person;
    }
    const auto end = unknown_name(name);
    if (end > name && !is_proper(atoms_[name].first)) return std::nullopt;  // "03:16 PM Please see"
    if (end == name || (comma && (end < name + 2 || !(end >= atoms_.size() || is_mark(end, ",") || language_.modifiers_follow)))) return std::nullopt;
    const auto text = surface(atoms_[name].first, atoms_[end - 1].last);
    const std::string country = body == kNoEntity ? std::string() : entities_[body].country;
    const auto person =
        entities_.add({.id = "person:" + slug(text), .kind = kind, .name = std::string(text), .country = country, .entry = nullptr, .names = {}});
    entities_.met(person, text, language_.code);
    learn_person(person, atoms_[name].first, atoms_[end - 1].last);
    return person;
  }

  void add_office(EntityIndex person, std::uint32_t first, std::uint32_t last, EntityIndex body, std::size_t body_atom, std::size_t role_atom,
                  bool former) {
    const auto kind = entities_[body].kind;
    auto& p = entities_[person];
    p.kind = Kind::official;
    if (p.country.empty() && p.entry == nullptr) p.country = entities_[body].country;
    if (kind == Kind::location || kind == Kind::media || atoms_[role_atom].role->slug.empty()) return;
    out_.structures.push_back({.type = Structure::Type::office,
                               .sentence = sentence_,
                               .source = person,
                               .target = body,
                               .source_first = first,
                               .source_last = last,
                               .target_first = atoms_[body_atom].first,
                               .target_last = atoms_[body_atom].last,
                               .trigger_first = atoms_[role_atom].first,
                               .trigger_last = atoms_[role_atom].last,
                               .office = atoms_[role_atom].role->slug,
                               .former = former});
  }

  // The node that a role makes of a body. Bodies that belong to no state stand for their officials themselves.
  EntityIndex role_entity(const Role& role, EntityIndex body) {
    if (body == kNoEntity) return kNoEntity;
    const Entity owner = entities_[body];
    if (is_person_kind(owner.kind) || owner.country.empty() || owner.kind == Kind::party || owner.kind == Kind::organization) {
      entities_[body].plural |= role.role_class != RoleClass::office;
      return body;
    }
    if (role.role_class == RoleClass::members) return body;
    const std::string& code = owner.country;
    const std::string state(gazetteer_.state_name(code));
    const std::string where = owner.kind == Kind::location ? slug(owner.name) : std::string();
    const std::string tail = role.slug.empty() ? where : where.empty() ? role.slug : where + "-" + role.slug;
    const std::string path = tail.empty() ? code : code + "/" + tail;
    const std::string place = owner.kind == Kind::location ? owner.name : state;
    const auto words = [](std::string s) {
      std::ranges::replace(s, '-', ' ');
      return s;
    };
    const auto make = [&](std::string id, Kind kind, std::string name, bool plural) {
      return entities_.add(
          {.id = std::move(id), .kind = kind, .name = std::move(name), .country = code, .entry = nullptr, .names = {}, .plural = plural});
    };
    switch (role.role_class) {
      case RoleClass::office: return make("government:" + path, Kind::government, fmt::format("{} of {}", words(role.slug), place), false);
      case RoleClass::officials:
        return make(fmt::format("government:{}/officials", code), Kind::government, fmt::format("officials of {}", state), true);
      case RoleClass::government:
        return make("government:" + path, Kind::government,
                    role.slug.empty() ? fmt::format("government of {}", place) : fmt::format("{} of {}", words(role.slug), place), false);
      case RoleClass::force:
      case RoleClass::weapon:
        return make("force:" + (role.slug.empty() ? code : code + "/" + role.slug), Kind::armed_force,
                    role.slug.empty() ? fmt::format("armed forces of {}", state) : fmt::format("{} of {}", words(role.slug), state), true);
      case RoleClass::people:
        return make("people:" + path, Kind::people,
                    role.slug.empty() ? fmt::format("people of {}", place) : fmt::format("{} of {}", words(role.slug), place), true);
      case RoleClass::rebels: return make(fmt::format("group:{}-rebels", slug(state)), Kind::armed_group, fmt::format("rebels of {}", state), true);
      case RoleClass::members:
      case RoleClass::counterpart:
      case RoleClass::none: break;
    }
    return body;
  }

  // "Police in Nairobi", "the army", "pemerintah": the context says whose.
  std::size_t add_bare_role(std::size_t first, std::size_t next, std::size_t role_atom) {
    const Role& role = *atoms_[role_atom].role;
    const bool placed =
        role.bare || role.role_class == RoleClass::people || role.role_class == RoleClass::government || role.role_class == RoleClass::officials;
    if (!placed) return next;
    EntityIndex body = kNoEntity;
    if (is_word(next, WordClass::locative)) {
      std::size_t j = next + 1;
      while (is_word(j, WordClass::determiner)) ++j;
      if (is(j, What::name) && !gazetteer_.entry(*atoms_[j].name).country.empty()) body = entities_.state(gazetteer_.entry(*atoms_[j].name).country);
    }
    if (body == kNoEntity && role.bare) body = own_body();
    if (body == kNoEntity) return next;
    return add_role_of(first, body, role_atom, next, first, false);
  }

  // ---- what stands for something named before ----

  const Mention* find_back(bool (*fits)(const Entity&), bool prefer_first) {
    const auto& mentions = out_.mentions;
    const Mention* found = nullptr;
    for (std::size_t i = mentions.size(); i-- > 0;) {
      if (mentions[i].sentence + kAnaphorReach < sentence_ || (found != nullptr && found->sentence != mentions[i].sentence)) break;
      if (!fits(entities_[mentions[i].entity])) continue;
      found = &mentions[i];
      if (!prefer_first) break;
    }
    return found;
  }

  // The state whose "its", "his country" or bare "the army" speaks of: of the first mention before it that has one.
  EntityIndex own_body() {
    const auto* m = find_back([](const Entity& e) { return !e.country.empty() || e.kind == Kind::armed_group; }, true);
    if (m == nullptr) return kNoEntity;
    const auto& e = entities_[m->entity];
    return e.country.empty() ? m->entity : entities_.state(e.country);
  }

  // An office without the name of who holds it: one person.
  static bool is_office(const Entity& e) { return e.kind == Kind::government && !e.plural && e.id.find('/') != std::string::npos; }

  // "Both countries", "the two leaders": the parties of that kind in the nearest sentence that has any, if they are `count`.
  std::size_t read_set(std::size_t i, std::size_t count, bool (*fits)(const Entity&)) {
    const auto& mentions = out_.mentions;
    std::vector<EntityIndex> set;
    std::optional<std::uint32_t> where;
    for (std::size_t m = mentions.size(); m-- > 0;) {
      if (mentions[m].sentence + kAnaphorReach < sentence_ || (where && mentions[m].sentence != *where)) break;
      for (const auto entity : parties_of(mentions[m])) {
        if (!fits(entities_[entity]) || std::ranges::find(set, entity) != set.end()) continue;
        set.push_back(entity);
        where = mentions[m].sentence;
      }
    }
    if (where && set.size() > count) set = set_named_in(*where, count, fits);
    if (set.size() != count) return i + 1;
    std::ranges::reverse(set);
    add_set(i, set);
    return i + 1;
  }

  // The last list or set of exactly `count` in a sentence that names more, last first; none where there is none.
  std::vector<EntityIndex> set_named_in(std::uint32_t sentence, std::size_t count, bool (*fits)(const Entity&)) {
    const auto here = std::ranges::equal_range(out_.mentions, sentence, {}, &Mention::sentence);
    std::vector<EntityIndex> found;
    for (auto first = here.begin(); first != here.end();) {
      auto last = first + 1;
      while (last != here.end() && joined(*(last - 1), *last)) ++last;
      std::vector<EntityIndex> set;
      for (auto m = first; m != last; ++m)
        for (const auto entity : parties_of(*m))
          if (fits(entities_[entity])) set.push_back(entity);
      if (set.size() == count) found = set;
      first = last;
    }
    std::ranges::reverse(found);
    return found;
  }

  static std::vector<EntityIndex> parties_of(const Mention& m) {
    std::vector<EntityIndex> all = {m.entity};
    all.insert(all.end(), m.others.begin(), m.others.end());
    return all;
  }

  // "A and B …, which they": the first list of names in the nearest sentence that names anybody.
  std::optional<std::size_t> read_list_before(std::size_t i) {
    const auto& mentions = out_.mentions;
    if (mentions.empty() || mentions.back().sentence + kAnaphorReach < sentence_) return std::nullopt;
    const auto where = mentions.back().sentence;
    std::size_t first = mentions.size();
    while (first > 0 && mentions[first - 1].sentence == where) --first;
    while (first < mentions.size() && entities_[mentions[first].entity].kind == Kind::location) ++first;
    std::vector<EntityIndex> set;
    for (std::size_t m = first; m < mentions.size() && (m == first || joined(mentions[m - 1], mentions[m])); ++m)
      if (entities_[mentions[m].entity].kind != Kind::location)
        for (const auto entity : parties_of(mentions[m])) set.push_back(entity);
    const bool list = set.size() > 1 && (!mentions[first].others.empty() || has_coordinator(mentions[first], mentions.back()));
    if (!list) return std::nullopt;  // "China's top diplomat, Wang Yi" is one
    add_set(i, set);
    return i + 1;
  }

  bool has_coordinator(const Mention& from, const Mention& to) const {
    for (auto t = from.last; t < to.first; ++t)
      if (language_.is(word(t), WordClass::coordinator)) return true;
    return false;
  }

  // Whether nothing but commas and a coordinator stands between two mentions.
  bool joined(const Mention& a, const Mention& b) const {
    if (a.form == MentionForm::adjective) return false;
    for (auto t = a.last; t < b.first; ++t)
      if (passage_.surface(passage_.tokens[t]) != "," && !language_.is(word(t), WordClass::coordinator) &&
          !language_.is(word(t), WordClass::determiner))
        return false;
    return a.last < b.first;
  }

  void add_set(std::size_t i, const std::vector<EntityIndex>& set) {
    const bool pronoun = is_word(i, WordClass::pronoun) || is_word(i, WordClass::possessive);
    auto& mention = add(set.front(), atoms_[i].first, atoms_[i].last, pronoun ? MentionForm::pronoun : MentionForm::nominal, i);
    mention.others.assign(set.begin() + 1, set.end());
    mention.possessive |= is_word(i, WordClass::possessive);
    mention.resolved_by_context = true;
  }

  std::size_t read_anaphor(std::size_t i) {
    const auto& atom = atoms_[i];
    // "his troops", "its foreign ministry"
    if (is_word(i, WordClass::possessive) && !language_.modifiers_follow) {
      std::size_t role = i + 1;
      while (role < i + 1 + kWidestGap && is_gap(role)) ++role;
      if (is(role, What::role)) {
        while (is(role + 1, What::role)) ++role;
        if (const auto body = own_body(); body != kNoEntity) return add_role_of(i, body, role, role + 1, i, false);
        return role + 1;
      }
    }
    EntityIndex entity = kNoEntity;
    const Mention* m = nullptr;
    switch (atom.anaphor) {
      case Anaphor::person: m = find_back([](const Entity& e) { return is_person_kind(e.kind) || is_office(e); }, true); break;
      case Anaphor::plural:
        if (const auto next = read_list_before(i)) return *next;
        m = find_back([](const Entity& e) { return e.plural; }, true);
        break;
      case Anaphor::thing:
        m = find_back([](const Entity& e) { return e.kind != Kind::location && e.kind != Kind::agreement && !is_person_kind(e.kind) && !e.plural; },
                      true);
        break;
      case Anaphor::state: m = find_back([](const Entity& e) { return e.kind == Kind::state; }, false); break;
      case Anaphor::own_state: entity = own_body(); break;
      case Anaphor::body: m = find_back([](const Entity& e) { return e.kind == Kind::alliance; }, false); break;
      case Anaphor::group: m = find_back([](const Entity& e) { return e.kind == Kind::armed_group || e.kind == Kind::party; }, false); break;
      case Anaphor::ministry: m = find_back([](const Entity& e) { return e.kind == Kind::government; }, false); break;
      case Anaphor::force: m = find_back([](const Entity& e) { return e.kind == Kind::armed_force; }, false); break;
      case Anaphor::two_states: return read_set(i, 2, [](const Entity& e) { return e.kind == Kind::state; });
      case Anaphor::three_states: return read_set(i, 3, [](const Entity& e) { return e.kind == Kind::state; });
      case Anaphor::two_persons: return read_set(i, 2, [](const Entity& e) { return is_person_kind(e.kind) || is_office(e); });
      case Anaphor::two_parties: return read_set(i, 2, [](const Entity& e) { return e.kind != Kind::location && e.kind != Kind::agreement; });
      case Anaphor::place: m = find_back([](const Entity& e) { return e.kind == Kind::location; }, false); break;
    }
    if (m != nullptr) entity = m->entity;
    if (entity == kNoEntity) return i + 1;
    const bool pronoun = is_word(i, WordClass::pronoun) || is_word(i, WordClass::possessive);
    auto& mention = add(entity, atom.first, atom.last, pronoun ? MentionForm::pronoun : MentionForm::nominal, i);
    mention.possessive |= is_word(i, WordClass::possessive);
    mention.resolved_by_context = true;
    return i + 1;
  }

  const Gazetteer& gazetteer_;
  const Language& language_;
  const Roles& roles_;
  const Passage& passage_;
  Annotator* annotator_;
  EntityTable& entities_;
  PassageMentions& out_;
  std::vector<Atom> atoms_;
  std::uint32_t sentence_ = 0;
  std::string office_;                // slug of the office that was named last
  std::uint32_t no_role_before_ = 0;  // tokens of a phrase that the data say is no role
};

MentionReader::MentionReader(const MentionFinder& finder, const Document& document, Annotator* annotator)
    : entities_(std::make_unique<EntityTable>(finder.gazetteer_, mentions_.entities)) {
  mentions_.passages.resize(document.passages.size());
  for (std::size_t i = 0; i < document.passages.size(); ++i)
    passages_.push_back(std::make_unique<PassageReader>(finder.gazetteer_, finder.language_, finder.roles_, document.passages[i], annotator,
                                                        *entities_, mentions_.passages[i]));
}

MentionReader::~MentionReader() = default;

void MentionReader::read(std::size_t passage, std::uint32_t sentence) { passages_[passage]->read_sentence(sentence); }

DocumentMentions MentionFinder::find(const Document& document, Annotator* annotator) const {
  MentionReader reader(*this, document, annotator);
  for (std::size_t p = 0; p < document.passages.size(); ++p)
    for (std::uint32_t s = 0; s < document.passages[p].sentences.size(); ++s) reader.read(p, s);
  return std::move(reader.mentions());
}

}  // namespace entente
