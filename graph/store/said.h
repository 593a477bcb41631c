#pragma once

#include <optional>

#include "graph/identity/identity.h"
#include "graph/ontology.h"
#include "graph/store/codec.h"
#include "graph/store/database.h"
#include "graph/store/parts.h"

namespace entente::store {

/// The ledger of a document; none where it is not there. Errors: Corruption, Io.
Result<std::optional<Ledger>> read_ledger(const Reader& reader, Key64 document);

/// What is stored of an article, for who asks for it by key. Errors: Corruption (also where it is not there), Io.
Result<DocumentRecord> read_document(const Reader& reader, Key64 document);

/// A claim as its article made it, and where it is stored.
struct SaidClaim {
  Claim claim;  ///< with the ids that the article gave
  ClaimHead head;
  Place place;            ///< where it counts, or would count
  bool rejected = false;  ///< its row is in `rejected`
};

/// Reads claim `number` of the ledger of `document`. REQUIRES: number < ledger.claims.size(). Errors: Corruption, Io.
Result<SaidClaim> read_claim(const Reader& reader, const Identity& identity, const Ontology& ontology, Key64 document, const Ledger& ledger,
                             std::uint32_t number);

}  // namespace entente::store
