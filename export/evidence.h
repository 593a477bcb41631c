#pragma once

#include <list>
#include <memory>
#include <string>
#include <string_view>

#include "graph/status.h"
#include "graph/store/store.h"

namespace entente {

/// Finds the words behind claims. The claims of neighbouring edges are often of the same articles, so a few articles are kept.
class EvidenceReader {
 public:
  explicit EvidenceReader(const Snapshot& snapshot) : snapshot_(snapshot) {}

  /// The article that `claim` was read in. Errors: NotFound, those of reading the snapshot.
  Result<std::shared_ptr<const DocumentRecord>> document(const Claim& claim);

 private:
  Snapshot snapshot_;
  std::list<std::shared_ptr<const DocumentRecord>> recent_;  // the last used first
};

}  // namespace entente
