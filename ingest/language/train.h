#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "graph/status.h"
#include "ingest/language/conllu.h"
#include "ingest/language/model.h"
#include "ingest/language/ner.h"
#include "ingest/language/network.h"
#include "ingest/language/parser.h"

namespace entente {

/// A file of trees and the treebank that it belongs to. Annotation differs between treebanks of a language; the network learns of each
/// word which treebank it is from, and is asked for the annotation of one of them.
struct Treebank {
  std::string path;
  std::string name;  ///< of its treebank: "1" of "file@1", else the start of the file's name: "id_csui" of id_csui-ud-train.conllu
  std::vector<conllu::Sentence> sentences;
};

/// Makes one word of each range whose words are not written as such ("du", which is "de" and "le"), with the tag, head and relation of the
/// word that is highest in the tree: text has the whole word, and that is what must be learned.
void join_unwritten(conllu::Sentence& sentence);

/// Reads `argument`, FILE or FILE@NAME. Errors: those of conllu::read_file.
Result<Treebank> read_treebank(std::string_view argument);

/// A file of sentences whose names are known, and the data set that it is of: each set labels names in its own way.
struct NameFile {
  std::string path;
  std::string set;  ///< "x" of "file@x", else the start of the file's name: "idner" of idner-news-train.txt
  std::vector<NamedSentence> sentences;
};

/// Reads `argument`, FILE or FILE@SET. Errors: those of read_bio.
Result<NameFile> read_names(std::string_view argument, const NameLabels& labels);

/// The data sets of `files`, in the order of their first file.
std::vector<std::string> name_sets(const std::vector<NameFile>& files);

struct TrainOptions {
  std::string language;
  std::uint32_t epochs = 24;
  std::uint32_t batch_words = 500;
  float rate = 2e-3F;      ///< the highest; it rises over the first steps, then falls to zero
  std::string usual;       ///< treebank whose annotation a text of no treebank gets; empty: what all have in common
  std::string name_lists;  ///< as pack_name_lists() makes them; the network sees which words are in them
  NetworkShape shape;
  NetworkTrainer::Options network;
};

/// What is known after each epoch. The trees of `dev` are scored by the network as it is.
struct TrainProgress {
  std::uint32_t epoch = 0, epochs = 0;
  std::size_t words = 0;  ///< learned so far in this epoch
  std::size_t all_words = 0;
  double tag_loss = 0, arc_loss = 0, label_loss = 0, name_loss = 0;  ///< a word of a treebank; of a sentence with names
  struct Dev {
    std::string path;
    double upos = 0, uas = 0, las = 0;  ///< in percent, LAS without subtypes
  };
  std::vector<Dev> dev;  ///< at the end of some epochs, else empty
};

/// Learns tags and trees from `treebanks` and adds the sections "syntax.*" to `writer`; where there are `names`, learns from them too what a
/// name model then hears from the network (Parser::names), and adds the sections "ner.sets" and "ner.head*". The same files in the same order
/// with the same options give the same bytes. Calls `progress` now and then. Errors: invalid_input where there is nothing to learn from.
Status train_syntax(const std::vector<Treebank>& treebanks, const std::vector<NameFile>& names, const std::vector<Treebank>& dev,
                    const TrainOptions& options, const std::function<void(const TrainProgress&)>& progress, ModelWriter& writer);

/// Learns a name model from `names`, tagged as `syntax` usually does, and from `lists` as pack_name_lists() makes them, and adds it as section
/// "ner.crf". REQUIRES: `syntax` learned from the same data sets and lists. Errors: invalid_input where there are no names.
Status train_name_model(const std::shared_ptr<const SyntaxModel>& syntax, std::vector<NameFile> names, std::string_view lists,
                        const NameTraining& options, const NameProgress& progress, ModelWriter& writer);

}  // namespace entente
