#pragma once

#include <rocksdb/env.h>

#include <memory>

namespace entente::store {

/// An Env over the files of `base` that keeps table files once a write of the manifest has failed. RocksDB deletes the tables that such a write was
/// to add (those of an ingestion at once), but the record may have reached the disk before its sync failed: the next open would then miss them and
/// call the graph damaged. What is kept in vain, the next open deletes. REQUIRES: `base` outlives it.
std::unique_ptr<rocksdb::Env> keeping_env(rocksdb::Env& base);

}  // namespace entente::store
