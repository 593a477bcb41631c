#include "ingest/read/table/columns.h"

#include <date/date.h>
#include <fmt/format.h>

#include <algorithm>
#include <locale>
#include <sstream>
#include <utility>

#include "ingest/read/table/rows.h"

namespace entente::table {
namespace {

constexpr std::array kDelimiters = {',', ';', '\t', '|'};
constexpr std::array kAllFields = {Field::text, Field::title, Field::date, Field::source, Field::url, Field::id, Field::language};
constexpr std::string_view kFormatMark = ":%";  // "published:%d/%m/%Y" names a column and how its dates are written

std::string_view trim(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  const auto begin = text.find_first_not_of(kSpace);
  return begin == std::string_view::npos ? std::string_view{} : text.substr(begin, text.find_last_not_of(kSpace) - begin + 1);
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same_name(std::string_view a, std::string_view b) { return std::ranges::equal(trim(a), trim(b), {}, lower, lower); }

bool is_in(std::string_view column, std::span<const std::string_view> names) {
  return std::ranges::any_of(names, [&](std::string_view name) { return same_name(column, name); });
}

bool is_text(std::string_view column) { return is_in(column, names_of(Field::text).names) || is_in(column, names_of_summary()); }

bool is_known(std::string_view column) {
  return is_text(column) || std::ranges::any_of(kAllFields, [&](Field field) { return is_in(column, names_of(field).names); });
}

std::string all_fields() {
  std::string names;
  for (const auto field : kAllFields) names.append(names.empty() ? "" : ", ").append(to_string(field));
  return names;
}

std::string_view column_in(std::string_view mapping) { return mapping.substr(0, mapping.find(kFormatMark)); }

bool is_named(std::string_view column, const ReadOptions& options) {
  return std::ranges::any_of(options.columns, [&](const auto& mapping) { return same_name(column, column_in(mapping.second)); });
}

std::optional<std::size_t> find(const std::vector<std::string>& header, std::string_view name) {
  const auto found = std::ranges::find_if(header, [&](const std::string& column) { return same_name(column, name); });
  return found == header.end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - header.begin()));
}

std::string listed(const std::vector<std::string>& header) {
  constexpr std::size_t most = 40;
  std::string list;
  for (std::size_t i = 0; i < header.size() && i < most; ++i)
    list.append(list.empty() ? "'" : ", '").append(for_message(trim(header[i]))).append("'");
  return header.size() > most ? list + ", ..." : list;
}

/// The day of a date that is written in the given form; empty where it is not.
std::string day_of(std::string_view date, const std::string& format) {
  std::istringstream in{std::string(trim(date))};
  in.imbue(std::locale::classic());
  date::fields<std::chrono::seconds> parsed;
  date::from_stream(in, format.c_str(), parsed);
  if (in.fail() || !parsed.ymd.ok()) return {};
  const int year = static_cast<int>(parsed.ymd.year());
  if (year < 1 || year > 9999) return {};
  return fmt::format("{:04}-{:02}-{:02}", year, static_cast<unsigned>(parsed.ymd.month()), static_cast<unsigned>(parsed.ymd.day()));
}

}  // namespace

Status parse_columns(std::string_view mapping, std::map<std::string, std::string, std::less<>>& columns) {
  std::string* last = nullptr;
  for (bool more = true; more;) {
    const auto comma = mapping.find(',');
    const auto part = mapping.substr(0, comma);
    more = comma != std::string_view::npos;
    mapping.remove_prefix(more ? comma + 1 : mapping.size());
    const auto equals = std::min(part.find('='), part.size());
    if (const auto field = field_named(trim(part.substr(0, equals))); field && equals + 1 < part.size()) {
      last = &(columns[std::string(to_string(*field))] = part.substr(equals + 1));
    } else if (last != nullptr && !field) {
      last->append(",").append(part);
    } else {
      return {StatusCode::invalid_input,
              fmt::format("'{}' says of no column what it is; write for instance text=body,title=headline, with fields of {}", part, all_fields())};
    }
  }
  return Status::success();
}

char delimiter_of(std::string_view header, const ReadOptions& options) {
  char best = kDelimiters.front();
  std::pair<std::ptrdiff_t, std::size_t> most{-1, 0};
  std::vector<std::string> columns;
  for (const char delimiter : kDelimiters) {
    split(header, delimiter, columns);
    const auto known = std::ranges::count_if(columns, [&](const std::string& column) { return is_known(column) || is_named(column, options); });
    const std::pair<std::ptrdiff_t, std::size_t> score{known, columns.size()};
    if (score <= most) continue;
    most = score;
    best = delimiter;
  }
  return best;
}

bool is_header(std::string_view line) {
  constexpr std::size_t longest = 4096;
  line = trim(line.substr(0, std::min(line.find('\n'), longest + 1)));
  if (line.empty() || line.size() > longest) return false;
  std::vector<std::string> columns;
  split(line, delimiter_of(line, {}), columns);
  return std::ranges::any_of(columns, is_text) && std::ranges::count_if(columns, is_known) >= 2;
}

Result<Columns> Columns::make(std::vector<std::string> header, const ReadOptions& options, std::string_view origin) {
  Columns columns(std::move(header));
  for (const auto field : kAllFields) {
    auto& column = columns.of_field_[static_cast<std::size_t>(field)];
    if (const auto mapping = options.columns.find(to_string(field)); mapping != options.columns.end()) {
      const auto name = column_in(mapping->second);
      column = find(columns.header_, name);
      if (!column)
        return failure(StatusCode::invalid_input,
                       fmt::format("{}: has no column '{}' for the {}; its columns are {}", origin, name, to_string(field), listed(columns.header_)));
      if (field == Field::date && name.size() < mapping->second.size()) columns.date_format_ = mapping->second.substr(name.size() + 1);
      continue;
    }
    for (const auto name : names_of(field).names)
      if (!column) column = find(columns.header_, name);
  }
  const bool has_summary = std::ranges::any_of(columns.header_, [](const std::string& column) { return is_in(column, names_of_summary()); });
  if (columns.of_field_[static_cast<std::size_t>(Field::text)] || has_summary) return columns;
  return failure(StatusCode::invalid_input,
                 fmt::format("{}: has no column with the text of articles; its columns are {}; say which one it is, for instance --columns text={}",
                             origin, listed(columns.header_), for_message(trim(columns.header_.back()))));
}

Article Columns::read(std::vector<std::string>&& row, std::string origin, WarningSink& warnings) const {
  Article article;
  article.origin = std::move(origin);
  const auto take = [&](Field field) -> std::string {
    const auto column = of_field_[static_cast<std::size_t>(field)];
    return column ? std::exchange(row[*column], {}) : std::string();
  };
  article.text = take(Field::text);
  if (trim(article.text).empty()) article.text.clear();
  article.title = take(Field::title);
  article.source = take(Field::source);
  article.url = take(Field::url);
  article.id = take(Field::id);
  set_language(take(Field::language), article, warnings);
  const auto date = take(Field::date);
  const auto day = date_format_.empty() ? std::string() : day_of(date, date_format_);
  if (date_format_.empty() || !day.empty()) {
    set_date(day.empty() ? date : day, article, warnings);
  } else if (!trim(date).empty()) {
    warnings.warn(article.origin, fmt::format("the date '{}' is not written as {}; read without a date", for_message(trim(date)), date_format_));
  }
  for (std::size_t i = 0; i < header_.size(); ++i)
    if (const auto name = trim(header_[i]); !name.empty() && !row[i].empty()) article.attributes.emplace(name, std::move(row[i]));
  return article;
}

}  // namespace entente::table
