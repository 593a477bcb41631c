#include "ingest/relate/time.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>

#include "graph/text/tsv.h"
#include "graph/text/unicode.h"
#include "ingest/language/segment.h"

namespace entente {
namespace {

using std::chrono::year_month_day;

std::optional<Day> day_of(int y, int m, int d) {
  if (y < 1000 || y > 2999 || m < 1 || m > 12 || d < 1) return std::nullopt;
  const year_month_day ymd{std::chrono::year{y}, std::chrono::month{static_cast<unsigned>(m)}, std::chrono::day{static_cast<unsigned>(d)}};
  if (!ymd.ok()) return std::nullopt;
  return static_cast<Day>(std::chrono::sys_days{ymd}.time_since_epoch().count());
}

year_month_day civil(Day day) { return year_month_day{std::chrono::sys_days{std::chrono::days{day}}}; }
int year_of(Day day) { return static_cast<int>(civil(day).year()); }
int month_of(Day day) { return static_cast<int>(static_cast<unsigned>(civil(day).month())); }

// 1 Monday .. 7 Sunday
int weekday_of(Day day) { return static_cast<int>(std::chrono::weekday{std::chrono::sys_days{std::chrono::days{day}}}.iso_encoding()); }

std::optional<int> number_in(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

/// Walks the tokens of one sentence.
class DateScanner {
 public:
  using Word = DateReader::Word;

  DateScanner(const DateReader& reader, std::string_view text, std::span<const Token> tokens, std::optional<Day> anchor)
      : reader_(reader), text_(text), tokens_(tokens), anchor_(anchor) {
    // Outside of these years a date counted from the anchor could leave the calendar that day_of() knows.
    if (anchor_ && (year_of(*anchor_) < 1100 || year_of(*anchor_) > 2900)) anchor_.reset();
  }

  /// Whether token i belongs to a date that starts after it: "last" Monday, "tahun" 2014, "tanggal" 5 Mei, "(" 5/11.
  bool leads_to_date(std::size_t i) const {
    const auto mark = surface(i);
    return mark == "(" || fold(mark) == "tanggal" ||
           word(i, {Word::last, Word::next, Word::unit_day, Word::unit_week, Word::unit_month, Word::unit_year}).has_value();
  }

  std::optional<FoundDate> at(std::size_t i) {
    if (auto found = numeric(i)) return found;
    if (auto found = day_month(i)) return found;
    if (auto found = month_first(i)) return found;
    if (auto found = year_alone(i)) return found;
    if (!anchor_) return std::nullopt;
    if (auto found = count_ago(i)) return found;
    return relative(i);
  }

 private:
  struct Hit {
    DateReader::Entry entry{};
    std::size_t length = 0;
  };

  std::string_view surface(std::size_t i) const { return text_.substr(tokens_[i].span.begin, tokens_[i].span.size()); }

  std::optional<Hit> word(std::size_t i, std::initializer_list<Word> kinds) const {
    std::optional<Hit> best;
    reader_.trie_.matches([&](std::size_t k) { return i + k < tokens_.size() ? tokens_[i + k].word : kUnknownWord; },
                          [&](const PhraseTrie::Match& m) {
                            for (const auto payload : *m.payloads)
                              if (std::ranges::find(kinds, reader_.entries_[payload].kind) != kinds.end())
                                best = Hit{reader_.entries_[payload], m.length};
                          });
    return best;
  }

  std::optional<Hit> number(std::size_t i) const {
    if (i >= tokens_.size()) return std::nullopt;
    if (const auto n = number_in(surface(i))) return Hit{{Word::number, *n}, 1};
    return word(i, {Word::number});
  }
  std::optional<int> year(std::size_t i) const {
    if (i >= tokens_.size()) return std::nullopt;
    const auto n = number_in(surface(i));
    return n && *n >= 1900 && *n <= 2100 && surface(i).size() == 4 ? n : std::nullopt;
  }

  FoundDate found(std::size_t first, std::size_t last, Day day, DatePrecision precision, bool written) const {
    FoundDate date{.first = static_cast<std::uint32_t>(first), .last = static_cast<std::uint32_t>(last), .date = {day, precision}};
    date.explicit_day = written;
    return date;
  }

  // 5/11/2024, 22/10 (day first, as both languages' wires outside the United States write), 2024-11-05
  std::optional<FoundDate> numeric(std::size_t i) const {
    const auto text = surface(i);
    std::vector<int> parts;
    for (const auto part : split_list(text, text.find('/') != std::string_view::npos ? '/' : '-')) {
      const auto n = number_in(part);
      if (!n) return std::nullopt;
      parts.push_back(*n);
    }
    if (parts.size() == 3 && parts[0] > 31)
      if (const auto day = day_of(parts[0], parts[1], parts[2])) return found(i, i + 1, *day, DatePrecision::day, true);
    // "5/11/24", but not the 5-3-2 of a match or a line-up.
    const bool short_year = text.size() > 3 && text[text.size() - 3] == '/';
    if (parts.size() == 3 && (short_year || parts[2] >= 1000))
      if (const auto day = day_of(short_year ? parts[2] + 2000 : parts[2], parts[1], parts[0]))
        return found(i, i + 1, *day, DatePrecision::day, true);
    const bool bracketed = i > 0 && surface(i - 1) == "(";
    if (parts.size() == 2 && anchor_ && bracketed && text.find('/') != std::string_view::npos)
      if (const auto day = nearest_year(parts[1], parts[0])) return found(i, i + 1, *day, DatePrecision::day, true);
    return std::nullopt;
  }

  // The year that brings day and month closest to the day of publication.
  std::optional<Day> nearest_year(int month, int day) const {
    std::optional<Day> best;
    for (int y = year_of(*anchor_) - 1; y <= year_of(*anchor_) + 1; ++y) {
      const auto candidate = day_of(y, month, day);
      if (candidate && (!best || std::abs(*candidate - *anchor_) < std::abs(*best - *anchor_))) best = candidate;
    }
    return best;
  }

  // 25 Februari 2024, 4 March
  std::optional<FoundDate> day_month(std::size_t i) const {
    const auto day = number_in(surface(i));
    if (!day || *day < 1 || *day > 31 || i + 1 >= tokens_.size()) return std::nullopt;
    const auto month = word(i + 1, {Word::month});
    if (!month) return std::nullopt;
    const auto after = i + 1 + month->length;
    return complete(i, after, month->entry.value, *day);
  }

  // March 4, 2024; Februari 2024
  std::optional<FoundDate> month_first(std::size_t i) const {
    const auto month = word(i, {Word::month});
    if (!month || tokens_[i].shape == Shape::lower) return std::nullopt;
    auto after = i + month->length;
    if (const auto y = year(after)) {
      if (const auto day = day_of(*y, month->entry.value, 1)) return found(i, after + 1, *day, DatePrecision::month, true);
      return std::nullopt;
    }
    const auto day = after < tokens_.size() ? number_in(surface(after)) : std::nullopt;
    if (day && *day >= 1 && *day <= 31) return complete(i, after + 1, month->entry.value, *day);
    if (!anchor_) return std::nullopt;
    const int y = month->entry.value > month_of(*anchor_) ? year_of(*anchor_) - 1 : year_of(*anchor_);
    return found(i, after, *day_of(y, month->entry.value, 1), DatePrecision::month, false);
  }

  std::optional<FoundDate> complete(std::size_t first, std::size_t after, int month, int day) const {
    auto at_year = after;
    if (at_year < tokens_.size() && surface(at_year) == ",") ++at_year;
    if (const auto y = year(at_year)) {
      if (const auto exact = day_of(*y, month, day)) return found(first, at_year + 1, *exact, DatePrecision::day, true);
      return std::nullopt;
    }
    if (!anchor_) return std::nullopt;
    const auto exact = nearest_year(month, day);
    return exact ? std::optional(found(first, after, *exact, DatePrecision::day, false)) : std::nullopt;
  }

  // "pada 2014", "in 2014": a bare number is a year only after a short function word.
  std::optional<FoundDate> year_alone(std::size_t i) const {
    const auto y = year(i);
    if (!y || i == 0) return std::nullopt;
    const auto before = fold(surface(i - 1));
    if (before != "in" && before != "pada" && before != "tahun" && before != "of") return std::nullopt;
    return found(i, i + 1, *day_of(*y, 1, 1), DatePrecision::year, true);
  }

  // "three days ago", "dua pekan lalu"
  std::optional<FoundDate> count_ago(std::size_t i) const {
    const auto count = number(i);
    if (!count || count->entry.value > 1000) return std::nullopt;
    const int n = count->entry.value;
    const auto at_unit = i + count->length;
    if (at_unit >= tokens_.size()) return std::nullopt;
    const auto unit = word(at_unit, {Word::unit_day, Word::unit_week, Word::unit_month, Word::unit_year});
    if (!unit) return std::nullopt;
    const auto at_ago = at_unit + unit->length;
    const auto ago = at_ago < tokens_.size() ? word(at_ago, {Word::ago}) : std::nullopt;
    if (!ago) return std::nullopt;
    const auto end = at_ago + ago->length;
    switch (unit->entry.kind) {
      case Word::unit_day: return found(i, end, *anchor_ - n, DatePrecision::day, false);
      case Word::unit_week: return found(i, end, week_start(*anchor_ - 7 * n), DatePrecision::week, false);
      case Word::unit_month: return month_offset(i, end, -n);
      default: return found(i, end, *day_of(std::max(1000, year_of(*anchor_) - n), 1, 1), DatePrecision::year, false);
    }
  }

  static Day week_start(Day day) { return day - (weekday_of(day) - 1); }

  FoundDate month_offset(std::size_t first, std::size_t last, int offset) const {
    const int months = year_of(*anchor_) * 12 + month_of(*anchor_) - 1 + offset;
    return found(first, last, *day_of(months / 12, months % 12 + 1, 1), DatePrecision::month, false);
  }

  std::optional<FoundDate> relative(std::size_t i) const {
    if (const auto weekday = word(i, {Word::weekday}); weekday && tokens_[i].shape != Shape::lower) return on_weekday(i, *weekday);
    const auto hit = word(i, {Word::relative_day, Word::relative_week, Word::relative_month, Word::relative_year});
    if (!hit) return std::nullopt;
    const auto end = i + hit->length;
    switch (hit->entry.kind) {
      case Word::relative_day: return found(i, end, *anchor_ + hit->entry.value, DatePrecision::day, false);
      case Word::relative_week: return found(i, end, week_start(*anchor_ + 7 * hit->entry.value), DatePrecision::week, false);
      case Word::relative_month: return month_offset(i, end, hit->entry.value);
      default: return found(i, end, *day_of(year_of(*anchor_) + hit->entry.value, 1, 1), DatePrecision::year, false);
    }
  }

  // The last such day up to publication, or the next one where a word says so.
  FoundDate on_weekday(std::size_t i, const Hit& weekday) const {
    auto end = i + weekday.length;
    // "Selasa pekan lalu", "Tuesday last week": of that week, however near the day itself would be.
    if (const auto week = end < tokens_.size() ? word(end, {Word::relative_week}) : std::nullopt)
      return found(i, end + week->length, week_start(*anchor_ + 7 * week->entry.value) + weekday.entry.value - 1, DatePrecision::day, false);
    bool next = i > 0 && word(i - 1, {Word::next}).has_value();
    if (end < tokens_.size()) {
      if (const auto after = word(end, {Word::next}))
        next = true, end += after->length;
      else if (const auto last = word(end, {Word::last}))
        end += last->length;
    }
    const int back = (weekday_of(*anchor_) - weekday.entry.value + 7) % 7;
    const Day day = next ? *anchor_ + (back == 0 ? 7 : 7 - back) : *anchor_ - back;
    auto date = found(i, end, day, DatePrecision::day, false);
    date.weekday = !next;
    return date;
  }

  const DateReader& reader_;
  std::string_view text_;
  std::span<const Token> tokens_;
  std::optional<Day> anchor_;
};

Result<DateReader> DateReader::load(const std::filesystem::path& folder, Vocabulary& vocabulary) {
  static constexpr std::array<std::string_view, 3> kColumns = {"phrase", "kind", "value"};
  static constexpr std::array kKinds = {std::pair{"month", Word::month},
                                        std::pair{"weekday", Word::weekday},
                                        std::pair{"relative-day", Word::relative_day},
                                        std::pair{"relative-week", Word::relative_week},
                                        std::pair{"relative-month", Word::relative_month},
                                        std::pair{"relative-year", Word::relative_year},
                                        std::pair{"unit-day", Word::unit_day},
                                        std::pair{"unit-week", Word::unit_week},
                                        std::pair{"unit-month", Word::unit_month},
                                        std::pair{"unit-year", Word::unit_year},
                                        std::pair{"ago", Word::ago},
                                        std::pair{"number", Word::number},
                                        std::pair{"last", Word::last},
                                        std::pair{"next", Word::next}};
  const auto table = TsvTable::load(folder / "dates.tsv", kColumns);
  if (!table) return failure(table.error());
  DateReader reader;
  for (const auto& row : table->rows()) {
    const auto kind = std::ranges::find_if(kKinds, [&](const auto& k) { return k.first == row.cells[1]; });
    const auto value = row.cells[2].empty() ? std::optional(0) : number_in(row.cells[2]);
    if (kind == kKinds.end()) return failure(table->bad_row(row, fmt::format("kind '{}' is not known; docs/how-to-add.md lists them", row.cells[1])));
    if (!value) return failure(table->bad_row(row, fmt::format("value '{}' must be a whole number", row.cells[2])));
    for (const auto phrase : split_list(row.cells[0])) {
      std::vector<WordId> words;
      for (const auto& word : name_words(phrase)) words.push_back(vocabulary.add(word));
      reader.trie_.add(words, static_cast<std::uint32_t>(reader.entries_.size()));
      reader.entries_.push_back({kind->second, *value});
    }
  }
  return reader;
}

std::vector<FoundDate> DateReader::find(const Language& language, const Passage& passage, const Sentence& sentence, std::optional<Day> anchor) const {
  std::vector<FoundDate> dates;
  const std::span tokens(passage.tokens.data() + sentence.first, sentence.last - sentence.first);
  DateScanner scanner(*this, passage.text, tokens, anchor);
  std::uint32_t bound_end = 0;  // the token after the last bound
  for (std::size_t i = 0; i < tokens.size();) {
    auto date = scanner.at(i);
    if (!date) {
      ++i;
      continue;
    }
    i = date->last;
    // "since October", "sejak tahun 2014", "sebelum Senin": a bound, not the day of the event; "sejak Senin (5/11)" is all one bound.
    auto before = date->first;
    while (before > 0 && before != bound_end && scanner.leads_to_date(before - 1)) --before;
    const auto word_before = before > 0 ? language.classes_of(tokens[before - 1].word) : WordClasses{};
    const bool bound = before > 0 && (before == bound_end || (has(word_before, WordClass::subordinator) && has(word_before, WordClass::preposition)));
    if (bound) bound_end = date->last;
    date->first += sentence.first;
    date->last += sentence.first;
    // "Selasa (5/11/2024) kemarin" is one date: the one that is written out.
    if (!dates.empty() && date->first <= dates.back().last + 2) {
      if (!bound && ((date->explicit_day && !dates.back().explicit_day) || dates.back().weekday))
        dates.back().date = date->date, dates.back().explicit_day = date->explicit_day, dates.back().weekday = date->weekday;
      dates.back().last = date->last;
    } else if (!bound) {
      dates.push_back(*date);
    }
  }
  return dates;
}

}  // namespace entente
