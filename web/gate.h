#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <mutex>

namespace entente::web {

/// Lets so many through at a time; the others wait, but not for long.
class Gate {
 public:
  explicit Gate(std::size_t most) : free_(most) {}

  /// Someone who was let through, until it is destroyed.
  class Pass {
   public:
    explicit Pass(Gate* gate) : gate_(gate) {}
    Pass(Pass&& other) noexcept : gate_(other.gate_) { other.gate_ = nullptr; }
    Pass(const Pass&) = delete;
    Pass& operator=(const Pass&) = delete;
    ~Pass() {
      if (gate_ != nullptr) gate_->leave();
    }
    explicit operator bool() const { return gate_ != nullptr; }

   private:
    Gate* gate_;
  };

  /// An empty Pass where nobody left in time.
  Pass enter(std::chrono::milliseconds patience) {
    std::unique_lock lock(mutex_);
    if (!left_.wait_for(lock, patience, [this] { return free_ > 0; })) return Pass(nullptr);
    --free_;
    return Pass(this);
  }

 private:
  void leave() {
    const std::lock_guard lock(mutex_);
    ++free_;
    left_.notify_one();
  }

  std::mutex mutex_;
  std::condition_variable left_;
  std::size_t free_;
};

}  // namespace entente::web
