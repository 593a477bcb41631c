#include "ingest/relate/frames.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "graph/text/unicode.h"
#include "ingest/hash.h"
#include "ingest/relate/tree_syntax.h"
#include "ingest/relate/triggers.h"

namespace entente {
namespace {

constexpr float kBacker = 0.85F;
constexpr float kObligation = 0.8F;
constexpr float kContent = 0.85F;  // what consent, refusal or threat leaves of the confidence of their content
constexpr float kLoose = 0.7F;     // what a target in no slot leaves of a frame's confidence

}  // namespace

/// Reads one sentence: its frames, the structures of its names, who says it, when and where.
class SentenceRelater {
 public:
  SentenceRelater(const Relater& relater, const RelateData& data, const Document& document, DocumentMentions& mentions, std::size_t passage,
                  std::uint32_t sentence, const Syntax& syntax)
      : relater_(relater),
        data_(data),
        document_(document),
        all_(mentions),
        found_(mentions.passages[passage]),
        passage_(document.passages[passage]),
        passage_index_(passage),
        sentence_(sentence),
        syntax_(syntax),
        triggers_(data.rules, passage_, syntax) {}

  std::vector<Reading> run() {
    find_member_lists();
    // Verbs before nouns: a noun that a verb's frame names is no trigger of its own, though it may stand first ("the visit was cancelled").
    for (const bool verbs : {true, false}) {
      after_trigger_ = 0;
      for (std::size_t u = 0; u < units().size(); ++u)
        if (units()[u].forms != nullptr && syntax_.is_verb(u) == verbs) read_trigger(u);
    }
    add_backers();
    add_structures();
    drop_doubles();
    add_speakers();
    add_obligations();
    add_dates();
    std::ranges::stable_sort(readings_, [](const Reading& a, const Reading& b) { return a.trigger.begin < b.trigger.begin; });
    return std::move(readings_);
  }

 private:
  std::span<const Unit> units() const { return syntax_.units(); }
  const Mention& mention(int index) const { return found_.mentions[static_cast<std::size_t>(index)]; }
  Entity& entity(EntityIndex index) { return all_.entities[index]; }
  bool unit_is(std::size_t u, WordClass c) const { return has(units()[u].classes, c); }

  // ---- triggers and frames ----

  void read_trigger(std::size_t u) {
    if (!syntax_.is_verb(u) && consumed_.contains(u)) return;
    if (read_frames(u) || !syntax_.is_verb(u)) return;
    if (u < after_trigger_) return;  // a word of a frame that fired
    triggers_.each(u, [&](const Rule& rule, std::size_t last, std::size_t noun) {
      noun_ = noun;
      if (!rule.loose || !relater_.loose_[rule.type]) return false;
      return note(rule, u, last, apply_loosely(rule, u, last, noun));
    });
  }

  bool read_frames(std::size_t u) {
    return triggers_.each(u, [&](const Rule& rule, std::size_t last, std::size_t noun) {
      noun_ = noun;
      // "baku hantam" is no "hantam", "lifting of sanctions" are no sanctions.
      if (u < after_trigger_ && (!syntax_.is_verb(u) || relater_.quad_[rule.type] == trigger_quad_)) return false;
      if (!note(rule, u, last, apply(rule, u, last, noun))) return false;
      if (rule.type == relater_.signs_) return false;  // who signs an agreement also signs it with the others
      // A noun before its verb is denied or planned with it; otherwise it says something of its own: "talks between A and B, mediated by C".
      if (noun != Syntax::npos && (noun > u || rule.polarity || rule.modality)) consumed_.insert(noun);
      after_trigger_ = last + 1;
      trigger_quad_ = relater_.quad_[rule.type];
      return true;
    });
  }

  bool note(const Rule& rule, std::size_t u, std::size_t last, bool fired) {
    if (data_.tried != nullptr) data_.tried->push_back({{units()[u].first, units()[last].last}, &rule, source_, target_, fired});
    return fired;
  }

  Argument fill_first(const std::vector<Slot>& slots, std::size_t u, std::size_t last, std::size_t noun, const Rule& rule, bool source) {
    for (const auto& slot : slots) {
      auto argument = triggers_.fill(slot, u, last, noun);
      std::erase_if(argument.mentions, [&](int m) { return !fits(mention(m), rule, source); });
      (source ? source_ : target_) = argument.mentions;
      if (!argument.empty()) return argument;
    }
    return {};
  }

