#include "graph/store/database.h"

#include <fmt/format.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/perf_level.h>
#include <rocksdb/slice_transform.h>
#include <rocksdb/table.h>

#include <algorithm>
#include <tuple>

#include "graph/store/files.h"
#include "graph/store/merge.h"

namespace entente::store {
namespace {

/// The write buffers of all families together. They are the larger part of what a writer holds; 32 MB already makes files that
/// are worth compacting.
constexpr std::size_t kWriteBuffers = 32u << 20;
constexpr std::size_t kWriteBuffer = 16u << 20;
/// How much log a restart may have to read again, and how long a quiet family may keep old log files alive.
constexpr std::uint64_t kLog = 64u << 20;
constexpr std::uint64_t kFileSize = 64u << 20;
/// Long blocks compress better, and most reads are scans.
constexpr std::size_t kBlock = 16u << 10;
/// How many keys share one whole key before them: four times RocksDB's number, because keys are long and mostly the same as the one before.
constexpr int kRestart = 64;
/// Ten bits a key make about one wrong answer in a hundred.
constexpr double kBloomBits = 10;
/// Share of a write buffer that a filter of its keys takes.
constexpr double kMemoryFilter = 0.05;
/// Well below the usual limit of 1024 descriptors a process.
constexpr int kOpenFiles = 512;

/// A reader must not write into the directory, not even a log of what it does.
class NoLog : public rocksdb::Logger {
 public:
  using rocksdb::Logger::Logv;
  void Logv(const char*, va_list) override {}
};

rocksdb::Slice slice(std::string_view bytes) { return {bytes.data(), bytes.size()}; }
std::string_view view(const rocksdb::Slice& bytes) { return {bytes.data(), bytes.size()}; }

/// How many bytes of a key its prefix bloom filter covers; 0 for none.
std::size_t prefix_length(Family family) {
  switch (family) {
    case Family::out:
    case Family::out_day:
    case Family::in_day: return kEdgePrefix;
    case Family::claim: return kClaimPrefix;
    case Family::node_day: return kNodePrefix;
    case Family::seen: return kShinglePrefix;
    default: return 0;
  }
}

/// Whether single keys are asked for that may not be there. The others are read by prefix, and filters of whole keys would only take room.
bool is_looked_up(Family family) {
  switch (family) {
    case Family::out_day:
    case Family::in_day:
    case Family::claim:
    case Family::by_date:
    case Family::seen:
    case Family::name: return false;
    default: return true;
  }
}

/// Whether each batch asks for its keys, most of which are new.
bool is_asked_while_written(Family family) { return family == Family::out || family == Family::node || family == Family::by_document; }

/// How hard ZSTD tries. Higher levels take longer to write by more than they take less room; and of hashes and small numbers its entropy coder, which
/// negative levels leave out, wins 2 %.
int zstd_level(Family family) {
  switch (family) {
    case Family::out:
    case Family::out_day:
    case Family::in_day:
    case Family::by_date: return -1;
    default: return 1;
  }
}

std::shared_ptr<rocksdb::MergeOperator> merge_operator(Family family) {
  switch (family) {
    case Family::out: return edge_merge_operator();
    case Family::out_day:
    case Family::in_day: return day_merge_operator();
    case Family::node: return node_merge_operator();
    case Family::degree: return degree_merge_operator();
    case Family::counter:
    case Family::node_day: return count_merge_operator();
    default: return nullptr;
  }
}

rocksdb::ColumnFamilyOptions family_options(Family family, const std::shared_ptr<rocksdb::Cache>& cache) {
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = cache;
  table.block_size = kBlock;
  table.format_version = 5;
  table.block_restart_interval = kRestart;
  table.whole_key_filtering = is_looked_up(family);
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(kBloomBits));
  table.cache_index_and_filter_blocks = true;
  table.pin_l0_filter_and_index_blocks_in_cache = true;
  if (is_looked_up(family)) {
    // The writer asks for keys that are mostly not there: of many files a small cache holds the filters only if they are read in parts.
    table.index_type = rocksdb::BlockBasedTableOptions::kTwoLevelIndexSearch;
    table.partition_filters = true;
    table.pin_top_level_index_and_filter = true;
  }

