#include "graph/store/migrate.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <rocksdb/env.h>
#include <stdio.h>

#include <cerrno>
#include <cstring>
#include <system_error>

#include "graph/store/database.h"
#include "graph/store/format_1.h"
#include "graph/store/meta.h"
#include "graph/store/soundness.h"
#include "graph/store/store.h"
#include "graph/store/top.h"

namespace entente::store {
namespace {

namespace fs = std::filesystem;

/// RocksDB's own lock, so that no program of any version writes meanwhile.
class DirectoryLock {
 public:
  explicit DirectoryLock(const fs::path& directory)
      : status_(status_of(rocksdb::Env::Default()->LockFile((directory / "LOCK").string(), &lock_), directory)) {}
  ~DirectoryLock() {
    if (lock_ != nullptr) rocksdb::Env::Default()->UnlockFile(lock_).PermitUncheckedError();
  }
  DirectoryLock(const DirectoryLock&) = delete;
  DirectoryLock& operator=(const DirectoryLock&) = delete;

  const Status& status() const { return status_; }

 private:
  rocksdb::FileLock* lock_ = nullptr;
  Status status_;
};

/// Puts `complete` in the place of `old`, at once, and `old` in the place of `complete`.
Status exchange(const fs::path& complete, const fs::path& old) {
  if (renameat2(AT_FDCWD, complete.c_str(), AT_FDCWD, old.c_str(), RENAME_EXCHANGE) == 0) return sync_directory(old.parent_path());
  return {StatusCode::io, fmt::format("{}: the graph in the new format cannot take its place ({}); it is complete at {}: put it there by hand",
                                      old.string(), std::strerror(errno), complete.string())};
}

Status write_new(const fs::path& old, const fs::path& made, const Ontology& ontology) {
  StoreOptions options;
  options.create = true;
  auto store = Store::open(made, ontology, options);
  if (!store) return store.error();
  auto load = (*store)->load();
  if (!load) return load.error();
  constexpr std::uint64_t kMany = 1u << 16, kWaiting = 1024;  // so that memory stays bounded
  Status status = read_format_1(old, [&](const Contribution& contribution) -> Status {
    if (Status added = (*load)->add(contribution); !added.ok()) return added;
    if ((*load)->size() < kMany && (*load)->waiting() < kWaiting) return Status::success();
    const auto done = (*load)->finish();
    return done ? Status::success() : done.error();
  });
  if (!status.ok()) return status;
  if (const auto done = (*load)->finish(); !done) return done.error();
  load->reset();
  return (*store)->flush();
}

/// Writes a new store beside the old one, which it takes the place of when it is complete.
Status migrate_1(const fs::path& directory, const Ontology& ontology) {
  std::error_code error;
  const fs::path old = fs::canonical(directory, error);
  if (error) return {StatusCode::io, fmt::format("{}: {}", directory.string(), error.message())};
  const DirectoryLock lock(old);
  if (!lock.status().ok()) return lock.status();
  fs::path made = old;
  made += ".migrating";
  fs::remove_all(made, error);
  Status status = write_new(old, made, ontology);
  if (status.ok())
    status = exchange(made, old);
  else
    fs::remove_all(made, error);
  if (status.ok()) fs::remove_all(made, error);  // now the old one
  return status;
}

/// Short texts have shingles too, so that their copies are one report. Where that was broken off, it is begun again.
Status migrate_3(const fs::path& directory, const Ontology& ontology) {
  const auto database = Database::open(directory, Access::write);
  if (!database) return database.error();
  Status status = check_ontology(**database, ontology, Access::write);
  if (status.ok()) status = derive_anew(**database, ontology);
  if (status.ok()) status = renew_top_lists(**database);
  return status.ok() ? mark_format(**database) : status;
}

/// Drops the family `in`, whose rows follow from others. Where that was broken off, it is begun again.
Status migrate_2(const fs::path& directory, const Ontology& ontology) {
  if (Status status = drop_family(directory, "in", Family::out); !status.ok()) return status;
  return migrate_3(directory, ontology);
}

}  // namespace

Status migrate(const fs::path& directory, std::uint64_t version, const Ontology& ontology) {
  static_assert(kFormatVersion == 4);  // the next format adds its step here
  switch (version) {
    case 1: return migrate_1(directory, ontology);
    case 2: return migrate_2(directory, ontology);
    case 3: return migrate_3(directory, ontology);
    default: return {StatusCode::version, fmt::format("{}: has format {}, which cannot be brought up to date", directory.string(), version)};
  }
}

}  // namespace entente::store
