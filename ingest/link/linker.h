#pragma once

#include <string>
#include <vector>

#include "graph/mutation.h"
#include "graph/ontology.h"
#include "ingest/document.h"
#include "ingest/mention/mentions.h"
#include "ingest/relate/frames.h"

namespace entente {

/// Where an article mentions a node of its contribution, in code points.
struct MentionPlace {
  Part part = Part::body;
  std::uint32_t sentence = 0;
  Span span;
};

/// What one article says: ready for a store, with what only `extract` prints.
struct Extraction {
  Contribution contribution;
  std::vector<std::vector<MentionPlace>> mentions;  ///< parallel to contribution.nodes
  bool text_changed = false;                        ///< line ends or NFC changed the text that was given
  std::vector<std::string> warnings;                ///< Document::notes
  std::string passed_over;                          ///< why a coded event brings nothing that a graph holds; empty for all else
};

/// The node of an entity, without the names that one text gives it; and of what the gazetteer knows.
Node node_of(const Ontology& ontology, const Entity& entity);
Node node_of(const Ontology& ontology, const GazetteerEntry& entry);

/// Turns entities and readings into nodes and claims: node ids and types, code points for bytes, symmetric claims with the smaller id first.
/// Requires: readings. Moves `document.record` and `document.notes` into the result.
Extraction link(const Ontology& ontology, std::string_view extractor, Document& document, DocumentMentions& mentions, std::vector<Reading> readings);

}  // namespace entente
