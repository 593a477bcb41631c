#include "ingest/language/segment.h"

#include <fmt/format.h>
#include <unicode/brkiter.h>
#include <unicode/utext.h>

#include <algorithm>

#include "graph/text/unicode.h"

namespace entente {

std::size_t dateline_length(std::string_view line) {
  // 100 bytes hold the longest place, outlet and date seen before a dash.
  const auto head = line.substr(0, 100);
  for (const std::string_view dash : {" – ", " — ", " - ", " -- ", "--"}) {
    const auto at = head.find(dash);
    if (at == std::string_view::npos) continue;
    const auto first_word = head.substr(0, std::min(head.find_first_of(" ,("), at));
    const bool capitals = first_word.size() >= 3 && is_letter(decode(first_word, 0).value) &&
                          std::ranges::none_of(first_word, [](char c) { return c >= 'a' && c <= 'z'; });
    if (!capitals) continue;
    return at + dash.size();
  }
  return 0;
}

namespace {

constexpr std::uint32_t kLongestSentence = 200;  // tokens: the longest of the treebanks has 160; more is a table, or text without stops
constexpr std::size_t kShortLine = 80;           // bytes: a byline is shorter, a sentence that starts with the same words is longer

bool is_furniture(const Language& language, std::string_view line) {
  if (std::ranges::none_of(line, [](char c) { return (c | 32) >= 'a' && (c | 32) <= 'z'; }))
    return std::ranges::none_of(line, [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
  const std::string folded = fold(line.substr(0, kShortLine));
  for (const auto& [prefix, only_short] : language.furniture)
    if (folded.starts_with(prefix) && (!only_short || (line.size() < kShortLine && !line.ends_with('.')))) return true;
  return false;
}

Shape shape_of(std::string_view word) {
  bool first = true, any_lower = false, any_letter = false, first_upper = false;
  std::size_t letters = 0;
  for (std::size_t at = 0; at < word.size();) {
    const auto [c, next] = decode(word, at);
    at = next;
    if (is_letter(c)) {
      any_letter = true;
      ++letters;
      if (first) first_upper = is_upper(c);
      first = false;
      if (!is_upper(c)) any_lower = true;
    } else if (first && is_digit(c)) {
      first = false;
    }
  }
  if (!any_letter) return Shape::number;
  if (!first_upper) return any_lower ? Shape::lower : Shape::all_capitals;
  return any_lower || letters == 1 ? Shape::capitalized : Shape::all_capitals;
}

/// Cuts the text of one sentence into tokens.
class Tokenizer {
 public:
  /// Without a language every word stays whole: the way names of the gazetteers are cut.
  Tokenizer(const Vocabulary* vocabulary, const Language* language, std::string_view text, std::vector<Token>& tokens)
      : vocabulary_(vocabulary), language_(language), text_(text), tokens_(tokens) {}

  void run(Span span) {
    std::size_t at = span.begin;
    while (at < span.end) {
      const auto [c, next] = decode(text_, at);
      if (is_space(c) || c == 0xFEFF) {
        at = next;
      } else if (is_letter(c) || is_digit(c)) {
        const std::size_t end = word_end(at, span.end);
        add_word(at, end);
        at = end;
      } else {
        std::size_t end = next;
        // "...", "--", "!!" and "``" are one mark; brackets and quotes are not.
        constexpr std::string_view kRepeated = ".-!?`*=_~";
        while (c < 0x80 && kRepeated.find(static_cast<char>(c)) != std::string_view::npos && end < span.end && text_[end] == static_cast<char>(c))
          ++end;
        add(at, end, Shape::punctuation);
        at = end;
      }
    }
  }

 private:
  std::size_t word_end(std::size_t begin, std::size_t limit) const {
    std::size_t at = begin;
    char32_t last = 0;
    while (at < limit) {
      const auto [c, next] = decode(text_, at);
      if (!is_letter(c) && !is_digit(c) && !(at > begin && joins(begin, at, next, limit, last, c))) break;
      last = c;
      at = next;
    }
    return at;
  }

  // Whether mark `c` between two characters belongs to the word: hyphen, apostrophe, the stops of "U.S.", "1,5" and "5/11/2024".
  bool joins(std::size_t begin, std::size_t at, std::size_t next, std::size_t limit, char32_t last, char32_t c) const {
    const char32_t after = next < limit ? decode(text_, next).value : U' ';
    if (c == '-' || c == 0x2011) return is_letter(after) || is_digit(after);
    if (c == '\'' || c == 0x2019 || c == 0x2018 || c == 0x02BC) return (is_letter(last) || is_digit(last) || last == '.') && is_letter(after);
    if (c == '.') {
      if (is_digit(last) && is_digit(after)) return true;
      const bool single = at - begin == 1 || (at >= begin + 2 && text_[at - 2] == '.');
      if (!single || !is_letter(last)) return false;
      return is_letter(after) || text_.substr(begin, at - begin).find('.') != std::string_view::npos;
    }
    if (c == ',' || c == '/' || c == ':') return is_digit(last) && is_digit(after);
    return false;
  }

  void add(std::size_t begin, std::size_t end, Shape shape) {
    const auto surface = text_.substr(begin, end - begin);
    const WordId word = vocabulary_ != nullptr ? vocabulary_->find(fold(surface)) : kUnknownWord;
    tokens_.push_back({{static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)}, word, shape});
  }

  void add_word(std::size_t begin, std::size_t end) {
    const auto surface = text_.substr(begin, end - begin);
    if (!is_letter(decode(surface, 0).value)) {
      split_hyphen(begin, end, surface);
      return;
    }
    if (split_unit(begin, end, surface)) return;
    const std::string folded = fold(surface);
    if (split_listed(begin, end, surface, folded)) return;
    if (folded.size() > 2 && folded.ends_with("'s")) {
      const std::size_t cut = surface.find_last_of("'\x99\x98\xBC");  // the apostrophe, or the last byte of a curly one
      const std::size_t mark = surface[cut] == '\'' ? cut : surface.rfind(surface[cut] == '\xBC' ? '\xCA' : '\xE2');
      split_hyphen(begin, begin + mark, surface.substr(0, mark));
      add(begin + mark, end, Shape::lower);
      return;
    }
    if (known(folded)) {
      add(begin, end, shape_of(surface));
      return;
    }
    if (folded.size() != surface.size()) {  // a clitic's bytes could not be counted back from the end
      split_hyphen(begin, end, surface);
      return;
    }
    // "bertambahnya": no data know the rest, but a word in lower case that ends so is all but never a word of its own.
    if (language_->clitic_minimum > 0 && !language_->clitics.empty() && folded.size() >= language_->clitic_minimum &&
        folded.ends_with(language_->clitics.front()) && std::ranges::none_of(surface.substr(1), [](char c) { return c >= 'A' && c <= 'Z'; })) {
      cut(begin, end, surface, language_->clitics.front().size());
      return;
    }
    for (const auto& clitic : language_->clitics) {
      if (folded.size() < clitic.size() + 3 || !folded.ends_with(clitic)) continue;
      const auto stem = folded.substr(0, folded.size() - clitic.size());
      if (!known(stem)) continue;
      add(begin, end - clitic.size(), shape_of(surface.substr(0, stem.size())));
      add(end - clitic.size(), end, Shape::lower);
      return;
    }
    split_hyphen(begin, end, surface);
  }

  void cut(std::size_t begin, std::size_t end, std::string_view surface, std::size_t tail) {
    split_hyphen(begin, end - tail, surface.substr(0, surface.size() - tail));
    add(end - tail, end, Shape::lower);
  }

  static bool is_ascii_digit(char c) { return c >= '0' && c <= '9'; }

  // "Rp9.000": the unit and the number.
  bool split_unit(std::size_t begin, std::size_t end, std::string_view surface) {
    if (language_ == nullptr) return false;
    for (const auto& unit : language_->units) {
      if (surface.size() <= unit.size() || !is_ascii_digit(surface[unit.size()]) || fold(surface.substr(0, unit.size())) != unit) continue;
      add(begin, begin + unit.size(), shape_of(surface.substr(0, unit.size())));
      add(begin + unit.size(), end, Shape::number);
      return true;
    }
    return false;
  }

  // Words of which a list of the language says whether and where they are cut.
  bool split_listed(std::size_t begin, std::size_t end, std::string_view surface, const std::string& folded) {
    if (language_ == nullptr) return false;
    if (const auto at = language_->clitic_words.find(folded); at != language_->clitic_words.end() && folded.size() == surface.size()) {
      if (at->second == 0)
        add(begin, end, shape_of(surface));
      else
        cut(begin, end, surface, at->second);
      return true;
    }
    for (const auto& [word, at] : language_->joined) {
      if (folded != word || folded.size() != surface.size()) continue;
      add(begin, begin + at, shape_of(surface.substr(0, at)));
      add(begin + at, end, Shape::lower);
      return true;
    }
    // Folded, a word has as many characters as its surface, but not as many bytes.
    for (const auto& elision : language_->elisions) {
      if (folded.size() <= elision.size() || !folded.starts_with(elision)) continue;
      std::size_t head = 0;
      for (std::size_t character = 0; character < elision.size(); ++character) head = decode(surface, head).next;
      if (head >= surface.size() || fold(surface.substr(0, head)) != elision) continue;
      add(begin, begin + head, shape_of(surface.substr(0, head)));
      add_word(begin + head, end);
      return true;
    }
    for (const auto& contraction : language_->contractions) {
      if (folded.size() <= contraction.size() || !folded.ends_with(contraction)) continue;
      std::size_t tail = surface.size();
      for (std::size_t character = 0; character < contraction.size() && tail > 0;)
        if ((static_cast<unsigned char>(surface[--tail]) & 0xC0) != 0x80) ++character;
      if (tail == 0 || fold(surface.substr(tail)) != contraction) continue;
      cut(begin, end, surface, surface.size() - tail);
      return true;
    }
    return false;
  }

  // "US-backed" and "Thailand-Cambodia" are three tokens, "al-Assad" and "negara-negara" one.
  void split_hyphen(std::size_t begin, std::size_t end, std::string_view surface) {
    const auto hyphen = surface.rfind('-');
    if (hyphen != std::string_view::npos && hyphen > 0 && !known(fold(surface))) {
      const auto head = surface.substr(0, hyphen), tail = surface.substr(hyphen + 1);
      const std::string folded_tail = fold(tail), folded_head = fold(head);
      if (folded_tail == folded_head) {  // reduplication: "Raja-Raja"
        add(begin, end, shape_of(surface));
        return;
      }
      const bool known_tail = std::ranges::find(language_->hyphen_tails, folded_tail) != language_->hyphen_tails.end();
      const bool two_names =
          is_upper(decode(head, 0).value) && is_upper(decode(tail, 0).value) && known(fold(head)) && known(folded_tail) && head.size() > 1;
      if (known_tail || two_names || is_compound(head, folded_head, folded_tail)) {
        split_hyphen(begin, begin + hyphen, head);
        add(begin + hyphen, begin + hyphen + 1, Shape::punctuation);
        add(begin + hyphen + 1, end, shape_of(tail));
        return;
      }
    }
    add(begin, end, shape_of(surface));
  }

  // "native-like", "18-year-old": nothing that is a name or a word of the data is cut.
  bool is_compound(std::string_view head, std::string_view folded_head, std::string_view folded_tail) const {
    if (!language_->splits_hyphens || std::ranges::find(language_->prefixes, folded_head) != language_->prefixes.end()) return false;
    const auto lower = [](std::string_view part) { return std::ranges::all_of(part, [](char c) { return (c >= 'a' && c <= 'z') || c == '-'; }); };
    const bool number = std::ranges::all_of(head, [](char c) { return c >= '0' && c <= '9'; });
    return folded_tail.size() > 1 && lower(folded_tail) && (number || (head.size() > 1 && lower(head)));
  }

  bool known(std::string_view folded) const { return vocabulary_ == nullptr || vocabulary_->find(folded) != kUnknownWord; }

  const Vocabulary* vocabulary_;
  const Language* language_;
  std::string_view text_;
  std::vector<Token>& tokens_;
};

}  // namespace

class Segmenter::Impl {
 public:
  explicit Impl(const Vocabulary& vocabulary) : vocabulary_(vocabulary) {
    UErrorCode error = U_ZERO_ERROR;
    breaker_.reset(icu::BreakIterator::createSentenceInstance(icu::Locale::getRoot(), error));
  }

