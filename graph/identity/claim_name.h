#pragma once

#include <string>

#include "graph/model.h"
#include "graph/ontology.h"

namespace entente {

/// What tells a claim from the others of its article, also after the article was changed elsewhere and read anew: "state:RUS attacks state:UKR
/// 00d1f7a0c3b25e94 11-18", with the hash of its sentence and the place of its trigger there, in code points. Should several of an article have one
/// name, as where a sentence is printed twice, they are judged together. REQUIRES: the claim is of `document`, has the ids that its article gave, as
/// Snapshot::contribution() does, and a type of the ontology.
std::string claim_name(const Claim& claim, const DocumentRecord& document, const Ontology& ontology);

}  // namespace entente
