#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "graph/algorithm/pairs.h"
#include "graph/view.h"

namespace entente {

/// Three nodes each two of which are friends (+) or in conflict (-).
struct Triad {
  std::array<GraphView::Vertex, 3> nodes = {};  ///< where one sign differs from the other two, the node opposite to that pair is first
  std::array<double, 3> weights = {};           ///< of the pairs of the first with the second, the first with the third, the second with the third

  /// A friend's friend is a friend and a friend's enemy an enemy: the product of the signs is positive.
  bool balanced() const;
};

/// Triads by their signs.
struct TriadCensus {
  std::uint64_t all_friends = 0;  ///< +++, balanced
  std::uint64_t one_enmity = 0;   ///< ++-, not balanced: two friends of one are in conflict
  std::uint64_t one_bond = 0;     ///< +--, balanced: two friends have one enemy
  std::uint64_t all_enemies = 0;  ///< ---, not balanced by Heider; weakly balanced by Davis (1967)

  std::uint64_t balanced() const { return all_friends + one_bond; }
  std::uint64_t unbalanced() const { return one_enmity + all_enemies; }
  std::uint64_t total() const { return balanced() + unbalanced(); }
};

/// Two nodes that are friends (weight above 0) or in conflict, and what the triads say that they are in.
struct SignedPair {
  GraphView::Vertex a = 0, b = 0;  ///< a < b
  double weight = 0;
  std::uint64_t claims = 0;  ///< actual ones, of both directions and all types
  std::uint32_t balanced = 0, unbalanced = 0;
};

struct OutOfLine {
  SignedPair pair;
  std::vector<Triad> examples;  ///< unbalanced triads that it is in, first those whose weakest other pair is strongest
};

struct BalanceOptions {
  double threshold = 0;      ///< a pair whose weight is not farther from 0 than this is neutral, and left out; at least 0
  std::size_t limit = 20;    ///< of pairs out of line
  std::size_t examples = 3;  ///< of triads for each of them
};

struct Balance {
  TriadCensus triads;
  std::optional<double> degree;              ///< balanced triads of all, 0 to 1; none where there are no triads
  std::vector<SignedPair> pairs;             ///< every pair that has a sign, in order of (a, b)
  std::vector<std::uint64_t> triads_of;      ///< by vertex, how many it is in
  std::vector<std::uint64_t> unbalanced_of;  ///< by vertex, how many of them are not balanced
  std::vector<OutOfLine> out_of_line;        ///< pairs with unbalanced triads, those first that would gain most by the other sign: by (unbalanced -
                                             ///< balanced), then by unbalanced, most first, then by (a, b)
  std::uint64_t friendly = 0, conflicting = 0, neutral = 0;  ///< pairs, by sign
};

/// Structural balance (Heider 1946; Cartwright and Harary 1956, of cycles of three). The sign of a pair is that of the sum of the weights of all
/// edges between the two, in either direction: event_weight() is Goldstein's weight times claims, so that relations that are no events have no sign.
///
/// Triads are listed from the pair's end with fewer pairs, in time of (pairs)^1.5 at worst, and none is kept: holds some 64 bytes a pair and 40 a
/// vertex besides the view, whatever the number of neighbours. For one thread; any number may do it on one view.
Balance balance(const GraphView& view, const EdgeWeight& weight, const BalanceOptions& options = {});

/// "Turkey is friendly with Russia and with Ukraine, who are in conflict." and its like for the other three kinds of triad. A node without name goes
/// by its id.
std::string sentence_of(const GraphView& view, const Triad& triad);

}  // namespace entente
