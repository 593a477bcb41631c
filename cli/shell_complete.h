#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "graph/query/graph.h"

namespace entente::cli {

/// What could be written where the cursor is.
struct Completion {
  std::size_t begun = 0;                ///< bytes before the cursor that are part of it
  std::vector<std::string> words = {};  ///< each in whole, sorted; empty where nothing fits
  bool blank = false;                   ///< no word is begun, and any could stand here
};

using NamesThatBegin = std::function<std::vector<std::string>(std::string_view)>;

/// Completes the statement `before` that ends at the cursor, by what stands before the word that is begun: labels, relationship types, properties,
/// parameters, else keywords, functions and the variables of the statement; in a text the names of nodes. Nothing in comments.
/// `names` gives the names of nodes that begin with some letters.
Completion complete_statement(std::string_view before, const query::Graph& graph, const query::Map& parameters, const NamesThatBegin& names);

/// The words that begin with `begun`, whatever the case of ASCII letters.
Completion complete_word(std::string_view begun, std::vector<std::string> words);

}  // namespace entente::cli
