#include "ingest/read/html/linked_data.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>

#include "graph/text/unicode.h"
#include "ingest/read/html/tree.h"
#include "ingest/read/record.h"

namespace entente::html {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kDeepest = 64;
constexpr std::size_t kLongestField = 4096;  // of a name or headline; longer is no such thing

/// Line breaks within strings become spaces, commas before a closing bracket go.
std::string mended(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string && c == '\\' && i + 1 < text.size()) {
      out.append(text.substr(i++, 2));
    } else if (c == '"') {
      in_string = !in_string;
      out.push_back(c);
    } else if (in_string && static_cast<unsigned char>(c) < 0x20) {
      out.push_back(' ');
    } else {
      const auto next = c == ',' && !in_string ? skip_space(text, i + 1) : text.size();
      if (next >= text.size() || (text[next] != '}' && text[next] != ']')) out.push_back(c);
    }
  }
  return out;
}

std::optional<Json> parse(std::string_view text) {
  const auto begin = text.find_first_of("{[");
  if (begin == std::string_view::npos) return std::nullopt;
  text.remove_prefix(begin);
  const auto value = scan_value(text, 0);
  if (value.depth > kDeepest) return std::nullopt;
  for (const auto& candidate : {std::string(text.substr(0, value.end)), mended(text.substr(0, value.end))})
    if (auto json = Json::parse(candidate, nullptr, false); !json.is_discarded()) return json;
  return std::nullopt;
}

/// Every type of an object in one string, each behind a space.
std::string types_of(const Json& object) {
  std::string types;
  const auto found = object.find("@type");
  if (found == object.end()) return types;
  if (found->is_string()) types = " " + found->get<std::string>();
  if (found->is_array())
    for (const auto& type : *found)
      if (type.is_string()) types += " " + type.get<std::string>();
  return types;
}

bool is_article(std::string_view types) {
  for (const std::string_view type : {"Article", "BlogPosting", "Report", "SocialMediaPosting"})
    if (types.find(type) != std::string_view::npos) return true;
  return false;
}

class Collector {
 public:
  void collect(const Json& json) {
    if (json.is_array()) {
      for (const auto& item : json) collect(item);
    } else if (json.is_object()) {
      objects_.push_back(&json);
      for (const auto* key : {"@graph", "mainEntity"})
        if (const auto found = json.find(key); found != json.end()) collect(*found);
    }
  }

  LinkedData read() const {
    LinkedData data;
    const Json* main = first([](std::string_view types) { return is_article(types) || types.find("LiveBlogPosting") != std::string_view::npos; });
    data.article = main != nullptr;
    if (main == nullptr) main = first([](std::string_view types) { return types.find("VideoObject") != std::string_view::npos; });
    if (main == nullptr) main = first([](std::string_view types) { return types.find("WebPage") != std::string_view::npos; });
    if (main != nullptr) read_main(*main, data);
    if (data.date.empty())
      if (const auto* page = first([](std::string_view types) { return types.find("WebPage") != std::string_view::npos; }))
        data.date = string_at(*page, {"datePublished"});
    if (data.publisher.empty())
      if (const auto* site = first([](std::string_view types) { return types.find("WebSite") != std::string_view::npos; }))
        data.publisher = string_at(*site, {"name"});
    return data;
  }

 private:
  template <class Wanted>
  const Json* first(Wanted&& wanted) const {
    const auto found = std::ranges::find_if(objects_, [&](const Json* object) { return wanted(types_of(*object)); });
    return found == objects_.end() ? nullptr : *found;
  }

  void read_main(const Json& object, LinkedData& data) const {
    const auto types = types_of(object);
    data.live = types.find("LiveBlogPosting") != std::string::npos;
    data.headline = string_at(object, {"headline"});
    if (data.headline.empty() && types.find("WebPage") == std::string::npos) data.headline = string_at(object, {"name"});
    data.date = string_at(object, {"datePublished", "uploadDate", "dateCreated"});
    data.authors = names_at(object, "author");
    if (data.authors.empty()) data.authors = names_at(object, "creator");
    if (const auto names = names_at(object, "publisher"); !names.empty()) data.publisher = names.front();
    if (const auto sections = names_at(object, "articleSection"); !sections.empty()) data.section = sections.front();
    data.keywords = names_at(object, "keywords");
    if (const auto free = object.find("isAccessibleForFree"); free != object.end())
      data.paid = *free == false || (free->is_string() && fold(free->get<std::string>()) == "false");
    if (const auto body = object.find("articleBody"); body != object.end() && body->is_string()) data.body = body->get<std::string>();
  }

  static std::string string_at(const Json& object, std::initializer_list<const char*> keys) {
    for (const auto* key : keys)
      if (const auto found = object.find(key); found != object.end() && found->is_string())
        if (auto text = clean(found->get_ref<const std::string&>()); !text.empty()) return text;
    return {};
  }

  static std::string clean(const std::string& text) { return text.size() > kLongestField ? std::string() : plain_text(text); }

  /// The names that stand under `key`: strings, objects with a name or a reference to one, or lists of those.
  std::vector<std::string> names_at(const Json& object, const char* key) const {
    std::vector<std::string> names;
    if (const auto found = object.find(key); found != object.end()) add_names(*found, names, 0);
    return names;
  }

  void add_names(const Json& value, std::vector<std::string>& names, int depth) const {
    constexpr std::size_t most = 64;
    if (names.size() >= most || depth > 4) return;
    if (value.is_string()) {
      auto name = clean(value.get_ref<const std::string&>());
      if (!name.empty() && std::ranges::find(names, name) == names.end()) names.push_back(std::move(name));
    } else if (value.is_array()) {
      for (const auto& item : value) add_names(item, names, depth + 1);
    } else if (value.is_object()) {
      if (const auto name = value.find("name"); name != value.end()) return add_names(*name, names, depth + 1);
      const auto id = value.find("@id");
      if (id == value.end()) return;
      for (const auto* other : objects_)
        if (const auto own = other->find("@id"); own != other->end() && *own == *id)
          if (const auto name = other->find("name"); name != other->end()) return add_names(*name, names, depth + 1);
    }
  }

  std::vector<const Json*> objects_;
};

}  // namespace

LinkedData read_linked_data(std::span<const std::string> scripts) {
  std::vector<Json> parsed;
  for (const auto& script : scripts)
    if (auto json = parse(script)) parsed.push_back(std::move(*json));
  Collector collector;
  for (const auto& json : parsed) collector.collect(json);
  return collector.read();
}

}  // namespace entente::html
