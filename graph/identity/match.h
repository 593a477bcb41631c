#pragma once

/// How much two names are alike, before anything else is known of who has them.

#include <cstddef>

#include "graph/identity/alignment.h"
#include "graph/identity/name.h"
#include "graph/identity/vocabulary.h"

namespace entente::identity {

// All scores here and in score.cc were set by what they do to data/gazetteer (`bench_identity recall`, `false`): of the 2,939 spellings of
// persons beside the first, taken for nodes of the same country, seven of eight are found with 0.6, and of all pairs of its 4,147 persons 7
// are (three of them father and son).
constexpr double kMore = 0.60;           // a word more, of no person: the body and its branch, the region and its north
constexpr double kSharedAcronym = 0.60;  // beside other names that do not fit: PLA is Chinese and Palestinian

struct NameMatch {
  Way way = Way::differ;
  double score = 0;        // in [0, 1]
  bool common = false;     // only common words are shared, and it counted
  bool namesakes = false;  // they agree but for an initial or a number that both have: two who are told apart by it
  WordId bare = 0;         // where way is bare: the spelling of the word
  const Name *x = nullptr, *y = nullptr;
};

/// Compares names of things of one kind. A word that more than `common` candidates have is too common to say much by itself.
NameMatch compare_names(const Name& x, const Name& y, Kind kind, const Vocabulary& vocabulary, std::size_t common);

}  // namespace entente::identity
