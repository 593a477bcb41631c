#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "graph/status.h"
#include "ingest/language/lexicon.h"
#include "ingest/language/model.h"
#include "ingest/language/network.h"

namespace entente {

/// Sentences of so many words are cut before they are read, since time and memory of arcs grow with the square.
inline constexpr std::uint32_t kLongestSentence = 250;

/// The names that the numbers of a model stand for.
struct SyntaxNames {
  std::vector<std::string> tags, relations;
  std::vector<std::string> treebanks;       ///< the first is "any"
  std::uint32_t usual = 0;                  ///< the treebank whose annotation a text of no treebank gets
  std::vector<std::string> name_sets = {};  ///< data sets of names; may be none
};

/// Matrices of whole bytes, each with a scale for every so many of them (rows of embeddings, columns of matrices): their products are then
/// exact in integers. Weights of a network lie close together, so that steps of one size lose nothing, unlike those of a linear model.
struct ScaledBytes {
  std::span<const std::int8_t> bytes;
  std::span<const float> scales;
};

/// Adds the sections "syntax.*", and "ner.sets" and "ner.head*" where there are data sets of names.
void save_syntax(ModelWriter& writer, const Lexicon& lexicon, const SyntaxNames& names, const NetworkShape& shape, const NetworkWeights& weights);

/// The sections that save_syntax() adds, checked against each other. Views into the model.
struct SyntaxSections {
  Lexicon lexicon;
  SyntaxNames names;
  NetworkShape shape;
  ScaledBytes embeddings, tag, heads, name;
  std::span<const float> tag_bias, heads_bias, name_bias, arc, arc_head, distance, label, label_bias;
  std::string_view name_lists;
  struct Layer {
    ScaledBytes matrix;            ///< forward columns, then backward ones
    std::span<const float> gates;  ///< forward, then backward
  };
  std::vector<Layer> layers;
};
/// Errors: corruption where a section is missing or does not fit the others.
Result<SyntaxSections> load_syntax(const ModelFile& model);

}  // namespace entente
