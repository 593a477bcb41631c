#include "graph/identity/claim_name.h"

#include <fmt/format.h>

namespace entente {

std::string claim_name(const Claim& claim, const Ontology& ontology) {
  const Span trigger = claim.evidence.trigger_span;
  return fmt::format("{} {} {} {} {}-{}", claim.source, ontology.relation_type(claim.type)->name, claim.target, to_string(claim.evidence.part),
                     trigger.begin, trigger.end);
}

}  // namespace entente
