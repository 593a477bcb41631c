#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "ingest/mention/entity_table.h"
#include "ingest/mention/mentions.h"

namespace entente {

/// What the tokens of a sentence are before they are put together to mentions.
struct Atom {
  enum class What : std::uint8_t { word, name, role, anaphor, learned };
  What what = What::word;
  std::uint32_t first = 0, last = 0;  ///< tokens
  const GazetteerName* name = nullptr;
  const Role* role = nullptr;
  Anaphor anaphor = Anaphor::person;
  EntityIndex learned = kNoEntity;
  bool locative = false;  ///< stands after a locative preposition
};

/// Whether an entity of that kind is one human being.
inline bool is_person_kind(Kind kind) { return kind == Kind::official || kind == Kind::person; }

/// The atoms of one sentence at a time: names of the gazetteer, roles, anaphors, short forms that the text introduced, names that the model finds,
/// and single words. An index beyond the last atom is nothing of any kind. One thread.
class SentenceAtoms {
 public:
  /// All must outlive it; `annotator` may be null.
  SentenceAtoms(const Gazetteer& gazetteer, const Language& language, const Roles& roles, const Passage& passage, Annotator* annotator,
                EntityTable& entities)
      : gazetteer_(gazetteer), language_(language), roles_(roles), passage_(passage), annotator_(annotator), entities_(entities) {}

  /// Turns to a sentence of the passage. Persons that the model finds become entities.
  void read(std::uint32_t sentence);

  std::size_t size() const { return atoms_.size(); }
  const Atom& operator[](std::size_t i) const { return atoms_[i]; }

  bool is(std::size_t i, Atom::What what) const { return i < atoms_.size() && atoms_[i].what == what; }
  /// Whether the first word of an atom is of a class.
  bool is_word(std::size_t i, WordClass c) const { return i < atoms_.size() && language_.is(word(atoms_[i].first), c); }
  bool is_mark(std::size_t i, std::string_view mark) const { return is(i, Atom::What::word) && surface(atoms_[i].first, atoms_[i].last) == mark; }
  bool is_possessive_mark(std::size_t i) const {
    return is_word(i, WordClass::possessive) && is(i, Atom::What::word) && !starts_upper(atoms_[i].first);
  }
  bool is_person(std::size_t i) const;
  /// "Germans", "orang Jerman"
  bool is_people_name(std::size_t i) const { return is(i, Atom::What::name) && atoms_[i].name->sense == Sense::people; }
  /// A name that is neither a person nor a people.
  bool is_body(std::size_t i) const { return (is(i, Atom::What::name) || is(i, Atom::What::learned)) && !is_person(i) && !is_people_name(i); }
  bool is_place(std::size_t i) const { return is(i, Atom::What::name) && gazetteer_.entry(*atoms_[i].name).kind == Kind::location; }
  /// A word that may stand between a state and its role: no function word, no verb, no mark.
  bool is_gap(std::size_t i) const;
  /// A word in capitals that no list knows.
  bool is_unknown_capital(std::size_t i) const;
  /// The end of a run of capitalised words that no list knows, as a person's name may be; `i` where there is none.
  std::size_t unknown_name(std::size_t i) const;
  /// Whether the tagger takes the first word of an atom for a name, or there is none to ask.
  bool is_proper(std::size_t i);

  /// Of tokens.
  std::string_view surface(std::uint32_t first, std::uint32_t last) const {
    return passage_.surface(Span{passage_.tokens[first].span.begin, passage_.tokens[last - 1].span.end});
  }
  std::string_view surface(const Atom& atom) const { return surface(atom.first, atom.last); }
  bool starts_upper(std::uint32_t token) const {
    const auto shape = passage_.tokens[token].shape;
    return shape == Shape::capitalized || shape == Shape::all_capitals;
  }
  WordId word(std::uint32_t token) const { return passage_.tokens[token].word; }

 private:
  using Iterator = std::vector<Atom>::iterator;

  Atom best_atom(std::uint32_t at, std::uint32_t end);
  const GazetteerName* choose(const std::vector<std::uint32_t>& payloads, std::uint32_t at, std::size_t length, std::uint32_t end,
                              bool locative) const;
  bool after_clock(std::uint32_t at) const;
  bool beside_currency(std::uint32_t first, std::uint32_t last, std::uint32_t end) const;
  bool before_its_country(const GazetteerEntry& place, std::uint32_t at, std::uint32_t end) const;
  bool at_locative(std::uint32_t at) const;

  void find_names(const Sentence& sentence);
  bool has_unknown_name() const;
  bool is_capital_name(std::size_t i) const;
  bool is_unknown_name(Iterator begin, Iterator end, bool person) const;
  void replace_by_name(Iterator begin, Iterator end, std::uint32_t first, std::uint32_t last, bool person);

  bool is_tail(std::size_t i, const std::vector<std::string>& tails) const;

  const Gazetteer& gazetteer_;
  const Language& language_;
  const Roles& roles_;
  const Passage& passage_;
  Annotator* annotator_;
  EntityTable& entities_;
  std::vector<Atom> atoms_;
  std::uint32_t sentence_ = 0;
  std::uint32_t no_role_before_ = 0;  // tokens of a phrase that the data say is no role
};

}  // namespace entente
