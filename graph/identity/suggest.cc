#include "graph/identity/suggest.h"

#include <fmt/format.h>
#include <unicode/translit.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>
#include <numeric>
#include <optional>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "graph/text/unicode.h"

namespace entente {
namespace {

// --- Words: one form for the spellings of one word ---------------------------------------------------------------------------

using WordId = std::uint32_t;

/// What a word is by itself, whatever name it stands in.
enum Trait : std::uint8_t {
  kTitle = 1,         // "Gen", "Sheikh": no part of a person's name where it comes first
  kParticle = 2,      // "al", "bin", "van": spellings of one name have it or not
  kFiller = 4,        // "the", "of", "Inc": the same in the name of a body
  kNumber = 8,        // "2", "1st", "III", "Jr": tells namesakes apart
  kUnvocalised = 16,  // from a script that leaves short vowels out
};

struct Word {
  std::string letters;        // a-z and 0-9
  std::string spelling;       // the same for the usual transliterations of one word
  std::string skeleton;       // its consonants by class: the same for nearly all transliterations, and for other words too
  WordId spelling_id = 0;     // the first word that has this spelling
  std::uint32_t given = 0;    // the row of kGivenNames that has it; 0 for none
  std::uint32_t holders = 0;  // candidates with a word of this spelling; kept at the word spelling_id
  std::uint8_t traits = 0;

  bool is(Trait trait) const { return (traits & trait) != 0; }
  bool is_initial() const { return letters.size() == 1 && !is(kNumber); }
};

// The lists below hold what the news of many countries puts before and into names, in Latin letters, without dots, in any language:
// a name does not say which one it is written in.
constexpr std::string_view kTitles =
    "dr mr mrs ms miss sir dame lord lady prof professor ir drs hj kh haji hajji gus tgk rev hon st president presiden premier minister menteri "
    "senator "
    "governor gubernur chancellor ambassador king raja queen ratu prince princess pangeran emperor sultan tengku datuk dato datin seri pope paus "
    "patriarch "
    "cardinal archbishop bishop pastor rabbi imam ayatollah ayatullah hojatoleslam sheikh shaikh sheik syekh syeikh sayyid sayed seyed seyyed syed "
    "mullah "
    "maulana maulvi mawlawi general gen lieutenant lt colonel col major maj brigadier brig captain capt commander cmdr admiral adm marshal sergeant "
    "sgt "
    "jenderal letjen mayjen brigjen kolonel letkol laksamana marsekal komjen irjen kapten";
constexpr std::string_view kArticles = "al el bin ibn bint binti binte";
constexpr std::string_view kParticles = "ul de da di do dos das del della du la le van von der den ten";
// The Arabic article before a sun letter ("as-Sisi", "ath-Thani"): only where the next word begins so, because An, As and Ad are names.
constexpr std::string_view kAssimilated = "ad an ar as ash at ath az adh";
constexpr std::string_view kFillers =
    "the of and for on in to a an at by dan untuk di ke de del des du la le les et und der die das s inc incorporated corp corporation co company "
    "ltd "
    "limited plc llc sa ag gmbh tbk group organisation organization";
// Each row is one meaning; its first word stands for all.
constexpr std::array<std::string_view, 20> kSameWord = {"1 first pertama kesatu",
                                                        "2 second kedua",
                                                        "3 third ketiga",
                                                        "4 fourth keempat",
                                                        "5 fifth kelima",
                                                        "6 sixth keenam",
                                                        "7 seventh ketujuh",
                                                        "8 eighth kedelapan",
                                                        "9 ninth kesembilan",
                                                        "10 tenth kesepuluh",
                                                        "jr junior jnr",
                                                        "sr senior snr",
                                                        "north northern utara",
                                                        "south southern selatan",
                                                        "east eastern timur",
                                                        "west western barat",
                                                        "central tengah",
                                                        "northeast northeastern",
                                                        "southeast southeastern tenggara",
                                                        "northwest northwestern"};
// Forms of one given or Korean name that no rule of spelling joins. Each row is one name.
constexpr std::array<std::string_view, 62> kGivenNames = {"volodymyr vladimir wladimir",
                                                          "oleksandr aleksandr alexander aleksander alexandr olexander olexandr alex",
                                                          "serhiy serhii sergei sergey",
                                                          "yevhen yevgeny evgeny evgeni yevgeni yevgeniy yevhenii eugene",
                                                          "mykola nikolai nikolay nicholas nick",
                                                          "hennadiy hennadii gennady gennadiy",
                                                          "mykhailo mikhail michael mike",
                                                          "dmytro dmitry dmitri dmitriy",
                                                          "petro pyotr petr",
                                                          "oleksiy oleksii aleksei alexei alexey",
                                                          "pavlo pavel",
                                                          "kostyantyn konstantin",
                                                          "ihor igor",
                                                          "oleh oleg",
                                                          "viktor victor",
                                                          "yury yuri yuriy iurii",
                                                          "andrei andrey andriy andrii",
                                                          "vasyl vasily vasiliy",
                                                          "mohammed muhammad mehmet mohamad mohamed mohammad muhammed mohd",
                                                          "hossein hussein husain husein huseyin hussain",
                                                          "yusuf youssef jusuf yousef yousuf",
                                                          "joseph joe",
                                                          "william bill will",
                                                          "robert bob rob",
                                                          "james jim jimmy",
                                                          "thomas tom",
                                                          "anthony tony",
                                                          "richard rick dick ric",
                                                          "edward ted ed eddie",
                                                          "elizabeth liz",
                                                          "benjamin ben binyamin benny",
                                                          "daniel dan danny",
                                                          "david dave",
                                                          "christopher chris",
                                                          "steven stephen steve",
                                                          "peter pete",
                                                          "jeffrey jeff",
                                                          "kenneth ken",
                                                          "timothy tim",
                                                          "ronald ron",
                                                          "donald don",
                                                          "gregory greg",
                                                          "matthew matt",
                                                          "samuel sam",
                                                          "andrew andy",
                                                          "charles charlie chuck",
                                                          "john johnny jon",
                                                          "lawrence larry",
                                                          "patricia pat",
                                                          "susan sue",
                                                          "pamela pam",
                                                          "deborah debbie",
                                                          "katherine kate kathy",
                                                          "choe choi",
                                                          "ri lee yi rhee",
                                                          "pak park bak",
                                                          "kim gim",
                                                          "jong jeong jung chung chong",
                                                          "no roh noh",
                                                          "kang gang",
                                                          "cho jo",
                                                          "ryu yu yoo"};

bool has_word(std::string_view list, std::string_view word) {
  for (std::size_t at = list.find(word); at != std::string_view::npos; at = list.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    if ((at == 0 || list[at - 1] == ' ') && (end == list.size() || list[end] == ' ')) return true;
  }
  return false;
}

/// The number of the first row that has `word`, from 1; 0 for none.
template <std::size_t kRows>
std::uint32_t row_of(const std::array<std::string_view, kRows>& rows, std::string_view word) {
  const auto row = std::ranges::find_if(rows, [&](std::string_view list) { return has_word(list, word); });
  return row == rows.end() ? 0 : static_cast<std::uint32_t>(row - rows.begin()) + 1;
}

bool is_ascii_digit(char c) { return c >= '0' && c <= '9'; }
bool is_vowel(char c) { return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u'; }

struct Replacement {
  std::string_view from, to;
};
// Longest first. Sounds that English, French, German, Indonesian (old and new), Turkish and the ISO and ALA transliterations of Russian, Arabic,
// Persian and Korean write differently. What comes out is no pronunciation, only the same for all of them.
constexpr Replacement kConsonants[] = {{"shch", "sc"}, {"tch", "c"}, {"sch", "s"}, {"ch", "c"}, {"tj", "c"}, {"cz", "c"}, {"ts", "c"},
                                       {"tz", "c"},    {"sh", "s"},  {"zh", "z"},  {"dj", "j"}, {"kh", "h"}, {"gh", "g"}, {"th", "t"},
                                       {"dh", "d"},    {"ph", "f"},  {"bh", "b"},  {"ck", "k"}, {"q", "k"},  {"x", "ks"}};
constexpr Replacement kVowels[] = {{"eo", "o"},  {"eu", "o"},  {"oe", "o"}, {"oo", "o"},  {"ou", "o"},  {"u", "o"},
                                   {"ee", "i"},  {"ie", "i"},  {"ui", "i"}, {"ey", "ai"}, {"ei", "ai"}, {"ay", "ai"},
                                   {"aj", "ai"}, {"ej", "ai"}, {"ij", "i"}, {"iy", "i"},  {"yj", "i"},  {"w", "v"}};

std::string replaced(std::string_view text, std::span<const Replacement> rules) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const auto rule = std::ranges::find_if(rules, [&](const Replacement& r) { return text.substr(at).starts_with(r.from); });
    if (rule == rules.end()) {
      out += text[at++];
    } else {
      out += rule->to;
      at += rule->from.size();
    }
  }
  return out;
}

std::string without_doubles(std::string_view text) {
  std::string out;
  for (const char c : text)
    if (out.empty() || out.back() != c || is_ascii_digit(c)) out += c;
  return out;
}

std::string spelling_of(std::string_view letters, bool unvocalised) {
  if (std::ranges::any_of(letters, is_ascii_digit)) return std::string(letters);
  std::string text(letters);
  if (unvocalised) return without_doubles(replaced(text, kConsonants));
  // "Abdul Rahman", "Abdel-Rahman", "Abdurrahman", "Abd al-Rahman": the servant of, whatever becomes of the article.
  constexpr std::string_view kServant = "abd";
  if (text.size() >= 5 && text.starts_with(kServant) && is_vowel(text[3]) && (text[4] == 'l' || text[4] == text[5] || text.size() == 5))
    text.erase(3, 2);
  // Below five letters y is too much of the word to leave out: Yun is not Un. The same for sy, which is Indonesian for sh (Syarif).
  if (text.size() >= 5) {
    std::string kept;
    for (std::size_t at = 0; at < text.size(); ++at)
      if (text[at] != 'y' || at + 1 == text.size() || !is_vowel(text[at + 1])) kept += text[at];
    text = kept;
  }
  text = replaced(replaced(text, kConsonants), kVowels);
  for (std::size_t at = 0; at < text.size(); ++at)
    if (text[at] == 'y' && (at + 1 == text.size() || !is_vowel(text[at + 1]))) text[at] = 'i';
  text = without_doubles(text);
  if (text.size() > 2 && text.back() == 'h' && is_vowel(text[text.size() - 2])) text.pop_back();  // Abdullah, Abdulla
  return text;
}

/// Consonants by the class within which transliterations vary; vowels and an h that does not begin the word are left out.
std::string skeleton_of(std::string_view spelling, bool unvocalised) {
  std::string out;
  for (std::size_t at = 0; at < spelling.size(); ++at) {
    const char c = spelling[at];
    char kind = c;
    switch (c) {
      case 'a':
      case 'e':
      case 'i':
      case 'o':
      case 'u':
      case 'y': continue;
      case 'h':
        if (at > 0) continue;
        kind = 'k';
        break;
      case 'w':
        if (unvocalised) continue;
        kind = 'f';
        break;
      case 'b': kind = 'p'; break;
      case 'v': kind = 'f'; break;
      case 'g': kind = 'k'; break;
      case 'z': kind = 's'; break;
      case 'j': kind = 'c'; break;
      case 'd': kind = 't'; break;
      default: break;
    }
    if (out.empty() || out.back() != kind || is_ascii_digit(kind)) out += kind;
  }
  return out.empty() ? std::string(spelling) : out;
}

/// All words of all names, each once. Not thread-safe.
class Vocabulary {
 public:
  /// A word of `text` as a name has it.
  struct Piece {
    WordId word;
    bool capitals;  // two letters or more, all of them capital
  };