  void passage(const Language& language, Part part, std::string_view text, std::size_t begin, Document& document) {
    Passage passage;
    cut_ = false;
    passage.part = part;
    passage.text = text;
    bool first_line = true;
    while (begin < text.size()) {
      auto end = text.find('\n', begin);
      if (end == std::string_view::npos) end = text.size();
      auto line = trimmed_line(text, begin, end);
      if (!line.empty() && part == Part::body && first_line) {
        line.begin += static_cast<std::uint32_t>(dateline_length(text.substr(line.begin, line.size())));
        first_line = false;
      }
      if (!line.empty() && !(part == Part::body && is_furniture(language, text.substr(line.begin, line.size()))))
        sentences_of_line(language, line, passage);
      begin = end + 1;
    }
    if (cut_) document.notes.push_back(fmt::format("sentences of more than {} words are read in parts", kLongestSentence));
    document.passages.push_back(std::move(passage));
  }

 private:
  static Span trimmed_line(std::string_view text, std::size_t begin, std::size_t end) {
    const auto blank = [&](std::size_t i) { return text[i] == ' ' || text[i] == '\t'; };
    while (begin < end && blank(begin)) ++begin;
    while (end > begin && blank(end - 1)) --end;
    return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
  }

  void sentences_of_line(const Language& language, Span line, Passage& passage) {
    const auto text = passage.text.substr(line.begin, line.size());
    UErrorCode error = U_ZERO_ERROR;
    UText utext = UTEXT_INITIALIZER;
    utext_openUTF8(&utext, text.data(), static_cast<int64_t>(text.size()), &error);
    breaker_->setText(&utext, error);
    std::size_t begin = 0;
    for (auto at = breaker_->first(); at != icu::BreakIterator::DONE; at = breaker_->next()) {
      const auto end = static_cast<std::size_t>(at);
      if (end == 0 || (end < text.size() && ends_in_abbreviation(language, text.substr(begin, end - begin)))) continue;
      add_sentence(language, trimmed_line(passage.text, line.begin + begin, line.begin + end), passage);
      begin = end;
    }
    utext_close(&utext);
  }

