#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_map>

#include "graph/status.h"

namespace entente {

/// What is known of the words that names are made of, whatever their language: titles, particles, forms of one given name. Read from
/// `data/identity/`, whose files say in their first lines what they hold. Immutable after load; any thread may read it.
class NameWords {
 public:
  /// What small-words.tsv says of a word; a word may be several. The meaning of each is at the head of that file.
  enum Kind : std::uint8_t { title = 1, particle = 2, article = 4, sun_article = 8, child_of = 16, filler = 32 };

  /// Reads small-words.tsv, exact-words.tsv and given-names.tsv in `folder`. Errors: NotFound; InvalidInput with file, line and remedy: a word
  /// that is not lower-case ASCII letters and digits, an unknown kind, a word that a file has twice.
  static Result<NameWords> load(const std::filesystem::path& folder);

  // Words are given in lower-case ASCII. Views live as long as the NameWords, also after it was moved.

  /// The kinds of `word`, added up; 0 for none.
  std::uint8_t kinds(std::string_view word) const;
  /// The word that stands for `word` and all that means exactly the same ("2" for "second"); empty where it is none of exact-words.tsv.
  std::string_view exact(std::string_view word) const;
  /// The name that stands for all forms of a given name ("joseph" for "joe"); empty where it is none of given-names.tsv.
  std::string_view given_name(std::string_view word) const;

 private:
  /// Each form with the first word of its row.
  using Forms = std::unordered_map<std::string, std::string>;

  Status load_kinds(const std::filesystem::path& file);
  static Status load_forms(const std::filesystem::path& file, std::string_view column, Forms& forms);
  static std::string_view first_form(const Forms& forms, std::string_view word);

  std::unordered_map<std::string, std::uint8_t> kinds_;
  Forms exact_, given_names_;
};

}  // namespace entente
