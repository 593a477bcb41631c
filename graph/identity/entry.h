#pragma once

/// A candidate with its names read.

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "graph/identity/name.h"
#include "graph/identity/suggest.h"
#include "graph/identity/vocabulary.h"

namespace entente::identity {

struct Entry {
  const IdentityCandidate* candidate = nullptr;
  Kind kind = Kind::body;
  std::string_view wikidata;  // empty for none
  std::string_view owner;     // code of the state in the id; empty for none
  std::vector<Name> names;    // each spelling once; those that are part of no other first
  std::size_t full = 0;       // how many are part of no other
};

/// By id. The words of all names go to `vocabulary`, with their holders counted. The candidates must outlive the entries.
std::vector<Entry> read_entries(std::span<const IdentityCandidate> candidates, Vocabulary& vocabulary);

/// "IRN" of "state:IRN", "government:IRN/foreign-ministry", "force:IRN"; empty for other ids.
std::string_view owner_of(std::string_view id);

}  // namespace entente::identity
