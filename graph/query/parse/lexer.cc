#include "graph/query/parse/lexer.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <optional>
#include <system_error>

#include "graph/text/unicode.h"

namespace entente::query {
namespace {

constexpr std::string_view kUnexpected = "UnexpectedSyntax";
constexpr std::uint64_t kLargestMagnitude = std::uint64_t{1} << 63;

bool is_name_start(char32_t c) { return c == '_' || is_letter(c); }
bool is_name_part(char32_t c) { return is_name_start(c) || is_digit(c); }
bool is_ascii_digit(char32_t c) { return c >= '0' && c <= '9'; }

/// What openCypher skips between tokens: the space of Unicode, the four separators of ASCII, and marks that leave no trace on paper.
bool is_blank(char32_t c) { return is_space(c) || (c >= 0x1C && c <= 0x1F) || c == 0x180E || c == 0xFEFF; }

/// The symbol that a sign of Unicode looks like; empty for none. Word processors put them into texts.
std::string_view look_alike(char32_t c) {
  if ((c >= 0x2010 && c <= 0x2015) || c == 0xAD || c == 0x2212 || c == 0xFE58 || c == 0xFE63 || c == 0xFF0D) return "-";
  if (c == 0x27E8 || c == 0x3008 || c == 0xFE64 || c == 0xFF1C) return "<";
  if (c == 0x27E9 || c == 0x3009 || c == 0xFE65 || c == 0xFF1E) return ">";
  return {};
}

std::string_view closing(std::string_view opening) { return opening == "(" ? ")" : opening == "[" ? "]" : opening == "{" ? "}" : ""; }

void append_utf8(std::string& out, std::uint32_t c) {
  const auto put = [&](std::uint32_t byte) { out += static_cast<char>(byte); };
  if (c < 0x80) return put(c);
  if (c < 0x800) {
    put(0xC0 | (c >> 6));
  } else {
    if (c < 0x10000) {
      put(0xE0 | (c >> 12));
    } else {
      put(0xF0 | (c >> 18));
      put(0x80 | ((c >> 12) & 0x3F));
    }
    put(0x80 | ((c >> 6) & 0x3F));
  }
  put(0x80 | (c & 0x3F));
}

/// Whether a number of decimal digits that no double can hold is too large, not too small.
bool is_huge(std::string_view digits) {
  const std::size_t mark = digits.find_first_of("eE");
  const std::string_view mantissa = digits.substr(0, mark);
  std::string_view exponent = mark == std::string_view::npos ? "0" : digits.substr(mark + 1);
  if (exponent.starts_with('+')) exponent.remove_prefix(1);
  const std::size_t first = mantissa.find_first_not_of("0.");
  if (first == std::string_view::npos) return false;
  std::int64_t tens = 0;
  if (std::from_chars(exponent.data(), exponent.data() + exponent.size(), tens).ec != std::errc()) return exponent.front() != '-';
  // Differences, as a sum could overflow; there are far fewer digits than an exponent may say.
  return tens > static_cast<std::int64_t>(first) - static_cast<std::int64_t>(std::min(mantissa.find('.'), mantissa.size()));
}

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  std::vector<Token> run() {
    std::vector<Token> tokens;
    do {
      token_ = {};
      if (skip_blanks()) next();
      token_.end = at_;
      if (token_.raw.empty()) token_.raw = text_.substr(token_.begin, at_ - token_.begin);
      tokens.push_back(std::move(token_));
    } while (tokens.back().kind != Token::Kind::end);
    return tokens;
  }

 private:
  bool done() const { return at_ == text_.size(); }
  char32_t peek() const { return done() ? 0 : decode(text_, at_).value; }
  bool sees(std::string_view what) const { return text_.substr(at_).starts_with(what); }
  char32_t byte(std::size_t ahead) const { return at_ + ahead < text_.size() ? static_cast<unsigned char>(text_[at_ + ahead]) : 0; }

  void step() {
    const CodePoint c = decode(text_, at_);
    at_ = c.next;
    const bool ends_line = c.value == '\n' || (c.value == '\r' && byte(0) != '\n');
    place_ = ends_line ? Position{place_.line + 1, 1} : Position{place_.line, place_.column + 1};
  }
  void step(std::size_t count) {
    while (count-- > 0) step();
  }
  template <class Is>
  void step_while(Is is) {
    while (!done() && is(peek())) step();
  }

  void begin() {
    token_.begin = at_;
    token_.at = place_;
  }
  void invalid(std::string_view detail, std::string message) {
    if (token_.kind == Token::Kind::invalid) return;  // the first thing that is wrong is told
    token_.kind = Token::Kind::invalid;
    token_.detail = detail;
    token_.text = std::move(message);
  }
  void invalid_here(std::string_view detail, std::string message) {
    if (token_.kind != Token::Kind::invalid) token_.at = place_;
    invalid(detail, std::move(message));
  }

