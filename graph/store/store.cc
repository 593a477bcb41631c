#include "graph/store/store.h"

#include <fmt/format.h>
#include <stdlib.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <mutex>
#include <system_error>
#include <utility>

#include "graph/hash.h"
#include "graph/store/backup.h"
#include "graph/store/load.h"
#include "graph/store/meta.h"
#include "graph/store/migrate.h"
#include "graph/store/snapshot.h"
#include "graph/store/soundness.h"
#include "graph/store/tables.h"
#include "graph/store/top.h"
#include "graph/store/writer.h"

namespace entente {
namespace {

namespace fs = std::filesystem;
using store::Access;
using store::Database;
using store::kLoading;

constexpr const char* kOwnerFile = "owner";

/// Says who writes to a store while its Store is open. RocksDB's lock is what keeps others out; this only names the holder, and
/// nothing depends on whether it could be written.
class OwnerFile {
 public:
  explicit OwnerFile(const fs::path& directory) : file_(directory / kOwnerFile) { std::ofstream(file_) << getpid() << '\n'; }
  ~OwnerFile() {
    std::error_code ignored;
    fs::remove(file_, ignored);
  }
  OwnerFile(const OwnerFile&) = delete;
  OwnerFile& operator=(const OwnerFile&) = delete;

 private:
  fs::path file_;
};

/// A new folder among the temporary ones, which goes away: a reader must not write beside the graph.
class Scratch {
 public:
  Scratch() {
    std::error_code error;
    std::string pattern = (fs::temp_directory_path(error) / "entente-XXXXXX").string();
    if (mkdtemp(pattern.data()) != nullptr)
      path_ = pattern;
    else
      status_ = {StatusCode::io, fmt::format("{}: cannot be created ({}); check TMPDIR", pattern, std::strerror(errno))};
  }
  ~Scratch() {
    std::error_code ignored;
    if (!path_.empty()) fs::remove_all(path_, ignored);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  const Status& status() const { return status_; }
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
  Status status_;
};

Status locked(const fs::path& directory) {
  std::string who = "another process";
  if (pid_t pid = 0; std::ifstream(directory / kOwnerFile) >> pid) {
    std::string name;
    std::getline(std::ifstream(fmt::format("/proc/{}/comm", pid)) >> std::ws, name);
    if (pid == getpid())
      who = "this process already";
    else if (!name.empty())
      who = fmt::format("process {} ({})", pid, name);
  }
  return {StatusCode::locked,
          fmt::format("{}: {} writes to this graph; wait until it is done, or open the graph to read only", directory.string(), who)};
}

/// Makes the place for a new store; refuses to mix it with what is there.
Status prepare_directory(const fs::path& directory) {
  std::error_code error;
  if (fs::exists(directory, error) && !(fs::is_directory(directory, error) && fs::is_empty(directory, error)))
    return {StatusCode::invalid_input, fmt::format("{}: holds other things, but no graph; name an empty or a new directory", directory.string())};
  fs::create_directories(directory, error);
  if (error)
    return {StatusCode::io, fmt::format("{}: cannot be created ({}); check the path and its permissions", directory.string(), error.message())};
  return Status::success();
}

/// How to open what is at `directory`, after checking that this program may and, where it is to be written, bringing it up to date.
Result<Access> choose_access(const fs::path& directory, const Ontology& ontology, const StoreOptions& options) {
  const bool may_create = options.create && !options.read_only;
  if (!store::has_database(directory)) {
    if (!may_create)
      return failure(StatusCode::not_found,
                     fmt::format("{}: there is no graph; check the path, or create one by ingesting articles", directory.string()));
    if (Status status = prepare_directory(directory); !status.ok()) return failure(std::move(status));
    return Access::create;
  }
  const auto format = store::read_format(directory);
  if (!format) return failure(format.error());
  if (!*format && !may_create)
    return failure(StatusCode::not_found,
                   fmt::format("{}: the graph was not created to the end; create it again by ingesting articles", directory.string()));
  if (!*format) return Access::create;
  if (**format < store::kFormatVersion) {
    if (options.read_only) return failure(store::too_old(directory, **format));
    if (Status status = store::migrate(directory, **format, ontology); !status.ok()) return failure(std::move(status));
  }
  return options.read_only ? Access::read : Access::write;
}

}  // namespace

class Store::Impl {
 public:
  Impl(std::shared_ptr<Database> opened, const Ontology& given, const StoreOptions& options)
      : database(std::move(opened)),
        ontology(std::make_shared<const Ontology>(given)),
        identities(std::make_shared<store::Identities>()),
        reader(*database),
        writer(*database, *ontology, *identities, options.sync != SyncMode::off) {
    if (!options.read_only) owner.emplace(database->directory());
  }

