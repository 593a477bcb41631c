#include "graph/identity/claim_name.h"

#include <fmt/format.h>

#include "graph/hash.h"

namespace entente {

std::string claim_name(const Claim& claim, const DocumentRecord& document, const Ontology& ontology) {
  const Evidence& evidence = claim.evidence;
  const auto place = [&](std::uint32_t at) { return static_cast<std::int64_t>(at) - evidence.sentence_span.begin; };
  return fmt::format("{} {} {} {:016x} {}-{}", claim.source, ontology.relation_type(claim.type)->name, claim.target,
                     hash64(slice(part_text(document, claim), evidence.sentence_span)), place(evidence.trigger_span.begin),
                     place(evidence.trigger_span.end));
}

}  // namespace entente
