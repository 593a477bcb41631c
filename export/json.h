#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "graph/ontology.h"
#include "graph/store/store.h"

namespace entente {

/// The objects of the node-link JSON, shared with whatever else prints nodes and claims as JSON. Keys are always there, unknown is
/// null; spans count Unicode code points.
nlohmann::ordered_json to_json(const StoredNode& node, const Ontology& ontology);
/// `document` is the one that the claim was read in.
nlohmann::ordered_json to_json(const Claim& claim, const DocumentRecord& document);
/// The counts by status: {"actual": 2, "planned": 0, ...}.
nlohmann::ordered_json counts_to_json(const EdgeAggregate& aggregate);

/// Null where there is nothing.
nlohmann::ordered_json or_null(std::string_view text);
nlohmann::ordered_json or_null(std::optional<Day> day);

/// As bytes; what is no UTF-8 becomes U+FFFD.
std::string dump(const nlohmann::ordered_json& json);

}  // namespace entente
