#include "graph/store/hops.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <condition_variable>
#include <mutex>
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
/// How many parts may be read before their turn.
constexpr std::size_t kAhead = 32;

/// What threads read of parts, on its way to a visit that takes them in order. A thread that is ahead goes on to the next part rather than wait for
/// its turn: going to sleep and waking up cost more than a part.
class PartsInOrder {
 public:
  using Found = std::vector<std::pair<Key64, Neighbour>>;

  explicit PartsInOrder(const Hops::VisitFrom& visit) : visit_(visit) {}

  bool ended() const { return ended_.load(std::memory_order_relaxed); }
  /// Waits until the part is not too far ahead.
  void wait_for_room(std::size_t part) {
    std::unique_lock lock(mutex_);
    given_one_.wait(lock, [&] { return part < given_ + kAhead; });
  }
  void put(std::size_t part, Found found, Status status) {
    std::unique_lock lock(mutex_);
    parts_[part % kAhead] = {std::move(found), std::move(status), true};
    if (giving_) return;  // another thread sees it when it is done with the one before
    giving_ = true;
    while (parts_[given_ % kAhead].there) {
      const Part next = std::exchange(parts_[given_ % kAhead], {});
      lock.unlock();
      give(next);
      lock.lock();
      ++given_;
      given_one_.notify_all();
    }
    giving_ = false;
  }
  /// Once all parts are put.
  Status outcome() && { return std::move(outcome_); }

 private:
  struct Part {
    Found found;
    Status status;
    bool there = false;
  };

  void give(const Part& part) {
    for (std::size_t i = 0; i < part.found.size() && !ended(); ++i)
      if (!visit_(part.found[i].first, part.found[i].second)) ended_ = true;
    if (ended() || part.status.ok()) return;
    outcome_ = part.status;
    ended_ = true;
  }

  const Hops::VisitFrom& visit_;
  std::atomic<bool> ended_ = false;
  std::mutex mutex_;
  std::condition_variable given_one_;
  std::array<Part, kAhead> parts_;
  std::size_t given_ = 0;
  bool giving_ = false;
  Status outcome_;
};

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

Status Hops::Impl::from_each(std::span<const Key64> nodes, std::optional<TypeId> type, const VisitFrom& visit) const {
  const std::size_t count = (nodes.size() + kPart - 1) / kPart;
  PartsInOrder parts(visit);
  std::atomic<std::size_t> next = 0;
  run_in_threads(thread_count(0, count), [&] {
    Impl reader(snapshot_, direction_);
    for (std::size_t part = next++; part < count; part = next++) {
      parts.wait_for_room(part);
      PartsInOrder::Found found;
      const auto of_part = nodes.subspan(part * kPart, std::min(kPart, nodes.size() - part * kPart));
      Status status = parts.ended() ? Status::success() : reader.from_each_here(of_part, type, [&](Key64 node, const Neighbour& neighbour) {
        found.emplace_back(node, neighbour);
        return !parts.ended();
      });
      parts.put(part, std::move(found), std::move(status));
    }
  });
  return std::move(parts).outcome();
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
