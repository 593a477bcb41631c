#pragma once

#include "graph/identity/finding.h"

namespace entente::identity {

constexpr std::size_t kEnoughShared = 4;  // neighbours; fewer are shared by all who are in the news of a country

/// The most that a pair can get, from what compare_entries() found.
double best_possible(const Finding& finding);
/// In [0, 1].
double score_of(const Finding& finding);

}  // namespace entente::identity