  /// To the begin of the next token. False: there is none that next() should read.
  bool skip_blanks() {
    while (true) {
      step_while(is_blank);
      begin();
      if (done()) return false;
      if (sees("//")) {
        step_while([](char32_t c) { return c != '\n' && c != '\r'; });
      } else if (sees("/*")) {
        step(2);
        while (!done() && !sees("*/")) step();
        if (done()) {
          invalid(kUnexpected, "a comment begins here that no */ ends");
          return false;
        }
        step(2);
      } else {
        return true;
      }
    }
  }

  void next() {
    const char32_t c = peek();
    if (is_name_start(c)) return word();
    if (is_ascii_digit(c) || (c == '.' && is_ascii_digit(byte(1)))) return number();
    if (c == '\'' || c == '"') return string(c);
    if (c == '`') return quoted(Token::Kind::quoted);
    if (c == '$') return parameter();
    symbol(c);
  }

  void word() {
    token_.kind = Token::Kind::word;
    step_while(is_name_part);
    token_.text = text_.substr(token_.begin, at_ - token_.begin);
  }

  void quoted(Token::Kind kind) {
    token_.kind = kind;
    step();
    while (!done()) {
      if (sees("``")) {
        step();
      } else if (sees("`")) {
        step();
        if (token_.text.empty()) invalid(kUnexpected, "a name in backticks cannot be empty");
        return;
      }
      const std::size_t from = at_;
      step();
      token_.text += text_.substr(from, at_ - from);
    }
    invalid(kUnexpected, "a name begins here that no backtick ends");
  }

  void parameter() {
    step();
    if (peek() == '`') return quoted(Token::Kind::parameter);
    token_.kind = Token::Kind::parameter;
    const std::size_t from = at_;
    step_while(is_name_part);
    token_.text = text_.substr(from, at_ - from);
    if (token_.text.empty()) invalid(kUnexpected, "a parameter needs a name after the $, as $name or $0");
  }

  // Numbers.

  void number() {
    const bool marked = byte(0) == '0' && (byte(1) == 'x' || byte(1) == 'X' || byte(1) == 'o' || byte(1) == 'O');
    if (marked) return integer(byte(1) == 'x' || byte(1) == 'X' ? 16 : 8);
    step_while(is_ascii_digit);
    bool whole = true;
    if (byte(0) == '.' && is_ascii_digit(byte(1))) {
      whole = false;
      step();
      step_while(is_ascii_digit);
    }
    const std::size_t sign = byte(1) == '+' || byte(1) == '-' ? 1 : 0;
    if ((byte(0) == 'e' || byte(0) == 'E') && is_ascii_digit(byte(1 + sign))) {
      whole = false;
      step(1 + sign);
      step_while(is_ascii_digit);
    }
    return whole ? integer(10) : floating();
  }

  /// The rest of a number and what is stuck to it, as it was written.
  std::string_view whole_number() {
    step_while(is_name_part);
    return text_.substr(token_.begin, at_ - token_.begin);
  }

