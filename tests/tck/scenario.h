#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "tests/tck/gherkin.h"

namespace entente::tck {

/// Runs a scenario on a graph of its own. Why it fails, in one line; none where all that it says holds.
/// Graphs that it names are sought in graphs/<name>/<name>.cypher of `features` and of the folders above.
std::optional<std::string> why_fails(const Scenario& scenario, const std::filesystem::path& features);

}  // namespace entente::tck
