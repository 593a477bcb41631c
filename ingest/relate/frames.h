#pragma once

#include <string>
#include <vector>

#include "graph/ontology.h"
#include "ingest/language/annotation.h"
#include "ingest/mention/mentions.h"
#include "ingest/relate/rules.h"
#include "ingest/relate/time.h"

namespace entente {

/// Who says a claim: an entity, or words that name nobody we know ("sumber").
struct Speaker {
  EntityIndex entity = kNoEntity;
  Span tokens;
};

/// A claim over entities and tokens of one passage: what relate makes and link turns into a Claim.
struct Reading {
  std::size_t passage = 0;
  std::uint32_t sentence = 0;
  TypeId type = 0;
  bool symmetric = false;
  EntityIndex source = kNoEntity, target = kNoEntity, recipient = kNoEntity, place = kNoEntity;
  Span trigger, source_tokens, target_tokens;  ///< tokens
  Polarity polarity = Polarity::affirmed;
  Modality modality = Modality::actual;
  bool background = false;
  std::optional<Date> date;
  std::string kind, instrument, rule;
  std::vector<Speaker> speakers;
  float confidence = 0;
};

/// A frame whose words stand in the sentence, with what stood in its slots.
struct TriedFrame {
  Span trigger;  ///< tokens
  const Rule* rule = nullptr;
  std::vector<int> source, target;  ///< indexes into PassageMentions::mentions
  bool fired = false;
};

/// Everything that relate needs of one language. The annotator belongs to one thread.
struct RelateData {
  const Language& language;
  const Rules& rules;
  const DateReader& dates;
  Annotator* annotator = nullptr;            ///< reads trees; nullptr where the language has no model: word order alone answers
  std::vector<TriedFrame>* tried = nullptr;  ///< where it is given, every frame that was tried is added
};

/// Reads the relations of documents. Safe from many threads.
class Relater {
 public:
  /// Errors: InvalidInput where the ontology lacks a type that the structure of names states (holds_office_in, located_in, member_of, signs).
  static Result<Relater> make(const Ontology& ontology);

  /// Reads one sentence. Requires: its mentions, and those of no later sentence of the passage. Adds to `readings`, in order of (trigger, source,
  /// target). May add entities for documents that only the text names ("the joint statement").
  void relate(const RelateData& data, const Document& document, std::size_t passage, std::uint32_t sentence, DocumentMentions& mentions,
              std::vector<Reading>& readings) const;

 private:
  friend class SentenceRelater;
  std::vector<bool> place_target_, text_target_;  // by relation number: may a Location, an Agreement be the target
  std::vector<bool> loose_;                       // by relation number: may the target stand in no slot
  std::vector<Quad> quad_;                        // by relation number
  TypeId holds_office_in_ = 0, located_in_ = 0, member_of_ = 0, signs_ = 0;
  TypeId promises_to_ = 0, agrees_with_ = 0, rejects_ = 0, threatens_ = 0, requests_ = 0;
};

}  // namespace entente
