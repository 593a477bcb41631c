#include "ingest/relate/pairs.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "ingest/relate/tree_syntax.h"
#include "ingest/relate/triggers.h"

namespace entente {
namespace {

// How directly the words join the two: both ends in their slots, one of them, on the way between them, beside the way, anywhere.
constexpr float kBoth = 0.9F, kOne = 0.8F, kOnTheWay = 0.7F, kBeside = 0.55F, kAnywhere = 0.3F;

}  // namespace

/// Reads one pair.
class PairReader {
 public:
  PairReader(const PairClassifier& classifier, const RelateData& data, const Indicators& indicators, const Passage& passage, const Sentence& sentence,
             const DocumentMentions& mentions, const TreeSyntax& syntax, int source, int target)
      : classifier_(classifier),
        data_(data),
        indicators_(indicators),
        passage_(passage),
        sentence_(sentence),
        mentions_(mentions),
        syntax_(syntax),
        triggers_(data.rules, passage, syntax),
        source_(source),
        target_(target) {
    for (std::size_t u = 0; u < units().size(); ++u) {
      if (units()[u].mention == source) source_unit_ = u;
      if (units()[u].mention == target) target_unit_ = u;
    }
  }

  PairRelation read() {
    PairRelation found;
    const auto way = path();
    for (std::size_t i = 0; i < way.size(); ++i) {
      const auto u = way[i];
      // "issued an ultimatum to X", "ordered the release of X": of a verb that carries an act, the act.
      if (has(units()[u].classes, WordClass::support) && !fills_target(u)) {
        if (ask_beside(u, way, found)) return found;
        if (i + 1 < way.size() && syntax_.head(way[i + 1]) == u && syntax_.relation(way[i + 1]) == Deprel::obj && ask(way[i + 1], kOnTheWay, found))
          return found;
      }
      if (ask(u, kOnTheWay, found) || ask_beside(u, way, found)) return found;
    }
    for (const auto u : others(way))
      if (ask(u, kAnywhere, found)) return found;
    return found;
  }

 private:
  std::span<const Unit> units() const { return syntax_.units(); }

  std::vector<std::size_t> ancestors(std::size_t u) const {
    std::vector<std::size_t> up;
    for (u = syntax_.head(u); u != Syntax::npos && std::ranges::find(up, u) == up.end(); u = syntax_.head(u)) up.push_back(u);
    return up;
  }

  // The units between the two in the tree: up from the source, then down to the target.
  std::vector<std::size_t> path() const {
    auto up = ancestors(source_unit_), down = ancestors(target_unit_);
    up.insert(up.begin(), source_unit_);
    down.insert(down.begin(), target_unit_);
    std::vector<std::size_t> way;
    std::size_t common = Syntax::npos;
    for (const auto u : up) {
      const auto at = std::ranges::find(down, u);
      if (at != down.end()) {
        common = u;
        down.erase(at, down.end());
        break;
      }
      way.push_back(u);
    }
    if (common != Syntax::npos) way.push_back(common);
    way.insert(way.end(), down.rbegin(), down.rend());
    std::erase_if(way, [&](std::size_t u) { return u == source_unit_ || u == target_unit_; });
    // Trees take "the US reduced aid" for a noun phrase now and then: the verb whose subject the source is comes first in any case.
    for (std::size_t u = source_unit_ + 1; u < target_unit_; ++u) {
      if (!syntax_.is_verb(u)) continue;
      const auto subject = syntax_.subject(u);
      const bool own = std::ranges::find(subject.mentions, source_) != subject.mentions.end() && !subject.inherited;
      if (own && std::ranges::find(way, u) == way.end()) way.insert(way.begin(), u);
      if (own) break;
    }
    return way;
  }