  static bool ends_in_abbreviation(const Language& language, std::string_view sentence) {
    while (sentence.ends_with(' ')) sentence.remove_suffix(1);
    if (!sentence.ends_with('.')) return false;
    auto word = sentence.substr(sentence.find_last_of(" \t") + 1);
    while (!word.empty() && !is_letter(decode(word, 0).value)) word.remove_prefix(decode(word, 0).next);  // an opening quote or bracket
    if (word.empty()) return false;
    // An initial: "George W. Bush".
    const auto [first, next] = decode(word, 0);
    if (is_upper(first) && next + 1 == word.size()) return true;
    return language.abbreviations.contains(fold(word));
  }

  void add_sentence(const Language& language, Span span, Passage& passage) {
    if (span.empty()) return;
    Sentence sentence{span, static_cast<std::uint32_t>(passage.tokens.size()), 0};
    Tokenizer(&vocabulary_, &language, passage.text, passage.tokens).run(span);
    sentence.last = static_cast<std::uint32_t>(passage.tokens.size());
    while (sentence.last - sentence.first > kLongestSentence) {
      Sentence part = sentence;
      part.last = cut_before(passage, sentence.first + kLongestSentence / 2, sentence.first + kLongestSentence);
      part.span.end = passage.tokens[part.last - 1].span.end;
      passage.sentences.push_back(part);
      sentence.first = part.last;
      sentence.span.begin = passage.tokens[part.last].span.begin;
      cut_ = true;
    }
    if (sentence.last > sentence.first) passage.sentences.push_back(sentence);
  }

