#pragma once

#include <filesystem>
#include <string>
#include <unordered_map>
#include <vector>

#include "graph/ontology.h"
#include "graph/status.h"
#include "ingest/language/annotation.h"
#include "ingest/language/language.h"

namespace entente {

/// Words that point to a relation type by themselves, whatever stands where (`indicators.tsv`): asked where both ends are given and no frame fits.
/// Immutable after load.
class Indicators {
 public:
  /// One phrase of one row.
  struct Entry {
    TypeId type = 0;
    std::string id;                         ///< "<language>.word:<type>"
    bool verb = true, noun = true;          ///< what the first word may be read as
    std::vector<std::string> more;          ///< folded words that must follow
    std::vector<std::string> object_forms;  ///< a form of the noun that must follow within a few words; empty for none
    std::size_t length() const { return more.size() + (object_forms.empty() ? 0 : 1); }
  };

  /// Reads `file`, if it is there. Errors: InvalidInput with file, line and remedy.
  static Result<Indicators> load(const std::filesystem::path& file, const Ontology& ontology, const Language& language);

  /// The longest phrase that starts at `token`, read as a word of class `tag`; nullptr for none. `sentence` holds the token.
  const Entry* find(const Passage& passage, const Sentence& sentence, std::uint32_t token, Upos tag) const;

 private:
  bool add(std::string_view phrase, Entry entry, const Morphology& morphology);

  std::unordered_map<std::string, std::vector<Entry>> by_word_;  // by folded form of the first word
};

}  // namespace entente
