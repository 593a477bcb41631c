#pragma once

#include <memory>

#include "graph/ontology.h"
#include "ingest/language/language.h"
#include "ingest/language/segment.h"
#include "ingest/mention/gazetteer.h"
#include "ingest/mention/roles.h"
#include "ingest/relate/rules.h"
#include "ingest/relate/time.h"

namespace entente {

/// One language of the data folder.
struct ShippedLanguage {
  std::unique_ptr<Language> language;
  Roles roles;
  Rules rules;
  DateReader dates;
};

/// The data folder of the source tree, stage by stage.
struct Shipped {
  Ontology ontology;
  Vocabulary vocabulary;
  Gazetteer gazetteer;
  ShippedLanguage id, en;

  const ShippedLanguage& of(std::string_view code) const { return code == "id" ? id : en; }
};

/// Loaded at the first call, once a program: the data are large.
const Shipped& shipped();

/// `text` as the body of a document without title, cut into sentences and tokens.
std::unique_ptr<Document> segmented(std::string_view language, std::string_view text);

/// The sentences of the last passage, their tokens parted by " | ".
std::vector<std::string> sentences_of(const Document& document);

}  // namespace entente