  // The last token of [first, last) that follows a mark; `last` where none does.
  static std::uint32_t cut_before(const Passage& passage, std::uint32_t first, std::uint32_t last) {
    for (auto i = last; i > first; --i)
      if (passage.tokens[i - 1].shape == Shape::punctuation) return i;
    return last;
  }

  const Vocabulary& vocabulary_;
  std::unique_ptr<icu::BreakIterator> breaker_;
  bool cut_ = false;  // a sentence of the document that is segmented
};

std::vector<std::string> name_words(std::string_view name) {
  std::vector<Token> tokens;
  Tokenizer(nullptr, nullptr, name, tokens).run({0, static_cast<std::uint32_t>(name.size())});
  std::vector<std::string> words;
  for (const auto& token : tokens) words.push_back(fold(name.substr(token.span.begin, token.span.size())));
  return words;
}

Segmenter::Segmenter(const Vocabulary& vocabulary) : impl_(std::make_unique<Impl>(vocabulary)) {}
Segmenter::~Segmenter() = default;

void Segmenter::segment(const Language& language, Document& document) {
  document.passages.clear();
  if (!document.record.title.empty()) impl_->passage(language, Part::title, document.record.title, 0, document);
  impl_->passage(language, Part::body, document.record.text, document.body_begin, document);
}

}  // namespace entente
