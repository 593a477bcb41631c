#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "graph/text/unicode.h"
#include "ingest/mention/atoms.h"
#include "ingest/mention/entity_table.h"
#include "ingest/mention/mentions.h"

namespace entente {
namespace {

constexpr std::uint32_t kWidestGap = 3;     // words between a state and the role tied to it: "newly elected defence"
constexpr std::uint32_t kAnaphorReach = 2;  // sentences back; further links were wrong more often than right

}  // namespace

/// Reads one passage, sentence by sentence.
class PassageReader {
 public:
  PassageReader(const Gazetteer& gazetteer, const Language& language, const Roles& roles, const Passage& passage, Annotator* annotator,
                EntityTable& entities, PassageMentions& out)
      : gazetteer_(gazetteer),
        language_(language),
        passage_(passage),
        entities_(entities),
        out_(out),
        atoms_(gazetteer, language, roles, passage, annotator, entities) {}

  void read_sentence(std::uint32_t sentence) {
    sentence_ = sentence;
    atoms_.read(sentence);
    for (std::size_t i = 0; i < atoms_.size();) i = std::max(read(i), i + 1);
  }

 private:
  using What = Atom::What;

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
    if (atoms_.is_person(i)) {
      if (!language_.modifiers_follow)
        if (const auto next = read_body_then_role(i)) return *next;
      return read_person(i);
    }
    if (!atoms_.is_people_name(i) && !language_.modifiers_follow)
      if (const auto next = read_body_then_role(i)) return *next;
    return add_named(i);
  }

  // English: "Israeli soldiers", "Ukraine's newly appointed defence minister Rustem Umerov".
  std::optional<std::size_t> read_body_then_role(std::size_t i) {
    std::size_t j = i + 1;
    if (atoms_.is_possessive_mark(j)) ++j;
    std::size_t role = j;
    while (role < j + kWidestGap && atoms_.is_gap(role)) ++role;
    if (!atoms_.is(role, What::role)) return share_role(i);
    while (atoms_.is(role + 1, What::role)) ++role;
    return add_role(i, i, role, role + 1, is_former(i) || former_between(j, role));
  }

  // "Thai and Cambodian soldiers": the first adjective shares the role of the last.
  std::optional<std::size_t> share_role(std::size_t i) {
    const auto adjective = [&](std::size_t k) { return atoms_.is(k, What::name) && atoms_[k].name->sense == Sense::adjective; };
    std::size_t j = i;
    while (adjective(j) && (atoms_.is_mark(j + 1, ",") || atoms_.is_word(j + 1, WordClass::coordinator)) && adjective(j + 2)) j += 2;
    if (j == i) return std::nullopt;
    std::size_t role = j + 1;
    while (role < j + 1 + kWidestGap && atoms_.is_gap(role)) ++role;
    if (!atoms_.is(role, What::role) || atoms_[role].role->role_class == RoleClass::office) return std::nullopt;
    const auto entity = role_entity(*atoms_[role].role, entity_of(i));
    if (entity == kNoEntity) return std::nullopt;
    add(entity, atoms_[i].first, atoms_[i].last, MentionForm::adjective, i);
    return i + 1;
  }

  std::size_t read_role(std::size_t i) {
    if (language_.modifiers_follow) {
      std::size_t j = i + 1;
      while (atoms_.is(j, What::role)) ++j;
      if (atoms_.is_mark(j, "(") && atoms_.is_mark(j + 2, ")")) j += 3;  // "Badan Keamanan Laut (Bakamla) RI"
      std::size_t body = j;
      while (body < j + kWidestGap && atoms_.is_gap(body)) ++body;
      if (atoms_.is_word(body, WordClass::particle) || is_origin(i, body)) ++body;  // "tentara dari Korea Utara"
      if (atoms_.is_body(body) && !(atoms_[body].locative && body > j)) return add_role(i, body, i, body + 1, is_former(i));
      if (is_own(j)) return add_role_of(i, own_body(), i, j + 1, j, is_former(i));
      if (atoms_.is_person(j) || atoms_.unknown_name(j) > j) return add_role_of(i, kNoEntity, i, j, i, is_former(i));
      return add_bare_role(i, j, i);
    }
    std::size_t last = i;
    while (atoms_.is(last + 1, What::role)) ++last;
    std::size_t j = last + 1;
    if (atoms_.is_word(j, WordClass::particle) || is_origin(last, j)) {  // "president of", "militants from"
      std::size_t body = j + 1;
      while (body < j + 3 && atoms_.is_word(body, WordClass::determiner)) ++body;
      const std::size_t start = body;
      while (body < start + kWidestGap && atoms_.is_gap(body)) ++body;
      if (atoms_.is_body(body)) return add_role(i, body, last, body + 1, is_former(i));
    }
    if (i > 0 && atoms_.is_word(i - 1, WordClass::possessive) && atoms_.is(i - 1, What::anaphor)) return i + 1;
    if (atoms_.is_person(j) || (atoms_[last].role->role_class == RoleClass::office && atoms_.unknown_name(j) > j))
      return add_role_of(i, kNoEntity, last, j, i, is_former(i));
    return add_bare_role(i, j, last);
  }

