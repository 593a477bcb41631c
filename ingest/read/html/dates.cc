#include "ingest/read/html/dates.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <map>
#include <utility>
#include <vector>

#include "graph/model.h"
#include "graph/text/unicode.h"

namespace entente::html {
namespace {

// Each month as English, Indonesian, Malay, German, Dutch, French, Spanish, Portuguese, Italian, Turkish, Russian (genitive), Ukrainian, Polish and
// Arabic write it.
constexpr std::array<std::string_view, 12> kMonths = {
    "jan january januari januar janner janvier enero janeiro gennaio ocak января січня stycznia يناير",
    "feb february februari februar fevrier febrero fevereiro febbraio subat февраля лютого lutego فبراير",
    "mar march maret mac marz mrz maart mars marzo março mart марта березня marca مارس",
    "apr april avril abril aprile nisan апреля квітня kwietnia أبريل ابريل",
    "may mei mai mayo maio maggio mayıs mayis мая травня maja مايو",
    "jun june juni juin junio junho giugno haziran июня червня czerwca يونيو",
    "jul july juli julai juillet julio julho luglio temmuz июля липня lipca يوليو",
    "aug august agustus agu agt ogos augustus aout août agosto ago ağustos agustos августа серпня sierpnia أغسطس",
    "sep sept september septembre septiembre setembro settembre eylul eylül сентября вересня września سبتمبر",
    "oct october oktober okt octobre octubre outubro ottobre ekim октября жовтня października أكتوبر",
    "nov november nopember novembre noviembre novembro kasim kasım ноября листопада listopada نوفمبر",
    "dec december desember des disember dezember dez decembre diciembre dezembro dicembre aralik aralık декабря грудня grudnia ديسمبر"};

const std::map<std::string, int, std::less<>>& months() {
  static const auto table = [] {
    std::map<std::string, int, std::less<>> names;
    for (std::size_t month = 0; month < kMonths.size(); ++month)
      for (auto rest = kMonths[month]; !rest.empty();) {
        const auto length = std::min(rest.find(' '), rest.size());
        names.emplace(fold(rest.substr(0, length)), static_cast<int>(month) + 1);
        rest.remove_prefix(std::min(length + 1, rest.size()));
      }
    return names;
  }();
  return table;
}

/// A run of digits or of letters, and what stands before it.
struct Piece {
  std::string text;
  std::string before;
  int number = -1;  // of digits, at most 8 of them
  std::size_t digits = 0;
};

constexpr std::size_t kMostPieces = 64;

std::vector<Piece> pieces_of(std::string_view text) {
  std::vector<Piece> pieces;
  std::string before;
  for (std::size_t at = 0; at < text.size() && pieces.size() < kMostPieces;) {
    const auto kind = [](char32_t c) { return is_digit(c) && c < 0x80 ? 1 : c == U'年' || c == U'月' || c == U'日' ? 3 : is_letter(c) ? 2 : 0; };
    const auto begin = at;
    const int first = kind(decode(text, at).value);
    while (at < text.size() && kind(decode(text, at).value) == first) at = decode(text, at).next;
    const auto run = text.substr(begin, at - begin);
    if (first == 0) {
      before = run;
      continue;
    }
    Piece piece{.text = std::string(run), .before = std::exchange(before, {})};
    if (first == 1) {
      piece.digits = run.size();
      if (run.size() <= 8) {
        piece.number = 0;
        for (const char c : run) piece.number = piece.number * 10 + (c - '0');
      }
    }
    pieces.push_back(std::move(piece));
  }
  return pieces;
}

std::string iso(int year, int month, int day) {
  if (year < 1970 || year > 2100 || month < 1 || day < 1 || month > 12 || day > 31) return {};
  auto text = fmt::format("{:04}-{:02}-{:02}", year, month, day);
  return parse_day(text) ? text : std::string();
}

int month_of(const Piece& piece) {
  if (piece.digits > 0) return 0;
  const auto found = months().find(fold(piece.text));
  return found == months().end() ? 0 : found->second;
}

bool is_year(const Piece& piece) { return piece.digits == 4 && piece.number >= 1970 && piece.number <= 2100; }
bool is_day(const Piece& piece) { return piece.digits >= 1 && piece.digits <= 2 && piece.number >= 1 && piece.number <= 31; }

bool is_joined(const Piece& piece) { return piece.before == "/" || piece.before == "." || piece.before == "-"; }

std::string figures(const Piece& a, const Piece& b, const Piece& c) {
  if (!is_joined(b) || !is_joined(c)) return {};
  if (is_year(a)) return iso(a.number, b.number, c.number);
  if (!is_year(c)) return {};
  return b.number > 12 ? iso(c.number, a.number, b.number) : iso(c.number, b.number, a.number);
}

/// The date that begins with piece `i`; a small word ("de", "of") may stand between day, month and year.
std::string date_at(const std::vector<Piece>& pieces, std::size_t i) {
  const auto at = [&](std::size_t k) -> const Piece& {
    static const Piece none;
    return k < pieces.size() ? pieces[k] : none;
  };
  const auto is_link = [](const Piece& piece) {
    return piece.text == "de" || piece.text == "of" || piece.text == "th" || piece.text == "st" || piece.text == "nd" || piece.text == "rd";
  };
  const auto& piece = pieces[i];
  if (piece.digits == 8)
    if (auto date = iso(piece.number / 10000, piece.number / 100 % 100, piece.number % 100); !date.empty()) return date;
  if (is_year(piece) && at(i + 1).text == "年" && at(i + 3).text == "月") return iso(piece.number, at(i + 2).number, at(i + 4).number);
  if (auto date = figures(piece, at(i + 1), at(i + 2)); !date.empty()) return date;
  if (is_day(piece)) {
    auto next = i + 1;
    while (is_link(at(next))) ++next;
    const int month = month_of(at(next++));
    while (is_link(at(next))) ++next;
    if (month > 0 && is_year(at(next))) return iso(at(next).number, month, piece.number);
  }
  if (const int month = month_of(piece); month > 0 && is_day(at(i + 1))) {
    auto next = i + 2;
    while (is_link(at(next))) ++next;
    if (is_year(at(next))) return iso(at(next).number, month, at(i + 1).number);
  }
  return {};
}

}  // namespace

std::string read_date(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  constexpr std::size_t longest = 400, longest_iso = 40;
  text.remove_prefix(std::min(text.find_first_not_of(kSpace), text.size()));
  text = text.substr(0, text.find_last_not_of(kSpace) + 1);
  if (parse_day(text) && text.size() <= longest_iso && text.find_first_not_of("0123456789-:.+TZ ") == std::string_view::npos)
    return std::string(text);
  if (text.size() > longest) return {};
  const auto pieces = pieces_of(text);
  for (std::size_t i = 0; i < pieces.size(); ++i)
    if (auto date = date_at(pieces, i); !date.empty()) return date;
  return {};
}

}  // namespace entente::html
