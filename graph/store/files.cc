#include "graph/store/files.h"

#include <rocksdb/file_system.h>

#include <atomic>
#include <string>
#include <utility>

namespace entente::store {
namespace {

using rocksdb::FileOptions;
using rocksdb::FSWritableFile;
using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;

using Failed = std::shared_ptr<std::atomic<bool>>;

/// A manifest that remembers whether one of its writes failed.
class Manifest : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  Manifest(std::unique_ptr<FSWritableFile>&& file, Failed failed) : FSWritableFileOwnerWrapper(std::move(file)), failed_(std::move(failed)) {}

  IOStatus Append(const rocksdb::Slice& data, const IOOptions& options, IODebugContext* context) override {
    return note(FSWritableFileOwnerWrapper::Append(data, options, context));
  }
  IOStatus Append(const rocksdb::Slice& data, const IOOptions& options, const rocksdb::DataVerificationInfo& info, IODebugContext* context) override {
    return note(FSWritableFileOwnerWrapper::Append(data, options, info, context));
  }
  IOStatus Flush(const IOOptions& options, IODebugContext* context) override { return note(FSWritableFileOwnerWrapper::Flush(options, context)); }
  IOStatus Sync(const IOOptions& options, IODebugContext* context) override { return note(FSWritableFileOwnerWrapper::Sync(options, context)); }
  IOStatus Fsync(const IOOptions& options, IODebugContext* context) override { return note(FSWritableFileOwnerWrapper::Fsync(options, context)); }
  IOStatus Close(const IOOptions& options, IODebugContext* context) override { return note(FSWritableFileOwnerWrapper::Close(options, context)); }

 private:
  IOStatus note(IOStatus status) {
    if (!status.ok()) *failed_ = true;
    return status;
  }

  Failed failed_;
};

class KeepingFiles : public rocksdb::FileSystemWrapper {
 public:
  explicit KeepingFiles(const std::shared_ptr<rocksdb::FileSystem>& base) : FileSystemWrapper(base) {}
  const char* Name() const override { return "entente.keeping"; }

  IOStatus NewWritableFile(const std::string& name, const FileOptions& options, std::unique_ptr<FSWritableFile>* file,
                           IODebugContext* context) override {
    IOStatus status = target()->NewWritableFile(name, options, file, context);
    const bool is_manifest = name.find("/MANIFEST-") != std::string::npos;
    if (status.ok() && is_manifest) *file = std::make_unique<Manifest>(std::move(*file), failed_);
    return status;
  }

  IOStatus DeleteFile(const std::string& name, const IOOptions& options, IODebugContext* context) override {
    if (*failed_ && name.ends_with(".sst")) return IOStatus::OK();
    return target()->DeleteFile(name, options, context);
  }

 private:
  Failed failed_ = std::make_shared<std::atomic<bool>>(false);
};

}  // namespace

std::unique_ptr<rocksdb::Env> keeping_env(rocksdb::Env& base) {
  return rocksdb::NewCompositeEnv(std::make_shared<KeepingFiles>(base.GetFileSystem()));
}

}  // namespace entente::store