  rocksdb::ColumnFamilyOptions options;
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  options.merge_operator = merge_operator(family);
  if (const std::size_t length = prefix_length(family)) options.prefix_extractor.reset(rocksdb::NewFixedPrefixTransform(length));
  if (is_asked_while_written(family)) {
    options.memtable_whole_key_filtering = true;
    options.memtable_prefix_bloom_size_ratio = kMemoryFilter;
  }
  options.memtable_insert_with_hint_prefix_extractor.reset(rocksdb::NewFixedPrefixTransform(0));  // rows of a batch come in order
  options.compression = rocksdb::kLZ4Compression;
  options.bottommost_compression = rocksdb::kZSTD;
  options.bottommost_compression_opts.enabled = true;
  options.bottommost_compression_opts.level = zstd_level(family);
  options.write_buffer_size = kWriteBuffer;
  options.target_file_size_base = kFileSize;
  options.level_compaction_dynamic_level_bytes = true;
  return options;
}

rocksdb::DBOptions database_options(Access access, rocksdb::Env* environment = nullptr) {
  rocksdb::DBOptions options;
  if (environment != nullptr) options.env = environment;
  options.create_if_missing = access == Access::create;
  options.create_missing_column_families = access != Access::read;  // a repair may have been broken off between dropping and making one
  options.db_write_buffer_size = kWriteBuffers;
  options.max_total_wal_size = kLog;
  options.max_background_jobs = 2;
  options.stats_dump_period_sec = options.stats_persist_period_sec = 0;
  // A damaged record in the middle of the log must be reported; a record cut off at its end was never acknowledged.
  options.wal_recovery_mode = rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
  if (access == Access::read) {
    options.max_open_files = -1;  // all files are opened now, so that a writer's compaction cannot take them away later
    options.info_log = std::make_shared<NoLog>();
  } else {
    options.max_open_files = kOpenFiles;
    options.info_log_level = rocksdb::WARN_LEVEL;
    options.keep_log_file_num = 2;
    options.max_log_file_size = 1u << 20;
  }
  return options;
}

/// A writer may replace a file between the moment its name is read and the moment it is opened; then the next attempt finds the
/// newer one. A damaged store fails each time.
rocksdb::Status open_read_only(const std::filesystem::path& directory, const std::vector<rocksdb::ColumnFamilyDescriptor>& families,
                               std::vector<rocksdb::ColumnFamilyHandle*>* handles, rocksdb::DB** db) {
  constexpr int attempts = 3;
  rocksdb::Status status;
  for (int i = 0; i < attempts; ++i) {
    status = rocksdb::DB::OpenForReadOnly(database_options(Access::read), directory.string(), families, handles, db);
    if (status.ok()) break;
  }
  return status;
}

std::string one_line(std::string text) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

}  // namespace

Status status_of(const rocksdb::Status& status, const std::filesystem::path& directory) {
  if (status.ok()) return Status::success();
  const std::string what = one_line(status.ToString());
  const std::string where = directory.string();
  const bool lock = what.find("lock file") != std::string::npos || what.find("lock hold") != std::string::npos;
  if (status.IsIOError() && lock) return {StatusCode::locked, fmt::format("{}: another process writes to this graph; wait until it is done", where)};
  if (status.IsCorruption())
    return {StatusCode::corruption,
            fmt::format("{}: stored data is damaged ({}); restore a backup, or build the graph again from its articles", where, what)};
  if (status.IsNoSpace()) return {StatusCode::io, fmt::format("{}: no space left ({}); make room and open the graph again", where, what)};
  return {StatusCode::io, fmt::format("{}: {}; check the disk and the permissions of the directory", where, what)};
}

Status sync_directory(const std::filesystem::path& directory) {
  std::unique_ptr<rocksdb::Directory> opened;
  auto status = rocksdb::Env::Default()->NewDirectory(directory.string(), &opened);
  if (status.ok()) status = opened->Fsync();
  return status_of(status, directory);
}

bool has_database(const std::filesystem::path& directory) {
  std::error_code error;
  return std::filesystem::exists(directory / "CURRENT", error);
}

Result<std::vector<std::string>> list_families(const std::filesystem::path& directory) {
  rocksdb::DBOptions options = database_options(Access::read);
  std::vector<std::string> names;
  const auto status = rocksdb::DB::ListColumnFamilies(options, directory.string(), &names);
  if (!status.ok()) return failure(status_of(status, directory));
  return names;
}

Status drop_family(const std::filesystem::path& directory, std::string_view name, Family like) {
  const auto names = list_families(directory);
  if (!names) return names.error();
  const auto dropped = std::ranges::find(*names, name);
  if (dropped == names->end()) return Status::success();
  std::vector<rocksdb::ColumnFamilyDescriptor> families;
  for (const std::string& one : *names) {
    const auto known = std::ranges::find(kFamilyNames, one);
    const Family family = known == kFamilyNames.end() ? like : static_cast<Family>(known - kFamilyNames.begin());
    families.emplace_back(one, one == rocksdb::kDefaultColumnFamilyName ? rocksdb::ColumnFamilyOptions() : family_options(family, nullptr));
  }
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  rocksdb::DB* opened = nullptr;
  auto status = rocksdb::DB::Open(database_options(Access::write), directory.string(), families, &handles, &opened);
  if (!status.ok()) return status_of(status, directory);
  const std::unique_ptr<rocksdb::DB> db(opened);
  status = db->DropColumnFamily(handles[static_cast<std::size_t>(dropped - names->begin())]);
  for (rocksdb::ColumnFamilyHandle* handle : handles) db->DestroyColumnFamilyHandle(handle).PermitUncheckedError();
  return status_of(status, directory);
}