  // All other units: first those between the two, then those after, then those before.
  std::vector<std::size_t> others(const std::vector<std::size_t>& way) const {
    const auto [first, last] = std::minmax(source_unit_, target_unit_);
    std::vector<std::size_t> order;
    for (std::size_t u = first + 1; u < last; ++u) order.push_back(u);
    for (std::size_t u = last + 1; u < units().size(); ++u) order.push_back(u);
    for (std::size_t u = first; u-- > 0;) order.push_back(u);
    std::erase_if(order, [&](std::size_t u) { return units()[u].mention >= 0 || std::ranges::find(way, u) != way.end(); });
    return order;
  }

  // What hangs on a verb of the way, its object first: "issued an ultimatum to X".
  bool ask_beside(std::size_t verb, const std::vector<std::size_t>& way, PairRelation& found) {
    for (const auto relation :
         {Deprel::obj, Deprel::nsubj, Deprel::xcomp, Deprel::advmod, Deprel::obl, Deprel::compound, Deprel::nmod, Deprel::amod, Deprel::advcl})
      for (std::size_t u = 0; u < units().size(); ++u) {
        if (units()[u].mention >= 0 || syntax_.head(u) != verb || syntax_.relation(u) != relation || std::ranges::find(way, u) != way.end()) continue;
        if (ask(u, kBeside, found)) return true;
        if (relation == Deprel::obj && ask_parts(u, found)) return true;
      }
    return false;
  }

  // "a fresh travel ban", "an act of war"
  bool ask_parts(std::size_t noun, PairRelation& found) {
    for (std::size_t u = 0; u < units().size(); ++u)
      if (units()[u].mention < 0 && syntax_.head(u) == noun && u != target_unit_ && ask(u, kBeside, found)) return true;
    return false;
  }

  bool ask(std::size_t u, float weight, PairRelation& found) {
    if (units()[u].mention >= 0) return false;
    if (must(u, weight, found)) return true;
    return ask_frames(u, weight, found) || ask_indicators(u, weight, found);
  }

  // "X said that Y must leave": what another must do is a request.
  bool must(std::size_t verb, float weight, PairRelation& found) {
    bool obliged = false;
    for (std::size_t u = 0; u < units().size() && !obliged; ++u)
      obliged = units()[u].mention < 0 && has(units()[u].classes, WordClass::obligation) && syntax_.head(u) == verb;
    if (!obliged) return false;
    const auto subject = syntax_.subject(verb);
    if (std::ranges::find(subject.mentions, source_) != subject.mentions.end()) return false;
    return settle(classifier_.requests_->number, data_.language.code + ".obligation", false, verb, weight, found);
  }

  // Whether a frame of the unit has the target in its own slot.
  bool fills_target(std::size_t u) const {
    return triggers_.each(u, [&](const Rule& rule, std::size_t last, std::size_t noun) {
      return rule.wants_object_noun() || stands(rule.target, u, last, noun, target_, true);
    });
  }

  bool ask_frames(std::size_t u, float weight, PairRelation& found) {
    return ask_frames(u, weight, true, found) || ask_frames(u, weight * 0.8F, false, found);
  }

  // `typed`: only frames that want such ends.
  bool ask_frames(std::size_t u, float weight, bool typed, PairRelation& found) {
    int best = -1;
    const Rule* frame = nullptr;
    triggers_.each(u, [&](const Rule& rule, std::size_t last, std::size_t noun) {
      if (type(rule.type)->family.empty()) return false;
      if (typed && (!may_stand(rule.source_kinds, source_) || !may_stand(rule.target_kinds, target_))) return false;
      const bool source = stands(rule.source, u, last, noun, source_) || (rule.symmetric && stands(rule.target, u, last, noun, source_));
      const bool target = stands(rule.target, u, last, noun, target_, rule.whole) || (rule.symmetric && stands(rule.source, u, last, noun, target_));
      const int fit = 2 * static_cast<int>(target) + static_cast<int>(source);
      if (fit > best) best = fit, frame = &rule;
      return fit == 3;
    });
    if (frame == nullptr) return false;
    const bool denied = frame->polarity == Polarity::negated;
    return settle(frame->type, frame->id, denied, u, best == 3 ? std::max(weight, kBoth) : best > 0 ? std::max(weight, kOne) : weight, found);
  }

