#pragma once

#include <filesystem>

#include "graph/ontology.h"
#include "graph/status.h"
#include "graph/store/database.h"

namespace entente::store {

/// The version of everything that docs/storage-format.md describes. It grows when a program of the version before could misread
/// what is written; a store of an older version is migrated step by step once there is an older version.
inline constexpr std::uint64_t kFormatVersion = 2;

/// Whether the store at `directory` was created to the end. Reads only what every version has. REQUIRES: has_database(directory).
/// Errors: Version (the message names both versions), InvalidInput (a database of another program), Corruption, Io.
Result<bool> check_format(const std::filesystem::path& directory);

/// Whether every type number in the store means in `ontology` what it meant when the store was written. A store that has just been
/// created gets its meta rows here, and one that is open to write learns the types that are new. Errors: Version, Corruption, Io.
Status check_ontology(const Database& database, const Ontology& ontology, Access access);

}  // namespace entente::store