  Vocabulary() {
    UErrorCode error = U_ZERO_ERROR;
    to_ascii_.reset(icu::Transliterator::createInstance("Any-Latin; Latin-ASCII", UTRANS_FORWARD, error));
  }

  const Word& operator[](WordId word) const { return words_[word]; }
  Word& operator[](WordId word) { return words_[word]; }
  std::size_t size() const { return words_.size(); }

  /// The words of an unbroken run of letters and digits: none, one, or several where the script has no spaces.
  const std::vector<Piece>& read(const std::string& run) {
    const auto [place, is_new] = runs_.try_emplace(run);
    if (!is_new) return place->second;
    const bool unvocalised = is_unvocalised(run);
    std::string token;
    bool capitals = true;
    const auto end_token = [&] {
      if (!token.empty()) place->second.push_back({add(std::move(token), unvocalised), capitals && token_letters_ > 1});
      token.clear();
      capitals = true;
      token_letters_ = 0;
    };
    for (const char c : ascii(run)) {
      const bool upper = c >= 'A' && c <= 'Z';
      if (c == ' ' || c == '-') {
        end_token();
      } else if (upper || (c >= 'a' && c <= 'z') || is_ascii_digit(c)) {
        token += upper ? static_cast<char>(c + 32) : c;
        capitals = capitals && upper;
        ++token_letters_;
      }
    }
    end_token();
    return place->second;
  }

  WordId add(std::string letters, bool unvocalised = false) {
    // A word of Arabic letters and a Latin one may have the same letters and are compared in different ways.
    if (unvocalised && letters.size() >= 5 && letters.starts_with("al")) letters.erase(0, 2);
    std::string key = (unvocalised ? "\x01" : "") + letters;
    const auto known = by_letters_.find(key);
    if (known != by_letters_.end()) return known->second;

    Word word;
    word.traits = unvocalised ? kUnvocalised : 0;
    if (!unvocalised) letters = normal(std::move(letters), word.traits);
    word.spelling = spelling_of(letters, unvocalised);
    word.skeleton = skeleton_of(word.spelling, unvocalised);
    word.given = row_of(kGivenNames, letters);
    if (has_word(kTitles, letters)) word.traits |= kTitle;
    if (has_word(kArticles, letters) || has_word(kParticles, letters)) word.traits |= kParticle;
    if (has_word(kFillers, letters)) word.traits |= kFiller;
    word.letters = std::move(letters);
    const auto id = static_cast<WordId>(words_.size());
    word.spelling_id = by_spelling_.try_emplace((unvocalised ? "\x01" : "") + word.spelling, id).first->second;
    words_.push_back(std::move(word));
    by_letters_.emplace(std::move(key), id);
    return id;
  }

 private:
  std::string ascii(const std::string& run) const {
    if (std::ranges::all_of(run, [](char c) { return static_cast<unsigned char>(c) < 0x80; })) return run;
    auto text = icu::UnicodeString::fromUTF8(icu::StringPiece(run.data(), static_cast<int32_t>(run.size())));
    if (to_ascii_) to_ascii_->transliterate(text);
    std::string out;
    text.toUTF8String(out);
    return out;
  }

  static bool is_unvocalised(const std::string& run) {
    for (std::size_t at = 0; at < run.size();) {
      const auto [c, next] = decode(run, at);
      at = next;
      if ((c >= 0x0590 && c <= 0x08FF) || (c >= 0xFB1D && c <= 0xFDFF) || (c >= 0xFE70 && c <= 0xFEFF)) return true;  // Hebrew to Arabic
    }
    return false;
  }

  /// Numbers without ordinal endings and leading zeros; the word that stands for those of one meaning.
  static std::string normal(std::string letters, std::uint8_t& traits) {
    std::size_t digits = 0;
    while (digits < letters.size() && is_ascii_digit(letters[digits])) ++digits;
    if (digits > 0 && (digits == letters.size() || has_word("st nd rd th", std::string_view(letters).substr(digits)))) {
      letters.resize(digits);
      letters.erase(0, std::min(letters.find_first_not_of('0'), digits - 1));
    } else if (const std::uint32_t row = row_of(kSameWord, letters); row > 0) {
      letters = std::string(kSameWord[row - 1].substr(0, kSameWord[row - 1].find(' ')));
    }
    if (is_ascii_digit(letters[0]) || letters == "jr" || letters == "sr") traits |= kNumber;
    return letters;
  }

