#include "graph/store/said.h"

namespace entente::store {

Result<std::optional<Ledger>> read_ledger(const Reader& reader, Key64 document) {
  const auto key = id_key(document);
  const auto bytes = reader.get(Family::by_document, key);
  if (!bytes) return failure(bytes.error());
  if (!*bytes) return std::nullopt;
  Ledger ledger;
  if (!decode(**bytes, ledger)) return failure(reader.database().malformed(Family::by_document, key));
  return ledger;
}

Result<DocumentRecord> read_document(const Reader& reader, Key64 document) {
  const auto key = id_key(document);
  const auto bytes = reader.get(Family::document, key);
  if (!bytes) return failure(bytes.error());
  DocumentRecord record;
  if (!*bytes || !decode(**bytes, record)) return failure(reader.database().malformed(Family::document, key));
  return record;
}

Result<SaidClaim> read_claim(const Reader& reader, const Identity& identity, const Ontology& ontology, Key64 document, const Ledger& ledger,
                             std::uint32_t number) {
  SaidClaim said;
  said.place = place_of(ledger, number, identity, ontology);
  Family family = Family::claim;
  KeyBytes key = claim_key({said.place.edge, document, number});
  auto bytes = reader.get(family, key);
  if (bytes && !*bytes && identity.judges_claims_of(document)) {
    said.rejected = true;
    family = Family::rejected;
    key = rejected_key(document, number);
    bytes = reader.get(family, key);
  }
  if (!bytes) return failure(bytes.error());
  if (!*bytes) return failure(reader.database().malformed(Family::by_document, id_key(document)));
  if (!decode_front(**bytes, said.head) || !decode(**bytes, ledger.extractor, said.claim)) return failure(reader.database().malformed(family, key));
  if (said.place.turned && !said.rejected) said.claim = turned(std::move(said.claim));
  const Ledger::Link& link = ledger.claims[number];
  said.claim.source = ledger.nodes[link.source].id;
  said.claim.type = link.type;
  said.claim.target = ledger.nodes[link.target].id;
  said.claim.evidence.document = ledger.id;
  return said;
}

}  // namespace entente::store
