#pragma once

/// A file system for RocksDB that fails when told to, and forgets like a machine that loses power.

#include <rocksdb/env.h>
#include <rocksdb/file_system.h>

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace entente::test {

class FaultyFiles : public rocksdb::FileSystemWrapper {
 public:
  FaultyFiles() : FileSystemWrapper(rocksdb::FileSystem::Default()) {}
  static const char* kClassName() { return "FaultyFiles"; }
  const char* Name() const override { return kClassName(); }

  /// From the `operations`-th write, sync, creation or renaming on, all of them fail with `error`.
  void fail_after(int operations, rocksdb::IOStatus error) {
    const std::lock_guard lock(mutex_);
    error_ = std::move(error);
    left_ = operations;
  }
  /// From the sync number `nth`, from 0, of a file with `part` in its name on, everything fails with `error`: that file has what was to be synced.
  void fail_from_sync_of(std::string part, int nth, rocksdb::IOStatus error) {
    const std::lock_guard lock(mutex_);
    error_ = std::move(error);
    sync_of_ = std::move(part);
    syncs_left_ = nth;
  }
  void heal() {
    const std::lock_guard lock(mutex_);
    left_ = kNever;
    sync_of_.clear();
  }
  /// Whether anything has failed since it was told to.
  bool has_failed() const { return left_ < 0; }

  /// Cuts every file to what was synced of it, as a lost machine may. REQUIRES: no file is open.
  void lose_what_was_not_synced();

  rocksdb::IOStatus NewWritableFile(const std::string& name, const rocksdb::FileOptions& options, std::unique_ptr<rocksdb::FSWritableFile>* file,
                                    rocksdb::IODebugContext* context) override;
  rocksdb::IOStatus ReopenWritableFile(const std::string& name, const rocksdb::FileOptions& options, std::unique_ptr<rocksdb::FSWritableFile>* file,
                                       rocksdb::IODebugContext* context) override;
  rocksdb::IOStatus ReuseWritableFile(const std::string& name, const std::string& old, const rocksdb::FileOptions& options,
                                      std::unique_ptr<rocksdb::FSWritableFile>* file, rocksdb::IODebugContext* context) override;
  rocksdb::IOStatus RenameFile(const std::string& from, const std::string& to, const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* context) override;
  rocksdb::IOStatus LinkFile(const std::string& from, const std::string& to, const rocksdb::IOOptions& options,
                             rocksdb::IODebugContext* context) override;
  rocksdb::IOStatus DeleteFile(const std::string& name, const rocksdb::IOOptions& options, rocksdb::IODebugContext* context) override;

  /// ok, or the error that is due.
  rocksdb::IOStatus operation();
  rocksdb::IOStatus sync_of(const std::string& name);
  void synced(const std::string& name, std::uint64_t size);

 private:
  static constexpr int kNever = 1 << 30;

  std::mutex mutex_;
  std::atomic<int> left_ = kNever;
  rocksdb::IOStatus error_;
  std::string sync_of_;  // empty for none
  int syncs_left_ = 0;
  std::map<std::string, std::uint64_t> sizes_;  // what is synced of each file that was written
};

}  // namespace entente::test
