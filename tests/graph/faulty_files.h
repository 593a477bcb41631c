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
  void heal() { left_ = kNever; }
  /// Whether anything has failed since fail_after().
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
  void synced(const std::string& name, std::uint64_t size);

 private:
  static constexpr int kNever = 1 << 30;

  std::mutex mutex_;
  std::atomic<int> left_ = kNever;
  rocksdb::IOStatus error_;
  std::map<std::string, std::uint64_t> sizes_;  // what is synced of each file that was written
};

}  // namespace entente::test
