#include "ingest/read/record.h"

#include <fmt/format.h>
#include <unicode/locid.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <span>
#include <utility>

#include "ingest/read/fields.h"
#include "ingest/read/html/fragment.h"
#include "ingest/read/html/tree.h"

namespace entente {
namespace {

using Json = nlohmann::json;

// Far deeper than any real article; recursion over this many levels fits into any stack.
constexpr std::size_t kDeepest = 100;

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

bool is_string(const Json& value) { return value.is_string(); }
bool is_id(const Json& value) { return value.is_string() || value.is_number_integer(); }

/// The keys by which an object that stands for an outlet has its name.
const Json* name_in(const Json& object) {
  for (const char* key : {"name", "title"})
    if (const auto found = object.find(key); found != object.end()) return &*found;
  return nullptr;
}

/// Takes the fields of an object out of it, by their names and types. The first error stays.
class Fields {
 public:
  Fields(Json& object, std::string where) : object_(object), where_(std::move(where)) {}

  const Status& status() const { return status_; }

  std::string take_string(FieldNames names) {
    const auto found = find(names, is_string);
    if (found.value == nullptr) return {};
    if (found.value->is_string()) return take(found, std::move(found.value->get_ref<std::string&>()));
    fail("'{}' must be a string, not {}", found.name, kind_of(*found.value));
    return {};
  }

  std::string take_id(FieldNames names) {
    const auto found = find(names, is_id);
    if (found.value == nullptr) return {};
    if (found.value->is_number_integer()) return take(found, found.value->dump());
    if (found.value->is_string()) return take(found, std::move(found.value->get_ref<std::string&>()));
    fail("'{}' must be a string or an integer of at most 64 bits, not {}", found.name,
         found.value->is_number() ? "such a number" : kind_of(*found.value));
    return {};
  }

  /// A string, or an object whose name is one.
  std::string take_name(FieldNames names) {
    const auto found = find(names, [](const Json& value) { return value.is_string() || value.is_object(); });
    if (found.value == nullptr || !found.value->is_object()) return take_string(names);
    const auto* name = name_in(*found.value);
    if (name == nullptr || name->is_null()) return take(found, {});
    if (name->is_string()) return take(found, name->get<std::string>());
    fail("the name in '{}' must be a string, not {}", found.name, kind_of(*name));
    return {};
  }

