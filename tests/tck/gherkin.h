#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

/// Reads what the openCypher TCK uses of Gherkin, a language of tests in steps.

namespace entente::tck {

using Table = std::vector<std::vector<std::string>>;

/// A line after Given, When, Then, And or But, and what hangs on it.
struct Step {
  std::string text;      ///< without that first word
  std::string document;  ///< between """ and """, without the indent of the first
  Table table;           ///< trimmed cells; escapes resolved
  std::size_t line = 0;
};

struct Scenario {
  std::string name;  ///< of a row of Examples with " #" and its number at the end
  std::vector<Step> steps;
};

/// The scenarios of a feature in order. Each has the steps of the Background first; each row of the Examples of an outline is one.
/// Errors: one line with the number of the line.
tl::expected<std::vector<Scenario>, std::string> parse_feature(std::string_view text);

}  // namespace entente::tck
