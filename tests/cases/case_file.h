#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "ingest/pipeline.h"

namespace entente::tests {

/// A line of a case: "-CLAIM source | type | target | flags".
struct ExpectedClaim {
  std::string source, type, target;
  std::map<std::string, std::string> flags;
  bool required = true;  ///< false for -MAYBE
  std::size_t line = 0;
};

/// One -TEXT with what must be read from it.
struct Case {
  std::string text, title, date = "2024-11-06";
  std::string comment;  ///< the comment line before it
  std::vector<ExpectedClaim> claims;
  std::size_t line = 0;
};

/// The cases of a file. A line that is none of the format is reported in `error`, with its number.
std::vector<Case> read_cases(const std::filesystem::path& file, std::string& error);

/// What is wrong with `extraction` as the answer to `expected`: a line for each claim that is missing or not listed; empty where all is well.
std::string difference(const Ontology& ontology, const Case& expected, const Extraction& extraction);

}  // namespace entente::tests
