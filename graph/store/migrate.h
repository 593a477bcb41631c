#pragma once

#include <filesystem>

#include "graph/ontology.h"
#include "graph/status.h"

namespace entente::store {

/// Brings the store at `directory`, of an older format than this program's, to its format. Of format 1 a new store is written beside it, which needs
/// about as much room again, and takes its place when it is complete; of format 2 a family is dropped, in a moment. Where it is broken off, the old
/// store stays as it is, or the next call ends it. REQUIRES: nothing else uses the store.
/// Errors: Version (too old or too new), Locked, Corruption, Io.
Status migrate(const std::filesystem::path& directory, std::uint64_t version, const Ontology& ontology);

}  // namespace entente::store
