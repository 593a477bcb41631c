#pragma once

#include <memory>
#include <ostream>

#include "cli/query_rows.h"

namespace entente::cli {

/// GraphML of the nodes, relationships and paths in the rows of all statements, lists and maps included: each once, in the order in which they come,
/// with the ends of relationships. It is written by finish(), which reads their properties twice and holds those of one at a time; until then
/// about a hundred bytes are kept for each. end() refuses a statement whose rows have none.
///
/// A node has the property `id` as its id and as attributes `label` (its name or title), `type` and `supertype` (its first and its other labels), and
/// its properties; a relationship `label` and `type`, `weight` where it has a `count`, and its properties. Whole numbers are `long`, and `string`
/// where one of that name is beyond 2^53; numbers of both kinds `double`; a list of texts has a bar between them; all else is text as openCypher
/// writes it. What is null or no number is left out.
std::unique_ptr<RowWriter> make_graphml_writer(std::ostream& out);

}  // namespace entente::cli
