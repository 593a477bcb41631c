#pragma once

#include <cstdint>
#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

#include "graph/status.h"

namespace entente::conllu {

/// A word of a sentence, one line whose id is a number. Fields that are "_" are empty, except form and lemma.
struct Word {
  std::string form, lemma, upos, xpos, feats;
  std::uint32_t head = 0;  ///< number of its head, from 1; 0 is the root, and `unattached` where the file names none
  std::string deprel, deps, misc;
};
inline constexpr std::uint32_t unattached = ~std::uint32_t{0};

/// A line of a word that is written as one and stands for several ("6-7").
struct Multiword {
  std::uint32_t first = 0, last = 0;  ///< numbers of its words, from 1
  std::string form, misc;
};

/// A line of a word that is not in the text ("8.1"). Kept so that writing gives it back; nothing here reads it.
struct EmptyNode {
  std::uint32_t after = 0;  ///< the word that it follows; 0 before the first
  std::string line;         ///< whole
};

struct Sentence {
  std::vector<std::string> comments;  ///< with their "#"
  std::vector<Word> words;
  std::vector<Multiword> multiwords;   ///< in order
  std::vector<EmptyNode> empty_nodes;  ///< in order
};

/// The relation without its subtype: "nsubj" of "nsubj:pass".
inline std::string_view base_relation(std::string_view relation) { return relation.substr(0, relation.find(':')); }

/// The value of `key` in a field of the form "Key=Value|Key=Value"; empty where there is none.
std::string_view feature(std::string_view field, std::string_view key);

/// Reads sentences one after the other.
class Reader {
 public:
  /// `name` is what errors call the input. `in` must outlive the reader.
  Reader(std::istream& in, std::string name) : in_(in), name_(std::move(name)) {}

  /// Puts the next sentence into `sentence` and returns true; returns false at the end of the input.
  /// Errors: invalid_input, with file and line: a line of other than ten fields, an id out of order, a head that is no number or no
  /// word of the sentence, a form that is empty, a range that overlaps another or has no words.
  Result<bool> next(Sentence& sentence);

 private:
  Status line_error(std::string_view what) const;

  std::istream& in_;
  std::string name_;
  std::size_t line_ = 0;
};

/// Reads all sentences of a file. Errors: not_found, io, and those of Reader::next.
Result<std::vector<Sentence>> read_file(const std::string& path);

/// Appends `sentence` to `out`, with the blank line after it.
void write(const Sentence& sentence, std::string& out);

}  // namespace entente::conllu