  bool fits(const Mention& m, const Rule& rule, bool source) {
    const auto& e = entity(m.entity);
    const auto& kinds = source ? rule.source_kinds : rule.target_kinds;
    if (!kinds.empty()) return std::ranges::find(kinds, e.kind) != kinds.end();
    if (e.kind == Kind::location) return !source && relater_.place_target_[rule.type];
    if (e.kind == Kind::agreement) return !source && relater_.text_target_[rule.type];
    return true;
  }

  // Whether a unit for which `wanted` holds has a frame of its own between unit `last` and mention `m`.
  template <class Wanted>
  bool trigger_between(std::size_t last, int m, Wanted wanted) const {
    for (std::size_t u = last + 1; u < units().size() && units()[u].mention != m; ++u)
      if (wanted(u) && triggers_.each(u, [&](const Rule& r, std::size_t, std::size_t) { return relater_.quad_[r.type] != Quad::structural; }))
        return true;
    return false;
  }

  // "ordered an investigation of X", "announced sanctions on X": the act deals with X, whoever has it done.
  bool owns_act(std::size_t u, int target) const {
    return trigger_between(u, target, [&](std::size_t i) { return !syntax_.is_verb(i); });
  }

  // "detained ten over the attack on the embassy": another act deals with the embassy. `noun`: the frame's own.
  bool of_other_act(std::size_t last, int target, std::size_t noun) const {
    return trigger_between(last, target, [&](std::size_t i) { return i != noun && !unit_is(i, WordClass::support); });
  }

  // Where a frame's target stands in no slot of its own: the nearest of those whom the verb speaks of. Less certain.
  bool apply_loosely(const Rule& rule, std::size_t u, std::size_t last, std::size_t noun) {
    const Argument source = fill_first(rule.source, u, last, noun, rule, true);
    if (rule.whole || source.empty() || source.inherited || source.modifier) return false;
    const bool carries = noun == Syntax::npos && unit_is(u, WordClass::support);
    for (const int m :
         syntax_.within(u, !is_material(rule.type) && !unit_is(u, WordClass::speech), relater_.quad_[rule.type] == Quad::verbal_conflict)) {
      if (!fits(mention(m), rule, false) || is_own_side(source, mention(m))) continue;
      if (mention(m).form == MentionForm::pronoun && mention(m).possessive) continue;  // "detained its crew"
      if (mention(m).locative && mention(m).seat) continue;                            // "spoke in Brussels"
      if ((is_material(rule.type) || carries) && of_other_act(last, m, noun)) return false;
      Argument target;
      target.mentions = target_ = {m};
      bool any = false;
      for (const auto& a : parties(source)) any |= add(rule, u, last, a, {m, mention(m).entity}, source, target, kLoose);
      return any;
    }
    return false;
  }

  // "withdraw its troops": whoever belongs to the source is not whom it deals with.
  bool is_own_side(const Argument& source, const Mention& m) {
    return std::ranges::any_of(source.mentions, [&](int s) {
      const auto &a = entity(mention(s).entity), &b = entity(m.entity);
      return a.id == b.id || (!a.country.empty() && a.country == b.country && b.kind != Kind::people && b.kind != Kind::person);
    });
  }

