#pragma once

#include <boost/container/small_vector.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "graph/identity/identity.h"
#include "graph/mutation.h"
#include "graph/ontology.h"
#include "graph/store/aggregate.h"
#include "graph/store/codec.h"

namespace entente::store {

/// The nodes of an article by id. Refers to them.
class NodeNumbers {
 public:
  explicit NodeNumbers(const std::vector<Node>& nodes);

  /// From 0, in the order of the article; nullptr where none has the id.
  const std::uint32_t* find(std::string_view id) const;
  /// An id that two nodes have.
  std::optional<std::string_view> twice() const;

 private:
  boost::container::small_vector<std::pair<std::string_view, std::uint32_t>, 16> numbers_;  // in order; articles name few
};

/// A contribution taken apart into what rows are made of. Refers to its claims.
struct Parts {
  Key64 document = 0;
  Ledger ledger;
  /// As they are stored, parallel to ledger.claims: of a symmetric relation the smaller id is the source, together with its span.
  std::vector<const Claim*> claims;
  std::vector<std::unique_ptr<const Claim>> turned;  ///< those of `claims` that are not as the contribution has them
};

/// REQUIRES: the contribution is valid.
Parts take_apart(const Contribution& contribution, const Ontology& ontology);

/// Where a claim stands: between the ids that stand for its ends.
struct Place {
  EdgeKey edge;
  bool turned = false;  ///< of a symmetric relation: the source is the end that the ledger has as target
};

/// Of claim `number` of a ledger, as `identity` has it. REQUIRES: number < ledger.claims.size(); its type is in the ontology.
Place place_of(const Ledger& ledger, std::size_t number, const Identity& identity, const Ontology& ontology);

/// The claim with its ends, and what its evidence says of them, the other way round.
Claim turned(Claim claim);

/// What aggregates need of a claim of a document published on `published`: with its confidence as it is stored.
ClaimHead head_of(const Claim& claim, std::optional<Day> published);

/// Every form under which a reader may look for the node.
std::set<std::string> folded_names(const NodeRecord& record);

}  // namespace entente::store
