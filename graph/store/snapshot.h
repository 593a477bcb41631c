#pragma once

#include <memory>
#include <string>

#include "graph/store/aggregate.h"
#include "graph/store/database.h"
#include "graph/store/store.h"

namespace entente {

/// What a Snapshot holds on to.
class Snapshot::Impl {
 public:
  Impl(std::shared_ptr<const store::Database> database, std::shared_ptr<const Ontology> ontology);
  ~Impl();
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  const store::Database& database() const { return *database_; }
  const store::Reader& reader() const { return reader_; }
  const store::TypeChoice& choice() const { return choice_; }
  /// The key of an edge whose ends may be given in either order if it is symmetric: they are put in the stored order.
  store::EdgeKey edge_key(std::string_view& source, TypeId type, std::string_view& target) const;

  Result<std::vector<std::pair<TypeId, std::uint64_t>>> counters(store::CounterKind kind) const;

  /// Reads and decodes one row; none where there is none.
  template <class Value>
  Result<std::optional<Value>> row(store::Family family, std::string_view key) const;

 private:
  std::shared_ptr<const store::Database> database_;
  std::shared_ptr<const Ontology> ontology_;
  const rocksdb::Snapshot* snapshot_;
  store::Reader reader_;
  store::TypeChoice choice_;
};

}  // namespace entente