Result<std::optional<std::string>> peek_meta(const std::filesystem::path& directory, std::string_view key) {
  const std::vector<rocksdb::ColumnFamilyDescriptor> families = {{rocksdb::kDefaultColumnFamilyName, {}},
                                                                 {std::string(name_of(Family::meta)), family_options(Family::meta, nullptr)}};
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  rocksdb::DB* opened = nullptr;
  auto status = open_read_only(directory, families, &handles, &opened);
  if (!status.ok()) return failure(status_of(status, directory));
  const std::unique_ptr<rocksdb::DB> db(opened);
  std::string value;
  status = db->Get({}, handles.back(), slice(key), &value);
  for (rocksdb::ColumnFamilyHandle* handle : handles) db->DestroyColumnFamilyHandle(handle).PermitUncheckedError();
  if (status.IsNotFound()) return std::nullopt;
  if (!status.ok()) return failure(status_of(status, directory));
  return value;
}

Result<std::shared_ptr<Database>> Database::open(const std::filesystem::path& directory, Access access, std::size_t cache_bytes,
                                                 rocksdb::Env* environment) {
  const auto cache = rocksdb::NewLRUCache(cache_bytes);  // data, index and filter blocks of all families
  std::vector<rocksdb::ColumnFamilyDescriptor> families;
  for (std::size_t i = 0; i < kFamilyNames.size(); ++i)
    families.emplace_back(std::string(kFamilyNames[i]), family_options(static_cast<Family>(i), cache));
  families.emplace_back(rocksdb::kDefaultColumnFamilyName, rocksdb::ColumnFamilyOptions());

  std::shared_ptr<Database> database(new Database(directory));
  database->cache_ = cache;
  database->environment_ = keeping_env(environment == nullptr ? *rocksdb::Env::Default() : *environment);
  rocksdb::DB* opened = nullptr;
  const auto status = access == Access::read ? open_read_only(directory, families, &database->handles_, &opened)
                                             : rocksdb::DB::Open(database_options(access, database->environment_.get()), directory.string(), families,
                                                                 &database->handles_, &opened);
  if (!status.ok()) return failure(status_of(status, directory));
  database->db_.reset(opened);
  database->writes_ = access != Access::read;
  return database;
}

Status Database::flush_if_large() const {
  // A log of up to this size is read again in a moment when the graph is opened next; a table file for it would only be one more.
  constexpr std::uint64_t kSmallLog = 4u << 20;
  rocksdb::VectorLogPtr logs;
  if (const auto listed = db_->GetSortedWalFiles(logs); !listed.ok()) return status(listed);
  std::uint64_t bytes = 0;
  for (const auto& log : logs) bytes += log->SizeFileBytes();
  return bytes > kSmallLog ? status(db_->Flush(rocksdb::FlushOptions(), handles_)) : Status::success();
}

Status Database::compact() const {
  if (const auto flushed = db_->Flush(rocksdb::FlushOptions(), handles_); !flushed.ok()) return status(flushed);
  rocksdb::CompactRangeOptions options;
  options.bottommost_level_compaction = rocksdb::BottommostLevelCompaction::kForceOptimized;
  for (rocksdb::ColumnFamilyHandle* handle : handles_)
    if (const auto compacted = db_->CompactRange(options, handle, nullptr, nullptr); !compacted.ok()) return status(compacted);
  return Status::success();
}

Database::~Database() {
  // Nothing can be done about a failure here: what apply() acknowledged is in the log, and the next open reads it.
  if (db_ && writes_) std::ignore = flush_if_large();
  for (rocksdb::ColumnFamilyHandle* handle : handles_) db_->DestroyColumnFamilyHandle(handle).PermitUncheckedError();
  if (db_) db_->Close().PermitUncheckedError();
}

std::uint64_t Database::bytes_on_disk() const {
  std::uint64_t bytes = 0;
  std::error_code error;
  for (std::filesystem::directory_iterator file(directory_, error), end; !error && file != end; file.increment(error)) {
    if (file->path().extension() != ".sst" && file->path().extension() != ".log") continue;
    std::error_code gone;  // a compaction may take a file away while it is looked at
    const std::uintmax_t size = file->file_size(gone);
    if (!gone) bytes += size;
  }
  return bytes;
}