  bool apply(const Rule& rule, std::size_t u, std::size_t last, std::size_t noun) {
    Argument source = fill_first(rule.source, u, last, noun, rule, true);
    if (rule.type == relater_.signs_) return apply_signs(rule, u, last, noun, source);
    expand(source);
    const bool both = std::ranges::any_of(rule.target, [](const Slot& s) { return s.place == Slot::Place::both; });
    Argument target = fill_first(rule.target, u, last, noun, rule, false);
    const auto asks_partner = [](const std::vector<Slot>& slots) {
      return std::ranges::any_of(slots, [](const Slot& s) { return s.place == Slot::Place::partner; });
    };
    if (rule.whole && target.modifier) return false;
    if (!rule.noun && noun == Syntax::npos && target.modifier && unit_is(u, WordClass::support) && owns_act(u, target.mentions.front())) return false;
    if (target.empty() && source.mentions.size() == 1 && asks_partner(rule.target)) target = syntax_.partner(u, source.mentions.front());
    const auto from = parties(source), to = parties(target);
    bool any = false;
    if (syntax_.is_verb(u) && syntax_.is_reciprocal(u) && from.size() > 1) {
      for (std::size_t a = 0; a < from.size(); ++a)
        for (std::size_t b = 0; b < from.size(); ++b)
          if (a != b && !(rule.symmetric && b < a)) any |= add(rule, u, last, from[a], from[b], source, source);
      return any;
    }
    const bool one_list = rule.symmetric && source.mentions == target.mentions;  // "talks between A and B"
    // A statement of ten is one act of ten, not forty-five of two: the agreement holds them together.
    constexpr std::size_t kMostPairs = 5;
    const bool alone = relater_.quad_[rule.type] != Quad::material_conflict || noun != Syntax::npos ||
                       !syntax_.has_object(u, last);  // "A and B fight insurgents": not each other
    const bool mutual = both && alone && (rule.symmetric || relater_.quad_[rule.type] == Quad::verbal_conflict);  // "traded insults"
    if (((target.empty() && mutual) || one_list) && from.size() > 1 && from.size() <= kMostPairs) {
      for (std::size_t a = 0; a < from.size(); ++a)
        for (std::size_t b = a + 1; b < from.size(); ++b) {
          any |= add(rule, u, last, from[a], from[b], source, source);
          if (!rule.symmetric) any |= add(rule, u, last, from[b], from[a], source, source);
        }
      return any;
    }
    for (const auto& a : from)
      for (const auto& b : to)
        if (!is_among(a.entity, b) && !is_among(b.entity, a)) any |= add(rule, u, last, a, b, source, target);
    return any;
  }

  /// One of those whom a mention stands for.
  struct Party {
    int mention;
    EntityIndex entity;
  };
  // "A and B accused C of failing to help them": whoever is of a set is not one side, and the set the other.
  bool is_among(EntityIndex one, const Party& party) const {
    const auto& m = mention(party.mention);
    return !m.others.empty() && (m.entity == one || std::ranges::find(m.others, one) != m.others.end());
  }

  std::vector<Party> parties(const Argument& argument) const {
    std::vector<Party> all;
    for (const int m : argument.mentions) {
      all.push_back({m, mention(m).entity});
      for (const auto other : mention(m).others) all.push_back({m, other});
    }
    return all;
  }

  // What is signed may be named only by what it is: "pernyataan bersama", "a treaty". It becomes a node of this article.
  bool apply_signs(const Rule& rule, std::size_t u, std::size_t last, std::size_t noun, Argument& source) {
    expand(source);
    if (source.empty()) return false;
    Argument target = fill_first(rule.target, u, last, noun, rule, false);
    bool any = false;
    if (!target.empty()) {
      for (const auto& a : parties(source))
        for (const auto& b : parties(target)) any |= add(rule, u, last, a, b, source, target);
      return any;
    }
    if (noun == Syntax::npos) return false;
    const Span tokens = document_tokens(noun);
    const auto agreement = unnamed_agreement(tokens);
    for (const auto& a : parties(source))
      any |= add_reading(rule, u, last, a.entity, tokens_of(mention(a.mention)), agreement, tokens,
                         confidence(rule, source, source, mention(a.mention), mention(a.mention)));
    return any;
  }

  // The noun with the words that belong to it, without determiners.
  Span document_tokens(std::size_t noun) const {
    const Span phrase = syntax_.phrase_tokens(noun);
    Span tokens{units()[noun].first, units()[noun].last};
    if (data_.language.modifiers_follow) {
      while (tokens.end < phrase.end && !data_.language.is(passage_.tokens[tokens.end].word, WordClass::determiner) &&
             passage_.tokens[tokens.end].shape == Shape::lower)
        ++tokens.end;
    } else {
      while (tokens.begin > phrase.begin && passage_.tokens[tokens.begin - 1].shape == Shape::lower &&
             !data_.language.is(passage_.tokens[tokens.begin - 1].word, WordClass::determiner) &&
             !data_.language.is(passage_.tokens[tokens.begin - 1].word, WordClass::possessive))
        --tokens.begin;
    }
    return tokens;
  }

