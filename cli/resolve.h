#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "cli/command.h"

namespace entente::cli {

/// The id of the node that `argument` means: an id, or a name by which some article calls it (case and diacritics aside), or else
/// one by which the packaged gazetteer does. A node whose display name it is goes before those that are only sometimes called so; a
/// note on standard error then names the others, unless `context` is quiet. Errors: Ambiguous, with the candidates; NotFound, with
/// near names; those of reading the snapshot.
Result<std::string> resolve_node(const Context& context, const Ontology& ontology, const Snapshot& snapshot, std::string_view argument);

/// The relation type called `name`. Errors: NotFound, with near names.
Result<TypeId> resolve_relation(const Ontology& ontology, std::string_view name);

/// Collects the words that are most like one that was not found.
class Suggestions {
 public:
  explicit Suggestions(std::string_view sought);

  /// Offers `shown` if `word` is near: few letters differ, or it has the word sought among its words.
  void offer(std::string_view word, std::string_view shown);
  /// "; did you mean A, B?", the nearest first; `otherwise` where nothing is near.
  std::string sentence(std::string_view otherwise) const;

 private:
  std::u32string sought_;
  std::vector<std::pair<std::size_t, std::string>> near_;  // by distance
};

}  // namespace entente::cli