  std::unique_ptr<icu::Transliterator> to_ascii_;
  std::vector<Word> words_;
  std::unordered_map<std::string, std::vector<Piece>> runs_;
  std::unordered_map<std::string, WordId> by_letters_, by_spelling_;
  std::size_t token_letters_ = 0;
};

// --- Names -------------------------------------------------------------------------------------------------------------------

constexpr std::size_t kMaxNameBytes = 512;  // the full titles of treaties stay below; what is longer is text that was taken for a name
constexpr std::size_t kMaxParts = 16;       // words beyond are one last word: nothing but equality is asked of so long a name
constexpr std::size_t kMaxNames = 12;       // twice what the best known persons have after spellings of one name are joined
constexpr std::size_t kNamesRead = 24;      // differently spelled ones of which those are chosen; finding them takes the square of this

struct Part {
  WordId word;
  bool counts;  // false for titles, particles and fillers
};

struct Name {
  std::uint32_t text = 0;          // index into the candidate's names
  std::vector<Part> parts;         // in order
  std::vector<WordId> words = {};  // those of the parts that count, in order; never empty
  bool acronym = false;            // one word of capitals
};

/// How names are read, by the prefix of the id.
enum class Kind : std::uint8_t { person, place, agreement, body };

Kind kind_of(std::string_view id) {
  if (id.starts_with("person:")) return Kind::person;
  if (id.starts_with("location:")) return Kind::place;
  if (id.starts_with("agreement:")) return Kind::agreement;
  return Kind::body;
}

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

class NameReader {
 public:
  explicit NameReader(Vocabulary& vocabulary) : vocabulary_(vocabulary) {}

  /// None where `text` has no word.
  std::optional<Name> read(const std::string& text, Kind kind) {
    if (text.size() > kMaxNameBytes) return std::nullopt;
    split(text);
    if (pieces_.empty()) return std::nullopt;
    if (kind == Kind::person) split_initials();
    read_numerals();
    Name name;
    name.acronym = pieces_.size() == 1 && pieces_[0].capitals;
    for (const auto& piece : pieces_) name.parts.push_back({piece.word, true});
    join_tail(name);
    if (kind == Kind::person)
      weigh_person(name);
    else
      for (Part& part : name.parts) part.counts = !vocabulary_[part.word].is(kFiller);
    if (std::ranges::none_of(name.parts, &Part::counts))
      for (Part& part : name.parts) part.counts = true;
    for (const Part& part : name.parts)
      if (part.counts) name.words.push_back(part.word);
    return name;
  }

 private:
  struct Piece {
    WordId word;
    bool capitals, dotted;
  };

  void split(const std::string& text) {
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
      at = next;
    }
    end_run(false);
  }

  /// "AM Fachir", "APJ Abdul Kalam": capitals beside other words are initials, unless they can be spoken ("KIM Yong Chol").
  void split_initials() {
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
  void read_numerals() {
    for (std::size_t at = 1; at < pieces_.size(); ++at) {
      Piece& piece = pieces_[at];
      const std::string& letters = vocabulary_[piece.word].letters;
      const bool single = letters.size() == 1 && at + 1 == pieces_.size() && !piece.dotted;
      if (!piece.capitals && !single) continue;
      if (const int value = roman_value(letters); value > 0) piece.word = vocabulary_.add(std::to_string(value));
    }
  }

  void join_tail(Name& name) {
    if (name.parts.size() <= kMaxParts) return;
    std::string tail;
    for (std::size_t at = kMaxParts - 1; at < name.parts.size(); ++at) tail += vocabulary_[name.parts[at].word].letters;
    name.parts.resize(kMaxParts - 1);
    name.parts.push_back({vocabulary_.add(std::move(tail)), true});
  }

  void weigh_person(Name& name) {
    auto& parts = name.parts;
    bool leading = true;
    for (std::size_t at = 0; at + 1 < parts.size(); ++at) {
      const Word& word = vocabulary_[parts[at].word];
      const Word& next = vocabulary_[parts[at + 1].word];
      // "Sultan bin Abdulaziz" and "Prince" alone are names.
      leading = leading && word.is(kTitle) && !has_word(kArticles, next.letters);
      const bool assimilated = has_word(kAssimilated, word.letters) && next.letters.starts_with(std::string_view(word.letters).substr(1));
      const bool particle = word.is(kParticle) && (at > 0 || has_word(kArticles, word.letters));  // Du Yuxiang, Le Duc Tho
      parts[at].counts = !leading && !particle && !assimilated;
    }
  }

  Vocabulary& vocabulary_;
  std::vector<Piece> pieces_;
};

// --- Two words ---------------------------------------------------------------------------------------------------------------

/// How two words or names agree, the surest first.
enum class Way : std::uint8_t { same, titles, spelling, given, letter, letters, reordered, initials, part, bare, acronym, differ };

struct Likeness {
  Way way = Way::differ;
  double factor = 0;  // on the score of the name; 0 for none

  explicit operator bool() const { return factor > 0; }
};

// What a word that is not the same leaves of the score of a name. Calibrated on the spellings of one person and the names of different ones in
// data/gazetteer/people.tsv: with them nine of ten pairs of the former and hardly any of the latter end above 0.6.
constexpr double kSpelling = 0.96;   // a rule joins them: as good as the same, but listed after it
constexpr double kGiven = 0.93;      // Bill and William: mostly one name, but Alex is not only Alexander
constexpr double kVariant = 0.94;    // letters that transliterations exchange: g and q, e and a
constexpr double kUnvocal = 0.90;    // equal where Arabic or Hebrew script says something; it is silent on short vowels
constexpr double kOneLetter = 0.88;  // a slip of the pen, or another name (Salim, Salam): needs little else to be worth a look
constexpr double kLetters = 0.82;    // more than a letter in a long word

// Costs of edits, in halves of a letter, so that sums stay whole numbers.
constexpr int kCheap = 1, kFull = 2, kForbidden = 100;

/// What a word of that many letters may cost: below five letters one letter makes another name (Chen, Chan; Un, Il).
int allowed_cost(std::size_t length) {
  if (length < 5) return 0;
  if (length < 6) return kCheap;
  if (length < 8) return kFull;
  return length < 11 ? kFull + kCheap : 2 * kFull;
}

int substitution_cost(char a, char b) {
  if (a == b) return 0;
  if (is_ascii_digit(a) || is_ascii_digit(b)) return kForbidden;
  constexpr std::string_view kExchanged = "ea ae ei ie gk kg kh hk gh hg dt td sz zs bp pb vf fv jz zj ck kc cs sc cj jc";
  const char pair[] = {a, b, '\0'};
  return has_word(kExchanged, pair) ? kCheap : kFull;
}

/// The weighted edit distance of two spellings, or more than `limit`.
int edit_cost(std::string_view a, std::string_view b, int limit) {
  constexpr std::size_t kLongest = 40;  // a longer word is several written together; nothing but equality is asked of it
  if (a.size() > kLongest || b.size() > kLongest) return kForbidden;
  // The first letter is hardly ever wrong, and a vowel at the end makes another name (Karim, Karimi; Ivanov, Ivanova).
  constexpr int kAtEnds = 4;
  const auto gap = [](std::string_view word, std::size_t at) {
    const char c = word[at];
    if (at == 0) return c == 'h' ? kFull : kAtEnds;
    if (at + 1 == word.size() && is_vowel(c)) return kAtEnds;
    return c == 'e' || c == 'h' ? kCheap : is_ascii_digit(c) ? kForbidden : kFull;
  };
  std::array<int, kLongest + 1> row{};
  for (std::size_t j = 1; j <= b.size(); ++j) row[j] = row[j - 1] + gap(b, j - 1);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    int diagonal = row[0];
    row[0] += gap(a, i - 1);
    int least = row[0];
    for (std::size_t j = 1; j <= b.size(); ++j) {
      int substitution = substitution_cost(a[i - 1], b[j - 1]);
      if (i == 1 && j == 1 && substitution == kFull) substitution = kAtEnds;
      const int best = std::min({diagonal + substitution, row[j] + gap(a, i - 1), row[j - 1] + gap(b, j - 1)});
      diagonal = row[j];
      row[j] = best;
      least = std::min(least, best);
    }
    if (least > limit) return least;
  }
  return row[b.size()];
}