  // "militants from al Shabaab", but not "missiles from Russia" or "troops from Idlib", which may be where they are taken.
  bool is_origin(std::size_t role, std::size_t i) const {
    if (!atoms_.is_word(i, WordClass::origin) || !atoms_.is(i + 1, What::name) || gazetteer_.entry(*atoms_[i + 1].name).kind == Kind::location)
      return false;
    const auto c = atoms_[role].role->role_class;
    return c == RoleClass::rebels || c == RoleClass::people || c == RoleClass::officials || (c == RoleClass::force && role == 0);
  }

  // "pasukannya", "menteri mereka".
  bool is_own(std::size_t i) const { return atoms_.is_word(i, WordClass::possessive); }

  bool is_former(std::size_t i) const {
    for (std::size_t back = 1; back <= 2 && back <= i; ++back)
      if (atoms_.is_word(i - back, WordClass::background) && atoms_.is(i - back, What::word)) return true;
    return false;
  }
  bool former_between(std::size_t from, std::size_t to) const {
    for (std::size_t i = from; i < to; ++i)
      if (atoms_.is_word(i, WordClass::background)) return true;
    return false;
  }

  // ---- adding mentions ----

  EntityIndex entity_of(std::size_t i) {
    return atoms_[i].what == What::learned ? atoms_[i].learned : entities_.of(gazetteer_.entry(*atoms_[i].name));
  }

  Mention& add(EntityIndex entity, std::uint32_t first, std::uint32_t last, MentionForm form, std::size_t atom) {
    Mention mention{.sentence = sentence_, .first = first, .last = last, .entity = entity, .form = form};
    mention.locative = atoms_[atom].locative;
    const auto end = passage_.sentences[sentence_].last;
    mention.possessive = last < end && language_.is(atoms_.word(last), WordClass::possessive) && !atoms_.starts_upper(last);
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
    entities_.met(entity, atoms_.surface(atom), language_.code);
    std::size_t next = i + 1;
    std::uint32_t last = atom.last;
    if (const auto close = read_bracket(next, entity)) next = *close, last = atoms_[next - 1].last;
    // "USS Carney", "KRI Nanggala": the ship's name belongs to it.
    if (entities_[entity].kind == Kind::armed_force && passage_.tokens[atom.first].shape == Shape::all_capitals && next < atoms_.size() &&
        next == i + 1 && atoms_.is_unknown_capital(next))
      last = atoms_[next++].last;
    auto& mention = add(entity, atom.first, last, form, i);
    mention.seat = atom.what == What::name && (atom.name->sense == Sense::capital || atom.name->sense == Sense::seat);
    if (entities_[entity].kind == Kind::location) read_container(i, next, entity);
    return next;
  }

