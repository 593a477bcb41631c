#include "ingest/read/table/rows.h"

#include <algorithm>
#include <utility>

namespace entente::table {
namespace {

std::string_view without_return(std::string_view line) {
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

bool is_blank(std::string_view line) { return line.find_first_not_of(" \t\r") == std::string_view::npos; }

/// Reads the fields of a row as far as it takes to know where the row ends. The row may come line by line.
class Scanner {
 public:
  explicit Scanner(char delimiter) : delimiter_(delimiter) {}

  enum class State { open, closed, bad };

  /// `line` has its end. open: the row goes on, in quotes.
  State add(std::string_view line) {
    opened_here_ = false;
    std::size_t at = in_quotes_ ? 0 : begin_field(line, 0);
    while (at < line.size()) {
      if (!in_quotes_) {
        at = std::min(line.find(delimiter_, at), line.size());
        if (at < line.size()) at = begin_field(line, at + 1);
        continue;
      }
      at = line.find('"', at);
      if (at == std::string_view::npos) return State::open;
      if (line.substr(at + 1).starts_with('"')) {
        at += 2;
      } else if (ends_field(line, at + 1)) {
        in_quotes_ = false;
        ++at;
      } else if (delimiter_ == '\t' && opened_here_) {
        in_quotes_ = false;
      } else {
        return State::bad;
      }
    }
    return in_quotes_ ? State::open : State::closed;
  }

  /// Whether the last quote that opened a field is in the line that was added last.
  bool opened_here() const { return opened_here_; }

 private:
  std::size_t begin_field(std::string_view line, std::size_t at) {
    in_quotes_ = at < line.size() && line[at] == '"';
    opened_here_ = in_quotes_;
    return in_quotes_ ? at + 1 : at;
  }

  bool ends_field(std::string_view line, std::size_t at) const {
    return at >= line.size() || line[at] == delimiter_ || line[at] == '\n' || line.substr(at) == "\r\n" || line.substr(at) == "\r";
  }

  char delimiter_;
  bool in_quotes_ = false;  // a field in quotes is open
  bool opened_here_ = false;
};

/// Where a field in quotes that begins at `at` ends: its closing quote; npos where it is none.
std::size_t closing_quote(std::string_view row, std::size_t at, char delimiter) {
  for (auto quote = row.find('"', at + 1); quote != std::string_view::npos; quote = row.find('"', quote + 2)) {
    const auto after = row.substr(quote + 1);
    if (after.starts_with('"')) continue;
    return after.empty() || after.front() == delimiter ? quote : std::string_view::npos;
  }
  return std::string_view::npos;
}

std::string unquoted(std::string_view inside) {
  std::string text;
  for (std::size_t at = 0; at < inside.size();) {
    const auto quote = std::min(inside.find("\"\"", at), inside.size());
    text.append(inside.substr(at, quote - at));
    if (quote < inside.size()) text.push_back('"');
    at = quote + 2;
  }
  return text;
}

}  // namespace

void split(std::string_view row, char delimiter, std::vector<std::string>& fields) {
  fields.clear();
  for (std::size_t at = 0; at <= row.size();) {
    const bool quoted = at < row.size() && row[at] == '"';
    const auto close = quoted ? closing_quote(row, at, delimiter) : std::string_view::npos;
    const bool whole = quoted && close != std::string_view::npos;
    const auto end = whole ? close + 1 : std::min(row.find(delimiter, at), row.size());
    fields.push_back(whole ? unquoted(row.substr(at + 1, close - at - 1)) : std::string(row.substr(at, end - at)));
    at = end + 1;
  }
}

Rows::Got Rows::take_line(std::string_view& line) {
  if (at_ == ahead_.size()) {
    const auto got = lines_.next(read_);
    if (got == Lines::Got::failed) return Got::failed;
    if (got == Lines::Got::end) return Got::end;
    number_ = lines_.number();
    if (got == Lines::Got::too_long) return Got::too_long;
    ahead_.append(read_).push_back('\n');
  } else {
    ++number_;
  }
  const auto end = ahead_.find('\n', at_) + 1;
  line = std::string_view(ahead_).substr(at_, end - at_);
  at_ = end;
  return Got::row;
}

void Rows::rewind(std::size_t at, std::size_t number) {
  at_ = at;
  number_ = number;
}

/// Forgets the lines that were read before at_, at little cost a line.
void Rows::compact() {
  constexpr std::size_t much = std::size_t{1} << 20;
  if (at_ == ahead_.size()) {
    ahead_.clear();
    at_ = 0;
  } else if (at_ > much && at_ * 2 > ahead_.size()) {
    ahead_.erase(0, at_);
    at_ = 0;
  }
}

Rows::Got Rows::next_line(std::string& line) {
  compact();
  std::string_view taken;
  for (;;) {
    first_ = at_;
    const auto got = take_line(taken);
    line_ = number_;
    if (got != Got::row) return got;
    taken.remove_suffix(1);
    if (!is_blank(taken)) break;
  }
  line = without_return(taken);
  return Got::row;
}

void Rows::unread_line() { rewind(first_, number_ - 1); }

Rows::Got Rows::next(char delimiter, std::string& row) {
  compact();
  std::string_view line;
  std::size_t begin = 0;
  do {
    begin = at_;
    if (const auto got = take_line(line); got != Got::row) {
      line_ = number_;
      return got;
    }
  } while (is_blank(line.substr(0, line.size() - 1)));
  line_ = number_;
  Scanner scanner(delimiter);
  std::size_t behind_quote = at_, line_of_quote = number_;  // the line after the one in which the last quote was opened
  for (;;) {
    const auto state = scanner.add(line);
    if (state == Scanner::State::closed) break;
    if (scanner.opened_here()) {
      behind_quote = at_;
      line_of_quote = number_;
    }
    auto got = state == Scanner::State::bad ? Got::bad_quote : at_ - begin > kLongestArticle ? Got::unclosed : take_line(line);
    if (got == Got::row) continue;
    if (got == Got::failed) return got;
    if (got == Got::end) got = Got::unclosed;
    line_ = got == Got::too_long ? number_ : line_of_quote;
    rewind(behind_quote, line_of_quote);
    return got;
  }
  const auto whole = std::string_view(ahead_).substr(begin, at_ - begin - 1);
  row = without_return(whole);
  return Got::row;
}

}  // namespace entente::table