/// Whether the letters of `bare`, from a script without short vowels, can be those of `full`.
bool fits_unvocalised(std::string_view bare, std::string_view full) {
  // Between two consonants of `full` there may be any vowels; a long one in `bare` must be among them.
  const auto is_gap = [](char c, bool in_bare) { return in_bare ? c == 'a' || c == 'w' || c == 'y' : is_vowel(c) || c == 'v' || c == 'y'; };
  std::size_t i = 0, j = 0;
  for (bool first = true;; first = false) {
    const std::size_t i0 = i, j0 = j;
    while (i < bare.size() && (is_gap(bare[i], true) || (bare[i] == 'h' && i > 0))) ++i;
    while (j < full.size() && (is_gap(full[j], false) || (full[j] == 'h' && j > 0))) ++j;
    const std::string_view gap = full.substr(j0, j - j0);
    const bool last = i == bare.size();
    for (const char c : bare.substr(i0, i - i0)) {
      if (first || c == 'h') continue;
      const std::string_view heard = c == 'w' ? "ov" : c == 'y' ? (last ? "ieya" : "iey") : "aeo";
      if (gap.find_first_of(heard) == std::string_view::npos) return false;
    }
    if (i == bare.size() || j == full.size()) return i == bare.size() && j == full.size();
    if (bare[i++] != full[j++]) return false;
  }
}

Likeness compare_words(const Word& a, const Word& b) {
  if (a.spelling_id == b.spelling_id) return {a.letters == b.letters ? Way::same : Way::spelling, a.letters == b.letters ? 1 : kSpelling};
  if (a.is(kNumber) || b.is(kNumber)) return {};
  if (a.is(kUnvocalised) != b.is(kUnvocalised)) {
    const bool fits = a.is(kUnvocalised) ? fits_unvocalised(a.spelling, b.spelling) : fits_unvocalised(b.spelling, a.spelling);
    return fits ? Likeness{Way::spelling, kUnvocal} : Likeness{};
  }
  if (a.given != 0 && a.given == b.given) return {Way::given, kGiven};
  const std::size_t longer = std::max(a.spelling.size(), b.spelling.size());
  const std::size_t shorter = std::min(a.spelling.size(), b.spelling.size());
  const int allowed = allowed_cost(longer);
  if (allowed == 0 || longer - shorter > static_cast<std::size_t>(allowed)) return {};
  const int cost = edit_cost(a.spelling, b.spelling, allowed);
  if (cost > allowed) return {};
  if (cost < kFull) return {Way::spelling, kVariant};
  return cost == kFull ? Likeness{Way::letter, kOneLetter} : Likeness{Way::letters, kLetters};
}

// --- Two names ---------------------------------------------------------------------------------------------------------------

// Scores of names that are not the same, before country, offices and neighbours. The same names have 1.
constexpr double kReordered = 0.93;       // family name first; but a son can have the two names of his father the other way round
constexpr double kInitials = 0.86;        // "A. Fachir": the family has several A.
constexpr double kMoreInitials = 0.97;    // each further initial is right on its own account and leaves only little more open
constexpr double kPart = 0.90;            // a middle name or a patronym left out, as news do
constexpr double kMoreParts = 0.95;       // each further one
constexpr double kOrdinalLeftOut = 0.80;  // "Marcos" for "Marcos Jr": his father has that name too
constexpr double kMononym = 0.90;         // one name is all there is (Suharto): the same, but less of it to agree
constexpr double kBare = 0.74;            // a family name for a full one, where only these two have it: with the country just worth a look
constexpr double kBareOfSeveral = 0.50;   // where others have it too: not worth one
constexpr double kCommon = 0.75;          // all that is shared is common among the candidates ("Mohammed Ali" in a longer name)
constexpr double kAcronym = 0.82;         // four letters or more seldom fit by chance
constexpr double kShortAcronym = 0.70;    // two or three do
constexpr double kSharedAcronym = 0.60;   // both have an acronym beside names that differ: PLA is Chinese and Palestinian
constexpr double kOneWordOff = 0.62;      // Aalen, Aalst: one word of a place or body that differs by a letter is mostly another word
constexpr double kAgreementPart = 0.85;   // "Resolution 2231", "Security Council Resolution 2231": the number says it
constexpr double kMore = 0.60;            // a word more, of no person: the body and its branch, the region and its north
constexpr double kDiffer = 0.45;          // names that contradict each other and share a word

struct NameMatch {
  Way way = Way::differ;
  double score = 0;
  bool common = false;  // only common words are shared
  WordId bare = 0;      // where way is bare: the word
  const Name *x = nullptr, *y = nullptr;
};

/// Compares names. Everything it keeps is on the stack, because it runs some million times.
class NameComparison {
 public:
  NameComparison(const Vocabulary& vocabulary, std::size_t common) : vocabulary_(vocabulary), common_(common) {}

  NameMatch compare(const Name& x, const Name& y, Kind kind) {
    x_ = &x;
    y_ = &y;
    NameMatch match;
    match.x = &x;
    match.y = &y;
    if (kind != Kind::person && (x.acronym != y.acronym)) {
      const Name& acronym = x.acronym ? x : y;
      if (const double score = acronym_score(acronym, x.acronym ? y : x); score > 0) {
        match.way = Way::acronym;
        match.score = score;
        return match;
      }
    }
    align();
    if (kind == Kind::person) align_initials();
    match.common = words_matched_ > 0 && !rare_;
    if (left_x_ > 0 && left_y_ > 0) {
      if (written_together()) {
        match.way = Way::spelling;
        match.score = kVariant;
      } else {
        match.score = words_matched_ > 0 ? kDiffer : 0;
      }
      return match;
    }
    if (words_matched_ == 0) return match;  // initials alone say nothing
    match.way = way_;
    match.score = factor_;
    if (kind == Kind::person)
      finish_person(match);
    else
      finish_other(match, kind);
    return match;
  }

  /// Whether every word of `part` is in `whole`, which has more. Spelled alike is enough.
  bool is_part(const Name& part, const Name& whole) const {
    if (part.words.size() >= whole.words.size()) return false;
    std::array<bool, kMaxWords> used{};
    return std::ranges::all_of(part.words, [&](WordId word) {
      for (std::size_t at = 0; at < whole.words.size(); ++at) {
        if (used[at] || !fits(vocabulary_[word], vocabulary_[whole.words[at]])) continue;
        return used[at] = true;
      }
      return false;
    });
  }

  bool spelled_alike(const Name& x, const Name& y) const {
    return std::ranges::equal(
        x.words, y.words, {}, [&](WordId w) { return vocabulary_[w].spelling_id; }, [&](WordId w) { return vocabulary_[w].spelling_id; });
  }

 private:
  static constexpr std::size_t kMaxWords = kMaxParts;
  static constexpr std::size_t kNone = kMaxWords;

  static bool fits(const Word& part, const Word& whole) {
    if (part.is_initial()) return whole.letters.front() == part.letters.front();
    return part.spelling_id == whole.spelling_id;
  }

  const Word& word_x(std::size_t at) const { return vocabulary_[x_->words[at]]; }
  const Word& word_y(std::size_t at) const { return vocabulary_[y_->words[at]]; }

  void worsen(Way way, double factor) {
    way_ = std::max(way_, way);
    factor_ *= factor;
  }

  void pair(std::size_t i, std::size_t j, const Likeness& likeness) {
    to_y_[i] = j;
    from_y_[j] = true;
    --left_x_;
    --left_y_;
    ++words_matched_;
    const Word& word = word_x(i);
    rare_ = rare_ || vocabulary_[word.spelling_id].holders <= common_;
    numbers_ = numbers_ || word.is(kNumber);
    if (likeness.way != Way::same) worsen(likeness.way, likeness.factor);
  }

  /// Finds for each word of x that of y which is most like it.
  void align() {
    left_x_ = x_->words.size();
    left_y_ = y_->words.size();
    to_y_.fill(kNone);
    from_y_.fill(false);
    words_matched_ = initials_ = 0;
    rare_ = numbers_ = false;
    way_ = Way::same;
    factor_ = 1;
    // The same word first, so that a likeness never takes it away.
    for (std::size_t i = 0; i < x_->words.size(); ++i) {
      if (word_x(i).is_initial()) continue;
      for (std::size_t j = 0; j < y_->words.size(); ++j) {
        if (from_y_[j] || x_->words[i] != y_->words[j]) continue;
        pair(i, j, {Way::same, 1});
        break;
      }
    }
    while (left_x_ > 0 && left_y_ > 0) {
      Likeness best;
      std::size_t best_i = 0, best_j = 0;
      for (std::size_t i = 0; i < x_->words.size(); ++i) {
        if (to_y_[i] != kNone || word_x(i).is_initial()) continue;
        for (std::size_t j = 0; j < y_->words.size(); ++j) {
          if (from_y_[j] || word_y(j).is_initial()) continue;
          const Likeness likeness = compare_words(word_x(i), word_y(j));
          if (likeness.factor > best.factor) best = likeness, best_i = i, best_j = j;
        }
      }
      if (!best) break;
      pair(best_i, best_j, best);
    }
    join_words();
    leave_out_weak();
  }

