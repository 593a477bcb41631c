#pragma once

#include <vector>

#include "ingest/language/annotation.h"
#include "ingest/relate/chunk_syntax.h"

namespace entente {

/// Syntax from word order and a dependency tree. Word order answers for what stands beside its verb, for lists, titles and headlines, where
/// trees are weak; the tree for what word order leaves open or takes from another clause. A sentence is parsed when the tree is first asked.
class TreeSyntax final : public Syntax {
 public:
  /// REQUIRES: `annotator` has been turned to `sentence`, and to no other while this object lives.
  TreeSyntax(const Language& language, const Passage& passage, const Sentence& sentence, std::uint32_t sentence_index,
             const PassageMentions& mentions, Annotator& annotator);

  std::span<const Unit> units() const override { return chunks_.units(); }
  bool is_verb(std::size_t trigger) const override { return chunks_.is_verb(trigger); }
  bool is_reciprocal(std::size_t trigger) const override { return chunks_.is_reciprocal(trigger); }
  bool heads_phrase(std::size_t trigger) const override { return chunks_.heads_phrase(trigger); }
  Argument subject(std::size_t trigger) const override;
  Argument object(std::size_t trigger, std::size_t last) const override;
  bool has_object(std::size_t trigger, std::size_t last) const override { return chunks_.has_object(trigger, last); }
  bool has_predicate(std::size_t trigger, std::size_t last) const override { return chunks_.has_predicate(trigger, last); }
  Argument beneficiary(std::size_t trigger, std::size_t last, std::size_t noun) const override { return chunks_.beneficiary(trigger, last, noun); }
  Argument oblique(std::size_t trigger, std::span<const WordId> prepositions) const override;
  Argument possessor(std::size_t trigger) const override;
  Argument main_subject(std::size_t trigger) const override { return chunks_.main_subject(trigger); }
  Argument partner(std::size_t trigger, int of) const override { return chunks_.partner(trigger, of); }
  Argument clause_subject(std::size_t trigger) const override;
  Argument clause_object(std::size_t trigger) const override;
  std::vector<int> within(std::size_t trigger, bool clause, bool about) const override;
  std::size_t object_noun(std::size_t trigger, std::size_t last, std::span<const WordId> nouns) const override;
  Holding holding(std::size_t trigger) const override;
  bool is_none(std::size_t noun) const override { return chunks_.is_none(noun); }
  bool is_obligation(std::size_t verb) const override { return chunks_.is_obligation(verb); }
  std::vector<Speech> speeches() const override { return chunks_.speeches(); }
  Span phrase_tokens(std::size_t unit) const override { return chunks_.phrase_tokens(unit); }

  /// The tree over units: what `unit` hangs on (npos for the root), how, and the tag of its word.
  std::size_t head(std::size_t unit) const;
  Deprel relation(std::size_t unit) const { return at(head_word(unit)).relation; }
  Upos tag(std::size_t unit) const { return at(head_word(unit)).tag; }

 private:
  using Word = std::uint32_t;  // index within the sentence
  static constexpr Word kNone = TreeWord::kRoot;

  const SentenceTree& tree() const;
  const TreeWord& at(Word w) const { return tree()[w]; }
  Word words() const { return static_cast<Word>(unit_of_.size()); }
  std::size_t unit_of_mention(int index) const;
  Word head_word(std::size_t unit) const;
  const Mention& mention(int index) const { return mentions_.mentions[static_cast<std::size_t>(index)]; }
  int mention_at(Word w) const { return units()[unit_of_[w]].mention; }
  static void join_mentions(std::span<const Unit> units, std::uint32_t first_token, SentenceTree& tree);
  bool hangs_on(Word w, Word head) const;
  template <class Test>
  Word child(Word head, const Test& test) const;
  Word child(Word head, Deprel relation) const;

  bool is_trigger_noun(Word w) const;
  bool has_case(Word w, WordClass c) const;
  bool bare(Word w) const;
  Argument stands_for(Word w) const;
  Argument owner(Word noun) const;
  static void add_all(const Argument& more, Argument& argument);
  Argument group(Word w) const;
  bool is_relativizer(Word w) const;
  bool is_somebody(Word w) const;
  bool turned_to(Word w) const;
  Word carrier(Word noun) const;
  Word complement(Word verb) const;
  bool passive(Word verb) const;
  Argument surface_subject(Word verb, int depth) const;
  Argument surface_subject_of_relative(Word verb, int depth) const;
  static bool is_certain(const Argument& near);
  static Argument settle(const Argument& near, const Argument& arc);
  Argument agent(Word verb) const;
  Argument active_object(Word verb) const;
  Argument phrase_of(Word head, std::span<const WordId> prepositions) const;
  Argument measured(Argument argument, Word from, Word to) const;

  const Sentence& sentence_;
  const PassageMentions& mentions_;
  Annotator& annotator_;
  mutable SentenceTree tree_;  // with each mention as one word; empty until it is asked for
  ChunkSyntax chunks_;
  std::vector<std::size_t> unit_of_;  // by word
};

}  // namespace entente
