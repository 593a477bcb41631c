#include "graph/identity/name.h"

#include <algorithm>
#include <array>
#include <utility>

#include "graph/identity/spelling.h"
#include "graph/text/unicode.h"

namespace entente::identity {
namespace {

constexpr std::size_t kMaxNameBytes = 512;  // the full titles of treaties stay below; what is longer is text that was taken for a name

bool is_apostrophe(char32_t c) {
  return c == '\'' || c == '`' || c == 0xB4 || c == 0x2018 || c == 0x2019 || c == 0x2032 || (c >= 0x02B9 && c <= 0x02BF);
}

/// The value of a Roman numeral below 40; 0 for what is none.
int roman_value(std::string_view letters) {
  int value = 0, last = 0;
  for (auto c = letters.rbegin(); c != letters.rend(); ++c) {
    const int digit = *c == 'i' ? 1 : *c == 'v' ? 5 : *c == 'x' ? 10 : 0;
    if (digit == 0) return 0;
    value += digit < last ? -digit : digit;
    last = std::max(last, digit);
  }
  return value;
}

}  // namespace

Kind kind_of(std::string_view id) {
  if (id.starts_with("person:")) return Kind::person;
  if (id.starts_with("location:")) return Kind::place;
  if (id.starts_with("agreement:")) return Kind::agreement;
  return Kind::body;
}

std::optional<Name> NameReader::read(const std::string& text, Kind kind) {
  if (text.size() > kMaxNameBytes) return std::nullopt;
  split(text);
  if (pieces_.empty()) return std::nullopt;
  if (kind == Kind::person) split_initials();
  read_numerals();
  Name name;
  for (const Piece& piece : pieces_) name.parts.push_back(part_of(piece.word));
  join_tail(name);
  if (kind == Kind::person)
    weigh_person(name.parts);
  else
    weigh_other(name.parts);
  if (std::ranges::none_of(name.parts, &Part::counts))
    for (Part& part : name.parts) part.counts = true;
  std::ranges::copy_if(name.parts, std::back_inserter(name.words), &Part::counts);
  const auto is_only_word = [&](const Piece& piece) { return piece.capitals && piece.word == name.words[0].word; };
  name.acronym = name.words.size() == 1 && std::ranges::any_of(pieces_, is_only_word);
  return name;
}

void NameReader::split(const std::string& text) {
  pieces_.clear();
  std::string run;
  const auto end_run = [&](bool dotted) {
    if (!run.empty())
      for (const auto& piece : vocabulary_.read(run)) pieces_.push_back({piece.word, piece.capitals, dotted});
    run.clear();
  };
  for (std::size_t at = 0; at < text.size();) {
    const auto [c, next] = decode(text, at);
    if (is_letter(c) || is_digit(c))
      run.append(text, at, next - at);
    else if (!is_apostrophe(c))
      end_run(c == '.');
    if (c == '+' && !pieces_.empty()) pieces_.push_back({vocabulary_.add("plus"), false, false});  // OPEC+
    at = next;
  }
  end_run(false);
}

/// "AM Fachir", "APJ Abdul Kalam": capitals beside other words are initials, unless they can be spoken ("KIM Yong Chol").
void NameReader::split_initials() {
  if (std::ranges::all_of(pieces_, [&](const Piece& p) { return p.capitals || vocabulary_[p.word].is_initial(); })) return;
  std::vector<Piece> out;
  for (const Piece& piece : pieces_) {
    const std::string letters = vocabulary_[piece.word].letters;
    const bool initials = piece.capitals && roman_value(letters) == 0 &&
                          (letters.size() == 2 || (letters.size() == 3 && std::ranges::none_of(letters.substr(1), is_vowel)));
    if (!initials) {
      out.push_back(piece);
      continue;
    }
    for (const char c : letters) out.push_back({vocabulary_.add(std::string(1, c)), false, true});
  }
  pieces_ = std::move(out);
}

/// "Abdullah II", "Mohammed V", "Kodam IX".
void NameReader::read_numerals() {
  for (std::size_t at = 1; at < pieces_.size(); ++at) {
    Piece& piece = pieces_[at];
    const std::string& letters = vocabulary_[piece.word].letters;
    const bool single = letters.size() == 1 && at + 1 == pieces_.size() && !piece.dotted;
    if (!piece.capitals && !single) continue;
    if (const int value = roman_value(letters); value > 0) piece.word = vocabulary_.add(std::to_string(value));
  }
}

void NameReader::join_tail(Name& name) {
  if (name.parts.size() <= kMaxParts) return;
  std::string tail;
  for (std::size_t at = kMaxParts - 1; at < name.parts.size(); ++at) tail += vocabulary_[name.parts[at].word].letters;
  name.parts.resize(kMaxParts - 1);
  name.parts.push_back(part_of(vocabulary_.add(std::move(tail))));
}

void NameReader::weigh_person(std::vector<Part>& parts) const {
  bool leading = true;
  for (std::size_t at = 0; at + 1 < parts.size(); ++at) {
    const Word& word = vocabulary_[parts[at].word];
    const Word& next = vocabulary_[parts[at + 1].word];
    // "Sultan bin Abdulaziz" and "Prince" alone are names.
    leading = leading && word.is(NameWords::title) && !next.is(NameWords::child_of);
    const bool assimilated = word.is(NameWords::sun_article) && next.letters.starts_with(std::string_view(word.letters).substr(1));
    // Du Yuxiang, Le Duc Tho
    const bool particle = at > 0 ? word.is_particle() : word.is(NameWords::child_of) || word.is(NameWords::article);
    parts[at].counts = !leading && !particle && !assimilated;
  }
}

void NameReader::weigh_other(std::vector<Part>& parts) const {
  for (Part& part : parts) part.counts = !vocabulary_[part.word].is(NameWords::filler) || (part.initial && &part == &parts.back());  // Annex A
}

bool spelled_alike(const Name& x, const Name& y) { return std::ranges::equal(x.words, y.words, {}, &Part::spelling, &Part::spelling); }

bool is_part(const Name& part, const Name& whole, const Vocabulary& vocabulary) {
  const auto fits = [&](const Part& word, const Part& of) {
    if (word.initial) return vocabulary[of.word].letters.front() == vocabulary[word.word].letters.front();
    return word.spelling == of.spelling;
  };
  std::array<bool, kMaxParts> used{};
  for (const Part& word : part.words) {
    std::size_t at = 0;
    while (at < whole.parts.size() && (used[at] || !fits(word, whole.parts[at]))) ++at;
    if (at == whole.parts.size()) return false;
    used[at] = true;
  }
  for (std::size_t at = 0; at < whole.parts.size(); ++at)
    if (whole.parts[at].counts && !used[at]) return true;
  return false;
}

Initials initials_of(const Name& name, const Vocabulary& vocabulary) {
  Initials initials;
  for (const Part& part : name.parts) {
    initials.all += vocabulary[part.word].letters.front();
    if (part.counts) initials.counted += initials.all.back();
  }
  return initials;
}

}  // namespace entente::identity