  EntityIndex unnamed_agreement(Span tokens) {
    const std::string name(surface(tokens));
    const auto id = fmt::format("agreement:{}-{:08x}", slug(name), static_cast<std::uint32_t>(Hasher().add(document_.record.id).value()));
    for (EntityIndex i = 0; i < all_.entities.size(); ++i)
      if (all_.entities[i].id == id) return i;
    all_.entities.push_back(
        {.id = id, .kind = Kind::agreement, .name = name, .country = {}, .entry = nullptr, .names = {{name, data_.language.code}}});
    return static_cast<EntityIndex>(all_.entities.size() - 1);
  }

  std::string_view surface(Span tokens) const {
    return passage_.surface(Span{passage_.tokens[tokens.begin].span.begin, passage_.tokens[tokens.end - 1].span.end});
  }
  static Span tokens_of(const Mention& m) { return {m.first, m.last}; }

  // docs/relations.md: each doubt about an argument takes a share of the rule's confidence.
  static float confidence(const Rule& rule, const Argument& source, const Argument& target, const Mention& a, const Mention& b) {
    float value = rule.confidence;
    for (const auto* argument : {&source, &target}) {
      if (argument->modifier) value *= 0.92F;
      if (argument->inherited) value *= 0.92F;
      if (argument->distance > 4) value *= 0.92F;
    }
    for (const auto* m : {&a, &b})
      if (m->resolved_by_context) value *= m->form == MentionForm::pronoun ? 0.75F : 0.85F;
    return value;
  }

  bool add(const Rule& rule, std::size_t u, std::size_t last, Party a, Party b, const Argument& source, const Argument& target, float share = 1) {
    const auto &from = mention(a.mention), &to = mention(b.mention);
    const auto source_entity = rule.owner ? owner(a.entity) : a.entity;
    const auto target_entity = target.modifier && sends_forces(b.mention) ? owner(b.entity) : b.entity;
    return add_reading(rule, u, last, source_entity, tokens_of(from), target_entity, tokens_of(to),
                       share * confidence(rule, source, target, from, to));
  }

  // The state that a force belongs to; whatever else it is, itself.
  EntityIndex owner(EntityIndex force) {
    const auto& e = entity(force);
    if (e.kind != Kind::armed_force || e.country.empty()) return force;
    const auto id = "state:" + e.country;
    for (EntityIndex i = 0; i < all_.entities.size(); ++i)
      if (all_.entities[i].id == id) return i;
    return force;
  }

  // "concerned about the deployment of North Korean troops": about who sends them, so the phrase's noun says.
  bool sends_forces(int m) const {
    for (std::size_t u = 0; u < units().size(); ++u) {
      if (units()[u].mention != m) continue;
      const Span phrase = syntax_.phrase_tokens(u);
      for (std::size_t i = 0; i < units().size(); ++i) {
        if (units()[i].first < phrase.begin || units()[i].last > phrase.end || units()[i].forms == nullptr || syntax_.is_verb(i)) continue;
        for (const auto& form : *units()[i].forms)
          if (const auto rules = data_.rules.by_head.find(form.lemma); form.noun && rules != data_.rules.by_head.end())
            for (const auto r : rules->second)
              if (data_.rules.rules[r].owner) return true;
      }
    }
    return false;
  }

  bool add_reading(const Rule& rule, std::size_t u, std::size_t last, EntityIndex from, Span from_tokens, EntityIndex to, Span to_tokens,
                   float certainty) {
    if (from == to) return false;
    auto holding = syntax_.holding(u);
    if (noun_ != Syntax::npos && syntax_.is_none(noun_)) holding.polarity = Polarity::negated;
    Reading reading;
    reading.passage = passage_index_;
    reading.sentence = sentence_;
    reading.type = rule.type;
    reading.symmetric = rule.symmetric;
    reading.source = from;
    reading.target = to;
    reading.source_tokens = from_tokens;
    reading.target_tokens = to_tokens;
    reading.trigger = {units()[u].first, units()[last].last};
    reading.polarity = rule.polarity.value_or(holding.polarity);
    reading.modality = rule.modality.value_or(holding.modality);
    reading.background = holding.background;
    reading.kind = rule.kind;
    if (rule.instrument && noun_ != Syntax::npos) reading.instrument = surface(document_tokens(noun_));
    reading.rule = rule.id;
    reading.confidence = certainty;
    if (!rule.recipient.empty()) {
      const auto recipient = syntax_.oblique(u, rule.recipient);
      if (!recipient.empty()) reading.recipient = mention(recipient.mentions.front()).entity;
    }
    reading.place = place_near(u, from, to);
    if (!rule.polarity && !rule.modality) add_attitude(reading, holding);
    readings_.push_back(std::move(reading));
    return true;
  }

