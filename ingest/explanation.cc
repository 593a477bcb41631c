#include "ingest/explanation.h"

#include <algorithm>
#include <array>

namespace entente {
namespace {

// Puts what was found of one sentence into words.
class Explainer {
 public:
  Explainer(const Ontology& ontology, const Passage& passage, std::uint32_t sentence, const DocumentMentions& all, const PassageMentions& found)
      : ontology_(ontology), passage_(passage), index_(sentence), all_(all), found_(found) {}

  SentenceExplanation explain(const std::vector<TriedFrame>& tried, std::size_t claims, Annotator* annotator) const {
    SentenceExplanation out;
    out.text = passage_.surface(passage_.sentences[index_].span);
    static constexpr std::array kForms = {"name", "adjective", "role", "pronoun", "nominal", "phrase"};
    for (const auto& m : found_.mentions) {
      if (m.sentence != index_) continue;
      const auto& entity = all_.entities[m.entity];
      out.mentions.push_back({surface({m.first, m.last}), entity.id, std::string(kind_name(entity.kind)), kForms[static_cast<std::size_t>(m.form)]});
    }
    if (!tried.empty() && annotator != nullptr) add_words(*annotator, out);
    for (const auto& frame : tried)
      out.frames.push_back({surface(frame.trigger), frame.rule->id, ontology_.relation_type(frame.rule->type)->name, names(frame.source),
                            names(frame.target), frame.fired});
    out.claims = claims;
    if (claims == 0 && out.mentions.size() > 1) out.reason = reason(out);
    return out;
  }

 private:
  std::string surface(Span tokens) const {
    return std::string(passage_.surface(Span{passage_.tokens[tokens.begin].span.begin, passage_.tokens[tokens.end - 1].span.end}));
  }

  std::string names(const std::vector<int>& mentions) const {
    std::string out;
    for (const int m : mentions) {
      const auto& mention = found_.mentions[static_cast<std::size_t>(m)];
      out += (out.empty() ? "" : ", ") + surface({mention.first, mention.last});
    }
    return out;
  }

  void add_words(Annotator& annotator, SentenceExplanation& out) const {
    const auto& sentence = passage_.sentences[index_];
    annotator.start(passage_, sentence);
    const auto& tree = annotator.tree();
    for (std::size_t w = 0; w < tree.size(); ++w)
      out.words.push_back({std::string(passage_.surface(passage_.tokens[sentence.first + w])), std::string(to_string(tree[w].tag)),
                           std::string(to_string(tree[w].relation)), tree[w].head == TreeWord::kRoot ? 0 : tree[w].head + 1});
  }

  static std::string reason(const SentenceExplanation& s) {
    if (s.frames.empty()) return "no word of the sentence triggers a frame";
    const auto filled = [&](bool source) {
      return std::ranges::any_of(s.frames, [&](const auto& f) { return !(source ? f.source : f.target).empty(); });
    };
    if (!filled(true) && !filled(false)) return "frames were tried, but nobody stands where one looks for its ends";
    if (!filled(true)) return "frames were tried, but nobody stands where one looks for its source";
    if (!filled(false)) return "frames were tried, but nobody stands where one looks for its target";
    return "frames were tried, but of none both ends are filled by two different parties";
  }

  const Ontology& ontology_;
  const Passage& passage_;
  std::uint32_t index_;
  const DocumentMentions& all_;
  const PassageMentions& found_;
};

}  // namespace

SentenceExplanation explain_sentence(const Ontology& ontology, const Passage& passage, std::uint32_t sentence, const DocumentMentions& mentions,
                                     const PassageMentions& found, const std::vector<TriedFrame>& tried, std::size_t claims, Annotator* annotator) {
  return Explainer(ontology, passage, sentence, mentions, found).explain(tried, claims, annotator);
}

}  // namespace entente
