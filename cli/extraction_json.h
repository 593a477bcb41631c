#pragma once

#include <string>

#include "graph/ontology.h"
#include "ingest/link/linker.h"

namespace entente::cli {

/// One line of JSON for one article, without the line end; docs/formats.md gives its keys. Spans are Unicode code points.
std::string extraction_json(const Ontology& ontology, const Extraction& extraction);

}  // namespace entente::cli