  bool is_material(TypeId type) const {
    return relater_.quad_[type] == Quad::material_cooperation || relater_.quad_[type] == Quad::material_conflict;
  }

  // To consent to an act, to refuse or to threaten it is an act towards the same party: "refused to meet X", "agreed to send X aid". It is what
  // happened; the other did not, or not yet, and is less certain.
  void add_attitude(Reading& content, const Holding& holding) {
    const auto quad = relater_.quad_[content.type];
    const bool cooperative = quad == Quad::verbal_cooperation || quad == Quad::material_cooperation;
    const bool negated = content.polarity == Polarity::negated;
    Reading own = content;
    if (cooperative && negated && (holding.refusal || holding.will) && content.type != relater_.promises_to_) {
      own.type = relater_.rejects_;
      own.rule = data_.language.code + ".refusal";
    } else if (cooperative && !negated && holding.consent && content.type != relater_.promises_to_ && content.type != relater_.agrees_with_) {
      own.type = content.symmetric ? relater_.agrees_with_ : relater_.promises_to_;
      own.rule = data_.language.code + ".consent";
    } else if (quad == Quad::material_conflict && !negated && holding.threat) {
      own.type = relater_.threatens_;
      own.rule = data_.language.code + ".threat";
    } else {
      return;
    }
    own.symmetric = own.type == relater_.agrees_with_;
    own.polarity = Polarity::affirmed;
    if (own.modality == Modality::planned) own.modality = Modality::actual;
    content.confidence *= kContent;
    readings_.push_back(std::move(own));
  }

  // The first place after the trigger that stands in a locative phrase and is no end of the claim.
  EntityIndex place_near(std::size_t u, EntityIndex from, EntityIndex to) {
    constexpr std::size_t kReach = 14;  // units; places further on belong to another clause more often than not
    for (std::size_t i = u + 1; i < units().size() && i < u + kReach; ++i) {
      if (units()[i].mention < 0) continue;
      const auto& m = mention(units()[i].mention);
      if (m.locative && m.entity != from && m.entity != to && entity(m.entity).kind == Kind::location) return m.entity;
    }
    return kNoEntity;
  }

  // ---- lists of members ----

  struct MemberList {
    int body = -1;  ///< mention
    std::vector<int> members, additions;
  };

  // "negara anggota G7, yakni A, B, dan C, ditambah D"
  void find_member_lists() {
    for (std::size_t u = 0; u + 1 < units().size(); ++u) {
      if (units()[u].mention < 0 || entity(mention(units()[u].mention).entity).kind != Kind::alliance) continue;
      std::size_t next = u + 1;
      if (is_comma(next)) ++next;
      if (next >= units().size() || !unit_is(next, WordClass::listing)) continue;
      MemberList list{.body = units()[u].mention, .members = {}, .additions = {}};
      bool addition = false;
      for (++next; next < units().size(); ++next) {
        const auto& unit = units()[next];
        if (unit.mention >= 0) {
          const auto kind = entity(mention(unit.mention).entity).kind;
          if (kind != Kind::state) break;
          (addition ? list.additions : list.members).push_back(unit.mention);
        } else if (unit_is(next, WordClass::addition)) {
          addition = true;
        } else if (!is_comma(next) && !unit_is(next, WordClass::coordinator) && !unit_is(next, WordClass::determiner)) {
          break;
        }
      }
      if (!list.members.empty()) add_members(list, u);
    }
  }

  bool is_comma(std::size_t u) const {
    return u < units().size() && units()[u].mention < 0 && passage_.surface(passage_.tokens[units()[u].first]) == ",";
  }

