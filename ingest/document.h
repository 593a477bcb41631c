#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "graph/model.h"
#include "graph/status.h"
#include "ingest/article.h"
#include "ingest/language/vocabulary.h"

namespace entente {

enum class Shape : std::uint8_t { lower, capitalized, all_capitals, number, punctuation };

/// A word or mark. `span` counts bytes of its passage's text. Split words ("Russia's", "serangannya") are two tokens.
struct Token {
  Span span;
  WordId word = kUnknownWord;  ///< of the folded form
  Shape shape = Shape::lower;
};

/// Tokens [first, last) of its passage.
struct Sentence {
  Span span;  ///< bytes
  std::uint32_t first = 0, last = 0;
};

/// A running text that is read on its own: the title or the body of an article.
struct Passage {
  Part part = Part::body;
  std::string_view text;  ///< into Document::record, whole
  std::vector<Token> tokens;
  std::vector<Sentence> sentences;

  std::string_view surface(const Token& token) const { return text.substr(token.span.begin, token.span.size()); }
  std::string_view surface(Span span) const { return text.substr(span.begin, span.size()); }
};

/// An article made ready for reading: NFC text, dated, identified. Its text never changes afterwards, so that every offset holds.
/// Not copyable: passages view into `record`.
struct Document {
  DocumentRecord record;
  bool text_changed = false;       ///< line ends or NFC changed the text that was given
  std::uint32_t body_begin = 0;    ///< byte of record.text where the body starts: after a first line that is the headline
  std::vector<std::string> notes;  ///< what was unusual about reading it, for a person
  std::vector<Passage> passages;   ///< title first where there is one; filled by the segmenter

  Document() = default;
  Document(const Document&) = delete;
  Document& operator=(const Document&) = delete;
};

/// Fills `document` from `article`: line ends to \n, NFC, headline and date from the text where the article names none, a stable id (the given
/// id, else the URL, else the path, else a hash of the text), content hash with `extractor` mixed in.
/// Does not set the language. Errors: InvalidInput (no text, or text that is no prose: control characters throughout).
Status make_document(const Article& article, std::string_view extractor, Document& document);

/// Where code point `point` of `given`, the text of an article, stands in the text that make_document() made of it, in code points; ~0 where
/// `given` is shorter.
std::uint32_t place_in_document(std::string_view given, std::uint32_t point);

}  // namespace entente
