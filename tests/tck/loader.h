#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "graph/query/memory_graph.h"

namespace entente::tck {

/// Runs statements that set a graph up, with ';' between them: CREATE, and DELETE of what was matched, with reading clauses before and between.
/// The engine only reads, so that it is asked for the rows, and what they write is done here. What a DELETE names goes at the end of its statement,
/// a node with its relationships; nodes and relationships are numbered anew then.
/// Errors: one line; a writing clause of another kind is one.
tl::expected<void, std::string> load(std::string_view text, query::MemoryGraph& graph);

}  // namespace entente::tck
