#pragma once

#include <string>
#include <vector>

#include "cli/command.h"
#include "export/picked.h"

namespace entente::cli {

/// What the rows of the statements in `query` name: their nodes, relationships and paths, those within lists and maps too. `parameters` are
/// `name=value`, as `entente query` takes them. `unsure`: patterns also meet relations that no claim reports as done.
///
/// Returns kDone; kPartly where there are no rows; else what complain() gives, having said what is wrong: also where rows name nothing of the kind.
/// Articles are nodes of a query, but none of the graph: they are left out, which is said on standard error unless `context` is quiet.
int pick_by_query(const Context& context, const Ontology& ontology, const Snapshot& snapshot, const std::string& query,
                  const std::vector<std::string>& parameters, bool unsure, PickedGraph& picked);

}  // namespace entente::cli
