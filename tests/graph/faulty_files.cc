#include "tests/graph/faulty_files.h"

#include <filesystem>

namespace entente::test {
namespace {

using rocksdb::FileOptions;
using rocksdb::FSWritableFile;
using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;
using rocksdb::Slice;

class FaultyFile : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  FaultyFile(std::unique_ptr<FSWritableFile>&& file, FaultyFiles& files, std::string name, std::uint64_t size)
      : FSWritableFileOwnerWrapper(std::move(file)), files_(files), name_(std::move(name)), size_(size) {}

  IOStatus Append(const Slice& data, const IOOptions& options, IODebugContext* context) override {
    if (IOStatus status = files_.operation(); !status.ok()) return status;
    size_ += data.size();
    return FSWritableFileOwnerWrapper::Append(data, options, context);
  }
  IOStatus Append(const Slice& data, const IOOptions& options, const rocksdb::DataVerificationInfo& info, IODebugContext* context) override {
    if (IOStatus status = files_.operation(); !status.ok()) return status;
    size_ += data.size();
    return FSWritableFileOwnerWrapper::Append(data, options, info, context);
  }
  IOStatus Sync(const IOOptions& options, IODebugContext* context) override {
    const IOStatus due = files_.sync_of(name_);
    return note(due.ok() ? FSWritableFileOwnerWrapper::Sync(options, context) : due);
  }
  IOStatus Fsync(const IOOptions& options, IODebugContext* context) override {
    const IOStatus due = files_.sync_of(name_);
    return note(due.ok() ? FSWritableFileOwnerWrapper::Fsync(options, context) : due);
  }

 private:
  IOStatus note(IOStatus status) {
    if (status.ok()) files_.synced(name_, size_);
    return status;
  }

  FaultyFiles& files_;
  std::string name_;
  std::uint64_t size_;
};

}  // namespace

IOStatus FaultyFiles::operation() {
  if (left_ == kNever) return IOStatus::OK();
  const std::lock_guard lock(mutex_);
  if (left_ > 0) {
    --left_;
    return IOStatus::OK();
  }
  left_ = -1;
  return error_;
}

IOStatus FaultyFiles::sync_of(const std::string& name) {
  {
    const std::lock_guard lock(mutex_);
    if (!sync_of_.empty() && name.find(sync_of_) != std::string::npos && syncs_left_-- <= 0) left_ = -1;
    if (left_ < 0) return error_;
  }
  return operation();
}

void FaultyFiles::synced(const std::string& name, std::uint64_t size) {
  const std::lock_guard lock(mutex_);
  sizes_[name] = size;
}

void FaultyFiles::lose_what_was_not_synced() {
  const std::lock_guard lock(mutex_);
  for (const auto& [name, size] : sizes_) {
    std::error_code error;
    if (std::filesystem::file_size(name, error) > size && !error) std::filesystem::resize_file(name, size, error);
  }
}

IOStatus FaultyFiles::NewWritableFile(const std::string& name, const FileOptions& options, std::unique_ptr<FSWritableFile>* file,
                                      IODebugContext* context) {
  if (IOStatus status = operation(); !status.ok()) return status;
  IOStatus status = target()->NewWritableFile(name, options, file, context);
  if (!status.ok()) return status;
  synced(name, 0);
  *file = std::make_unique<FaultyFile>(std::move(*file), *this, name, 0);
  return status;
}

IOStatus FaultyFiles::ReopenWritableFile(const std::string& name, const FileOptions& options, std::unique_ptr<FSWritableFile>* file,
                                         IODebugContext* context) {
  if (IOStatus status = operation(); !status.ok()) return status;
  std::error_code none;
  const auto there = std::filesystem::file_size(name, none);
  IOStatus status = target()->ReopenWritableFile(name, options, file, context);
  if (status.ok()) *file = std::make_unique<FaultyFile>(std::move(*file), *this, name, none ? 0 : there);
  return status;
}

IOStatus FaultyFiles::ReuseWritableFile(const std::string& name, const std::string& old, const FileOptions& options,
                                        std::unique_ptr<FSWritableFile>* file, IODebugContext* context) {
  if (IOStatus status = operation(); !status.ok()) return status;
  IOStatus status = target()->ReuseWritableFile(name, old, options, file, context);
  if (status.ok()) *file = std::make_unique<FaultyFile>(std::move(*file), *this, name, 0);
  return status;
}

IOStatus FaultyFiles::RenameFile(const std::string& from, const std::string& to, const IOOptions& options, IODebugContext* context) {
  if (IOStatus status = operation(); !status.ok()) return status;
  IOStatus status = target()->RenameFile(from, to, options, context);
  const std::lock_guard lock(mutex_);
  if (const auto known = sizes_.find(from); status.ok() && known != sizes_.end()) {
    sizes_[to] = known->second;
    sizes_.erase(known);
  }
  return status;
}

IOStatus FaultyFiles::LinkFile(const std::string& from, const std::string& to, const IOOptions& options, IODebugContext* context) {
  if (IOStatus status = operation(); !status.ok()) return status;
  IOStatus status = target()->LinkFile(from, to, options, context);
  const std::lock_guard lock(mutex_);
  if (const auto known = sizes_.find(from); status.ok() && known != sizes_.end()) sizes_[to] = known->second;
  return status;
}

IOStatus FaultyFiles::DeleteFile(const std::string& name, const IOOptions& options, IODebugContext* context) {
  IOStatus status = target()->DeleteFile(name, options, context);
  const std::lock_guard lock(mutex_);
  sizes_.erase(name);
  return status;
}

}  // namespace entente::test
