#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace entente::query {

/// A part of a script: a statement, or a line ":param name value" (also ":param name => value;").
struct ScriptPart {
  std::string_view statement;  ///< empty for a parameter
  std::string name, value;     ///< of a parameter: as they are written
  std::size_t line = 1;        ///< on which it begins
};

/// Splits a script at the semicolons that stand in no string, name or comment. Parts that say nothing are left out.
/// REQUIRES: `text` outlives them.
std::vector<ScriptPart> split_script(std::string_view text);

}  // namespace entente::query
