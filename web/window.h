#pragma once

#include "graph/algorithm/edge_filter.h"
#include "graph/ontology.h"
#include "graph/store/store.h"
#include "web/parameters.h"

namespace entente::web {

/// Which part of the graph a request looks at.
struct Window : EdgeFilter {
  Period period;
  bool reference = false;  ///< also what the gazetteer knows

  Snapshot of(const Snapshot& whole) const;
};

/// Which parameters of a window an endpoint has: not those that it reads itself.
struct WindowParts {
  bool during = true, type = true;
};

/// Reads `during`, `as_of`, `include`, `reference` and `type`.
Window read_window(Parameters& parameters, const Ontology& ontology, const WindowParts& parts = {});

}  // namespace entente::web
