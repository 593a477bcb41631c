#pragma once

#include <filesystem>
#include <optional>

#include "graph/ontology.h"
#include "graph/status.h"
#include "graph/store/database.h"

namespace entente::store {

/// The version of everything that docs/storage-format.md describes. It grows when a program of the version before could misread
/// what is written; migrate.h brings a store of an older version up to date.
inline constexpr std::uint64_t kFormatVersion = 4;

/// The format of the store at `directory`, at most this program's; none where it was not created to the end. Reads only what every version has.
/// REQUIRES: has_database(directory).
/// Errors: Version (the message names both versions), InvalidInput (a database of another program), Corruption, Io.
Result<std::optional<std::uint64_t>> read_format(const std::filesystem::path& directory);
/// Says that the store has the format of this program. Errors: Io.
Status mark_format(const Database& database);
/// What to say of a store of an older format that is not to be changed.
Status too_old(const std::filesystem::path& directory, std::uint64_t version);

/// Whether every type number in the store means in `ontology` what it meant when the store was written. A store that has just been
/// created gets its meta rows here, and one that is open to write learns the types that are new. Errors: Version, Corruption, Io.
Status check_ontology(const Database& database, const Ontology& ontology, Access access);

}  // namespace entente::store
