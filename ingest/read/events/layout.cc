#include "ingest/read/events/layout.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "graph/text/unicode.h"
#include "ingest/read/table/rows.h"

namespace entente {
namespace {

// How sure a claim is that others have coded. GDELT and ICEWS are coded by machine: studies found 50 to 80 of 100 events of ICEWS right and fewer of
// GDELT (Ward et al., Comparing GDELT and ICEWS Event Data, 2013; Raytheon BBN's evaluation of ICEWS, 2015). People code ACLED.
constexpr float kGdeltConfidence = 0.5F, kIcewsConfidence = 0.7F, kAcledConfidence = 0.9F;

/// The columns of GDELT's files, which have no header, from the left and, as version 2.0 has more of them in the middle, from the right.
/// Source: GDELT Event Codebook V2.0 (2015).
namespace gdelt {
constexpr std::size_t kId = 0, kDate = 1, kFirstActor = 5, kSecondActor = 15, kRoot = 25, kCode = 26, kGoldstein = 30, kArticles = 33, kTone = 34;
constexpr std::size_t kName = 1, kCountry = 2, kGroup = 3, kType = 7;  // after the first column of an actor
constexpr std::size_t kColumns1 = 57, kColumns1Url = 58, kColumns2 = 61;

/// Of the place of the event, and what follows it.
struct Tail {
  std::size_t place, latitude, longitude, added, url;
};
constexpr Tail kTail1 = {50, 53, 54, 56, 57}, kTail2 = {52, 56, 57, 59, 60};
}  // namespace gdelt

bool is_digits(std::string_view text, std::size_t length) {
  return text.size() == length && text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// "20240301" at the beginning of `text` as "2024-03-01"; empty where it is not there.
std::string iso_of_digits(std::string_view text) {
  if (text.size() < 8 || !is_digits(text.substr(0, 8), 8)) return {};
  return fmt::format("{}-{}-{}", text.substr(0, 4), text.substr(4, 2), text.substr(6, 2));
}

/// ACLED writes "2024-03-01" in answers of its interface and "01 March 2024" in its files.
std::optional<Day> day_of(std::string_view text) {
  if (const auto day = parse_day(text)) return day;
  static constexpr std::array<std::string_view, 12> kMonths = {"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"};
  const auto first = text.find_first_of(" -"), second = text.find_last_of(" -");
  if (first == std::string_view::npos || first == second || second - first < 4) return std::nullopt;
  const auto month = std::ranges::find(kMonths, fold(text.substr(first + 1, 3)));
  int day = 0;
  if (month == kMonths.end() || std::from_chars(text.data(), text.data() + first, day).ec != std::errc()) return std::nullopt;
  return parse_day(fmt::format("{}-{:02}-{:02}", text.substr(second + 1), month - kMonths.begin() + 1, day));
}

std::optional<double> number(std::string_view text, double limit) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || !(value >= -limit && value <= limit)) return std::nullopt;
  return value;
}

std::string host_of(std::string_view url) {
  const auto scheme = url.find("://");
  if (scheme == std::string_view::npos) return std::string(url);
  url.remove_prefix(scheme + 3);
  url = url.substr(0, url.find_first_of("/?#"));
  return std::string(url.starts_with("www.") ? url.substr(4) : url);
}

void set_attribute(Article& article, std::string_view name, std::string_view value) {
  if (!value.empty()) article.attributes.emplace(name, value);
}

void set_position(CodedEvent& event, std::string_view latitude, std::string_view longitude) {
  const auto lat = number(latitude, 90), lon = number(longitude, 180);
  if (lat && lon) event.latitude = lat, event.longitude = lon;
}

void set_date(CodedEvent& event, std::optional<Day> day) {
  if (day) event.date = Date{*day, DatePrecision::day};
}

std::optional<EventLayout> layout_of(EventRow first) {
  if (first.size() == gdelt::kColumns1 || first.size() == gdelt::kColumns1Url || first.size() == gdelt::kColumns2) {
    const auto& id = first[gdelt::kId];
    if (!id.empty() && is_digits(id, id.size()) && is_digits(first[gdelt::kDate], 8)) return EventLayout::gdelt;
  }
  const auto has = [&](std::string_view name) { return std::ranges::any_of(first, [&](const std::string& cell) { return fold(cell) == name; }); };
  if (has("event id") && has("event date") && has("source name") && has("cameo code")) return EventLayout::icews;
  if (has("event_id_cnty") && has("event_type") && has("sub_event_type") && has("actor1")) return EventLayout::acled;
  return std::nullopt;
}

}  // namespace

std::optional<EventTable> event_table(std::string_view head) {
  auto line = head.substr(0, head.find('\n'));
  if (line.ends_with('\r')) line.remove_suffix(1);
  for (const char delimiter : {'\t', ',', ';'}) {
    std::vector<std::string> first;
    table::split(line, delimiter, first);
    if (const auto layout = layout_of(first)) return EventTable{*layout, delimiter, std::move(first)};
  }
  return std::nullopt;
}

