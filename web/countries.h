#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "graph/algorithm/country_edges.h"
#include "web/endpoint.h"
#include "web/window.h"

namespace entente::web {

/// A country as an answer shows it.
struct CountryShown {
  Census::Country number = 0;
  std::string code, id;             ///< "RUS", "state:RUS"
  std::optional<StoredNode> state;  ///< the node of that id, where the graph has it
  std::uint64_t nodes = 0;          ///< that roll up to it
  std::uint64_t claims = 0;         ///< that count and have it as an end, towards other countries
  std::uint64_t edges = 0;

  std::string name() const { return state ? state->node.name : code; }
};

/// What countries do to each other, as a window shows it.
struct CountriesShown {
  std::vector<CountryShown> countries;  ///< those with the most claims, the most first, then by code
  CountryEdges all;                     ///< of all countries
  std::size_t left_out = 0;             ///< countries with claims, beyond the limit
};

/// At most `limit` countries; those that have no claim are left out.
Answer<CountriesShown> countries_shown(const Call& call, const Window& window, std::size_t limit);

/// A Picture of them, of openapi.json.
Answer<Json> picture_of_countries(const Call& call, const Window& window, std::size_t limit);

}  // namespace entente::web
