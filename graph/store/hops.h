#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>

#include "graph/status.h"
#include "graph/store/store.h"

namespace entente {

/// Snapshot::neighbours() of many nodes, for walks: what a read prepares is prepared once. Fastest in order of nodes. For one thread; keeps the
/// Snapshot's moment.
class Hops {
 public:
  Hops(Snapshot snapshot, Direction direction);
  ~Hops();
  Hops(const Hops&) = delete;
  Hops& operator=(const Hops&) = delete;

  /// As Snapshot::neighbours().
  Status from(Key64 node, std::optional<TypeId> type, const std::function<bool(const Neighbour&)>& visit);

  /// The same of each of `nodes`, in their order, by as many threads as the machine has where there are many. `visit` is called one at a time, but
  /// not always from the same thread; false ends it all. The neighbours of up to some 2,000
  /// nodes are held meanwhile.
  using VisitFrom = std::function<bool(Key64 node, const Neighbour&)>;
  Status from_each(std::span<const Key64> nodes, std::optional<TypeId> type, const VisitFrom& visit);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace entente
