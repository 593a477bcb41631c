#pragma once

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace entente {

/// The first things of all that are offered, in an order that is total. Holds twice as many at most.
template <class Thing, class Before>
class First {
 public:
  First(std::size_t limit, Before before) : limit_(limit), before_(std::move(before)) {}

  void offer(const Thing& thing) {
    ++offered_;
    if (full_ && !before_(thing, last_)) return;
    kept_.push_back(thing);
    if (kept_.size() >= 2 * limit_ + 64) cut();
  }
  /// How many there were.
  std::size_t offered() const { return offered_; }
  std::vector<Thing> finish() {
    cut();
    std::sort(kept_.begin(), kept_.end(), before_);
    return std::move(kept_);
  }

 private:
  void cut() {
    if (kept_.size() <= limit_ || limit_ == 0) {
      if (limit_ == 0) kept_.clear();
      return;
    }
    std::nth_element(kept_.begin(), kept_.begin() + static_cast<std::ptrdiff_t>(limit_ - 1), kept_.end(), before_);
    kept_.erase(kept_.begin() + static_cast<std::ptrdiff_t>(limit_), kept_.end());
    last_ = kept_.back();
    full_ = true;
  }

  std::size_t limit_, offered_ = 0;
  Before before_;
  std::vector<Thing> kept_;
  Thing last_ = {};  // of those kept when they were cut
  bool full_ = false;
};

}  // namespace entente
