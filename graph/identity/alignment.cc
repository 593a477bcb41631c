#include "graph/identity/alignment.h"

#include <algorithm>
#include <string_view>

#include "graph/identity/spelling.h"

namespace entente::identity {
namespace {

// What a word that is not the same leaves of the score of a name; match.cc says how all scores were set.
constexpr double kSpelling = 0.96;   // a rule joins them: as good as the same, but listed after it
constexpr double kGiven = 0.93;      // Bill and William: mostly one name, but Alex is not only Alexander
constexpr double kVariant = 0.94;    // letters that transliterations exchange: g and q, e and a
constexpr double kUnvocal = 0.90;    // equal where Arabic or Hebrew script says something; it is silent on short vowels
constexpr double kOneLetter = 0.88;  // a slip of the pen, or another name (Salim, Salam): needs little else to be worth a look
constexpr double kLetters = 0.82;    // more than a letter in a long word

// With more words that are only like each other it is another name: no need to look which they are.
constexpr std::size_t kMisspelled = 3;

}  // namespace

struct Alignment::Likeness {
  Way way = Way::differ;
  double factor = 0;  // on the score of the name; 0 for none
};

Alignment::Alignment(const Name& x, const Name& y, const Vocabulary& vocabulary, std::size_t common, bool initials)
    : x_(x), y_(y), vocabulary_(vocabulary), common_(common), may_be_initials_(initials), left_x_(x.words.size()), left_y_(y.words.size()) {
  to_y_.fill(kNone);
  // The same word first, so that a likeness never takes it away.
  pair_equal(&Part::word, {Way::same, 1});
  pair_equal(&Part::spelling, {Way::spelling, kSpelling});
  if (std::min(left_x_, left_y_) <= kMisspelled) {
    pair_alike();
    join_words();
    leave_out_weak();
  }
  if (may_be_initials_) pair_initials();
}

Alignment::Likeness Alignment::compare_words(const Word& a, const Word& b) {
  if (a.number || b.number || a.exact || b.exact) return {};
  if (a.unvocalised != b.unvocalised) {
    const Word &bare = a.unvocalised ? a : b, &full = a.unvocalised ? b : a;
    return fits_unvocalised(bare.spelling, full.letters) ? Likeness{Way::spelling, kUnvocal} : Likeness{};
  }
  int cost = allowed_edit(a.spelling, b.spelling);
  if (cost < kFull) return {Way::spelling, kVariant};
  if (!a.given.empty() && a.given == b.given) return {Way::given, kGiven};
  // A slip can make another sound of a letter ("Feeration"); short words have too few letters left to see that.
  constexpr std::size_t kSeen = 7;
  if (std::min(a.letters.size(), b.letters.size()) >= kSeen) cost = std::min(cost, std::max(kFull, allowed_edit(a.letters, b.letters)));
  if (cost == kForbidden) return {};
  return cost == kFull ? Likeness{Way::letter, kOneLetter} : Likeness{Way::letters, kLetters};
}

void Alignment::pair(std::size_t i, std::size_t j, const Likeness& likeness) {
  take_x(i, j);
  take_y(j);
  const Word& word = word_x(i);
  numbers_ = numbers_ || word.number;
  if (!(may_be_initials_ && word.number)) {
    ++matched_;
    rare_ = rare_ || vocabulary_[word.spelling_id].holders <= common_;
  }
  if (likeness.way == Way::same) return;
  way_ = std::max(way_, likeness.way);
  factor_ *= likeness.factor;
}

void Alignment::pair_equal(WordId Part::*form, const Likeness& likeness) {
  for (std::size_t i = 0; i < x_.words.size() && left_x_ > 0; ++i) {
    if (!open_x(i)) continue;
    for (std::size_t j = 0; j < y_.words.size(); ++j) {
      if (from_y_[j] || x_.words[i].*form != y_.words[j].*form) continue;
      pair(i, j, likeness);
      break;
    }
  }
}

/// Pairs the words that are like each other, those that are most so first.
void Alignment::pair_alike() {
  while (left_x_ > 0 && left_y_ > 0) {
    Likeness best;
    std::size_t best_i = 0, best_j = 0;
    for (std::size_t i = 0; i < x_.words.size(); ++i) {
      if (!open_x(i)) continue;
      for (std::size_t j = 0; j < y_.words.size(); ++j) {
        if (!open_y(j)) continue;
        const Likeness likeness = compare_words(word_x(i), word_y(j));
        if (likeness.factor > best.factor) best = likeness, best_i = i, best_j = j;
      }
    }
    if (best.factor == 0) return;
    pair(best_i, best_j, best);
  }
}

/// "Jongun" for "Jong Un", "Alhakim" for "al-Hakim": a word against a run of words of the other name.
void Alignment::join_words() {
  if (left() == 0) return;
  for (std::size_t i = 0; i < x_.words.size(); ++i)
    if (open_x(i)) join_word(i, true);
  for (std::size_t j = 0; j < y_.words.size(); ++j)
    if (open_y(j)) join_word(j, false);
}

/// Word `at` of x, or of y, with the first run of words that it is made of.
void Alignment::join_word(std::size_t at, bool of_x) {
  const Word& word = of_x ? word_x(at) : word_y(at);
  const Name& other = of_x ? y_ : x_;
  std::size_t counted = 0;  // index among other.words of the part at `begin`
  for (std::size_t begin = 0; begin < other.parts.size(); ++begin) {
    std::string_view rest = word.spelling;
    std::size_t end = begin, words = counted;
    for (; end < other.parts.size() && !rest.empty(); ++end) {
      const Part& part = other.parts[end];
      const std::string& spelling = vocabulary_[part.word].spelling;
      const bool is_free = !part.counts || (of_x ? !from_y_[words] : to_y_[words] == kNone);
      // The article may be in neither: "Abdurrahman", "Abd al-Rahman".
      if (is_free && rest.starts_with(spelling))
        rest.remove_prefix(spelling.size());
      else if (part.counts || end == begin)
        break;
      words += part.counts ? 1 : 0;
    }
    if (rest.empty() && end > begin + 1 && words > counted) {
      of_x ? take_x(at, counted) : take_y(at);
      for (std::size_t w = counted; w < words; ++w) of_x ? take_y(w) : take_x(w, at);
      ++matched_;
      rare_ = rare_ || vocabulary_[word.spelling_id].holders <= common_;
      way_ = std::max(way_, Way::spelling);
      factor_ *= kSpelling;
      return;
    }
    counted += other.parts[begin].counts ? 1 : 0;
  }
}

/// A particle that begins one name stands within the other: "Le Drian", "Jean-Yves Le Drian".
void Alignment::leave_out_weak() {
  const auto is_weak_in = [](const Name& name, WordId spelling) {
    return std::ranges::any_of(name.parts, [&](const Part& part) { return !part.counts && part.spelling == spelling; });
  };
  for (std::size_t i = 0; i < x_.words.size() && left_x_ > 0; ++i)
    if (to_y_[i] == kNone && is_weak_in(y_, x_.words[i].spelling)) take_x(i, kWeak);
  for (std::size_t j = 0; j < y_.words.size() && left_y_ > 0; ++j)
    if (!from_y_[j] && is_weak_in(x_, y_.words[j].spelling)) take_y(j);
}

/// What is left of both names, one by one: an initial stands for a name that begins with it. "H. W." is not "W.".
void Alignment::pair_initials() {
  std::size_t i = 0, j = 0;
  while (left_x_ > 0 && left_y_ > 0) {
    while (to_y_[i] != kNone) ++i;
    while (from_y_[j]) ++j;
    const Word &a = word_x(i), &b = word_y(j);
    if (!(a.is_initial() || b.is_initial()) || a.number || b.number) return;
    if (a.letters.front() != b.letters.front() && a.spelling.front() != b.spelling.front()) return;
    take_x(i, j);
    take_y(j);
    if (!(a.is_initial() && b.is_initial())) ++initials_;
  }
}

bool Alignment::in_order() const {
  std::size_t last = 0;
  for (std::size_t i = 0; i < x_.words.size(); ++i) {
    if (to_y_[i] >= kNone) continue;
    if (to_y_[i] < last) return false;
    last = to_y_[i];
  }
  return true;
}

template <class Tells>
bool Alignment::all_left(const Tells& tells) const {
  for (std::size_t i = 0; i < x_.words.size(); ++i)
    if (to_y_[i] == kNone && !tells(word_x(i))) return false;
  for (std::size_t j = 0; j < y_.words.size(); ++j)
    if (!from_y_[j] && !tells(word_y(j))) return false;
  return true;
}

bool Alignment::number_left() const {
  return !all_left([](const Word& word) { return !word.number; });
}

bool Alignment::only_marks_left() const {
  return all_left([](const Word& word) { return word.is_initial() || word.number; });
}

const Part& Alignment::first_matched() const {
  std::size_t at = 0;
  while (to_y_[at] >= kNone || word_x(at).number) ++at;
  return x_.words[at];
}

}  // namespace entente::identity
