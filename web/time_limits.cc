#include "web/time_limits.h"

namespace entente::web {

using std::chrono::steady_clock;

TimeLimits::TimeLimits() : watcher_([this] { watch(); }) {}

TimeLimits::~TimeLimits() {
  {
    const std::lock_guard lock(mutex_);
    over_ = true;
  }
  changed_.notify_all();
  watcher_.join();
}

TimeLimits::Limit::Limit(TimeLimits& limits, std::chrono::milliseconds time) : limits_(limits), end_(steady_clock::now() + time) {
  const std::lock_guard lock(limits_.mutex_);
  flag_ = limits_.ended_;
  place_ = limits_.limits_.insert(limits_.limits_.end(), this);
  limits_.changed_.notify_all();
}

TimeLimits::Limit::~Limit() {
  const std::lock_guard lock(limits_.mutex_);
  limits_.limits_.erase(place_);
}

void TimeLimits::end_all() {
  const std::lock_guard lock(mutex_);
  ended_ = true;
  for (Limit* limit : limits_) limit->flag_ = true;
}

void TimeLimits::watch() {
  std::unique_lock lock(mutex_);
  while (!over_) {
    const auto now = steady_clock::now();
    auto next = now + std::chrono::hours(1);
    for (Limit* limit : limits_) {
      if (limit->end_ <= now)
        limit->flag_ = true;
      else
        next = std::min(next, limit->end_);
    }
    changed_.wait_until(lock, next);
  }
}

}  // namespace entente::web
