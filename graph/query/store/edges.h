#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "graph/ontology.h"
#include "graph/query/graph.h"
#include "graph/store/hops.h"
#include "graph/store/store.h"

namespace entente::query {

/// What an edge must have at least to be of use.
struct Least {
  std::optional<Day> last;  ///< the day of the latest actual claim
  double confidence = 0;
  bool unsure = false;  ///< whether edges without an actual claim are of use

  /// `unsure`: whether they are even where no condition reveals them.
  static Least of(const Wanted& wanted, bool unsure);
  bool has(const EdgeAggregate& edge) const;
};

/// Finds edges of a snapshot as patterns find relationships: symmetric ones from both ends, those of a node with itself once. For one thread.
class Edges {
 public:
  using Visit = std::function<bool(const Relationship&, Node other, const EdgeAggregate&)>;
  using VisitMatch = std::function<bool(const Relationship&, Node left, Node right, const EdgeAggregate&)>;
  using Types = std::vector<std::uint32_t>;

  /// `stats` are those of the whole graph. REQUIRES: the ontology outlives it.
  Edges(const Ontology& ontology, Snapshot snapshot, const StoreStats& stats);

  /// As Graph::expand(), Graph::matches() and what counts there.
  Status from(std::size_t walk, Key64 node, Side side, const Types& types, const Least& least, const Visit& visit);
  Status matches(Side side, const Types& types, const Least& least, const VisitMatch& visit);
  Status count_types(Side side, const Types& types, bool unsure, const Graph::VisitTypeCount& visit);
  Status count_nodes(Side side, const Types& types, bool unsure, const Graph::VisitCount& visit);
  entente::Result<bool> count_top_nodes(Side side, const Types& types, std::size_t least, const Graph::VisitCount& visit) const;

 private:
  bool is_symmetric(TypeId type) const { return ontology_.relation_type(type)->symmetric; }
  /// Whether a pattern of `side` finds edges of a type from both ends.
  bool is_two_way(Side side, TypeId type) const { return side == Side::both || is_symmetric(type); }
  Hops& hops(std::size_t walk, Direction direction);
  Status of_type(std::size_t walk, Key64 node, Side side, std::optional<TypeId> type, const Least& least, const Visit& visit, bool& more);
  Status one_way(std::size_t walk, Key64 node, Direction direction, std::optional<TypeId> type, const Least& least,
                 const std::function<bool(const Neighbour&)>& visit);
  entente::Result<bool> latest(Key64 node, Direction direction, TypeId type, const Least& least, std::vector<Neighbour>& found) const;
  /// How often a node and its degrees are matched.
  entente::Result<std::uint64_t> matches_of(Key64 node, const std::vector<NodeDegree>& degrees, Side side, const Types& types, bool unsure) const;
  entente::Result<std::uint64_t> loop(Key64 node, TypeId type, bool unsure) const;
  entente::Result<std::map<TypeId, std::uint64_t>> loops(bool unsure);

  const Ontology& ontology_;
  Snapshot snapshot_;
  bool has_symmetric_ = false;                                           // whether there is an edge of such a type
  std::array<std::optional<std::map<TypeId, std::uint64_t>>, 2> loops_;  // edges of a node with itself, by type; without and with unsure ones
  std::vector<std::array<std::unique_ptr<Hops>, 2>> walks_;
};

}  // namespace entente::query
