#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

namespace entente::cli {

/// How far a run is, as a line on standard error now and then: often on a terminal, every few seconds elsewhere.
class Progress {
 public:
  explicit Progress(bool quiet);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// `share` of the whole, in [0, 1]; none where it is not known.
  void show(std::uint64_t articles, std::uint64_t failed, std::optional<double> share);

 private:
  using Clock = std::chrono::steady_clock;
  bool quiet_, terminal_, drawn_ = false;
  Clock::time_point start_, shown_;
};

}  // namespace entente::cli
