#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "graph/query/error.h"

namespace entente::query {

/// A word, a number, a sign of a query.
struct Token {
  enum class Kind {
    end,        ///< of the text
    word,       ///< a keyword or a name
    quoted,     ///< a name in backticks
    string,     ///< in ' or "
    integer,    ///< without sign: 2^63 is the most, and fits only after a minus
    floating,   ///< 1.5, 1e9
    parameter,  ///< $name
    symbol,     ///< brackets, operators and so on: raw says which
    invalid,    ///< what can be none of these
  } kind = Kind::end;

  Position at;
  std::string_view raw;     ///< as it was written; of a look-alike, as "–" for "-", the symbol that it looks like
  std::size_t begin = 0;    ///< the bytes of the text
  std::size_t end = 0;      ///< that it takes
  std::string text;         ///< the name or the string that is meant; of what is invalid, what is wrong with it
  std::string_view detail;  ///< of what is invalid: openCypher's name for it
  std::uint64_t integer = 0;
  double floating = 0;
  std::size_t partner = 0;  ///< of an opening bracket: which token closes it; 0 for none
};

/// Splits a query into tokens without space and comments; the last one is of Kind::end. What is wrong becomes a token too: whoever reads them in
/// order meets the first mistake first. REQUIRES: `text` outlives them.
std::vector<Token> lex(std::string_view text);

}  // namespace entente::query
