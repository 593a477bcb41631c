#include "graph/identity/vocabulary.h"

#include <unicode/unistr.h>

#include <algorithm>
#include <utility>

#include "graph/identity/spelling.h"
#include "graph/text/unicode.h"

namespace entente::identity {
namespace {

bool is_unvocalised(const std::string& run) {
  for (std::size_t at = 0; at < run.size();) {
    const auto [c, next] = decode(run, at);
    at = next;
    if ((c >= 0x0590 && c <= 0x08FF) || (c >= 0xFB1D && c <= 0xFDFF) || (c >= 0xFE70 && c <= 0xFEFF)) return true;  // Hebrew to Arabic
  }
  return false;
}

bool is_ordinal_ending(std::string_view letters) { return letters == "st" || letters == "nd" || letters == "rd" || letters == "th"; }

}  // namespace

Vocabulary::Vocabulary(const NameWords& words) : known_(words) {
  UErrorCode error = U_ZERO_ERROR;
  to_ascii_.reset(icu::Transliterator::createInstance("Any-Latin; Latin-ASCII", UTRANS_FORWARD, error));
}

const std::vector<Vocabulary::Piece>& Vocabulary::read(const std::string& run) {
  const auto known = runs_.find(run);
  if (known != runs_.end()) return known->second;
  std::vector<Piece>& pieces = runs_[run];
  const bool unvocalised = is_unvocalised(run);
  std::string token;
  bool capitals = true;
  const auto end_token = [&] {
    const bool several = token.size() > 1;
    if (!token.empty()) pieces.push_back({add(std::move(token), unvocalised), capitals && several});
    token.clear();
    capitals = true;
  };
  for (const char c : ascii(run)) {
    const bool upper = c >= 'A' && c <= 'Z';
    if (c == ' ' || c == '-') {
      end_token();
    } else if (upper || (c >= 'a' && c <= 'z') || is_ascii_digit(c)) {
      token += upper ? static_cast<char>(c + 32) : c;
      capitals = capitals && upper;
    }
  }
  end_token();
  return pieces;
}

WordId Vocabulary::add(std::string letters, bool unvocalised) {
  if (!unvocalised)
    letters = normal(std::move(letters));
  else if (letters.size() >= 5 && letters.starts_with("al"))
    letters.erase(0, 2);
  // A word of Arabic letters and a Latin one may have the same letters and are compared in different ways.
  const std::string script = unvocalised ? "\x01" : "";
  const auto [entry, is_new] = by_letters_.try_emplace(script + letters, static_cast<WordId>(words_.size()));
  if (!is_new) return entry->second;
  Word word;
  word.unvocalised = unvocalised;
  word.number = !unvocalised && (is_ascii_digit(letters[0]) || letters == "jr" || letters == "sr");
  word.exact = !known_.exact(letters).empty();
  word.kinds = known_.kinds(letters);
  word.given = known_.given_name(letters);
  word.spelling = spelling_of(letters, unvocalised);
  word.skeleton = skeleton_of(word.spelling, unvocalised);
  word.spelling_id = by_spelling_.try_emplace(script + word.spelling, entry->second).first->second;
  word.letters = std::move(letters);
  words_.push_back(std::move(word));
  return entry->second;
}

std::string Vocabulary::ascii(const std::string& run) const {
  if (std::ranges::all_of(run, [](char c) { return static_cast<unsigned char>(c) < 0x80; })) return run;
  auto text = icu::UnicodeString::fromUTF8(icu::StringPiece(run.data(), static_cast<int32_t>(run.size())));
  if (to_ascii_) to_ascii_->transliterate(text);
  std::string out;
  text.toUTF8String(out);
  return out;
}

std::string Vocabulary::normal(std::string letters) const {
  std::size_t digits = 0;
  while (digits < letters.size() && is_ascii_digit(letters[digits])) ++digits;
  if (digits > 0 && (digits == letters.size() || is_ordinal_ending(std::string_view(letters).substr(digits)))) {
    letters.resize(digits);
    letters.erase(0, std::min(letters.find_first_not_of('0'), digits - 1));
    return letters;
  }
  const std::string_view exact = known_.exact(letters);
  return exact.empty() ? letters : std::string(exact);
}

}  // namespace entente::identity
