#pragma once

#include <string>
#include <string_view>

#include "cli/print.h"
#include "graph/model.h"
#include "graph/ontology.h"

namespace entente::cli {

/// What people read of claims.

/// "2 actual, 1 planned".
std::string counts_text(const EdgeAggregate& sum);

/// Blue for cooperation, vermilion for conflict, bold for structure.
Ink ink_of(const RelationType& type);

/// The sentence of `claim` with its trigger and the two ends marked: in colour, or as [trigger] and «end». `text` is what its spans count in, see
/// part_text().
std::string marked_sentence(const Claim& claim, std::string_view text, Ink trigger_ink, bool color);

/// "Title, Outlet, 2024-11-05  id" of an article, as far as it is known.
std::string article_text(const DocumentRecord& document, bool color);

}  // namespace entente::cli
