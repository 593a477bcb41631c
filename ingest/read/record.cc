#include "ingest/read/record.h"

#include <fmt/format.h>
#include <unicode/locid.h>

#include <algorithm>
#include <array>
#include <initializer_list>
#include <nlohmann/json.hpp>

#include "graph/model.h"

namespace entente {
namespace {

using Json = nlohmann::json;

// Far deeper than any real article; recursion over this many levels fits into any stack.
constexpr std::size_t kDeepest = 100;

// The names that each field goes by, the first that is there and not null counts. docs/formats.md lists them.
constexpr std::array<std::string_view, 1> kIdKeys = {"id"};
constexpr std::array<std::string_view, 2> kTitleKeys = {"title", "headline"};
constexpr std::array<std::string_view, 3> kTextKeys = {"text", "body", "content"};
constexpr std::array<std::string_view, 6> kDateKeys = {"date", "published", "date_published", "published_at", "publishedAt", "pubDate"};
constexpr std::array<std::string_view, 1> kSourceKeys = {"source"};
constexpr std::array<std::string_view, 2> kUrlKeys = {"url", "link"};
constexpr std::array<std::string_view, 2> kLanguageKeys = {"lang", "language"};

std::string_view trim(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  const auto begin = text.find_first_not_of(kSpace);
  return begin == std::string_view::npos ? std::string_view{} : text.substr(begin, text.find_last_not_of(kSpace) - begin + 1);
}

std::size_t count_lines(std::string_view text) { return static_cast<std::size_t>(std::ranges::count(text, '\n')); }

std::string_view kind_of(const Json& value) {
  switch (value.type()) {
    case Json::value_t::null: return "null";
    case Json::value_t::boolean: return "true or false";
    case Json::value_t::array: return "an array";
    case Json::value_t::object: return "an object";
    case Json::value_t::string: return "a string";
    default: return "a number";
  }
}

/// What the parser says is wrong, without its own words around it: "...: syntax error while parsing value - REASON; last read: ...".
std::string_view reason_of(std::string_view message) {
  if (const auto dash = message.find(" - "); dash != std::string_view::npos) message.remove_prefix(dash + 3);
  return message.substr(0, message.find("; "));
}

Status parse_failure(std::string_view object, const RecordPlace& place, const Json::parse_error& error) {
  const auto reason = reason_of(error.what());
  if (reason.find("end of input") != std::string_view::npos || reason.find("missing closing quote") != std::string_view::npos)
    return {StatusCode::invalid_input, fmt::format("{}: the object is not closed; is the input cut off?", to_string(place))};
  const auto before = object.substr(0, error.byte > 0 ? error.byte - 1 : 0);
  const auto line_begin = before.rfind('\n') + 1;  // npos + 1 is 0
  return {StatusCode::invalid_input, fmt::format("{}: column {}: is not valid JSON ({})", to_string({place.name, place.line + count_lines(before)}),
                                                 before.size() - line_begin + 1, reason)};
}

Result<Json> parse(std::string_view object, const RecordPlace& place) {
  const auto begin = skip_space(object, 0);
  if (begin < object.size() && scan_value(object, begin).depth > kDeepest)
    return failure(StatusCode::invalid_input, fmt::format("{}: is nested deeper than {} levels", to_string(place), kDeepest));
  try {
    return Json::parse(object.begin(), object.end());
  } catch (const Json::parse_error& error) {
    return failure(parse_failure(object, place, error));
  } catch (const Json::out_of_range&) {
    return failure(StatusCode::invalid_input, fmt::format("{}: a number is too large", to_string(place)));
  } catch (const std::exception& error) {
    return failure(StatusCode::invalid_input, fmt::format("{}: is not valid JSON ({})", to_string(place), error.what()));
  }
}

/// Takes the fields of an object out of it, by their names and types. The first error stays.
class Fields {
 public:
  Fields(Json& object, std::string where) : object_(object), where_(std::move(where)) {}

  const std::string& where() const { return where_; }
  const Status& status() const { return status_; }

  std::string take_string(std::span<const std::string_view> keys) {
    const auto found = find(keys);
    if (found == object_.end()) return {};
    if (!found->is_string()) {
      fail("'{}' must be a string, not {}", found.key(), kind_of(*found));
      return {};
    }
    return take(found, std::move(found->get_ref<std::string&>()));
  }

  std::string take_id(std::span<const std::string_view> keys) {
    const auto found = find(keys);
    if (found == object_.end()) return {};
    if (found->is_number_integer()) return take(found, found->dump());
    if (found->is_string()) return take(found, std::move(found->get_ref<std::string&>()));
    fail("'{}' must be a string or an integer of at most 64 bits, not {}", found.key(), found->is_number() ? "such a number" : kind_of(*found));
    return {};
  }

  /// A string, or an object whose name is one.
  std::string take_name(std::span<const std::string_view> keys) {
    const auto found = find(keys);
    if (found == object_.end() || !found->is_object()) return take_string(keys);
    const auto name = found->find("name");
    if (name == found->end() || name->is_null()) return take(found, {});
    if (name->is_string()) return take(found, std::move(name->get_ref<std::string&>()));
    fail("the name in '{}' must be a string, not {}", found.key(), kind_of(*name));
    return {};
  }

