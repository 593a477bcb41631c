#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "ingest/document.h"
#include "ingest/language/ner.h"
#include "ingest/language/parser.h"

namespace entente {

/// The word classes of Universal Dependencies.
enum class Upos : std::uint8_t { adj, adp, adv, aux, cconj, det, intj, noun, num, part, pron, propn, punct, sconj, sym, verb, x };

/// The relations of Universal Dependencies, without their subtypes.
enum class Deprel : std::uint8_t {
  acl,
  advcl,
  advmod,
  amod,
  appos,
  aux,
  case_,
  cc,
  ccomp,
  clf,
  compound,
  conj,
  cop,
  csubj,
  dep,
  det,
  discourse,
  dislocated,
  expl,
  fixed,
  flat,
  goeswith,
  iobj,
  list,
  mark,
  nmod,
  nsubj,
  nummod,
  obj,
  obl,
  orphan,
  parataxis,
  punct,
  reparandum,
  root,
  vocative,
  xcomp,
};

/// As Universal Dependencies write them: "NOUN", "nsubj".
std::string_view to_string(Upos tag);
std::string_view to_string(Deprel relation);

/// A word of a tree; its place is that of its token in the sentence.
struct TreeWord {
  static constexpr std::uint32_t kRoot = ~std::uint32_t{0};
  Upos tag = Upos::x;
  Deprel relation = Deprel::dep;
  bool passive = false;        ///< subtype "pass": the subject or auxiliary of a passive verb
  bool agent = false;          ///< subtype "agent": who does what a passive verb says
  bool relative = false;       ///< subtype "relcl"
  std::uint32_t head = kRoot;  ///< index within the sentence
};

using SentenceTree = std::vector<TreeWord>;

/// Reads sentences with the model of their language, each no further than is asked: most sentences need no tree, some not even tags. Holds
/// scratch, so one thread uses it at a time.
class Annotator {
 public:
  /// `names` may be null and must outlive this.
  explicit Annotator(std::shared_ptr<const SyntaxModel> model, const NameModel* names = nullptr);

  /// Forgets the sentence that it is turned to: another document may come to lie where that one did.
  void leave() { passage_ = nullptr; }
  /// Turns to a sentence; what was read of it since the last turn stays. Requires: tokens. Both must stay while the sentence is read.
  void start(const Passage& passage, const Sentence& sentence);
  /// The tag of word `w` of the sentence.
  Upos tag(std::uint32_t w);
  /// The names that the model finds; none where there is no model of names. REQUIRES: tree() was not asked for this sentence before.
  const std::vector<NameSpan>& names();
  /// The tree of the sentence: a word for each token.
  const SentenceTree& tree();

 private:
  void read_tags();

  Parser parser_;
  const NameModel* name_model_;
  NameModel::ScratchPtr name_scratch_ = NameModel::make_scratch();
  NameHints hints_;
  std::vector<NameSpan> names_;
  const Passage* passage_ = nullptr;
  const Sentence* sentence_ = nullptr;
  bool tagged_ = false, named_ = false, parsed_ = false;
  SentenceTree tree_;
  std::vector<Upos> tags_;           // by number of the model
  std::vector<TreeWord> relations_;  // by number of the model: the relation with its flags
  std::vector<std::string_view> words_;
  std::vector<std::uint8_t> found_tags_, found_relations_;
  std::vector<std::uint32_t> heads_;
};

}  // namespace entente
