#pragma once

#include <string>

#include "graph/ontology.h"
#include "ingest/mention/mentions.h"
#include "ingest/relate/frames.h"
#include "ingest/relate/indicators.h"

namespace entente {

/// How one phrase of a sentence is related to another.
struct PairRelation {
  const RelationType* type = nullptr;  ///< nullptr where nothing in the sentence indicates one
  std::string rule;                    ///< the frame or indicator that says so
  float score = 0;                     ///< in (0, 1]: how directly the words that say so join the two; no probability
};

/// Tells the relation between two given phrases of one sentence. The words on the way from one to the other in the dependency tree are asked,
/// those that govern first, each for its frames and then for its indicators; then the words beside them; then all others, the nearest first.
/// A cooperative act that is denied counts as rejects, one that is agreed to or only will be done as promises_to, a material conflict that is
/// threatened or will come as threatens, as in the PLOVER codebook. Safe from many threads.
class PairClassifier {
 public:
  /// Errors: InvalidInput where the ontology lacks a type that it may answer.
  static Result<PairClassifier> make(const Ontology& ontology);

  /// REQUIRES: an annotator in `data`; `mentions.passages[0]` holds the mentions `source` and `target` of sentence `sentence` of passage 0.
  PairRelation classify(const RelateData& data, const Indicators& indicators, const Document& document, std::uint32_t sentence,
                        const DocumentMentions& mentions, int source, int target) const;

 private:
  friend class PairReader;
  const Ontology* ontology_ = nullptr;
  const RelationType *rejects_ = nullptr, *promises_to_ = nullptr, *threatens_ = nullptr, *requests_ = nullptr;
};

}  // namespace entente
