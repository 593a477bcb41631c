#include "export/evidence.h"

#include <fmt/format.h>

#include "graph/hash.h"
#include "graph/identity/claim_name.h"

#include <algorithm>

#include "graph/text/unicode.h"

namespace entente {
namespace {

constexpr std::size_t kKept = 32;  // articles: a few hundred kB of text, and more than report one event in a row

Status no_such_claim(std::string_view document, std::size_t number) {
  return {StatusCode::not_found, fmt::format("article '{}': has no claim {}; 'entente why' numbers them", document, number + 1)};
}

}  // namespace

Result<std::shared_ptr<const DocumentRecord>> EvidenceReader::document(const Claim& claim) {
  const auto kept = std::ranges::find_if(recent_, [&](const auto& record) { return record->id == claim.evidence.document; });
  if (kept != recent_.end()) {
    recent_.splice(recent_.begin(), recent_, kept);
    return recent_.front();
  }
  auto record = snapshot_.document(claim.evidence.document);
  if (!record) return failure(record.error());
  recent_.push_front(std::make_shared<const DocumentRecord>(std::move(*record)));
  if (recent_.size() > kKept) recent_.pop_back();
  return recent_.front();
}

Result<ClaimJudgements> ClaimJudgements::make(const Snapshot& snapshot, const Ontology& ontology) {
  auto identity = snapshot.identity();
  if (!identity) return failure(identity.error());
  return ClaimJudgements(snapshot, ontology, std::move(*identity));
}

Result<const Judgement*> ClaimJudgements::of(std::string_view document, std::uint32_t number) {
  if (!identity_->judges_claims_of(hash64(document))) return nullptr;
  if (!last_ || last_->document.id != document) {
    auto article = snapshot_.contribution(document);
    if (!article) return failure(article.error());
    last_ = std::move(*article);
  }
  if (number >= last_->claims.size()) return failure(no_such_claim(document, number));
  return identity_->judgement_of_claim(document, claim_name(last_->claims[number], last_->document, *ontology_));
}

Result<std::string> name_of_claim(const Snapshot& snapshot, const Ontology& ontology, std::string_view document, std::size_t number) {
  const auto article = snapshot.contribution(document);
  if (!article) return failure(article.error());
  if (number >= article->claims.size()) return failure(no_such_claim(document, number));
  return claim_name(article->claims[number], article->document, ontology);
}

}  // namespace entente
