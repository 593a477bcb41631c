#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "graph/model.h"
#include "ingest/document.h"
#include "ingest/language/language.h"

namespace entente {

/// A date expression of a sentence: tokens [first, last) and what it means.
struct FoundDate {
  std::uint32_t first = 0, last = 0;
  Date date;
  bool weekday = false;       ///< a bare day of the week: taken as the last one
  bool explicit_day = false;  ///< written out in figures or with its year: where a weekday stands beside it, this counts
};

/// The date words of one language (`dates.tsv`). Immutable after load.
class DateReader {
 public:
  static Result<DateReader> load(const std::filesystem::path& folder, Vocabulary& vocabulary);

  /// The dates of one sentence, in order. `anchor` is the day of publication; without it only dates that carry a year are found.
  std::vector<FoundDate> find(const Language& language, const Passage& passage, const Sentence& sentence, std::optional<Day> anchor) const;

 private:
  friend class DateScanner;
  enum class Word : std::uint8_t {
    month,
    weekday,
    relative_day,
    relative_week,
    relative_month,
    relative_year,
    unit_day,
    unit_week,
    unit_month,
    unit_year,
    ago,
    number,
    last,
    next
  };
  struct Entry {
    Word kind;
    int value;
  };
  PhraseTrie trie_;
  std::vector<Entry> entries_;
};

}  // namespace entente
