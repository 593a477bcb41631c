#pragma once

/// What speaks for and against two candidates.

#include <cstddef>
#include <optional>
#include <string_view>

#include "graph/identity/entry.h"
#include "graph/identity/match.h"

namespace entente::identity {

// In kilometres.
constexpr double kNear = 10;  // a town: gazetteers put its point in other quarters
constexpr double kFar = 50;   // no town is that large; of a region or a sea two sources may take such points, which costs a suggestion

struct SharedOffice {
  std::string_view body, office;  // of the first of the two; both empty for none, no office where only the body is the same
};

struct Finding {
  const IdentityCandidate &left, &right;
  Kind kind;
  NameMatch name;
  bool same_number = false, same_country = false, other_country = false;
  std::optional<double> kilometres = {};  // between two places
  // What look_around() finds.
  bool related = false;  // they have an edge with each other
  SharedOffice office = {};
  std::size_t shared = 0;         // neighbours
  std::size_t of_neighbours = 0;  // the fewer that either has
  std::size_t bearers = 0;        // candidates that have the name, where they are more than kFewBearers

  bool near() const { return kilometres && *kilometres <= kNear; }
  bool far() const { return kilometres && *kilometres > kFar; }
};

/// Whether numbers, ids or the gazetteer say that two nodes are not one.
bool forbidden(const Entry& a, const Entry& b);
/// Whether one is an organ, a branch or a member of the other.
bool one_contains_other(const IdentityCandidate& a, const IdentityCandidate& b);

/// What names, numbers, country and position say; cheap.
Finding compare_entries(const Entry& a, const Entry& b, const Vocabulary& vocabulary, std::size_t common);
/// Adds what offices and neighbours say; dear.
void look_around(Finding& finding);

/// On a sphere, which is 0.3% off at most. REQUIRES: degrees.
double distance_in_kilometres(double latitude, double longitude, double other_latitude, double other_longitude);

}  // namespace entente::identity
