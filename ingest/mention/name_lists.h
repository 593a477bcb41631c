#pragma once

#include <filesystem>
#include <span>
#include <string_view>
#include <vector>

#include "ingest/language/conllu.h"
#include "ingest/language/ner.h"
#include "ingest/mention/gazetteer.h"

namespace entente {

/// The names of `gazetteer` in `language` as the lists that name models are trained with: a list a kind and sense, and first and last names
/// of people. The order of the lists is part of a trained model; add new ones at the end.
std::vector<ListedName> name_lists(const Gazetteer& gazetteer, const Vocabulary& vocabulary, std::string_view language);

/// Adds the names of `names.tsv` of a language folder: columns list (first-name, organization, place or city) and names. A folder without this
/// file adds none. Errors: InvalidInput with file, line and remedy.
Status add_listed_names(const std::filesystem::path& file, std::vector<ListedName>& lists);

/// Adds the words that `treebank` has in lower case and not as a name: one in upper case is then seldom a name.
void add_common_words(std::span<const conllu::Sentence> treebank, std::vector<ListedName>& lists);

}  // namespace entente