Status Database::recreate(Family family) {
  rocksdb::ColumnFamilyHandle*& handle = handles_[static_cast<std::size_t>(family)];
  auto status = db_->DropColumnFamily(handle);
  if (status.ok()) status = db_->DestroyColumnFamilyHandle(handle);
  if (status.ok()) status = db_->CreateColumnFamily(family_options(family, cache_), std::string(name_of(family)), &handle);
  return this->status(status);
}

std::vector<std::pair<std::string, std::uint64_t>> Database::bytes_by_family() const {
  std::vector<std::pair<std::string, std::uint64_t>> sizes;
  for (std::size_t i = 0; i < kFamilyNames.size(); ++i) {
    std::uint64_t bytes = 0;
    db_->GetIntProperty(handles_[i], rocksdb::DB::Properties::kLiveSstFilesSize, &bytes);
    sizes.emplace_back(kFamilyNames[i], bytes);
  }
  return sizes;
}

Status Database::status(const rocksdb::Status& status) const { return status_of(status, directory_); }

Status Database::malformed(Family family, std::string_view key) const {
  std::string hex;
  for (const char byte : key) hex += fmt::format("{:02x}", static_cast<unsigned char>(byte));
  return {StatusCode::corruption, fmt::format("{}: the row {} of '{}' is damaged; restore a backup, or build the graph again from its articles",
                                              directory_.string(), hex, name_of(family))};
}

Cursor::Cursor(const Reader& reader, Family family) : database_(&reader.database()) {
  rocksdb::ReadOptions options;
  options.snapshot = reader.snapshot();
  options.total_order_seek = true;
  options.fill_cache = false;
  rows_.reset(database_->db().NewIterator(options, database_->family(family)));
  rows_->SeekToFirst();
}

rocksdb::Iterator& PrefixCursor::rows(bool filtered) {
  std::unique_ptr<rocksdb::Iterator>& rows = filtered ? filtered_ : all_;
  if (!rows) {
    rocksdb::ReadOptions options;
    options.snapshot = reader_.snapshot();
    options.ignore_range_deletions = true;  // there are none
    options.prefix_same_as_start = filtered;
    options.total_order_seek = !filtered;
    rows.reset(reader_.database().db().NewIterator(options, reader_.database().family(family_)));
  }
  return *rows;
}

Status PrefixCursor::scan(std::string_view prefix, const Reader::Visit& visit) {
  const std::size_t length = prefix_length(family_);
  rocksdb::Iterator& rows = this->rows(length > 0 && prefix.size() >= length);
  rocksdb::SetPerfLevel(rocksdb::PerfLevel::kDisable);  // of this thread: nobody reads RocksDB's counters, and a walk pays for them at each step
  for (rows.Seek(slice(prefix)); rows.Valid() && rows.key().starts_with(slice(prefix)); rows.Next()) {
    const auto more = visit(view(rows.key()), view(rows.value()));
    if (!more) return more.error();
    if (!*more) break;
  }
  return reader_.database().status(rows.status());
}

Result<std::optional<std::string>> Reader::get(Family family, std::string_view key) const {
  rocksdb::ReadOptions options;
  options.snapshot = snapshot_;
  std::string value;
  const auto status = database_->db().Get(options, database_->family(family), slice(key), &value);
  if (status.IsNotFound()) return std::nullopt;
  if (!status.ok()) return failure(database_->status(status));
  return value;
}

Status Reader::scan(Family family, std::string_view prefix, const Visit& visit) const {
  return scan_range(family, prefix, after_prefix(prefix), visit);
}

Status Reader::scan_range(Family family, std::string_view begin, std::string_view end, const Visit& visit) const {
  const std::size_t length = prefix_length(family);
  const bool one_prefix =  // then the prefix bloom filters can rule out whole files
      length > 0 && begin.size() >= length && !end.empty() && end <= after_prefix(begin.substr(0, length));
  rocksdb::ReadOptions options;
  options.snapshot = snapshot_;
  options.total_order_seek = !one_prefix;
  options.prefix_same_as_start = one_prefix;
  options.fill_cache = !begin.empty();  // a scan of everything would only push out what other reads need
  const rocksdb::Slice bound = slice(end);
  if (!end.empty()) options.iterate_upper_bound = &bound;

  const std::unique_ptr<rocksdb::Iterator> rows(database_->db().NewIterator(options, database_->family(family)));
  for (rows->Seek(slice(begin)); rows->Valid(); rows->Next()) {
    const auto more = visit(view(rows->key()), view(rows->value()));
    if (!more) return more.error();
    if (!*more) break;
  }
  return database_->status(rows->status());
}

}  // namespace entente::store
