#pragma once

#include <nlohmann/json.hpp>
#include <string_view>

#include "export/explorer_json.h"
#include "export/json.h"
#include "graph/identity/judgement.h"
#include "web/window.h"

/// The objects that several endpoints answer with, beside those of export/explorer_json.h; openapi.json describes them.

namespace entente::web {

using Json = nlohmann::ordered_json;

using entente::edge_json;
/// The status of an edge is that of an actual claim, if it has one that `window` counts, else what most of its claims are that it counts.
Json edge_json(std::string_view source, const RelationType& type, std::string_view target, const EdgeAggregate& aggregate, const Window& window);
/// A claim with its article, its number there, given from 0, and what counts of what was judged of it, if anything. Its ends are those of the edge as
/// it is stored.
Json claim_json(const Claim& claim, const DocumentRecord& document, std::uint32_t number, const Judgement* judgement);
std::string_view word(Verdict verdict);

}  // namespace entente::web
