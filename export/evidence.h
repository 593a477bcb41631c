#pragma once

#include <list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "graph/identity/identity.h"
#include "graph/ontology.h"
#include "graph/status.h"
#include "graph/store/store.h"

namespace entente {

/// Finds the words behind claims. The claims of neighbouring edges are often of the same articles, so a few articles are kept.
class EvidenceReader {
 public:
  explicit EvidenceReader(const Snapshot& snapshot) : snapshot_(snapshot) {}

  /// The article that `claim` was read in. Errors: NotFound, those of reading the snapshot.
  Result<std::shared_ptr<const DocumentRecord>> document(const Claim& claim);

 private:
  Snapshot snapshot_;
  std::list<std::shared_ptr<const DocumentRecord>> recent_;  // the last used first
};

/// What is judged of claims. For one thread; keeps what it was made of.
class ClaimJudgements {
 public:
  /// Errors: those of reading the snapshot.
  static Result<ClaimJudgements> make(const Snapshot& snapshot, const Ontology& ontology);

  /// Of claim `number` (from 0) of an article, as Snapshot::claims() counts; nullptr where nobody judged it, or not any more. Errors: NotFound, those
  /// of reading the snapshot.
  Result<const Judgement*> of(std::string_view document, std::uint32_t number);

 private:
  ClaimJudgements(const Snapshot& snapshot, const Ontology& ontology, std::shared_ptr<const Identity> identity)
      : snapshot_(snapshot), ontology_(&ontology), identity_(std::move(identity)) {}

  Snapshot snapshot_;
  const Ontology* ontology_;
  std::shared_ptr<const Identity> identity_;
  std::optional<Contribution> last_;  // the article asked for last that has judged claims
};

/// The name of claim `number` (from 0) of an article, by which judgements know it. Errors: NotFound, those of reading the snapshot.
Result<std::string> name_of_claim(const Snapshot& snapshot, const Ontology& ontology, std::string_view document, std::size_t number);

}  // namespace entente