EventColumns::EventColumns(EventLayout layout, EventRow first) : layout_(layout), count_(first.size()) {
  if (has_header())
    for (const std::string& name : first) names_.push_back(fold(name));
}

std::string_view EventColumns::cell(EventRow row, std::string_view column) const {
  const auto at = std::ranges::find(names_, column);
  return at == names_.end() ? std::string_view{} : row[static_cast<std::size_t>(at - names_.begin())];
}

Result<Article> EventColumns::read(EventRow row) const {
  Article article = layout_ == EventLayout::gdelt ? read_gdelt(row) : layout_ == EventLayout::icews ? read_icews(row) : read_acled(row);
  if (article.id.ends_with(':')) return failure(StatusCode::invalid_input, "the event has no id");
  if (!article.event->date) return failure(StatusCode::invalid_input, "the event has no date that can be read");
  if (article.date.empty()) article.date = format_day(article.event->date->day);
  article.language = "en";
  return article;
}

Article EventColumns::read_gdelt(EventRow row) const {
  const auto& tail = count_ == gdelt::kColumns2 ? gdelt::kTail2 : gdelt::kTail1;
  const auto actor = [&](std::size_t first) {
    const std::string& country = row[first + gdelt::kCountry];
    return EventActor{row[first + gdelt::kName], country, row[first + gdelt::kType]};
  };
  Article article;
  article.id = "gdelt:" + row[gdelt::kId];
  article.date = iso_of_digits(row[tail.added]);
  if (tail.url < count_) {
    article.url = row[tail.url];
    article.source = host_of(article.url);
  }
  set_attribute(article, "is_root_event", row[gdelt::kRoot]);
  set_attribute(article, "goldstein", row[gdelt::kGoldstein]);
  set_attribute(article, "articles", row[gdelt::kArticles]);
  set_attribute(article, "tone", row[gdelt::kTone]);
  CodedEvent& event = article.event.emplace();
  event.code_scheme = event.actor_scheme = "cameo";
  event.code = row[gdelt::kCode];
  event.source = actor(gdelt::kFirstActor);
  event.target = actor(gdelt::kSecondActor);
  set_date(event, parse_day(iso_of_digits(row[gdelt::kDate])));
  event.place = row[tail.place];
  const auto comma = event.place.rfind(", ");
  event.place_country = comma == std::string::npos ? event.place : event.place.substr(comma + 2);  // its code is of FIPS 10-4
  set_position(event, row[tail.latitude], row[tail.longitude]);
  event.extractor = count_ == gdelt::kColumns2 ? "gdelt/2" : "gdelt/1";
  event.confidence = kGdeltConfidence;
  return article;
}

Article EventColumns::read_icews(EventRow row) const {
  const auto get = [&](std::string_view column) { return std::string(cell(row, column)); };
  Article article;
  article.id = "icews:" + get("event id");
  article.source = get("publisher");
  set_attribute(article, "story", cell(row, "story id"));
  set_attribute(article, "intensity", cell(row, "intensity"));
  CodedEvent& event = article.event.emplace();
  event.code_scheme = "cameo";
  event.actor_scheme = "icews";
  event.code = get("cameo code");
  // Three digits or more, of a root up to 20; as a number it lost its zero.
  if (event.code.size() == 2 || (event.code.size() > 2 && event.code.substr(0, 2) > "20")) event.code.insert(0, "0");
  event.source = {get("source name"), get("source country"), get("source sectors")};
  event.target = {get("target name"), get("target country"), get("target sectors")};
  set_date(event, day_of(cell(row, "event date")));
  for (const auto column : {"city", "district", "province", "country"})
    if (event.place.empty()) event.place = get(column);
  event.place_country = get("country");
  set_position(event, cell(row, "latitude"), cell(row, "longitude"));
  event.extractor = "icews";
  event.confidence = kIcewsConfidence;
  return article;
}

Article EventColumns::read_acled(EventRow row) const {
  const auto get = [&](std::string_view column) { return std::string(cell(row, column)); };
  Article article;
  article.id = "acled:" + get("event_id_cnty");
  article.text = get("notes");
  article.source = get("source");
  for (const auto column :
       {"event_type", "sub_event_type", "actor1", "assoc_actor_1", "actor2", "assoc_actor_2", "civilian_targeting", "fatalities", "tags"})
    set_attribute(article, column, cell(row, column));
  CodedEvent& event = article.event.emplace();
  event.code_scheme = event.actor_scheme = "acled";
  event.code = get("event_type") + '/' + get("sub_event_type");
  event.source = {get("actor1"), {}, get("inter1")};
  event.target = {get("actor2"), {}, get("inter2")};
  set_date(event, day_of(cell(row, "event_date")));
  event.place = get("location");
  event.place_country = get("country");
  set_position(event, cell(row, "latitude"), cell(row, "longitude"));
  event.extractor = "acled";
  event.confidence = kAcledConfidence;
  return article;
}

}  // namespace entente
