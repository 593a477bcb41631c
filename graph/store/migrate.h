#pragma once

#include <filesystem>

#include "graph/ontology.h"
#include "graph/status.h"

namespace entente::store {

/// Brings the store at `directory`, of an older format than this program's, to its format: a new store is written beside it, step by step
/// where several formats lie between, and takes its place when it is complete. Needs about as much room again. Until then, and
/// where it is broken off, the old one stays as it is. REQUIRES: nothing else uses the store.
/// Errors: Version (too old or too new), Locked, Corruption, Io.
Status migrate(const std::filesystem::path& directory, std::uint64_t version, const Ontology& ontology);

}  // namespace entente::store
