#pragma once

#include <array>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "graph/store/database.h"

namespace rocksdb {
class SstFileWriter;
}

namespace entente::store {

/// Where loads and repairs have their files, in the directory of the graph.
inline constexpr const char* kLoading = "loading";

/// How a row joins what is stored under its key.
enum class RowKind { put, merge, remove };

/// Writes rows that are in order of key into table files of about 64 MB, and gives them to the database all at once. The keys of a
/// family may be shared out to shards, as long as no key of one lies between those of another. Each shard of a family is for one
/// thread at a time; different ones may be written by different threads.
class TableSet {
 public:
  /// Makes `directory`, which must be on the disk of the database; it goes with the TableSet.
  TableSet(const Database& database, std::filesystem::path directory);
  ~TableSet();
  TableSet(const TableSet&) = delete;
  TableSet& operator=(const TableSet&) = delete;

  const std::filesystem::path& directory() const { return directory_; }
  /// Errors: Io.
  Status prepare();
  /// REQUIRES: keys of a shard come in order, each once. Errors: Io.
  Status add(Family family, std::size_t shard, std::string_view key, std::string_view value, RowKind kind);
  /// Ends all files and makes their rows part of the database: all or none, on disk. Errors: Io.
  Status ingest();

 private:
  struct Output {
    std::unique_ptr<rocksdb::SstFileWriter> writer;  // none between files
    std::vector<std::string> files;
  };

  Status open(Family family, std::size_t shard, Output& out);
  Status end(Output& out);

  const Database& database_;
  std::filesystem::path directory_;
  std::array<std::array<Output, kShards>, kFamilyNames.size()> outputs_;
};

}  // namespace entente::store