  void add_members(const MemberList& list, std::size_t u) {
    lists_.push_back(list);
    for (const int member : list.members) {
      Reading reading;
      reading.passage = passage_index_;
      reading.sentence = sentence_;
      reading.type = relater_.member_of_;
      reading.source = mention(member).entity;
      reading.target = mention(list.body).entity;
      reading.source_tokens = tokens_of(mention(member));
      reading.target_tokens = tokens_of(mention(list.body));
      reading.trigger = {units()[u + 1].first, units()[u + 1].last};
      if (is_comma(u + 1)) reading.trigger = {units()[u + 2].first, units()[u + 2].last};
      reading.rule = data_.language.code + ".member-list";
      reading.confidence = 0.9F;
      readings_.push_back(std::move(reading));
    }
  }

  // A body whose members the sentence lists acts through them.
  void expand(Argument& argument) {
    for (const auto& list : lists_) {
      const auto at = std::ranges::find(argument.mentions, list.body);
      if (at == argument.mentions.end()) continue;
      argument.mentions.erase(at);
      for (const auto* more : {&list.members, &list.additions})
        for (const int m : *more)
          if (std::ranges::find(argument.mentions, m) == argument.mentions.end()) argument.mentions.push_back(m);
    }
  }

  // ---- what the shape of names states ----

  // "Iran-backed Houthis": what a verb with a hyphen says of the name before it and the one that it qualifies.
  void add_backers() {
    for (std::size_t u = 0; u + 3 < units().size(); ++u) {
      const auto &source = units()[u], &hyphen = units()[u + 1], &tail = units()[u + 2];
      if (source.mention < 0 || hyphen.mention >= 0 || tail.mention >= 0 || tail.forms == nullptr || surface({hyphen.first, hyphen.last}) != "-")
        continue;
      std::size_t target = u + 3;
      while (target < units().size() && units()[target].mention < 0 && unit_is(target, WordClass::adjective)) ++target;
      if (target == units().size() || units()[target].mention < 0) continue;
      for (const auto& form : *tail.forms)
        if (!form.noun && form.voice == Voice::participle && add_backer(form.lemma, u, target)) break;
    }
  }

  bool add_backer(WordId verb, std::size_t source, std::size_t target) {
    const auto frames = data_.rules.by_head.find(verb);
    if (frames == data_.rules.by_head.end()) return false;
    for (const auto index : frames->second) {
      const Rule& rule = data_.rules.rules[index];
      const auto takes = [](const std::vector<Slot>& slots, Slot::Place place) {
        return std::ranges::find(slots, place, &Slot::place) != slots.end();
      };
      if (rule.noun || !rule.particles.empty() || rule.wants_object_noun() || !takes(rule.source, Slot::Place::subject) ||
          !takes(rule.target, Slot::Place::object))
        continue;
      const auto &from = mention(units()[source].mention), &to = mention(units()[target].mention);
      if (!fits(from, rule, true) || !fits(to, rule, false)) continue;
      noun_ = Syntax::npos;
      return add_reading(rule, source + 2, source + 2, from.entity, tokens_of(from), to.entity, tokens_of(to), kBacker);
    }
    return false;
  }

  void add_structures() {
    for (const auto& structure : found_.structures) {
      if (structure.sentence != sentence_) continue;
      Reading reading;
      reading.passage = passage_index_;
      reading.sentence = sentence_;
      const bool office = structure.type == Structure::Type::office;
      reading.type = office ? relater_.holds_office_in_ : relater_.located_in_;
      reading.source = structure.source;
      reading.target = structure.target;
      reading.source_tokens = {structure.source_first, structure.source_last};
      reading.target_tokens = {structure.target_first, structure.target_last};
      reading.trigger = {structure.trigger_first, structure.trigger_last};
      reading.kind = structure.office;
      reading.background = structure.former;
      reading.rule = data_.language.code + (office ? ".title" : ".container");
      reading.confidence = office ? 0.95F : 0.9F;
      if (reading.source != reading.target) readings_.push_back(std::move(reading));
    }
  }

  // One sentence says a thing once: of equal readings the surest stays, and of an affirmed and a negated one the first trigger's.
  void drop_doubles() {
    std::vector<Reading> kept;
    for (auto& reading : readings_) {
      const auto same = std::ranges::find_if(kept, [&](const Reading& k) {
        if (k.type != reading.type) return false;
        return (k.source == reading.source && k.target == reading.target) ||
               (k.symmetric && k.source == reading.target && k.target == reading.source);
      });
      if (same == kept.end())
        kept.push_back(std::move(reading));
      else if (reading.confidence > same->confidence && reading.polarity == same->polarity)
        *same = std::move(reading);
    }
    readings_ = std::move(kept);
  }

