#pragma once

#include <string>
#include <variant>
#include <vector>

#include "graph/model.h"

namespace entente {

/// Everything that one article brings: put whole, it replaces whatever the graph held under the same document id.
/// REQUIRES: every end, place, recipient and attribution node of a claim is in `nodes`; node ids are distinct;
/// every claim's evidence.document is document.id.
struct Contribution {
  DocumentRecord document;
  std::vector<Node> nodes;
  std::vector<Claim> claims;

  friend bool operator==(const Contribution&, const Contribution&) = default;
};

/// Takes out everything that one article brought.
struct Retraction {
  std::string document;
};

using Mutation = std::variant<Contribution, Retraction>;

/// The only way to change a graph: applied in order, whole or not at all; applying it again changes nothing.
struct MutationBatch {
  std::vector<Mutation> mutations;
};

}  // namespace entente
