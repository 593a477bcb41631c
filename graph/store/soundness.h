#pragma once

#include <filesystem>

#include "graph/ontology.h"
#include "graph/store/database.h"
#include "graph/store/judgements.h"
#include "graph/store/store.h"

namespace entente::store {

/// Proves that a graph is what its articles make it. Texts, ledgers and claims are held to each other; every other row is computed
/// from them again and compared. Reads everything once, at one moment; memory is bounded, the rest waits in `scratch`, which must exist.
/// Errors: Io, Corruption (a block or row that cannot be read at all).
Result<CheckReport> check(const Database& database, const Ontology& ontology, Identities& identities, const std::filesystem::path& scratch);

/// Retracts the articles of which a part is missing, and puts computed rows in the place of all derived ones, which are not read.
/// Where it is broken off, repair_pending() says so, and the next one ends it.
/// Errors: Io, Corruption (of texts, ledgers or claims). REQUIRES: nothing else uses the database.
Result<RepairReport> repair(Database& database, const Ontology& ontology, Identities& identities);

/// Puts computed rows in the place of all derived ones, for a new format that derives other ones. Where it is broken off, it has to be done again.
/// Errors: Corruption (an article of which a part is missing; the graph is then as before), Io. REQUIRES: nothing else uses the database.
Status derive_anew(Database& database, const Ontology& ontology);

/// Whether a repair() was broken off, so that derived rows may be missing.
Result<bool> repair_pending(const Database& database);

}  // namespace entente::store