  void integer(int base) {
    token_.kind = Token::Kind::integer;
    const std::string_view raw = whole_number();
    const std::string_view digits = raw.substr(base == 10 ? 0 : 2);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), token_.integer, base);
    if (digits.empty() || end != digits.data() + digits.size())
      return invalid("InvalidNumberLiteral", fmt::format("{} is not a number; a name cannot begin with a digit, except in backticks", raw));
    if (base == 10 && raw.size() > 1 && raw.front() == '0')
      return invalid("InvalidNumberLiteral", fmt::format("{} begins with 0; write 0o… for an octal number", raw));
    if (error != std::errc() || token_.integer > kLargestMagnitude)
      invalid("IntegerOverflow", fmt::format("{} does not fit into 64 bits{}", raw, base == 10 ? "; write it as a float, with .0 at its end" : ""));
  }

  void floating() {
    token_.kind = Token::Kind::floating;
    const std::size_t digits_end = at_;
    const std::string_view digits = text_.substr(token_.begin, digits_end - token_.begin);
    const std::string_view raw = whole_number();
    if (raw.size() != digits.size()) return invalid("InvalidNumberLiteral", fmt::format("{} is not a number", raw));
    const std::errc error = std::from_chars(digits.data(), digits.data() + digits.size(), token_.floating).ec;
    if (error == std::errc()) return;
    token_.floating = 0;  // too small for a double
    if (is_huge(digits)) invalid("FloatingPointOverflow", fmt::format("{} is more than a float can hold", raw.size() > 40 ? "the number" : raw));
  }

  // Strings.

  void string(char32_t quote) {
    token_.kind = Token::Kind::string;
    step();
    while (!done()) {
      if (peek() == quote) return step();
      if (peek() == '\\') {
        escape();
        continue;
      }
      const std::size_t from = at_;
      step();
      token_.text.append(token_.kind == Token::Kind::invalid ? "" : text_.substr(from, at_ - from));
    }
    invalid(kUnexpected, fmt::format("a string begins here that no {} ends", static_cast<char>(quote)));
  }

  void escape() {
    constexpr std::string_view kLetters = "ntbfr\\'\"", kMeanings = "\n\t\b\f\r\\'\"";
    const char32_t letter = byte(1);
    if (letter == 'u' || letter == 'U') return unicode_escape(letter == 'u' ? 4 : 8);
    const std::size_t which = letter < 0x80 ? kLetters.find(static_cast<char>(letter)) : std::string_view::npos;
    if (which == std::string_view::npos) {
      invalid_here(kUnexpected, R"(a backslash in a string stands before n, t, b, f, r, \, ', ", uXXXX or UXXXXXXXX; write \\ for the sign itself)");
      return step();
    }
    step(2);
    if (token_.kind != Token::Kind::invalid) token_.text += kMeanings[which];
  }

  /// The number of `digits` hexadecimal digits at byte `from`.
  std::optional<std::uint32_t> hexadecimal(std::size_t from, std::size_t digits) const {
    const std::string_view part = text_.substr(std::min(from, text_.size()), digits);
    std::uint32_t value = 0;
    const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), value, 16);
    if (part.size() < digits || error != std::errc() || end != part.data() + digits) return std::nullopt;
    return value;
  }

  void unicode_escape(std::size_t digits) {
    std::optional<std::uint32_t> value = hexadecimal(at_ + 2, digits);
    std::size_t length = 2 + digits;
    if (value && digits == 4 && *value >= 0xD800 && *value < 0xDC00 && text_.substr(at_ + length).starts_with("\\u")) {
      const std::optional<std::uint32_t> low = hexadecimal(at_ + length + 2, digits);  // one sign of UTF-16 in two halves
      if (low && *low >= 0xDC00 && *low < 0xE000) {
        value = 0x10000 + ((*value - 0xD800) << 10) + (*low - 0xDC00);
        length *= 2;
      }
    }
    if (!value || *value > 0x10FFFF || (*value >= 0xD800 && *value < 0xE000)) {
      invalid_here("InvalidUnicodeLiteral", R"(after \u stand four hexadecimal digits, after \U eight, of a character that there is)");
      return step(2);
    }
    step(length);
    if (token_.kind != Token::Kind::invalid) append_utf8(token_.text, *value);
  }

  void symbol(char32_t c) {
    constexpr std::array<std::string_view, 5> kLong = {"<=", ">=", "<>", "=~", ".."};
    constexpr std::string_view kShort = "()[]{},;:.|&!%+-*/^=<>";
    token_.kind = Token::Kind::symbol;
    if (std::any_of(kLong.begin(), kLong.end(), [&](std::string_view symbol) { return sees(symbol); })) return step(2);
    step();
    if (c < 0x80) {
      if (kShort.find(static_cast<char>(c)) == std::string_view::npos)
        invalid(kUnexpected, c > 0x20 ? fmt::format("unexpected \"{}\"", static_cast<char>(c)) : "unexpected control character");
      return;
    }
    const std::string_view written = text_.substr(token_.begin, at_ - token_.begin);
    token_.raw = look_alike(c);
    const std::string_view instead = c >= 0x2018 && c <= 0x201F ? "' or \"" : token_.raw;
    invalid("InvalidUnicodeCharacter",
            fmt::format("unexpected \"{}\" (U+{:04X}){}{}", written, static_cast<std::uint32_t>(c), instead.empty() ? "" : "; write ", instead));
  }

  std::string_view text_;
  std::size_t at_ = 0;
  Position place_{1, 1};
  Token token_;
};

/// Finds out which brackets belong together; where they cross each other, those that do not are left alone.
void pair_brackets(std::vector<Token>& tokens) {
  std::vector<std::size_t> open;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i].kind != Token::Kind::symbol) continue;
    const std::string_view raw = tokens[i].raw;
    if (!closing(raw).empty()) {
      open.push_back(i);
    } else if (!open.empty() && raw == closing(tokens[open.back()].raw)) {
      tokens[open.back()].partner = i;
      open.pop_back();
    }
  }
}

}  // namespace

std::vector<Token> lex(std::string_view text) {
  if (const auto bad = find_invalid_utf8(text)) {
    Token end = std::move(Lexer(text.substr(0, *bad)).run().back());  // knows the place
    Token invalid = end;
    invalid.kind = Token::Kind::invalid;
    invalid.detail = "InvalidUnicodeCharacter";
    invalid.text = fmt::format("byte {} is not UTF-8", *bad + 1);
    return {std::move(invalid), std::move(end)};
  }
  std::vector<Token> tokens = Lexer(text).run();
  pair_brackets(tokens);
  return tokens;
}

}  // namespace entente::query
