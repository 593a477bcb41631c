#include "graph/store/backup.h"

#include <fmt/format.h>
#include <rocksdb/utilities/backup_engine.h>

#include <algorithm>
#include <memory>
#include <system_error>

namespace entente::store {
namespace {

namespace fs = std::filesystem;

/// RocksDB's folders in a directory of backups.
bool holds_backups(const fs::path& directory) {
  std::error_code error;
  return fs::is_directory(directory / "meta", error) && fs::is_directory(directory / "shared_checksum", error);
}

Status nothing_there(const fs::path& directory) {
  return {StatusCode::not_found, fmt::format("{}: there are no backups; check the path, or make one with 'entente backup'", directory.string())};
}

BackupInfo info_of(const rocksdb::BackupInfo& info) { return {info.backup_id, info.timestamp, info.size, info.number_files}; }

rocksdb::BackupEngineOptions options_for(const fs::path& directory) {
  rocksdb::BackupEngineOptions options(directory.string());
  options.max_background_operations = 2;
  return options;
}

using Engine = std::unique_ptr<rocksdb::BackupEngineReadOnly>;

Result<Engine> open(const fs::path& directory) {
  if (!holds_backups(directory)) return failure(nothing_there(directory));
  rocksdb::BackupEngineReadOnly* opened = nullptr;
  const auto status = rocksdb::BackupEngineReadOnly::Open(rocksdb::Env::Default(), options_for(directory), &opened);
  if (!status.ok()) return failure(status_of(status, directory));
  return Engine(opened);
}

std::vector<BackupInfo> infos_of(const rocksdb::BackupEngineReadOnly& engine) {
  std::vector<rocksdb::BackupInfo> found;
  engine.GetBackupInfo(&found);
  std::vector<BackupInfo> infos;
  for (const rocksdb::BackupInfo& info : found) infos.push_back(info_of(info));
  return infos;
}

}  // namespace

Result<BackupInfo> backup(const Database& database, const fs::path& directory) {
  std::error_code error;
  const bool there = fs::exists(directory, error);
  if (there && !holds_backups(directory) && !(fs::is_directory(directory, error) && fs::is_empty(directory, error)))
    return failure(StatusCode::invalid_input,
                   fmt::format("{}: holds other things, but no backups; name an empty or a new directory", directory.string()));
  fs::create_directories(directory, error);
  if (error)
    return failure(StatusCode::io,
                   fmt::format("{}: cannot be created ({}); check the path and its permissions", directory.string(), error.message()));
  rocksdb::BackupEngine* opened = nullptr;
  rocksdb::Status status = rocksdb::BackupEngine::Open(rocksdb::Env::Default(), options_for(directory), &opened);
  if (!status.ok()) return failure(status_of(status, directory));
  const std::unique_ptr<rocksdb::BackupEngine> engine(opened);
  rocksdb::CreateBackupOptions options;
  options.flush_before_backup = true;
  rocksdb::BackupID id = 0;
  status = engine->CreateNewBackup(options, &database.db(), &id);
  if (status.ok()) status = engine->VerifyBackup(id, true);
  if (!status.ok()) return failure(status_of(status, directory));
  rocksdb::BackupInfo info;
  status = engine->GetBackupInfo(id, &info);
  if (!status.ok()) return failure(status_of(status, directory));
  return info_of(info);
}

Result<std::vector<BackupInfo>> list_backups(const fs::path& directory) {
  const auto engine = open(directory);
  if (!engine) return failure(engine.error());
  return infos_of(**engine);
}

Result<BackupInfo> restore(const fs::path& directory, std::uint32_t number, const fs::path& graph) {
  std::error_code error;
  if (fs::exists(graph, error) && !(fs::is_directory(graph, error) && fs::is_empty(graph, error)))
    return failure(StatusCode::invalid_input,
                   fmt::format("{}: holds something already; restore to a new directory, or move it away first", graph.string()));
  const auto engine = open(directory);
  if (!engine) return failure(engine.error());
  const auto infos = infos_of(**engine);
  if (infos.empty()) return failure(nothing_there(directory));
  const auto chosen = number == 0 ? infos.end() - 1 : std::ranges::find(infos, number, &BackupInfo::number);
  if (chosen == infos.end())
    return failure(StatusCode::not_found,
                   fmt::format("{}: there is no backup {}; the newest is {}", directory.string(), number, infos.back().number));

  rocksdb::Status status = (*engine)->VerifyBackup(chosen->number, true);
  if (!status.ok()) return failure(status_of(status, directory));
  fs::path made = graph;
  made += ".restoring";
  fs::remove_all(made, error);
  fs::create_directories(made, error);
  if (error)
    return failure(StatusCode::io, fmt::format("{}: cannot be created ({}); check the path and its permissions", made.string(), error.message()));
  status = (*engine)->RestoreDBFromBackup(chosen->number, made.string(), made.string());
  if (status.ok()) {
    fs::remove(graph, error);  // if it is an empty directory
    fs::rename(made, graph, error);
    if (error)
      return failure(StatusCode::io,
                     fmt::format("{}: cannot be put in its place ({}); the graph is complete at {}", graph.string(), error.message(), made.string()));
    if (Status synced = sync_directory(fs::absolute(graph).parent_path()); !synced.ok()) return failure(std::move(synced));
    return *chosen;
  }
  std::error_code ignored;
  fs::remove_all(made, ignored);
  return failure(status_of(status, graph));
}

}  // namespace entente::store
