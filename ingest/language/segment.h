#pragma once

#include <memory>
#include <string_view>

#include "ingest/document.h"
#include "ingest/language/language.h"

namespace entente {

/// The byte length of a dateline at the start of `line`, its dash and blanks included: 0 where there is none.
/// A dateline starts with a place in capitals and ends in a dash: "JAKARTA, 5 Mei 2024 – ".
std::size_t dateline_length(std::string_view line);

/// The folded words of a name of a gazetteer or a phrase of a data file, cut as running text is.
std::vector<std::string> name_words(std::string_view name);

/// Finds the passages, sentences and tokens of documents. Holds an ICU break iterator, so one thread uses it at a time.
class Segmenter {
 public:
  explicit Segmenter(const Vocabulary& vocabulary);
  ~Segmenter();
  Segmenter(const Segmenter&) = delete;
  Segmenter& operator=(const Segmenter&) = delete;

  /// Requires: record.title and record.text. Assigns: passages. Lines that are no prose (bylines, editor lines, "read also")
  /// and datelines are in no sentence. A sentence of more than 200 tokens is cut at its marks, with a note, so that time and memory of what
  /// follows stay in bounds.
  void segment(const Language& language, Document& document);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace entente
