#include "ingest/relate/given.h"

#include <algorithm>

namespace entente {
namespace {

// The bytes of `text` that a span of code points covers.
Span bytes_of(std::string_view text, Span points) {
  Span bytes;
  std::uint32_t point = 0;
  for (std::uint32_t byte = 0; byte <= text.size(); ++byte) {
    if (byte < text.size() && (static_cast<unsigned char>(text[byte]) & 0xC0U) == 0x80U) continue;
    if (point == points.begin) bytes.begin = byte;
    if (point == points.end) bytes.end = byte;
    ++point;
  }
  return bytes;
}

// Tokens [first, last) of the passage that `span`, in bytes, touches.
Span tokens_in(const Passage& passage, Span span) {
  Span found;
  for (std::uint32_t t = 0; t < passage.tokens.size(); ++t) {
    if (passage.tokens[t].span.end <= span.begin || passage.tokens[t].span.begin >= span.end) continue;
    if (found.end == 0) found.begin = t;
    found.end = t + 1;
  }
  return found;
}

// Two given phrases may not share words: of one within the other the outer keeps its larger part outside.
void part(Span& a, Span& b) {
  Span& outer = a.size() >= b.size() ? a : b;
  const Span& inner = a.size() >= b.size() ? b : a;
  if (inner.end <= outer.begin || outer.end <= inner.begin) return;
  if (inner.begin > outer.begin && inner.begin - outer.begin >= outer.end - std::min(outer.end, inner.end))
    outer.end = inner.begin;
  else
    outer.begin = std::min(inner.end, outer.end);
}

// Makes the sentences that hold `a` and `b` one; its index.
std::uint32_t join_sentences(Passage& passage, Span a, Span b) {
  std::uint32_t first = 0, last = 0;
  for (std::uint32_t s = 0; s < passage.sentences.size(); ++s) {
    if (passage.sentences[s].first <= std::min(a.begin, b.begin)) first = s;
    if (passage.sentences[s].first < std::max(a.end, b.end)) last = s;
  }
  auto& joined = passage.sentences[first];
  joined.last = passage.sentences[last].last;
  joined.span.end = passage.sentences[last].span.end;
  passage.sentences.erase(passage.sentences.begin() + first + 1, passage.sentences.begin() + last + 1);
  return first;
}

// Puts a mention of a new entity at `tokens` in the place of those that touch it. The entity has a type where the phrase ends with one of them.
void give_mention(DocumentMentions& mentions, std::uint32_t sentence, Span tokens) {
  auto& list = mentions.passages[0].mentions;
  Entity entity;
  for (const auto& m : list)
    if (m.last == tokens.end && m.first >= tokens.begin) entity = mentions.entities[m.entity];
  std::erase_if(list, [&](const Mention& m) { return m.first < tokens.end && tokens.begin < m.last; });
  mentions.entities.push_back(std::move(entity));
  const Mention given{.sentence = sentence,
                      .first = tokens.begin,
                      .last = tokens.end,
                      .entity = static_cast<EntityIndex>(mentions.entities.size() - 1),
                      .form = MentionForm::phrase};
  list.insert(std::ranges::lower_bound(list, tokens.begin, {}, &Mention::first), given);
}

}  // namespace

std::optional<GivenPair> give_spans(Passage& passage, Span source, Span target) {
  GivenPair pair{tokens_in(passage, bytes_of(passage.text, source)), tokens_in(passage, bytes_of(passage.text, target)), 0};
  part(pair.source, pair.target);
  if (pair.source.size() == 0 || pair.target.size() == 0) return std::nullopt;
  pair.sentence = join_sentences(passage, pair.source, pair.target);
  return pair;
}

std::pair<int, int> give_mentions(DocumentMentions& mentions, const GivenPair& pair) {
  give_mention(mentions, pair.sentence, pair.source);
  give_mention(mentions, pair.sentence, pair.target);
  const auto index_of = [&](Span tokens) {
    const auto& list = mentions.passages[0].mentions;
    return static_cast<int>(std::ranges::find(list, tokens.begin, &Mention::first) - list.begin());
  };
  return {index_of(pair.source), index_of(pair.target)};
}

}  // namespace entente
