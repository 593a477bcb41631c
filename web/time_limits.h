#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <list>
#include <mutex>
#include <thread>

namespace entente::web {

/// Sets flags when their time is over, or all at once: what takes long looks at a flag, and not at the clock.
class TimeLimits {
 public:
  TimeLimits();
  ~TimeLimits();
  TimeLimits(const TimeLimits&) = delete;
  TimeLimits& operator=(const TimeLimits&) = delete;

  /// A flag, for as long as it exists.
  class Limit {
   public:
    Limit(TimeLimits& limits, std::chrono::milliseconds time);
    ~Limit();
    Limit(const Limit&) = delete;
    Limit& operator=(const Limit&) = delete;

    const std::atomic<bool>& flag() const { return flag_; }

   private:
    friend class TimeLimits;
    TimeLimits& limits_;
    std::chrono::steady_clock::time_point end_;
    std::atomic<bool> flag_ = false;
    std::list<Limit*>::iterator place_;
  };

  /// Sets all flags, and those that come.
  void end_all();

 private:
  void watch();

  std::mutex mutex_;
  std::condition_variable changed_;
  std::list<Limit*> limits_;
  bool ended_ = false, over_ = false;
  std::thread watcher_;
};

}  // namespace entente::web
