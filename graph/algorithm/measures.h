#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "graph/ontology.h"
#include "graph/status.h"
#include "graph/view.h"

namespace entente {

/// What the numbers of a measure are.
enum class MeasureKind : std::uint8_t {
  real,
  whole,
  group,  ///< a whole number that only says which nodes belong together
};

/// How a measure is taken; each looks at what concerns it.
struct MeasureOptions {
  std::optional<bool> directed = {};         ///< whether direction matters; none: as the measure is mostly read
  bool by_claims = false;                    ///< an edge weighs its actual claims, not 1
  std::optional<std::uint32_t> pivots = {};  ///< searches from as many nodes, 0 from all; none: from all while the graph is small enough
  std::uint64_t seed = 1;
  double resolution = 1;
  bool strong = false;
  const std::atomic<bool>* stop = nullptr;  ///< ends those that take long soon after it is set, from any thread
};

/// What a measure says of each vertex of a view.
struct Measured {
  std::vector<double> values;                                               ///< by vertex
  std::string how;                                                          ///< in words: "undirected, exact"
  std::vector<std::pair<std::string_view, std::vector<double>>> more = {};  ///< further columns
};

/// A row of the table of measures that give each node a number.
struct NodeMeasure {
  std::string_view name;       ///< "communities"
  std::string_view attribute;  ///< what the number of a node is called: "community"
  MeasureKind kind = MeasureKind::real;
  bool directable = false;  ///< looks at MeasureOptions::directed
  bool weighable = false;   ///< at by_claims
  bool sampled = false;     ///< at pivots, and seed
  std::string_view summary, examples;
  /// Groups are numbered from 1, the largest first. Errors: those of the algorithm. REQUIRES: `view` has vertices.
  Result<Measured> (*take)(const GraphView& view, const Ontology& ontology, const MeasureOptions& options);
};

/// The one table of them, in the order of help.
std::span<const NodeMeasure> node_measures();
/// By name. Errors: NotFound, with the nearest name.
Result<const NodeMeasure*> node_measure(std::string_view name);

/// "did you mean 'pagerank'?", or which names there are.
std::string suggest_measure(std::string_view word, std::span<const std::string_view> names);

}  // namespace entente
