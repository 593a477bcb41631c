#pragma once

#include <map>
#include <string>

#include "ingest/language/parser.h"
#include "ingest/language/train.h"

namespace entente {

/// How often a relation was right: head and relation both, without subtypes.
struct RelationScore {
  std::size_t gold = 0, found = 0, right = 0;

  double precision() const { return found == 0 ? 0 : 100.0 * static_cast<double>(right) / static_cast<double>(found); }
  double recall() const { return gold == 0 ? 0 : 100.0 * static_cast<double>(right) / static_cast<double>(gold); }
  double f1() const { return gold + found == 0 ? 0 : 200.0 * static_cast<double>(right) / static_cast<double>(gold + found); }
};

/// A treebank read with its own tokens and the tags that the model finds.
struct SyntaxScore {
  std::size_t sentences = 0, words = 0;
  std::size_t upos = 0, heads = 0, labelled = 0;  ///< words right; `labelled` without subtypes
  std::size_t labelled_with_subtypes = 0;
  double seconds = 0;                              ///< processor time of tagging and parsing
  double tag_seconds = 0;                          ///< of it, tagging
  std::map<std::string, RelationScore> relations;  ///< without subtypes

  double percent(std::size_t right) const { return words == 0 ? 0 : 100.0 * static_cast<double>(right) / static_cast<double>(words); }
};

/// Reads every sentence of `treebank` with `parser`. Words without a tag or head in the treebank count as wrong.
SyntaxScore evaluate_syntax(Parser& parser, const Treebank& treebank);

}  // namespace entente
