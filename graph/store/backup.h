#pragma once

#include <filesystem>
#include <vector>

#include "graph/store/database.h"
#include "graph/store/store.h"

namespace entente::store {

/// Adds the present state of `database` to the backups in `directory`, which is made where it is missing. Files that a backup there has
/// already are not copied again. What was copied is read back and compared with its checksums.
/// Errors: InvalidInput (`directory` holds other things), Io.
Result<BackupInfo> backup(const Database& database, const std::filesystem::path& directory);

/// The oldest first. Errors: NotFound, Io, Corruption.
Result<std::vector<BackupInfo>> list_backups(const std::filesystem::path& directory);

/// Puts backup `number` (0: the newest) at `graph`, complete or not at all, after comparing all files with their checksums.
/// Errors: NotFound, InvalidInput (there is something at `graph`), Corruption, Io.
Result<BackupInfo> restore(const std::filesystem::path& directory, std::uint32_t number, const std::filesystem::path& graph);

}  // namespace entente::store
