#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "graph/ontology.h"
#include "graph/status.h"

/// What the benchmarks over the synthetic graph share. bench/README.md says what its data are.

namespace entente::bench {

using Clock = std::chrono::steady_clock;

/// A benchmark has nobody to hand a Status to: prints the message and ends the program.
[[noreturn]] void fail(std::string_view message);
template <class T>
T need(Result<T> result) {
  if (!result) fail(result.error().message());
  return std::move(*result);
}
void need(const Status& status);

double milliseconds_since(Clock::time_point start);

/// The types of the data, in order of their numbers: those of the ontology are one higher.
extern const std::vector<std::string> kNodeTypes, kEdgeTypes;
Ontology ontology();

/// The rows of a file without quotes, after its line of names.
std::vector<std::vector<std::string>> read_csv(const std::filesystem::path& path);

/// Prints the largest resident memory so far.
void print_memory();

/// How long something takes, each time it is done.
class Timings {
 public:
  /// `work` returns how many rows it found.
  template <class Work>
  void measure(const Work& work) {
    const auto start = Clock::now();
    rows_ += work();
    times_.push_back(milliseconds_since(start));
  }
  void print(std::string_view name);

 private:
  std::vector<double> times_;
  std::size_t rows_ = 0;
};

}  // namespace entente::bench
