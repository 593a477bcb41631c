#include "export/csv.h"

#include <algorithm>
#include <utility>

#include "export/text.h"

namespace entente {
namespace {

constexpr std::size_t kHidden = static_cast<std::size_t>(-1);

/// What Excel, LibreOffice and Google Sheets run when they open a table.
bool is_formula(std::string_view text) { return !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos; }

}  // namespace

void append_cell(std::string& out, std::string_view text, const CsvStyle& style) {
  const std::size_t begin = out.size();
  append_clean(out, text);
  const std::string_view clean = std::string_view(out).substr(begin);
  const bool formula = style.harmless && is_formula(clean);
  const bool spaced = clean.starts_with(' ') || clean.ends_with(' ');
  const bool quoted = spaced || clean.find_first_of(",;\"\r\n\t") != std::string_view::npos;
  if (!quoted) {
    if (formula) out.insert(begin, 1, '\'');
    return;
  }
  const std::string copy(clean);
  out.resize(begin);
  out += formula ? "\"'" : "\"";
  for (const char c : copy) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

std::vector<std::size_t> fields_without(const std::vector<Field>& fields, std::initializer_list<std::size_t> hidden) {
  std::vector<std::size_t> shown;
  for (std::size_t field = 0; field < fields.size(); ++field)
    if (std::ranges::find(hidden, field) == hidden.end()) shown.push_back(field);
  return shown;
}

CsvRow::CsvRow(const std::vector<Field>& fields, std::vector<std::size_t> shown, CsvStyle style)
    : style_(style), shown_(std::move(shown)), place_(fields.size(), kHidden), cells_(shown_.size()) {
  for (std::size_t i = 0; i < shown_.size(); ++i) place_[shown_[i]] = i;
}

void CsvRow::begin() {
  row_.clear();
  first_ = true;
  for (std::string& cell : cells_) cell.clear();
}

std::string& CsvRow::next() {
  if (!std::exchange(first_, false)) row_ += ',';
  return row_;
}

void CsvRow::add(std::string_view text) { append_cell(next(), text, style_); }

void CsvRow::add_id(std::string_view id) {
  list_.clear();
  append_id(list_, id);
  add(list_);
}

void CsvRow::add_whole(std::int64_t value) { append_whole(next(), value); }

void CsvRow::end_fields() {
  for (const std::string& cell : cells_) next() += cell;
}

void CsvRow::end(std::string& out) {
  out += row_;
  out += style_.end;
}

std::string* CsvRow::cell(std::size_t field) { return place_[field] == kHidden ? nullptr : &cells_[place_[field]]; }

void CsvRow::text(std::size_t field, std::string_view value) {
  if (std::string* out = cell(field)) append_cell(*out, value, style_);
}

void CsvRow::texts(std::size_t field, std::span<const std::string_view> values) {
  std::string* out = cell(field);
  if (out == nullptr) return;
  list_.clear();
  for (const std::string_view value : values) {
    const std::size_t before = list_.size();
    if (!list_.empty()) list_ += style_.between;
    const std::size_t begin = list_.size();
    append_line(list_, value);
    std::replace(list_.begin() + static_cast<std::ptrdiff_t>(begin), list_.end(), style_.between, style_.within);
    if (list_.size() == begin) list_.resize(before);
  }
  append_cell(*out, list_, style_);
}

void CsvRow::whole(std::size_t field, std::int64_t value) {
  if (std::string* out = cell(field)) append_whole(*out, value);
}

void CsvRow::real(std::size_t field, double value) {
  if (std::string* out = cell(field)) append_real(*out, value);
}

void CsvRow::flag(std::size_t field, bool value) {
  if (std::string* out = cell(field)) *out += value ? "true" : "false";
}

void CsvRow::day(std::size_t field, Day value) {
  if (std::string* out = cell(field)) append_day(*out, value);
}

}  // namespace entente