  /// "Jongun" for "Jong Un", "Alhakim" for "al-Hakim": a word against a run of words of the other name.
  void join_words() {
    if (left_x_ == 0 && left_y_ == 0) return;
    for (std::size_t i = 0; i < x_->words.size(); ++i)
      if (to_y_[i] == kNone && !word_x(i).is_initial()) join_word(i, word_x(i), *y_, false);
    for (std::size_t j = 0; j < y_->words.size(); ++j)
      if (!from_y_[j] && !word_y(j).is_initial()) join_word(j, word_y(j), *x_, true);
  }

  bool free_word(std::size_t at, bool of_x) const { return of_x ? to_y_[at] == kNone : !from_y_[at]; }

  void join_word(std::size_t at, const Word& word, const Name& other, bool other_is_x) {
    std::size_t counted = 0;  // index among other.words of the part at `begin`
    for (std::size_t begin = 0; begin < other.parts.size(); ++begin) {
      std::string_view rest = word.spelling;
      std::size_t end = begin, words = counted;
      for (; end < other.parts.size() && !rest.empty(); ++end) {
        const Part& part = other.parts[end];
        const std::string& spelling = vocabulary_[part.word].spelling;
        const bool is_free = !part.counts || free_word(words, other_is_x);
        // The article may be in neither: "Abdurrahman", "Abd al-Rahman".
        if (is_free && rest.starts_with(spelling))
          rest.remove_prefix(spelling.size());
        else if (part.counts || end == begin)
          break;
        words += part.counts ? 1 : 0;
      }
      if (rest.empty() && end > begin + 1 && words > counted) {
        if (other_is_x)
          from_y_[at] = true, --left_y_;
        else
          to_y_[at] = counted, --left_x_;
        for (std::size_t w = counted; w < words; ++w) {
          if (other_is_x)
            to_y_[w] = at, --left_x_;
          else
            from_y_[w] = true, --left_y_;
        }
        ++words_matched_;
        rare_ = rare_ || vocabulary_[word.spelling_id].holders <= common_;
        worsen(Way::spelling, kSpelling);
        return;
      }
      counted += other.parts[begin].counts ? 1 : 0;
    }
  }

  /// A particle that begins one name stands within the other: "Le Drian", "Jean-Yves Le Drian".
  void leave_out_weak() {
    const auto is_weak_in = [&](const Name& name, const Word& word) {
      return std::ranges::any_of(name.parts,
                                 [&](const Part& part) { return !part.counts && vocabulary_[part.word].spelling_id == word.spelling_id; });
    };
    for (std::size_t i = 0; i < x_->words.size() && left_x_ > 0; ++i)
      if (to_y_[i] == kNone && is_weak_in(*y_, word_x(i))) to_y_[i] = 0, --left_x_;
    for (std::size_t j = 0; j < y_->words.size() && left_y_ > 0; ++j)
      if (!from_y_[j] && is_weak_in(*x_, word_y(j))) from_y_[j] = true, --left_y_;
  }

  /// What is left of both names, one by one: an initial stands for a name that begins with it. "H. W." is not "W.".
  void align_initials() {
    std::size_t i = 0, j = 0;
    while (left_x_ > 0 && left_y_ > 0) {
      while (to_y_[i] != kNone) ++i;
      while (from_y_[j]) ++j;
      const Word &a = word_x(i), &b = word_y(j);
      if (!(a.is_initial() || b.is_initial()) || a.is(kNumber) || b.is(kNumber)) return;
      if (a.letters.front() != b.letters.front() && a.spelling.front() != b.spelling.front()) return;
      to_y_[i] = j;
      from_y_[j] = true;
      --left_x_;
      --left_y_;
      if (!(a.is_initial() && b.is_initial())) ++initials_;
    }
  }

  bool in_order() const {
    std::size_t last = 0;
    for (std::size_t i = 0; i < x_->words.size(); ++i) {
      if (to_y_[i] == kNone) continue;
      if (to_y_[i] < last) return false;
      last = to_y_[i];
    }
    return true;
  }

  /// The whole of both names without spaces, where they are cut differently: "gimjeong-eun", "Kim Jong Un".
  bool written_together() const {
    if (x_->words.size() == y_->words.size()) return false;
    std::string x, y;
    for (std::size_t i = 0; i < x_->words.size(); ++i) x += word_x(i).spelling;
    for (std::size_t j = 0; j < y_->words.size(); ++j) y += word_y(j).spelling;
    constexpr std::size_t kEnough = 8;  // shorter ones are like each other by chance
    return x.size() >= kEnough && y.size() >= kEnough && edit_cost(x, y, kFull) <= kFull && skeleton_of(x, false) == skeleton_of(y, false);
  }

  void finish_person(NameMatch& match) {
    const std::size_t left = left_x_ + left_y_;
    if (words_matched_ == 1 && initials_ == 0) {
      const std::size_t shorter = std::min(x_->words.size(), y_->words.size());
      if (left > 0 && shorter == 1) {
        match.way = Way::bare;
        match.bare = vocabulary_[x_->words.size() == 1 ? x_->words[0] : y_->words[0]].spelling_id;
        match.score *= vocabulary_[match.bare].holders <= 2 ? kBare : kBareOfSeveral;
        return;
      }
      if (left == 0) match.score *= kMononym;
    }
    if (initials_ > 0) {
      match.way = std::max(match.way, Way::initials);
      match.score *= kInitials;
      for (std::size_t i = 1; i < initials_; ++i) match.score *= kMoreInitials;
    }
    if (!in_order()) {
      match.way = std::max(match.way, Way::reordered);
      match.score *= kReordered;
    }
    if (left > 0) {
      match.way = std::max(match.way, Way::part);
      match.score *= ordinal_left() ? kOrdinalLeftOut : kPart;
      for (std::size_t i = 1; i < left; ++i) match.score *= kMoreParts;
    }
    if (match.common && (left > 0 || initials_ > 0)) match.score *= kCommon;
    if (match.way == Way::same && !same_parts()) match.way = Way::titles;
  }

  void finish_other(NameMatch& match, Kind kind) {
    if (left_x_ + left_y_ > 0) {
      match.way = Way::part;
      match.score *= kind == Kind::agreement && numbers_ && !ordinal_left() ? kAgreementPart : kMore;
      return;
    }
    if (x_->words.size() == 1 && match.way > Way::spelling) match.score = kOneWordOff;
    if (x_->words.size() == 1 && match.way == Way::spelling && factor_ < kSpelling) match.score = kOneWordOff;
    if (x_->acronym && y_->acronym) match.score = std::min(match.score, match.way == Way::same ? 1 : kOneWordOff);
    if (!in_order()) {
      match.way = std::max(match.way, Way::reordered);
      match.score *= kReordered;
    }
    if (match.way == Way::same && !same_parts()) match.way = Way::titles;
  }

  bool ordinal_left() const {
    for (std::size_t i = 0; i < x_->words.size(); ++i)
      if (to_y_[i] == kNone && word_x(i).is(kNumber)) return true;
    for (std::size_t j = 0; j < y_->words.size(); ++j)
      if (!from_y_[j] && word_y(j).is(kNumber)) return true;
    return false;
  }

  bool same_parts() const { return std::ranges::equal(x_->parts, y_->parts, {}, &Part::word, &Part::word); }

  double acronym_score(const Name& acronym, const Name& name) const {
    const std::string& letters = vocabulary_[acronym.words[0]].letters;
    if (letters.size() < 2 || letters.size() > kMaxParts || name.words.size() < 2) return 0;
    std::string counted, all;
    for (const Part& part : name.parts) {
      const char first = vocabulary_[part.word].letters.front();
      all += first;
      if (part.counts) counted += first;
    }
    if (letters != counted && letters != all) return 0;
    return letters.size() >= 4 ? kAcronym : kShortAcronym;
  }