  std::shared_ptr<Database> database;  // first, so that it is closed last
  std::shared_ptr<const Ontology> ontology;
  std::shared_ptr<store::Identities> identities;
  std::optional<OwnerFile> owner;  // none where opened to read only
  store::Reader reader;
  /// REQUIRES: writing is held. Errors: Unsupported, Locked.
  Status may_write() const;

  std::mutex writing;
  bool loading = false;  // guarded by writing; then the writer belongs to the Load
  store::Writer writer;  // guarded by writing
};

Store::Store(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Store::~Store() = default;

Result<std::unique_ptr<Store>> Store::open(const fs::path& directory, const Ontology& ontology, const StoreOptions& options) {
  auto store = open_even_broken(directory, ontology, options);
  if (!store) return store;
  const auto pending = store::repair_pending(*(*store)->impl_->database);
  if (!pending) return failure(pending.error());
  if (*pending)
    return failure(StatusCode::corruption,
                   fmt::format("{}: a repair was broken off; run 'entente check --repair' again, which ends it", directory.string()));
  return store;
}

Result<std::unique_ptr<Store>> Store::open_even_broken(const fs::path& directory, const Ontology& ontology, const StoreOptions& options) {
  const auto access = choose_access(directory, ontology, options);
  if (!access) return failure(access.error());
  auto database = Database::open(directory, *access, options.cache, options.environment);
  if (!database && database.error().code() == StatusCode::locked) return failure(locked(directory));
  if (!database) return failure(database.error());

  if (!options.read_only) {
    std::error_code ignored;  // what a load that was killed left is of no use, and in nobody's way
    fs::remove_all(directory / kLoading, ignored);
  }
  auto impl = std::make_unique<Impl>(std::move(*database), ontology, options);
  if (Status status = store::check_ontology(*impl->database, ontology, *access); !status.ok()) return failure(std::move(status));
  return std::unique_ptr<Store>(new Store(std::move(impl)));
}

Status Store::Impl::may_write() const {
  if (!owner) return {StatusCode::unsupported, fmt::format("{}: is open to read only; open it to write", database->directory().string())};
  if (loading) return {StatusCode::locked, fmt::format("{}: a load is under way; finish it first", database->directory().string())};
  return Status::success();
}

Result<ApplySummary> Store::apply(const MutationBatch& batch) {
  const std::lock_guard lock(impl_->writing);
  if (Status status = impl_->may_write(); !status.ok()) return failure(std::move(status));
  return impl_->writer.apply(batch);
}

Result<JudgementSummary> Store::judge(const std::vector<Judgement>& judgements,
                                      const std::vector<std::pair<std::uint64_t, Revocation>>& revocations) {
  const std::lock_guard lock(impl_->writing);
  if (Status status = impl_->may_write(); !status.ok()) return failure(std::move(status));
  return impl_->writer.judge(judgements, revocations);
}

Status Store::flush() {
  const std::lock_guard lock(impl_->writing);
  if (Status status = impl_->may_write(); !status.ok()) return status;
  if (Status status = store::renew_top_lists(*impl_->database); !status.ok()) return status;
  impl_->writer.top_lists_renewed();
  return impl_->database->flush_if_large();
}

/// Begins a BulkLoad anew after each finish().
class Load::Impl {
 public:
  Impl(Store::Impl& store, std::size_t memory) : store_(store), memory_(memory) {}
  ~Impl() {
    bulk_.reset();
    const std::lock_guard lock(store_.writing);
    store_.loading = false;
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  Status add(const Contribution& contribution) {
    if (Status status = begin(); !status.ok()) return status;
    const auto taken = bulk_->add(contribution);
    if (!taken) return taken.error();
    if (*taken) return Status::success();
    const std::lock_guard lock(adding_);
    waiting_.mutations.emplace_back(contribution);
    return Status::success();
  }

  void forget(std::string_view document) {
    std::erase_if(waiting_.mutations, [&](const Mutation& m) { return std::get<Contribution>(m).document.id == document; });
  }
  std::uint64_t waiting() const { return waiting_.mutations.size(); }
  std::uint64_t size() const { return waiting() + (bulk_ ? bulk_->size() : 0); }

  Result<ApplySummary> finish() {
    std::uint64_t loaded = 0;
    if (bulk_ && bulk_->size() > 0) {
      if (Status status = store_.writer.make_way(); !status.ok()) return failure(std::move(status));
      if (Status status = bulk_->finish(); !status.ok()) return failure(std::move(status));
      store_.writer.forget();
      loaded = bulk_->size();
    }
    bulk_.reset();
    auto summary = store_.writer.apply(waiting_, true);
    if (!summary) return summary;
    waiting_.mutations.clear();
    summary->added += loaded;
    return summary;
  }

 private:
  Status begin() {
    const std::lock_guard lock(adding_);
    if (bulk_) return Status::success();
    const auto identity = store_.identities->at(store_.reader);
    if (!identity) return identity.error();
    bulk_.emplace(*store_.database, *store_.ontology, identity->identity, memory_);
    Status status = bulk_->prepare();
    if (!status.ok()) bulk_.reset();
    return status;
  }

  Store::Impl& store_;
  std::size_t memory_;
  std::mutex adding_;  // of bulk_ while it is begun, and of waiting_
  std::optional<store::BulkLoad> bulk_;
  MutationBatch waiting_;
};

Load::Load(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Load::~Load() = default;
Status Load::add(const Contribution& contribution) { return impl_->add(contribution); }
void Load::forget(std::string_view document) { impl_->forget(document); }
std::uint64_t Load::size() const { return impl_->size(); }
std::uint64_t Load::waiting() const { return impl_->waiting(); }
Result<ApplySummary> Load::finish() { return impl_->finish(); }

Result<std::unique_ptr<Load>> Store::load(std::size_t memory) {
  const std::lock_guard lock(impl_->writing);
  if (Status status = impl_->may_write(); !status.ok()) return failure(std::move(status));
  impl_->loading = true;
  return std::make_unique<Load>(std::make_unique<Load::Impl>(*impl_, memory));
}

Status Store::compact() {
  const std::lock_guard lock(impl_->writing);
  if (Status status = impl_->may_write(); !status.ok()) return status;
  return impl_->database->compact();
}

Result<BackupInfo> Store::backup(const fs::path& directory) {
  const std::lock_guard lock(impl_->writing);
  if (Status status = impl_->may_write(); !status.ok()) return failure(std::move(status));
  return store::backup(*impl_->database, directory);
}

Result<std::vector<BackupInfo>> Store::backups(const fs::path& directory) { return store::list_backups(directory); }

Result<BackupInfo> Store::restore(const fs::path& directory, std::uint32_t number, const fs::path& graph) {
  return store::restore(directory, number, graph);
}

Result<CheckReport> Store::check() const {
  const Scratch scratch;
  if (!scratch.status().ok()) return failure(scratch.status());
  return store::check(*impl_->database, *impl_->ontology, *impl_->identities, scratch.path());
}

Result<RepairReport> Store::repair(const fs::path& directory, const Ontology& ontology) {
  const auto store = open_even_broken(directory, ontology, {});
  if (!store) return failure(store.error());
  return store::repair(*(*store)->impl_->database, ontology, *(*store)->impl_->identities);
}

Result<bool> Store::holds(std::string_view document, std::uint64_t content_hash) const {
  const auto key = store::id_key(hash64(document));
  const auto bytes = impl_->reader.get(store::Family::by_document, key);
  if (!bytes) return failure(bytes.error());
  if (!*bytes) return false;
  store::LedgerHead head;
  if (!store::decode_front(**bytes, head)) return failure(impl_->database->malformed(store::Family::by_document, key));
  return head.id == document && head.content_hash == content_hash;
}

Snapshot Store::snapshot() const { return Snapshot(std::make_shared<const Snapshot::Impl>(impl_->database, impl_->ontology, impl_->identities)); }

}  // namespace entente
