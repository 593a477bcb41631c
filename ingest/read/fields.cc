#include "ingest/read/fields.h"

#include <fmt/format.h>
#include <unicode/locid.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "graph/model.h"
#include "graph/text/unicode.h"
#include "ingest/read/record.h"

namespace entente {
namespace {

using namespace std::string_view_literals;

constexpr std::array<std::string_view, kFields> kFieldNames = {"text", "title", "date", "source", "url", "id", "lang"};

constexpr std::array kTextNames = {"text"sv,     "body"sv,        "content"sv, "body_text"sv, "content_text"sv, "fields.bodyText"sv,
                                   "maintext"sv, "article_text"sv};
constexpr std::array kMarkupNames = {"body_html"sv, "body_xhtml"sv, "content_html"sv, "fields.body"sv, "content.rendered"sv, "bodies.0.value"sv};
constexpr std::array kTitleNames = {"title"sv, "headline"sv, "webTitle"sv, "headline.main"sv, "headlines.0.value"sv};
constexpr std::array kDateNames = {"date"sv,         "published"sv,      "date_published"sv,     "published_at"sv,
                                   "publishedAt"sv,  "pubDate"sv,        "webPublicationDate"sv, "pub_date"sv,
                                   "dateTime"sv,     "versioncreated"sv, "versionCreated"sv,     "date_publish"sv,
                                   "publish_date"sv, "publishDate"sv,    "published_date"sv,     "publication_date"sv};
constexpr std::array kSourceNames = {"source"sv,      "source_name"sv, "outlet"sv,        "publisher"sv, "publication"sv, "fields.publication"sv,
                                     "thread.site"sv, "site_name"sv,   "source_domain"sv, "domain"sv,    "source_id"sv,   "infosource.0.name"sv};
constexpr std::array kUrlNames = {"url"sv, "link"sv, "webUrl"sv, "web_url"sv};
constexpr std::array kIdNames = {"id"sv, "uri"sv, "_id"sv, "uuid"sv, "guid"sv, "article_id"sv};
constexpr std::array kLanguageNames = {"lang"sv, "language"sv};
constexpr std::array kSummaryNames = {"lead_paragraph"sv, "description"sv, "summary"sv, "abstract"sv, "snippet"sv, "fields.trailText"sv};

constexpr std::string_view kSpace = " \t\r\n";

std::string_view trim(std::string_view text) {
  const auto begin = text.find_first_not_of(kSpace);
  return begin == std::string_view::npos ? std::string_view{} : text.substr(begin, text.find_last_not_of(kSpace) - begin + 1);
}

/// What stands before the mark of a text that was cut off: "... [+1234 chars]", "[1234 chars]". None for a whole text.
std::optional<std::string_view> before_cut(std::string_view text) {
  constexpr std::string_view kEnd = " chars]";
  text = trim(text);
  if (!text.ends_with(kEnd)) return std::nullopt;
  auto rest = text.substr(0, text.size() - kEnd.size());
  const auto open = rest.find_last_not_of("0123456789+");
  if (open == std::string_view::npos || rest[open] != '[' || open + 1 == rest.size()) return std::nullopt;
  return trim(rest.substr(0, open));
}

bool is_withheld(std::string_view text) { return text.starts_with("ONLY AVAILABLE IN ") && text.size() < 80; }

/// A text that was cut off, up to the end of its last whole sentence; all of it where it has none.
std::string_view whole_sentences(std::string_view text) {
  constexpr std::string_view kStops = ".!?";
  for (const std::string_view ellipsis : {"...", "…"})
    if (text.ends_with(ellipsis)) text.remove_suffix(ellipsis.size());
  for (auto at = text.find_last_of(kStops); at != std::string_view::npos && at > 0; at = text.find_last_of(kStops, at - 1))
    if (at + 1 == text.size() || kSpace.find(text[at + 1]) != std::string_view::npos) return text.substr(0, at + 1);
  return trim(text);
}

/// The languages that ICU knows by their English names.
const std::map<std::string, std::string, std::less<>>& languages() {
  static const auto known = [] {
    std::map<std::string, std::string, std::less<>> names;
    for (const char* const* code = icu::Locale::getISOLanguages(); *code != nullptr; ++code) {
      icu::UnicodeString name;
      icu::Locale(*code).getDisplayLanguage(icu::Locale::getEnglish(), name);
      std::string english;
      name.toUTF8String(english);
      names.try_emplace(fold(english), *code);
    }
    return names;
  }();
  return known;
}

}  // namespace

std::string_view to_string(Field field) { return kFieldNames[static_cast<std::size_t>(field)]; }

std::optional<Field> field_named(std::string_view name) {
  const auto found = std::ranges::find(kFieldNames, name);
  if (found == kFieldNames.end()) return std::nullopt;
  return static_cast<Field>(found - kFieldNames.begin());
}

FieldNames names_of(Field field) {
  switch (field) {
    case Field::text: return {kTextNames, 3};
    case Field::title: return {kTitleNames, 2};
    case Field::date: return {kDateNames, 6};
    case Field::source: return {kSourceNames, 1};
    case Field::url: return {kUrlNames, 2};
    case Field::id: return {kIdNames, 1};
    case Field::language: break;
  }
  return {kLanguageNames, 2};
}

std::span<const std::string_view> names_of_markup() { return kMarkupNames; }

std::span<const std::string_view> names_of_summary() { return kSummaryNames; }

std::string language_of(std::string_view tag_or_name) {
  tag_or_name = trim(tag_or_name);
  if (auto code = language_code(tag_or_name); !code.empty() || tag_or_name.empty()) return code;
  const auto found = languages().find(fold(tag_or_name));
  return found == languages().end() ? std::string() : found->second;
}

std::string for_message(std::string_view text) {
  constexpr std::size_t longest = 80;
  auto end = std::min(text.size(), longest);
  while (end < text.size() && end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  std::string line(text.substr(0, end));
  std::ranges::replace_if(
      line, [](char c) { return (c >= 0 && c < ' ') || c == 0x7F; }, '?');
  return end < text.size() ? line + "..." : line;
}

void set_date(std::string_view date, Article& article, WarningSink& warnings) {
  article.date = trim(date);
  if (article.date.empty() || parse_day(article.date)) return;
  warnings.warn(article.origin, fmt::format("the date '{}' is not ISO 8601 (YYYY-MM-DD...); read without a date", for_message(article.date)));
  article.date.clear();
}

void set_language(std::string_view tag_or_name, Article& article, WarningSink& warnings) {
  article.language = language_of(tag_or_name);
  if (article.language.empty() && !trim(tag_or_name).empty())
    warnings.warn(article.origin, fmt::format("the language '{}' is no ISO 639 code; it is told from the text", for_message(tag_or_name)));
}

void complete_text(Article& article, WarningSink& warnings) {
  const auto cut = before_cut(article.text);
  const bool withheld = is_withheld(article.text);
  if (!cut && !withheld && !article.text.empty()) return;
  const std::string_view lacking = cut ? "its text is cut off" : withheld ? "its text is withheld" : "has no text";
  for (const auto name : kSummaryNames) {
    const auto summary = article.attributes.find(std::string(name));
    if (summary == article.attributes.end() || trim(summary->second).empty()) continue;
    article.text = std::move(summary->second);
    article.attributes.erase(summary);
    warnings.warn(article.origin, fmt::format("{}; its summary '{}' was read", lacking, name));
    return;
  }
  if (withheld) article.text.clear();
  if (!cut) return;
  article.text = std::string(whole_sentences(*cut));
  warnings.warn(article.origin, fmt::format("{}; what is there was read", lacking));
}

}  // namespace entente
