#include "ingest/relate/tree_syntax.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <utility>

namespace entente {
namespace {

constexpr int kDeepest = 5;  // verbs that may pass a subject on

}  // namespace

TreeSyntax::TreeSyntax(const Language& language, const Passage& passage, const Sentence& sentence, std::uint32_t sentence_index,
                       const PassageMentions& mentions, Annotator& annotator)
    : sentence_(sentence), mentions_(mentions), annotator_(annotator), chunks_(language, passage, sentence, sentence_index, mentions, &annotator) {
  unit_of_.resize(sentence.last - sentence.first);
  for (std::size_t u = 0; u < units().size(); ++u)
    for (auto token = units()[u].first; token < units()[u].last; ++token) unit_of_[token - sentence.first] = u;
}

// Makes each mention one word: its word nearest the root, on which hangs whatever hung on any of them. Within names parsers are least sure
// of the head. Heads come nearer to the root only, so that the tree stays one.
void TreeSyntax::join_mentions(std::span<const Unit> units, std::uint32_t first_token, SentenceTree& tree) {
  std::vector<std::uint32_t> depth(tree.size(), 0);
  for (Word w = 0; w < tree.size(); ++w)
    for (Word up = w; tree[up].head != kNone; up = tree[up].head) ++depth[w];
  std::vector<Word> joined(tree.size());
  std::iota(joined.begin(), joined.end(), Word{0});
  for (const auto& unit : units) {
    if (unit.mention < 0) continue;
    const auto first = depth.begin() + (unit.first - first_token), last = depth.begin() + (unit.last - first_token);
    const auto head = static_cast<Word>(std::min_element(first, last) - depth.begin());
    for (auto w = unit.first - first_token; w < unit.last - first_token; ++w) joined[w] = head;
  }
  for (Word w = 0; w < tree.size(); ++w) {
    auto& head = tree[w].head;
    if (joined[w] != w)
      head = joined[w];
    else if (head != kNone)
      head = joined[head];
  }
}

const SentenceTree& TreeSyntax::tree() const {
  if (tree_.empty()) {
    tree_ = annotator_.tree();
    join_mentions(units(), sentence_.first, tree_);
  }
  return tree_;
}

std::size_t TreeSyntax::unit_of_mention(int m) const { return unit_of_[mention(m).first - sentence_.first]; }

// The word of a unit that the others hang on.
TreeSyntax::Word TreeSyntax::head_word(std::size_t unit) const {
  const Word first = units()[unit].first - sentence_.first, last = units()[unit].last - sentence_.first;
  for (Word w = first; w < last; ++w)
    if (at(w).head == kNone || at(w).head < first || at(w).head >= last) return w;
  return first;
}

std::size_t TreeSyntax::head(std::size_t unit) const {
  const Word up = at(head_word(unit)).head;
  return up == kNone ? npos : unit_of_[up];
}

// Whether `w` hangs on `head` and is no other word of the same mention.
bool TreeSyntax::hangs_on(Word w, Word head) const { return at(w).head == head && unit_of_[w] != unit_of_[head]; }

template <class Test>
TreeSyntax::Word TreeSyntax::child(Word head, const Test& test) const {
  for (Word w = 0; w < words(); ++w)
    if (hangs_on(w, head) && test(w)) return w;
  return kNone;
}

TreeSyntax::Word TreeSyntax::child(Word head, Deprel relation) const {
  return child(head, [&](Word w) { return at(w).relation == relation; });
}

// ---- noun phrases to mentions ----

bool TreeSyntax::is_trigger_noun(Word w) const {
  const auto* forms = units()[unit_of_[w]].forms;
  return forms != nullptr && at(w).tag == Upos::noun && std::ranges::any_of(*forms, [](const WordForm& f) { return f.noun; });
}

// Whether a preposition of class `c` marks word `w`.
bool TreeSyntax::has_case(Word w, WordClass c) const {
  return child(w, [&](Word k) { return at(k).relation == Deprel::case_ && has(units()[unit_of_[k]].classes, c); }) != kNone;
}

// Whether no preposition stands before `w`, by the tree or by the data of the language ("wisatawan asal Malaysia").
bool TreeSyntax::bare(Word w) const {
  const auto u = unit_of_[w];
  if (u > 0 && units()[u - 1].mention < 0 && has(units()[u - 1].classes, WordClass::preposition)) return false;
  return child(w, Deprel::case_) == kNone;
}

// The mention that a noun phrase is, else the one that its head belongs to.
Argument TreeSyntax::stands_for(Word w) const {
  Argument argument;
  if (const int m = mention_at(w); m >= 0) {
    argument.mentions = {m};
    return argument;
  }
  if (at(w).tag == Upos::propn || chunks_.is_unknown_noun(unit_of_[w])) return argument;  // somebody whom nobody knows, not who is named beside
  return owner(w);
}

// Whose a noun is.
Argument TreeSyntax::owner(Word w) const {
  const bool trigger = is_trigger_noun(w);
  const auto belongs = [&](Word c) {
    const int m = mention_at(c);
    if (m < 0) return false;
    switch (at(c).relation) {
      case Deprel::det:
      case Deprel::nmod:
        // "its neighbour" is somebody else; "its attack" is its own.
        if (mention(m).form == MentionForm::pronoun && mention(m).possessive) return trigger;
        return bare(c) || mention(m).possessive || has_case(c, trigger ? WordClass::agent : WordClass::particle) ||
               (!trigger && has_case(c, WordClass::origin));
      case Deprel::amod:
      case Deprel::compound:
      case Deprel::flat: return true;
      default: return false;
    }
  };
  // Who did it counts before whom it befell: "pembunuhan Haniyeh oleh Israel".
  Word found =
      trigger ? child(w, [&](Word c) { return mention_at(c) >= 0 && has_case(c, WordClass::agent) && !has_case(c, WordClass::locative); }) : kNone;
  if (found == kNone) found = child(w, belongs);
  if (found == kNone) return {};
  auto argument = group(found);
  argument.modifier = true;
  return argument;
}

void TreeSyntax::add_all(const Argument& more, Argument& argument) {
  for (const int m : more.mentions)
    if (std::ranges::find(argument.mentions, m) == argument.mentions.end()) argument.mentions.push_back(m);
}

// All that are named side by side with `w`, by the tree and by word order: parsers lose members of long lists.
Argument TreeSyntax::group(Word w) const {
  auto argument = stands_for(w);
  if (argument.empty()) return argument;
  if (!argument.modifier) argument = chunks_.listed_with(unit_of_[w]);
  for (Word c = 0; c < words(); ++c) {
    if (!hangs_on(c, w) || at(c).relation != Deprel::conj || at(c).tag == Upos::verb) continue;
    add_all(group(c), argument);
  }
  return argument;
}

Argument TreeSyntax::measured(Argument argument, Word from, Word to) const {
  const auto a = unit_of_[from], b = unit_of_[to];
  argument.distance = static_cast<std::uint32_t>((a > b ? a - b : b - a) / 2);
  return argument;
}

// ---- verbs ----

bool TreeSyntax::passive(Word verb) const {
  if (child(verb, [&](Word c) { return at(c).passive; }) != kNone) return true;
  return chunks_.is_passive(unit_of_[verb]);
}

// Who stands in the place of the subject, whatever the voice.
Argument TreeSyntax::surface_subject(Word verb, int depth) const {
  const auto& word = at(verb);
  const bool relative = word.relation == Deprel::acl && word.head != kNone;
  Word own = kNone, before = kNone;  // the nearest, where a parser finds two
  for (Word w = 0; w < words(); ++w)
    if (hangs_on(w, verb) && at(w).relation == Deprel::nsubj && (w < verb || own == kNone) && !chunks_.colon_between(unit_of_[w], unit_of_[verb]))
      before = std::exchange(own, w);
  if (own != kNone) {
    // "which", "yang": what the clause belongs to.
    if (relative && is_relativizer(own)) return surface_subject_of_relative(verb, depth);
    auto argument = measured(group(own), verb, own);
    argument.taken = argument.empty() && is_somebody(own);
    // Two subjects that a coordinator joins are one list; of two others one is a mistake, more likely that which is nobody.
    if (before != kNone && argument.empty()) return measured(group(before), verb, before);
    if (before != kNone && chunks_.after_coordinator(unit_of_[own])) add_all(group(before), argument);
    return argument;
  }
  if (depth >= kDeepest || word.head == kNone) return {};
  // "A threatens, B: we refuse": what stands before a colon says nothing of who acts after it.
  if (chunks_.colon_between(unit_of_[word.head], unit_of_[verb])) return {};
  Argument argument;
  if (relative) return surface_subject_of_relative(verb, depth);
  switch (word.relation) {
    case Deprel::conj:
    case Deprel::xcomp:
    case Deprel::advcl: {
      if (at(word.head).tag != Upos::verb && at(word.head).tag != Upos::aux) return {};
      // Only the object of a command does what follows: "memanggil duta besar untuk memprotes".
      if (word.relation != Deprel::conj && chunks_.commands(unit_of_[word.head]))
        if (const Word object = child(word.head, [&](Word c) { return at(c).relation == Deprel::obj || at(c).relation == Deprel::iobj; });
            object != kNone)
          argument = measured(group(object), verb, object);
      if (argument.empty()) argument = surface_subject(word.head, depth + 1);
      argument.inherited = true;
      return argument;
    }
    default: return {};
  }
}

// What a clause belongs to. "adopted a resolution that condemns X": what an instrument does, its owner does.
Argument TreeSyntax::surface_subject_of_relative(Word verb, int depth) const {
  const Word noun = at(verb).head;
  auto argument = measured(group(noun), verb, noun);
  const bool owned = at(noun).relation == Deprel::obj && at(noun).head != kNone && at(at(noun).head).tag == Upos::verb;
  if (!argument.empty() || !owned || depth >= kDeepest || passive(verb)) return argument;
  argument = surface_subject(at(noun).head, depth + 1);
  argument.inherited = true;
  return argument;
}

Argument TreeSyntax::agent(Word verb) const {
  const Word by = child(verb, [&](Word c) {
    return at(c).agent || (at(c).relation == Deprel::obl && has_case(c, WordClass::agent) && !has_case(c, WordClass::locative));
  });
  return by == kNone ? Argument{} : measured(group(by), verb, by);
}

Argument TreeSyntax::active_object(Word verb) const {
  if (const Word object = child(verb, Deprel::obj); object != kNone) return measured(group(object), verb, object);
  // "two generals they accused of …": what the clause belongs to is its object, where the subject is somebody else.
  const Word own = child(verb, Deprel::nsubj);
  if (!at(verb).relative || own == kNone || at(verb).head == kNone || is_relativizer(own)) return {};
  return measured(group(at(verb).head), verb, at(verb).head);
}

// "which", "yang": no noun, and nobody by itself.
bool TreeSyntax::is_relativizer(Word w) const { return mention_at(w) < 0 && has(units()[unit_of_[w]].classes, WordClass::relativizer); }

// A noun or name that is no mention and belongs to none.
bool TreeSyntax::is_somebody(Word w) const {
  return mention_at(w) < 0 && (at(w).tag == Upos::noun || at(w).tag == Upos::propn) && !is_relativizer(w);
}

// The verb whose object (subject, where passive) a noun is and that says no more than that it happens or is planned: "launched an attack".
TreeSyntax::Word TreeSyntax::carrier(Word noun) const {
  while (at(noun).relation == Deprel::conj && at(noun).head != kNone) noun = at(noun).head;
  const Word verb = at(noun).head;
  if (verb == kNone || units()[unit_of_[verb]].mention >= 0) return kNone;
  const auto& classes = units()[unit_of_[verb]].classes;
  const bool carries = has(classes, WordClass::support);
  if (at(noun).relation == Deprel::obj && (carries || has(classes, WordClass::planned) || has(classes, WordClass::possible))) return verb;
  return at(noun).relation == Deprel::nsubj && at(noun).passive && carries ? verb : kNone;
}

Argument TreeSyntax::subject(std::size_t u) const {
  if (!is_verb(u)) {
    auto argument = chunks_.subject(u);
    if (!argument.empty()) return argument;
    const Word verb = carrier(head_word(u));
    if (verb == kNone) return {};
    return passive(verb) ? agent(verb) : surface_subject(verb, 0);
  }
  auto near = chunks_.subject(u);
  // "Troops from Rwanda, which has denied it, and fighters of M23 attacked": a list may be longer than word order sees.
  const bool list = near.mentions.size() == 1 && chunks_.after_coordinator(unit_of_mention(near.mentions.front()));
  if (is_certain(near) && !list) return near;
  const Word verb = head_word(u);
  const auto arc = passive(verb) ? agent(verb) : surface_subject(verb, 0);
  if (!is_certain(near)) return settle(near, arc);
  return std::ranges::find(arc.mentions, near.mentions.front()) != arc.mentions.end() ? arc : near;
}

// Word order and tree may differ. What stands beside its verb is right more often than arcs are, an arc of the verb's own more often than
// what word order takes from another clause.
bool TreeSyntax::is_certain(const Argument& near) { return !near.empty() && !near.inherited && near.distance <= 1; }

Argument TreeSyntax::settle(const Argument& near, const Argument& arc) {
  if (arc.taken && near.inherited) return {};
  return near.empty() || (!arc.empty() && !arc.inherited && !arc.modifier) ? arc : near;
}

Argument TreeSyntax::object(std::size_t u, std::size_t last) const {
  if (!is_verb(u)) return {};
  auto near = chunks_.object(u, last);
  if (is_certain(near)) return near;
  const Word verb = head_word(u);
  if (!passive(verb)) return settle(near, active_object(verb));
  // "Didukung AS, Israel …": who does it is not who undergoes it.
  const auto argument = surface_subject(verb, 0);
  return !near.empty() && argument.mentions == subject(u).mentions ? near : settle(near, argument);
}

// The phrase after one of `prepositions` among what hangs on `head`.
Argument TreeSyntax::phrase_of(Word head, std::span<const WordId> prepositions) const {
  for (Word c = 0; c < words(); ++c) {
    if (!hangs_on(c, head) || (at(c).relation != Deprel::obl && at(c).relation != Deprel::nmod && at(c).relation != Deprel::advcl)) continue;
    const Word preposition = child(c, [&](Word k) {
      return (at(k).relation == Deprel::case_ || at(k).relation == Deprel::mark) &&
             std::ranges::find(prepositions, units()[unit_of_[k]].word) != prepositions.end();
    });
    if (preposition == kNone) continue;
    auto argument = measured(group(c), head, c);
    if (!argument.empty()) return argument;
  }
  return {};
}

Argument TreeSyntax::oblique(std::size_t u, std::span<const WordId> prepositions) const {
  auto near = chunks_.oblique(u, prepositions);
  if (!near.empty()) return near;
  const Word head = head_word(u);
  auto argument = phrase_of(head, prepositions);
  // "imposed sanctions on Iran": the phrase may hang on the object.
  if (argument.empty())
    if (const Word object = child(head, Deprel::obj); is_verb(u) && object != kNone) argument = phrase_of(object, prepositions);
  if (argument.empty() && !is_verb(u))
    if (const Word verb = carrier(head); verb != kNone) argument = phrase_of(verb, prepositions);
  return argument;
}

Argument TreeSyntax::possessor(std::size_t u) const {
  if (is_verb(u)) return {};
  auto argument = chunks_.possessor(u);
  if (!argument.empty()) return argument;
  return units()[u].mention >= 0 ? argument : owner(head_word(u));
}

// The verb of the clause that a verb takes.
TreeSyntax::Word TreeSyntax::complement(Word verb) const {
  return child(verb, [&](Word c) { return at(c).relation == Deprel::ccomp || at(c).relation == Deprel::xcomp; });
}

Argument TreeSyntax::clause_subject(std::size_t u) const {
  auto argument = chunks_.clause_subject(u);
  if (!argument.empty()) return argument;
  const Word clause = complement(head_word(u));
  if (clause == kNone) return {};
  const Word own = child(clause, Deprel::nsubj);
  return own == kNone ? Argument{} : measured(group(own), head_word(u), own);
}

Argument TreeSyntax::clause_object(std::size_t u) const {
  auto argument = chunks_.clause_object(u);
  if (!argument.empty()) return argument;
  const Word clause = complement(head_word(u));
  return clause == kNone || passive(clause) ? Argument{} : active_object(clause);
}

// Word order sees the verb that governs another where nothing stands between them; the tree, where something does: "denied it had sent troops".
Holding TreeSyntax::holding(std::size_t u) const {
  auto holding = chunks_.holding(u);
  if (tree_.empty() || holding.polarity == Polarity::negated || holding.modality != Modality::actual) return holding;
  const Word word = head_word(u);
  const auto relation = at(word).relation;
  if (at(word).head == kNone || (relation != Deprel::ccomp && relation != Deprel::xcomp)) return holding;
  chunks_.hold_by(unit_of_[at(word).head], holding);
  return holding;
}

std::vector<int> TreeSyntax::within(std::size_t u, bool clause, bool about) const {
  static constexpr std::array kNominal = {Deprel::iobj, Deprel::obj, Deprel::obl, Deprel::nmod, Deprel::compound, Deprel::amod, Deprel::appos};
  static constexpr std::array kClausal = {Deprel::xcomp, Deprel::ccomp, Deprel::nsubj, Deprel::acl};
  const Word verb = head_word(u);
  struct Place {
    Word word;
    bool in_clause;
  };
  std::vector<int> found;
  std::vector<Place> level = {{verb, false}};
  const auto descend = [&](Place from, Deprel relation, std::vector<Place>& next) {
    const bool clausal = std::ranges::find(kClausal, relation) != kClausal.end();
    for (Word w = 0; w < words(); ++w) {
      if (!hangs_on(w, from.word) || at(w).relation != relation) continue;
      // "condemned the violence against protesters": whom a noun is turned to is not whom one speaks of who speaks of it.
      const bool beside = from.word == verb ? about && relation == Deprel::obl : !from.in_clause && relation == Deprel::nmod;
      if (beside && turned_to(w)) continue;
      if (mention_at(w) >= 0) found.push_back(mention_at(w));
      next.push_back({w, from.in_clause || clausal});
    }
  };
  while (!level.empty()) {
    std::vector<Place> next;
    for (const auto relation : kNominal)
      for (const auto& from : level) descend(from, relation, next);
    for (const auto relation : kClausal)
      for (const auto& from : level) {
        const bool own = from.word == verb;
        if (relation == Deprel::acl ? !own : relation == Deprel::nsubj ? (own ? passive(verb) : clause) : clause) descend(from, relation, next);
      }
    level = std::move(next);
  }
  return found;
}

// Whether a preposition stands before `w` that says neither whose nor who nor where: "against X".
bool TreeSyntax::turned_to(Word w) const {
  if (bare(w)) return false;
  return std::ranges::none_of(std::array{WordClass::particle, WordClass::agent, WordClass::origin, WordClass::locative},
                              [&](WordClass c) { return has_case(w, c); });
}

std::size_t TreeSyntax::object_noun(std::size_t u, std::size_t last, std::span<const WordId> nouns) const {
  return chunks_.object_noun(u, last, nouns);
}

}  // namespace entente
