#pragma once

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <thread>
#include <vector>

#include "graph/status.h"

/// How measures and walks share work between threads so that the result does not depend on their number: work is cut into the same parts whatever it is,
/// and what parts find is put together in their order.

namespace entente {

/// `asked`, or as many as the machine has for 0; no more than there are parts, and at least 1.
inline unsigned thread_count(unsigned asked, std::size_t parts) {
  const std::size_t wanted = asked != 0 ? asked : std::thread::hardware_concurrency();
  return static_cast<unsigned>(std::clamp<std::size_t>(wanted, 1, std::max<std::size_t>(parts, 1)));
}

/// Runs work() in so many threads, this one among them; returns when all are done.
template <class Work>
void run_in_threads(unsigned threads, const Work& work) {
  std::vector<std::jthread> others;
  for (unsigned i = 1; i < threads; ++i) others.emplace_back(work);
  work();
}

/// Calls work(state, part) for each of `parts` from several threads, each with a state of its own, and then merge(state) in order of parts, one at a
/// time.
template <class State, class Work, class Merge>
void for_each_part_in_order(std::size_t parts, unsigned threads, const State& initial, const Work& work, const Merge& merge) {
  std::atomic<std::size_t> next = 0;
  std::mutex mutex;
  std::condition_variable turn_came;
  std::size_t turn = 0;
  run_in_threads(thread_count(threads, parts), [&] {
    State state = initial;
    for (std::size_t part = next++; part < parts; part = next++) {
      work(state, part);
      std::unique_lock lock(mutex);
      turn_came.wait(lock, [&] { return turn == part; });
      merge(state);
      ++turn;
      turn_came.notify_all();
    }
  });
}

inline bool is_set(const std::atomic<bool>* stop) { return stop != nullptr && stop->load(std::memory_order_relaxed); }

/// What a measure returns that was stopped.
inline tl::unexpected<Status> stopped() { return failure(StatusCode::unsupported, "stopped before it was done"); }

}  // namespace entente