  const Vocabulary& vocabulary_;
  std::size_t common_;
  const Name *x_ = nullptr, *y_ = nullptr;
  std::array<std::size_t, kMaxWords> to_y_{};  // for each word of x that of y; kNone for none
  std::array<bool, kMaxWords> from_y_{};
  std::size_t left_x_ = 0, left_y_ = 0, words_matched_ = 0, initials_ = 0;
  bool rare_ = false, numbers_ = false;
  Way way_ = Way::same;
  double factor_ = 1;
};

// --- Two candidates ----------------------------------------------------------------------------------------------------------

// What the parts of a score are worth. Names alone stay below certainty because identity never rests on them alone; everything else together
// is worth less than a doubt about the name.
constexpr double kNames = 0.80;
constexpr double kSameCountry = 0.08;
constexpr double kSameOffice = 0.08;
constexpr double kSameBody = 0.04;           // half of it: a party has many members
constexpr double kNeighbours = 0.12;         // with all of them shared
constexpr double kOtherCountry = 0.70;       // namesakes of two countries are mostly two persons, but a person can be listed under two
constexpr double kOtherCountryThing = 0.60;  // Tripoli, the Communist Party: two things
constexpr double kRelated = 0.70;            // a text that relates two nodes takes them for two
constexpr double kManyBearers = 0.90;        // a name that many nodes have
constexpr double kCertain = 0.99;            // the same Wikidata number: only the link to it can be wrong
constexpr double kHighest = 0.97;            // without one
constexpr double kContradicted = 0.55;       // below 0.6, where an analyst begins to look
constexpr std::size_t kEnoughShared = 4;     // neighbours; fewer are shared by all who are in the news of a country
constexpr std::size_t kFewBearers = 10;      // duplicates of one thing are fewer
constexpr std::size_t kOffices = 32;         // looked at of each: the longest career in the gazetteer has a third of that
constexpr std::size_t kBlock = 50;           // a block this large is 1,225 pairs; a word that more have is a given name or "ministry"
constexpr std::size_t kWindow = 8;           // of a larger block of one name: enough for every duplicate of one thing to be next to another

struct Entry {
  const IdentityCandidate* candidate = nullptr;
  Kind kind = Kind::body;
  std::string_view wikidata;  // empty for none
  std::string_view owner;     // code of the state in the id; empty for none
  std::vector<Name> names;    // each spelling once; the fullest first
  std::size_t full = 0;       // how many are part of no other
};

std::string_view wikidata_of(const IdentityCandidate& candidate) {
  const std::string& number = candidate.wikidata;
  const bool is_number = number.size() > 1 && number[0] == 'Q' && std::ranges::all_of(std::string_view(number).substr(1), is_ascii_digit);
  return is_number ? std::string_view(number) : std::string_view();
}

/// "IRN" of "state:IRN", "government:IRN/foreign-ministry", "force:IRN".
std::string_view owner_of(std::string_view id) {
  constexpr std::size_t kCode = 3;
  for (const std::string_view prefix : {"state:", "government:", "force:", "people:"}) {
    if (!id.starts_with(prefix)) continue;
    const std::string_view key = id.substr(prefix.size());
    const std::string_view code = key.substr(0, kCode);
    const bool is_code = code.size() == kCode && std::ranges::all_of(code, [](char c) { return c >= 'A' && c <= 'Z'; });
    if (is_code && (key.size() == kCode || key[kCode] == '/')) return code;
  }
  return {};
}

struct Office {
  std::string_view body, office;
};

Office office_of(std::string_view text) {
  const std::size_t space = text.find(' ');
  if (space == std::string_view::npos) return {text, {}};
  return {text.substr(0, space), text.substr(space + 1)};
}

/// A state and its government are one employer.
bool same_body(std::string_view a, std::string_view b) {
  if (a == b) return true;
  const std::string_view owner = owner_of(a);
  return !owner.empty() && owner == owner_of(b) && a.find('/') == std::string_view::npos && b.find('/') == std::string_view::npos;
}

/// "foreign minister", "Foreign-Minister"
bool same_office(std::string_view a, std::string_view b) {
  return std::ranges::equal(
      fold(a), fold(b), {}, [](char c) { return c == '-' ? ' ' : c; }, [](char c) { return c == '-' ? ' ' : c; });
}

bool contains(const IdentityCandidate& whole, const IdentityCandidate& part) {
  if (part.id.size() > whole.id.size() && part.id.starts_with(whole.id) && part.id[whole.id.size()] == '/') return true;
  return std::ranges::any_of(part.offices, [&](const std::string& office) { return office_of(office).body == whole.id; });
}

/// Whether something other than names says that two nodes are not one.
bool forbidden(const Entry& a, const Entry& b) {
  if (!a.wikidata.empty() && !b.wikidata.empty() && a.wikidata != b.wikidata) return true;
  if (a.candidate->id.starts_with("state:") && b.candidate->id.starts_with("state:")) return true;
  if (!a.owner.empty() && !b.owner.empty() && a.owner != b.owner) return true;
  return contains(*a.candidate, *b.candidate) || contains(*b.candidate, *a.candidate);
}

/// `text` as a reason may show it.
std::string quoted(std::string_view text) {
  constexpr std::size_t kShown = 60;  // code points: two names fit a line
  std::string out = "'";
  std::size_t shown = 0;
  for (std::size_t at = 0; at < text.size();) {
    const auto [c, next] = decode(text, at);
    if (++shown > kShown) {
      out += "\u2026";
      break;
    }
    // Controls, line and paragraph separators, marks that reverse the text around them.
    const bool hidden = c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x200B && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E) ||
                        (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF;
    if (c == 0xFFFD || hidden)
      out += "\uFFFD";
    else
      out.append(text, at, next - at);
    at = next;
  }
  return out + "'";
}

std::string label_of(std::string_view id) { return std::string(id.substr(id.find(':') == std::string_view::npos ? 0 : id.find(':') + 1)); }

std::size_t shared_count(std::span<const Key64> a, std::span<const Key64> b) {
  std::size_t shared = 0;
  for (auto i = a.begin(), j = b.begin(); i != a.end() && j != b.end();) {
    if (*i == *j) ++shared;
    const bool next_i = *i <= *j, next_j = *j <= *i;
    if (next_i) ++i;
    if (next_j) ++j;
  }
  return shared;
}

std::string name_reason(const NameMatch& match, const std::string& x, const std::string& y) {
  const std::string both = quoted(x) + ", " + quoted(y);
  switch (match.way) {
    case Way::same: return "same name " + quoted(x);
    case Way::titles: return "same name but for titles and small words: " + both;
    case Way::spelling: return "transliterations of one name: " + both;
    case Way::given: return "forms of one given name: " + both;
    case Way::letter: return "names differ by one letter: " + both;
    case Way::letters: return "names differ by a few letters: " + both;
    case Way::reordered: return "same words in another order: " + both;
    case Way::initials: return "initials that fit the name: " + both;
    case Way::part: return "one name is part of the other: " + both;
    case Way::bare: return "one name alone, of the other's: " + both;
    case Way::acronym: return "acronym and name: " + both;
    case Way::differ: break;
  }
  return "names differ: " + both;
}

/// How many candidates have a whole name, by its key; only those that more than two have.
using Bearers = std::unordered_map<std::uint64_t, std::size_t>;

std::uint64_t key_of(char kind, bool person, std::string_view text) { return hash64(fmt::format("{}{}{}", kind, person ? 'p' : 'o', text)); }

template <class Of>
std::string sorted_words(const Name& name, const Vocabulary& vocabulary, Of of) {
  std::vector<std::string_view> words;
  for (const WordId word : name.words) words.push_back(std::invoke(of, vocabulary[word]));
  std::ranges::sort(words);
  return fmt::format("{}", fmt::join(words, " "));
}

std::uint64_t whole_key(const Name& name, const Vocabulary& vocabulary, bool person) {
  return key_of('w', person, sorted_words(name, vocabulary, &Word::spelling));
}

class Scorer {
 public:
  Scorer(const Vocabulary& vocabulary, const Bearers& bearers, std::size_t common, double min_score)
      : vocabulary_(vocabulary), bearers_(bearers), names_(vocabulary, common), min_score_(min_score) {}

