#pragma once

/// RocksDB as this store uses it: its families and options, its errors as Status, reads by key and range.

#include <rocksdb/db.h>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "graph/status.h"
#include "graph/store/keys.h"

namespace entente::store {

enum class Access { create, write, read };

/// Bytes of blocks that are kept in memory where nobody asks for more.
inline constexpr std::size_t kSmallCache = std::size_t{8} << 20;

/// An open RocksDB with all families. Closing it is its end of life; any thread may use it.
class Database {
 public:
  /// REQUIRES: `directory` exists, and holds a store unless access is create.
  static Result<std::shared_ptr<Database>> open(const std::filesystem::path& directory, Access access, std::size_t cache = kSmallCache,
                                                rocksdb::Env* environment = nullptr);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  rocksdb::DB& db() const { return *db_; }
  rocksdb::ColumnFamilyHandle* family(Family family) const { return handles_[static_cast<std::size_t>(family)]; }
  const std::filesystem::path& directory() const { return directory_; }

  /// The size of the table and log files that are there now.
  std::uint64_t bytes_on_disk() const;
  /// Of them the table files of each family.
  std::vector<std::pair<std::string, std::uint64_t>> bytes_by_family() const;

  /// Moves what is in memory to table files if it is much.
  Status flush_if_large() const;
  /// Rewrites all table files.
  Status compact() const;
  /// Puts an empty family in the place of one. REQUIRES: nothing else uses the database.
  Status recreate(Family family);

  /// What RocksDB says, as a Status that names the directory and the remedy.
  Status status(const rocksdb::Status& status) const;
  /// A value (or key) of `family` that is not what its grammar says.
  Status malformed(Family family, std::string_view key) const;

 private:
  explicit Database(std::filesystem::path directory) : directory_(std::move(directory)) {}

  std::filesystem::path directory_;
  std::shared_ptr<rocksdb::Cache> cache_;
  std::unique_ptr<rocksdb::Env> environment_;  // of what is opened to write; outlives the database
  std::unique_ptr<rocksdb::DB> db_;
  bool writes_ = false;
  std::vector<rocksdb::ColumnFamilyHandle*> handles_;  // by Family; the last is RocksDB's own default family, which stays empty
};

/// Reads of a Database at one moment, or of its latest state where there is no snapshot.
class Reader {
 public:
  /// Goes on, stops, or fails the scan.
  using Visit = std::function<Result<bool>(std::string_view key, std::string_view value)>;

  explicit Reader(const Database& database, const rocksdb::Snapshot* snapshot = nullptr) : database_(&database), snapshot_(snapshot) {}

  const Database& database() const { return *database_; }
  const rocksdb::Snapshot* snapshot() const { return snapshot_; }

  /// The value of `key`; none where there is none.
  Result<std::optional<std::string>> get(Family family, std::string_view key) const;
  /// The rows whose keys begin with `prefix`, in order.
  Status scan(Family family, std::string_view prefix, const Visit& visit) const;
  /// The rows of [begin, end) in order; an empty `end` is no bound.
  Status scan_range(Family family, std::string_view begin, std::string_view end, const Visit& visit) const;

 private:
  const Database* database_;
  const rocksdb::Snapshot* snapshot_;
};

/// The state of a Database at one moment, kept as long as this lives.
class Moment {
 public:
  explicit Moment(const Database& database) : database_(database), snapshot_(database.db().GetSnapshot()) {}
  ~Moment() { database_.db().ReleaseSnapshot(snapshot_); }
  Moment(const Moment&) = delete;
  Moment& operator=(const Moment&) = delete;

  const rocksdb::Snapshot* snapshot() const { return snapshot_; }

 private:
  const Database& database_;
  const rocksdb::Snapshot* snapshot_;
};

/// Goes through all rows of a family in order.
class Cursor {
 public:
  Cursor(const Reader& reader, Family family);

  bool valid() const { return rows_->Valid(); }
  /// REQUIRES: valid(). Good until next().
  std::string_view key() const { return {rows_->key().data(), rows_->key().size()}; }
  std::string_view value() const { return {rows_->value().data(), rows_->value().size()}; }
  void next() { rows_->Next(); }
  /// What ended it, if not the end.
  Status status() const { return database_->status(rows_->status()); }

 private:
  const Database* database_;
  std::unique_ptr<rocksdb::Iterator> rows_;
};

/// Goes from prefix to prefix of a family, so that RocksDB prepares its files once and not for each. For one thread.
class PrefixCursor {
 public:
  /// REQUIRES: the database and the moment of `reader` outlive it.
  PrefixCursor(const Reader& reader, Family family) : reader_(reader), family_(family) {}

  /// As Reader::scan().
  Status scan(std::string_view prefix, const Reader::Visit& visit);

 private:
  rocksdb::Iterator& rows(bool filtered);

  Reader reader_;
  Family family_;
  std::unique_ptr<rocksdb::Iterator> filtered_, all_;  // of prefixes that the bloom filters know, and of shorter ones
};

/// What RocksDB reports about `directory` outside of a Database.
Status status_of(const rocksdb::Status& status, const std::filesystem::path& directory);

/// Puts on disk what was renamed in `directory`.
Status sync_directory(const std::filesystem::path& directory);

/// Whether `directory` looks like a RocksDB database at all.
bool has_database(const std::filesystem::path& directory);
/// The families that are there, without opening them.
Result<std::vector<std::string>> list_families(const std::filesystem::path& directory);
/// Takes a family of an older format, whose rows are merged as those of `like`, out of the database. Errors: Locked, Corruption, Io.
Status drop_family(const std::filesystem::path& directory, std::string_view name, Family like);
/// Reads one value of meta without the lock and without opening other families, so that the format can be checked before code of
/// this format touches anything.
Result<std::optional<std::string>> peek_meta(const std::filesystem::path& directory, std::string_view key);

}  // namespace entente::store
