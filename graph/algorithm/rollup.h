#pragma once

#include <cstdint>

#include "graph/ontology.h"
#include "graph/view.h"

namespace entente {

struct RollupOptions {
  bool within = false;  ///< keep what happens within a country, as edges from it to itself
};

/// A graph of countries made of one of their people, bodies and places.
struct Rollup {
  GraphView view;
  std::uint64_t nodes_without_country = 0;  ///< left out,
  std::uint64_t edges_without_country = 0;  ///< with the edges that have such an end
  std::uint64_t edges_within = 0;           ///< edges with both ends in one country, kept or not
};

/// What countries do to each other: each node of `view` stands for the country that it rolls up to. Vertices have the id "state:XXX" of the ISO 3166
/// alpha-3 code XXX, the type State, the code as country, and the name of that node where `view` has it, else the code. An edge is the sum of all
/// edges of its type between nodes of the two countries; claims add up, articles and reports too, so that an article that speaks of several nodes of
/// a country counts several times. Symmetric relations lead from the smaller id, as everywhere. A country without edges is there while it has a node.
/// Holds the links of the new graph before they are summed: as many as `view` has edges, at worst.
Rollup country_rollup(const GraphView& view, const Ontology& ontology, const RollupOptions& options = {});

}  // namespace entente
