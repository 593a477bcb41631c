#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "graph/model.h"
#include "graph/ontology.h"
#include "graph/query/value.h"
#include "graph/reference.h"
#include "graph/store/store.h"

namespace entente::query {

/// What nodes and edges of a store have as properties, as docs/query.md lists them; null for what they do not have.
Value property(const StoredNode& node, std::string_view name);
Value property(const DocumentRecord& document, std::string_view name);
Value property(const EdgeAggregate& edge, const RelationType& type, std::string_view name);
Value property(const ReferenceEdge& edge, const RelationType& type, std::string_view name);

/// All that are not null.
Map properties(const StoredNode& node);
Map properties(const DocumentRecord& document);
Map properties(const EdgeAggregate& edge, const RelationType& type);
Map properties(const ReferenceEdge& edge, const RelationType& type);

Value optional_day(std::optional<Day> day);
Value optional_text(const std::string& text);
/// A confidence as it is shown.
double decimal(float confidence);

}  // namespace entente::query
