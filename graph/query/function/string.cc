#include <unicode/locid.h>
#include <unicode/unistr.h>

#include <set>

#include "graph/query/function/table.h"
#include "graph/text/unicode.h"

/// Functions of text. Places and lengths in it count code points.

namespace entente::query {
namespace {

constexpr std::size_t kLongestText = std::size_t{64} << 20;

bool continues(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; }

/// The byte after `count` code points from byte `at`, at most the end.
std::size_t skip(std::string_view text, std::size_t at, std::int64_t count) {
  for (; count > 0 && at < text.size(); --count) do
      ++at;
    while (at < text.size() && continues(text[at]));
  return at;
}

bool is_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// The first argument that is no string.
const Value* find_non_string(Arguments arguments) {
  const auto found = std::ranges::find_if(arguments, [](const Value& value) { return value.get<std::string>() == nullptr; });
  return found == arguments.end() ? nullptr : &*found;
}

/// A length or a place. `takes` says what the function takes.
Result<std::int64_t> natural(const Value& value, std::string_view takes) {
  const auto* number = value.get<std::int64_t>();
  if (number == nullptr) return wrong_type(takes, value);
  if (*number < 0) return out_of_range(std::string(takes) + " that is not negative");
  return *number;
}

Result<Value> left(const FunctionContext&, Arguments arguments) {
  const auto* text = arguments[0].get<std::string>();
  if (text == nullptr) return wrong_type("left() takes a string", arguments[0]);
  const auto length = natural(arguments[1], "left() takes a length");
  if (!length) return failure(length.error());
  return Value(text->substr(0, skip(*text, 0, *length)));
}

Result<Value> right(const FunctionContext&, Arguments arguments) {
  const auto* text = arguments[0].get<std::string>();
  if (text == nullptr) return wrong_type("right() takes a string", arguments[0]);
  const auto length = natural(arguments[1], "right() takes a length");
  if (!length) return failure(length.error());
  const std::int64_t size = count_code_points(*text);
  return Value(*length >= size ? *text : text->substr(skip(*text, 0, size - *length)));
}

Result<Value> substring(const FunctionContext&, Arguments arguments) {
  const auto* text = arguments[0].get<std::string>();
  if (text == nullptr) return wrong_type("substring() takes a string", arguments[0]);
  const auto start = natural(arguments[1], "substring() takes a start");
  if (!start) return failure(start.error());
  const std::size_t from = skip(*text, 0, *start);
  if (arguments.size() == 2) return Value(text->substr(from));
  const auto length = natural(arguments[2], "substring() takes a length");
  if (!length) return failure(length.error());
  return Value(text->substr(from, skip(*text, from, *length) - from));
}

/// The delimiters of split(): one, or a list of them.
Result<std::vector<std::string_view>> delimiters_of(const Value& value) {
  constexpr std::string_view kTakes = "split() takes a string or a list of strings to split at";
  if (const auto* text = value.get<std::string>()) return std::vector<std::string_view>{*text};
  const auto* list = value.get<List>();
  if (list == nullptr) return wrong_type(kTakes, value);
  if (const Value* other = find_non_string(*list)) return wrong_type(kTakes, *other);
  std::vector<std::string_view> delimiters;
  for (const Value& element : *list) delimiters.push_back(*element.get<std::string>());
  return delimiters;
}

tl::unexpected<Error> too_large(std::string_view result) {
  return failure(Error{ErrorType::limit, true, "Memory", std::string(result) + " would take more memory than is allowed", {}});
}

/// Every code point for itself.
List split_all(std::string_view text) {
  List parts;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t next = skip(text, at, 1);
    parts.emplace_back(text.substr(at, next - at));
    at = next;
  }
  return parts;
}

Result<Value> split(const FunctionContext& context, Arguments arguments) {
  const auto* subject = arguments[0].get<std::string>();
  if (subject == nullptr) return wrong_type("split() takes a string", arguments[0]);
  const auto delimiters = delimiters_of(arguments[1]);
  if (!delimiters) return failure(delimiters.error());
  const std::string_view text = *subject;
  if (text.size() > context.memory / sizeof(Value)) return too_large("the list of split()");  // each byte may be one of its parts
  if (!text.empty() && std::ranges::find(*delimiters, std::string_view()) != delimiters->end()) return Value(split_all(text));
  List parts;
  std::size_t begin = 0;
  for (std::size_t at = 0; at < text.size();) {
    const auto here = [&](std::string_view delimiter) { return !delimiter.empty() && text.substr(at).starts_with(delimiter); };
    const auto found = std::ranges::find_if(*delimiters, here);
    if (found == delimiters->end()) {
      ++at;
      continue;
    }
    parts.emplace_back(text.substr(begin, at - begin));
    begin = at += found->size();
  }
  parts.emplace_back(text.substr(begin));
  return Value(std::move(parts));
}

Result<Value> replace(const FunctionContext& context, Arguments arguments) {
  if (const Value* other = find_non_string(arguments)) return wrong_type("replace() takes three strings", *other);
  const auto& text = *arguments[0].get<std::string>();
  const auto& search = *arguments[1].get<std::string>();
  if (search.empty()) return arguments[0];
  const std::size_t longest = std::min(kLongestText, context.memory);
  std::string out;
  std::size_t begin = 0;
  for (std::size_t at = text.find(search); at != std::string::npos; at = text.find(search, begin)) {
    out.append(text, begin, at - begin) += *arguments[2].get<std::string>();
    if (out.size() > longest) return too_large("the result of replace()");
    begin = at + search.size();
  }
  return Value(out.append(text, begin));
}

enum class Ends { start, end, both };

/// Without spaces, or without the code points of the second argument, at its ends.
template <Ends kEnds>
Result<Value> trim(const FunctionContext&, Arguments arguments) {
  if (const Value* other = find_non_string(arguments)) return wrong_type("trim(), ltrim(), rtrim() and btrim() take strings", *other);
  std::set<char32_t> characters;
  if (arguments.size() > 1) {
    const std::string_view named = *arguments[1].get<std::string>();
    for (std::size_t at = 0; at < named.size();) {
      const auto [character, next] = decode(named, at);
      characters.insert(character);
      at = next;
    }
  }
  const auto goes = [&](char32_t c) { return arguments.size() > 1 ? characters.contains(c) : is_space(c); };
  std::string_view text = *arguments[0].get<std::string>();
  while (kEnds != Ends::end && !text.empty()) {
    const auto [character, next] = decode(text, 0);
    if (!goes(character)) break;
    text.remove_prefix(next);
  }
  while (kEnds != Ends::start && !text.empty()) {
    std::size_t last = text.size() - 1;
    while (last > 0 && continues(text[last])) --last;
    if (!goes(decode(text, last).value)) break;
    text = text.substr(0, last);
  }
  return Value(text);
}

template <bool kUpper>
Result<Value> change_case(const FunctionContext&, Arguments arguments) {
  const auto* text = arguments[0].get<std::string>();
  if (text == nullptr) return wrong_type(kUpper ? "toUpper() takes a string" : "toLower() takes a string", arguments[0]);
  if (!kUpper && is_ascii(*text)) return Value(ascii_lower(*text));
  auto unicode = icu::UnicodeString::fromUTF8(*text);
  if constexpr (kUpper)
    unicode.toUpper(icu::Locale::getRoot());
  else
    unicode.toLower(icu::Locale::getRoot());
  std::string changed;
  return Value(unicode.toUTF8String(changed));
}

}  // namespace

