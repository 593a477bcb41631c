#pragma once

#include "graph/mutation.h"
#include "graph/ontology.h"
#include "graph/status.h"

namespace entente::store {

/// Whether `contribution` keeps what mutation.h requires and what sums rely on: known types, ends among its nodes, confidence in
/// [0, 1], latitude and longitude in range and together. InvalidInput names document, row and remedy.
Status validate(const Contribution& contribution, const Ontology& ontology);

}  // namespace entente::store
