#include "graph/store/tables.h"

#include <fmt/format.h>
#include <rocksdb/sst_file_writer.h>

#include <system_error>

namespace entente::store {
namespace {

namespace fs = std::filesystem;

/// As RocksDB cuts its own: small enough to be compacted in a moment, large enough that a graph has not too many.
constexpr std::uint64_t kTableBytes = 64u << 20;

rocksdb::Slice slice(std::string_view bytes) { return {bytes.data(), bytes.size()}; }

}  // namespace

TableSet::TableSet(const Database& database, fs::path directory) : database_(database), directory_(std::move(directory)) {}

TableSet::~TableSet() {
  for (auto& shards : outputs_)
    for (Output& out : shards) out.writer.reset();
  std::error_code ignored;
  fs::remove_all(directory_, ignored);
}

Status TableSet::prepare() {
  std::error_code error;
  fs::remove_all(directory_, error);
  fs::create_directories(directory_, error);
  if (error)
    return {StatusCode::io,
            fmt::format("{}: cannot be created ({}); check the space on the disk and its permissions", directory_.string(), error.message())};
  return Status::success();
}

Status TableSet::open(Family family, std::size_t shard, Output& out) {
  const rocksdb::Options options = database_.db().GetOptions(database_.family(family));
  out.writer = std::make_unique<rocksdb::SstFileWriter>(rocksdb::EnvOptions(), options, database_.family(family));
  const fs::path file = directory_ / fmt::format("{}-{}-{}.sst", name_of(family), shard, out.files.size());
  out.files.push_back(file.string());
  return database_.status(out.writer->Open(file.string()));
}

Status TableSet::add(Family family, std::size_t shard, std::string_view key, std::string_view value, RowKind kind) {
  Output& out = outputs_[static_cast<std::size_t>(family)][shard];
  if (!out.writer)
    if (Status status = open(family, shard, out); !status.ok()) return status;
  rocksdb::Status status;
  switch (kind) {
    case RowKind::put: status = out.writer->Put(slice(key), slice(value)); break;
    case RowKind::merge: status = out.writer->Merge(slice(key), slice(value)); break;
    case RowKind::remove: status = out.writer->Delete(slice(key)); break;
  }
  if (!status.ok()) return database_.status(status);
  // FileSize() is what was written so far; asking is cheap.
  return out.writer->FileSize() >= kTableBytes ? end(out) : Status::success();
}

Status TableSet::end(Output& out) {
  if (!out.writer) return Status::success();
  const auto status = out.writer->Finish();
  out.writer.reset();
  return database_.status(status);
}

Status TableSet::ingest() {
  std::vector<rocksdb::IngestExternalFileArg> arguments;
  for (std::size_t i = 0; i < outputs_.size(); ++i) {
    rocksdb::IngestExternalFileArg argument;
    argument.column_family = database_.family(static_cast<Family>(i));
    argument.options.move_files = true;
    for (Output& out : outputs_[i]) {
      if (Status status = end(out); !status.ok()) return status;
      argument.external_files.insert(argument.external_files.end(), out.files.begin(), out.files.end());
    }
    if (!argument.external_files.empty()) arguments.push_back(std::move(argument));
  }
  if (arguments.empty()) return Status::success();
  return database_.status(database_.db().IngestExternalFiles(arguments));
}

}  // namespace entente::store