  // "(G7)", "(Korea Utara)" after a name: another name of the same thing. Returns the atom after the bracket.
  std::optional<std::size_t> read_bracket(std::size_t i, EntityIndex entity) {
    if (!atoms_.is_mark(i, "(") || !atoms_.is_mark(i + 2, ")")) return std::nullopt;
    const auto& inner = atoms_[i + 1];
    const auto text = atoms_.surface(inner);
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
    const bool comma = atoms_.is_mark(j, ",");
    if (comma) ++j;
    if (!atoms_.is(j, What::name) || entities_[place].country.empty()) return;
    const auto sense = atoms_[j].name->sense;
    const auto& container = gazetteer_.entry(*atoms_[j].name);
    if (sense == Sense::adjective || sense == Sense::people || sense == Sense::capital || sense == Sense::seat) return;
    if (container.country != entities_[place].country || container.id == entities_[place].id) return;
    const bool state = container.kind == Kind::state;
    // "NTT, NTB, Aceh dan Bali" is a list, not one place in another.
    if (!state && ((atoms_.is_mark(j + 1, ",") && atoms_.is_place(j + 2)) || (i > 1 && atoms_.is_mark(i - 1, ",") && atoms_.is_place(i - 2)))) return;
    if (!state && !(container.kind == Kind::location && container.wide && comma && !atoms_.is_word(j + 1, WordClass::coordinator))) return;
    if (!comma && atoms_.is_possessive_mark(j + 1)) return;
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

  // A person who is named; an apposition may say the office: "Salome Zourabichvili, president of Georgia".
  std::size_t read_person(std::size_t i) {
    const EntityIndex person = entity_of(i);
    const auto& atom = atoms_[i];
    entities_.met(person, atoms_.surface(atom), language_.code);
    learn_person(person, atom.first, atom.last);
    add(person, atom.first, atom.last, MentionForm::name, i);
    read_apposition(i, person);
    return i + 1;
  }

  void read_apposition(std::size_t i, EntityIndex person) {
    std::size_t j = i + 1;
    if (!atoms_.is_mark(j, ",")) return;
    ++j;
    bool former = false;
    while (atoms_.is_word(j, WordClass::determiner) || (atoms_.is_word(j, WordClass::background) && atoms_.is(j, What::word)))
      former |= atoms_.is_word(j, WordClass::background), ++j;
    std::size_t body = j, role = j;
    if (language_.modifiers_follow) {
      while (atoms_.is(body, What::role)) ++body;
      while (body < j + 1 + kWidestGap && atoms_.is_gap(body)) ++body;
    } else if (atoms_.is_body(j)) {
      role = j + 1;
      if (atoms_.is_possessive_mark(role)) ++role;
      while (role < j + 2 + kWidestGap && atoms_.is_gap(role)) ++role;
    } else {
      while (atoms_.is(role + 1, What::role)) ++role;
      body = role + 1;
      if (!atoms_.is_word(body, WordClass::particle)) return;
      ++body;
      while (atoms_.is_word(body, WordClass::determiner)) ++body;
    }
    if (!atoms_.is(role, What::role) || atoms_[role].role->role_class != RoleClass::office || !atoms_.is_body(body)) return;
    add_office(person, atoms_[i].first, atoms_[i].last, entity_of(body), body, role, former);
  }

  // Short forms by which the rest of the text may call a person.
  void learn_person(EntityIndex person, std::uint32_t first, std::uint32_t last) {
    if (last - first < 2) return;
    const auto learn = [&](std::uint32_t at) {
      const auto folded = fold(atoms_.surface(at, at + 1));
      if (folded.size() > 2 && language_.classes_of(atoms_.word(at)).none()) entities_.learn(folded, person);
    };
    learn(last - 1);
    learn(first);
  }

  std::size_t add_role(std::size_t first, std::size_t body, std::size_t role, std::size_t next, bool former) {
    EntityIndex body_entity = entity_of(body);
    // "Netanyahu's government", "Trump envoy Richard Grenell": of the state that the person speaks for.
    if (is_person_kind(entities_[body_entity].kind) && !entities_[body_entity].country.empty()) {
      entities_.met(body_entity, atoms_.surface(atoms_[body]), language_.code);
      body_entity = entities_.state(entities_[body_entity].country);
      return add_role_of(first, body_entity, role, next, first, former);
    }
    entities_.met(body_entity, atoms_.surface(atoms_[body]), language_.code);
    if (const auto close = read_bracket(next, body_entity)) next = *close;
    return add_role_of(first, body_entity, role, after_posting(next), first, former, body);
  }

  // "Duta Besar Palestina untuk Indonesia NAME", "Russia's ambassador to the UN NAME": where the holder is posted is no part of it.
  std::size_t after_posting(std::size_t next) const {
    if (!atoms_.is_word(next, WordClass::preposition) || !atoms_.is(next, What::word)) return next;
    std::size_t post = next + 1;
    while (atoms_.is_word(post, WordClass::determiner)) ++post;
    if (!atoms_.is(post, What::name) || !atoms_.is_body(post)) return next;
    return atoms_.is_person(post + 1) || atoms_.unknown_name(post + 1) > post + 1 ? post + 1 : next;
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
      const bool comma = atoms_.is_mark(name, ",") && body != kNoEntity;
      if (comma) ++name;
      if (const auto person = read_holder(name, comma, body, role.role_class == RoleClass::office ? Kind::official : Kind::person)) {
        const std::size_t end = atoms_.is_person(name) ? name + 1 : atoms_.unknown_name(name);
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
    if (body_atom) entities_.met(entity, atoms_.surface(atoms_[first].first, last), language_.code);
    auto& mention = add(entity, atoms_[first].first, last, MentionForm::role, locative_atom);
    mention.resolved_by_context = !body_atom;
    return next;
  }

  std::optional<EntityIndex> read_holder(std::size_t name, bool comma, EntityIndex body, Kind kind) {
    if (atoms_.is_person(name)) {
      const auto person = entity_of(name);
      auto& known = entities_[person];
      if (known.entry == nullptr && known.country.empty() && body != kNoEntity) known.country = entities_[body].country;
      entities_.met(person, atoms_.surface(atoms_[name]), language_.code);
      learn_person(person, atoms_[name].first, atoms_[name].last);
      return person;
    }
    const auto end = atoms_.unknown_name(name);
    if (end > name && !atoms_.is_proper(name)) return std::nullopt;  // "03:16 PM Please see"
    if (end == name || (comma && (end < name + 2 || !(end >= atoms_.size() || atoms_.is_mark(end, ",") || language_.modifiers_follow))))
      return std::nullopt;
    const auto text = atoms_.surface(atoms_[name].first, atoms_[end - 1].last);
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
    if (atoms_.is_word(next, WordClass::locative)) {
      std::size_t j = next + 1;
      while (atoms_.is_word(j, WordClass::determiner)) ++j;
      if (atoms_.is(j, What::name) && !gazetteer_.entry(*atoms_[j].name).country.empty())
        body = entities_.state(gazetteer_.entry(*atoms_[j].name).country);
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
    const auto here = mentions_in(out_.mentions, sentence);
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
      if (language_.is(atoms_.word(t), WordClass::coordinator)) return true;
    return false;
  }

  // Whether nothing but commas and a coordinator stands between two mentions.
  bool joined(const Mention& a, const Mention& b) const {
    if (a.form == MentionForm::adjective) return false;
    for (auto t = a.last; t < b.first; ++t)
      if (passage_.surface(passage_.tokens[t]) != "," && !language_.is(atoms_.word(t), WordClass::coordinator) &&
          !language_.is(atoms_.word(t), WordClass::determiner))
        return false;
    return a.last < b.first;
  }

  void add_set(std::size_t i, const std::vector<EntityIndex>& set) {
    const bool pronoun = atoms_.is_word(i, WordClass::pronoun) || atoms_.is_word(i, WordClass::possessive);
    auto& mention = add(set.front(), atoms_[i].first, atoms_[i].last, pronoun ? MentionForm::pronoun : MentionForm::nominal, i);
    mention.others.assign(set.begin() + 1, set.end());
    mention.possessive |= atoms_.is_word(i, WordClass::possessive);
    mention.resolved_by_context = true;
  }

  std::size_t read_anaphor(std::size_t i) {
    const auto& atom = atoms_[i];
    // "his troops", "its foreign ministry"
    if (atoms_.is_word(i, WordClass::possessive) && !language_.modifiers_follow) {
      std::size_t role = i + 1;
      while (role < i + 1 + kWidestGap && atoms_.is_gap(role)) ++role;
      if (atoms_.is(role, What::role)) {
        while (atoms_.is(role + 1, What::role)) ++role;
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
    const bool pronoun = atoms_.is_word(i, WordClass::pronoun) || atoms_.is_word(i, WordClass::possessive);
    auto& mention = add(entity, atom.first, atom.last, pronoun ? MentionForm::pronoun : MentionForm::nominal, i);
    mention.possessive |= atoms_.is_word(i, WordClass::possessive);
    mention.resolved_by_context = true;
    return i + 1;
  }

  const Gazetteer& gazetteer_;
  const Language& language_;
  const Passage& passage_;
  EntityTable& entities_;
  PassageMentions& out_;
  SentenceAtoms atoms_;
  std::uint32_t sentence_ = 0;
  std::string office_;  // slug of the office that was named last
};

std::span<const Mention> mentions_in(const std::vector<Mention>& mentions, std::uint32_t sentence) {
  const auto first = std::ranges::lower_bound(mentions, sentence, {}, &Mention::sentence);
  const auto last = std::ranges::upper_bound(mentions, sentence, {}, &Mention::sentence);
  return {first, last};
}

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
