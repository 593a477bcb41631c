#pragma once

#include <unicode/translit.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "graph/identity/words.h"

namespace entente::identity {

using WordId = std::uint32_t;

/// A word by itself, whatever name it stands in.
struct Word {
  std::string letters;        // a-z and 0-9
  std::string spelling;       // spelling_of() the letters
  std::string skeleton;       // skeleton_of() the spelling
  WordId spelling_id = 0;     // the first word that has this spelling
  std::string_view given;     // what stands for all forms of this given name; empty for none
  std::uint32_t holders = 0;  // candidates with a word of this spelling; kept at the word spelling_id
  std::uint8_t kinds = 0;     // of NameWords
  bool number = false;        // "2", "1st", "III", "Jr": tells namesakes apart
  bool exact = false;         // no other word is nearly this one
  bool unvocalised = false;   // from a script that leaves short vowels out

  bool is(NameWords::Kind kind) const { return (kinds & kind) != 0; }
  bool is_particle() const { return (kinds & (NameWords::particle | NameWords::article | NameWords::child_of)) != 0; }
  bool is_initial() const { return letters.size() == 1 && !number; }
};

/// All words of all names, each once. Not thread-safe. `words` must outlive it.
class Vocabulary {
 public:
  /// A word of a text as a name has it.
  struct Piece {
    WordId word;
    bool capitals;  // two letters or more, all of them capital
  };

  explicit Vocabulary(const NameWords& words);

  const Word& operator[](WordId word) const { return words_[word]; }
  Word& operator[](WordId word) { return words_[word]; }

  /// The words of an unbroken run of letters and digits: none, one, or several where the script has no spaces. Good until the next call.
  const std::vector<Piece>& read(const std::string& run);
  /// REQUIRES: a-z and 0-9, at least one of them.
  WordId add(std::string letters, bool unvocalised = false);

 private:
  std::string ascii(const std::string& run) const;
  /// Numbers without ordinal endings and leading zeros; the word that stands for those of one meaning.
  std::string normal(std::string letters) const;

  const NameWords& known_;
  std::unique_ptr<icu::Transliterator> to_ascii_;
  std::vector<Word> words_;
  std::unordered_map<std::string, std::vector<Piece>> runs_;
  std::unordered_map<std::string, WordId> by_letters_, by_spelling_;
};

}  // namespace entente::identity