  /// REQUIRES: a before b by id, their types may match.
  std::optional<IdentitySuggestion> score(const Entry& a, const Entry& b) {
    const IdentityCandidate &left = *a.candidate, &right = *b.candidate;
    if (left.id == right.id || forbidden(a, b)) return std::nullopt;
    const bool same_number = !a.wikidata.empty() && a.wikidata == b.wikidata;
    const Kind kind = a.kind == b.kind ? a.kind : Kind::body;
    const NameMatch match = best_match(a, b, kind);
    if (!same_number && !(match.score > 0 && match.score * kNames + kSameCountry + kSameOffice + kNeighbours >= min_score_)) return std::nullopt;

    IdentitySuggestion suggestion{.a = left.id, .b = right.id, .score = kNames * match.score, .reasons = {}};
    std::vector<std::string> against;
    double& score = suggestion.score;
    double highest = kHighest;
    const bool contradicted = match.way == Way::differ || (match.way == Way::part && kind != Kind::person && match.score <= kMore);
    if (contradicted) highest = kContradicted;
    if (same_number) suggestion.reasons.push_back("same Wikidata number " + std::string(a.wikidata));
    if (match.x != nullptr) {
      std::string reason = name_reason(match, left.names[match.x->text], right.names[match.y->text]);
      (match.way == Way::differ ? against : suggestion.reasons).push_back(std::move(reason));
      score *= crowd(match, kind, against);
    }
    if (!left.country.empty() && !right.country.empty()) {
      if (left.country == right.country) {
        score += kSameCountry;
        suggestion.reasons.push_back("both of " + left.country);
      } else {
        score *= kind == Kind::person ? kOtherCountry : kOtherCountryThing;
        if (kind != Kind::person) highest = kContradicted;
        against.push_back(fmt::format("countries differ: {}, {}", left.country, right.country));
      }
    }
    if (std::ranges::binary_search(left.neighbours, hash64(right.id)) || std::ranges::binary_search(right.neighbours, hash64(left.id))) {
      score *= kRelated;
      against.emplace_back("they have relations with each other");
    }
    score += shared_offices(left, right, suggestion.reasons);
    if (const std::size_t shared = shared_count(left.neighbours, right.neighbours); shared > 0) {
      const std::size_t fewer = std::min(left.neighbours.size(), right.neighbours.size());
      const double trust = std::min(1.0, static_cast<double>(shared) / static_cast<double>(kEnoughShared));
      score += kNeighbours * trust * static_cast<double>(shared) / static_cast<double>(fewer);
      suggestion.reasons.push_back(fmt::format("{} of {} neighbours shared", shared, fewer));
    }
    score = same_number ? kCertain : std::min(score, highest);
    if (!(score >= min_score_)) return std::nullopt;
    std::ranges::move(against, std::back_inserter(suggestion.reasons));
    return suggestion;
  }

 private:
  NameMatch best_match(const Entry& a, const Entry& b, Kind kind) {
    NameMatch best;
    for (std::size_t i = 0; i < a.names.size(); ++i) {
      for (std::size_t j = 0; j < b.names.size(); ++j) {
        // A part of a fuller name says something only against one who has no fuller name than that.
        const bool full = i < a.full && j < b.full;
        const bool one_full = i < a.full || j < b.full;
        if (!full && !(one_full && names_.spelled_alike(a.names[i], b.names[j]))) continue;
        NameMatch match = names_.compare(a.names[i], b.names[j], kind);
        if (kind != Kind::person && a.names[i].acronym && b.names[j].acronym && a.full > 1 && b.full > 1)
          match.score = std::min(match.score, kSharedAcronym);
        if (match.score > best.score) best = match;
        if (best.score >= 1) return best;
      }
    }
    return best;
  }

  /// What it takes from a name that others have too; says so in `against`.
  double crowd(const NameMatch& match, Kind kind, std::vector<std::string>& against) const {
    if (match.way == Way::bare) {
      const Word& word = vocabulary_[match.bare];
      if (word.holders > 2) against.push_back(fmt::format("{} nodes have this name or a name with it", word.holders));
      return 1;
    }
    if (match.way == Way::differ) return 1;
    if (match.common) against.emplace_back("only common names are shared");
    const auto found = bearers_.find(whole_key(*match.x, vocabulary_, kind == Kind::person));
    if (found == bearers_.end() || found->second <= kFewBearers) return 1;
    against.push_back(found->second <= kBlock
                          ? fmt::format("{} nodes have this name", found->second)
                          : fmt::format("{} nodes have this name: each was compared with {} of them only", found->second, 2 * kWindow));
    return kManyBearers;
  }

  static double shared_offices(const IdentityCandidate& a, const IdentityCandidate& b, std::vector<std::string>& reasons) {
    double worth = 0;
    std::string best;
    for (const std::string& first : std::span(a.offices).first(std::min(a.offices.size(), kOffices))) {
      for (const std::string& second : std::span(b.offices).first(std::min(b.offices.size(), kOffices))) {
        const Office x = office_of(first), y = office_of(second);
        if (x.body.empty() || !same_body(x.body, y.body)) continue;
        const bool same = !x.office.empty() && same_office(x.office, y.office);
        const bool says_country = !same && owner_of(x.body) == a.country && x.body.find('/') == std::string_view::npos && a.country == b.country;
        const double value = says_country ? 0 : same ? kSameOffice : kSameBody;
        if (value <= worth) continue;
        worth = value;
        best = same ? fmt::format("both {} of {}", x.office, label_of(x.body)) : fmt::format("both belong to {}", label_of(x.body));
      }
    }
    if (worth > 0) reasons.push_back(std::move(best));
    return worth;
  }

  const Vocabulary& vocabulary_;
  const Bearers& bearers_;
  NameComparison names_;
  double min_score_;
};

// --- Which are compared ------------------------------------------------------------------------------------------------------

struct BlockKey {
  std::uint64_t hash;
  std::uint32_t entry;
  bool whole;  // a whole name or a Wikidata number

  friend auto operator<=>(const BlockKey&, const BlockKey&) = default;
};

/// The keys of one entry. Names are full of words only by mistake, so that what is beyond kMaxKeys is left out.
class KeyMaker {
 public:
  KeyMaker(const Vocabulary& vocabulary, std::vector<BlockKey>& out) : vocabulary_(vocabulary), out_(out) {}

  void add(const Entry& entry, std::uint32_t number) {
    keys_.clear();
    person_ = entry.kind == Kind::person;
    if (!entry.wikidata.empty()) put('q', entry.wikidata, true);
    for (const Name& name : entry.names) keys_.push_back({whole_key(name, vocabulary_, person_), 0, true});
    for (std::size_t at = 0; at < entry.full; ++at) add_name(entry.names[at]);
    constexpr std::size_t kMaxKeys = 160;  // 12 names of two or three words have fewer
    if (keys_.size() > kMaxKeys) keys_.resize(kMaxKeys);
    for (BlockKey& key : keys_) key.entry = number;
    std::ranges::sort(keys_);
    const auto repeated = std::ranges::unique(keys_);
    out_.insert(out_.end(), keys_.begin(), repeated.begin());
  }

 private:
  void put(char kind, std::string_view text, bool whole = false) { keys_.push_back({key_of(kind, person_, text), 0, whole}); }

  void add_name(const Name& name) {
    const auto word = [&](std::size_t at) -> const Word& { return vocabulary_[name.words[at]]; };
    const std::size_t size = name.words.size();
    std::string together;
    for (std::size_t at = 0; at < size; ++at) together += word(at).spelling;
    put('t', together);
    put('k', skeleton_of(together, false));
    for (std::size_t at = 0; at < size; ++at) {
      if (word(at).is_initial()) continue;
      constexpr std::size_t kTelling = 3;  // consonants; fewer fit too many words
      put('r', word(at).spelling);
      if (word(at).skeleton.size() >= kTelling) put('s', word(at).skeleton);
      if (word(at).given != 0) put('g', std::to_string(word(at).given));
    }
    constexpr std::size_t kPaired = 6;  // 15 pairs; a name of more words has a rare one
    for (std::size_t i = 0; i < std::min(size, kPaired); ++i)
      for (std::size_t j = i + 1; j < std::min(size, kPaired); ++j) add_pair(word(i), word(j));
    if (person_ && size > 1) {
      for (std::size_t at = 0; at + 1 < std::min(size, kPaired); ++at) add_family(word(size - 1), word(at));
      add_family(word(0), word(size - 1));
    }
    if (!person_) add_acronyms(name);
  }