  /// What of the names is there goes.
  void drop(std::span<const std::string_view> names) {
    for (const auto name : names)
      if (const auto found = look(name); found.value != nullptr) erase(found);
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
  struct Found {
    std::string_view name;
    Json* parent = nullptr;  // the object or array that it is in
    Json* value = nullptr;
  };

  /// The value at a name; `name` itself may be a key, else its dots part keys.
  Found look(std::string_view name) {
    if (const auto whole = object_.find(name); whole != object_.end()) return {name, &object_, &*whole};
    Found found{name, nullptr, &object_};
    for (std::size_t begin = 0; begin <= name.size() && found.value != nullptr;) {
      const auto end = std::min(name.find('.', begin), name.size());
      found.parent = found.value;
      found.value = child(*found.parent, name.substr(begin, end - begin));
      begin = end + 1;
    }
    return found;
  }

  static Json* child(Json& parent, std::string_view key) {
    if (parent.is_array()) return key == "0" && !parent.empty() ? &parent.front() : nullptr;
    if (!parent.is_object()) return nullptr;
    const auto found = parent.find(key);
    return found == parent.end() ? nullptr : &*found;
  }

  /// The first of the names that has a value that fits; else the first that has one of a wrong type, if it means only this field. Null says nothing
  /// and is dropped.
  Found find(FieldNames names, bool (*fits)(const Json&)) {
    Found unfit;
    for (std::size_t i = 0; i < names.names.size(); ++i) {
      const auto found = look(names.names[i]);
      if (found.value == nullptr) continue;
      if (found.value->is_null()) {
        erase(found);
        continue;
      }
      if (fits(*found.value)) return unfit.value != nullptr ? unfit : found;
      if (i < names.common && unfit.value == nullptr && !is_nested(found)) unfit = found;
    }
    return unfit;
  }

  /// Whether a value is an object that the longer names look into.
  static bool is_nested(const Found& found) {
    constexpr std::array<std::string_view, 3> kNested = {"headline", "title", "content"};
    if (!found.value->is_object() || std::ranges::find(kNested, found.name) == kNested.end()) return false;
    return found.value->contains("main") || found.value->contains("rendered");
  }

  std::string take(const Found& found, std::string value) {
    if (value.find('\0') != std::string::npos) fail("'{}' holds a NUL character", found.name);
    erase(found);
    return value;
  }

  /// What is in an array goes with all of it.
  void erase(const Found& found) {
    const auto first = found.name.substr(0, found.name.find('.'));
    const bool in_array = found.name.find(".0.") != std::string_view::npos;
    if (!in_array && found.parent != &object_) {
      found.parent->erase(found.name.substr(found.name.rfind('.') + 1));
      if (found.parent->empty() && object_.contains(first)) object_.erase(first);
    } else {
      object_.erase(found.parent == &object_ ? found.name : first);
    }
  }

  Json& object_;
  std::string where_;
  Status status_;
};

/// The text of an object: plain, or else that of its markup. Other copies of it go.
std::string take_text(Fields& fields) {
  auto text = fields.take_string(names_of(Field::text));
  if (text.empty()) text = html::text_of_fragment(fields.take_string({names_of_markup(), 0}));
  fields.drop(names_of_markup());
  return text;
}

// Keys of the arrays in which services send articles, and of the objects around such arrays.
constexpr std::array<std::string_view, 7> kArrayKeys = {"articles", "results", "docs", "data", "posts", "items", "news"};
constexpr std::array<std::string_view, 3> kObjectKeys = {"response", "articles", "data"};

bool is_one_of(std::string_view key, std::span<const std::string_view> keys) { return std::ranges::find(keys, key) != keys.end(); }

/// Whether an array begins at `at` that is empty or has objects.
bool is_array_of_objects(std::string_view text, std::size_t at) {
  if (text[at] != '[') return false;
  const auto first = skip_space(text, at + 1);
  return first == text.size() || text[first] == '{' || text[first] == ']';
}

std::optional<WrappedArticles> find_wrapped(std::string_view text, std::size_t at, std::size_t level) {
  constexpr std::size_t deepest = 2;
  std::optional<WrappedArticles> found;
  if (at >= text.size() || text[at] != '{') return found;
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
    const bool first = !found || key == "articles";
    if (first && ((key == "articles" && text[at] == '[') || (is_one_of(key, kArrayKeys) && is_array_of_objects(text, at))))
      found = {at, level};
    else if (first && level < deepest && is_one_of(key, kObjectKeys))
      if (const auto within = find_wrapped(text, at, level + 1)) found = within;
    at = scan_value(text, at).end;
  } while (next() < text.size() && text[at] == ',');
  return found;
}

std::string take_title(Fields& fields) {
  constexpr std::array<std::string_view, 1> kMarkup = {"title.rendered"};
  if (auto title = fields.take_string(names_of(Field::title)); !title.empty()) return title;
  return html::plain_text(fields.take_string({kMarkup, 0}));
}

Status without_text(const Article& article) {
  const bool address = !article.url.empty();
  return {StatusCode::invalid_input, fmt::format("{}: has no text{}", article.origin,
                                                 address ? ", only an address; save the page that it leads to, and read that"
                                                         : "; an article needs a 'text' that is not empty")};
}

}  // namespace

std::string to_string(const RecordPlace& place) { return fmt::format("{}:{}", place.name, place.line); }

std::string language_code(std::string_view tag) {
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  const auto primary = tag.substr(0, tag.find_first_of("-_"));
  if (primary.size() < 2 || primary.size() > 3 || !std::ranges::all_of(primary, is_letter)) return {};
  return icu::Locale::createCanonical(std::string(primary).c_str()).getLanguage();
}

bool is_text_key(std::string_view key) {
  const auto is = [key](std::span<const std::string_view> names) { return std::ranges::find(names, key) != names.end(); };
  return is(names_of(Field::text).names) || is(names_of_markup());
}

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

std::optional<WrappedArticles> find_articles(std::string_view text, std::size_t at) { return find_wrapped(text, at, 1); }

Result<Article> parse_record(std::string_view object, const RecordPlace& place, WarningSink& warnings) {
  auto json = parse(object, place);
  if (!json) return failure(json.error());
  const auto where = to_string(place);
  if (!json->is_object()) return failure(StatusCode::invalid_input, fmt::format("{}: an article must be an object, not {}", where, kind_of(*json)));

  Article article;
  article.origin = where;
  try {
    Fields fields(*json, where);
    article.text = take_text(fields);
    article.id = fields.take_id(names_of(Field::id));
    article.title = take_title(fields);
    const auto date = fields.take_string(names_of(Field::date));
    article.source = fields.take_name(names_of(Field::source));
    article.url = fields.take_string(names_of(Field::url));
    const auto tag = fields.take_string(names_of(Field::language));
    if (!fields.status().ok()) return failure(fields.status());
    article.attributes = fields.take_rest();
    complete_text(article, warnings);
    if (article.text.empty()) return failure(without_text(article));
    set_date(date, article, warnings);
    set_language(tag, article, warnings);
  } catch (const std::exception& error) {
    return failure(StatusCode::invalid_input, fmt::format("{}: cannot be read ({})", where, error.what()));
  }
  return article;
}

}  // namespace entente