  // ---- who says so, and when ----

  void add_speakers() {
    speeches_ = syntax_.speeches();
    for (const auto& speech : speeches_) {
      if (speech.content_first >= speech.content_last) continue;
      const std::uint32_t first = units()[speech.content_first].first, last = units()[speech.content_last - 1].last;
      for (auto& reading : readings_) {
        if (is_structural(reading) || reading.trigger.begin < first || reading.trigger.end > last) continue;
        if (speech.speaker.empty()) {
          add_speaker(reading, {kNoEntity, speech.tokens});
          continue;
        }
        for (const auto& p : parties(speech.speaker)) add_speaker(reading, {p.entity, tokens_of(mention(p.mention))});
      }
    }
  }

  // "X says that Y must leave": X asks it of Y.
  void add_obligations() {
    for (const auto& speech : speeches_)
      for (std::size_t u = speech.content_first; u < speech.content_last; ++u) {
        if (!syntax_.is_verb(u) || !syntax_.is_obligation(u)) continue;
        const auto target = syntax_.subject(u);
        if (target.empty() || target.inherited || speech.speaker.empty()) continue;
        Rule rule;
        rule.id = data_.language.code + ".obligation";
        rule.type = relater_.requests_;
        rule.modality = Modality::actual;
        rule.polarity = Polarity::affirmed;
        rule.confidence = kObligation;
        for (const auto& a : parties(speech.speaker))
          for (const auto& b : parties(target))
            if (fits(mention(b.mention), rule, false)) add(rule, u, u, a, b, speech.speaker, target);
      }
  }

  // What the shape of a name states is nobody's statement and has no day.
  bool is_structural(const Reading& r) const {
    return r.type == relater_.holds_office_in_ || r.type == relater_.located_in_ || r.type == relater_.member_of_;
  }

  static void add_speaker(Reading& reading, Speaker speaker) {
    const auto same = [&](const Speaker& s) { return s.entity == speaker.entity && s.tokens == speaker.tokens; };
    if (std::ranges::none_of(reading.speakers, same)) reading.speakers.push_back(speaker);
  }

  void add_dates() {
    const auto dates = data_.dates.find(data_.language, passage_, passage_.sentences[sentence_], document_.record.date);
    if (dates.empty()) return;
    const bool all_planned = std::ranges::all_of(readings_, [&](const Reading& r) { return is_structural(r) || r.modality == Modality::planned; });
    for (auto& reading : readings_) {
      if (is_structural(reading)) continue;
      const auto distance = [&](const FoundDate& d) {
        return d.first >= reading.trigger.end ? d.first - reading.trigger.end : reading.trigger.begin - std::min(reading.trigger.begin, d.last);
      };
      const FoundDate* nearest = nullptr;
      for (const auto& date : dates)
        if (!day_of_statement(reading, date) && (nearest == nullptr || distance(date) < distance(*nearest))) nearest = &date;
      if (nearest == nullptr) continue;
      reading.date = nearest->date;
      constexpr std::int64_t kNews = 31;  // days: what is older is recalled
      if (document_.record.date && reading.date->day + kNews < *document_.record.date) reading.background = true;
      // "will host him on Sunday" is the Sunday to come.
      if (nearest->weekday && all_planned && reading.date->day <= document_.record.date.value_or(0)) reading.date->day += 7;
    }
  }

  // "said on Tuesday that …": the day of the saying is not the day of what is said.
  bool day_of_statement(const Reading& reading, const FoundDate& date) const {
    return std::ranges::any_of(speeches_, [&](const Speech& speech) {
      if (speech.content_first >= speech.content_last) return false;
      const std::uint32_t first = units()[speech.content_first].first, last = units()[speech.content_last - 1].last;
      const auto inside = [&](std::uint32_t from, std::uint32_t to) { return first <= from && to <= last; };
      if (!inside(reading.trigger.begin, reading.trigger.end)) return false;
      return !inside(date.first, date.last) || starts_content(date, first);
    });
  }

