#pragma once

#include <string>

#include "graph/model.h"
#include "graph/ontology.h"

namespace entente {

/// What tells a claim from the others of its article, also after the article is read anew: "state:RUS attacks state:UKR body 120-131", with the span
/// of its trigger. Should several of an article have one name, they are judged together. REQUIRES: the claim has the ids that its article gave, as
/// Snapshot::contribution() does, and a type of the ontology.
std::string claim_name(const Claim& claim, const Ontology& ontology);

}  // namespace entente
