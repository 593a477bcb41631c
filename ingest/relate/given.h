#pragma once

#include <optional>
#include <utility>

#include "ingest/mention/mentions.h"

namespace entente {

/// Two phrases that a caller marks, in tokens of the first passage, which do not share any, and the sentence that holds both.
struct GivenPair {
  Span source, target;
  std::uint32_t sentence = 0;
};

/// The phrases at `source` and `target`, in code points of the passage's text. Sentences from one to the other become one. Of two that overlap the
/// longer keeps what is its own. None where either then has no word.
std::optional<GivenPair> give_spans(Passage& passage, Span source, Span target);

/// Puts both in the place of the mentions that they touch; their indexes.
std::pair<int, int> give_mentions(DocumentMentions& mentions, const GivenPair& pair);

}  // namespace entente
