#pragma once

#include <string>
#include <vector>

#include "graph/identity/finding.h"

namespace entente::identity {

/// What speaks for and against a pair in plain words, as IdentitySuggestion has it.
std::vector<std::string> reasons_of(const Finding& finding, const Vocabulary& vocabulary);

}  // namespace entente::identity
