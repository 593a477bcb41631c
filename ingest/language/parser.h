#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "graph/status.h"
#include "ingest/language/model.h"

namespace entente {

/// What a language's tagger and parser have learned. Never changes once loaded; any number of threads may share one.
class SyntaxModel {
 public:
  /// Reads the sections "syntax.*" of `model` and keeps it. Errors: corruption.
  static Result<std::shared_ptr<const SyntaxModel>> load(std::shared_ptr<const ModelFile> model);
  ~SyntaxModel();

  /// The file that it was read from, which may hold more.
  const std::shared_ptr<const ModelFile>& file() const { return file_; }
  /// UPOS and relations (with their subtypes) by number. Numbers fit a byte.
  const std::vector<std::string>& tags() const;
  const std::vector<std::string>& relations() const;
  /// The treebanks that were learned from; 0, "any", is what they have in common.
  const std::vector<std::string>& treebanks() const;
  /// The treebank whose annotation a text of no treebank gets.
  std::uint32_t usual_treebank() const;
  /// The number of treebank `name`; that of usual_treebank() where it is none of the model's.
  std::uint32_t treebank(std::string_view name) const;
  /// The data sets of names that were learned from, in the order of their numbers; none where the model knows no names.
  const std::vector<std::string>& name_sets() const;

 private:
  friend class Parser;
  struct Parts;
  SyntaxModel() = default;
  std::shared_ptr<const ModelFile> file_;
  std::unique_ptr<const Parts> parts_;
};

/// Tags and parses sentences. Holds scratch, so one thread uses it at a time; make one a thread.
///
/// A word is the sum of rows of a table that its form and n-grams choose. Layers of simple recurrent units, forward and backward, read the
/// sentence; tags are read off after the second, so that tag() stops there and parse() goes on from where it stopped. Every word then scores
/// every other as its head, the best tree is found over these scores, and each arc chooses its relation.
/// Sums are of integers or in a fixed order: the same text gets the same tree on every machine.
class Parser {
 public:
  /// Annotates as treebank `treebank` of `model` does.
  Parser(std::shared_ptr<const SyntaxModel> model, std::uint32_t treebank);
  explicit Parser(std::shared_ptr<const SyntaxModel> model);
  ~Parser();
  Parser(Parser&&) noexcept;
  Parser& operator=(Parser&&) noexcept;

  const SyntaxModel& model() const;

  /// Takes the steps of the recurrent units as they were learned, to the last bit, in a tenth more time: what is trained on tags must not
  /// depend on how they are read fast.
  void read_exactly();

  /// Tags the words of a sentence. REQUIRES: tags.size() == words.size().
  void tag(std::span<const std::string_view> words, std::span<std::uint8_t> tags);
  /// What the network says of names in the sentence that tag() was last given, before parse() reads on: for each word and each of kNameLabels
  /// how much likelier the label is than O in data set `set`, in 1/1024 of a natural logarithm. Name models take it into account.
  /// REQUIRES: set < model().name_sets().size(), odds.size() == kNameLabels * words.
  void names(std::size_t set, std::span<std::int32_t> odds);
  /// Parses the sentence that tag() was last given, whose words must still be there: the head of each word, from 1, 0 for the one that is the root's;
  /// and its relation. A sentence of 250 words or more is read in parts, whose roots hang on that of the first, so that time and memory stay in
  /// bounds. REQUIRES: heads.size() == relations.size() == the words of that sentence.
  void parse(std::span<std::uint32_t> heads, std::span<std::uint8_t> relations);

 private:
  struct Scratch;
  std::shared_ptr<const SyntaxModel> model_;
  std::unique_ptr<Scratch> scratch_;
};

}  // namespace entente