  // `itself`: not where it only owns or qualifies what stands there.
  bool stands(const std::vector<Slot>& slots, std::size_t u, std::size_t last, std::size_t noun, int mention, bool itself = false) const {
    return std::ranges::any_of(slots, [&](const Slot& slot) {
      if (noun != Syntax::npos && units()[noun].mention == mention && slot.place == Slot::Place::object) return true;
      const auto argument = triggers_.fill(slot, u, last, noun);
      return !(itself && argument.modifier) && std::ranges::find(argument.mentions, mention) != argument.mentions.end();
    });
  }

  // Whether what is known of a given phrase allows a frame that wants certain types.
  bool may_stand(const std::vector<Kind>& kinds, int mention) const {
    const auto& entity = mentions_.entities[mentions_.passages[0].mentions[static_cast<std::size_t>(mention)].entity];
    return kinds.empty() || entity.id.empty() || std::ranges::find(kinds, entity.kind) != kinds.end();
  }

  bool ask_indicators(std::size_t u, float weight, PairRelation& found) {
    const auto* entry = indicators_.find(passage_, sentence_, units()[u].first, syntax_.tag(u));
    return entry != nullptr && settle(entry->type, entry->id, false, u, weight * 0.9F, found);
  }

  const RelationType* type(TypeId number) const { return classifier_.ontology_->relation_type(number); }

  // Takes the type, or what its denial, consent to it or a threat of it is. `denied`: by the frame itself ("cancel ~ visit").
  bool settle(TypeId number, const std::string& rule, bool denied, std::size_t u, float score, PairRelation& found) {
    const auto* relation = type(number);
    if (relation->family.empty()) return false;
    const auto holding = syntax_.holding(u);
    const bool cooperative = relation->quad == Quad::verbal_cooperation || relation->quad == Quad::material_cooperation;
    const bool promise = relation->family == "AGREE";
    if (cooperative && (denied || holding.polarity == Polarity::negated))
      relation = classifier_.rejects_;
    else if (cooperative && !promise && (holding.consent || (holding.will && relation->family != "SUPPORT")))  // "will support" supports
      relation = classifier_.promises_to_;
    else if (relation->quad == Quad::material_conflict && (holding.threat || holding.will))
      relation = classifier_.threatens_;
    found = {.type = relation, .rule = rule, .score = score};
    return true;
  }

  const PairClassifier& classifier_;
  const RelateData& data_;
  const Indicators& indicators_;
  const Passage& passage_;
  const Sentence& sentence_;
  const DocumentMentions& mentions_;
  const TreeSyntax& syntax_;
  TriggerMatcher triggers_;
  int source_, target_;
  std::size_t source_unit_ = 0, target_unit_ = 0;
};

Result<PairClassifier> PairClassifier::make(const Ontology& ontology) {
  PairClassifier out;
  out.ontology_ = &ontology;
  for (const auto& [name, type] : {std::pair{"rejects", &out.rejects_}, std::pair{"promises_to", &out.promises_to_},
                                   std::pair{"threatens", &out.threatens_}, std::pair{"requests", &out.requests_}}) {
    *type = ontology.relation_type(std::string_view(name));
    if (*type == nullptr)
      return failure(StatusCode::invalid_input,
                     fmt::format("the ontology has no relation type '{}', which telling relations needs; add its row", name));
  }
  return out;
}

PairRelation PairClassifier::classify(const RelateData& data, const Indicators& indicators, const Document& document, std::uint32_t sentence,
                                      const DocumentMentions& mentions, int source, int target) const {
  const auto& passage = document.passages[0];
  const auto& s = passage.sentences[sentence];
  data.annotator->start(passage, s);
  const TreeSyntax syntax(data.language, passage, s, sentence, mentions.passages[0], *data.annotator);
  return PairReader(*this, data, indicators, passage, s, mentions, syntax, source, target).read();
}

}  // namespace entente
