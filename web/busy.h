#pragma once

#include "graph/algorithm/busiest.h"
#include "graph/algorithm/strongest.h"
#include "web/endpoint.h"
#include "web/window.h"

namespace entente::web {

/// As busiest_nodes() of what `window` shows of `part`, which it was taken of; not computed again where the moment has it.
Result<Busiest> busiest_of(const Call& call, const Snapshot& part, const Window& window, std::size_t limit);
/// As strongest_edges(), likewise.
Result<Strongest> strongest_of(const Call& call, const Snapshot& part, const Window& window, std::size_t limit);

}  // namespace entente::web
