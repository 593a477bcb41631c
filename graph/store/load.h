#pragma once

#include <boost/unordered/unordered_flat_set.hpp>
#include <memory>
#include <mutex>
#include <vector>

#include "graph/mutation.h"
#include "graph/ontology.h"
#include "graph/store/derivation.h"
#include "graph/store/groups.h"
#include "graph/store/parts.h"
#include "graph/store/tables.h"

namespace entente::store {

/// Many new articles on their way into the store as sorted table files, without log and write buffers. One at a time, while nothing
/// else writes.
class BulkLoad {
 public:
  /// Uses up to about `memory` bytes and some 700 an article and, beyond, files in the directory of the database.
  BulkLoad(const Database& database, const Ontology& ontology, std::shared_ptr<const Identity> identity, std::size_t memory);

  /// Errors: Io.
  Status prepare();
  /// Takes `contribution` if its document is in neither the store nor the load, and may not repeat one that is; false where the writer has to have
  /// it, after finish(). From any thread.
  /// Errors: InvalidInput (as Store::apply; the load is as before), Io, Corruption.
  Result<bool> add(const Contribution& contribution);
  /// How many were taken.
  std::uint64_t size() const { return documents_.size(); }
  /// Makes all that was taken part of the store, at once and on disk. Errors: InvalidInput (two node ids with one key), Io,
  /// Corruption; the store is then as before.
  Status finish();

 private:
  /// What goes into tables from one of the threads, a range of keys each.
  struct Shard {
    std::unique_ptr<RowSorter> texts, ledgers, claims;
    std::unique_ptr<NodeDerivation> nodes;
    std::unique_ptr<EdgeDerivation> edges;
  };

  struct Rows;
  Rows rows_of(const Contribution& contribution, const Parts& parts) const;
  Result<bool> refuses(Key64 document, const Print& print);
  Status take(Key64 document, const Print& print, const Rows& rows);
  /// Rows that are sums are added to what is stored.
  RowVisit into_tables(std::size_t shard);
  Status write_sources(std::size_t shard);
  Status write_rest(std::size_t thread);
  Status write_counters();
  Result<bool> may_repeat(const Print& print) const;
  EdgeDerivation::All all_edges() const;
  std::vector<NodeDerivation*> all_nodes() const;

  const Database& database_;
  const Ontology& ontology_;
  std::shared_ptr<const Identity> identity_;
  Reader reader_;
  TableSet tables_;
  std::size_t memory_;
  bool empty_ = false;  // the store, before
  std::mutex adding_;   // of all below
  boost::unordered_flat_set<Key64> documents_, refused_;
  boost::unordered_flat_set<std::uint64_t> seen_;  // shingles by which copies of them are found, each with a day of publication
  std::unique_ptr<RowSorter> seen_rows_;
  std::array<Shard, kShards> shards_;
};

}  // namespace entente::store
