#include "graph/store/hops.h"

#include <algorithm>
#include <atomic>
#include <utility>
#include <vector>

#include "graph/store/codec.h"
#include "graph/store/entering.h"
#include "graph/store/period.h"
#include "graph/store/snapshot.h"
#include "graph/threads.h"

namespace entente {

using store::EdgeKey;
using store::Family;

namespace {

/// Reading a node takes some microseconds, a thread some ten to begin.
constexpr std::size_t kPart = 64, kManyNodes = 4 * kPart;

}  // namespace

class Hops::Impl {
 public:
  Impl(Snapshot snapshot, Direction direction) : snapshot_(std::move(snapshot)), direction_(direction) {}

  Status from(Key64 node, std::optional<TypeId> type, const std::function<bool(const Neighbour&)>& visit) {
    const Snapshot::Impl& store = *snapshot_.impl_;
    const auto& identity = store.identity();
    if (!identity) return identity.error();
    node = (*identity)->canonical(node);
    const auto visit_row = [&](const EdgeKey& key, const EdgeAggregate& aggregate) -> Result<bool> {
      return visit({key.type, key.target, aggregate});
    };
    if (snapshot_.period().restricts()) return store::PeriodReader(store.reader(), snapshot_.period()).edges(direction_, node, type, visit_row);
    if (direction_ == Direction::in) {
      if (!entering_) entering_.emplace(store.reader());
      return entering_->from(node, type, visit_row);
    }
    if (!leaving_) leaving_.emplace(store.reader(), Family::out);
    const auto prefix = type ? store::edge_prefix(node, *type) : store::edge_prefix(node);
    return leaving_->scan(prefix, [&](std::string_view key, std::string_view value) -> Result<bool> {
      const auto row = store::parse_edge_key(key);
      EdgeAggregate aggregate;
      if (!row || !store::decode(value, aggregate)) return failure(store.database().malformed(Family::out, key));
      return visit_row(*row, aggregate);
    });
  }

  Status from_each_here(std::span<const Key64> nodes, std::optional<TypeId> type, const VisitFrom& visit) {
    bool more = true;
    for (std::size_t i = 0; more && i < nodes.size(); ++i) {
      const Status status = from(nodes[i], type, [&](const Neighbour& neighbour) { return more = visit(nodes[i], neighbour); });
      if (!status.ok()) return status;
    }
    return Status::success();
  }

  Status from_each(std::span<const Key64> nodes, std::optional<TypeId> type, const VisitFrom& visit) const;

 private:
  Snapshot snapshot_;
  Direction direction_;
  std::optional<store::PrefixCursor> leaving_;
  std::optional<store::EnteringEdges> entering_;
};

/// Threads read parts, and give them to `visit` in order.
Status Hops::Impl::from_each(std::span<const Key64> nodes, std::optional<TypeId> type, const VisitFrom& visit) const {
  struct Reading {
    std::shared_ptr<Impl> reader;  // of the thread
    std::vector<std::pair<Key64, Neighbour>> found;
    Status status;
  };
  std::atomic<bool> ended = false;
  Status outcome;
  const auto read = [&](Reading& reading, std::size_t part) {
    reading.found.clear();
    if (is_set(&ended)) return;
    if (!reading.reader) reading.reader = std::make_shared<Impl>(snapshot_, direction_);
    const auto of_part = nodes.subspan(part * kPart, std::min(kPart, nodes.size() - part * kPart));
    reading.status = reading.reader->from_each_here(of_part, type, [&](Key64 node, const Neighbour& neighbour) {
      reading.found.emplace_back(node, neighbour);
      return !is_set(&ended);
    });
  };
  const auto give = [&](Reading& reading) {
    for (std::size_t i = 0; i < reading.found.size() && !is_set(&ended); ++i)
      if (!visit(reading.found[i].first, reading.found[i].second)) ended = true;
    if (is_set(&ended) || reading.status.ok()) return;
    outcome = reading.status;
    ended = true;
  };
  for_each_part_in_order((nodes.size() + kPart - 1) / kPart, 0, Reading(), read, give);
  return outcome;
}

Hops::Hops(Snapshot snapshot, Direction direction) : impl_(std::make_unique<Impl>(std::move(snapshot), direction)) {}
Hops::~Hops() = default;

Status Hops::from(Key64 node, std::optional<TypeId> type, const std::function<bool(const Neighbour&)>& visit) {
  return impl_->from(node, type, visit);
}

Status Hops::from_each(std::span<const Key64> nodes, std::optional<TypeId> type, const VisitFrom& visit) {
  return nodes.size() < kManyNodes || thread_count(0, nodes.size()) == 1 ? impl_->from_each_here(nodes, type, visit)
                                                                         : impl_->from_each(nodes, type, visit);
}

}  // namespace entente
