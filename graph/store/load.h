#pragma once

#include <memory>
#include <unordered_map>
#include <vector>

#include "graph/mutation.h"
#include "graph/ontology.h"
#include "graph/store/derivation.h"
#include "graph/store/tables.h"

namespace entente::store {

/// Many new articles on their way into the store as sorted table files, without log and write buffers. One at a time, while nothing
/// else writes.
class BulkLoad {
 public:
  /// Uses up to about `memory` bytes and, beyond, files in the directory of the database.
  BulkLoad(const Database& database, const Ontology& ontology, std::size_t memory);

  /// Errors: Io.
  Status prepare();
  /// Takes `contribution` if its document is in neither the store nor the load; false where the writer has to have it, after finish().
  /// Errors: InvalidInput (as Store::apply; the load is as before), Io, Corruption.
  Result<bool> add(const Contribution& contribution);
  /// How many were taken.
  std::uint64_t size() const { return documents_.size(); }
  /// Makes all that was taken part of the store, at once and on disk. Errors: InvalidInput (two node ids with one key), Io,
  /// Corruption; the store is then as before.
  Status finish();

 private:
  Status write_documents();
  Status write_claims();
  Status write_edges(const std::vector<Family>& families);
  Status write_counters();
  /// Rows that are sums are added to what is stored.
  Status add_row(Family family, std::string_view key, std::string_view value);

  const Database& database_;
  const Ontology& ontology_;
  Reader reader_;
  TableSet tables_;
  std::size_t memory_;
  bool empty_ = false;                                  // the store, before
  std::unordered_map<Key64, std::uint64_t> documents_;  // and what their content is
  std::unique_ptr<RowSorter> texts_, ledgers_, claims_;
  std::unique_ptr<NodeDerivation> nodes_;
  std::unique_ptr<EdgeDerivation> edges_;
};

}  // namespace entente::store