  void add_pair(const Word& a, const Word& b) {
    if (a.is_initial() || b.is_initial()) return;
    const auto& [first, second] = std::minmax(form(a), form(b));
    put('p', first + " " + second);
  }

  /// A given name by all its forms, any other word by its consonants.
  static std::string form(const Word& word) { return word.given != 0 ? std::to_string(word.given) : word.skeleton; }

  void add_family(const Word& family, const Word& other) {
    if (!family.is_initial()) put('f', fmt::format("{} {}", form(family), other.letters.front()));
  }

  void add_acronyms(const Name& name) {
    if (name.acronym) put('a', vocabulary_[name.words[0]].letters);
    if (name.words.size() < 2) return;
    std::string counted, all;
    for (const Part& part : name.parts) {
      all += vocabulary_[part.word].letters.front();
      if (part.counts) counted += all.back();
    }
    put('a', counted);
    put('a', all);
  }

  const Vocabulary& vocabulary_;
  std::vector<BlockKey>& out_;
  std::vector<BlockKey> keys_;
  bool person_ = false;
};

/// Entries that share a key, from one of them on: members[begin, end) come after `entry`.
struct Slot {
  std::uint32_t entry, begin, end;

  friend auto operator<=>(const Slot&, const Slot&) = default;
};

/// Who is compared with whom: blocks of at most kBlock entries, and pairs out of larger ones.
struct Blocks {
  std::vector<std::uint32_t> members;                             // of all blocks, ascending within each
  std::vector<Slot> slots;                                        // by entry
  std::vector<std::pair<std::uint32_t, std::uint32_t>> windowed;  // sorted; the first is the smaller
  Bearers bearers;
};

/// Neighbours in order of what tells namesakes apart, so that duplicates stand close.
void add_window(std::span<const BlockKey> run, const std::vector<Entry>& entries, Blocks& blocks) {
  std::vector<std::uint32_t> order;
  for (const BlockKey& key : run) order.push_back(key.entry);
  std::ranges::sort(order, {}, [&](std::uint32_t entry) {
    const IdentityCandidate& candidate = *entries[entry].candidate;
    return std::tuple(std::string_view(candidate.country),
                      candidate.offices.empty() ? std::string_view() : std::string_view(candidate.offices.front()), entry);
  });
  for (std::size_t at = 0; at < order.size(); ++at)
    for (std::size_t other = at + 1; other < std::min(order.size(), at + 1 + kWindow); ++other)
      blocks.windowed.emplace_back(std::min(order[at], order[other]), std::max(order[at], order[other]));
}

Blocks make_blocks(const std::vector<Entry>& entries, const Vocabulary& vocabulary) {
  std::vector<BlockKey> keys;
  KeyMaker maker(vocabulary, keys);
  for (std::uint32_t number = 0; number < entries.size(); ++number) maker.add(entries[number], number);
  std::ranges::sort(keys);
  Blocks blocks;
  for (auto begin = keys.begin(); begin != keys.end();) {
    const auto end = std::find_if(begin, keys.end(), [&](const BlockKey& key) { return key.hash != begin->hash; });
    const auto size = static_cast<std::size_t>(end - begin);
    if (begin->whole && size > kFewBearers) blocks.bearers.emplace(begin->hash, size);
    if (size >= 2 && size <= kBlock) {
      const auto last = static_cast<std::uint32_t>(blocks.members.size() + size);
      for (auto key = begin; key != end; ++key) {
        blocks.members.push_back(key->entry);
        const auto next = static_cast<std::uint32_t>(blocks.members.size());
        if (next < last) blocks.slots.push_back({key->entry, next, last});
      }
    } else if (size > kBlock && begin->whole) {
      add_window({begin, end}, entries, blocks);
    }
    begin = end;
  }
  std::ranges::sort(blocks.slots);
  std::ranges::sort(blocks.windowed);
  return blocks;
}

/// The names of an entry: each spelling once, those that are part of no other first.
void read_names(Entry& entry, NameReader& reader, const NameComparison& comparison) {
  std::vector<Name> names;
  const std::vector<std::string>& texts = entry.candidate->names;
  for (std::uint32_t at = 0; at < texts.size() && names.size() < kNamesRead; ++at) {
    std::optional<Name> name = reader.read(texts[at], entry.kind);
    if (!name) continue;
    name->text = at;
    const auto known = [&](const Name& other) { return other.acronym == name->acronym && comparison.spelled_alike(other, *name); };
    if (std::ranges::none_of(names, known)) names.push_back(std::move(*name));
  }
  const auto rest = std::stable_partition(names.begin(), names.end(), [&](const Name& name) {
    return std::ranges::none_of(names, [&](const Name& other) { return comparison.is_part(name, other); });
  });
  entry.full = std::min(static_cast<std::size_t>(rest - names.begin()), kMaxNames);
  if (names.size() > kMaxNames) names.erase(names.begin() + kMaxNames, names.end());
  entry.names = std::move(names);
}

void count_holders(const std::vector<Entry>& entries, Vocabulary& vocabulary) {
  std::vector<WordId> held;
  for (const Entry& entry : entries) {
    held.clear();
    for (std::size_t at = 0; at < entry.full; ++at)
      for (const WordId word : entry.names[at].words) held.push_back(vocabulary[word].spelling_id);
    std::ranges::sort(held);
    const auto repeated = std::ranges::unique(held);
    for (auto word = held.begin(); word != repeated.begin(); ++word) ++vocabulary[*word].holders;
  }
}

/// How many candidates may have a word that still tells something: a family name that is frequent in one country is shared by some
/// thirty of all who are in the news, and by one of a thousand in a large graph.
std::size_t common_from(std::size_t candidates) { return std::max<std::size_t>(30, candidates / 1000); }

}  // namespace

std::vector<IdentitySuggestion> suggest_duplicates(std::span<const IdentityCandidate> candidates,
                                                   const std::function<bool(TypeId, TypeId)>& may_match, double min_score) {
  Vocabulary vocabulary;
  NameReader reader(vocabulary);
  const std::size_t common = common_from(candidates.size());
  const NameComparison comparison(vocabulary, common);
  std::vector<Entry> entries(candidates.size());
  std::ranges::transform(candidates, entries.begin(), [](const IdentityCandidate& candidate) {
    return Entry{&candidate, kind_of(candidate.id), wikidata_of(candidate), owner_of(candidate.id), {}, 0};
  });
  std::ranges::sort(entries, {}, [](const Entry& entry) { return std::string_view(entry.candidate->id); });
  for (Entry& entry : entries) read_names(entry, reader, comparison);
  count_holders(entries, vocabulary);
  const Blocks blocks = make_blocks(entries, vocabulary);

  Scorer scorer(vocabulary, blocks.bearers, common, min_score);
  std::vector<IdentitySuggestion> suggestions;
  std::vector<std::uint32_t> partners;
  auto slot = blocks.slots.begin();
  auto windowed = blocks.windowed.begin();
  for (std::uint32_t entry = 0; entry < entries.size(); ++entry) {
    partners.clear();
    for (; slot != blocks.slots.end() && slot->entry == entry; ++slot)
      partners.insert(partners.end(), blocks.members.begin() + slot->begin, blocks.members.begin() + slot->end);
    for (; windowed != blocks.windowed.end() && windowed->first == entry; ++windowed) partners.push_back(windowed->second);
    std::ranges::sort(partners);
    const auto repeated = std::ranges::unique(partners);
    for (auto partner = partners.begin(); partner != repeated.begin(); ++partner) {
      const Entry &a = entries[entry], &b = entries[*partner];
      if (!may_match(a.candidate->type, b.candidate->type)) continue;
      if (auto suggestion = scorer.score(a, b)) suggestions.push_back(std::move(*suggestion));
    }
  }
  std::ranges::sort(suggestions, [](const IdentitySuggestion& x, const IdentitySuggestion& y) {
    return std::tie(y.score, x.a, x.b) < std::tie(x.score, y.a, y.b);
  });
  return suggestions;
}

}  // namespace entente
