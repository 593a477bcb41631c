#pragma once

/// Which words of two names stand for each other.

#include <array>
#include <cstddef>

#include "graph/identity/name.h"
#include "graph/identity/vocabulary.h"

namespace entente::identity {

/// How two words or names agree, the surest first.
enum class Way : std::uint8_t { same, titles, spelling, given, letter, letters, reordered, initials, part, bare, acronym, differ };

/// Finds for each word of x that of y which is most like it. Everything it keeps is on the stack, because it runs some million times.
class Alignment {
 public:
  /// A word that more than `common` candidates have is common. `initials` says whether single letters may stand for names.
  /// The names and the vocabulary must outlive it.
  Alignment(const Name& x, const Name& y, const Vocabulary& vocabulary, std::size_t common, bool initials);

  /// How many words of either name have no partner and need one.
  std::size_t left_x() const { return left_x_; }
  std::size_t left_y() const { return left_y_; }
  std::size_t left() const { return left_x_ + left_y_; }
  /// Pairs of words, without those that have an initial and without numbers of persons.
  std::size_t matched() const { return matched_; }
  /// Words that an initial stands for.
  std::size_t initials() const { return initials_; }
  /// Whether a word that is not common is matched; whether a number is.
  bool rare() const { return rare_; }
  bool numbers() const { return numbers_; }
  /// The least sure way in which matched words agree, and what that leaves of the score of the name: 1 for all.
  Way way() const { return way_; }
  double factor() const { return factor_; }

  /// Whether partners stand in the same order; whether the last words are partners; whether the first word of either has none.
  bool in_order() const;
  bool ends_alike() const { return to_y_[x_.words.size() - 1] == y_.words.size() - 1; }
  bool first_left() const { return to_y_[0] == kNone || !from_y_[0]; }
  /// Whether a number has no partner: "Marcos Jr", "Marcos".
  bool number_left() const;
  /// Whether all that has no partner is initials or numbers: "George H. W. Bush" and "George W. Bush", "Benedict XV" and "Benedict XVI".
  bool only_marks_left() const;
  /// The first word of x that has a partner and is no number. REQUIRES: there is one.
  const Part& first_matched() const;

 private:
  static constexpr std::size_t kNone = kMaxParts;
  static constexpr std::size_t kWeak = kNone + 1;  // no partner that counts, and needs none

  const Word& word_x(std::size_t at) const { return vocabulary_[x_.words[at].word]; }
  const Word& word_y(std::size_t at) const { return vocabulary_[y_.words[at].word]; }
  /// Whether the word has no partner yet and may get one by its letters.
  bool open_x(std::size_t at) const { return to_y_[at] == kNone && !(may_be_initials_ && x_.words[at].initial); }
  bool open_y(std::size_t at) const { return !from_y_[at] && !(may_be_initials_ && y_.words[at].initial); }

  struct Likeness;
  static Likeness compare_words(const Word& a, const Word& b);
  void pair(std::size_t i, std::size_t j, const Likeness& likeness);
  void pair_equal(WordId Part::*form, const Likeness& likeness);
  void pair_alike();
  void join_words();
  void join_word(std::size_t at, bool of_x);
  void leave_out_weak();
  void pair_initials();
  template <class Tells>
  bool all_left(const Tells& tells) const;
  void take_x(std::size_t at, std::size_t partner) { to_y_[at] = partner, --left_x_; }
  void take_y(std::size_t at) { from_y_[at] = true, --left_y_; }

  const Name &x_, &y_;
  const Vocabulary& vocabulary_;
  std::size_t common_;
  bool may_be_initials_;
  std::array<std::size_t, kMaxParts> to_y_;  // for each word of x that of y, kNone or kWeak
  std::array<bool, kMaxParts> from_y_{};
  std::size_t left_x_, left_y_, matched_ = 0, initials_ = 0;
  bool rare_ = false, numbers_ = false;
  Way way_ = Way::same;
  double factor_ = 1;
};

}  // namespace entente::identity
