#include "graph/identity/match.h"

#include <algorithm>
#include <string>
#include <utility>

#include "graph/identity/spelling.h"

namespace entente::identity {
namespace {

// Scores of names that are not the same. The same names have 1.
constexpr double kTogether = 0.94;         // the same letters, cut into words differently
constexpr double kReordered = 0.93;        // family name first; but a son can have the two names of his father the other way round
constexpr double kInitials = 0.86;         // "A. Fachir": the family has several A.
constexpr double kMoreInitials = 0.97;     // each further initial is right on its own account and leaves only little more open
constexpr double kReorderedPart = 0.70;    // "Saud al-Faisal", "Faisal bin Farhan Al Saud": most such pairs are two of one family
constexpr double kPart = 0.90;             // a middle name or a patronym left out, as news do
constexpr double kMoreParts = 0.95;        // each further one
constexpr double kGivenLeftOut = 0.74;     // the first word left out: "Hasan Akhund", but also Idriss Deby, father of Mahamat Idriss Deby
constexpr double kNumberLeftOut = 0.64;    // "Marcos" for "Marcos Jr": his father has that name too
constexpr double kMononym = 0.90;          // one name is all there is (Suharto): the same, but less of it to agree
constexpr double kBare = 0.74;             // a family name for a full one, where only these two have it: with the country just worth a look
constexpr double kBareOfSeveral = 0.50;    // where others have it too: not worth one
constexpr double kCommon = 0.75;           // all that is shared is common among the candidates ("Mohammed Ali" in a longer name)
constexpr double kAcronym = 0.82;          // four letters or more seldom fit by chance
constexpr double kShortAcronym = 0.70;     // two or three do
constexpr double kOneWordSpelling = 0.80;  // Hizbullah, Hezbollah: all there is, and only spelled alike
constexpr double kOneWordOff = 0.62;       // a name of one word that differs by a letter is mostly another
constexpr double kPlaceSpelling = 0.62;    // Shaanxi and Shanxi, Jieyang and Jijiang: even of one country, below 0.6 without more that agrees
constexpr double kAgreementPart = 0.85;    // "Resolution 2231", "Security Council Resolution 2231": the number says it
constexpr double kDiffer = 0.45;           // names that contradict each other and share a word

/// One comparison: what it is of, and what the words say.
class Comparison {
 public:
  Comparison(const Name& x, const Name& y, Kind kind, const Vocabulary& vocabulary, std::size_t common)
      : x_(x), y_(y), kind_(kind), vocabulary_(vocabulary), words_(x, y, vocabulary, common, kind == Kind::person) {}

  NameMatch result() {
    match_.x = &x_;
    match_.y = &y_;
    if (words_.left_x() > 0 && words_.left_y() > 0) {
      contradicted();
    } else if (words_.matched() > 0) {  // initials alone say nothing
      match_.way = words_.way();
      match_.score = words_.factor();
      if (kind_ == Kind::person)
        weigh_person();
      else
        weigh_other();
    }
    return match_;
  }

 private:
  void set(Way way, double score) {
    match_.way = way;
    match_.score = score;
  }
  void worsen(Way way, double factor) { set(std::max(match_.way, way), match_.score * factor); }

  void contradicted() {
    if (kind_ != Kind::place && written_together()) return set(Way::spelling, kTogether);
    if (words_.matched() == 0) return;
    set(Way::differ, kDiffer);
    match_.namesakes = words_.only_marks_left();
  }

  /// The whole of both names without spaces, where they are cut differently: "gimjeong-eun", "Kim Jong Un".
  bool written_together() const {
    if (x_.words.size() == y_.words.size()) return false;
    std::string x, y;
    for (const auto& [name, together] : {std::pair(&x_, &x), std::pair(&y_, &y)}) {
      for (const Part& part : name->words) {
        if (part.initial || vocabulary_[part.word].number) return false;
        *together += vocabulary_[part.word].spelling;
      }
    }
    constexpr std::size_t kEnough = 8;  // shorter ones are like each other by chance
    return x.size() >= kEnough && y.size() >= kEnough && edit_cost(x, y, kFull) <= kFull && skeleton_of(x, false) == skeleton_of(y, false);
  }

