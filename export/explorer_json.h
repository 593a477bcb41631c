#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "graph/ontology.h"
#include "graph/reference.h"
#include "graph/store/store.h"

namespace entente {

/// The objects that the page of the explorer reads, from a server or out of itself; web/openapi.json describes them. A claim is to_json() of
/// export/json.h. Keys are always there, unknown is null. Ids and texts are as they are given.

/// Of a node without its degree.
nlohmann::ordered_json node_summary(const StoredNode& stored, const Ontology& ontology);
/// All that is known of a node, without its relations; `degree` is the number of those that are shown.
nlohmann::ordered_json node_detail(const StoredNode& stored, const Ontology& ontology, std::uint64_t degree);

nlohmann::ordered_json edge_json(std::string_view source, const RelationType& type, std::string_view target, const EdgeAggregate& aggregate,
                                 ClaimStatus status);
nlohmann::ordered_json edge_json(const ReferenceEdge& edge, const RelationType& type);

/// An article with its text, without what was read in it.
nlohmann::ordered_json article_json(const DocumentRecord& document);

/// What the page says of the graph as a whole.
struct GraphInfo {
  std::string version, name;  ///< of the program; of the graph
  bool write = false;         ///< whether the page may judge
  std::optional<std::pair<Day, Day>> days = {};
};
/// Of `stats` those of disk are left out.
nlohmann::ordered_json info_json(const GraphInfo& info, const StoreStats& stats, const Ontology& ontology);

}  // namespace entente