  /// What nobody took.
  std::map<std::string, std::string> take_rest() {
    std::map<std::string, std::string> rest;
    for (auto& [key, value] : object_.items()) rest.emplace(key, value.is_string() ? std::move(value.get_ref<std::string&>()) : value.dump());
    return rest;
  }

  template <class... Args>
  void fail(fmt::format_string<Args...> what, Args&&... args) {
    if (status_.ok()) status_ = {StatusCode::invalid_input, fmt::format("{}: {}", where_, fmt::format(what, std::forward<Args>(args)...))};
  }

 private:
  /// The first of the keys that has a value. Drops those before it: null says nothing.
  Json::iterator find(std::span<const std::string_view> keys) {
    for (const auto key : keys) {
      const auto found = object_.find(key);
      if (found == object_.end()) continue;
      if (!found->is_null()) return found;
      object_.erase(found);
    }
    return object_.end();
  }

  std::string take(Json::iterator at, std::string value) {
    if (value.find('\0') != std::string::npos) fail("'{}' holds a NUL character", at.key());
    object_.erase(at);
    return value;
  }

  Json& object_;
  std::string where_;
  Status status_;
};

}  // namespace

std::string to_string(const RecordPlace& place) { return fmt::format("{}:{}", place.name, place.line); }

std::string language_code(std::string_view tag) {
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  const auto primary = tag.substr(0, tag.find_first_of("-_"));
  if (primary.size() < 2 || primary.size() > 3 || !std::ranges::all_of(primary, is_letter)) return {};
  return icu::Locale::createCanonical(std::string(primary).c_str()).getLanguage();
}

bool is_text_key(std::string_view key) { return std::ranges::find(kTextKeys, key) != kTextKeys.end(); }

std::size_t skip_space(std::string_view text, std::size_t at) { return std::min(text.find_first_not_of(" \t\r\n", at), text.size()); }

ScannedValue scan_value(std::string_view text, std::size_t at) {
  ScannedValue scanned;
  std::size_t open = 0;
  while (at < text.size()) {
    const char c = text[at];
    if (c == '"') {
      for (++at; at < text.size() && text[at] != '"'; ++at)
        if (text[at] == '\\') ++at;
      if (at >= text.size()) break;
      ++at;
    } else if (c == '{' || c == '[') {
      scanned.depth = std::max(scanned.depth, ++open);
      ++at;
    } else if (open > 0) {
      if (c == '}' || c == ']') --open;
      ++at;
    } else {  // a number or a word
      at = std::min(text.find_first_of(",]} \t\r\n", at + 1), text.size());
    }
    if (open == 0) {
      scanned.end = at;
      return scanned;
    }
  }
  scanned.end = text.size();
  scanned.closed = false;
  return scanned;
}

std::optional<std::size_t> find_articles(std::string_view text, std::size_t at) {
  std::optional<std::size_t> articles;
  if (at >= text.size() || text[at] != '{') return articles;
  const auto next = [&] { return at = skip_space(text, at); };
  do {
    ++at;  // '{' or ','
    if (next() >= text.size() || text[at] != '"') break;
    const auto key_begin = at + 1;
    at = scan_value(text, at).end;
    const auto key = text.substr(key_begin, at - key_begin - 1);
    if (next() >= text.size() || text[at] != ':') break;
    ++at;
    if (next() >= text.size()) break;
    if (is_text_key(key)) return std::nullopt;
    if (key == "articles" && text[at] == '[') articles = at;
    at = scan_value(text, at).end;
  } while (next() < text.size() && text[at] == ',');
  return articles;
}

Result<Article> parse_record(std::string_view object, const RecordPlace& place, WarningSink& warnings) {
  auto json = parse(object, place);
  if (!json) return failure(json.error());
  const auto where = to_string(place);
  if (!json->is_object()) return failure(StatusCode::invalid_input, fmt::format("{}: an article must be an object, not {}", where, kind_of(*json)));

  Article article;
  article.origin = where;
  try {
    Fields fields(*json, where);
    article.text = fields.take_string(kTextKeys);
    if (article.text.empty()) fields.fail("has no text; an article needs a 'text' that is not empty");
    article.id = fields.take_id(kIdKeys);
    article.title = fields.take_string(kTitleKeys);
    article.date = trim(fields.take_string(kDateKeys));
    article.source = fields.take_name(kSourceKeys);
    article.url = fields.take_string(kUrlKeys);
    const auto tag = fields.take_string(kLanguageKeys);
    if (!fields.status().ok()) return failure(fields.status());
    article.attributes = fields.take_rest();

    if (!article.date.empty() && !parse_day(article.date)) {
      warnings.warn(where, fmt::format("the date '{}' is not ISO 8601 (YYYY-MM-DD...); read without a date", article.date));
      article.date.clear();
    }
    article.language = language_code(trim(tag));
    if (article.language.empty() && !trim(tag).empty())
      warnings.warn(where, fmt::format("the language '{}' is no ISO 639 code; it is told from the text", tag));
  } catch (const std::exception& error) {
    return failure(StatusCode::invalid_input, fmt::format("{}: cannot be read ({})", where, error.what()));
  }
  return article;
}

}  // namespace entente