  void weigh_person() {
    const std::size_t left = words_.left(), initials = words_.initials();
    const bool ordered = words_.in_order(), one_word = words_.matched() == 1, number_left = words_.number_left();
    if (one_word && left > 0 && initials == 0 && !number_left) return weigh_bare();
    // "Robert Menendez" is no "Robert M. Gates": with one word and an initial, the word must be the family name.
    if ((one_word && initials == 1 && left > 0 && !words_.ends_alike()) || (!ordered && patronymic())) return set(Way::differ, kDiffer);
    if (one_word && left == 0 && initials == 0) match_.score *= kMononym;
    if (initials > 0) worsen(Way::initials, kInitials);
    for (std::size_t i = 1; i < initials; ++i) match_.score *= kMoreInitials;
    if (!ordered) worsen(Way::reordered, left > 0 ? kReorderedPart : kReordered);
    if (left > 0) worsen(Way::part, number_left ? kNumberLeftOut : words_.first_left() ? kGivenLeftOut : kPart);
    for (std::size_t i = 1; i < left; ++i) match_.score *= kMoreParts;
    if (!words_.rare() && (left > 0 || initials > 0)) {
      match_.common = true;
      match_.score *= kCommon;
    }
    mark_small_words();
  }

  void weigh_bare() {
    match_.bare = words_.first_matched().spelling;
    const bool only_these = match_.way <= Way::spelling && vocabulary_[match_.bare].holders <= 2;
    worsen(Way::bare, only_these ? kBare : kBareOfSeveral);
  }

  void weigh_other() {
    if (words_.left() > 0) {
      const bool by_number = kind_ == Kind::agreement && words_.numbers() && !words_.number_left();
      return worsen(Way::part, by_number ? kAgreementPart : kMore);
    }
    if (match_.way == Way::letters) return set(Way::differ, kDiffer);  // External, Internal
    if (match_.score < 1) {
      const bool one_word = x_.words.size() == 1;
      if (one_word && (x_.acronym || y_.acronym)) return set(Way::differ, kDiffer);  // UNMIS, UNMISS
      if (kind_ == Kind::place)
        match_.score = std::min(match_.score, kPlaceSpelling);
      else if (one_word)
        match_.score = std::min(match_.score, match_.way > Way::spelling ? kOneWordOff : kOneWordSpelling);
    }
    if (!words_.in_order()) worsen(Way::reordered, kReordered);
    mark_small_words();
  }

  void mark_small_words() {
    if (match_.way == Way::same && !std::ranges::equal(x_.parts, y_.parts, {}, &Part::word, &Part::word)) match_.way = Way::titles;
  }

  /// "Abdulaziz bin Salman", "Salman bin Abdulaziz": son and father.
  bool patronymic() const {
    const auto says_so = [&](const Part& part) { return vocabulary_[part.word].is(NameWords::child_of); };
    return std::ranges::any_of(x_.parts, says_so) || std::ranges::any_of(y_.parts, says_so);
  }

  const Name &x_, &y_;
  Kind kind_;
  const Vocabulary& vocabulary_;
  Alignment words_;
  NameMatch match_;
};

/// 0 where `acronym` is none of `name`.
double acronym_score(const Name& acronym, const Name& name, const Vocabulary& vocabulary) {
  const std::string& letters = vocabulary[acronym.words[0].word].letters;
  if (letters.size() < 2 || letters.size() > kMaxParts || name.words.size() < 2) return 0;
  const Initials initials = initials_of(name, vocabulary);
  if (letters != initials.counted && letters != initials.all) return 0;
  return letters.size() >= 4 ? kAcronym : kShortAcronym;
}

}  // namespace

NameMatch compare_names(const Name& x, const Name& y, Kind kind, const Vocabulary& vocabulary, std::size_t common) {
  if (kind != Kind::person && x.acronym != y.acronym) {
    const double score = x.acronym ? acronym_score(x, y, vocabulary) : acronym_score(y, x, vocabulary);
    if (score > 0) return {.way = Way::acronym, .score = score, .x = &x, .y = &y};
  }
  return Comparison(x, y, kind, vocabulary, common).result();
}

}  // namespace entente::identity
