#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "graph/query/error.h"

/// Cuts the text of set-up statements where the engine, which only reads, cannot.

namespace entente::tck {

/// A clause that writes, or a run of clauses that read.
struct ClauseText {
  enum class Kind {
    reading,
    create,         ///< text: its patterns
    erase,          ///< DELETE or DETACH DELETE; text: what is named
    other_writing,  ///< MERGE, SET, REMOVE, FOREACH; text with that word
  } kind = Kind::reading;
  std::string_view text;
};

/// The clauses of each statement; ';' ends a statement, and one without clauses is left out.
std::vector<std::vector<ClauseText>> split_statements(std::string_view text);

/// What the bracket at a place encloses, with both brackets; empty where none opens there.
std::string_view bracketed_at(std::string_view text, query::Position at);

/// The names between commas.
std::vector<std::string> names_in_list(std::string_view text);

}  // namespace entente::tck
