#pragma once

#include <string>
#include <vector>

#include "graph/ontology.h"
#include "ingest/mention/mentions.h"
#include "ingest/relate/frames.h"

namespace entente {

/// Why a sentence was read as it was, in strings: for a person's eyes and for whoever writes rules.
struct SentenceExplanation {
  struct ExplainedMention {
    std::string text, id, type;
    std::string form;  ///< of MentionForm: "name"
  };
  struct Word {
    std::string text, tag, relation;
    std::size_t head = 0;  ///< place of the word that it hangs on, from 1; 0 for the root
  };
  /// A frame whose words are there.
  struct Frame {
    std::string trigger, rule, type;
    std::string source, target;  ///< what stands in its slots; empty for nobody
    bool fired = false;          ///< else the sentence has no claim by it
  };
  std::string text;
  std::vector<ExplainedMention> mentions;
  std::vector<Word> words;  ///< with the tree; empty where the sentence was not parsed
  std::vector<Frame> frames;
  std::size_t claims = 0;
  std::string reason;  ///< of two mentions and no claim; else empty
};

/// Puts into words what was found in one sentence: `found` are the mentions of its passage, `tried` the frames that Relater::relate() tried, `claims`
/// how many it made. `annotator` shows the tree; it may be null.
SentenceExplanation explain_sentence(const Ontology& ontology, const Passage& passage, std::uint32_t sentence, const DocumentMentions& mentions,
                                     const PassageMentions& found, const std::vector<TriedFrame>& tried, std::size_t claims, Annotator* annotator);

}  // namespace entente
