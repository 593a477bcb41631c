#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "graph/status.h"
#include "ingest/language/model.h"

namespace entente {

/// Which rows of the embedding table a word is the sum of: one for its form, one for its shape, and one for each of its
/// character n-grams. Immutable once made; any number of threads may use it.
///
/// The table's rows are, in order: unknown word, root, known forms; shapes; n-grams; what name lists say of a word; treebanks.
class Lexicon {
 public:
  static constexpr std::uint32_t kUnknownForm = 0, kRootForm = 1, kFirstForm = 2;
  /// Shapes and n-grams share rows by chance where they are more than these.
  static constexpr std::uint32_t kShapes = 512, kNgrams = 1U << 15;
  static constexpr std::uint32_t kListMarks = 48;
  /// No word has more rows than this: n-grams of a longer word are taken from its two ends.
  static constexpr std::size_t kMaxRows = 96;

  /// A lexicon of the forms with these keys, for so many treebanks.
  Lexicon(std::vector<std::uint64_t> forms, std::uint32_t treebanks);

  /// What identifies a form: a hash of it in lower case with every digit 0.
  static std::uint64_t key(std::string_view form);

  std::uint32_t forms() const { return forms_; }
  std::uint32_t treebanks() const { return treebanks_; }
  std::uint32_t rows() const { return treebank_row(treebanks_); }
  /// The row of what a name list says of a word (names::each_mark).
  std::uint32_t mark_row(std::uint32_t mark) const { return kFirstForm + forms_ + kShapes + kNgrams + mark; }
  /// The row of treebank `id`.
  std::uint32_t treebank_row(std::uint32_t id) const { return mark_row(kListMarks) + id; }

  /// Writes the rows of `form` to `out`, its own (or that of the unknown word) first, and returns how many. REQUIRES: out.size() >= kMaxRows.
  std::size_t rows_of(std::string_view form, std::span<std::uint32_t> out) const;

  void save(ModelWriter& writer, const std::string& prefix) const;
  static Result<Lexicon> load(const ModelFile& model, const std::string& prefix);

 private:
  std::uint32_t find(std::uint64_t key) const;

  std::vector<std::uint64_t> keys_;       // in the order of their rows
  std::vector<std::uint32_t> slots_;      // open addressing over the keys: row, 0 for a free slot
  std::vector<std::uint32_t> fragments_;  // of the keys, beside slots_
  std::uint64_t mask_ = 0;
  std::uint32_t forms_ = 0, treebanks_ = 0;
};

}  // namespace entente