  // The date follows the verb of saying at once ("mengatakan Selasa (5/11/2024) kemarin, bahwa"): it is still the verb's.
  static bool starts_content(const FoundDate& date, std::uint32_t content) {
    constexpr std::uint32_t kNear = 3;  // tokens: a preposition, a weekday, a bracket
    return date.first <= content + kNear;
  }

  const Relater& relater_;
  const RelateData& data_;
  const Document& document_;
  DocumentMentions& all_;
  const PassageMentions& found_;
  const Passage& passage_;
  std::size_t passage_index_;
  std::uint32_t sentence_;
  const Syntax& syntax_;
  TriggerMatcher triggers_;
  std::vector<Reading> readings_;
  std::vector<MemberList> lists_;
  std::vector<Speech> speeches_;
  std::set<std::size_t> consumed_;
  std::size_t after_trigger_ = 0;         // units of the last trigger that fired end here
  Quad trigger_quad_ = Quad::structural;  // of what it said
  std::vector<int> source_, target_;      // what stood in the slots of the frame that was tried last
  std::size_t noun_ = Syntax::npos;       // the object noun of the frame that is being read
};

Result<Relater> Relater::make(const Ontology& ontology) {
  Relater relater;
  std::size_t most = 0;
  for (const auto& type : ontology.relation_types()) most = std::max<std::size_t>(most, type.number);
  relater.place_target_.assign(most + 1, false);
  relater.text_target_.assign(most + 1, false);
  relater.loose_.assign(most + 1, false);
  relater.quad_.assign(most + 1, Quad::structural);
  for (const auto& type : ontology.relation_types()) {
    relater.place_target_[type.number] = std::ranges::find(type.targets, "Place") != type.targets.end();
    relater.loose_[type.number] = !type.family.empty();
    relater.quad_[type.number] = type.quad;
    relater.text_target_[type.number] = std::ranges::find(type.targets, "Text") != type.targets.end();
  }
  for (const auto& [name, number] :
       {std::pair{"holds_office_in", &relater.holds_office_in_}, std::pair{"located_in", &relater.located_in_},
        std::pair{"member_of", &relater.member_of_}, std::pair{"signs", &relater.signs_}, std::pair{"promises_to", &relater.promises_to_},
        std::pair{"agrees_with", &relater.agrees_with_}, std::pair{"rejects", &relater.rejects_}, std::pair{"threatens", &relater.threatens_},
        std::pair{"requests", &relater.requests_}}) {
    const auto* type = ontology.relation_type(std::string_view(name));
    if (type == nullptr)
      return failure(StatusCode::invalid_input, fmt::format("the ontology has no relation type '{}', which reading names needs; add its row", name));
    *number = type->number;
  }
  return relater;
}

namespace {

// Whether any rule could start here: only then may a sentence need tags or a tree.
bool has_trigger(const RelateData& data, const Passage& passage, const Sentence& sentence) {
  return std::any_of(passage.tokens.begin() + sentence.first, passage.tokens.begin() + sentence.last, [&](const Token& token) {
    const auto* forms = data.language.forms_of(token.word);
    return forms != nullptr && std::ranges::any_of(*forms, [&](const WordForm& f) { return data.rules.by_head.contains(f.lemma); });
  });
}

}  // namespace

void Relater::relate(const RelateData& data, const Document& document, std::size_t p, std::uint32_t s, DocumentMentions& mentions,
                     std::vector<Reading>& readings) const {
  const auto& found = mentions.passages[p];
  const auto here = mentions_in(found.mentions, s);
  if (here.empty()) return;  // no claim without two ends; a structure has one mention at least
  const auto& passage = document.passages[p];
  const auto read = [&](const Syntax& syntax) {
    auto more = SentenceRelater(*this, data, document, mentions, p, s, syntax).run();
    readings.insert(readings.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  };
  if (data.annotator != nullptr && here.size() > 1 && has_trigger(data, passage, passage.sentences[s])) {
    data.annotator->start(passage, passage.sentences[s]);
    read(TreeSyntax(data.language, passage, passage.sentences[s], s, found, *data.annotator));
  } else {
    read(ChunkSyntax(data.language, passage, passage.sentences[s], s, found));
  }
}

}  // namespace entente
