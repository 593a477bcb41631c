#pragma once

#include <memory>
#include <mutex>
#include <string>

#include "graph/store/aggregate.h"
#include "graph/store/database.h"
#include "graph/store/judgements.h"
#include "graph/store/store.h"

namespace entente {

/// What a Snapshot holds on to.
class Snapshot::Impl {
 public:
  Impl(std::shared_ptr<const store::Database> database, std::shared_ptr<const Ontology> ontology, std::shared_ptr<store::Identities> identities);
  ~Impl();
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  const store::Database& database() const { return *database_; }
  const store::Reader& reader() const { return reader_; }
  const store::TypeChoice& choice() const { return choice_; }
  const Ontology& ontology() const { return *ontology_; }
  /// Who is who at this moment.
  const Result<std::shared_ptr<const Identity>>& identity() const;
  /// The key of an edge whose ends may be given by any of their ids, and in either order if it is symmetric: they are put as they are stored.
  store::EdgeKey edge_key(const Identity& identity, std::string_view& source, TypeId type, std::string_view& target) const;

  Result<std::vector<std::pair<TypeId, std::uint64_t>>> counters(store::CounterKind kind) const;

  /// Reads and decodes one row; none where there is none.
  template <class Value>
  Result<std::optional<Value>> row(store::Family family, std::string_view key) const;

 private:
  std::shared_ptr<const store::Database> database_;
  std::shared_ptr<const Ontology> ontology_;
  std::shared_ptr<store::Identities> identities_;
  const rocksdb::Snapshot* snapshot_;
  store::Reader reader_;
  store::TypeChoice choice_;
  mutable std::once_flag asked_;
  mutable Result<std::shared_ptr<const Identity>> identity_;
};

}  // namespace entente
