#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "graph/status.h"

namespace entente {

/// `count` different vertices of `vertices`, in ascending order, drawn by `seed`; all where there are no more. The same on every machine.
std::vector<std::uint32_t> random_pivots(std::uint32_t vertices, std::uint32_t count, std::uint64_t seed);

/// The vertices that a measure searches from: those asked for, or all. Errors: InvalidInput for one that is no vertex or is given twice, or none at
/// all where there are vertices.
Result<std::vector<std::uint32_t>> searched_from(std::uint32_t vertices, const std::optional<std::vector<std::uint32_t>>& asked);

}  // namespace entente
