#pragma once

#include <set>
#include <string>
#include <vector>

#include "graph/identity/identity.h"
#include "graph/mutation.h"
#include "graph/ontology.h"
#include "graph/store/aggregate.h"
#include "graph/store/codec.h"

namespace entente::store {

/// A contribution taken apart into what rows are made of.
struct Parts {
  Key64 document = 0;
  Ledger ledger;
  std::vector<Claim> claims;  ///< as they are stored, parallel to ledger.claims
};

/// REQUIRES: the contribution is valid.
Parts take_apart(const Contribution& contribution, const Ontology& ontology);

/// Where a claim stands: between the ids that stand for its ends.
struct Place {
  EdgeKey edge;
  bool turned = false;  ///< of a symmetric relation: the source is the end that the ledger has as target
};

/// Of claim `number` of a ledger, as `identity` has it. REQUIRES: number < ledger.claims.size(); its type is in the ontology.
Place place_of(const Ledger& ledger, std::size_t number, const Identity& identity, const Ontology& ontology);

/// The claim with its ends, and what its evidence says of them, the other way round.
Claim turned(Claim claim);

/// What aggregates need of a claim of a document published on `published`.
ClaimHead head_of(const Claim& claim, std::optional<Day> published);

/// Every form under which a reader may look for the node.
std::set<std::string> folded_names(const NodeRecord& record);

}  // namespace entente::store
