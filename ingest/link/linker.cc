#include "ingest/link/linker.h"

#include <algorithm>
#include <tuple>

#include "graph/text/unicode.h"

namespace entente {
namespace {

class Linker {
 public:
  Linker(const Ontology& ontology, std::string_view extractor, const Document& document, const DocumentMentions& mentions)
      : ontology_(ontology), extractor_(extractor), document_(document), mentions_(mentions) {
    for (const auto& passage : document.passages) points_.emplace_back(passage.text);
  }

  void nodes(Extraction& out) const {
    for (EntityIndex entity = 0; entity < mentions_.entities.size(); ++entity) {
      Node node = node_of(ontology_, mentions_.entities[entity]);
      node.names = mentions_.entities[entity].names;
      out.contribution.nodes.push_back(std::move(node));
      out.mentions.push_back(places(entity));
    }
  }

  Claim claim(const Reading& r) const {
    Claim claim;
    claim.source = id(r.source);
    claim.type = r.type;
    claim.target = id(r.target);
    claim.polarity = r.polarity;
    claim.modality = r.modality;
    claim.background = r.background;
    claim.date = r.date;
    claim.place = id(r.place);
    claim.recipient = id(r.recipient);
    claim.kind = r.kind;
    claim.instrument = r.instrument;
    for (const auto& speaker : r.speakers)
      claim.attribution.push_back({id(speaker.entity), std::string(document_.passages[r.passage].surface(bytes(r.passage, speaker.tokens))),
                                   span(r.passage, speaker.tokens)});
    auto& evidence = claim.evidence;
    evidence.document = document_.record.id;
    evidence.part = document_.passages[r.passage].part;
    evidence.sentence = r.sentence;
    evidence.sentence_span = code_points(r.passage, document_.passages[r.passage].sentences[r.sentence].span);
    evidence.trigger_span = span(r.passage, r.trigger);
    evidence.source_span = span(r.passage, r.source_tokens);
    evidence.target_span = span(r.passage, r.target_tokens);
    evidence.rule = r.rule;
    evidence.extractor = extractor_;
    evidence.confidence = r.confidence;
    if (r.symmetric && claim.target < claim.source) {
      std::swap(claim.source, claim.target);
      std::swap(evidence.source_span, evidence.target_span);
    }
    return claim;
  }

 private:
  std::string id(EntityIndex entity) const { return entity == kNoEntity ? std::string() : mentions_.entities[entity].id; }

  Span bytes(std::size_t passage, Span tokens) const {
    const auto& all = document_.passages[passage].tokens;
    return {all[tokens.begin].span.begin, all[tokens.end - 1].span.end};
  }
  Span code_points(std::size_t passage, Span span) const { return {points_[passage].at(span.begin), points_[passage].at(span.end)}; }
  Span span(std::size_t passage, Span tokens) const { return code_points(passage, bytes(passage, tokens)); }

  std::vector<MentionPlace> places(EntityIndex entity) const {
    std::vector<MentionPlace> found;
    for (std::size_t p = 0; p < mentions_.passages.size(); ++p)
      for (const auto& m : mentions_.passages[p].mentions)
        if (m.entity == entity || std::ranges::find(m.others, entity) != m.others.end())
          found.push_back({document_.passages[p].part, m.sentence, span(p, {m.first, m.last})});
    return found;
  }

  const Ontology& ontology_;
  std::string_view extractor_;
  const Document& document_;
  const DocumentMentions& mentions_;
  std::vector<CodePointIndex> points_;
};

}  // namespace

Node node_of(const Ontology& ontology, const GazetteerEntry& entry) {
  Node node;
  node.id = entry.id;
  node.type = ontology.node_type(kind_name(entry.kind))->number;
  node.name = entry.name;
  node.country = entry.country;
  node.wikidata = entry.wikidata;
  if (entry.located) node.latitude = entry.latitude, node.longitude = entry.longitude;
  return node;
}

Node node_of(const Ontology& ontology, const Entity& entity) {
  Node node = entity.entry == nullptr ? Node{} : node_of(ontology, *entity.entry);
  node.id = entity.id;
  node.type = ontology.node_type(kind_name(entity.kind))->number;
  node.name = entity.name;
  node.country = entity.country;
  return node;
}

Extraction link(const Ontology& ontology, std::string_view extractor, Document& document, DocumentMentions& mentions, std::vector<Reading> readings) {
  Extraction out;
  out.text_changed = document.text_changed;
  out.warnings = std::move(document.notes);
  const Linker linker(ontology, extractor, document, mentions);
  linker.nodes(out);
  for (const auto& reading : readings) out.contribution.claims.push_back(linker.claim(reading));
  std::ranges::stable_sort(out.contribution.claims, [](const Claim& a, const Claim& b) {
    const auto key = [](const Claim& c) {
      return std::tuple(c.evidence.part == Part::body, c.evidence.sentence, c.evidence.trigger_span.begin, std::string_view(c.source),
                        std::string_view(c.target));
    };
    return key(a) < key(b);
  });
  out.contribution.document = std::move(document.record);
  return out;
}

}  // namespace entente
