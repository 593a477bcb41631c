#pragma once

/// A name read into words, and which of them count.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "graph/identity/vocabulary.h"

namespace entente::identity {

constexpr std::size_t kMaxParts = 16;  // words beyond are one last word: nothing but equality is asked of so long a name

struct Part {
  WordId word, spelling;
  bool initial;
  bool counts = true;  // false for titles, particles and fillers
};

struct Name {
  std::uint32_t text = 0;   // index into the candidate's names
  std::vector<Part> parts;  // in order, at most kMaxParts
  std::vector<Part> words;  // those that count; never empty
  bool acronym = false;     // the one word that counts is all capitals
};

/// How names are read and compared, by the prefix of the id.
enum class Kind : std::uint8_t { person, place, agreement, body };
Kind kind_of(std::string_view id);

/// Reads names into the words of one vocabulary. Not thread-safe.
class NameReader {
 public:
  explicit NameReader(Vocabulary& vocabulary) : vocabulary_(vocabulary) {}

  /// None where `text` has no word, or is too long for a name.
  std::optional<Name> read(const std::string& text, Kind kind);

 private:
  struct Piece {
    WordId word;
    bool capitals, dotted;
  };

  Part part_of(WordId word) const { return {word, vocabulary_[word].spelling_id, vocabulary_[word].is_initial()}; }
  void split(const std::string& text);
  void split_initials();
  void read_numerals();
  void join_tail(Name& name);
  void weigh_person(std::vector<Part>& parts) const;
  void weigh_other(std::vector<Part>& parts) const;

  Vocabulary& vocabulary_;
  std::vector<Piece> pieces_;
};

/// Whether the words that count are spelled alike, in one order.
bool spelled_alike(const Name& x, const Name& y);

/// Whether every word of `part` is in `whole`, which has more. Spelled alike is enough; an initial stands for a name.
bool is_part(const Name& part, const Name& whole, const Vocabulary& vocabulary);

/// The first letters of all words, and of those that count.
struct Initials {
  std::string all, counted;
};
Initials initials_of(const Name& name, const Vocabulary& vocabulary);

}  // namespace entente::identity
