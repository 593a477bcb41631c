#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "graph/algorithm/census.h"
#include "graph/store/store.h"

namespace entente::web {

/// The names of the nodes that most articles name. A beginning of a name that thousands have is looked up here: who is asked for is among these, and
/// reading all the others would take too long. Immutable; any thread may read it.
class FamousNames {
 public:
  static constexpr std::size_t kNodes = 20'000;

  /// Errors: those of reading the snapshot; Unsupported where it was stopped.
  static Result<FamousNames> collect(const Snapshot& snapshot, const Census& census, const std::atomic<bool>* stop = nullptr);

  /// The nodes with a name that begins with `folded`, in order of names; a node comes once for each. `folded` is as fold_name() makes it.
  std::vector<Key64> beginning_with(std::string_view folded) const;

 private:
  std::vector<std::pair<std::string, Key64>> names_;  // sorted
};

}  // namespace entente::web
