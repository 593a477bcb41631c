#include "export/evidence.h"

#include <algorithm>

#include "graph/text/unicode.h"

namespace entente {
namespace {

constexpr std::size_t kKept = 32;  // articles: a few hundred kB of text, and more than report one event in a row

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

}  // namespace entente