std::int64_t count_code_points(std::string_view text) {
  return std::ranges::count_if(text, [](char byte) { return !continues(byte); });
}

std::string reverse_code_points(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t end = text.size(); end > 0;) {
    std::size_t start = end - 1;
    while (start > 0 && continues(text[start])) --start;
    out += text.substr(start, end - start);
    end = start;
  }
  return out;
}

std::vector<Function> string_functions() {
  return {
      {"left", 2, 2, or_null<left>, "left(text, length): its first code points"},
      {"right", 2, 2, or_null<right>, "right(text, length): its last code points"},
      {"substring", 2, 3, or_null<substring>, "substring(text, start[, length]): a part of it; the first code point is 0"},
      {"split", 2, 2, or_null<split>, "split(text, delimiter or list of them): a list of the parts between them"},
      {"replace", 3, 3, or_null<replace>, "replace(text, search, replacement): with every occurrence replaced"},
      {"trim", 1, 2, or_null<trim<Ends::both>>, "trim(text[, characters]): without spaces, or the characters, at both ends"},
      {"btrim", 1, 2, or_null<trim<Ends::both>>, "btrim(text[, characters]): without spaces, or the characters, at both ends"},
      {"ltrim", 1, 2, or_null<trim<Ends::start>>, "ltrim(text[, characters]): without spaces, or the characters, at its start"},
      {"rtrim", 1, 2, or_null<trim<Ends::end>>, "rtrim(text[, characters]): without spaces, or the characters, at its end"},
      {"toupper", 1, 1, or_null<change_case<true>>, "toUpper(text): in upper case"},
      {"upper", 1, 1, or_null<change_case<true>>, "upper(text): in upper case"},
      {"tolower", 1, 1, or_null<change_case<false>>, "toLower(text): in lower case"},
      {"lower", 1, 1, or_null<change_case<false>>, "lower(text): in lower case"},
  };
}

}  // namespace entente::query
