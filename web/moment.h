#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include "graph/algorithm/busiest.h"
#include "graph/algorithm/census.h"
#include "graph/algorithm/strongest.h"
#include "graph/store/store.h"
#include "web/famous_names.h"

namespace entente::web {

/// The graph as it was when it was looked at, and what is computed of it once for all requests. Any thread may read it.
class Moment {
 public:
  /// How many of the busiest nodes and of the strongest edges are kept.
  static constexpr std::size_t kBusiest = 2'000, kStrongest = 100;

  /// `number` differs from that of any other moment. Begins to compute what is asked for first. Errors: those of reading the snapshot.
  static Result<std::shared_ptr<const Moment>> make(std::uint64_t number, const Snapshot& graph);
  ~Moment();
  Moment(const Moment&) = delete;
  Moment& operator=(const Moment&) = delete;

  std::uint64_t number() const { return number_; }
  const Snapshot& graph() const { return graph_; }
  const StoreStats& stats() const { return stats_; }
  /// The first and the last day that claims are dated with; none where none is dated.
  const std::optional<std::pair<Day, Day>>& days() const { return days_; }

  /// nullptr while it is being taken, which takes seconds for a million nodes.
  const Census* census_if_taken() const { return taken_.load(std::memory_order_acquire); }
  /// nullptr while they are being collected, after the census.
  const FamousNames* famous_if_collected() const { return collected_.load(std::memory_order_acquire); }
  /// Waits for the census. Errors: those of reading the snapshot.
  Result<const Census*> census() const;
  /// As busiest_nodes(), of the whole graph and its actual claims.
  const Result<Busiest>& busiest() const;
  /// As strongest_edges(), likewise.
  const Result<Strongest>& strongest() const;
  /// Whether all of this is computed. Until then another moment would only be more work.
  bool settled() const { return settled_; }

 private:
  Moment(std::uint64_t number, Snapshot graph) : number_(number), graph_(std::move(graph)) {}
  void begin();
  void compute();

  std::uint64_t number_;
  Snapshot graph_;
  StoreStats stats_;
  std::optional<std::pair<Day, Day>> days_;

  Result<Census> census_ = Census();  // these are written by worker_
  Result<FamousNames> famous_ = FamousNames();
  std::atomic<const Census*> taken_ = nullptr;
  std::atomic<const FamousNames*> collected_ = nullptr;
  std::atomic<bool> stop_ = false;
  mutable std::mutex joining_;
  mutable std::thread worker_;

  mutable std::once_flag busiest_asked_, strongest_asked_;
  mutable Result<Busiest> busiest_ = Busiest();
  mutable Result<Strongest> strongest_ = Strongest();
  std::atomic<bool> settled_ = false;
};

}  // namespace entente::web
